"""Protests against governments, 1990 to March 2020, with demands and what the state did.

A processed copy, which dropped rows: every country-year without a protest at least. There is no
United States and no Israel. The number of participants is text, read by one rule (see
protest_sizes). Three columns are left out: `protest` is always 1, and `no_response` and
`no_demands` count empty fields of the copy. Places and the protesters' identity are free text that
may name persons, and are dropped. Former states keep their own codes; Yugoslavia is one until 2002.

Sources: D. Clark and P. Regan, Mass Mobilization Protest Data, doi:10.7910/DVN/HTTWYL.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from squarely.grounds.adapters.protest_sizes import size_of
from squarely.grounds.columns import columns_of
from squarely.grounds.countries import resolve
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import day, records

NAME = "mass-mobilization"
SOURCES = ("mass_mobilization/mm_master.csv",)

_YES_NO: Mapping[str, str] = {
    "violent": "protesterviolence",
    "demand_labour": "labor_wage_dispute",
    "demand_land": "land_farm_issue",
    "demand_police": "police_brutality",
    "demand_political": "political_behavior_process",
    "demand_prices": "price increases_tax_policy",
    "demand_removal": "removal_of_politician",
    "demand_social": "social_restrictions",
    "response_accommodation": "accomodation",
    "response_arrests": "arrests",
    "response_beatings": "beatings",
    "response_dispersal": "crowddispersal",
    "response_ignore": "ignore",
    "response_killings": "killings",
    "response_shootings": "shootings",
}
_TYPES = {
    "id": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "country": "VARCHAR",
    "country_name": "VARCHAR",
    "region": "VARCHAR",
    "category": "VARCHAR",
    "size_low": "BIGINT",
    "size": "BIGINT",
    "size_high": "BIGINT",
    "size_basis": "VARCHAR",
    **dict.fromkeys(_YES_NO, "BOOLEAN"),
}
_SPELT = {
    "Bosnia": "BIH",
    "Congo Brazzaville": "COG",
    "Congo Kinshasa": "COD",
    "Czechoslovakia": "CSK",
    "Germany East": "DDR",
    "Germany West": "DEU",
    "Kosovo": "XKX",
    "Macedonia": "MKD",
    "Serbia and Montenegro": "SCG",
    "Slovak Republic": "SVK",
    "USSR": "SUN",
    "United Arab Emirate": "ARE",
    "Yugoslavia": "YUG",
}


def read(root: Path) -> Prepared:
    """One row for each protest."""
    rows = [_cells(row) for _, row in records(root / SOURCES[0])]
    rows.sort(key=lambda row: (str(row[1]), str(row[0])))
    return Prepared(columns_of(_TYPES, rows), (), len(rows))


def _cells(row: Mapping[str, str]) -> tuple[object, ...]:
    name = row["country"]
    category = row["participants_category"]
    size = size_of(row["participants"], category)
    return (
        row["id"],
        day(row["start_date"]),
        day(row["end_date"]),
        _SPELT.get(name) or resolve(name),
        name,
        row["region"],
        category or None,
        *((size.low, size.best, size.high, size.basis) if size else (None,) * 4),
        *(float(row[column]) == 1 if row[column] else None for column in _YES_NO.values()),
    )
