"""Rows of an R data frame as plain values, and rows of a table turned into its columns.

R keeps whole numbers as floating ones and marks what is missing in several ways; here they are
integers, and None.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.rda import tables

Row = Mapping[str, object]


def frame_records(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    """The rows of one data frame, numbered from 1, by column."""
    columns = tables(path)[name]
    cells = zip(*([plain(cell) for cell in column] for column in columns.values()), strict=True)
    for line, row in enumerate(cells, 1):
        yield line, dict(zip(columns, row, strict=True))


def plain(value: object) -> object:
    """A cell as a plain value: whole numbers as integers, what is missing as None."""
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    return None if str(value) in ("<NA>", "nan", "NaT") else str(value)


def number(value: object) -> float | None:
    """A cell as a number; None where it is empty or words."""
    if isinstance(value, int | float):
        return float(value)
    text = str(value or "").strip()
    try:
        return float(text) if text else None
    except ValueError:
        return None


def integer(value: object) -> int | None:
    """A cell as a whole number; None where it is empty or words."""
    found = number(value)
    return None if found is None else int(found)


def prepared(
    types: Mapping[str, str], rows: Sequence[Sequence[object]], set_aside: Sequence[SetAside]
) -> Prepared:
    """A table of the rows kept, each with a value for every column."""
    columns = {
        name: (kind, [row[place] for row in rows])
        for place, (name, kind) in enumerate(types.items())
    }
    return Prepared(columns, tuple(set_aside), len(rows) + len(set_aside))
