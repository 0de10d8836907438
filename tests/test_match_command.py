"""`squarely match`: files told as one, every report kept, faults all at once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from squarely.argument.taxonomy import read_taxonomies
from squarely.cli import run as command

FIRST = """id,date,end,lat,lon,kind
a1,2024-01-03,2024-01-03,45.00,9.00,march
a2,2024-02-10,2024-02-10,46.00,9.50,strike
a3,2024-03-01,2024-03-20,45.50,9.20,blockade
a4,2024-04-01,2024-04-01,45.00,179.99,march
"""
SECOND = """key,day,last,latitude,longitude,form
b1,2024-01-04,2024-01-04,45.01,9.01,demonstration
b2,2024-02-10,2024-02-10,44.00,8.00,walk-out
b3,2024-03-12,2024-03-12,45.50,9.21,blockade
b4,2024-04-01,2024-04-01,45.00,-179.99,demonstration
"""
TAXONOMY = """dataset,category,level1,level2
first,march,march,protest
first,strike,strike,labour
first,blockade,blockade,protest
second,demonstration,demonstration,protest
second,walk-out,strike,labour
second,blockade,blockade,protest
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    for name, text in (("first.csv", FIRST), ("second.csv", SECOND), ("kinds.csv", TAXONOMY)):
        (tmp_path / name).write_text(text)
    return tmp_path


WORDS = (
    "match", "first.csv", "second.csv", "--taxonomy", "kinds.csv", "--km", "5",
    "--role", "first.csv:id=id", "--role", "first.csv:time=date", "--role", "first.csv:type=kind",
    "--role", "first.csv:time_end=end", "--role", "first.csv:latitude=lat",
    "--role", "first.csv:longitude=lon", "--role", "second.csv:id=key",
    "--role", "second.csv:time=day", "--role", "second.csv:time_end=last",
    "--role", "second.csv:type=form",
)  # fmt: skip


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = command([*words])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_compat_tells_pairs_sets_and_flags(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *WORDS, "--mode", "compat", "--format", "json")
    assert status == 0, err
    told = json.loads(out)
    sets = {tuple(one["datasets"]): one["events"] for one in told["overlaps"]}
    assert sets == {("first",): 2, ("second",): 2, ("first", "second"): 2}
    assert told["flagged"] == 1  # the first event after the episode began is still looked at
    assert told["reports"] == 8
    assert told["missed"]["why_not"] == "2 events on both lists, at least 7 are needed"


def test_every_report_and_pair_is_written(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(capsys, *WORDS, "--events", "events.csv", "--links", "links.csv",
                           "--report", "page.html")  # fmt: skip
    assert status == 0, err
    with (files / "events.csv").open() as file:
        reports = list(csv.DictReader(file))
    assert [row["key"] for row in reports] == ["a1", "a2", "a3", "a4", "b1", "b2", "b3", "b4"]
    assert reports[6]["episodes"] == "first:3"
    with (files / "links.csv").open() as file:
        pairs = [(row["left_key"], row["right_key"]) for row in csv.DictReader(file)]
    assert pairs == [("a1", "b1"), ("a4", "b4")]
    assert "assumption" in out or "no estimate" in out
    page = (files / "page.html").read_text()
    assert "first + second" in page
    assert "<script" not in page


def test_faults_of_a_taxonomy_come_all_at_once(files: Path) -> None:
    (files / "bad.csv").write_text(
        "dataset,category,level1,level2\n"
        "frist,march,march,protest\n"
        "first,strike,strike\n"
        "first,blockade,,protest\n"
        "first,march,march\n"
        "second,demonstration,demonstration,protest\n"
        "second,demonstration,march,protest\n"
    )
    _, problems = read_taxonomies(files / "bad.csv", ("first", "second"))
    assert [(one.place.line, one.code) for one in problems] == [
        (2, "unknown-dataset"), (3, "bad-value"), (4, "bad-value"), (5, "bad-value"),
        (7, "duplicate-key"),
    ]  # fmt: skip
    assert problems[0].hint == 'did you mean "first"?'


def test_a_yaml_taxonomy_says_the_same(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "kinds.yaml").write_text(
        "taxonomies:\n"
        "  action:\n"
        "    column: type\n"
        "    categories:\n"
        "      first: {march: [march, protest], strike: [strike, labour], blockade: [b, protest]}\n"
        "      second: {demonstration: [d, protest], walk-out: [strike, labour],\n"
        "               blockade: [b, protest]}\n"
    )
    words = ["kinds.yaml" if word == "kinds.csv" else word for word in WORDS]
    status, out, err = run(capsys, *words, "--mode", "compat", "--format", "json")
    assert status == 0, err
    assert json.loads(out)["events"] == 6
    (files / "kinds.yaml").write_text("taxonomies: {a: {colum: type}}\ntaxonomy: 1\n")
    _, problems = read_taxonomies(files / "kinds.yaml", ("first",))
    assert {one.code for one in problems} == {"unknown-key", "missing-key"}


def test_categories_that_the_taxonomy_lacks_are_named(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "kinds.csv").write_text(TAXONOMY.replace("walk-out", "walkout"))
    status, _, err = run(capsys, *WORDS)
    assert status == 2
    assert 'lacks "walk-out" of second (1 rows of column form)' in err
    assert 'did you mean "walkout"?' in err


def test_wrong_words_are_said(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "match", "first.csv")[0] == 64
    assert run(capsys, *WORDS, "--threshold", "2")[0] == 64
    assert run(capsys, *WORDS, "--role", "tmie=date")[0] == 64
    status, _, err = run(capsys, "match", "acled", "no-such-dataset")
    assert status == 2
    assert "no-such-dataset" in err
    assert run(capsys, *WORDS, "--weights", "3")[0] == 2


def test_places_by_name_meet_or_do_not(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "third.csv").write_text("date,city\n2024-01-03,Milan\n2024-05-01,Rome\n")
    (files / "fourth.csv").write_text("date,city\n2024-01-04,milan\n2024-05-01,Turin\n")
    words = ("match", "third.csv", "fourth.csv", "--role", "place=city", "--role", "time=date")
    status, out, err = run(capsys, *words, "--mode", "compat", "--format", "json")
    assert status == 0, err
    told = json.loads(out)
    assert told["events"] == 3
    assert "places are compared by name: the same name or not at all" in told["notes"]


def test_a_file_without_a_row_that_can_be_matched_is_said(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "second.csv").write_text(
        "key,day,last,latitude,longitude,form\nb1,2024-01-04,2024-01-04,99.0,9.0,blockade\n"
    )
    status, _, err = run(capsys, *WORDS)
    assert status == 2
    assert "second has no row that can be matched" in err
