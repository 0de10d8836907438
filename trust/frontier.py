"""The frontier of `trend`: false support against power, by `python -m trust.frontier`.

The same draws judged at many levels: how often the whole rule calls a rise of exactly the edge
"rising", and a doubling. A level other than 95% is not offered; it shows what it would buy. Beside
it stand the main specification alone, the oracle that knows the covariance, and the most that any
test finds (docs/trust/bounds.json). Written to docs/trust/frontier.json.
"""

from __future__ import annotations

import json
import sys
from math import log

import numpy as np
from scipy.stats import norm

from squarely.estimators import averaged
from squarely.estimators.averaged import Reading
from squarely.verdict.thresholds import ROBUST
from trust.cells.trend import EDGE, specifications
from trust.counts import Array, CountWorld, counts, covariance, design
from trust.rows import joined, rounds
from trust.written import DOCS

LENGTHS, RHO, DRAWS, SEED = (24, 60, 120), 0.4, 4_000, 20150502
ERRORS = (0.001, 0.0025, 0.005, 0.01, 0.015, 0.025, 0.035, 0.05, 0.075, 0.1, 0.15)
RISES = {"edge": EDGE, "x2": log(2), "x4": log(4)}


def judged(found: list[Reading]) -> tuple[Array, Array]:
    """Each draw's p of the main specification, and whether enough specifications agree."""
    low = [averaged.interval(one, 0.80)[0] > EDGE for one in found]
    agree = np.mean(low, axis=0) >= ROBUST - 1e-12
    return averaged.p_above(found[0], EDGE), agree.astype(float)


def row(n: int) -> dict[str, object]:
    """One length."""
    held = {}
    for truth, rise in RISES.items():
        y = counts(CountWorld(n, RHO, rise), DRAWS, SEED + n).counts
        held[truth] = judged(joined([specifications(part) for part in rounds(y)]))
    kept = {
        name: [round(float(np.mean((p < at) & (agree > 0))), 4) for at in ERRORS]
        for name, (p, agree) in held.items()
    }
    main = {
        name: [round(float(np.mean(p < at)), 4) for at in ERRORS] for name, (p, _) in held.items()
    }
    return {"n": n, "rho": RHO, "level": list(ERRORS), "rule": kept, "main": main,
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
    head = {"schema": "squarely-frontier/1", "draws": DRAWS, "seed": SEED, "edge": "+25%"}
    lines = ",\n".join(f"  {json.dumps(one)}" for one in rows)
    text = f'{json.dumps(head, indent=1)[:-2]},\n "rows": [\n{lines}\n ]\n}}\n'
    (DOCS / "frontier.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
