"""A file as rows of text cells, whatever its format; what a cell means is decided elsewhere.

Every row that cannot be a row (too many cells, a quote never closed, a broken byte) is set aside
with its line. What was found out about the file's form is kept in `Form`, so that the descriptor
can state it and a later reading does not find out something else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from squarely.grounds.catalog import EXCEL as EXCEL
from squarely.grounds.prepared import SetAside
from squarely.model.place import Place, Problem

MOST_BYTES = 200_000_000
MOST_COLUMNS = 2_000
TEXT = (".csv", ".tsv", ".tab", ".txt")
JSON = (".json", ".jsonl", ".ndjson")
PARQUET = (".parquet",)


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written; None where it is to be found out.

    `header` is the number of the row that names the columns, 0 where there is none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: int | None = None
    sheet: str | None = None


Row = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Raw:
    """A table of text: unique column names, cells by column, the line of each row."""

    form: Form
    columns: Mapping[str, list[str]]
    lines: list[int]
    aside: tuple[SetAside, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows_read(self) -> int:
        """The rows kept and those set aside."""
        return len(self.lines) + len(self.aside)


def fault(code: str, message: str, file: str, hint: str | None = None, line: int = 1) -> Problem:
    """What is wrong with a file that is to be added."""
    return Problem(f"data-{code}", "error", message, Place(file, line, 1), hint)


def unique(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names made whole and different from one another, and what was changed.

    >>> unique(["a", "", "a"])
    (('a', 'column_2', 'a_2'), ('column 2 has no name: it is called column_2', \
'two columns are called a: column 3 is called a_2'))
    """
    found: dict[str, None] = {}
    notes = []
    taken = {" ".join(name.split()) for name in names}
    for number, given in enumerate(names, 1):
        plain = " ".join(given.split())
        name = plain or f"column_{number}"
        count = 2
        while name in found or (name != plain and name in taken):
            name = f"{plain or 'column'}_{count}"
            count += 1
        if not plain:
            notes.append(f"column {number} has no name: it is called {name}")
        elif name != plain:
            notes.append(f"two columns are called {plain}: column {number} is called {name}")
        found[name] = None
    return tuple(found), tuple(notes)
