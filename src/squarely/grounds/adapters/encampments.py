"""Campus encampments for Gaza in the United States, as volunteers mapped them in April 2024.

Twenty-five campuses of the first week; the sheets of encampments abroad and of other actions have
hardly a date and are set aside. One first day is written 04/23/0204 and read as 23 April 2024. Two
states are misspelt. Links, image sources and coordinates are dropped: many are personal accounts.
An empty cell for police is read as none recorded.

Sources: Gaza Solidarity Encampments Mapping (MIT licence).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared, SetAside

NAME = "encampments"
SOURCES = ("encampments_2024/Encampments.xlsx",)

_TYPES = {
    "start": "DATE",
    "country": "VARCHAR",
    "state": "VARCHAR",
    "campus": "VARCHAR",
    "dispersed": "BOOLEAN",
    "police": "BOOLEAN",
    "raid": "DATE",
}
_STATES = {"Minnesotta": "Minnesota"}
_CAMPUSES = {
    "UC Berkley": "UC Berkeley",
    "University of Minnesotta": "University of Minnesota",
    "University of Southen California": "University of Southern California",
    "Universtiy of Maryland": "University of Maryland",
    "Universtiy of Michigan": "University of Michigan",
}


def read(root: Path) -> Prepared:
    """One row for each encampment with a first day."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(root / SOURCES[0])
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for number, name in enumerate(book.sheet_names):
        for line, cells in enumerate(book.get_sheet_by_name(name).to_python(), 1):
            if number == 0 and line > 1:
                rows.append(_cells(cells))
            else:
                reason = "a heading" if line == 1 and number < 2 else f"sheet {name}: not dated"
                aside.append(SetAside(SOURCES[0], line, reason))
    rows.sort(key=lambda row: (str(row[0]), str(row[3])))
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))


def _cells(cells: Sequence[object]) -> tuple[object, ...]:
    campus, state = str(cells[0]).strip(), str(cells[2]).strip()
    start = cells[8] if isinstance(cells[8], date) else _mistyped(str(cells[8]))
    raid = cells[11] if isinstance(cells[11], date) else None
    return (
        start,
        "USA",
        _STATES.get(state, state),
        _CAMPUSES.get(campus, campus),
        "Dispersed" in str(cells[7]),
        bool(str(cells[9]).strip()),
        raid,
    )


def _mistyped(text: str) -> date:
    month, day, year = text.strip().split("/")
    return date(int(year.replace("0204", "2024")), int(month), int(day))
