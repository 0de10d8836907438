"""Freedom in the World: status, totals and the question on corruption, by country and year.

Countries stand by name (`fh_full_country`). Territories (Crimea, Northern Cyprus, the West Bank and
others) are set aside: their codes would be those of a country. A row's year is the year judged; the
edition is one later. The reviewers' additional question lowers the political rights sum of some
countries and is contained in it.

Sources: Freedom House, Freedom in the World 2013 to 2025, as packed in democracyData.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "freedom-house"
SOURCES = ("democracy/fh_full.rda",)

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "status": "VARCHAR",
    "total": "DOUBLE",
    "political_rights": "DOUBLE",
    "civil_liberties": "DOUBLE",
    "political_rights_rating": "DOUBLE",
    "civil_liberties_rating": "DOUBLE",
    "corruption_safeguards": "DOUBLE",
    "edition": "BIGINT",
}
_STATUS: Mapping[str, str] = {"F": "free", "PF": "partly free", "NF": "not free"}
_FIGURES = ("total", "pr_full", "cl_full", "pr", "cl", "C2")


def read(root: Path) -> Prepared:
    """One row for each country and year."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "fh_full"):
        country = resolve(str(row["fh_full_country"]))
        if row["country_or_territory"] != "c":
            aside.append(SetAside(SOURCES[0], line, "a territory, not a country"))
        elif country is None:
            aside.append(SetAside(SOURCES[0], line, "no country of ISO 3166"))
        else:
            figures = [number(row[name]) for name in _FIGURES]
            year = date(integer(row["year"]) or 1, 1, 1)
            status = _STATUS[str(row["status"])]
            rows.append((country, year, status, *figures, integer(row["edition"])))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[1])), aside)
