"""Delimited text cut into rows: the delimiter, the header, and rows that do not fit.

A quote that is never closed would swallow the rest of a file. So a cell may span at most 200
lines, a row that spans several lines must fit the header, and where it does not only its first
line is set aside and reading goes on at the next.

Sources: RFC 4180 (comma-separated values); Python's csv module for the parsing itself.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

MOST_LINES = 200  # of one cell
DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 200


def physical(text: str) -> list[str]:
    """The lines of a text, with their ends."""
    return list(io.StringIO(text, newline=""))


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that cuts the first lines into the most even rows.

    >>> delimiter_of(["a;b", "1,5;2", "2,5;3"])
    ';'
    """
    return max(DELIMITERS, key=lambda one: _evenness(lines[:_SAMPLE], one))


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    widths = [len(row) for _, row in records(lines, delimiter) if not isinstance(row, str)]
    common, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
    if common < 2:
        return 0.0, 0
    first = 1.0 if widths[0] == common else 0.7
    return round(first * count / len(widths), 2), common


def records(
    lines: Sequence[str], delimiter: str, width: int = 0
) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line it begins on, or why it is none; blank lines are no rows."""
    at = 0
    while at < len(lines):
        start = [at]
        reader = csv.reader(
            _feed(lines, at, start), delimiter=delimiter, strict=True, skipinitialspace=True
        )
        try:
            for row in reader:
                end = at + reader.line_num
                if width and end - start[0] > 1 and len(row) != width:
                    break
                if row:
                    yield start[0] + 1, row
                start[0] = end
            else:
                return
            yield start[0] + 1, "a quote opens here that no later one closes rightly"
        except csv.Error:
            yield start[0] + 1, "a quote in this row is not closed, or text follows a closed one"
        at = start[0] + 1


def _feed(lines: Sequence[str], at: int, start: list[int]) -> Iterator[str]:
    for number in range(at, len(lines)):
        if number - start[0] > MOST_LINES:
            return
        yield lines[number]
