"""Inference on 1,200 distinct series, a trend and a step each, beside plain library calls.

300 series of each of four lengths, negative-binomial counts with a trend, a step and a season. Ours
reads the series of one length at once, as a simulation does, and one by one, as a claim does; the
library's nearest calls are, for the same questions, a first-order autoregression fitted in turns
(GLSAR) with a robust least-squares fit (HAC) beside it, and a state-space model of first-order
memory and noise by maximum likelihood (UnobservedComponents). The last two run on a sample of each
length, in the same round, and are scaled up. One core.

Run: python -m bench.inference
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import change, shift

Array = NDArray[np.float64]

LENGTHS, EACH, ROUNDS, SEED = (100, 365, 730, 2000), 300, 3, 3
SAMPLES = {"GLSAR and HAC": 20, "UnobservedComponents": 2}


def series(n: int) -> Array:
    """300 series of one length, a row each."""
    rng = np.random.default_rng(SEED + n)
    time_ = np.arange(n)
    slope, step = rng.normal(0, 0.5, (2, EACH, 1))
    level = slope * (time_ / n - 0.5) + step * (time_ >= n // 2)
    level = level + 0.3 * np.sin(2 * np.pi * time_ / 12)
    gamma = rng.gamma(5.0, 0.2, level.shape)
    drawn: Array = rng.poisson(20 * np.exp(level) * gamma).astype(float)
    return drawn


def together(y: Array) -> None:
    """Ours, all rows at once."""
    n = y.shape[1]
    change.read(y, "log", 0.5)
    logs = np.log(y + 0.5)
    shift.read(logs, np.arange(float(n)), np.arange(n) >= n // 2)


def alone(y: Array) -> None:
    """Ours, a row at a time."""
    for row in range(len(y)):
        together(y[row : row + 1])


def lines(y: Array) -> None:
    """GLSAR and HAC, a line and a step each."""
    import statsmodels.api as sm

    for row in np.log(y + 0.5):
        for design in _designs(row.size):
            sm.GLSAR(row, design, rho=1).iterative_fit(maxiter=10).conf_int()
            lags = {"maxlags": row.size // 2 - 1}
            sm.OLS(row, design).fit(cov_type="HAC", cov_kwds=lags).conf_int()


def states(y: Array) -> None:
    """Memory and noise by maximum likelihood, a line and a step each."""
    import statsmodels.api as sm

    for row in np.log(y + 0.5):
        for design in _designs(row.size):
            model = sm.tsa.UnobservedComponents(row, irregular=True, autoregressive=1, exog=design)
            model.fit(disp=0).conf_int()


def _designs(n: int) -> tuple[Array, Array]:
    line = np.column_stack([np.ones(n), np.linspace(-0.5, 0.5, n)])
    return line, np.column_stack([line, np.arange(n) >= n // 2])


def measured() -> list[dict[str, Any]]:
    """Seconds for all 1,200 series, and the library's over ours."""
    held = {n: series(n) for n in LENGTHS}
    together(held[100][:2])  # what is loaded once
    rounds = [_round(held) for _ in range(ROUNDS)]
    ours = [one["together"] for one in rounds]
    rows = []
    for name in rounds[0]:
        ratios = sorted(one[name] / base for one, base in zip(rounds, ours, strict=True))
        seconds = median(one[name] for one in rounds)
        rows.append({"path": name, "seconds": round(seconds, 2), "ratio": round(median(ratios), 1),
                     "least": round(ratios[0], 1), "most": round(ratios[-1], 1)})  # fmt: skip
    return [{**row, "series": EACH * len(LENGTHS), "lengths": list(LENGTHS)} for row in rows]


def _round(held: Mapping[int, Array]) -> dict[str, float]:
    found = {
        "together": sum(_timed(together, y) for y in held.values()),
        "one by one": sum(_timed(alone, y[:60]) * EACH / 60 for y in held.values()),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a fit that did not converge: it is timed, not used
        for name, call in (("GLSAR and HAC", lines), ("UnobservedComponents", states)):
            few = SAMPLES[name]
            found[name] = sum(_timed(call, y[:few]) * EACH / few for y in held.values())
    return found


def _timed(call: Callable[[Array], None], y: Array) -> float:
    began = time.perf_counter()
    call(y)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
    sys.exit(0)
