"""Bad files: a clear message or a right reading, never a silent wrong one."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from bringing import aside, looked, refused, types, values, written
from squarely.grounds.bring import raw
from squarely.grounds.bring.importing import Asked
from squarely.grounds.bring.raw import Form
from squarely.grounds.engine import connection

ROWS = "date,town,n\n2024-01-02,Zürich,3\n2024-01-03,Łódź,4\n"


def test_an_empty_file_and_a_bare_header_are_said_to_be_so(tmp_path: Path) -> None:
    assert refused(written(tmp_path, ""))[0].code == "data-empty"
    assert refused(written(tmp_path, "\n\n"))[0].code == "data-empty"
    assert "no rows" in refused(written(tmp_path, "date,n\n"))[0].message
    assert "cannot be read" in refused(tmp_path / "absent.csv")[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_unicode_encoding_is_read_the_same(encoding: str, tmp_path: Path) -> None:
    found = looked(written(tmp_path, ROWS.encode(encoding)))
    assert list(found.table.columns) == ["date", "town", "n"]
    assert values(found, "town") == ["Zürich", "Łódź"]


def test_windows_text_is_read_with_a_note(tmp_path: Path) -> None:
    found = looked(written(tmp_path, ROWS.replace("Łódź", "Genève – €").encode("cp1252")))
    assert values(found, "town") == ["Zürich", "Genève – €"]
    assert any("Windows-1252" in note for note in found.notes)


def test_an_encoding_that_cannot_be_told_is_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "date,город\n2024-01-02,Москва\n2024-01-03,Казань\n".encode("cp1251"))
    assert refused(path)[0].code == "data-encoding"
    told = looked(path, Asked(form=Form(encoding="cp1251")))
    assert values(told, "город") == ["Москва", "Казань"]
    (problem,) = refused(path, Asked(form=Form(encoding="klingon")))
    assert "klingon" in problem.message


def test_one_broken_byte_sets_its_row_aside_and_no_other(tmp_path: Path) -> None:
    text = ROWS.encode() + b"2024-01-04,K\xf6ln,5\n" + "2024-01-05,Århus,6\n".encode() * 20
    found = looked(written(tmp_path, text))
    assert [line for line, _ in aside(found)] == [4]
    assert values(found, "town")[0] == "Zürich"


def test_rows_of_another_width_are_set_aside_with_their_line(tmp_path: Path) -> None:
    good = "2024-01-05,7\n" * 5
    found = looked(written(tmp_path, f"date,n\n2024-01-03,2,9\n2024-01-04\n,\n{good}"))
    assert [line for line, _ in aside(found)] == [2, 3, 4]
    assert values(found, "n") == [7] * 5


def test_a_table_that_is_mostly_ragged_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "date,n\n" + "2024-01-02,1,2,x\n" * 5)
    assert refused(path)[0].code == "data-ragged"


def test_cells_may_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    text = (
        'date,town\n2024-01-02,"a, ""b""\nc"\n2024-01-03,"d"\nbad,e\n2024-01-05,f\n2024-01-06,f\n'
    )
    found = looked(written(tmp_path, text))
    assert values(found, "town")[:2] == ['a, "b"\nc', "d"]
    assert [line for line, _ in aside(found)] == [5]


def test_a_quote_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{n:02},x\n" for n in range(1, 29))
    found = looked(written(tmp_path, f'date,town\n2024-02-01,"open\n{rows}' + rows * 40))
    assert [line for line, _ in aside(found)] == [2]
    assert found.table.rows_read == 1 + 28 * 41


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str, tmp_path: Path) -> None:
    text = f"date{delimiter}deaths\n2024-01-02{delimiter}3\n2024-01-03{delimiter}4\n"
    assert values(looked(written(tmp_path, text)), "deaths") == [3, 4]


def test_a_decimal_comma_does_not_hide_the_semicolon(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "place;index\na;1,25\nb;2,5\nc;3,75\n"))
    assert values(found, "index") == [1.25, 2.5, 3.75]


def test_a_missing_header_is_said_and_may_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "2024-01-02,Rome,3\n2024-01-03,Milan,4\n")
    found = looked(path)
    assert values(found, "column_3") == [3, 4]
    assert any("no header" in note for note in found.notes)
    assert looked(path, Asked(form=Form(header=1))).table.rows_read == 1


def test_a_title_above_the_header_is_passed_over_with_a_note(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "Strikes in Rome\n\ndate,town,n\n2024-01-02,Rome,3\n"))
    assert list(found.table.columns) == ["date", "town", "n"]
    assert any("title" in note for note in found.notes)


def test_names_that_stand_twice_or_not_at_all_are_made_different(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "date,n,,n\n2024-01-02,1,a,2\n2024-01-03,3,b,4\n"))
    assert list(found.table.columns) == ["date", "n", "column_3", "n_2"]
    assert values(found, "n_2") == [2, 4]
    assert len([note for note in found.notes if "column" in note]) == 2


def test_ten_thousand_columns_are_refused_at_once(tmp_path: Path) -> None:
    header = ",".join(f"c{n}" for n in range(10_000))
    path = written(tmp_path, f"{header}\n" + ("1," * 9_999 + "1\n") * 300)
    start = time.perf_counter()
    assert "10,000 columns" in refused(path)[0].message
    assert time.perf_counter() - start < 2


def test_a_file_beyond_the_limit_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, b"")
    with path.open("wb") as file:
        file.truncate(raw.MOST_BYTES + 1)
    assert "200 MB" in refused(path)[0].message


def test_a_row_with_a_nul_byte_is_set_aside(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-{n:02},x\n" for n in range(1, 9))
    found = looked(written(tmp_path, f"date,town\n2024-02-01,a\0b\n{rows}"))
    assert aside(found) == [(2, "the row holds a NUL byte")]


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 zip", b"\x1f\x8b gzip", b"%PDF-1.7", b"<!DOCTYPE html><html><table>", b"PAR1x"],
)
def test_a_file_that_is_no_text_is_named_for_what_it_is(content: bytes, tmp_path: Path) -> None:
    assert refused(written(tmp_path, content))[0].code == "data-format"


def test_json_is_read_as_an_array_in_an_object_and_by_the_line(tmp_path: Path) -> None:
    records = '{"date": "2024-01-02", "deaths": 3}', '{"date": "2024-01-03", "deaths": null}'
    for name, text in (
        ("a.json", f"[{', '.join(records)}]"),
        ("b.json", f'{{"data": [{", ".join(records)}], "note": "x"}}'),
        ("c.jsonl", "\n".join(records)),
        ("d.json", "\n".join(records)),
    ):
        assert values(looked(written(tmp_path, text, name)), "deaths") == [3, None]


def test_nested_objects_become_columns_and_lists_are_left_out(tmp_path: Path) -> None:
    text = '[{"date": "2024-01-02", "at": {"town": "Rome"}, "tags": ["a"]}]'
    found = looked(written(tmp_path, text, "a.json"))
    assert values(found, "at.town") == ["Rome"]
    assert "tags" in found.dropped


def test_json_rows_that_are_no_records_are_set_aside(tmp_path: Path) -> None:
    text = '[{"date": "2024-01-02"}, 7, {"date": "2024-01-03", "date": "2024-01-04"}]'
    found = looked(written(tmp_path, text, "a.json"))
    assert [line for line, _ in aside(found)] == [2, 3]


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "[1, 2]", "null", '{"a": 1}', "[]"])
def test_json_that_holds_no_table_is_refused(text: str, tmp_path: Path) -> None:
    assert refused(written(tmp_path, text, "a.json"))


def test_parquet_types_are_read_and_nested_ones_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    connection().execute(
        "COPY (SELECT DATE '2024-01-02' AS day, TIMESTAMP '2024-01-02 10:00:00' AS t, 3::BIGINT "
        "AS deaths, 2.5::DOUBLE AS rate, true AS held, [1, 2] AS tags, 1.50::DECIMAL(9, 2) AS pay) "
        f"TO '{path}' (FORMAT parquet)"
    )
    found = looked(path)
    assert types(found) == {
        "day": "date", "t": "date", "deaths": "integer", "rate": "number", "held": "boolean",
        "pay": "number",
    }  # fmt: skip
    assert values(found, "day") == [date(2024, 1, 2)]
    assert "tags" in found.dropped
    assert refused(written(tmp_path, b"PAR1 broken", "b.parquet"))[0].code == "data-parquet"


def test_a_wide_table_of_years_keeps_its_header(tmp_path: Path) -> None:
    found = looked(written(tmp_path, "country,2001,2002,2003\nItaly,1,2,3\nFrance,2,3,4\n"))
    assert "2001" in found.table.columns


def test_no_row_is_lost_uncounted(tmp_path: Path) -> None:
    text = ROWS + "x\n2024-13-01,a,5\n,,\n2024-01-09,b,many\n2024-01-10,c,5\n" + ROWS[12:] * 9
    found = looked(written(tmp_path, text))
    kept = len(values(found, "n"))
    assert kept + len(found.table.set_aside) == found.table.rows_read
    assert {line for line, _ in aside(found)} == {4, 5, 6, 7}
