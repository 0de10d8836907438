"""`squarely data add`: what it prints, what it writes, and the claim that runs."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bringing import written
from squarely.cli import adding, run
from squarely.grounds.bring import importing
from squarely.grounds.catalog import open_grounds
from squarely.grounds.tables import left_out, table

EVENTS = "day;land;marchers;tactic;contact\n" + "".join(
    f"{1 + n % 28:02}.{1 + n % 12:02}.20{10 + n % 12};Italy;{n % 7}00s;march;a{n}@example.org\n"
    for n in range(200)
).replace("000s;", "unknown;")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("SQUARELY_DATA", raising=False)


def add(path: Path, *words: str) -> int:
    return run(["data", "add", str(path), "--yes", *words])


def package(folder: Path) -> dict[str, object]:
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_what_was_understood_is_printed_and_the_claim_alone_goes_to_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, EVENTS + "32.01.2011;Italy;50+;march;\n", "rome_marches_2024.csv")
    assert add(path) == 0
    out, err = capsys.readouterr()
    assert yaml.safe_load(out)["data"] == ["rome_marches_2024.csv"]
    assert "200 rows kept, 1 set aside, of 201 read" in err
    assert "line 202: day: '32.01.2011'" in err
    assert "contact: its header" in err or "contact: it holds e-mail addresses" in err
    assert "example.org" not in out + err
    assert str(tmp_path / "datapackage.json") in err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("marches.csv", EVENTS),
        ("few.csv", "date,town\n2024-01-02,Rome\n2024-01-09,Milan\n"),
        ("undated.csv", "town,type\nRome,a\nMilan,b\nTurin,a\n"),
        ("years.csv", "year,country,wage share\n" + "".join(
            f"{1980 + n},{c},{50 + n % 7}.5\n" for n in range(40) for c in ("Italy", "France"))),
        ("monthly.csv", "month,strikes\n" + "".join(
            f"20{10 + n // 12}-{1 + n % 12:02},{n + 3}\n" for n in range(60))),
        ("odd name: it's.json", '[{"date": "2024-01-02", "n o": "yes"}, {"date": "2024-01-03"}]'),
        ("quarters.tsv", "quarter\tindex\n2020-Q1\t1.5\n2020-Q2\t2.5\n2020-Q3\t3.5\n"),
        ("votes.csv", "date,country,position\n2024-01-02,Italy,yes\n2024-01-02,Norway,no\n"),
    ],
)  # fmt: skip
def test_the_claim_that_is_printed_runs(
    name: str, content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(written(tmp_path, content, name)) == 0
    argument = tmp_path / "argument.yaml"
    argument.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["check", str(argument), "--format", "json"]) == 0
    study = json.loads(capsys.readouterr().out)
    assert [one["severity"] for one in study["problems"]] == []
    verdict = study["claims"][0]
    assert verdict["verdict"] not in ("no grounds", "out of scope"), verdict


def test_rows_set_aside_are_counted_in_the_verdict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "date,town\n" + "2024-01-02,Rome\n" * 20 + "2024-02-30,Rome\n"
    assert add(written(tmp_path, text)) == 0
    argument = tmp_path / "argument.yaml"
    argument.write_text(capsys.readouterr().out, encoding="utf-8")
    assert run(["check", str(argument), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)["claims"][0]["data"][0]
    assert (data["rows_set_aside"], data["rows_used"]) == (1, 20)
    assert "date: a cell" in data["why"]  # no licence was stated: no cell stands in a study
    assert "2024-02-30" not in json.dumps(data)
    assert add(tmp_path / "strikes.csv", "--replace", "--licence", "CC0-1.0") == 0
    capsys.readouterr()
    assert run(["check", str(argument), "--format", "json"]) == 0
    assert "2024-02-30" in capsys.readouterr().out


def test_the_descriptor_reads_the_file_as_it_was_shown(tmp_path: Path) -> None:
    path = written(tmp_path, EVENTS.encode("utf-16"), "marches.csv")
    shown = importing.look(path, importing.Asked())
    assert isinstance(shown, importing.Looked)
    assert add(path) == 0
    grounds, problems = open_grounds([tmp_path])
    assert problems == ()
    stand = grounds.stands["marches"]
    assert left_out(stand).rows_read == shown.table.rows_read
    assert left_out(stand).set_aside == len(shown.table.set_aside)
    assert set(table(stand).types) == set(shown.table.columns)


def test_a_package_is_extended_and_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add(written(tmp_path, EVENTS, "one.csv")) == 0
    assert add(written(tmp_path, EVENTS, "two.csv")) == 0
    before = (tmp_path / "datapackage.json").read_bytes()
    assert add(tmp_path / "one.csv") == 2
    assert "--replace" in capsys.readouterr().err
    assert (tmp_path / "datapackage.json").read_bytes() == before
    assert add(tmp_path / "one.csv", "--replace", "--unit", "marches") == 0
    resources = package(tmp_path)["resources"]
    assert isinstance(resources, list)
    assert [one["name"] for one in resources] == ["one", "two"]
    assert resources[0]["squarely"]["units"] == {"marches": None}
    open_grounds([tmp_path])


def test_a_broken_package_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{broken", encoding="utf-8")
    assert add(written(tmp_path, EVENTS)) == 2
    assert (tmp_path / "datapackage.json").read_text(encoding="utf-8") == "{broken"


def test_without_a_terminal_nothing_is_written_unless_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["data", "add", str(written(tmp_path, EVENTS))]) == 2
    assert "--yes" in capsys.readouterr().err
    assert not (tmp_path / "datapackage.json").exists()


def test_wrong_flags_are_wrong_usage(tmp_path: Path) -> None:
    path = written(tmp_path, EVENTS)
    assert add(path, "--role", "when=day") == 64
    assert add(path, "--decimal", "x") == 64
    assert add(path, "--delimiter", "::") == 64
    assert add(path, "--date-order", "random") == 64


def test_the_package_keeps_to_the_public_form(tmp_path: Path) -> None:
    assert add(written(tmp_path, EVENTS), "--licence", "CC0-1.0") == 0
    field = {"type": "object", "required": ["name", "type"]}
    schema = {"type": "object", "properties": {"fields": {"type": "array", "items": field}}}
    resource = {"type": "object", "required": ["name", "path"], "properties": {"schema": schema}}
    jsonschema.validate(
        package(tmp_path),
        {"type": "object", "properties": {"resources": {"type": "array", "items": resource}}},
    )
    resources = package(tmp_path)["resources"]
    assert isinstance(resources, list)
    assert resources[0]["squarely"]["redistributable"] is True


def test_data_check_lists_rows_set_aside(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, EVENTS + "32.01.2011;Italy;50+;march;\n", "marches.csv")
    for words, cell in (((), "a cell"), (("--replace", "--licence", "CC0-1.0"), "'32.01.2011'")):
        assert add(path, *words) == 0
        assert run(["data", "check", "--data", str(tmp_path)]) == 0
        out = capsys.readouterr().out
        assert "marches: 200 rows, 1 set aside" in out
        assert f"marches.csv:202: day: {cell}" in out


def test_a_column_that_vanished_since_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "date,town\n2024-01-02,Rome\n2024-01-03,Rome\n")
    assert add(path) == 0
    written(tmp_path, "date,city\n2024-01-02,Rome\n2024-01-03,Rome\n")
    grounds, _ = open_grounds([tmp_path])
    found = left_out(grounds.stands["strikes"])
    assert (found.rows_read, found.set_aside) == (2, 2)
    assert "no column town" in found.reasons[0][0]


def test_on_a_terminal_a_role_may_be_changed_before_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, "held,reported,town\n2024-01-02,2024-01-05,Rome\n")
    answers = iter(["tiem=reported", "time=reported", "yes"])
    monkeypatch.setattr(adding, "_answer", lambda: next(answers))
    assert run(["data", "add", str(path)]) == 0
    assert "there is no role tiem" in capsys.readouterr().err
    resources = package(tmp_path)["resources"]
    assert isinstance(resources, list)
    assert resources[0]["squarely"]["roles"]["time"] == "reported"


def test_a_refusal_on_the_terminal_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_answer", lambda: "no")
    assert run(["data", "add", str(written(tmp_path, EVENTS))]) == 2
    assert not (tmp_path / "datapackage.json").exists()


def test_one_figure_for_each_place_and_year_is_a_series(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f"{c},{y},{n}\n" for n, c in enumerate("ABC") for y in range(2000, 2005))
    assert add(written(tmp_path, f"region,year,regime\n{rows}")) == 0
    assert "series" in capsys.readouterr().err
