"""Publishers' rows by column: read from any of their files, set aside with a reason, never lost.

A row is set aside where it has another number of cells than the header, or where a cell that the
table needs cannot be read. Of one event in several files or states the latest is kept, and the
others are set aside and named.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.opened import Head, Refused, by_name, delimiter, parts, plain
from squarely.grounds.prepared import Prepared, SetAside

__all__ = ("Head", "Line", "delimiter", "table")

_DATES = ("%d %B %Y", "%d-%B-%Y", "%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%m/%d/%Y", "%Y/%m/%d")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a publisher's file: where it stands and its cells by the columns' plain names."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, *names: str) -> str | None:
        """The first of these columns that holds something."""
        return next((cell for name in names if (cell := self.cells.get(name))), None)

    def whole(self, *names: str) -> int | None:
        """A whole number; words in its place are a fault of the row."""
        cell = self.text(*names)
        if cell is None:
            return None
        number = self.number_of(cell, names[0])
        if number != int(number):
            raise ValueError(f"{names[0]}: {cell[:40]!r} is not a whole number")
        return int(number)

    def number_of(self, cell: str, name: str) -> float:
        """A cell as a finite number."""
        try:
            number = float(cell.replace(",", "") if "." in cell or cell.count(",") > 1 else cell)
        except ValueError:
            raise ValueError(f"{name}: {cell[:40]!r} is not a number") from None
        if number != number or abs(number) > 1e18:
            raise ValueError(f"{name}: {cell[:40]!r} is not a number")
        return number

    def real(self, name: str) -> float | None:
        """A number; None where the cell is empty."""
        cell = self.text(name)
        return None if cell is None else self.number_of(cell, name)

    def degrees(self, name: str, most: int) -> float | None:
        """A coordinate; one beyond the globe is a fault of the row."""
        found = self.real(name)
        if found is not None and abs(found) > most:
            raise ValueError(f"{name}: {found} is beyond {most} degrees")
        return found

    def day(self, *names: str) -> date:
        """The day in the first of these columns that holds something."""
        cell = self.text(*names)
        if cell is None:
            raise ValueError(f"{names[0]}: no date")
        found = day_of(cell)
        if found is None:
            raise ValueError(f"{names[0]}: {cell[:40]!r} is not a date")
        return found

    def flag(self, name: str) -> bool:
        """A mark that publishers leave empty where it does not apply."""
        cell = (self.text(name) or "").lower()
        if cell in ("", "0", "0.0", "false", "no", "na"):
            return False
        if cell in ("1", "1.0", "true", "yes"):
            return True
        raise ValueError(f"{name}: {cell[:40]!r} is neither 1 nor 0")


def day_of(text: str) -> date | None:
    """A date as publishers write it: ISO, "16 May 2025", 20250516, or a day with a time.

    >>> day_of("16 May 2025"), day_of("2025-05-16 00:00:00.000")
    (datetime.date(2025, 5, 16), datetime.date(2025, 5, 16))
    """
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        pass
    for form in (*_DATES, "%Y%m%d"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


Cells = tuple[object, ...]


def lines(
    files: Sequence[Path], names: Sequence[str] | None = None, spare: Sequence[str] = ()
) -> Iterator[Line | SetAside]:
    """Every row of these files, or why it is none.

    `names` are the columns of a file without a header, `spare` those that a header may name though
    no row has a cell for them.
    """
    for path in files:
        try:
            for label, rows in parts(path):
                yield from _part(label, rows, names, spare)
        except (Refused, OSError, zipfile.BadZipFile) as error:
            yield SetAside(path.name, 1, f"the file cannot be opened: {error}")


def _part(
    label: str,
    rows: Iterator[tuple[int, list[str]]],
    names: Sequence[str] | None,
    spare: Sequence[str],
) -> Iterator[Line | SetAside]:
    header: list[str] | None = None
    number = 0
    try:
        for number, cells in rows:
            if header is None:
                header = [plain(cell) for cell in cells]
                while header and not header[-1]:
                    header.pop()
                if names and len(cells) == len(names) and header[0] != names[0]:
                    header = list(names)
                else:
                    continue
            if spare and len(cells) < len(header):
                shorter = [name for name in header if name not in spare]
                header = shorter if len(shorter) == len(cells) else header
            try:
                yield Line(label, number, by_name(header, cells))
            except ValueError as error:
                yield SetAside(label, number, str(error))
    except csv.Error as error:
        yield SetAside(label, number + 1, f"unreadable from here on: {error}")


def table(
    types: Mapping[str, str],
    found: Iterator[Line | SetAside],
    cells_of: Callable[[Line], Cells],
    latest: Callable[[Line], tuple[str, tuple[object, ...]]] | None = None,
) -> Prepared:
    """The table of the rows that `cells_of` can read.

    `latest` gives a row's event and its rank: of one event the row of the highest rank is kept.
    """
    kept: dict[object, tuple[tuple[object, ...], Line, Cells]] = {}
    aside: list[SetAside] = []
    for number, line in enumerate(found):
        if isinstance(line, SetAside):
            aside.append(line)
            continue
        try:
            cells = cells_of(line)
            key, rank = latest(line) if latest else (number, ())
        except ValueError as error:
            aside.append(SetAside(line.file, line.number, str(error)))
            continue
        other = kept.get(key)
        if other is not None:
            older = other[1] if rank > other[0] else line
            newer = line if rank > other[0] else other[1]
            reason = f"an earlier state of an event that stands in {newer.file}, line"
            aside.append(SetAside(older.file, older.number, f"{reason} {newer.number}"))
        if other is None or rank > other[0]:
            kept[key] = (rank, line, cells)
    rows = [cells for _, _, cells in kept.values()]
    aside.sort(key=lambda one: (one.file, one.line))
    return Prepared(columns_of(types, rows), tuple(aside), len(rows) + len(aside))
