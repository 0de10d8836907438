"""The frontier of `trend`: false support against power, by `python -m trust.frontier`.

The same draws judged at many levels: how often the whole rule calls a rise of exactly the edge
"rising", and a doubling. A level other than 95% is not offered; it shows what it would buy. Beside
it stand other thresholds of agreement, from the main specification alone to all of them, and the
oracle that knows the covariance. Written to docs/trust/frontier.json, which the page draws.
"""

from __future__ import annotations

import json
import sys
from math import log

import numpy as np
from scipy.stats import norm

from squarely.estimators import averaged
from squarely.estimators.averaged import Reading
from squarely.verdict.thresholds import ROBUST, ROBUST_LEANS
from trust.cells.trend import EDGE, specifications
from trust.counts import Array, CountWorld, counts, covariance, design
from trust.rows import joined, rounds
from trust.written import DOCS

LENGTHS, RHO, DRAWS, SEED = (24, 60, 120), 0.4, 4_000, 20150502
ERRORS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.035, 0.05, 0.075, 0.1, 0.15)
RISES = {"edge": EDGE, "x2": log(2), "x4": log(4)}
AGREEING = {"main": 0.0, "two thirds": ROBUST_LEANS, "rule": ROBUST, "all": 1.0}
USED = 0.025  # a side: what an interval of 95% leaves


def judged(found: list[Reading]) -> tuple[Array, Array]:
    """Each draw's p of the main specification, and the share of specifications that agree."""
    low = [averaged.interval(one, 0.80)[0] > EDGE for one in found]
    share: Array = np.mean(low, axis=0)
    return averaged.p_above(found[0], EDGE), share


def row(n: int) -> dict[str, object]:
    """One length."""
    held = {}
    for truth, rise in RISES.items():
        y = counts(CountWorld(n, RHO, rise), DRAWS, SEED + n).counts
        held[truth] = judged(joined([specifications(part) for part in rounds(y)]))
    curves = {
        asked: {
            name: [round(float(np.mean((p < at) & (share >= least - 1e-12))), 4) for at in ERRORS]
            for name, (p, share) in held.items()
        }
        for asked, least in AGREEING.items()
    }
    return {"n": n, "rho": RHO, "level": list(ERRORS), **curves,
            "oracle": {name: oracle(n, rise) for name, rise in RISES.items()}}  # fmt: skip


def oracle(n: int, rise: float) -> list[float]:
    """What generalised least squares that knows the covariance finds at each level."""
    world = CountWorld(n, RHO, rise)
    columns = design(world)
    precision = columns.T @ np.linalg.solve(covariance(world), columns)
    se = float(np.sqrt(np.linalg.inv(precision)[-1, -1]))
    return [round(float(norm.cdf((rise - EDGE) / se + norm.ppf(at))), 4) for at in ERRORS]


def main() -> int:
    """Every length."""
    rows = [row(n) for n in LENGTHS]
    head = {"schema": "squarely-frontier/2", "draws": DRAWS, "seed": SEED, "edge": "+25%"}
    head |= {"used": USED, "agreeing": {name: round(at, 3) for name, at in AGREEING.items()}}
    lines = ",\n".join(f"  {json.dumps(one)}" for one in rows)
    text = f'{json.dumps(head, indent=1)[:-2]},\n "rows": [\n{lines}\n ]\n}}\n'
    (DOCS / "frontier.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
