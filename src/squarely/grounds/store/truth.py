"""What a condition makes of each value a column may have: true, false or, if empty, unknown.

The same three values as the engine's: `x IN (...)` and bounds are unknown of an empty cell, unless
the list names the empty cell itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from squarely.grounds.store.layout import Held, Label
from squarely.model.request import Condition, Scalar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_EXACT = 2**53


def answerable(held: Held, condition: Condition) -> bool:
    """Whether the values of a condition are of the column's kind, and compare exactly."""
    return all(_alike(held, value) for value in condition.values if value is not None)


def _alike(held: Held, value: Scalar) -> bool:
    if held.coded and not held.labels:
        return True  # every cell is empty
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT
        return whole and max(abs(held.least), abs(held.most)) < _EXACT and _numeric(held)
    if not held.coded:
        return isinstance(value, int) and not isinstance(value, bool)
    return type(value) is type(held.labels[0])


def _numeric(held: Held) -> bool:
    first = held.labels[0] if held.labels else 0
    return isinstance(first, int) and not isinstance(first, bool)


def truth(
    held: Held, condition: Condition, points: Sequence[Label | None] | None = None
) -> NDArray[np.int8]:
    """1, 0 or -1 for each value of a column, or for the points given; None is an empty cell."""
    import numpy as np

    values: Sequence[Label | None] = points if points is not None else held.labels
    if points is None and held.empty:
        values = (*held.labels, None)
    between = condition.kind == "between"
    told = _bounded(condition, values) if between else _listed(condition, values)
    said = np.array(told, dtype=np.int8)
    return np.where(said < 0, said, 1 - said).astype(np.int8) if condition.negated else said


def _bounded(condition: Condition, values: Sequence[Label | None]) -> list[int]:
    return [-1 if value is None else int(_between(condition, value)) for value in values]


def _listed(condition: Condition, values: Sequence[Label | None]) -> list[int]:
    named = {one for one in condition.values if one is not None}
    bare = 1 if len(named) < len(set(condition.values)) else -1 if named else 0
    return [bare if value is None else 1 if value in named else 0 for value in values]


def _between(condition: Condition, value: Label) -> bool:
    low, high = condition.values
    return _ordered(low, value) and _ordered(value, high)


def _ordered(low: Scalar | None, high: Scalar | None) -> bool:
    if low is None or high is None:
        return True
    if isinstance(low, str) or isinstance(high, str):
        return str(low) <= str(high)
    if isinstance(low, date) or isinstance(high, date):
        assert isinstance(low, date)
        assert isinstance(high, date)
        return low <= high
    return low <= high
