"""A straight line by generalised least squares when errors remember one period back, under noise.

Prais and Winsten transform each period by its predecessor and keep the first. Counting adds noise
that has no memory: it lowers the first autocorrelation r1 but leaves the ratio r2 / r1, so memory
is the larger of the two where both speak, and what r1 falls short of it is the share of noise. A
fitted line eats autocorrelation too, so both are raised by their known bias and by a share of their
standard error: with too little memory the interval is too short, with much only too long.

Without noise the transform is Prais and Winsten's; with noise each period is predicted from all
before it (the Kalman filter of a first-order state seen through noise), and the errors of those
predictions are what theirs are: independent. The slope is judged by Student's t, its degrees of
freedom cut to those of as many independent periods as the memory leaves.

Assumes equally spaced periods. Accepts a matrix, one series a row.

Sources: Prais and Winsten 1954, Cowles Commission Discussion Paper 383; Kendall 1954, Biometrika
41:403, and Marriott and Pope 1954, Biometrika 41:390 (the bias of r1); Harvey 1989, Forecasting,
Structural Time Series Models and the Kalman Filter, ch. 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from squarely.estimators.har import Array, centred_time

HIGHEST = 0.92  # memory beyond this leaves too few independent periods to speak of a line
SPEAKS = 0.15  # below this r1 is too near zero to divide by
NOISIEST = 0.8  # share of the variance that noise may take
# Standard errors by which memory is raised. With 0.5 the hull covered .925 at n = 24 and memory
# .7; with 0.8 it covers .93 there and gives up little power (docs/warrants/trend.md).
CAUTION = 0.8


@dataclass(frozen=True, slots=True)
class PraisWinstenLine:
    """Slopes a period, standard errors, degrees of freedom, memory, noise; one row a series."""

    slope: Array
    se: Array
    freedom: Array
    rho: Array
    noise: Array


def fit(y: Array, residuals: Array) -> PraisWinstenLine:
    """Fit a line to each row of `y`, given the residuals of its least-squares line."""
    rho, noise = memory(residuals)
    slope, se = generalised(y, rho, noise)
    # A mean of n such periods varies as one of n / inflation independent periods.
    inflation = noise + (1 - noise) * (1 + rho) / (1 - rho)
    freedom = np.maximum(3.0, y.shape[1] / inflation - 2)
    return PraisWinstenLine(slope, se, freedom, rho, noise)


def memory(residuals: Array) -> tuple[Array, Array]:
    """The memory from one period to the next, and the share of noise, both on the safe side."""
    n = residuals.shape[1]
    square = np.maximum(np.square(residuals).sum(axis=1), np.finfo(np.float64).tiny)
    first = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1) / square
    second = (residuals[:, 2:] * residuals[:, :-2]).sum(axis=1) / square
    speaks = (first > SPEAKS) & (second > 0)
    ratio = second / np.where(speaks, first, 1.0)
    rho = _raised(np.where(speaks, np.maximum(first, ratio), first), n)
    seen = np.divide(_raised(first, n), rho, out=np.ones_like(rho), where=rho > 0)
    noise: Array = np.clip(1 - seen, 0.0, NOISIEST)
    return rho, noise


def _raised(r: Array, n: int) -> Array:
    raised = r + (2 + 3 * r) / n + CAUTION * np.sqrt(np.maximum(1 - r * r, 0.05) / n)
    held: Array = np.clip(raised, 0.0, HIGHEST)
    return held


def generalised(y: Array, rho: Array, noise: Array) -> tuple[Array, Array]:
    """Slopes and standard errors under given memory and noise, one a row.

    Time is centred and the covariance is the same read backwards, so constant and slope do not mix.
    """
    n = y.shape[1]
    level = y.mean(axis=1, keepdims=True)  # out of the way of rounding
    time = np.broadcast_to(centred_time(n), y.shape)
    target, constant, line = whitened(np.stack([y - level, np.ones_like(y), time]), rho, noise)
    weight = np.square(line).sum(axis=0)
    slope = (line * target).sum(axis=0) / weight
    height = (constant * target).sum(axis=0) / np.square(constant).sum(axis=0)
    left = target - height * constant - slope * line
    return slope, np.sqrt(np.square(left).sum(axis=0) / (n - 2) / weight)


def whitened(columns: Array, rho: Array, noise: Array) -> Array:
    """Prediction errors in units of their spread; (columns, rows, n) to (columns, n, rows)."""
    steps = np.ascontiguousarray(np.moveaxis(columns, 2, 0))
    white = np.empty_like(steps)
    signal = 1 - noise
    fresh = signal * (1 - rho * rho)
    state, uncertain = np.zeros_like(steps[0]), signal
    for t, step in enumerate(steps):
        spread = uncertain + noise
        error = step - state
        white[t] = error / np.sqrt(spread)
        gain = rho * uncertain / spread
        state = rho * state + gain * error
        uncertain = rho * rho * uncertain + fresh - gain * gain * spread
    return np.moveaxis(white, 1, 0)


def tail(t: Array, freedom: Array) -> Array:
    """The chance that slope / se exceeds `t` when the true slope is zero."""
    return np.asarray(stdtr(freedom, -t), dtype=np.float64)


def critical(level: float, freedom: Array) -> Array:
    """The number of standard errors to each side of an interval at `level`."""
    return np.asarray(stdtrit(freedom, (1 + level) / 2), dtype=np.float64)
