"""Conditions as files write them: a scalar, a list, a range "a..b", or {"not": ...}.

Bounds stay as written where their meaning depends on the column (2022 may be a number or a year);
`squarely.grounds.conditions` settles that once the column is known.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from squarely.model.request import Condition, Scalar

_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def conditions(where: object) -> tuple[Condition, ...]:
    """The conditions that a `where` object states; ValueError says what is wrong with it."""
    if not isinstance(where, Mapping):
        raise ValueError("an object of columns and values was expected")
    return tuple(_condition(str(column), value) for column, value in where.items())


def _condition(column: str, value: object, negated: bool = False) -> Condition:
    if isinstance(value, Mapping):
        if set(value) != {"not"} or negated:
            raise ValueError(f"{column}: the only key allowed here is `not`, once")
        return _condition(column, value["not"], negated=True)
    if isinstance(value, list | tuple):
        return Condition(column, tuple(_scalar(column, item) for item in value), negated=negated)
    if isinstance(value, str) and ".." in value:
        low, _, high = value.partition("..")
        bounds = (_bound(low, last=False), _bound(high, last=True))
        return Condition(column, bounds, "between", negated)
    return Condition(column, (_scalar(column, value),), negated=negated)


def _scalar(column: str, value: object) -> Scalar | None:
    if value is None or isinstance(value, str | int | float | date):
        return value
    raise ValueError(f"{column}: {value!r} is neither a word, a number, true nor false")


def _bound(text: str, last: bool) -> Scalar | None:
    text = text.strip()
    if not text:
        return None
    if _NUMBER.fullmatch(text):
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    return day(text, last=last) or text


def day(text: str, last: bool) -> date | None:
    """The first or last day that a date of any precision (2025, 2025-10, 2025-10-03) means."""
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    try:
        if found := _MONTH.fullmatch(text):
            year, month = int(found[1]), int(found[2])
            return date(year, month, monthrange(year, month)[1] if last else 1)
        return date.fromisoformat(text)
    except ValueError:
        return None
