"""The change of a series over its window: one log ratio, read off a line whose errors remember.

The parameter is the same in every specification: the rate of change times the length of the whole
window, as log(end / start). A specification with trimmed ends or merged periods reads that rate
from less; it does not speak of a shorter window. Fewer periods would make its interval longer even
where nothing hangs on those left out, so it is held with the lengths of the whole series about a
value of its own: what is asked is how far the choice moves the result. Simulated, this finds more
at the same rate of errors (docs/warrants/trend.md).

Rows are series, so that simulations run the very same code.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from squarely.estimators import averaged
from squarely.estimators.averaged import Reading
from squarely.estimators.calibrated.line import LINE
from squarely.estimators.series import Array, Transform, log_ratio, transformed, trimmed

# A ratio beyond a hundred-thousandfold says no more than that it is large, and cannot be printed.
LARGEST = float(np.log(1e5))


def read(y: Array, how: Transform, offset: Array | float) -> Reading:
    """The log ratio over the window of each row of `y`, with its bounds."""
    n = y.shape[-1]
    found = averaged.read(transformed(y, how, offset), _line(n, n), LINE)
    return replace(
        found,
        value=_ratio(found.value, how),
        low=_ratio(found.low, how),
        high=_ratio(found.high, how),
    )


def held(whole: Reading, y: Array, trim: str, how: Transform, offset: Array | float) -> Reading:
    """What the trimmed periods of `y` say, with the lengths of the whole series."""
    part = transformed(trimmed(y, trim), how, offset)
    value, rho = averaged.value(part, _line(part.shape[-1], y.shape[-1]), LINE)
    return replace(averaged.moved(whole, _ratio(value, how)), rho=rho, n=part.shape[-1])


def _line(n: int, whole: int) -> Array:
    """A constant and a line that rises by one over `whole` periods; (n, 2)."""
    time = np.arange(n, dtype=np.float64) - (n - 1) / 2
    return np.column_stack([np.ones(n), time / (whole - 1)])


def _ratio(rise: Array, how: Transform) -> Array:
    within: Array = np.clip(log_ratio(rise, how), -LARGEST, LARGEST)
    return within
