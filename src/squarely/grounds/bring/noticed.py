"""What in a table that was read rightly may still mislead: said, never changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from squarely.grounds.bring import words
from squarely.grounds.bring.infer import Guess
from squarely.grounds.prepared import Prepared

_EARLY, _LATE = date(1500, 1, 1), date(2100, 12, 31)
_MOST = 3  # pairs of spellings named for a column; as many columns of years make a wide table
_DATE = (("date",), ("datum",), ("data",), ("fecha",), ("timestamp",), ("time",), ("day",))
_COUNTED = "holds numbers: days or seconds counted from some start are not read as dates"


def noticed(
    made: Prepared, guesses: Mapping[str, Guess], by_role: Mapping[str, str]
) -> tuple[str, ...]:
    """Rows without a date or twice the same, dates far off, one word in several spellings."""
    found = [*_dates(made, by_role.get("time")), *_twice(made), *_wide(guesses)]
    for name, guess in guesses.items():
        if guess.main.type in ("integer", "number") and words.tokens(name) in _DATE:
            found.append(f"{name} {_COUNTED}")
        if guess.categories:
            found += _spellings(name, guess.categories)
    return tuple(found)


def _dates(made: Prepared, time: str | None) -> list[str]:
    if time is None:
        return []
    days = made.columns[time][1]
    without = sum(day is None for day in days)
    off = sum(isinstance(day, date) and not _EARLY <= day <= _LATE for day in days)
    said = [f"rows without {time}: {without:,}; no claim over time counts them"] if without else []
    return [
        *said,
        *([f"dates before 1500 or after 2100: {off:,}; are they right?"] if off else []),
    ]


def _wide(guesses: Mapping[str, Guess]) -> list[str]:
    years = [name for name in guesses if re.fullmatch(r"(1[5-9]|20)\d\d", name)]
    if len(years) < _MOST:
        return []
    span = f"{years[0]} to {years[-1]}"
    return [f"{len(years)} columns are years, {span}: claims over time need one row for each year"]


def _twice(made: Prepared) -> list[str]:
    rows = Counter(zip(*(values for _, values in made.columns.values()), strict=True))
    again = rows.total() - len(rows)
    return [f"rows exactly like another: {again:,}; all are counted"] if again else []


def _spellings(name: str, categories: Sequence[str]) -> list[str]:
    same: dict[str, list[str]] = {}
    for category in categories:
        same.setdefault("".join(category.casefold().split()), []).append(category)
    pairs = [" and ".join(words) for words in same.values() if len(words) > 1]
    if not pairs:
        return []
    return [f"{name} holds spellings that count as different: {', '.join(pairs[:_MOST])}"]
