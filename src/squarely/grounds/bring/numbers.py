"""Numbers as files write them, under one style for a column.

A style says which mark groups thousands and which one stands before decimals; a number of another
style is no number. Currency and percent signs are taken off, since they are the same all down a
column; the sign of a minus may be typographic.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

SIGNS = "%‰$€£¥₪₹"
_SPACES = " \u00a0\u202f\u2009"


@dataclass(frozen=True, slots=True)
class Style:
    """The mark between thousands (empty for none; a space means any) and that before decimals."""

    group: str
    decimal: str


_LONGEST = 18  # digits that a whole number may have
PLAIN = Style("", ".")
STYLES = (
    PLAIN, Style(",", "."), Style(".", ","), Style(" ", ","), Style(" ", "."),
    Style("'", "."), Style("", ","),
)  # fmt: skip


@cache
def _pattern(style: Style) -> re.Pattern[str]:
    decimal = re.escape(style.decimal)
    tail = rf"(?:{decimal}\d+)?"
    if not style.group:
        return re.compile(rf"[-+]?(?:\d+(?:{decimal}\d*)?|{decimal}\d+)(?:[eE][-+]?\d{{1,3}})?")
    group = {" ": f"[{_SPACES}]", "'": "['’]"}.get(style.group, re.escape(style.group))
    return re.compile(rf"[-+]?(?:[1-9]\d{{0,2}}(?:{group}\d{{3}})+|\d+){tail}")


def bare(text: str) -> str:
    """A number without the signs about it."""
    return text.replace("−", "-").strip(SIGNS + _SPACES).strip()


def read_number(text: str, style: Style) -> float | None:
    """The number that a text states in a style.

    >>> read_number("1.234,5", Style(".", ",")), read_number("1,234", Style("", "."))
    (1234.5, None)
    """
    text = bare(text)
    if not _pattern(style).fullmatch(text):
        return None
    for mark in {" ": _SPACES, "'": "'’"}.get(style.group, style.group):
        text = text.replace(mark, "")
    value = float(text.replace(style.decimal, "."))
    return value if math.isfinite(value) and abs(value) < 1e20 else None


def read_integer(text: str, style: Style) -> int | None:
    """The whole number that a text states in a style, exactly."""
    if text.isascii() and text.isdigit() and len(text) <= _LONGEST:
        return int(text)
    text = bare(text)
    if not _pattern(style).fullmatch(text):
        return None
    for mark in {" ": _SPACES, "'": "'’"}.get(style.group, style.group):
        text = text.replace(mark, "")
    whole, _, rest = text.partition(style.decimal)
    if not whole.lstrip("+-").isdigit() or len(whole) > _LONGEST or rest.strip("0"):
        return None
    return int(whole)


_ONE_MARK = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")


def two_ways(text: str) -> str | None:
    """The mark of a text such as 1.234 or 1,234, which is two numbers in two styles."""
    found = _ONE_MARK.fullmatch(bare(text))
    return found[1] if found else None
