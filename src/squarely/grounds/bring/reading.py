"""A file that `squarely data add` described, read again by that description alone.

Nothing is found out here: encoding, delimiter, header, styles of dates and numbers all stand in the
descriptor, so a file reads the same on the day it is added and on the day it is checked. A row with
a cell that cannot be read is set aside whole, once, with its first reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from squarely.grounds.bring.cells import Reads, read_column, restated, sql_type
from squarely.grounds.bring.joined import cells_of, parts_of
from squarely.grounds.bring.others import read_raw
from squarely.grounds.bring.raw import Form, Raw
from squarely.grounds.descriptor import Described
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.twins import twins
from squarely.model.place import Problem


def read(path: Path, described: Described) -> Prepared:
    """The columns that the descriptor states."""
    told: Mapping[str, Any] = json.loads(described.form)
    raw = read_raw(path, form_of(told))
    roles = described.dataset.roles
    times = frozenset(roles[role] for role in ("time", "time_end") if role in roles)
    reads = [restated(field, times) for field in told["fields"]]
    if isinstance(raw, Problem):
        columns = {one.name: (sql_type(one), list[object]()) for one in reads}
        return Prepared(columns, (SetAside(path.name, raw.place.line, raw.message),), 1)
    needed = {part for one in reads for part in parts_of(one.source, raw.columns)}
    gone = sorted(needed - raw.columns.keys())
    if gone:
        return _changed(path.name, raw, reads, gone[0])
    return prepared(path.name, raw, reads, roles.get("id"))


def _changed(file: str, raw: Raw, reads: Sequence[Reads], column: str) -> Prepared:
    """A file that lost a column since it was added: nothing of it is read, and that is said."""
    why = f"the file has no column {column} any more: add it again"
    lines = sorted([*raw.lines, *(one.line for one in raw.aside)])
    columns = {one.name: (sql_type(one), list[object]()) for one in reads}
    return Prepared(columns, tuple(SetAside(file, line, why) for line in lines), raw.rows_read)


def form_of(told: Mapping[str, Any]) -> Form:
    """How the file is written, by a resource's `encoding` and `dialect`."""
    dialect = told.get("dialect") or {}
    rows = dialect.get("headerRows")
    header = int(rows[0]) if rows else 0 if dialect.get("header") is False else 1
    return Form(told.get("encoding"), dialect.get("delimiter"), header, dialect.get("sheetName"))


def prepared(file: str, raw: Raw, reads: Sequence[Reads], key: str | None = None) -> Prepared:
    """The table of the rows whose every cell can be read; `key` is the column of the rows' id."""
    found = {}
    bad: dict[int, str] = {}
    for one in reads:
        values, faults = read_column(cells_of(one.source, raw.columns), one)
        found[one.name] = (sql_type(one), values)
        for row, reason in faults.items():
            bad.setdefault(row, reason)
    values_of = {name: values for name, (_, values) in found.items()}
    again = twins(values_of, raw.lines, key)
    bad = {**again, **bad}
    aside = [*raw.aside, *(SetAside(file, raw.lines[row], why) for row, why in bad.items())]
    aside.sort(key=lambda one: one.line)
    if bad:
        found = {
            name: (kind, [value for row, value in enumerate(values) if row not in bad])
            for name, (kind, values) in found.items()
        }
    return Prepared(found, tuple(aside), raw.rows_read)
