"""Conditions settled against a table: roles become columns, words become the column's type.

A condition is true, false or, where its column is empty, neither: the three values are kept apart
so that rows left out for want of a code can be counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from squarely.grounds.countries import resolve
from squarely.grounds.filters import day
from squarely.model.dataset import Dataset
from squarely.model.request import Condition, Scalar, Unanswerable

if TYPE_CHECKING:
    import narwhals as nw

_TRUE, _FALSE = ("true", "yes"), ("false", "no")


def settle(
    condition: Condition, dataset: Dataset, sql_type: str | None
) -> Condition | Unanswerable:
    """The condition on the actual column, with values of the column's own type."""
    column = dataset.column(condition.column)
    if column is None or sql_type is None:
        return no_column(condition.column, dataset)
    if column.name in summed(dataset):
        why = f"a row of {dataset.name} as it is here stands for several units, and its"
        return Unanswerable("too-fine", f"{why} {column.name} is their sum: it bounds none of them")
    last = (False, True) if condition.kind == "between" else ()
    try:
        values = tuple(
            _typed(value, column.type, sql_type, bool(last and last[i]))
            for i, value in enumerate(condition.values)
        )
    except ValueError as error:
        why = f"{column.name} of {dataset.name} holds {column.type} values, not {error}"
        return Unanswerable("no-such-column", why)
    if condition.kind == "in":
        values = tuple(sorted(set(values), key=lambda v: (v is not None, str(v))))
        if sql_type == "DATE":
            return _days(column.name, condition, values)
    return Condition(column.name, values, condition.kind, condition.negated)


def summed(dataset: Dataset) -> frozenset[str]:
    """The columns that hold sums, in a table whose rows stand for several units each."""
    if "count" not in dataset.roles:
        return frozenset()
    amounts = (role for role in dataset.roles if role.startswith(("size", "value")))
    return frozenset(dataset.roles[role] for role in amounts)


def no_column(name: str, dataset: Dataset) -> Unanswerable:
    """Why a column cannot be asked for, with the nearest name."""
    import difflib

    names = [*dataset.roles, *(column.name for column in dataset.columns)]
    near = difflib.get_close_matches(name, names, 1, 0.5)
    hint = f"; nearest: {near[0]}" if near and near[0] != name else ""
    return Unanswerable("no-such-column", f"{dataset.name} as it is here has no {name}{hint}")


def _days(
    name: str, condition: Condition, values: tuple[Scalar | None, ...]
) -> Condition | Unanswerable:
    """A year or month named as a value means each of its days; only one span can be asked."""
    given = condition.values[0] if len(condition.values) == 1 else None
    if isinstance(given, str | int) and not isinstance(given, bool):
        ends = (day(str(given), last=False), day(str(given), last=True))
        return Condition(name, ends, "between", condition.negated)
    return Condition(name, values, "in", condition.negated)


def _typed(value: Scalar | None, kind: str, sql_type: str, last: bool) -> Scalar | None:
    if value is None:
        return None
    if sql_type == "DATE":
        found = value if isinstance(value, date) else day(str(value), last=last)
        return _or_fault(found, value)
    if kind == "boolean" or sql_type == "BOOLEAN":
        word = str(value).lower()
        return _or_fault(word in _TRUE if word in _TRUE + _FALSE else None, value)
    if sql_type == "VARCHAR":
        text = value.isoformat() if isinstance(value, date) else _text(value)
        if kind == "region":
            from squarely.grounds.regions import meant

            return meant(text) or text
        return (resolve(text) or text) if kind == "country" else text
    if isinstance(value, date):
        return value.year
    if isinstance(value, bool):
        raise ValueError(repr(value))
    return _number(value)


def _or_fault(found: Scalar | None, value: Scalar) -> Scalar:
    if found is None:
        raise ValueError(repr(value))
    return found


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _number(value: str | int | float) -> int | float:
    if not isinstance(value, str):
        return value
    try:
        return int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError:
        raise ValueError(repr(value)) from None


def expression(condition: Condition) -> nw.Expr:
    """The condition as a three-valued expression."""
    import narwhals as nw

    column = nw.col(condition.column)
    values = [value for value in condition.values if value is not None]
    if condition.kind == "between":
        plain = _between(condition)
    elif not values:
        plain = column.is_null() if condition.values else nw.lit(False)
    else:
        plain = _among(column, values)
        if len(values) < len(condition.values):
            plain = column.is_null() | (~column.is_null() & plain)
    return ~plain if condition.negated else plain


def _among(column: nw.Expr, values: Sequence[Scalar]) -> nw.Expr:
    """One value as an equality, which the engine can push into the scan of a file."""
    import narwhals as nw

    return column == nw.lit(values[0]) if len(values) == 1 else column.is_in(values)


def _between(condition: Condition) -> nw.Expr:
    import narwhals as nw

    column = nw.col(condition.column)
    low, high = condition.values
    if low is None and high is None:
        return column == column  # true, and neither for an empty cell
    above = None if low is None else column >= nw.lit(low)
    below = None if high is None else column <= nw.lit(high)
    if above is None or below is None:
        return above if above is not None else below  # type: ignore[return-value]
    return above & below
