"""Rows of cells turned into the columns that a prepared table is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Columns = Mapping[str, tuple[str, Sequence[object]]]


def columns_of(types: Mapping[str, str], rows: Sequence[Sequence[object]]) -> Columns:
    """Columns by name with their DuckDB type; each row holds one cell for each of `types`.

    >>> columns_of({"a": "BIGINT", "b": "VARCHAR"}, [(1, "x"), (2, "y")])
    {'a': ('BIGINT', [1, 2]), 'b': ('VARCHAR', ['x', 'y'])}
    """
    if any(len(row) != len(types) for row in rows):
        raise ValueError("a row does not fit the columns")
    return {name: (kind, [row[i] for row in rows]) for i, (name, kind) in enumerate(types.items())}
