"""Which row names the columns: the first, one further down, or none.

Sources of tables often put a title above the header; some leave the header out. Neither is
guessed in silence: both are noted, and `--header N` settles it (0 for none).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_FIGURE = re.compile(r"[-+]?\d[\d.,' ]*|\d{1,4}[-/.]\d{1,2}([-/.]\d{1,4})?.*")
_YEAR = re.compile(r"(1[89]|20)\d\d")
_LOOKED_AT = 30


def header_row(rows: Sequence[Sequence[str]]) -> tuple[int, str]:
    """The number of the header among the first rows, 0 for none, and a note where one is due."""
    rows = rows[:_LOOKED_AT]
    widths = [_width(row) for row in rows]
    common = Counter(widths).most_common(1)[0][0]
    first = next((n for n, width in enumerate(widths) if width > max(1, common / 2)), 0)
    if first and _names(rows[first]):
        titles = "first row is a title" if first == 1 else f"first {first} rows are titles"
        return first + 1, f"the {titles}: row {first + 1} names the columns"
    if _is_data(rows):
        return 0, (
            "the first row looks like data, so there is no header: columns are called column_1, "
            "column_2 ... (--header 1 if the first row does name them)"
        )
    return 1, ""


def _width(row: Sequence[str]) -> int:
    """How many cells stand up to the last that is not empty."""
    return max((n for n, cell in enumerate(row, 1) if cell.strip()), default=0)


def _names(row: Sequence[str]) -> bool:
    """Whether a row may name columns: it holds words, and no figures but years."""
    figures = [cell.strip() for cell in row if _FIGURE.fullmatch(cell.strip())]
    return all(_YEAR.fullmatch(cell) for cell in figures) and len(figures) < _width(row)


def _is_data(rows: Sequence[Sequence[str]]) -> bool:
    head, body = rows[0], rows[1:]
    figures = [n for n, cell in enumerate(head) if _FIGURE.fullmatch(cell.strip())]
    years = [n for n in figures if _YEAR.fullmatch(head[n].strip())]
    if len(years) >= 3 and len(years) == len(figures):
        return False  # a wide table: one column a year
    if not body:
        return len(figures) > 0
    if figures:
        return all(_mostly_figures([row[n] for row in body if n < len(row)]) for n in figures)
    below = [{row[n].strip() for row in body if n < len(row)} for n in range(len(head))]
    return bool(head) and all(
        cell.strip() and cell.strip() in cells for cell, cells in zip(head, below, strict=True)
    )


def _mostly_figures(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    fit = sum(bool(_FIGURE.fullmatch(cell.strip())) for cell in filled)
    return not filled or fit >= 0.8 * len(filled)
