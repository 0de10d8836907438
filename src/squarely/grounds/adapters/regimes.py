"""Regimes of the World: four classes of regime by country and year.

The codes are Our World in Data's: ISO 3166 for countries of today, its own (`OWID_...`) for states
of the past, none for some. Kosovo has an own code and is mapped; the others are set aside.

Sources: Our World in Data from V-Dem and Luehrmann, Tannenberg and Lindberg 2018 (CC BY).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import prepared
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "regimes"
SOURCES = ("owid_regime/political-regime_2024vintage.csv",)

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "regime": "BIGINT",
    "class": "VARCHAR",
}
_CLASSES = (
    "closed autocracy",
    "electoral autocracy",
    "electoral democracy",
    "liberal democracy",
)


def read(root: Path) -> Prepared:
    """One row for each country and year."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        code = {"OWID_KOS": "XKX"}.get(row["Code"], row["Code"])
        if not code or resolve(code) != code:
            aside.append(SetAside(SOURCES[0], line, "no country of ISO 3166"))
        else:
            regime = int(row["Political regime"])
            rows.append((code, date(int(row["Year"]), 1, 1), regime, _CLASSES[regime]))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[1])), aside)
