"""Private-sector pay in Italy a year, nominal and in prices of 2024.

`vista` is `complessivo` (everybody with a paid week) or `anno_intero` (those paid all year, which
in 2020 leaves out whoever was furloughed). Farm and domestic workers are in neither.

Sources: INPS; ISTAT consumer prices; tables by L. Ruffino.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.frames import number, prepared
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records

NAME = "italy-wages"
SOURCES = ("italy_inps_wages/headline.csv",)

_TYPES: Mapping[str, str] = {
    "year": "DATE",
    "country": "VARCHAR",
    "workers": "VARCHAR",
    "employees": "BIGINT",
    "nominal_weekly": "DOUBLE",
    "real_weekly": "DOUBLE",
    "nominal_weekly_fte": "DOUBLE",
    "real_weekly_fte": "DOUBLE",
    "nominal_annual": "DOUBLE",
    "real_annual": "DOUBLE",
}
_WORKERS: Mapping[str, str] = {"complessivo": "all", "anno_intero": "full-year"}
_FIGURES = (
    "stipendio_settimanale",
    "stipendio_settimanale_reale",
    "stipendio_settimanale_fte",
    "stipendio_settimanale_fte_reale",
    "stipendio_annuo",
    "stipendio_annuo_reale",
)


def read(root: Path) -> Prepared:
    """One row for each year and set of workers."""
    rows = [_row(row) for _, row in records(root / SOURCES[0])]
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[2])), ())


def _row(row: Mapping[str, str]) -> tuple[object, ...]:
    year, workers = date(int(row["anno"]), 1, 1), _WORKERS[row["vista"]]
    figures = [number(row[name]) for name in _FIGURES]
    return (year, "ITA", workers, int(row["lavoratori"]), *figures)
