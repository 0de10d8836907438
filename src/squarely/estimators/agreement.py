"""Two lines that must agree: the hull of their intervals, the larger of their p-values.

The slope of a trend is fitted twice, by least squares with fixed-b errors (`har`) and by
generalised least squares (`prais_winsten`). Each is weak where the other is strong: the first in
short series with long memory, the second where memory is not of first order. A bound counts only
if both reach it, and both are held against the same edge, so that the rule mirrors exactly.

Everything is per period of `y` and linear in it; a transform of the change is the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from squarely.estimators import har, prais_winsten
from squarely.estimators.har import Array, HarLine
from squarely.estimators.prais_winsten import PraisWinstenLine


@dataclass(frozen=True, slots=True)
class Lines:
    """Both lines of each series, one row a series."""

    har: HarLine
    pw: PraisWinstenLine


def fit(y: Array) -> Lines:
    """Both lines of each row of `y`."""
    ordinary = har.fit(y)
    return Lines(ordinary, prais_winsten.fit(y, ordinary.residuals))


def intervals(lines: Lines, level: float) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The interval of each line at `level`, least squares first."""
    ordinary = har.critical(level, lines.har.n) * lines.har.se
    general = prais_winsten.critical(level, lines.pw.freedom) * lines.pw.se
    return (
        (lines.har.slope - ordinary, lines.har.slope + ordinary),
        (lines.pw.slope - general, lines.pw.slope + general),
    )


def hull(lines: Lines, level: float) -> tuple[Array, Array]:
    """The smallest interval that holds both at `level`."""
    (low, high), (low_, high_) = intervals(lines, level)
    return np.minimum(low, low_), np.maximum(high, high_)


def p_above(lines: Lines, slope: float) -> Array:
    """The p-value against "the true slope is at most `slope`": the larger of the two."""
    return _larger_tail(lines, slope, 1.0)


def p_below(lines: Lines, slope: float) -> Array:
    """The p-value against "the true slope is at least `slope`": the larger of the two."""
    return _larger_tail(lines, slope, -1.0)


def _larger_tail(lines: Lines, slope: float, sign: float) -> Array:
    ordinary = _ratio(sign * (lines.har.slope - slope), lines.har.se)
    general = _ratio(sign * (lines.pw.slope - slope), lines.pw.se)
    return np.maximum(
        har.tail(ordinary, lines.har.n), prais_winsten.tail(general, lines.pw.freedom)
    )


def _ratio(distance: Array, se: Array) -> Array:
    return distance / np.maximum(se, 1e-12)  # a line without any scatter is certain, not an error
