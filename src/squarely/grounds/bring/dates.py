"""Dates as files write them, read one way or not at all.

2025-10-03 has one meaning; 03/10/2025 has two, and which one holds for a column is decided by the
values that have only one, by the user, or not at all. Names of months are known in six languages.
A date without a day stands for the first day of its period, and says so by its precision. Two
digits of a year mean 1969 to 2068, as POSIX has it.

Sources: ISO 8601; POSIX strptime (%y); Unicode CLDR (names of months).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from squarely.model.request import Every

Order = Literal["day-first", "month-first", "year-first"]
ORDERS: tuple[Order, ...] = ("day-first", "month-first", "year-first")


@dataclass(frozen=True, slots=True)
class Day:
    """The first day that a text means, and how long the period is that it names."""

    first: date
    precision: Every = "day"


_TIME = (
    r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*"
    r"(?:Z|UTC|[-+]\d{2}:?\d{0,2})?)?"
)
_ISO = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}})\.?{_TIME}")
_COMPACT = re.compile(r"(1[89]\d\d|20\d\d)(\d\d)(\d\d)")
_PARTS = re.compile(rf"(\d{{1,2}})\s*([-/.])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}|\d{{2}}){_TIME}")
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_QUARTER = re.compile(r"(\d{4})[-/ ]?Q([1-4])|Q([1-4])[-/ ]?(\d{4})", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})[- ]?W(\d{1,2})", re.IGNORECASE)
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_FILLING = frozenset(
    word
    for words in (
        "of de del der den d the st nd rd th am le il el um",
        "mon tue tues wed thu thur thurs fri sat sun",
        "monday tuesday wednesday thursday friday saturday sunday",
    )
    for word in words.split()
)
_NAMES = (
    "jan january januar janvier janv gennaio gen enero ene janeiro januari jaenner",
    "feb february februar fevrier fev fevr febbraio febrero fevereiro",
    "mar march marz maerz mrz mars marzo marco",
    "apr april avril avr aprile abril abr",
    "may mai maggio mag mayo maio mei",
    "jun june juni juin giugno giu junio junho",
    "jul july juli juillet juil luglio lug julio julho",
    "aug august aout agosto ago augustus",
    "sep sept september septembre settembre set septiembre setembro",
    "oct october oktober okt octobre ottobre ott octubre outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez decembre dicembre dic diciembre dezembro",
)


@cache
def _months() -> Mapping[str, int]:
    return {name: n for n, names in enumerate(_NAMES, 1) for name in names.split()}


def ambiguous(text: str) -> bool:
    """Whether the order of day, month and year has to be known to read a text."""
    return _PARTS.fullmatch(text) is not None


def read_day(text: str, order: Order | None) -> Day | None:
    """The date that a text states under an order; None where it states none.

    >>> read_day("03/10/2025", "day-first"), read_day("3 Oct 2025", None)
    (Day(first=datetime.date(2025, 10, 3), precision='day'), \
Day(first=datetime.date(2025, 10, 3), precision='day'))
    >>> read_day("03/10/2025", None), read_day("31.02.2025", "day-first")
    (None, None)
    """
    try:
        if found := _ISO.fullmatch(text):
            return Day(date(int(found[1]), int(found[3]), int(found[4])))
        if found := _PARTS.fullmatch(text):
            return _ordered((found[1], found[3], found[4]), order)
        if found := _COMPACT.fullmatch(text):
            return Day(date(int(found[1]), int(found[2]), int(found[3])))
        return _coarse(text) or _worded(text)
    except ValueError:
        return None


def _ordered(parts: tuple[str, str, str], order: Order | None) -> Day | None:
    a, b, c = parts
    if order == "day-first":
        return Day(date(_year(c), int(b), int(a)))
    if order == "month-first":
        return Day(date(_year(c), int(a), int(b)))
    if order == "year-first" and len(a) == len(c) == 2:
        return Day(date(_year(a), int(b), int(c)))
    return None


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) > 2 else year + (1900 if year > 68 else 2000)


def _coarse(text: str) -> Day | None:
    if _YEAR.fullmatch(text):
        return Day(date(int(text), 1, 1), "year")
    if found := _MONTH.fullmatch(text):
        year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
        return Day(date(int(year), int(month), 1), "month")
    if found := _QUARTER.fullmatch(text):
        year, quarter = (found[1], found[2]) if found[1] else (found[4], found[3])
        return Day(date(int(year), 3 * int(quarter) - 2, 1), "quarter")
    if found := _WEEK.fullmatch(text):
        return Day(date.fromisocalendar(int(found[1]), int(found[2]), 1), "week")
    return None


def _worded(text: str) -> Day | None:
    """A date with a month by name: 3 March 2025, March 3, 2025, Mar-25 is not one."""
    if len(text) > 40:
        return None
    words = re.findall(r"[^\W\d_]+|\d+", _plain(re.sub(rf"{_TIME}$", "", text)))
    words = [word for word in words if word not in _FILLING]
    months = [_months()[word] for word in words if word in _months()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) != 1 or len(numbers) + 1 != len(words):
        return None
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return Day(date(int(numbers[0]), months[0], 1), "month")
    if len(numbers) != 2:
        return None
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    return Day(date(_year(year), months[0], int(day)))


def _plain(text: str) -> str:
    import unicodedata

    flat = unicodedata.normalize("NFKD", text.replace("ä", "ae")).casefold()
    return "".join(c for c in flat if not unicodedata.combining(c))


def last_day(first: date, precision: Every) -> date:
    """The last day of the period that begins on a day."""
    if precision == "day":
        return first
    if precision == "week":
        return date.fromordinal(first.toordinal() + 6)
    month = {"month": first.month, "quarter": first.month + 2, "year": 12}[precision]
    return date(first.year, month, monthrange(first.year, month)[1])
