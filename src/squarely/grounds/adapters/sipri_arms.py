"""Volume of major arms delivered, by supplier, recipient and year, in trend-indicator values.

Recipients marked * are armed groups, those marked ** organisations; with them and with unknown
parties the country stays empty and the name is kept without its mark, as with four governments
that are on no list of states (Biafra, Katanga, Northern Cyprus, one of Libya's). Values are whole
millions, 0 standing for less than half a million. Coordinates and numeric codes are dropped: some
are those of the state from which a group fought. North Yemen and the Yemen Arab Republic are one
state.

Sources: SIPRI Arms Transfers Database, March 2022, processed by 360info.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.countries import resolve
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records

NAME = "sipri-arms"
SOURCES = ("sipri_arms/sipri-exports-processed.csv",)

_TYPES = {
    "year": "DATE",
    "supplier": "VARCHAR",
    "supplier_name": "VARCHAR",
    "recipient": "VARCHAR",
    "recipient_name": "VARCHAR",
    "recipient_kind": "VARCHAR",
    "tiv": "DOUBLE",
}
_SPELT = {
    "Bosnia-Herzegovina": "BIH",
    "East Germany (GDR)": "DDR",
    "North Yemen": "YEM",
    "Saint Vincent": "VCT",
    "South Vietnam": "VDR",
    "South Yemen": "YMD",
    "Soviet Union": "SUN",
    "Yemen Arab Republic": "YEM",
    "Yugoslavia": "YUG",
}
_OTHER = ("Biafra", "Katanga", "Libya GNC", "Northern Cyprus")


def read(root: Path) -> Prepared:
    """One row for each supplier, recipient and year."""
    rows = []
    for _, row in records(root / SOURCES[0]):
        supplier, recipient = row["supplier"].strip(), row["recipient"].strip()
        kind = party(recipient)
        names = (state(supplier), supplier.rstrip("*"), state(recipient), recipient.rstrip("*"))
        rows.append((date(int(row["year"]), 1, 1), *names, kind, float(row["value"])))
    rows.sort(key=lambda row: (row[0], str(row[2]), str(row[4])))
    return Prepared(columns_of(_TYPES, rows), (), len(rows))


def party(name: str) -> str:
    """What a name of the database stands for.

    >>> [party(name) for name in ("Chad", "FAN (Chad)*", "NATO**", "Katanga")]
    ['state', 'armed group', 'organisation', 'other government']
    """
    if name in _OTHER:
        return "other government"
    if name.startswith("Unknown"):
        return "unknown"
    if name.endswith("**"):
        return "organisation"
    return "armed group" if name.endswith("*") else "state"


def state(name: str) -> str | None:
    """The code of a state; None for any other party."""
    return (_SPELT.get(name) or resolve(name)) if party(name) == "state" else None
