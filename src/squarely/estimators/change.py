"""The change of a series over its window: one log ratio, read off two lines that must agree.

The parameter is the same in every specification: the rate of change times the length of the whole
window, as log(end / start). A trimmed specification reads that rate from fewer periods; it does
not speak of a shorter window. Rows are series, so that simulations run the very same code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from squarely.estimators import agreement
from squarely.estimators.agreement import Lines
from squarely.estimators.series import Array, Transform, log_ratio, rise, transformed, trimmed

# A ratio beyond a hundred-thousandfold says no more than that it is large, and cannot be printed.
LARGEST = float(np.log(1e5))
POWER_80 = 0.8416  # standard errors that leave 80% of a normal estimate on the far side


@dataclass(frozen=True, slots=True)
class Change:
    """Both lines of each series on one scale, and the periods that the window spans."""

    lines: Lines
    span: int
    how: Transform


def measure(y: Array, trim: str, how: Transform, offset: Array | float) -> Change:
    """The change of each row of `y` over its whole window, read from the trimmed periods."""
    return Change(agreement.fit(transformed(trimmed(y, trim), how, offset)), y.shape[-1] - 1, how)


def fitted(change: Change) -> Array:
    """The change that the least-squares line draws: what the record shows."""
    return _ratio(change.lines.har.slope, change)


def hull(change: Change, level: float) -> tuple[Array, Array]:
    """The smallest interval of the change that holds both lines' intervals at `level`."""
    low, high = agreement.hull(change.lines, level)
    return _ratio(low, change), _ratio(high, change)


def parts(change: Change, level: float) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Both lines' own intervals at `level`, least squares first."""
    first, second = agreement.intervals(change.lines, level)
    return (
        (_ratio(first[0], change), _ratio(first[1], change)),
        (_ratio(second[0], change), _ratio(second[1], change)),
    )


def p_above(change: Change, ratio: float) -> Array:
    """The p-value against "the change is at most `ratio`"."""
    return agreement.p_above(change.lines, rise(ratio, change.how) / change.span)


def p_below(change: Change, ratio: float) -> Array:
    """The p-value against "the change is at least `ratio`"."""
    return agreement.p_below(change.lines, rise(ratio, change.how) / change.span)


def detectable(change: Change, edge: float) -> Array:
    """The smallest true change that would be told from `edge` at 95% in 80% of such samples.

    The edge, half the hull, and what a normal estimate with the generalised line's standard error
    needs to land beyond both in four samples of five. The hull's width is taken as it came out.
    """
    low, high = hull(change, 0.95)
    spread = _ratio(change.lines.pw.se, change)
    return np.minimum(edge + (high - low) / 2 + POWER_80 * spread, LARGEST)


def _ratio(slope: Array, change: Change) -> Array:
    held: Array = np.clip(log_ratio(slope * change.span, change.how), -LARGEST, LARGEST)
    return held
