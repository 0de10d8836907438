"""Rows of a CSV keep the line on which they begin, whatever stands in their cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from squarely.grounds.records import day, records, whole


def write(folder: Path, text: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_cell_with_line_breaks_does_not_shift_the_lines_after_it(tmp_path: Path) -> None:
    path = write(tmp_path, 'a,b\n1,"two\nlines"\n3,4\n')
    assert [(line, row["a"]) for line, row in records(path)] == [(2, "1"), (4, "3")]


def test_a_mark_at_the_start_of_the_file_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    path = write(tmp_path, "\ufeffName,Date\nPeru,2011\n")
    assert [row["Name"] for _, row in records(path)] == ["Peru"]


@pytest.mark.parametrize(
    ("line", "cells"), [("1", {"a": "1", "b": ""}), ("1,2,3", {"a": "1", "b": "2"})]
)
def test_a_ragged_row_is_given_as_far_as_it_goes(
    line: str, cells: dict[str, str], tmp_path: Path
) -> None:
    assert [row for _, row in records(write(tmp_path, f"a,b\n{line}\n"))] == [cells]


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert list(records(write(tmp_path, ""))) == []


def test_empty_cells_are_missing_values() -> None:
    assert (whole(" "), day("")) == (None, None)
    assert (whole("24"), day("2025-10-03")) == (24, date(2025, 10, 3))
