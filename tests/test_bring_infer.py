"""What columns are taken for: dates, numbers, sizes, countries, years; never guessed in silence."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bringing import aside, looked, refused, types, values, written
from squarely.grounds.bring.importing import Asked
from squarely.grounds.bring.infer import Told


def column(folder: Path, *cells: str, header: str = "reading", told: Told | None = None) -> object:
    rows = "\n".join(f'{n};"{cell}"' for n, cell in enumerate(cells, 101))
    path = written(folder, f"nr;{header}\n{rows}\n")
    return values(looked(path, Asked(told=told or Told())), header)


@pytest.mark.parametrize(
    "text",
    ["2025-10-03", "2025/10/03", "2025-10-03T14:05:00Z", "2025-10-03 14:05", "3 October 2025",
     "October 3, 2025", "Fri, 3 Oct 2025", "3. Oktober 2025", "3 octobre 2025", "3 ottobre 2025",
     "3 de octubre de 2025", "03-Oct-2025", "3-Oct-25", "20251003", "2025.10.03"],
)  # fmt: skip
def test_a_date_with_one_meaning_is_read_however_it_is_written(text: str, tmp_path: Path) -> None:
    assert column(tmp_path, text, header="date") == [date(2025, 10, 3)]


def test_dates_that_have_one_order_settle_those_that_have_two(tmp_path: Path) -> None:
    found = column(tmp_path, "03/04/2025", "25/04/2025", header="date")
    assert found == [date(2025, 4, 3), date(2025, 4, 25)]
    found = column(tmp_path, "03/04/2025", "04/25/2025", header="date")
    assert found == [date(2025, 3, 4), date(2025, 4, 25)]


def test_dates_that_all_have_two_orders_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "date,type\n03/04/2025,a\n05/06/2025,b\n")
    (problem,) = refused(path)
    assert problem.code == "data-ambiguous-order"
    assert "--date-order" in (problem.hint or "")
    told = looked(path, Asked(told=Told(order="month-first")))
    assert values(told, "date") == [date(2025, 3, 4), date(2025, 5, 6)]


def test_dates_of_both_orders_in_like_number_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "date,type\n13/04/2025,a\n04/14/2025,b\n")
    assert refused(path)[0].code == "data-ambiguous-order"


def test_one_date_against_many_is_set_aside_with_its_line(tmp_path: Path) -> None:
    rows = "".join(f"{day}/04/2025,x\n" for day in range(1, 31))
    found = looked(written(tmp_path, f"date,type\n{rows}04/14/2025,b\n"))
    assert [line for line, _ in aside(found)] == [32]
    assert found.table.rows_read == 31


def test_another_column_of_the_file_settles_the_order_of_one(tmp_path: Path) -> None:
    path = written(tmp_path, "start,end\n03/04/2025,25/04/2025\n05/06/2025,26/06/2025\n")
    assert values(looked(path), "start") == [date(2025, 4, 3), date(2025, 6, 5)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1,234.5", "2.5"), [1234.5, 2.5]),
        (("1.234,5", "2,5"), [1234.5, 2.5]),
        (("1 234,5", "2,5"), [1234.5, 2.5]),
        (("1\u202f234,5", "2,5"), [1234.5, 2.5]),
        (("1'234.5", "2.5"), [1234.5, 2.5]),
        (("1,234,567", "1"), [1234567, 1]),
        (("1.234.567", "1"), [1234567, 1]),
        (("1,234", "950"), [1234, 950]),
        (("1.234", "0.5"), [1.234, 0.5]),
        (("−5", "7"), [-5, 7]),
        (("12.0", "13.0"), [12, 13]),
        (("45%", "6%"), [45, 6]),
        (("$1,200.50", "$3.00"), [1200.5, 3.0]),
        (("1e3", "2"), [1000.0, 2.0]),
    ],
)
def test_numbers_are_read_in_the_style_of_their_column(
    cells: tuple[str, ...], expected: list[float], tmp_path: Path
) -> None:
    assert column(tmp_path, *cells) == expected


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_numbers_that_may_be_thousands_or_decimals_are_asked_about(
    text: str, tmp_path: Path
) -> None:
    path = written(tmp_path, f"nr;reading\na;{text}\nb;{text}\n")
    (problem,) = refused(path)
    assert problem.code == "data-ambiguous-decimal"
    as_decimal = looked(path, Asked(told=Told(decimal=text[1])))
    assert values(as_decimal, "reading") == [1.234, 1.234]
    other = "." if text[1] == "," else ","
    assert values(looked(path, Asked(told=Told(decimal=other))), "reading") == [1234, 1234]


def test_leading_zeros_keep_a_column_a_text(tmp_path: Path) -> None:
    assert column(tmp_path, "01234", "99999") == ["01234", "99999"]


def test_sizes_in_words_become_low_best_and_high(tmp_path: Path) -> None:
    rows = "a,1000s\nb,>10000\nc,50+\nd,hundreds\ne,5-10\nf,about 300\n"
    found = looked(written(tmp_path, f"type,participants\n{rows}"))
    assert values(found, "participants_low") == [1000, 10000, 50, 100, 5, 300]
    assert values(found, "participants_high") == [9999, 99999, 99, 999, 10, 300]
    roles = found.by_role
    assert (roles["size_low"], roles["size"]) == ("participants_low", "participants")


def test_a_size_that_says_nothing_is_missing_and_one_unreadable_is_set_aside(
    tmp_path: Path,
) -> None:
    many = "".join(f"a,{n}s\n" for n in (100, 1000) for _ in range(10))
    found = looked(written(tmp_path, f"type,crowd\n{many}b,unknown\nc,rather big\n"))
    assert [line for line, _ in aside(found)] == [23]
    assert values(found, "crowd")[-1] is None


def test_countries_are_read_by_name_and_code(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "country,n\nItaly,1\nFR,2\nDEU,3\nTürkiye,4\n"))
    assert values(found, "country") == ["ITA", "FRA", "DEU", "TUR"]
    assert found.by_role["place"] == "country"


def test_na_is_namibia_among_two_letter_codes_and_missing_elsewhere(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "country,deaths\nNA,1\nIT,2\nFR,NA\n"))
    assert values(found, "country") == ["NAM", "ITA", "FRA"]
    assert values(found, "deaths") == [1, 2, None]


def test_states_of_one_country_are_not_taken_for_countries(tmp_path: Path) -> None:
    codes = "CA TX NY WA OH MI WI KS NV OR UT FL HI IA".split()  # noqa: SIM905
    found = looked(written(tmp_path, "state,n\n" + "".join(f"{c},1\n" for c in codes)))
    assert types(found)["state"] == "string"


def test_years_booleans_and_categories_are_recognised(tmp_path: Path) -> None:
    rows = "".join(f"{2000 + n},{'yes' if n % 2 else 'no'},{'ab'[n % 2]}\n" for n in range(12))
    found = looked(written(tmp_path, f"year,called off,scope\n{rows}"))
    assert types(found) == {"year": "year", "called off": "boolean", "scope": "string"}
    assert found.guesses["scope"].categories == ("a", "b")
    assert (found.first, found.last) == (date(2000, 1, 1), date(2011, 12, 31))
    assert found.resolution == "year"


def test_months_and_quarters_date_their_first_day_and_set_the_resolution(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "month,n\n2024-01,3\n2024-02,4\n"))
    assert (found.resolution, found.last) == ("month", date(2024, 2, 29))
    found = looked(written(tmp_path, "quarter,n\n2024-Q1,3\nQ2 2024,4\n"))
    assert values(found, "quarter") == [date(2024, 1, 1), date(2024, 4, 1)]


def test_a_flag_goes_before_every_proposal(tmp_path: Path) -> None:
    path = written(tmp_path, "reported,happened,a\n2024-01-02,2024-01-01,x\n")
    assert looked(path).by_role["time"] == "happened"
    assert looked(path, Asked(roles={"time": "reported"})).by_role["time"] == "reported"


def test_a_role_that_values_cannot_have_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "date,scope\n2024-01-02,x\n")
    assert refused(path, Asked(roles={"size": "scope"}))[0].code == "data-role"
    (problem,) = refused(path, Asked(roles={"size": "scoep"}))
    assert problem.hint == "did you mean scope?"


def test_a_column_called_like_a_role_of_another_is_renamed(tmp_path: Path) -> None:
    path = written(tmp_path, "type,event_type,date\nx,a,2024-01-02\ny,b,2024-01-03\n")
    found = looked(path, Asked(roles={"type": "event_type"}))
    assert values(found, "type_column") == ["x", "y"]
    assert found.by_role["type"] == "event_type"


def test_a_number_that_may_stand_for_no_value_is_pointed_out(tmp_path: Path) -> None:
    path = written(tmp_path, "date,deaths\n2024-01-02,-999\n2024-01-03,5\n")
    assert any("-999" in note for note in looked(path).notes)
    told = looked(path, Asked(told=Told(missing=("-999",))))
    assert values(told, "deaths") == [None, 5]


@pytest.mark.parametrize("month", ["2", "02", "February", "Feb"])
def test_a_date_in_three_columns_is_one(month: str, tmp_path: Path) -> None:
    days = (3, 30, 9, *range(10, 28))
    rows = "".join(f"2024,{month},{day},{day}\n" for day in days)
    text = f"year,month,day,deaths\n{rows}"
    found = looked(written(tmp_path, text))
    assert values(found, "date")[:2] == [date(2024, 2, 3), date(2024, 2, 9)]
    assert found.by_role["time"] == "date"
    assert found.table.set_aside[0].line == 3


def test_the_date_that_can_be_read_throughout_dates_the_rows(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{n:02},2024-02-{n:02},x\n" for n in range(1, 20))
    found = looked(written(tmp_path, f"date,date_iso,a\n{rows}from May on,2024-02-20,x\n"))
    assert found.by_role["time"] == "date_iso"
    assert types(found)["date"] == "string"
    assert not found.table.set_aside


def test_a_second_country_of_no_role_costs_no_row(tmp_path: Path) -> None:
    lands = ["Italy", "France", "Spain", "Poland", "Kenya", "Chad", "Cuba", "Peru", "Mali"]
    rows = "".join(f"{land},{land}\n" for land in lands)
    found = looked(written(tmp_path, f"country,birth country\n{rows}Chile,The Moon\n"))
    assert not found.table.set_aside
    assert types(found)["birth country"] == "string"


def test_what_may_mislead_is_pointed_out_and_nothing_is_changed(tmp_path: Path) -> None:
    rows = (
        "2024-01-02,March,1\n" * 2 + ",march,2\n2240-01-02,sit-in,3\n" + "2024-02-01,march,4\n" * 3
    )
    found = looked(written(tmp_path, f"date,tactic,n\n{rows}"))
    said = " ".join(found.notes)
    assert "rows without date: 1;" in said
    assert "dates before 1500 or after 2100: 1;" in said
    assert "rows exactly like another: 3;" in said
    assert "March and march" in said
    assert found.table.rows_read == len(values(found, "n")) == 7


def test_a_wide_table_and_counted_days_are_pointed_out(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "country,2001,2002,2003\nItaly,1,2,3\nFrance,2,3,4\n"))
    assert any("3 columns are years" in note for note in found.notes)
    found = looked(written(tmp_path, "date,deaths\n45000,3\n45001,4\n"))
    assert any("not read as dates" in note for note in found.notes)
    assert "time" not in found.by_role
