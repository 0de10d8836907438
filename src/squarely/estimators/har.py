"""A straight line by least squares, with an interval that survives autocorrelation.

The long-run variance of the score is weighted after Bartlett with a bandwidth of half the sample,
and the slope is judged against the distribution it has at that very bandwidth ("fixed-b"), never
against the normal: a wide bandwidth makes the standard error noisy, and the critical value says
so. Under independent normal errors the slope is independent of its standard error, hence

    P(slope / se > c) = E[Phi(-c sqrt(Q))] = 1/pi * integral over (0, pi/2) of
                        prod_i (1 + c^2 l_i / sin^2 phi)^(-1/2) d phi

with l_i the weights of the quadratic form Q (Craig's form of the normal tail). The integral is
taken by Gauss and Legendre's rule: critical values are exact for each n, and nothing is simulated.

Assumes equally spaced periods and errors whose memory is short beside the sample; where it is not
(n = 24, autocorrelation .7) the interval alone covers .88 instead of .95, which is why `agreement`
joins it to a second one. Accepts a matrix, one series a row.

Sources: Kiefer and Vogelsang 2005, Econometric Theory 21:1130; Bunzel and Vogelsang 2005, Journal
of Business and Economic Statistics 23:381; Craig 1991, IEEE MILCOM, p. 571 (the tail integral).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

Array = NDArray[np.float64]

# Past this length the critical values move by less than a thousandth of themselves.
LONGEST = 200
NODES, WEIGHTS = np.polynomial.legendre.leggauss(64)
SINES = np.sin((NODES + 1) * np.pi / 4) ** 2


@dataclass(frozen=True, slots=True)
class HarLine:
    """Slopes a period, their standard errors, and the residuals; one row a series."""

    slope: Array
    se: Array
    residuals: Array
    n: int


def centred_time(n: int) -> Array:
    """Periods counted from the middle of the sample."""
    return np.arange(n, dtype=np.float64) - (n - 1) / 2


def fit(y: Array) -> HarLine:
    """Fit a line to each row of `y`.

    Bartlett weights are the overlaps of a sliding box with itself, so that the weighted sum of
    autocovariances is the mean square of moving sums of the score: never negative, and linear in n.
    """
    n = y.shape[1]
    x = centred_time(n)
    spread = x @ x
    slope = y @ x / spread
    residuals = y - y.mean(axis=1, keepdims=True) - slope[:, None] * x
    box = n // 2
    sums = np.cumsum(np.pad(residuals * x, ((0, 0), (box, box - 1))), axis=1)
    variance = np.square(sums[:, box:] - sums[:, :-box]).sum(axis=1) / box
    return HarLine(slope, np.sqrt(variance) / spread, residuals, n)


@lru_cache(maxsize=512)
def spectrum(n: int) -> tuple[float, ...]:
    """Weights of the quadratic form that the squared standard error is, in units of its target."""
    n = min(n, LONGEST)
    x = centred_time(n)
    spread = x @ x
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    bartlett = np.maximum(0.0, 1 - apart / (n // 2))
    residual_maker = np.eye(n) - 1 / n - np.outer(x, x) / spread
    form = residual_maker @ (x[:, None] * bartlett * x) @ residual_maker / spread
    weights = np.linalg.eigvalsh(form)
    return tuple(float(w) for w in weights[weights > 1e-10 * weights[-1]])


def tail(t: Array | float, n: int) -> Array:
    """The chance that slope / se exceeds `t` when the true slope is zero; any shape of `t`."""
    return chance(t, spectrum(n))


def chance(t: Array | float, weights: tuple[float, ...]) -> Array:
    """The chance that a standard normal exceeds `t` times the root of the form of these weights."""
    flat = np.atleast_1d(np.asarray(t, dtype=np.float64)).ravel()
    inner = np.square(flat)[:, None] / SINES
    if flat.size == 1:
        log_product = -0.5 * np.log1p(inner[..., None] * np.array(weights)).sum(axis=-1)
    else:  # one weight at a time: a matrix of draws would not fit otherwise
        log_product = np.zeros_like(inner)
        for weight in weights:
            log_product -= 0.5 * np.log1p(inner * weight)
    upper = (WEIGHTS * np.exp(log_product)).sum(axis=1) / 4
    beyond: Array = np.where(flat >= 0, upper, 1 - upper).reshape(np.shape(t))
    return beyond


@lru_cache(maxsize=2048)
def critical(level: float, n: int) -> float:
    """The number of standard errors to each side of an interval at `level`."""
    target = (1 - level) / 2
    return float(brentq(lambda t: float(tail(t, n)) - target, 0.01, 200.0, xtol=1e-12))
