"""Bertelsmann Transformation Index by country and edition, every second year.

`year` in the source is two years before the report; both are kept. Turkey stands as Türkiye here
and as Turkey in Freedom House. Rows of countries not yet covered have no scores and are set aside.

Sources: Bertelsmann Stiftung, BTI 2006 to 2024, as packed in democracyData.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "bti"
SOURCES = ("democracy/bti.rda",)

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "democracy": "DOUBLE",
    "economy": "DOUBLE",
    "governance": "DOUBLE",
    "anti_corruption": "DOUBLE",
    "office_abuse": "DOUBLE",
    "class": "VARCHAR",
    "edition": "BIGINT",
}
_NAMES: Mapping[str, str] = {"Congo, DR": "COD"}
_FIGURES = (
    "SI_Democracy_Status",
    "SII_Economy_Status",
    "G_Governance_Index",
    "Q15.3_Anti-corruption_policy",
    "Q3.3_Prosecution_of_office_abuse",
)


def read(root: Path) -> Prepared:
    """One row for each country and edition."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "bti"):
        name = str(row["bti_country"])
        country = resolve(_NAMES.get(name, name))
        figures = [number(row[name]) for name in _FIGURES]
        if country is None:
            aside.append(SetAside(SOURCES[0], line, "no country of ISO 3166"))
        elif figures[0] is None:
            aside.append(SetAside(SOURCES[0], line, "no scores in this edition"))
        else:
            year = date(integer(row["year"]) or 1, 1, 1)
            last = (row["cat_dem_stat_label"], integer(row["report_year"]))
            rows.append((country, year, *figures, *last))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[1])), aside)
