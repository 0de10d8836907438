"""State-based armed conflicts by year since 1946, UCDP/PRIO version 25.1.

One row for each conflict in each year with at least 25 battle deaths. Sides and leaders are left
out. The location is the state or states whose government or territory is fought over; a country's
code is given only where it is one. The region's codes are put into words.

Sources: Gleditsch et al. 2002, Journal of Peace Research 39(5); Davies, Pettersson, Sollenberg &
Oberg 2025, Journal of Peace Research; UCDP, Uppsala.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.ucdp_country_year import country_code
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records

NAME = "ucdp-conflict-year"
SOURCES = ("ucdp/ucdp-prio-acd-251.csv",)

_TYPES = {
    "1": "extrasystemic",
    "2": "interstate",
    "3": "intrastate",
    "4": "internationalised",
}
_INTENSITIES = {"1": "minor", "2": "war"}
_OVER = {"1": "territory", "2": "government", "3": "both"}
_REGIONS = {"1": "Europe", "2": "Middle East", "3": "Asia", "4": "Africa", "5": "Americas"}


def read(root: Path) -> Prepared:
    """One row for each conflict active in a year."""
    rows = [row for _, row in records(root / SOURCES[0])]
    rows.sort(key=lambda row: (int(row["year"]), int(row["conflict_id"])))
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row["conflict_id"], row["year"])
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "year": ("DATE", [date(int(row["year"]), 1, 1) for row in rows]),
        "year_number": ("BIGINT", [int(row["year"]) for row in rows]),
        "conflict": ("VARCHAR", [row["conflict_id"] for row in rows]),
        "location": ("VARCHAR", [row["location"] for row in rows]),
        "country": ("VARCHAR", [_country(row) for row in rows]),
        "region": ("VARCHAR", [_regions(row["region"]) for row in rows]),
        "type": ("VARCHAR", [_TYPES[row["type_of_conflict"]] for row in rows]),
        "intensity": ("VARCHAR", [_INTENSITIES[row["intensity_level"]] for row in rows]),
        "over": ("VARCHAR", [_OVER[row["incompatibility"]] for row in rows]),
        "first_year": ("BOOLEAN", [first[row["conflict_id"]] == row["year"] for row in rows]),
    }
    return Prepared(columns, (), len(rows))


def _country(row: Mapping[str, str]) -> str | None:
    return None if "," in row["gwno_loc"] else country_code(row["location"])


def _regions(codes: str) -> str:
    return ", ".join(_REGIONS[code.strip()] for code in codes.split(","))
