"""A straight line by generalised least squares when errors remember one period back.

Prais and Winsten transform each period by its predecessor and keep the first. Counting noise
hides autocorrelation: it lowers the first autocorrelation r1 but leaves the ratio r2 / r1, so the
larger of the two is taken where both speak. A fitted line eats autocorrelation too, so the value
is raised by its known bias and by a share of its own standard error: with too little memory the
interval is too short, with too much only too long.

The slope is judged by Student's t, its degrees of freedom cut to those of as many independent
periods as the memory leaves. Assumes equally spaced periods. Accepts a matrix, one series a row.

Sources: Prais and Winsten 1954, Cowles Commission Discussion Paper 383; Marriott and Pope 1954,
Biometrika 41:390, and Kendall 1954, Biometrika 41:403 (the bias of r1).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from squarely.estimators.har import Array, centred_time

HIGHEST = 0.92  # memory beyond this leaves too few independent periods to speak of a line
SPEAKS = 0.15  # below this r1 is too near zero to divide by
# Standard errors by which the memory is raised. With 0.5 the hull covered .925 at n = 24 and
# memory .7; with 0.8 it covers .93 there and gives up little power (docs/warrants/trend.md).
CAUTION = 0.8


@dataclass(frozen=True, slots=True)
class PraisWinstenLine:
    """Slopes a period, standard errors, degrees of freedom, memory; one row a series."""

    slope: Array
    se: Array
    freedom: Array
    rho: Array


def memory(residuals: Array) -> Array:
    """The autocorrelation at one period, noise undone and corrected upward."""
    n = residuals.shape[1]
    square = np.maximum(np.square(residuals).sum(axis=1), np.finfo(np.float64).tiny)
    first = (residuals[:, 1:] * residuals[:, :-1]).sum(axis=1) / square
    second = (residuals[:, 2:] * residuals[:, :-2]).sum(axis=1) / square
    speaks = (first > SPEAKS) & (second > 0)
    ratio = second / np.where(speaks, first, 1.0)
    rho = np.where(speaks, np.maximum(first, ratio), first)
    rho = rho + (2 + 3 * rho) / n + CAUTION * np.sqrt(np.maximum(1 - rho * rho, 0.05) / n)
    held: Array = np.clip(rho, 0.0, HIGHEST)
    return held


def fit(y: Array, residuals: Array) -> PraisWinstenLine:
    """Fit a line to each row of `y`, given the residuals of its least-squares line."""
    rho = memory(residuals)
    slope, se = generalised(y, rho)
    n = y.shape[1]
    return PraisWinstenLine(slope, se, np.maximum(3.0, n * (1 - rho) / (1 + rho) - 2), rho)


def generalised(y: Array, rho: Array) -> tuple[Array, Array]:
    """Slopes and standard errors under first-order memory `rho`, one a row.

    Time is centred and the weights are symmetric, so constant and slope do not mix.
    """
    n = y.shape[1]
    memory_ = rho[:, None]
    ones, time = np.ones((1, n)), centred_time(n)[None, :]
    constant, line, target = (_transformed(part, memory_) for part in (ones, time, y))
    weight = np.square(line).sum(axis=1)
    slope = (line * target).sum(axis=1) / weight
    level = (constant * target).sum(axis=1) / np.square(constant).sum(axis=1)
    left = target - level[:, None] * constant - slope[:, None] * line
    return slope, np.sqrt(np.square(left).sum(axis=1) / (n - 2) / weight)


def _transformed(part: Array, rho: Array) -> Array:
    first = np.sqrt(1 - rho * rho) * part[:, :1]
    return np.concatenate([first, part[:, 1:] - rho * part[:, :-1]], axis=1)


def tail(t: Array, freedom: Array) -> Array:
    """The chance that slope / se exceeds `t` when the true slope is zero."""
    return np.asarray(stdtr(freedom, -t), dtype=np.float64)


def critical(level: float, freedom: Array) -> Array:
    """The number of standard errors to each side of an interval at `level`."""
    return np.asarray(stdtrit(freedom, (1 + level) / 2), dtype=np.float64)
