"""What changed in the rows that two copies of a dataset share, column by column."""

from __future__ import annotations

from dataclasses import dataclass

from squarely.grounds.engine import connection, quoted
from squarely.grounds.tables import Table
from squarely.grounds.vintages import Pair, ids_persist


@dataclass(frozen=True, slots=True)
class ColumnChanged:
    """Of a column's cells in shared rows: filled since, emptied since, replaced by another."""

    column: str
    filled: int
    emptied: int
    replaced: int


@dataclass(frozen=True, slots=True)
class Changed:
    """Rows that both copies have, rows gone, rows new of days that the earlier copy covers."""

    shared: int
    gone: int
    late: int
    columns: tuple[ColumnChanged, ...]


def changed(found: Pair) -> Changed | None:
    """The differences of two copies; None where their rows cannot be matched by id."""
    if not ids_persist(found):
        return None
    own, other = (quoted(one.dataset.roles["id"]) for one in (found.newer, found.older))
    new, old = quoted(found.newer.view), quoted(found.older.view)
    joined = f"{new} n JOIN {old} o ON n.{own}::VARCHAR = o.{other}::VARCHAR"
    late = f"n.{quoted(found.newer.dataset.roles['time'])} <= ?"
    last = found.older.dataset.coverage.during.last
    missing = "SELECT count(*) FROM {} {} JOIN {} {} ON n.{}::VARCHAR = o.{}::VARCHAR WHERE {}"
    return Changed(
        _number(f"SELECT count(*) FROM {joined}"),
        _number(missing.format(old, "o ANTI", new, "n", own, other, "true")),
        _number(missing.format(new, "n ANTI", old, "o", own, other, late), last),
        tuple(_column(joined, name) for name in _compared(found.older, found.newer)),
    )


def _compared(older: Table, newer: Table) -> list[str]:
    """The columns of both, without the id and without what names the copy itself."""
    left_out = {newer.dataset.roles["id"], "vintage"}
    return [name for name in newer.types if name in older.types and name not in left_out]


def _column(joined: str, name: str) -> ColumnChanged:
    n, o = f"n.{quoted(name)}", f"o.{quoted(name)}"
    kinds = (
        f"{n} IS NOT NULL AND {o} IS NULL",
        f"{n} IS NULL AND {o} IS NOT NULL",
        f"{n} <> {o}",
    )
    return ColumnChanged(
        name, *(_number(f"SELECT count(*) FROM {joined} WHERE {kind}") for kind in kinds)
    )


def _number(sql: str, *given: object) -> int:
    row = connection().execute(sql, list(given)).fetchone()
    return int(row[0]) if row else 0
