"""Rows as a CSV file within the page: gzip in base64, so that hundreds of rows cost few bytes.

A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers keep their
signs. Sources: OWASP, CSV Injection.
"""

from __future__ import annotations

import csv
import gzip
import io
from base64 import b64encode
from collections.abc import Iterable, Sequence

from squarely.model.study import Rows
from squarely.report.words import plain

SHOWN = 50  # rows that stand in the page as a table
MOST = 120_000  # letters of attached files in one page, which is to stay below 3 MB
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as CSV that no spreadsheet runs.

    >>> csv_text(("a", "b"), [("=1+1", "-2")]).splitlines()
    ['a,b', "'=1+1,-2"]
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow([inert(column) for column in columns])
    writer.writerows([inert(cell) for cell in row] for row in rows)
    return written.getvalue()


def inert(cell: str) -> str:
    """A cell that is no formula."""
    return f"'{cell}" if cell.startswith(FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def attached(found: Sequence[tuple[str, Rows]]) -> dict[tuple[str, int], str]:
    """For each claim's list of more rows than are shown its file, until the page's room is used.

    `found` are claims' ids with their lists, in the page's order; a key holds the id and the
    place of the list among the claim's own.
    """
    files: dict[tuple[str, int], str] = {}
    places: dict[str, int] = {}
    room = MOST
    for name, rows in found:
        place = places[name] = places.get(name, -1) + 1
        if len(rows.rows) <= SHOWN or rows.withheld:
            continue
        text = packed(rows)
        if len(text) <= room:
            files[name, place] = text
            room -= len(text)
    return files


def packed(rows: Rows) -> str:
    """Rows as CSV, gzip, base64; the same rows give the same letters."""
    cells = ([plain(cell) for cell in row] for row in rows.rows)
    return letters(csv_text([plain(column) for column in rows.columns], cells))


def letters(text: str) -> str:
    """Text as gzip in base64, which a browser unpacks; the same text gives the same letters."""
    return b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode()
