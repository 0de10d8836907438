"""Rows as files within the page: whole, inert in a spreadsheet, and within the page's room."""

from __future__ import annotations

import csv
import gzip
import io
from base64 import b64decode
from dataclasses import replace
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

import studies
from squarely.model.study import Rows
from squarely.report.attached import MOST, attached, csv_text, packed
from squarely.report.page import render_page

CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)


def many(number: int, cell: str = "x") -> Rows:
    rows = tuple((f"2020-01-{1 + at % 28:02d}", f"{cell}{at}") for at in range(number))
    return Rows("strikes", ("day", "note"), rows, number)


def unpacked(letters: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(gzip.decompress(b64decode(letters)).decode())))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_no_cell_is_a_formula_and_none_is_lost(rows: list[tuple[str, str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_text(("a", "b"), rows))))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    for cell in (cell for row in read for cell in row):
        if cell.startswith(("=", "+", "-", "@")):
            float(cell)


def test_a_file_holds_every_row_and_the_same_rows_give_the_same_letters() -> None:
    rows = many(300)
    assert len(unpacked(packed(rows))) == 301
    assert packed(rows) == packed(many(300))


def test_few_rows_and_withheld_rows_have_no_file() -> None:
    held = replace(many(300), withheld="the licence keeps its rows back")
    assert attached([("a", many(50)), ("b", held)]) == {}


def test_files_stop_where_the_pages_room_ends() -> None:
    """Cells that no compression shortens to less than half."""
    words = [sha256(str(at).encode()).hexdigest() for at in range(100)]
    noise = [replace(many(100), rows=tuple((f"{at}", word) for word in words)) for at in range(60)]
    found = attached([(f"c{at}", rows) for at, rows in enumerate(noise)])
    assert 0 < len(found) < len(noise)
    assert sum(map(len, found.values())) <= MOST


def test_a_page_offers_the_file_beside_the_first_fifty() -> None:
    claim = replace(studies.exists(), rows=(many(10), many(300)))
    page = render_page(replace(studies.study(), claims=(claim,)))
    assert "50 of 300 rows" in page
    assert page.count('class="file"') == 1
