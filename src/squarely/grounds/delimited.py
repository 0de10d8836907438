"""A user's CSV, TSV or JSON read by its descriptor: what cannot be read is set aside, and counted.

Cells are read leniently where one meaning is left ("1,234", "1000s", ">10,000", "3 October
2025" is not one of these) and set aside otherwise. The text is UTF-8, with or without a mark;
failing that, Windows-1252, in which every such file can be read.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.descriptor import Described
from squarely.grounds.filters import day
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.twins import twins
from squarely.model.dataset import Column

_THOUSANDS = re.compile(r"[-+]?\d{1,3}([,' \u00a0\u202f]\d{3})+(\.\d+)?")
_ROUND = re.compile(r"(?:[<>~≥≤]=?|about |over |more than |at least )?\s*([\d,.]+)(?:s|\+)?")
_TRUE = ("true", "yes", "t", "y", "1")
_FALSE = ("false", "no", "f", "n", "0")
_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}


def read(path: Path, described: Described) -> Prepared:
    """The columns that the descriptor declares, row by row."""
    dataset = described.dataset
    times = {dataset.roles.get("time"), dataset.roles.get("time_end")}
    parsers = {c.name: _parser(c, c.name in times) for c in dataset.columns}
    values: dict[str, list[object]] = {name: [] for name in parsers}
    aside: list[SetAside] = []
    lines: list[int] = []
    total = 0
    for line, row in _rows(path):
        total += 1
        if isinstance(row, str):
            aside.append(SetAside(path.name, line, row))
            continue
        try:
            cells = [_cell(row, name, described.missing, parsers[name]) for name in parsers]
        except ValueError as error:
            aside.append(SetAside(path.name, line, str(error)))
            continue
        lines.append(line)
        for name, cell in zip(parsers, cells, strict=True):
            values[name].append(cell)
    again = twins(values, lines, dataset.roles.get("id"))
    aside += [SetAside(path.name, lines[row], why) for row, why in again.items()]
    types = {c.name: _sql_type(c, c.name in times) for c in dataset.columns}
    columns = {name: (types[name], _without(cells, again)) for name, cells in values.items()}
    return Prepared(columns, tuple(sorted(aside, key=lambda one: one.line)), total)


def _without(cells: list[object], rows: Mapping[int, str]) -> list[object]:
    return [cell for row, cell in enumerate(cells) if row not in rows] if rows else cells


def _sql_type(column: Column, is_time: bool) -> str:
    if column.type == "year":
        return "DATE" if is_time else "BIGINT"
    return _TYPES.get(column.type, "VARCHAR")


def _cell(
    row: Mapping[str, object],
    name: str,
    missing: tuple[str, ...],
    parse: Callable[[str], object],
) -> object:
    cell = row.get(name)
    if cell is None:
        return None
    text = str(cell).strip()
    if not text or text in missing:
        return None
    try:
        return parse(text)
    except (ValueError, OverflowError):
        raise ValueError(f"{name}: {text[:40]!r} cannot be read") from None


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    text = decoded(path)
    if path.suffix.lower() == ".json":
        yield from _json_rows(text)
        return
    delimiter = "\t" if path.suffix.lower() == ".tsv" else _delimiter(text)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    names = [name.strip() for name in next(reader, [])]
    try:
        for cells in reader:
            if not cells:
                continue
            fits = len(cells) == len(names)
            row = dict(zip(names, cells, strict=False))
            reason = f"the row has {len(cells)} cells, the header {len(names)}"
            yield reader.line_num, row if fits else reason
    except csv.Error as error:
        yield reader.line_num, f"unreadable from here on: {error}"


def decoded(path: Path) -> str:
    """A text file's text."""
    raw = path.read_bytes()
    try:
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16")
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t|", key=head.count)


def _json_rows(text: str) -> Iterable[tuple[int, Mapping[str, object] | str]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [(1, f"this is not JSON: {error}")]
    if not isinstance(found, list):
        return [(1, "a list of objects was expected")]
    return [
        (number, row if isinstance(row, dict) else "an object was expected")
        for number, row in enumerate(found, 1)
    ]


def _parser(column: Column, is_time: bool) -> Callable[[str], object]:
    if column.type == "year":
        return _year_day if is_time else _year
    parsers: Mapping[str, Callable[[str], object]] = {
        "string": str,
        "country": _country,
        "region": _region,
        "integer": _integer,
        "number": _number,
        "boolean": _boolean,
        "date": _date,
    }
    return parsers[column.type]


def _country(text: str) -> str:
    found = resolve(text)
    if found is None:
        raise ValueError(text)
    return found


def _region(text: str) -> str:
    from squarely.grounds.regions import meant

    found = meant(text)
    if found is None:
        raise ValueError(text)
    return found


def _number(text: str) -> float:
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[,' \u00a0\u202f]", "", text)
    elif found := _ROUND.fullmatch(text.lower()):
        text = found[1]
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
    value = float(text)
    if not math.isfinite(value) or abs(value) > 1e20:
        raise ValueError(text)
    return value


def _integer(text: str) -> int:
    if re.fullmatch(r"[-+]?\d{1,18}", text):
        return int(text)
    value = _number(text)
    if value != int(value) or abs(value) >= 2**53:
        raise ValueError(text)
    return int(value)


def _boolean(text: str) -> bool:
    word = text.lower()
    if word not in _TRUE + _FALSE:
        raise ValueError(text)
    return word in _TRUE


def _date(text: str) -> date:
    found = day(text, last=False) or (day(text[:10], last=False) if len(text) > 10 else None)
    if found is None:
        raise ValueError(text)
    return found


def _year(text: str) -> int:
    return _date(text).year


def _year_day(text: str) -> date:
    return date(_year(text), 1, 1)
