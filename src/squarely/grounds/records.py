"""Rows of a source's CSV file, each with the line on which it begins.

A cell may hold line breaks, so the number of a row is not its line. A row with too few or too many
cells is given as it stands, and the adapter decides; nothing is skipped here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path


def records(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by column; cells beyond the header are dropped, missing ones empty."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        line = reader.line_num + 1
        for row in reader:
            if row:
                cells = row + [""] * (len(header) - len(row))
                yield line, dict(zip(header, cells, strict=False))
            line = reader.line_num + 1


def whole(text: str) -> int | None:
    """A whole number; None where the cell is empty."""
    return int(text) if text.strip() else None


def day(text: str) -> date | None:
    """A date written as 2025-10-03; None where the cell is empty."""
    return date.fromisoformat(text.strip()) if text.strip() else None
