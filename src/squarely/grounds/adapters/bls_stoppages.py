"""Strikes and lockouts of at least 1,000 workers in the United States, a row for each year.

The workbook holds the yearly table three times; the first sheet is read, since it alone tells the
stoppages that began in a year from those under way. Its years are text with line breaks before
2021, its footnote marks ("[4]": not available) stand in the cells of figures, and workers and days
are in thousands. It ends in 2021. For 2022 and 2023 the stoppages that began in the year are
counted from the list of single stoppages; the list's days idle are those of a stoppage's whole
life, not of a year, so none are stated. A listed stoppage that began in an earlier year is set
aside.

Sources: U.S. Bureau of Labor Statistics, Work Stoppages Program.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared, SetAside

NAME = "bls-stoppages"
SOURCES = (
    "bls_major_work_stoppages/annual-listing.xlsx",
    "bls_major_work_stoppages/work-stoppages-2022.json",
    "bls_major_work_stoppages/work-stoppages-2023.json",
)

_TYPES = {
    "year": "DATE",
    "country": "VARCHAR",
    "stoppages": "BIGINT",
    "workers": "BIGINT",
    "stoppages_in_effect": "BIGINT",
    "workers_in_effect": "BIGINT",
    "days_idle": "BIGINT",
    "basis": "VARCHAR",
}
_Row = tuple[object, ...]


def read(root: Path) -> Prepared:
    """One row for each year from 1947 to 2023."""
    rows, aside = _table(root)
    for source in SOURCES[1:]:
        row, left = _listed(root, source)
        rows.append(row)
        aside += left
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))


def _table(root: Path) -> tuple[list[_Row], list[SetAside]]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(root / SOURCES[0]).get_sheet_by_index(0)
    rows: list[_Row] = []
    aside: list[SetAside] = []
    for line, cells in enumerate(sheet.to_python(), 1):
        text = str(cells[0]).strip().removesuffix(".0")
        if not text.isdigit():
            aside.append(SetAside(SOURCES[0], line, "a heading or a footnote"))
            continue
        began, under_way, workers, workers_under_way, days = cells[1:6]
        counts = (_count(began), _thousands(workers), _count(under_way))
        amounts = (_thousands(workers_under_way), _thousands(days))
        rows.append((date(int(text), 1, 1), "USA", *counts, *amounts, "annual table"))
    return rows, aside


def _count(cell: object) -> int | None:
    return round(cell) if isinstance(cell, int | float) else None


def _thousands(cell: object) -> int | None:
    return round(cell * 1000) if isinstance(cell, int | float) else None


def _listed(root: Path, source: str) -> tuple[_Row, list[SetAside]]:
    year = Path(source).stem[-4:]
    listed = json.loads((root / source).read_text(encoding="utf-8"))
    began = [entry["Work stoppage beginning date"].startswith(year) for entry in listed]
    workers = [entry["Number of workers"] for entry, own in zip(listed, began, strict=True) if own]
    aside = [
        SetAside(source, number, f"merged into {year}" if own else f"began before {year}")
        for number, own in enumerate(began, 1)
    ]
    row = (date(int(year), 1, 1), "USA", len(workers), sum(workers), None, None, None)
    # the first stoppage of the year stands for the year's row, the others are merged into it
    del aside[began.index(True)]
    return (*row, "list of stoppages"), aside
