"""Values inside a key that holds a mapping, as the author wrote them: measures, windows, lengths.

The reader of the file hands such a mapping on as pairs of plain values (`model.vocabulary`, kind
"mapping"), for only its warrant knows what it holds. What cannot be read is a sentence that says
so, never an exception: the warrant then answers that it has no grounds, with that sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Literal, cast, get_args

from squarely.model.request import Condition, Every, Measure, MeasureKind, Scalar, Window

Fault = str
Kept = Mapping[str, object]

_KINDS: tuple[MeasureKind, ...] = get_args(MeasureKind)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_LENGTH = re.compile(r"([0-9]{1,4})(?:\.\.([0-9]{1,4}))? (day|week|month|quarter|year)s?")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"day": 1, "week": 7}


def pairs(value: object) -> Kept:
    """The keys of a mapping handed on as pairs; empty where it is none."""
    held = value if isinstance(value, tuple) else ()
    if not all(isinstance(p, tuple) and len(p) == 2 and isinstance(p[0], str) for p in held):
        return {}
    return dict(cast("tuple[tuple[str, object], ...]", held))


def unknown(kept: Kept, known: tuple[str, ...]) -> Fault:
    """Which of the keys mean nothing here; empty where all are known."""
    odd = sorted(set(kept) - set(known))
    return f"the key {odd[0]} means nothing here" if odd else ""


MEASURE_KEYS: tuple[str, ...] = (*_KINDS, "in", "where", "among")


def measure(kept: Kept) -> Measure | Fault:
    """`{count: NAME, in: DATASET, where: {...}}`, as a measure is written elsewhere."""
    kinds = [kind for kind in _KINDS if kind in kept]
    if len(kinds) != 1 or not isinstance(kept.get("in"), str):
        return "name one measure (count, sum, value or share) and its dataset (in)"
    kind = kinds[0]
    where = conditions(kept[kind] if kind == "share" else kept.get("where", ()))
    among = conditions(kept.get("among", ()))
    if isinstance(where, Fault) or isinstance(among, Fault):
        return where if isinstance(where, Fault) else str(among)
    name = "" if kind == "share" else str(kept[kind])
    return Measure(kind, name, str(kept["in"]), where, among)


def conditions(value: object) -> tuple[Condition, ...] | Fault:
    """Columns with what their value must be: a value, a list, a range, or `{not: ...}`."""
    found = [_condition(column, wanted) for column, wanted in pairs(value).items()]
    faults = [one for one in found if isinstance(one, Fault)]
    if faults:
        return faults[0]
    return tuple(one for one in found if isinstance(one, Condition))


def _condition(column: str, wanted: object) -> Condition | Fault:
    inner = pairs(wanted)
    if inner:
        if set(inner) != {"not"}:
            return f"the condition on {column} is neither a value, a list, a range nor not: ..."
        plain = _condition(column, inner["not"])
        return plain if isinstance(plain, Fault) else Condition(
            column, plain.values, plain.kind, True
        )  # fmt: skip
    values = wanted if isinstance(wanted, tuple) else (wanted,)
    if not values or not all(isinstance(one, Scalar) for one in values):
        return f"the condition on {column} names no value"
    first = values[0]
    if len(values) == 1 and isinstance(first, str) and ".." in first:
        low, _, high = (part.strip() for part in first.partition(".."))
        return Condition(column, (_bound(low, last=False), _bound(high, last=True)), "between")
    return Condition(column, tuple(cast("Scalar", one) for one in values))


def _bound(text: str, *, last: bool) -> Scalar | None:
    if not text:
        return None
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        days = window(text)
        return text if isinstance(days, Fault) else days.last if last else days.first


def window(value: object) -> Window | Fault:
    """All days that a date or two with `..` between mean."""
    left, dots, right = (part.strip() for part in str(value).partition(".."))
    ends = [_dated(part) for part in ((left, right) if dots else (left, left))]
    if any(isinstance(end, Fault) for end in ends) or not (left or right):
        return f"{value} is no date and no window such as 2022..2025"
    first, last = (cast("Window", end) for end in ends)
    if first.first and last.last and first.first > last.last:
        return f"the window {value} ends before it begins"
    return Window(first.first, last.last)


def _dated(text: str) -> Window | Fault:
    if not text:
        return Window()
    parts = _DATE.fullmatch(text)
    if parts is None:
        return "no date"
    year, month, day = (int(part) if part else 0 for part in parts.groups())
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return "no date"
    if day:
        return Window(first, first)
    last = month or 12
    return Window(first, date(year, last, monthrange(year, last)[1]))


def lengths(text: str) -> tuple[tuple[int, Every], ...]:
    """A length of time as a number and its unit; two of them of a range, in their order."""
    parts = _LENGTH.fullmatch(text.strip())
    if parts is None:
        return ()
    numbers = dict.fromkeys(int(part) for part in parts.groups()[:2] if part)
    return tuple((number, cast("Every", parts[3])) for number in numbers)


def later(day: date, by: tuple[int, Every], side: Literal["first", "last"]) -> date:
    """A day moved on; the last day of a month stays the last day of one."""
    from datetime import timedelta

    number, unit = by
    if unit in _DAYS:
        return day + timedelta(days=number * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + number * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    length = monthrange(year, month)[1]
    ends = side == "last" and day.day == monthrange(day.year, day.month)[1]
    return date(year, month, length if ends else min(day.day, length))
