"""Two tables of one dataset, row by row, by joins in the engine.

A row is found again by its key where it has one of its own: no part of it is empty and no other
row of either table has it. All other rows are compared as bags: how often each stands in one table
and in the other. Columns that both tables have are compared, in their own type where it is the
same and as text where it is not; a column `vintage` names the copy itself and is left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from squarely.grounds.catalog import Stand
from squarely.grounds.engine import connection, lean, quoted
from squarely.grounds.rows import cell_text, counts_persons
from squarely.grounds.tables import Table, table
from squarely.model.release import FieldChanged, RowChanged, RowsCompared

_COPY = "vintage"
_PART = "_key_"
_SHARED = "_shared_keys"
_BAG = "_bag_"
_HEX = 16  # digits of a hashed key


@dataclass(frozen=True, slots=True)
class _Two:
    """Two tables, the columns that are compared, and those by which a row is found again."""

    old: Table
    new: Table
    columns: tuple[str, ...]
    key: tuple[str, ...]


def compared(old: Stand, new: Stand, key: Sequence[str] = (), most: int = 20) -> RowsCompared:
    """What changed between two tables, with at most so many rows of each kind as examples."""
    two = _two(table(old), table(new), tuple(key))
    if two.key:
        connection().execute(f"CREATE OR REPLACE TEMP TABLE {_SHARED} AS {_shared(two)}")
    keyed = _keyed(two) if two.key else ((0, 0, 0, 0), ())
    added, removed, same = _bags(two)
    examples = tuple(_examples(two, (old, new), most)) if most > 0 else ()
    (in_both, changed, late, gone), fields = keyed
    return RowsCompared(
        key=two.key,
        same=in_both - changed + same,
        added=late + added,
        removed=gone + removed,
        changed=changed,
        bag_added=added,
        bag_removed=removed,
        bag_same=same,
        fields=fields,
        rows=examples,
        withheld=_withheld(old, new),
    )


def keys_of(old: Table, new: Table) -> tuple[str, ...]:
    """The columns by which rows of two tables are found again: the id of both, or none."""
    ids = {one.dataset.roles.get("id", "") for one in (old, new)}
    own = next(iter(ids)) if len(ids) == 1 else ""
    return (own,) if own in old.types and own in new.types else ()


def _two(old: Table, new: Table, key: tuple[str, ...]) -> _Two:
    both = tuple(name for name in new.types if name in old.types and name != _COPY)
    return _Two(old, new, both, key or keys_of(old, new))


def _cell(two: _Two, name: str, side: str) -> str:
    """A cell of one side, as text where the two tables hold it in unlike types."""
    own = f"{side}.{quoted(name)}"
    return own if two.old.types[name] == two.new.types[name] else f"{own}::VARCHAR"


def _key(two: _Two, side: str) -> str:
    return ", ".join(
        f"{_cell(two, name, side)} AS {_part(number)}" for number, name in enumerate(two.key)
    )


def _part(number: int) -> str:
    return f"{_PART}{number}"


def _filled(two: _Two, side: str) -> str:
    return " AND ".join(f"{side}.{quoted(name)} IS NOT NULL" for name in two.key)


def _shared(two: _Two) -> str:
    """Keys that more than one row of a table has: they find no row again."""
    each = [
        f"SELECT {_key(two, 't')} FROM {quoted(one.view)} t WHERE {_filled(two, 't')} "
        "GROUP BY ALL HAVING count(*) > 1"
        for one in (two.old, two.new)
    ]
    return " UNION ".join(each)


def _rows(two: _Two, side: str) -> str:
    """The rows of one side that have a key of their own, with their keys."""
    held = two.old if side == "o" else two.new
    return (
        f"SELECT t.*, {_key(two, 't')} FROM {quoted(held.view)} t ANTI JOIN {_SHARED} s "
        f"ON {_meets(two)} WHERE {_filled(two, 't')}"
    )


def _meets(two: _Two) -> str:
    parts = enumerate(two.key)
    return " AND ".join(f"{_cell(two, name, 't')} = s.{_part(number)}" for number, name in parts)


_BOTH = f"o.{_PART}0 IS NOT NULL AND n.{_PART}0 IS NOT NULL"  # no part of a key is empty
_NEW, _OLD = f"o.{_PART}0 IS NULL", f"n.{_PART}0 IS NULL"


def _joined(two: _Two, asked: Sequence[str], join: str = "FULL") -> str:
    """The rows with keys of their own, side by side, and what is asked of them."""
    same = " AND ".join(f"o.{_part(n)} = n.{_part(n)}" for n in range(len(two.key)))
    return (
        f"WITH o AS ({_rows(two, 'o')}), n AS ({_rows(two, 'n')}) "
        f"SELECT {', '.join(asked)} FROM o {join} JOIN n ON {same}"
    )


def _compared(two: _Two) -> tuple[str, ...]:
    """The columns whose cells are compared; a key is the same by how it was found."""
    return tuple(name for name in two.columns if name not in two.key)


def _differs(two: _Two, name: str) -> str:
    return f"{_cell(two, name, 'o')} IS DISTINCT FROM {_cell(two, name, 'n')}"


def _keyed(two: _Two) -> tuple[tuple[int, int, int, int], tuple[FieldChanged, ...]]:
    """Rows in both, changed, added, removed; and what changed column by column."""
    names = _compared(two)
    any_differs = " OR ".join(_differs(two, name) for name in names) or "false"
    counts = [
        f"count(*) FILTER ({_BOTH})",
        f"count(*) FILTER ({_BOTH} AND ({any_differs}))",
        f"count(*) FILTER ({_NEW})",
        f"count(*) FILTER ({_OLD})",
    ]
    for name in names:
        was, now = _cell(two, name, "o"), _cell(two, name, "n")
        counts += [
            f"count(*) FILTER ({_BOTH} AND {was} IS NULL AND {now} IS NOT NULL)",
            f"count(*) FILTER ({_BOTH} AND {was} IS NOT NULL AND {now} IS NULL)",
            f"count(*) FILTER ({_BOTH} AND {was} <> {now})",
        ]
    row = connection().execute(_joined(two, counts)).fetchone()
    found = [int(count) for count in row or ()]
    by_column = zip(names, found[4::3], found[5::3], found[6::3], strict=True)
    fields = tuple(FieldChanged(*one) for one in by_column if any(one[1:]))
    return (found[0], found[1], found[2], found[3]), fields


def _bag(two: _Two, side: str) -> str:
    """The rows of one side that no key of their own finds again, as the compared columns."""
    held = two.old if side == "o" else two.new
    cells = ", ".join(f"{_cell(two, name, 't')} AS {quoted(name)}" for name in two.columns) or "1"
    plain = f"SELECT {cells} FROM {quoted(held.view)} t"
    if not two.key:
        return plain
    key = ", ".join(_cell(two, name, "t") for name in two.key)
    parts = ", ".join(_part(number) for number in range(len(two.key)))
    return (
        f"{plain} WHERE NOT ({_filled(two, 't')}) OR ({key}) IN (SELECT ({parts}) FROM {_SHARED})"
    )


def _bags(two: _Two) -> tuple[int, int, int]:
    """Rows only in the new bag, only in the old one, in both."""
    if two.key and not _count(f"SELECT * FROM {_SHARED}") and not _unfilled(two):
        return 0, 0, 0
    for side in ("o", "n"):
        made = f"CREATE OR REPLACE TEMP TABLE {_BAG}{side} AS {_bag(two, side)}"
        connection().execute(made)
    old, new = (f"SELECT * FROM {_BAG}{side}" for side in ("o", "n"))
    added = _count(f"({new}) EXCEPT ALL ({old})")
    whole = _count(new)
    return added, _count(old) - (whole - added), whole - added


def _unfilled(two: _Two) -> int:
    """Rows of which a part of the key is empty."""
    return sum(
        _count(f"SELECT 1 FROM {quoted(one.view)} t WHERE NOT ({_filled(two, 't')})")
        for one in (two.old, two.new)
    )


def _count(sql: str) -> int:
    row = connection().execute(f"SELECT count(*) FROM ({sql})").fetchone()
    return int(row[0]) if row else 0


def _withheld(old: Stand, new: Stand) -> str | None:
    """Why rows are not shown; None where both releases may be shown."""
    closed = [one for one in (old, new) if not one.described.dataset.redistributable]
    if not closed:
        return None
    dataset = closed[-1].described.dataset
    return (
        f"the licence of {dataset.title} ({dataset.licence}) keeps its rows back: "
        "keys are hashed, cells are not told"
    )


def _examples(two: _Two, stands: tuple[Stand, Stand], most: int) -> Iterator[RowChanged]:
    """The first rows by key that changed, were added, were removed."""
    if not two.key:
        return
    closed = _withheld(*stands) is not None
    names = _compared(two)
    hidden = {name for name in two.columns if any(_hidden(one, name) for one in stands)}
    differ = " OR ".join(_differs(two, name) for name in names) or "false"
    kinds: tuple[tuple[Literal["changed", "added", "removed"], str, str], ...] = (
        ("changed", "INNER", differ),
        ("added", "RIGHT", _NEW),
        ("removed", "LEFT", _OLD),
    )
    bare = not closed and not hidden & {*two.key}
    untold = {*names} if closed else hidden
    for kind, join, where in kinds:
        for row in _first(two, (join, where), most):
            key, cells = row[: len(two.key)], row[len(two.key) :]
            each = zip(names, cells[::3], cells[1::3], cells[2::3], strict=True)
            pairs = [(name, was, now) for name, was, now, differs in each if differs]
            yield RowChanged(kind, _shown_key(two, key, bare), _told(two, kind, pairs, untold))


def _hidden(stand: Stand, name: str) -> bool:
    return name in stand.described.free_text


def _first(two: _Two, which: tuple[str, str], most: int) -> list[tuple[object, ...]]:
    """Key, then for each column the cell as it was, as it is, and whether they differ."""
    asked = [f"coalesce(o.{_part(n)}, n.{_part(n)})" for n in range(len(two.key))]
    for name in _compared(two):
        asked += [f"o.{quoted(name)}", f"n.{quoted(name)}", _differs(two, name)]
    order = ", ".join(str(number + 1) for number in range(len(two.key)))
    sql = f"{_joined(two, asked, which[0])} WHERE {which[1]} ORDER BY {order} LIMIT {most}"
    with lean():
        return connection().execute(sql).fetchall()


def _told(
    two: _Two, kind: str, pairs: Sequence[tuple[str, object, object]], untold: set[str]
) -> tuple[tuple[str, str, str], ...]:
    """The fields that differ, with their cells where those may be told."""
    found = []
    for name, was, now in pairs:
        few = any(counts_persons(one.dataset, name) for one in (two.old, two.new))
        if name not in untold:
            found.append((name, cell_text(was, few), cell_text(now, few)))
        elif kind == "changed":
            found.append((name, "", ""))
    return tuple(found)


def _shown_key(two: _Two, key: Sequence[object], bare: bool) -> tuple[str, ...]:
    texts = tuple(str(part) for part in key)
    if bare:
        return texts
    told = "\x1f".join((two.new.dataset.name, *texts))
    return (hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:_HEX],)
