"""Workbooks: dates, formulas, several sheets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bringing import looked, refused, values, written
from squarely.grounds.bring.importing import Asked
from squarely.grounds.bring.raw import Form
from workbooks import workbook

STRIKES = [["date", "workers"], ["@45293", "#1200"], ["@45294", "=1+2|3"]]


def test_days_and_the_values_of_formulas_are_read(tmp_path: Path) -> None:
    found = looked(workbook(tmp_path / "a.xlsx", {"one": STRIKES}))
    assert values(found, "date") == [date(2024, 1, 2), date(2024, 1, 3)]
    assert values(found, "workers") == [1200, 3]


def test_the_first_sheet_is_read_with_a_note_unless_another_is_told(tmp_path: Path) -> None:
    other = [["date", "workers"], ["@45293", "#7"]]
    path = workbook(tmp_path / "a.xlsx", {"one": STRIKES, "two": other})
    assert any("two" in note for note in looked(path).notes)
    assert values(looked(path, Asked(form=Form(sheet="two"))), "workers") == [7]
    (problem,) = refused(path, Asked(form=Form(sheet="three")))
    assert problem.hint == "its sheets: one, two"


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path, b"PK\x03\x04 broken", "a.xlsx"))[0].code == "data-excel"


def test_empty_rows_and_a_title_do_not_disturb(tmp_path: Path) -> None:
    rows = [["Strikes of the year"], [], *STRIKES, [], ["@45295", "#9"]]
    found = looked(workbook(tmp_path / "a.xlsx", {"one": rows}))
    assert values(found, "workers") == [1200, 3, 9]
