"""A publisher's file opened: delimited text, a workbook, or a zip of them, as rows of text cells.

A zip is read member by member and nothing of it is ever written under a member's name. A member
whose name leaves its folder, an encrypted one and one that grows beyond all measure are refused.
Text is UTF-8 where every byte of it is, else Windows-1252, in which every file can be read.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

TEXT = (".csv", ".tsv", ".tab", ".txt")
BOOKS = (".xlsx", ".xlsm", ".xls")
ZIP = ".zip"
READ = (*TEXT, *BOOKS, ZIP)
LARGEST = 64 * 2**30  # bytes of one member, unpacked
MOST_TIMES = 1_000  # a member may be at most so many times its packed size
_HEAD = 256 * 1024
_CELL = 16_000_000  # characters of one cell

Rows = Iterator[tuple[int, list[str]]]


class Refused(ValueError):
    """Why a file is not opened."""


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a file, and its first two rows."""

    name: str
    first: tuple[str, ...]
    second: tuple[str, ...] = ()
    delimiter: str = ","

    @property
    def columns(self) -> frozenset[str]:
        """The names of the first row, plain."""
        return frozenset(map(plain, self.first))


def plain(name: str) -> str:
    """A column's name in small letters with low lines, as publishers spell it now and then.

    >>> plain(" Event Date"), plain("EVENT_DATE")
    ('event_date', 'event_date')
    """
    return "_".join(name.strip().strip("\ufeff").lower().split())


def head(path: Path) -> Head | None:
    """The first rows of a file that can be opened; None of any other."""
    try:
        with _first(path) as (name, stream):
            if stream is None:
                return _book_head(path)
            text = _decoded(stream.read(_HEAD))
    except (OSError, Refused, zipfile.BadZipFile):
        return None
    mark = delimiter(text)
    rows = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        found = [next(rows, []), next(rows, [])]
    except csv.Error:
        return None
    return Head(name, tuple(found[0]), tuple(found[1]), mark) if found[0] else None


@contextmanager
def _first(path: Path) -> Iterator[tuple[str, IO[bytes] | None]]:
    if path.suffix.lower() in BOOKS:
        yield path.name, None
    elif path.suffix.lower() == ZIP:
        with zipfile.ZipFile(path) as packed:
            inside = members(packed)
            if not inside:
                raise Refused("it holds no table")
            name = inside[0].filename
            if PurePosixPath(name).suffix.lower() in BOOKS:
                raise Refused("a workbook in a zip is not read: unpack it")
            with packed.open(inside[0]) as stream:
                yield PurePosixPath(name).name, stream
    else:
        with path.open("rb") as stream:
            yield path.name, stream


def _book_head(path: Path) -> Head | None:
    try:
        rows = [cells for _, cells in _sheet(path, 2)]
    except Refused:
        return None
    if not rows:
        return None
    return Head(path.name, tuple(rows[0]), tuple(rows[1] if len(rows) > 1 else ()), "")


def members(packed: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The tables in a zip, by name; a dangerous member refuses the whole file."""
    found = []
    for one in packed.infolist():
        parts = PurePosixPath(one.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in one.filename:
            raise Refused(f"a member's name leaves its folder: {one.filename[:80]!r}")
        if one.flag_bits & 1:
            raise Refused(f"{one.filename[:80]!r} is encrypted")
        if one.file_size > min(LARGEST, max(2**20, one.compress_size * MOST_TIMES)):
            raise Refused(f"{one.filename[:80]!r} would unpack to {one.file_size:,} bytes")
        hidden = any(part.startswith((".", "__MACOSX")) for part in parts.parts)
        if not one.is_dir() and not hidden and parts.suffix.lower() in (*TEXT, *BOOKS):
            found.append(one)
    return sorted(found, key=lambda one: one.filename)


def parts(path: Path) -> Iterator[tuple[str, Rows]]:
    """Each table of a file under its name, with its rows as they stand; the first names columns."""
    if path.suffix.lower() in BOOKS:
        yield path.name, _sheet(path, None)
    elif path.suffix.lower() != ZIP:
        with path.open("rb") as stream:
            yield path.name, _text_rows(stream, fits_utf8(path))
    else:
        with zipfile.ZipFile(path) as packed:
            for one in members(packed):
                name = f"{path.name}/{PurePosixPath(one.filename).name}"
                with packed.open(one) as stream:
                    utf8 = _all_utf8(stream)
                with packed.open(one) as stream:
                    yield name, _text_rows(stream, utf8)


def fits_utf8(path: Path) -> bool:
    """Whether every byte of a file is a part of a letter in UTF-8."""
    with path.open("rb") as stream:
        return _all_utf8(stream)


def _all_utf8(stream: IO[bytes]) -> bool:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        while text.read(1 << 20):
            pass
    except UnicodeDecodeError:
        return False
    finally:
        text.detach()
    return True


def _text_rows(stream: IO[bytes], utf8: bool) -> Rows:
    """The rows with the line on which each begins."""
    coding = "utf-8-sig" if utf8 else "cp1252"
    csv.field_size_limit(_CELL)
    with io.TextIOWrapper(stream, encoding=coding, errors="replace", newline="") as text:
        start = text.readline()
        reader = csv.reader(_again(start, text), delimiter=delimiter(start))
        line = 1
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1


def _again(start: str, rest: io.TextIOWrapper) -> Iterator[str]:
    yield start
    yield from rest


def _sheet(path: Path, most: int | None) -> Rows:
    import python_calamine as calamine

    from squarely.grounds.bring.others import sheet_cell

    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=most)
    except (calamine.CalamineError, IndexError) as error:
        raise Refused(f"{path.name} cannot be read as a workbook: {error}") from None
    for number, row in enumerate(rows, 1):
        cells = [sheet_cell(cell) for cell in row]
        if any(cells):
            yield number, cells


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if error.end >= len(raw):  # cut in the middle of a letter
            return raw[: error.start].decode("utf-8-sig")
        return raw.decode("cp1252", errors="replace")


def delimiter(text: str) -> str:
    """What stands between the cells of the first line."""
    line = text.partition("\n")[0]
    return max("\t,;|", key=line.count)


def by_name(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """A row by its columns' plain names; a row of another length raises with what is wrong.

    Empty cells beyond the header are no fault: some publishers end each line with a mark.
    """
    if len(cells) > len(names) and not any(cell.strip() for cell in cells[len(names) :]):
        cells = cells[: len(names)]
    if len(cells) != len(names):
        raise ValueError(f"the row has {len(cells)} cells, the header {len(names)}")
    return {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
