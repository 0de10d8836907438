"""Builds a store from a table in the engine: a few scans for the values, one for the codes.

It is written to a folder of its own and renamed: a run killed at any moment leaves it whole or
absent, and of two runs at once the first to finish gives it. Rows are read in chunks of days, so
that memory is bounded and a table in no order gains one by days.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from squarely.grounds.asked import time_column
from squarely.grounds.cache import folder
from squarely.grounds.engine import connection, literal, quoted
from squarely.grounds.store.layout import (
    BLOCK,
    FORM,
    MOST_CODES,
    MOST_DAYS,
    Held,
    Label,
    Store,
    Width,
    array,
    opened,
    shapes,
    write_meta,
)
from squarely.grounds.store.watched import WATCHING
from squarely.grounds.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 8_000_000  # rows read at once, some 300 MB
_WHOLE = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT")
_FEW = ("VARCHAR", "BOOLEAN", "DATE", *_WHOLE)
_NEARLY = 1.3  # by how much the engine's quick count of values may be wrong
_BOUNDS: tuple[tuple[Width, int], ...] = (("i2", 2**15), ("i4", 2**31), ("i8", 2**63))
SUMS = ("low", "best", "high")


@dataclass(frozen=True, slots=True)
class _Source:
    """A column to be: what it reads in the table."""

    name: str
    sql: str
    kind: str


def derived(which: str, columns: tuple[str, str, str]) -> str:
    """The name of a size with its stand-ins: what is added up where cells are empty."""
    return f"{which} of {', '.join(columns)}"


def place(table: Table) -> Path:
    """Where the store of a table is, or would be."""
    told = f"{FORM} {table.content} {sorted(table.types.items())} {_triples(table)}"
    key = hashlib.sha256(told.encode()).hexdigest()[:24]
    return folder() / "stores" / f"{table.dataset.name}-{key}"


def there(table: Table) -> bool:
    """Whether the store of a table is already built."""
    return (place(table) / "meta.json").exists()


def store(table: Table) -> Store | str:
    """The store of a table, built now if it is not there; or why it can have none."""
    path = place(table)
    if not there(table):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _scratch(path) as scratch:
            fault = _write(table, scratch)
            if fault:
                return fault
            _move(scratch, path)
    return opened(path)


@contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A folder to build in; what killed runs left of the same store is swept away."""
    turn = _locked(path.parent, wait=True)  # else another would sweep a folder not locked yet
    for left in path.parent.glob(f".{path.name}-*"):
        if (lock := _locked(left / "lock")) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    scratch = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    held = _locked(scratch / "lock")
    if turn is not None:
        os.close(turn)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        if held is not None:
            os.close(held)


def _locked(path: Path, *, wait: bool = False) -> int | None:
    """A lock that ends with its process; None where another holds it or there are no locks."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        kind = os.O_RDONLY if path.is_dir() else os.O_RDWR | os.O_CREAT
        handle = os.open(path, kind, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        os.close(handle)
        return None
    return handle


def _move(scratch: Path, path: Path) -> None:
    """In one step; where another run was first its store stays, which is the same."""
    try:
        os.rename(scratch, path)
    except OSError:
        if not (path / "meta.json").exists():
            raise
    (path / "lock").unlink(missing_ok=True)


# --- what is written


def _write(table: Table, scratch: Path) -> str | None:
    import numpy as np

    time = time_column(table)
    if time is None or time not in table.full:
        return "a row without a date"
    by_day = connection().execute(
        f"SELECT {quoted(time)}, count(*) FROM {quoted(table.view)} GROUP BY 1 ORDER BY 1"
    ).fetchall()  # fmt: skip
    if not by_day:
        return "no rows"
    first, rows = by_day[0][0], sum(int(n) for _, n in by_day)
    days = (by_day[-1][0] - first).days + 1
    if days > MOST_DAYS:
        return f"more than {MOST_DAYS} days"
    sources = _sources(table, time)
    columns = _columns(table, sources, rows)
    files = {
        name: array(scratch, name, shape, fresh=True)
        for name, shape in shapes(rows, columns).items()
    }
    done = 0
    for start, end in _chunks(by_day):
        if told := WATCHING.get():
            told(done, rows)
        done = _copy(columns, files, done, _select(table, sources, columns, (first, start, end)))
    starts = np.arange(0, rows, BLOCK)
    files["zones"][0] = np.minimum.reduceat(files["day"], starts)
    files["zones"][1] = np.maximum.reduceat(files["day"], starts)
    write_meta(scratch, rows, first, days, columns)
    return None


def _triples(table: Table) -> list[tuple[str, str, str]]:
    """The sizes and values that have bounds of their own, each with its stand-ins."""
    found = []
    for stem in ("size", "value"):
        roles = [table.dataset.roles.get(role) for role in (f"{stem}_low", stem, f"{stem}_high")]
        some = roles[1] or roles[0] or roles[2]
        if some:
            low, best, high = (one or some for one in roles)
            if len({low, best, high}) > 1:
                found.append((low, best, high))
    return found


def _sources(table: Table, time: str) -> list[_Source]:
    found = [
        _Source(name, quoted(name), kind)
        for name, kind in table.types.items()
        if kind in _FEW and name != time
    ]
    for low, best, high in _triples(table):
        if not all(table.types.get(name) in _WHOLE for name in (low, best, high)):
            continue
        orders = ((low, best, high), (best, low, high), (high, best, low))
        for which, order in zip(SUMS, orders, strict=True):
            if order[0] in table.full:
                continue
            sql = f"coalesce({', '.join(map(quoted, order))})"
            found.append(_Source(derived(which, (low, best, high)), sql, "BIGINT"))
    return found


def _columns(table: Table, sources: Sequence[_Source], rows: int) -> list[Held]:
    """How each column is held; those of too many values that are no numbers are left out."""
    asked = ", ".join(
        f"approx_count_distinct({one.sql}), count({one.sql})"
        + (f", min({one.sql}), max({one.sql})" if one.kind in _WHOLE else ", 0, 0")
        for one in sources
    )
    told = connection().execute(f"SELECT {asked} FROM {quoted(table.view)}").fetchone() or ()
    found: list[Held] = []
    for number, one in enumerate(sources):
        values, full, least, most = told[4 * number : 4 * number + 4]
        whole = one.kind in _WHOLE
        held = None
        if values <= _NEARLY * MOST_CODES["u1" if whole else "u2"]:
            held = _coded(table, one, whole)
        if held is None and whole:
            bound = max(abs(int(least or 0)), abs(int(most or 0)))
            width = next((width for width, limit in _BOUNDS if bound < limit), None)
            held = width and Held(one.name, width, 0, rows - full, (), (), least or 0, most or 0)
        if held:
            found.append(replace(held, at=sum(other.width == held.width for other in found)))
    return found


def _coded(table: Table, source: _Source, whole: bool) -> Held | None:
    """A column of few values, with its values in order and how many rows have each."""
    sql = f"SELECT {source.sql}, count(*) FROM {quoted(table.view)} GROUP BY 1"
    counted: dict[Label | None, int] = dict(connection().execute(sql).fetchall())
    width: Width = "u1" if len(counted) <= MOST_CODES["u1"] else "u2"
    if len(counted) > MOST_CODES["u1" if whole else "u2"]:
        return None
    empty = counted.pop(None, 0)
    labels = tuple(sorted(counted))  # type: ignore[type-var]
    counts = tuple(counted[one] for one in labels)
    numbers = [int(one) for one in labels if isinstance(one, int)]
    least, most = min(numbers, default=0), max(numbers, default=0)
    return Held(source.name, width, 0, empty, labels, counts, least, most)  # type: ignore[arg-type]


def _chunks(by_day: Sequence[tuple[date, int]]) -> Iterator[tuple[date, date]]:
    """Spans of days that hold about as many rows as are read at once."""
    start, held = by_day[0][0], 0
    for day, rows in by_day:
        if held and held + rows > CHUNK:
            yield start, day - timedelta(days=1)
            start, held = day, 0
        held += rows
    yield start, by_day[-1][0]


def _select(
    table: Table,
    sources: Sequence[_Source],
    columns: Sequence[Held],
    days: tuple[date, date, date],
) -> Mapping[str, NDArray[Any]]:
    first, start, end = days
    time = quoted(time_column(table) or "")
    by_name = {one.name: one for one in sources}
    parts = [f"CAST({time} - DATE '{first}' AS USMALLINT) AS day"]
    for number, held in enumerate(columns):
        parts.append(f"{_cell(by_name[held.name], held)} AS c{number}")
    sql = (
        f"SELECT {', '.join(parts)} FROM {quoted(table.view)} "
        f"WHERE {time} BETWEEN DATE '{start}' AND DATE '{end}'"
    )
    found: Mapping[str, NDArray[Any]] = connection().execute(sql).fetchnumpy()
    return found


_SQL_WIDTHS: Mapping[Width, str] = {
    "u1": "UTINYINT",
    "u2": "USMALLINT",
    "i2": "SMALLINT",
    "i4": "INTEGER",
    "i8": "BIGINT",
}


def _cell(source: _Source, held: Held) -> str:
    """The code of a cell in SQL; an empty one has the code after the last, or the least number."""
    kind = _SQL_WIDTHS[held.width]
    if not held.coded:
        bare = -(2 ** (int(held.width[1]) * 8 - 1))
        return f"CAST(coalesce({source.sql}, {bare}) AS {kind})" if held.empty else (
            f"CAST({source.sql} AS {kind})"
        )  # fmt: skip
    if source.kind == "VARCHAR":
        labels = ", ".join(literal(str(one)) for one in held.labels)
        code = f"enum_code(CAST({source.sql} AS ENUM ({labels})))" if labels else "NULL"
    elif source.kind == "BOOLEAN":
        code = f"CAST({source.sql} AS UTINYINT) - {int(bool(held.labels and held.labels[0]))}"
    else:
        told = (f"DATE '{one}'" if isinstance(one, date) else str(one) for one in held.labels)
        code = f"list_position([{', '.join(told)}], {source.sql}) - 1" if held.labels else "NULL"
    return f"CAST(coalesce({code}, {len(held.labels)}) AS {kind})"


def _copy(
    columns: Sequence[Held],
    files: Mapping[str, NDArray[Any]],
    done: int,
    found: Mapping[str, NDArray[Any]],
) -> int:
    end = done + len(found["day"])
    files["day"][done:end] = found["day"]
    for number, held in enumerate(columns):
        files[held.width][held.at, done:end] = found[f"c{number}"]
    return end
