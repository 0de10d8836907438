"""Work stoppages in the cases of US federal mediators, one row for each.

A case number may have several stoppages (14,167 cases, 14,317 stoppages). Industries come in two
spellings, long and short, and are brought to one. A place is a town with a two-letter state, or a
sentence; only the state is kept, and none where the place names several or no state. Employers and
towns are dropped. Numbers idled are written "27.0"; "0.0" and the empty cell both mean unknown.
Eight stoppages end before they begin: their end is left empty. The register's first year begins in
October 1983; of earlier stoppages only those still under way were entered, so rows before 1984 are
set aside.

Sources: U.S. Federal Mediation and Conciliation Service; collected by F. Gregg (MIT licence).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import day, records

NAME = "fmcs-stoppages"
SOURCES = ("fmcs_work_stoppages/work_stoppages.csv",)

_TYPES = {
    "case": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "country": "VARCHAR",
    "state": "VARCHAR",
    "industry": "VARCHAR",
    "union": "VARCHAR",
    "workers": "BIGINT",
}
_FIRST = date(1984, 1, 1)
_STATE = re.compile(r",\s*([A-Z]{2})\s*")
_INDUSTRY: Mapping[str, str] = {
    "Accommodation and Food Services": "accommodation and food",
    "Arts, Entertainment and Recreation": "arts and recreation",
    "Construction": "construction",
    "County Government": "government",
    "Educational Services": "education",
    "Federal Government": "government",
    "Federal, State or Local Government": "government",
    "Finance and Insurance": "finance",
    "Health Care and Social Assistance": "health and social care",
    "Information": "information",
    "Local Government": "government",
    "Manufacturing": "manufacturing",
    "Mining and Oil & Gas Extraction": "mining, oil and gas",
    "Mining, Quarrying and Oil & Gas Extraction": "mining, oil and gas",
    "Personal Serv & Private Organizations": "other services",
    "Professional, Scientific &Tech Serv": "professional services",
    "Real Estate and Rental & Leasing": "real estate",
    "Retail Trade": "retail trade",
    "State Government": "government",
    "Support Serv. & Waste Management": "support and waste services",
    "Transportation and Warehousing": "transport and warehousing",
    "Utilities": "utilities",
    "Wholesale Trade": "wholesale trade",
}


def read(root: Path) -> Prepared:
    """One row for each stoppage that began in 1984 or later."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        start = day(row["Start Date"])
        if start is None or start < _FIRST:
            aside.append(SetAside(SOURCES[0], line, "began before the register's first full year"))
            continue
        rows.append(_cells(row, start))
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))


def _cells(row: Mapping[str, str], start: date) -> tuple[object, ...]:
    end = day(row["End Date"])
    workers = float(row["# Idled"] or 0)
    return (
        row["Case Number"],
        start,
        end if end and end >= start else None,
        "USA",
        state_of(row["City, State"]),
        _INDUSTRY.get(row["Industry"].strip()),
        " ".join(row["Union"].split()) or None,
        round(workers) or None,
    )


def state_of(place: str) -> str | None:
    """The state that a place ends with.

    >>> state_of("Secaucus, NJ"), state_of("Various"), state_of("CA and NV, ")
    ('NJ', None, None)
    """
    found = _STATE.search(place)
    return found[1] if found and found.end() == len(place) else None
