"""Rows of cells, from delimited text or a sheet, made into columns; what does not fit set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from squarely.grounds.bring.encodings import BROKEN, decode
from squarely.grounds.bring.header import header_row
from squarely.grounds.bring.lines import delimiter_of, physical, records
from squarely.grounds.bring.raw import MOST_COLUMNS, Form, Raw, fault, unique
from squarely.grounds.prepared import SetAside
from squarely.model.place import Problem

Given = tuple[int, Sequence[str] | str]
_FIRST = 40


def read_text(path: Path, form: Form) -> Raw | Problem:
    """A delimited text file."""
    found = decode(path, form.encoding)
    if isinstance(found, Problem):
        return found
    text, encoding, note = found
    if text[:500].lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        hint = "download the data file itself, not the page that shows it"
        return fault("format", f"{path.name} is a web page or XML, not a table", str(path), hint)
    lines = physical(text)
    told = form.delimiter or ("\t" if path.suffix.lower() in (".tsv", ".tab") else None)
    delimiter = told or delimiter_of(lines)
    if (count := _count(lines, delimiter)) > MOST_COLUMNS:
        return too_wide(path, count)
    start = form.header if form.header is not None else _peek(lines, delimiter)
    width = _width_at(lines, delimiter, start if isinstance(start, int) else start[0])
    given = records(lines, delimiter, width)
    form = replace(form, encoding=encoding, delimiter=delimiter)
    return table(path, given, form, (note,) if note else ())


def _count(lines: Sequence[str], delimiter: str) -> int:
    return max((line.count(delimiter) + 1 for line in lines[:3]), default=0)


def _peek(lines: Sequence[str], delimiter: str) -> tuple[int, str]:
    rows = [r for _, r in islice(records(lines, delimiter), _FIRST) if not isinstance(r, str)]
    return header_row(rows) if rows else (1, "")


def _width_at(lines: Sequence[str], delimiter: str, header: int) -> int:
    rows = (r for _, r in records(lines, delimiter) if not isinstance(r, str))
    return len(next(islice(rows, max(header - 1, 0), None), []))


def too_wide(path: Path, count: int) -> Problem:
    """A table of more columns than anyone can give roles to."""
    message = f"the file has {count:,} columns; {MOST_COLUMNS:,} can be read at most"
    return fault("columns", message, str(path), "cut out the columns the claims need")


def table(path: Path, given: Iterable[Given], form: Form, notes: Sequence[str]) -> Raw | Problem:
    """The table that rows make once the header is known."""
    rows = iter(given)
    first = list(islice(rows, _FIRST))
    whole = [row for _, row in first if not isinstance(row, str)]
    if not whole:
        what = "no row of it can be read" if first else "the file is empty"
        return fault("empty", f"{path.name}: {what}", str(path))
    header, note = (form.header, "") if form.header is not None else header_row(whole)
    if header > len(whole):
        return fault("header", f"there is no row {header} to name the columns", str(path))
    head = whole[header - 1] if header else [""] * len(whole[0])
    width = len(head)
    while header and width > 1 and not any(_cell(row, width - 1) for row in whole[header - 1 :]):
        width -= 1  # a delimiter at the end of each line
    if width > MOST_COLUMNS:
        return too_wide(path, width)
    names, renamed = unique(head[:width])
    skipped = [line for line, row in first if not isinstance(row, str)][:header]
    last = skipped[-1] if skipped else 0
    body = (one for one in chain(first, rows) if one[0] > last or isinstance(one[1], str))
    said = [*notes, *([note] if note else []), *(renamed if header else ())]
    return _columns(path, body, replace(form, header=header), (names, tuple(said)))


def _cell(row: Sequence[str], number: int) -> str:
    return row[number].strip() if number < len(row) else ""


def _columns(
    path: Path, body: Iterable[Given], form: Form, told: tuple[Sequence[str], tuple[str, ...]]
) -> Raw | Problem:
    names, notes = told
    width = len(names)
    kept: list[Sequence[str]] = []
    lines: list[int] = []
    aside: list[SetAside] = []
    for line, row in body:
        reason = row if isinstance(row, str) else _unfit(row, width)
        if reason:
            aside.append(SetAside(path.name, line, reason))
        else:
            kept.append(row)
            lines.append(line)
    if not kept and not aside:
        return fault("empty", f"{path.name} has a header and no rows", str(path))
    if len(aside) > 0.5 * (len(kept) + len(aside)):
        return _ragged(path, aside, len(kept))
    cells = [[row[n].strip() for row in kept] for n in range(width)]
    return Raw(form, dict(zip(names, cells, strict=True)), lines, tuple(aside), notes)


def _unfit(row: Sequence[str], width: int) -> str:
    if len(row) != width and (len(row) < width or any(cell.strip() for cell in row[width:])):
        return f"the row has {len(row)} cells, the header {width}"
    if not any(row) or not any(cell.strip() for cell in row):
        return "the row is empty"
    text = "\n".join(row)
    if BROKEN in text:
        return "a byte of the row cannot be read in the file's encoding"
    return "the row holds a NUL byte" if "\0" in text else ""


def _ragged(path: Path, aside: Sequence[SetAside], kept: int) -> Problem:
    first = aside[0]
    message = (
        f"{len(aside):,} of {len(aside) + kept:,} rows cannot be read as rows of this table; "
        f"the first stands on line {first.line}: {first.reason}"
    )
    hint = "check --delimiter, --header and --encoding"
    return fault("ragged", message, str(path), hint, first.line)
