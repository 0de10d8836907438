"""The ratio of two rates, on a scale that mirrors, and what chance could make of it.

Counts of events are never plain Poisson: their scatter over periods and their memory from one
period to the next widen the interval. So two intervals are taken and their hull reported: the
exact one for two Poisson counts given their sum, which holds for few events, and a t interval of
the log ratio from the scatter of the periods, widened for autocorrelation. The larger p counts.

The scale is percent of the larger rate: 100 (a - b) / max(a, b), from -100 to 100. Swapping the
groups flips its sign exactly, a rate of nought needs no exception, and ratios of 1.25 and 1/1.25
stand at 20 and -20.

Assumes stationary periods of equal length within each group, and independent groups; groups that
rise and fall together are told apart later than they could be.

Sources: Fay 2010, R Journal 2:53, and Biostatistics 11:373 (exact, central); Przyborowski &
Wilenski 1940, Biometrika 31:313; Bayley & Hammersley 1946, JRSS Suppl. 8:184 (effective size).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from squarely.estimators import proportion
from squarely.estimators.regions import Tested
from squarely.model.finding import Interval

Array = NDArray[np.float64]

LEVELS = (0.80, 0.90, 0.95)
HIGHEST = 0.92  # memory beyond this leaves too few independent periods
SPEAKS = 0.15  # below this the first autocorrelation is too near nought to divide by


def percent_of_larger(log_ratio: Array | float) -> Array:
    """100 (a - b) / max(a, b) for log(a / b)."""
    ratio = np.asarray(log_ratio, float)
    scaled: Array = -100 * np.sign(ratio) * np.expm1(-np.abs(ratio))
    return scaled


def log_of(percent: float) -> float:
    """The inverse of `percent_of_larger`."""
    return float(-np.sign(percent) * np.log1p(-abs(percent) / 100))


def compared(first: float, second: float) -> float:
    """Two figures as percent of the larger, signs included; nought where both are nought."""
    larger = max(abs(first), abs(second))
    return 100 * (first - second) / larger if larger else 0.0


def memory(y: Array) -> Array:
    """Each row's autocorrelation, counting noise undone, raised by its bias and half its error."""
    n = y.shape[-1]
    centred = y - y.mean(axis=-1, keepdims=True)
    square = np.maximum(np.square(centred).sum(axis=-1), np.finfo(np.float64).tiny)
    one = (centred[..., 1:] * centred[..., :-1]).sum(axis=-1) / square
    two = (centred[..., 2:] * centred[..., :-2]).sum(axis=-1) / square
    speaks = (one > SPEAKS) & (two > 0)
    rho = np.where(speaks, np.maximum(one, two / np.where(speaks, one, 1.0)), one)
    raised = rho + (2 + 3 * rho) / n + 0.5 * np.sqrt(np.maximum(1 - rho * rho, 0.05) / n)
    held: Array = np.clip(raised, 0.0, HIGHEST)
    return held


def log_mean(y: Array) -> tuple[Array, Array, Array]:
    """The log of each row's mean, its variance and its degrees of freedom; y (rows, periods)."""
    n = y.shape[-1]
    total = np.maximum(y.sum(axis=-1), 0.5)  # half an event, where there was none
    mean = total / n
    rho = memory(y)
    factor = np.minimum((1 + rho) / (1 - rho), n / 2)
    scatter = y.var(axis=-1, ddof=1) / np.maximum(1 - factor / n, 0.5)
    variance = np.maximum(scatter * factor / n / mean**2, 1 / total)
    return np.log(mean), variance, np.maximum(n / factor - 1, 2.0)


def by_periods(first: Array, second: Array) -> tuple[Array, Array, Array]:
    """Log ratio of two mean rates, its standard error, degrees of freedom (Satterthwaite)."""
    (log1, var1, df1), (log2, var2, df2) = log_mean(first), log_mean(second)
    total = var1 + var2
    return log1 - log2, np.sqrt(total), total**2 / (var1**2 / df1 + var2**2 / df2)


def exactly(events: tuple[float, float], exposure: tuple[float, float], level: float) -> Array:
    """Exact limits of the log ratio of two Poisson rates, shape (2,)."""
    (a, b), (m, n) = events, exposure
    low, high = (float(side) for side in proportion.exact(a, a + b, level))
    with np.errstate(divide="ignore"):
        limits: Array = np.log([low, high]) - np.log([1 - low, 1 - high]) + np.log(n) - np.log(m)
    return limits


def exact_above(
    events: tuple[float, float], exposure: tuple[float, float], log_ratio: float
) -> float:
    """The one-sided exact p-value against "the log ratio is at most this"."""
    (a, b), (m, n) = events, exposure
    if a <= 0 or log_ratio == np.inf:
        return 1.0
    odds = np.exp(log_ratio) * m / n
    return float(special.betainc(a, b + 1, odds / (1 + odds)))


def compare(first: Array, second: Array, counts: bool) -> Tested:
    """Two series of a group's periods each, as percent of the larger rate.

    With `counts` the exact interval joins that of the periods; sums and values have none.
    """
    value, error, degrees = (float(x[0]) for x in by_periods(first[None], second[None]))
    events = float(first.sum()), float(second.sum())
    exposure = float(first.size), float(second.size)

    def above(edge: float) -> float:
        at = log_of(edge)
        chance = float(special.stdtr(degrees, (at - value) / error))
        return max(chance, exact_above(events, exposure, at)) if counts else chance

    def below(edge: float) -> float:
        at = -log_of(edge)
        chance = float(special.stdtr(degrees, (at + value) / error))
        return max(chance, exact_above(events[::-1], exposure[::-1], at)) if counts else chance

    def interval(level: float) -> Interval:
        half = float(special.stdtrit(degrees, 0.5 + level / 2)) * error
        ends = [value - half, value + half]
        if counts:
            exact = exactly(events, exposure, level)
            ends = [min(ends[0], exact[0]), max(ends[1], exact[1])]
        low, high = percent_of_larger(np.array(ends))
        return Interval(float(low), float(high))

    def detectable(edge: float) -> float:
        reach = float(special.stdtrit(degrees, 0.975) + special.stdtrit(degrees, 0.80)) * error
        return float(percent_of_larger(log_of(edge) + reach))

    at = (interval(LEVELS[0]), interval(LEVELS[1]), interval(LEVELS[2]))
    return Tested(float(percent_of_larger(value)), at, above, below, detectable)
