"""Prepared tables kept as Parquet, keyed by the content of their sources and of their reader.

A file is written under a name of its own and then moved into place: a crash leaves no half table,
and two runs at once write the same bytes twice. Hashes of large sources are remembered by path,
size and time of change.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from squarely.files import replacing, scratch, write_whole
from squarely.grounds.engine import connection, literal
from squarely.grounds.prepared import Prepared, SetAside, Summary

FORM = "9"  # counts up when what is written here changes
MOST_LISTED = 1000
_NULL = "\\N"
_ONE = "merged into a row of the same event"
_EARLIER = "an earlier state of an event"
_WHERE = re.compile(
    f"(merged into|{_EARLIER}) .*"
)  # where it went is told in the list, not the sums


@dataclass(frozen=True, slots=True)
class Kept:
    """A table in the cache, and what its reader left out: counts by reason, the first rows."""

    path: Path
    sha256: str
    rows_read: int
    set_aside: int
    reasons: tuple[tuple[str, int], ...]
    listed: tuple[SetAside, ...]


def folder() -> Path:
    """Where prepared tables are kept."""
    if told := os.environ.get("SQUARELY_CACHE"):
        return Path(told)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "squarely"


def kept(name: str, sources: Iterable[Path], salt: str, read: Callable[[], Prepared]) -> Kept:
    """The prepared table of `sources`, read now unless the cache holds it."""

    def write(path: Path) -> Summary:
        prepared = read()
        _write_parquet(prepared, path)
        return _summary(prepared)

    return kept_by(name, sources, salt, write)


def kept_by(
    name: str, sources: Iterable[Path], salt: str, write: Callable[[Path], Summary]
) -> Kept:
    """As `kept`, of a reader that writes the Parquet file itself, whole or not at all."""
    sha = _together([(path.name, digest(path)) for path in sources])
    key = hashlib.sha256(f"{FORM} {name} {sha} {salt}".encode()).hexdigest()[:24]
    path = folder() / f"{name}-{key}.parquet"
    told = path.with_suffix(".json")
    if not (path.exists() and told.exists()):
        write_whole(told, json.dumps(_told(write(path), sha), sort_keys=True))
    found = json.loads(told.read_text(encoding="utf-8"))
    reasons = tuple((str(reason), int(n)) for reason, n in found["reasons"])
    listed = tuple(SetAside(*row) for row in found["listed"])
    return Kept(path, sha, found["rows_read"], found["set_aside"], reasons, listed)


def _together(parts: list[tuple[str, str]]) -> str:
    if len(parts) == 1:
        return parts[0][1]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _summary(prepared: Prepared) -> Summary:
    reasons = Counter(_WHERE.sub(_short, row.reason) for row in prepared.set_aside)
    ordered = tuple(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    listed = prepared.set_aside[:MOST_LISTED]
    return Summary(prepared.rows_read, len(prepared.set_aside), ordered, listed)


def _short(found: re.Match[str]) -> str:
    return _EARLIER if found[1] == _EARLIER else _ONE


def _told(summary: Summary, sha: str) -> dict[str, Any]:
    return {
        "sha256": sha,
        "rows_read": summary.rows_read,
        "set_aside": summary.set_aside,
        "reasons": list(summary.reasons),
        "listed": [[row.file, row.line, row.reason] for row in summary.listed],
    }


def digest(path: Path) -> str:
    """The SHA-256 of a file, or of a folder's files, remembered while nothing changed."""
    if path.is_dir():
        inside = sorted(one for one in path.rglob("*") if one.is_file())
        return _together([(str(one.relative_to(path)), digest(one)) for one in inside])
    stat = path.stat()
    if stat.st_size < 1_000_000:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    # the last two change with every write, also by a program that puts the time of change back
    where = f"{path.resolve()} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"
    note = folder() / "hashes" / hashlib.sha256(where.encode()).hexdigest()[:24]
    if note.exists():
        return note.read_text(encoding="ascii")
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    write_whole(note, found)
    return found


def _write_parquet(prepared: Prepared, path: Path) -> None:
    """Through a CSV of our own form: the only road into DuckDB without pandas or pyarrow."""
    with scratch(path) as made, replacing(path) as ready:
        rows = made / "rows.csv"
        with rows.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            columns = [_cells(values) for _, values in prepared.columns.values()]
            writer.writerows(zip(*columns, strict=True))
        connection().execute(
            f"COPY (SELECT * FROM {_scan(prepared, rows)}) "
            f"TO {literal(str(ready))} (FORMAT parquet, COMPRESSION zstd)"
        )


def _scan(prepared: Prepared, rows: Path) -> str:
    types = ", ".join(
        f"{literal(name)}: {literal(kind)}" for name, (kind, _) in prepared.columns.items()
    )
    return (
        f"read_csv({literal(str(rows))}, columns={{{types}}}, header=false, auto_detect=false, "
        f"delim=',', quote='\"', escape='\"', nullstr={literal(_NULL)}, parallel=false, "
        f"allow_quoted_nulls=false, max_line_size=16000000)"
    )


def _cells(values: Sequence[object]) -> Iterable[str]:
    """A column as text; what occurs often is written once where all are of one type."""
    kinds = set(map(type, values)) - {type(None)}
    if len(kinds) != 1 or not kinds <= {str, bool, int, date}:  # 1, 1.0 and true are equal keys
        return map(_cell, values)
    texts = {value: _cell(value) for value in set(values)}
    return map(texts.__getitem__, values)


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value or _NULL
    if value is None or value != value:
        return _NULL
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
