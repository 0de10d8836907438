"""A dataset's rows as a table the engine can ask: figures, originals or a user's file.

Figures are small and trusted: they are read straight from their CSV. Originals pass their adapter
and a user's text file passes the reader that sets broken rows aside; both are then kept as
Parquet. A user's Parquet is read in place. Each table has a name of its own in the engine, made of
the dataset's name and its content, so that two versions never meet.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from squarely.grounds import delimited
from squarely.grounds.bring import reading
from squarely.grounds.cache import Kept, digest, kept
from squarely.grounds.catalog import Stand, adapter
from squarely.grounds.engine import connection, literal, quoted
from squarely.grounds.kept_back import told_of
from squarely.grounds.lineage import code_of
from squarely.grounds.publishers import kept_format
from squarely.model.dataset import Dataset

_SQL_TYPES = {
    "string": "VARCHAR",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "integer": "BIGINT",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}
# a cast would keep the engine from looking up a file's own bounds of the column
_NARROWER = {"BIGINT": ("INTEGER", "SMALLINT", "TINYINT")}
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the engine: its name there, its columns' types, and what was left out."""

    dataset: Dataset
    view: str
    types: Mapping[str, str]
    sha256: str
    rows_read: int
    set_aside: int
    reasons: tuple[tuple[str, int], ...] = ()
    full: frozenset[str] = frozenset()  # columns known to have no empty cell
    spark: str = ""  # the master of the Spark on which it is asked; empty: DuckDB
    parquet: Path | None = None  # the file that holds the columns as they are, if one does
    content: str = ""  # what the rows are made of: the sources and how they were read

    @property
    def shown(self) -> str:
        """The name by which a reader knows it."""
        return self.dataset.name.replace("-", "_")


_OPEN: dict[tuple[object, ...], Table] = {}


def table(stand: Stand) -> Table:
    """The table of a dataset, prepared now if it is not yet."""
    key = _key(stand)
    if key not in _OPEN:
        _OPEN[key] = _figures(stand) if stand.kind == "figures" else _kept(stand)
    return _OPEN[key]


def _key(stand: Stand) -> tuple[object, ...]:
    stats = [path.stat() for path in _files(stand)]
    described = stand.described
    dataset = described.dataset
    told = (dataset.columns, tuple(sorted(dataset.roles.items())), dataset.redistributable)
    how = (stand.module, described.dataset.name, described.missing, described.form, stand.spark)
    state = tuple((stat.st_size, stat.st_mtime_ns) for stat in stats)
    return (stand.kind, str(stand.path), state, how, told)


def _files(stand: Stand) -> list[Path]:
    if stand.kind == "format" and stand.path.is_dir():
        return sorted(stand.path.iterdir())
    return [stand.path]


def _figures(stand: Stand) -> Table:
    scan = (
        f"read_csv({literal(str(stand.path))}, header=true, all_varchar=true, auto_detect=false, "
        f"delim=',', quote='\"', escape='\"', columns={_header(stand.path)})"
    )
    asked = _projection(stand, stand.described.missing)
    sha = digest(stand.path)
    view = _name(stand, sha)
    _create(f"CREATE OR REPLACE TABLE {quoted(view)} AS SELECT {asked} FROM {scan}")
    held = _table(stand, view, Kept(stand.path, sha, -1, 0, (), ()))
    return replace(held, content=f"{sha} {asked}")


def _header(path: Path) -> str:
    import csv

    with path.open(encoding="utf-8", newline="") as file:
        names = next(csv.reader(file))
    return "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"


def left_out(stand: Stand) -> Kept:
    """What a dataset's reader read and set aside; nothing for figures, which are read whole."""
    if stand.kind == "figures":
        return Kept(stand.path, digest(stand.path), table(stand).rows_read, 0, (), ())
    return _tellable(stand, _prepared(stand))


def _tellable(stand: Stand, found: Kept) -> Kept:
    """Reasons that quote no cell where the licence keeps the rows back."""
    dataset = stand.described.dataset
    if dataset.redistributable:
        return found
    reasons: Counter[str] = Counter()
    for reason, count in found.reasons:
        reasons[told_of(dataset, reason)] += count
    listed = tuple(replace(one, reason=told_of(dataset, one.reason)) for one in found.listed)
    return replace(found, reasons=tuple(reasons.most_common()), listed=listed)


def _kept(stand: Stand) -> Table:
    found = _prepared(stand)
    view = _name(stand, found.sha256)
    scan = f"read_parquet({literal(_parquets(found.path.resolve()))}, hive_partitioning=false)"
    asked = _projection(stand, (), _types(scan)) if found.path == stand.path else "*"
    as_it_is = asked in ("*", ", ".join(quoted(c.name) for c in stand.described.dataset.columns))
    _create(f"CREATE OR REPLACE VIEW {quoted(view)} AS SELECT {asked} FROM {scan}")
    made = found.path.name if found.path != stand.path else ""
    held = _table(stand, view, found, found.path if as_it_is else None)
    return replace(held, content=f"{found.sha256} {made} {asked}")


def _prepared(stand: Stand) -> Kept:
    name = stand.described.dataset.name
    if stand.kind == "adapter":  # all of them read from one folder
        module = adapter(stand.module)
        sources = [stand.path / source for source in module.SOURCES]
        code = code_of(Path(str(module.__file__)))
        return kept(module.NAME, sources, code, lambda: module.read(stand.path))
    if stand.kind == "format":
        return kept_format(stand.path, stand.module)
    described = stand.described
    if stand.path.suffix == ".parquet" and not described.form:
        return Kept(stand.path, digest(stand.path), -1, 0, (), ())
    told = repr((described.dataset.columns, sorted(described.dataset.roles.items())))
    reader = reading if described.form else delimited
    code = code_of(Path(str(reader.__file__)))
    salt = hashlib.sha256(f"{told} {described.missing} {described.form} {code}".encode())
    return kept(name, [stand.path], salt.hexdigest(), lambda: reader.read(stand.path, described))


def _name(stand: Stand, sha: str) -> str:
    told = f"{sha} {_key(stand)}"
    mark = hashlib.sha256(told.encode()).hexdigest()[:16]
    return f"{stand.described.dataset.name.replace('-', '_')}__{mark}"


def _parquets(path: Path) -> str:
    """A Parquet file, or all files in a folder of them."""
    return str(path / "**" / "*.parquet") if path.is_dir() else str(path)


def _create(sql: str) -> None:
    connection().execute(sql)


def _table(stand: Stand, view: str, found: Kept, parquet: Path | None = None) -> Table:
    types = _types(quoted(view))
    read = found.rows_read
    if read < 0:
        counted = connection().execute(f"SELECT count(*) FROM {quoted(view)}").fetchone()
        read = int(counted[0]) if counted else 0
    full = _full(view, types, found.path)
    dataset = stand.described.dataset
    left = (found.set_aside, _tellable(stand, found).reasons)
    return Table(dataset, view, types, found.sha256, read, *left, full, stand.spark, parquet)


def _types(scan: str) -> dict[str, str]:
    rows = connection().execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()
    return {str(row[0]): str(row[1]) for row in rows}


def _full(view: str, types: Mapping[str, str], path: Path) -> frozenset[str]:
    """The columns without an empty cell: a filter on them needs no third truth value."""
    if path.suffix == ".parquet":
        sql = (
            "SELECT path_in_schema, sum(coalesce(stats_null_count, 1)) "
            f"FROM parquet_metadata({literal(_parquets(path))}) GROUP BY 1"
        )
        empty = {str(name): int(n) for name, n in connection().execute(sql).fetchall()}
        return frozenset(name for name in types if empty.get(name, 1) == 0)
    counts = ", ".join(f"count(*) - count({quoted(name)})" for name in types)
    row = connection().execute(f"SELECT {counts} FROM {quoted(view)}").fetchone()
    return frozenset(name for name, n in zip(types, row or (), strict=False) if n == 0)


def _projection(stand: Stand, missing: tuple[str, ...], given: Mapping[str, str] = _NOTHING) -> str:
    """The declared columns in their types; those that have theirs already pass as they are."""
    dataset = stand.described.dataset
    time = {dataset.roles.get("time"), dataset.roles.get("time_end")}
    blank = ", ".join(literal(text) for text in missing)
    parts = []
    for column in dataset.columns:
        name = quoted(column.name)
        cell = f"CASE WHEN {name} IN ({blank}) THEN NULL ELSE {name} END" if blank else name
        is_time = column.name in time
        wanted = _wanted(column.type, is_time)
        if given.get(column.name) in (wanted, *_NARROWER.get(wanted, ())):
            parts.append(name)
            continue
        parts.append(f"{_cast(cell, column.type, is_time)} AS {name}")
    return ", ".join(parts) or "*"


def _wanted(kind: str, is_time: bool) -> str:
    if kind == "year":
        return "DATE" if is_time else "BIGINT"
    return _SQL_TYPES[kind]


def _cast(cell: str, kind: str, is_time: bool) -> str:
    text = f"CAST({cell} AS VARCHAR)"
    if kind == "year" and not is_time:
        return f"CAST(left({text}, 4) AS BIGINT)"
    if kind in ("date", "year"):
        rest = f"CASE length({text}) WHEN 4 THEN '-01-01' WHEN 7 THEN '-01' ELSE '' END"
        return f"CAST(left({text}, 10) || {rest} AS DATE)"
    return f"CAST({cell} AS {_SQL_TYPES[kind]})"
