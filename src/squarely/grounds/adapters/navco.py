"""Violent and nonviolent campaigns by country and year, beside the electoral democracy index.

An R data frame: a row for a country and a year, marked where NAVCO 1.3 has a campaign. Few years
are marked (208 nonviolent, 156 violent), so the mark seems to be the year in which a campaign
began. Whether it succeeded is not in this copy. The index of the year before and the logarithm of
population are left out, since they follow from the rest or from elsewhere.

Sources: E. Chenoweth and C. Shay, NAVCO 1.3; V-Dem; as combined in V. Ustyuzhanin's package csra.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared
from squarely.grounds.rda import tables

NAME = "navco"
SOURCES = ("navco13_vdem/datex.rda",)

_TYPES = {
    "year": "DATE",
    "country": "VARCHAR",
    "nonviolent": "BOOLEAN",
    "violent": "BOOLEAN",
    "campaign": "VARCHAR",
    "polyarchy": "DOUBLE",
    "median_age": "DOUBLE",
}
_KIND = {
    (False, False): "none",
    (True, False): "nonviolent",
    (False, True): "violent",
}


def read(root: Path) -> Prepared:
    """One row for each country and year."""
    frame = tables(root / SOURCES[0])["datex"]
    rows = []
    for index, country in enumerate(frame["iso3"]):
        nonviolent = _marked(frame["NVC_1.3_NONVIOL"][index])
        violent = _marked(frame["NVC_1.3_VIOL"][index])
        year = date(int(str(frame["year"][index])), 1, 1)
        numbers = (frame["VDEM_v2x_polyarchy"][index], frame["UN_Median_Age"][index])
        kind = _KIND[nonviolent, violent]
        rows.append((year, str(country), nonviolent, violent, kind, *numbers))
    rows.sort(key=lambda row: (row[0], row[1]))
    return Prepared(columns_of(_TYPES, rows), (), len(rows))


def _marked(cell: object) -> bool:
    return str(cell) in ("1", "1.0")
