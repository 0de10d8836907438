"""Revolutionary events of the twenty-first century: means, aims and outcome.

An R data frame of zeros and ones. Means and outcome are each one column here; an event without any
of the three outcomes is open, and `ongoing` is the source's own mark, which may stand beside an
outcome. Names and numbers of the source are kept; three events have no country code.

Sources: V. Ustyuzhanin, R package csra, after A. Korotayev, L. Grinin and S. Malkov.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared
from squarely.grounds.rda import tables

NAME = "revolutions"
SOURCES = ("navco13_vdem/revolutions.rda",)

_MARKS: Mapping[str, str] = {
    "ongoing": "ongoing",
    "aim_regime": "regime_change",
    "aim_democratic": "democratic",
    "aim_social": "social",
    "aim_separatist": "separatism",
    "aim_islamist": "islamistic",
    "coup": "coupvolution",
}
_TYPES = {
    "id": "VARCHAR",
    "year": "DATE",
    "end_year": "DATE",
    "country": "VARCHAR",
    "country_name": "VARCHAR",
    "region": "VARCHAR",
    "means": "VARCHAR",
    "outcome": "VARCHAR",
    **dict.fromkeys(_MARKS, "BOOLEAN"),
}
_OUTCOMES = {"successful": "success", "limited": "limited success", "failed": "failure"}


def read(root: Path) -> Prepared:
    """One row for each event."""
    frame = tables(root / SOURCES[0])["revolutions"]
    rows = [
        _cells({name: values[index] for name, values in frame.items()})
        for index in range(len(frame["n"]))
    ]
    return Prepared(columns_of(_TYPES, rows), (), len(rows))


def _cells(row: Mapping[str, object]) -> tuple[object, ...]:
    return (
        str(_whole(row["n"])),
        date(_whole(row["start_year"]), 1, 1),
        date(_whole(row["end_year"]), 12, 31),
        row["iso3c"],
        row["country"],
        row["region"],
        _means(row),
        next((word for mark, word in _OUTCOMES.items() if row[mark] == 1), "open"),
        *(row[mark] == 1 for mark in _MARKS.values()),
    )


def _means(row: Mapping[str, object]) -> str:
    if row["armed"] == 1 and row["unarmed"] == 1:
        return "both"
    return "armed" if row["armed"] == 1 else "unarmed"


def _whole(cell: object) -> int:
    return int(float(str(cell)))
