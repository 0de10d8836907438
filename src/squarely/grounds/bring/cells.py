"""How the cells of each column are read: the one place where a text becomes a value.

`Reads` states it for a column and stands in the descriptor, in Frictionless's own keys where it has
them (`missingValues`, `groupChar`, `decimalChar`, `trueValues`) and in `order`, `from` and `part`
where it has none. A column is read by its distinct texts, each once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from squarely.grounds.adapters.protest_sizes import Size, size_of
from squarely.grounds.bring.dates import Order, read_day
from squarely.grounds.bring.numbers import PLAIN, Style, bare, read_integer, read_number
from squarely.grounds.countries import resolve
from squarely.grounds.regions import meant
from squarely.model.dataset import ColumnType
from squarely.model.request import Every

TRUE = ("true", "yes", "t", "y", "1", "ja", "oui", "vrai", "si", "sì", "sí", "vero", "wahr", "sim")
FALSE = ("false", "no", "f", "n", "0", "nein", "non", "faux", "falso", "falsch", "não")
SQL = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
_GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[.,'’ \u00a0\u202f]\d{3})+(?![\d.,])")
_FINE: Mapping[Every, int] = {"day": 0, "week": 1, "month": 2, "quarter": 3, "year": 4}


@dataclass(frozen=True, slots=True)
class Reads:
    """How a column's cells are read; `part` is low, best or high of a size told in words."""

    name: str
    type: ColumnType
    source: str
    missing: tuple[str, ...] = ()
    style: Style = PLAIN
    order: Order | None = None
    precision: Every = "day"
    part: str = ""
    as_day: bool = False  # a year that dates its row


def reader(reads: Reads) -> Callable[[str], object]:
    """What turns a cell into a value; None means that it cannot."""
    if reads.part:
        return lambda text: _size(text, reads)
    by_type: Mapping[ColumnType, Callable[[str], object]] = {
        "string": str,
        "country": resolve,
        "region": meant,
        "integer": lambda text: read_integer(text, reads.style),
        "number": lambda text: read_number(text, reads.style),
        "boolean": boolean,
        "date": lambda text: _date(text, reads),
        "year": lambda text: _year(text, reads),
    }
    return by_type[reads.type]


def boolean(text: str) -> bool | None:
    """True or false in six languages."""
    word = text.casefold()
    return True if word in TRUE else False if word in FALSE else None


def _date(text: str, reads: Reads) -> date | None:
    found = read_day(text, reads.order)
    return found.first if found and _FINE[found.precision] <= _FINE[reads.precision] else None


def _year(text: str, reads: Reads) -> int | date | None:
    found = read_day(text.removesuffix(".0"), reads.order)
    if found is None:
        return None
    return date(found.first.year, 1, 1) if reads.as_day else found.first.year


def _size(text: str, reads: Reads) -> int | None:
    found = size(text)
    return getattr(found, reads.part) if found else None


def size(text: str) -> Size | None:
    """The size a text states; since people are whole, a mark before three digits groups thousands.

    >>> size("1.200"), size("1000s"), size("0")
    (Size(low=1200, best=1200, high=1200, basis='number'), \
Size(low=1000, best=3162, high=9999, basis='word'), Size(low=0, best=0, high=0, basis='number'))
    """
    plain = bare(_GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), text))
    if plain.isdigit():
        return Size(int(plain), int(plain), int(plain), "number")
    return None if re.search(r"\d[.,]\d|^-", plain) else size_of(plain)


def sql_type(reads: Reads) -> str:
    """The engine's type of a column."""
    if reads.type == "year":
        return "DATE" if reads.as_day else "BIGINT"
    return SQL.get(reads.type, "VARCHAR")


def read_column(cells: Sequence[str], reads: Reads) -> tuple[list[object], dict[int, str]]:
    """A column's values, and the rows whose cell cannot be read, each with the reason."""
    read = reader(reads)
    known: dict[str, object] = {text: None for text in ("", *reads.missing)}
    bad: set[str] = set()
    for text in dict.fromkeys(cells):
        if text not in known:
            value = read(text)
            known[text] = value
            if value is None:
                bad.add(text)
    values = [known[text] for text in cells]
    if not bad:
        return values, {}
    what = {
        text: f"{reads.source}: {text[:40]!r} cannot be read as {_wanted(reads)}" for text in bad
    }
    return values, {n: what[text] for n, text in enumerate(cells) if text in bad}


def _wanted(reads: Reads) -> str:
    if reads.part:
        return "a size"
    if reads.type == "date":
        order = f", {reads.order}" if reads.order else ""
        return f"a date by the {reads.precision}{order}"
    return {"integer": "a whole number"}.get(reads.type, f"a {reads.type}")


def stated(reads: Reads) -> dict[str, Any]:
    """The keys of a field in the descriptor that say how it is read."""
    keys: dict[str, Any] = {}
    if reads.source != reads.name:
        keys["from"] = reads.source
    if reads.part:
        keys["part"] = reads.part
    if reads.missing:
        keys["missingValues"] = ["", *reads.missing]
    if reads.type in ("integer", "number"):
        keys |= {"groupChar": reads.style.group} if reads.style.group else {}
        keys |= {"decimalChar": reads.style.decimal} if reads.style.decimal != "." else {}
    if reads.type == "date":
        keys["format"] = "any"
        keys |= {"order": reads.order} if reads.order else {}
        keys |= {"precision": reads.precision} if reads.precision != "day" else {}
    return keys


def restated(field: Mapping[str, Any], times: frozenset[str]) -> Reads:
    """How a field of a descriptor is to be read."""
    name = str(field["name"])
    missing = field.get("missingValues") or ()
    return Reads(
        name=name,
        type=field.get("type", "string"),
        source=str(field.get("from") or name),
        missing=tuple(str(text) for text in missing if text),
        style=Style(str(field.get("groupChar") or ""), str(field.get("decimalChar") or ".")),
        order=field.get("order"),
        precision=field.get("precision") or "day",
        part=str(field.get("part") or ""),
        as_day=name in times,
    )
