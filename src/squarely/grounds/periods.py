"""Periods as tables write them: a day, month, quarter or year, or a span of two of them.

The end of a span may leave out what it shares with its start: 2025-07-07/21, 2025-09-28/10-03.

>>> span("2024-Q1")
(datetime.date(2024, 1, 1), datetime.date(2024, 3, 31))
>>> span("2025-09-28/10-03")
(datetime.date(2025, 9, 28), datetime.date(2025, 10, 3))
>>> span("1999-2024")
(datetime.date(1999, 1, 1), datetime.date(2024, 12, 31))
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_YEARS = re.compile(r"(\d{4})-(\d{4})")


def span(text: str) -> tuple[date, date]:
    """The first and the last day of a period."""
    years = _YEARS.fullmatch(text.strip())
    if years:
        return date(int(years[1]), 1, 1), date(int(years[2]), 12, 31)
    start, slash, end = text.strip().partition("/")
    first, last = _one(start)
    return (first, _one(_whole(start, end))[1]) if slash else (first, last)


def _whole(start: str, end: str) -> str:
    """An end with the parts it shares with its start."""
    return end if len(end) >= len(start) else start[: len(start) - len(end)] + end


def _one(text: str) -> tuple[date, date]:
    year, _, rest = text.partition("-")
    if not rest:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    if rest.startswith("Q"):
        first = 3 * int(rest[1:]) - 2
        return date(int(year), first, 1), _month_end(int(year), first + 2)
    if "-" in rest:
        day = date.fromisoformat(text)
        return day, day
    return date(int(year), int(rest), 1), _month_end(int(year), int(rest))


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
