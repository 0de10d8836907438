"""JSON, Excel and Parquet as rows of text cells.

Nested objects become columns with dotted names; a list is not a cell, so its column is left out
and said so. A workbook's formulas give the values that its last saving kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

from squarely.grounds.bring.encodings import decode
from squarely.grounds.bring.raw import (
    EXCEL,
    JSON,
    MOST_BYTES,
    MOST_COLUMNS,
    PARQUET,
    TEXT,
    Form,
    Raw,
    fault,
    unique,
)
from squarely.grounds.bring.rows import read_text, table, too_wide
from squarely.grounds.prepared import SetAside
from squarely.model.place import Problem

_DEEPEST = 4
MOST_ROWS = 5_000_000
_LIST = "lists of values are not read into a table"


def read_raw(path: Path, form: Form) -> Raw | Problem:
    """The rows of a file of any known format."""
    suffix = path.suffix.lower()
    try:
        size = path.stat().st_size
    except OSError as error:
        return fault("file", f"{path} cannot be read: {error.strerror}", str(path))
    if not path.is_file():
        return fault("file", f"{path} is not a file", str(path))
    if size > MOST_BYTES:
        message = f"{path.name} has {size / 1e6:,.0f} MB; {MOST_BYTES / 1e6:,.0f} MB is the most"
        return fault("size", message, str(path), "cut it to the columns and years needed")
    if size == 0:
        return fault("empty", f"{path.name}: the file is empty", str(path))
    readers = {TEXT: read_text, JSON: _read_json, EXCEL: _read_excel, PARQUET: _read_parquet}
    for suffixes, reader in readers.items():
        if suffix in suffixes:
            return reader(path, form)
    known = " ".join((*TEXT, *JSON, *EXCEL, *PARQUET))
    return fault("format", f"{suffix or 'no suffix'}: not a known format", str(path), known)


class _Twice(dict[str, object]):
    """An object in which a key stands twice."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Twice(found)


def _read_json(path: Path, form: Form) -> Raw | Problem:
    decoded = decode(path, form.encoding)
    if isinstance(decoded, Problem):
        return decoded
    text, encoding, note = decoded
    found = _values(text, path)
    if isinstance(found, Problem):
        return found
    return _records(path, found, replace(form, encoding=encoding), (note,) if note else ())


def _values(text: str, path: Path) -> list[tuple[int, object]] | Problem:
    """The records of an array, of an object that holds one, or of one object a line."""
    lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if path.suffix.lower() != ".json" or _by_line(lines):
        return [(number, _loaded(line)) for number, line in lines]
    try:
        whole = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        what = getattr(error, "msg", "it is nested too deeply")
        return fault("json", f"this is not JSON: {what}", str(path), line=line)
    if isinstance(whole, dict):
        inner = [value for value in whole.values() if isinstance(value, list)]
        whole = inner[0] if len(inner) == 1 else whole
    if not isinstance(whole, list):
        hint = 'such as [{"date": "2025-01-01", "place": "ITA"}, ...]'
        return fault("json", "a list of records was expected", str(path), hint)
    return [(number, _feature(one)) for number, one in enumerate(whole, 1)]


def _by_line(lines: Sequence[tuple[int, str]]) -> bool:
    return len(lines) > 1 and all(isinstance(_loaded(line), dict) for _, line in lines[:2])


def _loaded(line: str) -> object:
    try:
        return json.loads(line, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        return "this line is not JSON"


def _feature(one: object) -> object:
    if isinstance(one, dict) and one.get("type") == "Feature":
        return one.get("properties")
    return one


def _records(
    path: Path, given: Sequence[tuple[int, object]], form: Form, notes: tuple[str, ...]
) -> Raw | Problem:
    rows: list[tuple[int, dict[str, str]]] = []
    aside: list[SetAside] = []
    left_out: dict[str, str] = {}
    for line, one in given:
        if not isinstance(one, dict) or isinstance(one, _Twice):
            aside.append(SetAside(path.name, line, _no_record(one)))
            continue
        rows.append((line, dict(_flat("", one, left_out, _DEEPEST))))
    names = dict.fromkeys(name for _, row in rows for name in row if name not in left_out)
    if not rows or not names:
        return fault("empty", f"{path.name} holds no records with values", str(path))
    if len(names) > MOST_COLUMNS:
        return too_wide(path, len(names))
    cells = [[row.get(name, "") for _, row in rows] for name in names]
    unified, more = unique(tuple(names))
    columns = dict(zip(unified, cells, strict=True))
    return Raw(form, columns, [n for n, _ in rows], tuple(aside), (*notes, *more), left_out)


def _no_record(one: object) -> str:
    if isinstance(one, _Twice):
        return "a key stands twice in this record"
    return one if isinstance(one, str) and one.startswith("this line") else "not an object"


def _flat(
    stem: str, one: Mapping[str, object], left_out: dict[str, str], depth: int
) -> Iterator[tuple[str, str]]:
    for key, value in one.items():
        name = f"{stem}{key}"
        if isinstance(value, dict) and depth:
            yield from _flat(f"{name}.", value, left_out, depth - 1)
        elif isinstance(value, list | dict):
            left_out[name] = _LIST
        else:
            yield name, _cell(value)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _read_excel(path: Path, form: Form) -> Raw | Problem:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        sheet = form.sheet or next(iter(names), "")
        if sheet not in names:
            hint = "its sheets: " + ", ".join(names)
            return fault("sheet", f"{path.name} has no sheet {sheet}", str(path), hint)
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except calamine.CalamineError as error:
        return fault("excel", f"{path.name} cannot be read as a workbook: {error}", str(path))
    notes: tuple[str, ...] = ()
    if len(names) > 1 and form.sheet is None:
        others = ", ".join(name for name in names if name != sheet)
        notes = (f"only the sheet {sheet} is read; there are also: {others} (--sheet)",)
    filled = [(n, [sheet_cell(cell) for cell in row]) for n, row in enumerate(rows, 1)]
    given = [(n, row) for n, row in filled if any(row)]
    return table(path, given, replace(form, sheet=sheet), notes)


def sheet_cell(value: object) -> str:
    """A workbook's cell as text: whole numbers without a point, days as such."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 2**53
    return str(int(value)) if whole and isinstance(value, float) else _cell(value)


def _read_parquet(path: Path, form: Form) -> Raw | Problem:
    import duckdb

    from squarely.grounds.engine import connection, literal, quoted

    source = f"read_parquet({literal(str(path))})"
    try:
        described = connection().execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        kinds = {str(row[0]): str(row[1]) for row in described}
        if len(kinds) > MOST_COLUMNS:
            return too_wide(path, len(kinds))
        left_out = {name: _LIST for name, kind in kinds.items() if _nested(kind)}
        names = [name for name in kinds if name not in left_out]
        counted = connection().execute(f"SELECT count(*) FROM {source}").fetchone()
        if counted and counted[0] > MOST_ROWS:
            return _too_long(path, int(counted[0]))
        texts = ", ".join(f"coalesce(CAST({quoted(name)} AS VARCHAR), '')" for name in names)
        rows = connection().execute(f"SELECT {texts or 'NULL'} FROM {source}").fetchall()
    except duckdb.Error as error:
        what = str(error).splitlines()[0]
        return fault("parquet", f"{path.name} cannot be read as Parquet: {what}", str(path))
    if not rows or not names:
        return fault("empty", f"{path.name} holds no rows with plain values", str(path))
    columns = {name: [row[n].strip() for row in rows] for n, name in enumerate(names)}
    return Raw(form, columns, list(range(1, len(rows) + 1)), left_out=left_out)


def _too_long(path: Path, rows: int) -> Problem:
    message = f"{path.name} has {rows:,} rows; {MOST_ROWS:,} can be added at most"
    hint = "a descriptor written by hand reads a Parquet file in place, whatever its length"
    return fault("size", message, str(path), hint)


def _nested(kind: str) -> bool:
    return kind.startswith(("STRUCT", "MAP", "UNION", "BLOB")) or kind.endswith("]")
