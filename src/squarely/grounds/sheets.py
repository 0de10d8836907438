"""Rows of the first sheet of an Excel workbook, as text by column.

Sources: python-calamine, which reads cells and runs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def sheet_records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows with their line in the sheet; whole numbers without a decimal point."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    header = [str(cell).strip() for cell in rows[0]]
    for line, row in enumerate(rows[1:], start=2):
        yield line, dict(zip(header, (_text(cell) for cell in row), strict=True))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
