"""Single poll results, typed by hand from the pages that report them.

Fieldwork is a month, a year or a span of days. Some answers name a part of the sample ("Left Party
voters: for", "oppose, Gaza", or only "Jews"): the part goes to `group`, the rest stays the answer.
Sample sizes are kept where one number was printed; a size for all countries of a survey is not the
size of a country's sample and is left out. Wording is as shortened by whoever typed it.

Sources: the page named in each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import integer, number, prepared
from squarely.grounds.periods import span
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "polls"
SOURCES = ("opinion/polls.csv",)

_TYPES: Mapping[str, str] = {
    "start": "DATE",
    "end": "DATE",
    "country": "VARCHAR",
    "population": "VARCHAR",
    "pollster": "VARCHAR",
    "question": "VARCHAR",
    "answer": "VARCHAR",
    "group": "VARCHAR",
    "percent": "DOUBLE",
    "n": "BIGINT",
    "source": "VARCHAR",
}
_COUNTRY: Mapping[str, str] = {
    "USA adults": "USA",
    "West Bank and Gaza": "PSE",
    "Great Britain": "GBR",
}
_PARTS = ("all", "Jews", "Arabs", "Gaza", "West Bank", "large cities")


def read(root: Path) -> Prepared:
    """One row for each result."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        percent = number(row["percent"])
        if percent is None:
            aside.append(SetAside(SOURCES[0], line, "no figure"))
            continue
        population = row["population"]
        answer, group = divided(row["answer"])
        asked = (row["pollster"].split(" (n=")[0], row["question"], answer, group)
        where = (_COUNTRY.get(population) or resolve(population), population)
        rows.append((*span(row["fieldwork"]), *where, *asked, percent, _size(row), row["source"]))
    return prepared(_TYPES, sorted(rows, key=str), aside)


def divided(text: str) -> tuple[str, str]:
    """An answer and the part of the sample it stands for.

    >>> divided("CDU/CSU voters: for")
    ('for', 'CDU/CSU voters')
    >>> divided("oppose, West Bank")
    ('oppose', 'West Bank')
    >>> divided("yes, recognise")
    ('yes, recognise', 'all')
    """
    part, colon, answer = text.partition(": ")
    if colon and part.endswith("voters"):
        return answer, part
    if text in _PARTS:
        return "yes", text
    answer, comma, part = text.rpartition(", ")
    if comma and (part in _PARTS or part.endswith("voters")):
        return answer, part
    return text, "all"


def _size(row: Mapping[str, str]) -> int | None:
    return integer(row["n"]) if row["pollster"] != "Pew" else None
