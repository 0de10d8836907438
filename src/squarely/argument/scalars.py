"""Single values: words, numbers, dates and windows of days, typed by what a key expects.

Plain scalars follow the core schema of YAML 1.2 (`true`, `null`, numbers), so that `NO` and `yes`
stay words. A date is `2025`, `2025-10` or `2025-10-03` and means all days of it; `A..B` runs from
the first day of A to the last of B, either side open.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault
from squarely.argument.tree import Mapping, Node, Scalar, Sequence
from squarely.model.request import Window

_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_BEGINS = frozenset("+-.0123456789")
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,2})?"
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DURATION = re.compile(r"[0-9]{1,4}(?:\.\.[0-9]{1,4})? (?:day|week|month|quarter|year)s?")
_EMPTY = ("", "~", "null", "Null", "NULL")
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False}


def typed(scalar: Scalar) -> str | int | float | bool | None:
    """The value of a scalar: without quotes it may be a number, a boolean or nothing."""
    if not scalar.plain:
        return scalar.text
    if scalar.text in _EMPTY:
        return None
    if scalar.text in _BOOLEANS or scalar.text == "FALSE":
        return _BOOLEANS.get(scalar.text, False)
    number = number_of(scalar.text)
    return scalar.text if number is None else number


def number_of(text: str) -> int | float | None:
    """A number written out; None for anything else."""
    if text[:1] not in _BEGINS:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _NUMBER.fullmatch(text) else None


def shown(node: Node) -> str:
    """The author's own text of a value, short enough for a message."""
    if isinstance(node, Scalar):
        text = " ".join(node.text.split())
        return f'"{text[:LONGEST_SHOWN]}{"..." if len(text) > LONGEST_SHOWN else ""}"'
    return "a list" if isinstance(node, Sequence) else "a mapping"


def expected(notes: Notes, node: Node, what: str, hint: str | None = None) -> None:
    """Note that a value is of the wrong type."""
    fault(notes, node, "wrong-type", f"Expected {what}, found {shown(node)}.", hint)


def text_of(notes: Notes, node: Node, what: str) -> str | None:
    """A text; a bare number or boolean is a fault, for it may not be what was meant."""
    value = typed(node) if isinstance(node, Scalar) else None
    if isinstance(value, str) and value.strip():
        return value
    quoted = "put it in quotes" if value is not None and not isinstance(value, str) else None
    expected(notes, node, what, quoted)
    return None


def name_of(notes: Notes, node: Node, what: str) -> str | None:
    """A name, which may look like a number (the year 2025 as the item of a comparison)."""
    if isinstance(node, Scalar) and typed(node) is not None and node.text.strip():
        return node.text
    expected(notes, node, what)
    return None


def names_of(notes: Notes, node: Node, what: str) -> tuple[str, ...]:
    """One name or a list of them."""
    nodes = node.items if isinstance(node, Sequence) else (node,)
    if not nodes:
        expected(notes, node, what)
    found = (name_of(notes, each, what) for each in nodes)
    return tuple(name for name in found if name is not None)


def fraction_of(notes: Notes, node: Node, what: str) -> float | None:
    """A number, or a percentage held as a fraction (40% is 0.4)."""
    text = node.text.strip() if isinstance(node, Scalar) else ""
    part = number_of(text.removesuffix("%").strip())
    if part is None:
        expected(notes, node, what)
        return None
    return part / 100 if text.endswith("%") else float(part)


def duration_of(notes: Notes, node: Node) -> str | None:
    """A length of time in words."""
    if isinstance(node, Scalar) and _DURATION.fullmatch(node.text.strip()):
        return node.text.strip()
    expected(notes, node, "a length of time such as 3 months or 0..6 months")
    return None


def looks_like_date(text: str) -> bool:
    """Whether a text is written as a full date, existing or not."""
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None


def dated(text: str) -> Window | None:
    """All days that a date means; None where it is not written as a date.

    Raises ValueError for a date that does not exist.
    """
    parts = _DATE.fullmatch(text.strip())
    if parts is None:
        return None
    year, month, day = (int(part) if part else None for part in parts.groups())
    first = date(year or 0, month or 1, day or 1)
    if day:
        return Window(first, first)
    last = month or 12
    return Window(first, date(first.year, last, monthrange(first.year, last)[1]))


def date_of(notes: Notes, node: Node) -> Window | None:
    """A date of some precision."""
    if isinstance(node, Scalar):
        return _day(notes, node, node.text)
    expected(notes, node, "a date such as 2025, 2025-10 or 2025-10-03")
    return None


def window_of(notes: Notes, node: Node) -> Window | None:
    """A date, or two with `..` between, either side open."""
    what = "a date or a window such as 2022..2025"
    if not isinstance(node, Scalar):
        expected(notes, node, what)
        return None
    left, dots, right = (part.strip() for part in node.text.partition(".."))
    if not dots:
        return _day(notes, node, left)
    if not left and not right:
        expected(notes, node, what)
        return None
    first = _day(notes, node, left) if left else Window()
    last = _day(notes, node, right) if right else Window()
    if first is None or last is None:
        return None
    return _ordered(notes, node, Window(first.first, last.last))


def _ordered(notes: Notes, node: Node, window: Window) -> Window | None:
    if window.first and window.last and window.first > window.last:
        fault(notes, node, "bad-value", f"The window {shown(node)} ends before it begins.")
        return None
    return window


def _day(notes: Notes, node: Scalar, text: str) -> Window | None:
    what = "a date such as 2025, 2025-10 or 2025-10-03"
    try:
        found = dated(text)
    except ValueError:
        fault(notes, node, "bad-date", f'The date "{text[:LONGEST_SHOWN]}" does not exist.')
        return None
    if found is None:
        fault(notes, node, "bad-date", f"Expected {what}, found {shown(node)}.")
    return found


def plainly(node: Node) -> object:
    """A value as it stands: mappings as pairs, lists as tuples, scalars typed."""
    if isinstance(node, Scalar):
        return typed(node)
    if isinstance(node, Mapping):
        return tuple((key.text, plainly(value)) for key, value in node.pairs)
    return tuple(plainly(item) for item in node.items)
