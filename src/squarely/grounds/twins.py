"""One row that stands twice: a file added to itself must not count double.

Only where a column is the rows' `id` can two equal rows be told from two equal events, so only then
is the second set aside; rows that share an id and differ are both kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def twins(
    columns: Mapping[str, Sequence[object]], lines: Sequence[int], key: str | None
) -> dict[int, str]:
    """Row numbers that repeat an earlier row in every column, each with its reason."""
    if key is None or key not in columns:
        return {}
    seen: dict[tuple[object, ...], int] = {}
    found: dict[int, str] = {}
    for row, cells in enumerate(zip(*columns.values(), strict=True)):
        if columns[key][row] is None:
            continue
        first = seen.setdefault(cells, row)
        if first != row:
            found[row] = f"the same row as line {lines[first]}, with the same {key}"
    return found
