"""Sizes of demonstrations as the organisers and as police or ministry gave them.

A row's low and high are the lowest and the highest figure anyone named, the figures in the column
`other` among them (a ministry's range, a second source); words such as "tens of thousands" are no
figure. `size` is the geometric mean of the two, which sides with neither. Rows for many cities
contain rows for a city on the same day.

Sources: the page named in each row.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.frames import integer, prepared
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records

NAME = "crowds"
SOURCES = ("crowds/crowd_sizes.csv",)

_TYPES: Mapping[str, str] = {
    "event": "VARCHAR",
    "date": "DATE",
    "country": "VARCHAR",
    "city": "VARCHAR",
    "scope": "VARCHAR",
    "size_low": "BIGINT",
    "size": "BIGINT",
    "size_high": "BIGINT",
    "organisers": "BIGINT",
    "police": "BIGINT",
    "source": "VARCHAR",
}
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+")


def read(root: Path) -> Prepared:
    """One row for each demonstration."""
    rows = [_row(row) for _, row in records(root / SOURCES[0])]
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[1], r[0])), ())


def _row(row: Mapping[str, str]) -> tuple[object, ...]:
    organisers, police = integer(row["organisers"]), integer(row["police_or_ministry"])
    named = [size for size in (organisers, police) if size is not None]
    named += [int(text.replace(",", "")) for text in _FIGURE.findall(row["other"])]
    low, high = min(named, default=None), max(named, default=None)
    middle = round(math.sqrt(low * high)) if low and high else None
    many = "cities" in row["place"]
    where = (row["iso3"], row["place"], "many cities" if many else "city")
    return (
        *(event_name(row["place"], row["date"]), date.fromisoformat(row["date"]), *where),
        *(low, middle, high, organisers, police, row["source"]),
    )


def event_name(place: str, day: str) -> str:
    """A short name made of place and date.

    >>> event_name("Algiers and other cities", "2023-10-19")
    'algiers-and-other-cities-2023-10-19'
    """
    flat = unicodedata.normalize("NFKD", f"{place} {day}").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", flat.lower()).strip("-")
