"""A date whose year, month and day stand in columns of their own.

Such a date is a column of the table though not of the file; its field in the descriptor says from
which columns it comes (`"from": "year + month + day"`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from squarely.grounds.bring import words
from squarely.grounds.bring.infer import Guess, Told, infer_column

_AND = " + "
_MONTH = words.bag("month monat mois mese mes months mm")
_DAY = words.bag("day tag jour giorno dia dd")


def parts_of(source: str, columns: Mapping[str, object]) -> tuple[str, ...]:
    """The columns of the file behind a column of the table."""
    return (source,) if source in columns else tuple(source.split(_AND))


def cells_of(source: str, columns: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """The cells behind a column of the table; those of several columns joined by hyphens."""
    if source in columns:
        return columns[source]
    each = [columns[part] for part in source.split(_AND)]
    return ["-".join(cells).strip("-") for cells in zip(*each, strict=True)]


def with_date(
    guesses: Mapping[str, Guess], columns: Mapping[str, Sequence[str]], told: Told
) -> dict[str, Guess]:
    """The columns, and a date of year, month and day where no column has one."""
    found = [_only(columns, meant) for meant in (words.YEAR, _MONTH, _DAY)]
    year, month = found[0], found[1]
    dated = any(guess.main.type == "date" for name, guess in guesses.items() if name != month)
    if dated or told.times or year is None or month is None or "date" in columns:
        return dict(guesses)
    source = _AND.join(name for name in found if name is not None)
    guess = infer_column("date", cells_of(source, columns), told)
    if guess.main.type != "date":
        return dict(guesses)
    reads = tuple(replace(one, source=source) for one in guess.reads)
    return {"date": replace(guess, reads=reads, reason=f"{guess.reason}, from {source}"), **guesses}


def _only(columns: Mapping[str, object], meant: frozenset[str]) -> str | None:
    """The one column whose whole header is one of some words."""
    named = [name for name in columns if len(words.tokens(name)) == 1 and words.says(name, meant)]
    return named[0] if len(named) == 1 else None
