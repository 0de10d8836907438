"""Rows that a licence keeps back stand in no output: counts, keys, dates and hashes do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import publishers as pub
from squarely.cli import run
from squarely.grounds.adapters import FORMATS
from squarely.grounds.catalog import shipped_catalog
from squarely.grounds.formats import module
from squarely.grounds.kept_back import told_of

# every word of the rows that is in no key, date, condition or description
CELLS = (
    "Zanzotto Farmers", "Quuxville Workers", "Brobdingnag Union", "Gazzetta Nowhere",
    "Xanadu Gazette", "Blefuscu", "Mario Secret", "Outer Lilliput", "13.57911", "97.53197",
    "31337", "Subtype-Frob",
)  # fmt: skip


def row(number: int) -> pub.Row:
    return pub.acled(
        event_id_cnty=f"ITA{number}",
        event_date=f"{2022 + number // 120}-{1 + number % 12:02}-{1 + number % 28:02}",
        actor1="Zanzotto Farmers" if number % 2 else "Quuxville Workers",
        assoc_actor_1="Brobdingnag Union",
        source="Gazzetta Nowhere" if number % 3 else "Xanadu Gazette",
        source_scale="Blefuscu",
        notes="Mario Secret spoke",
        admin1="Outer Lilliput",
        latitude=13.57911,
        longitude=97.53197,
        fatalities=31337,
        sub_event_type="Subtype-Frob",
    )


CLAIMS = """squarely: 1
title: kept back
data: [data]
claims:
  level:
    says: There were few events.
    warrant:
      level:
        of: {count: events, in: acled, where: {country: ITA}}
        during: 2022-01..2024-06
        expect: {at-most: 5}
  trend:
    says: Events rose.
    warrant:
      trend:
        of: {count: events, in: acled, where: {type: Protests}}
        every: month
        during: 2022-01..2024-06
        expect: rising
  share:
    says: Most events were protests.
    warrant:
      share:
        of: {count: events, in: acled, where: {type: Protests}}
        during: 2022-01..2024-06
        expect: most
  largest:
    says: The largest was in 2022.
    warrant:
      extreme:
        of: {sum: size, in: acled}
        every: year
        item: "2022"
        since: "2022"
        expect: largest
"""


@pytest.fixture
def argument(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SQUARELY_DATA", raising=False)
    content = pub.text(pub.ACLED, [row(number) for number in range(360)])
    bad = pub.text(pub.ACLED, [pub.acled(event_id_cnty="ITA9999", fatalities="Mario Secret")])
    pub.put(tmp_path / "data" / "export.csv", content + bad.partition("\n")[2])
    return pub.put(tmp_path / "argument.yaml", CLAIMS)


def outputs(argument: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[tuple[str, str]]:
    """What every command prints or writes about the argument, by a name."""
    page = argument.with_name("page.html")
    for form in ("text", "json", "junit", "sarif"):
        assert run(["check", str(argument), "--format", form, "--report", str(page)]) in (0, 2)
        told = capsys.readouterr()
        yield f"check --format {form}", told.out + told.err
    yield "the page", page.read_text(encoding="utf-8")
    for claim in ("level", "trend", "share", "largest"):
        run(["why", str(argument), claim])
        told = capsys.readouterr()
        yield f"why {claim}", told.out + told.err
    run(["lock", str(argument)])
    told = capsys.readouterr()
    locks = "".join(path.read_text(encoding="utf-8") for path in argument.parent.glob("*.lock*"))
    yield "lock", told.out + told.err + locks
    later = argument.parent / "later"
    changed = [row(number) for number in range(300)] + [{**row(300), "actor1": "Blefuscu"}]
    pub.put(later / "export.csv", pub.text(pub.ACLED, changed))
    for form in ("text", "json", "markdown"):
        run(["diff", str(argument.parent / "data"), str(later), "--format", form])
        told = capsys.readouterr()
        yield f"diff --format {form}", told.out + told.err
    folder = str(argument.parent / "data")
    for words in (["list"], ["info", "acled"]):
        run(["data", *words, "--data", folder])
        yield f"data {words[0]}", capsys.readouterr().out


def test_no_output_holds_a_cell_of_rows_that_are_kept_back(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = dict(outputs(argument, capsys))
    found = {name: [cell for cell in CELLS if cell in text] for name, text in seen.items()}
    assert {name: cells for name, cells in found.items() if cells} == {}
    study, _ = json.JSONDecoder().raw_decode(seen["check --format json"])
    claims = {one["id"]: one for one in study["claims"]}
    assert claims["level"]["verdict"] not in ("no grounds", "out of scope")
    shown = claims["level"]["rows"][0]
    assert shown["columns"] == ["id", "date"]  # keys and dates
    assert shown["total"] > 0
    assert "keeps its rows back" in shown["withheld"]
    assert len(claims["level"]["data"][0]["sha256"]) == 64
    assert claims["level"]["data"][0]["rows_used"] > 0
    assert claims["level"]["data"][0]["rows_set_aside"] == 1
    assert "keeps its rows back" in seen["the page"]
    assert "keeps its rows back" in seen["why level"]


def test_the_same_rows_are_shown_where_a_licence_lets_them(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is searched for above is there when nothing keeps it back: the search can find it."""
    assert run(["data", "add", str(argument.parent / "data" / "export.csv"), "--yes"]) == 0
    package = argument.parent / "data" / "datapackage.json"
    told = json.loads(package.read_text(encoding="utf-8"))
    told["resources"][0]["squarely"]["redistributable"] = True
    package.write_text(json.dumps(told), encoding="utf-8")
    capsys.readouterr()
    text = "".join(text for _, text in outputs(argument, capsys))
    assert [cell for cell in CELLS if cell not in text] == []


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("fatalities: 'Mario Secret' is not a number", "fatalities: a cell is not a number"),
        ('country: "Côte d\'Ivoire" is none', "country: a cell is none"),
        ("low 9, best 3 and high 7 are no interval", "low #, best # and high # are no interval"),
        ("the row has 2 cells, not 61", "the row has 2 cells, not 61"),
    ],
)
def test_a_reason_names_the_column_and_no_cell(reason: str, told: str) -> None:
    dataset = shipped_catalog()["acled"]
    assert told_of(dataset, reason) == told
    assert told_of(replace(dataset, redistributable=True), reason) == reason


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_shows_free_text_or_names(name: str) -> None:
    columns = set(module(name).TYPES)
    assert columns & {"notes", "actor_name", "source_headline", "notables", "story_people"} == set()
