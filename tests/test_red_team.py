"""Arguments whose truth is known, over tables made to mislead: no verdict may be wrong."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from squarely.cli import run as cli
from squarely.grounds.catalog import open_grounds
from squarely.model.place import Problem
from squarely.model.study import ClaimStudy
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run

COUNTED = {"count": "events", "in": "ev"}
FIELDS = [("day", "date"), ("place", "string"), ("kind", "string")]


def described(last: str, more: Mapping[str, object]) -> dict[str, object]:
    """A descriptor of daily events from 2020 on."""
    ours: dict[str, object] = {
        "kind": "events",
        "family": "ev",
        "roles": {"time": "day", "place": "place", "type": "kind"},
        "units": {"events": None},
        "coverage": {"first": "2020-01-01", "last": last, "complete": True},
        "reported": False,
    }
    schema = {"fields": [{"name": name, "type": kind} for name, kind in FIELDS]}
    one = {"name": "ev", "path": "ev.csv", "schema": schema, "squarely": {**ours, **more}}
    return {"name": "ev", "resources": [one]}


def written(
    folder: Path,
    rows: Sequence[Sequence[object]],
    claims: Mapping[str, object],
    last: str = "2024-06-20",
    more: Mapping[str, object] | None = None,
) -> Path:
    """An argument file beside its table."""
    with (folder / "ev.csv").open("w", newline="") as file:
        csv.writer(file).writerows([[name for name, _ in FIELDS], *rows])
    (folder / "datapackage.json").write_text(json.dumps(described(last, more or {})))
    path = folder / "argument.yaml"
    path.write_text(json.dumps({"squarely": 1, "data": ["."], "claims": claims}))
    return path


def faults(path: Path) -> tuple[Problem, ...]:
    """Every problem of a file and its grounds."""
    argument, problems = read_argument(path)
    assert argument is not None
    grounds, more = open_grounds((path.parent,), None)
    return (*problems, *more, *check_names(argument, grounds.known))


def judged(path: Path) -> ClaimStudy:
    """The only claim of a file, judged."""
    argument, _ = read_argument(path)
    assert argument is not None
    grounds, _ = open_grounds((path.parent,), None)
    return run(argument, grounds).claims[0]


def claim(warrant: str, **keys: object) -> dict[str, object]:
    """A file's claims: one, tested by a warrant."""
    named = {key.rstrip("_"): value for key, value in keys.items()}
    return {"it": {"says": "It is so.", "warrant": {warrant: named}}}


def daily(last: date, places: Sequence[str] = ("north",)) -> list[list[object]]:
    """One event a day, from 2020 on."""
    count = (last - date(2020, 1, 1)).days + 1
    days = (date(2020, 1, 1) + timedelta(days=n) for n in range(count))
    return [[day.isoformat(), places[n % len(places)], "a"] for n, day in enumerate(days)]


HALF = daily(date(2024, 6, 20))


def test_half_a_year_at_the_end_is_no_fall(tmp_path: Path) -> None:
    found = claim("trend", of=COUNTED, every="year", reading="realised", expect="falling")
    assert judged(written(tmp_path, HALF, found)).verdict == "contradicted"


def test_part_of_a_month_that_the_claim_itself_cuts_is_no_fall(tmp_path: Path) -> None:
    found = claim(
        "trend", of=COUNTED, every="month", reading="realised",
        during="2020-01-01..2020-04-02", expect="falling",
    )  # fmt: skip
    study = judged(written(tmp_path, HALF, found))
    assert study.verdict == "contradicted"
    assert study.reasons == ()  # the data hold all of the window that the claim names


@pytest.mark.parametrize("item", ["2024", "2022"])
def test_half_a_year_at_the_end_is_not_the_smallest(tmp_path: Path, item: str) -> None:
    found = claim("extreme", of=COUNTED, every="year", item=item, expect="smallest")
    study = judged(written(tmp_path, HALF, found))
    assert study.verdict == ("no grounds" if item == "2024" else "contradicted")


def test_the_largest_since_a_date_needs_a_record_from_that_date(tmp_path: Path) -> None:
    rows = daily(date(2024, 6, 20), ("north", "north", "south"))
    found = claim(
        "extreme", of=COUNTED, by="place", item="north", since="1946", expect="largest"
    )  # fmt: skip
    study = judged(written(tmp_path, rows, found))
    assert study.verdict == "no grounds"
    assert "the record starts at 2020-01-01" in " ".join(study.reasons)


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ({"at-most": 400}, "undetermined"),
        ({"more-than": 400}, "undetermined"),
        ({"about": 366}, "undetermined"),
        ({"more-than": 300}, "supported"),
        ({"at-most": 300}, "contradicted"),
    ],
)
def test_half_a_window_cannot_tell_how_many_the_whole_holds(
    tmp_path: Path, expect: object, verdict: str
) -> None:
    found = claim("level", of=COUNTED, during="2019..2020", expect=expect)
    assert judged(written(tmp_path, HALF, found)).verdict == verdict


def test_none_in_the_half_of_a_window_that_is_covered_is_not_none(tmp_path: Path) -> None:
    of = {"count": "events", "in": "ev", "where": {"place": "north"}}
    rows = [["2020-01-01", "north", "a"], ["2020-01-02", "south", "a"]]
    found = claim("exists", of=of, during="2023..2026", expect="none")
    assert judged(written(tmp_path, rows, found)).verdict == "undetermined"


@pytest.mark.parametrize(
    ("complete", "verdict"), [(True, "leans supported"), (False, "undetermined")]
)
def test_at_most_so_many_may_not_rest_on_silence(
    tmp_path: Path, complete: bool, verdict: str
) -> None:
    rows = [["2020-01-01", "north", "a"], ["2020-01-02", "south", "a"]]
    coverage = {"first": "2020-01-01", "last": "2024-12-31", "complete": complete}
    found = claim("level", of=COUNTED, during="2023", expect={"at-most": 5})
    path = written(tmp_path, rows, found, more={"coverage": coverage})
    assert judged(path).verdict == verdict


@pytest.mark.parametrize(
    ("during", "verdict"),
    [
        ("2020..2024", "supported"),
        ("2018..2023", "leans supported"),
        ("2010..2023", "undetermined"),
    ],
)
def test_a_tendency_is_not_told_from_a_part_of_its_window(
    tmp_path: Path, during: str, verdict: str
) -> None:
    found = claim("trend", of=COUNTED, every="month", during=during, expect="flat")
    path = written(tmp_path, daily(date(2024, 9, 30)), found, "2024-09-30")
    assert judged(path).verdict == verdict


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (claim("share", of=COUNTED, expect={"more-than": 40}), "bad-value"),
        (claim("level", of=COUNTED, expect={"more-than": "40%"}), "bad-value"),
        (
            claim(
                "level",
                of={"count": "events", "in": "ev", "where": {"time": [2022, 2023]}},
                expect={"about": 730},
            ),
            "bad-value",
        ),
        (
            claim("consensus", in_="ev", item="a", position="Yes", expect="broad"),
            "unknown-category",
        ),
        (claim("extreme", of=COUNTED, every="year", item="north", expect="largest"), "bad-date"),
    ],
)
def test_what_cannot_mean_what_it_says_is_a_fault(
    tmp_path: Path, found: Mapping[str, object], code: str
) -> None:
    assert code in [problem.code for problem in faults(written(tmp_path, HALF, found))]


def test_a_register_of_one_country_says_nothing_of_another(tmp_path: Path) -> None:
    of = {"count": "strikes", "in": "italy-strikes", "where": {"place": "France"}}
    found = claim("exists", of=of, during="2023", expect="none")
    study = judged(written(tmp_path, HALF, found))
    assert study.verdict == "no grounds"
    assert study.reasons == ("italy-strikes covers ITA, not FRA",)


def test_a_window_after_the_data_is_named_as_the_claim_wrote_it(tmp_path: Path) -> None:
    found = claim("level", of=COUNTED, during="2026", expect={"at-most": 5})
    study = judged(written(tmp_path, HALF, found))
    assert study.verdict == "no grounds"
    assert "the claim speaks of 2026-01-01..2026-12-31" in study.reasons[0]


def test_a_place_without_a_single_case_may_be_the_smallest(tmp_path: Path) -> None:
    of = {"count": "events", "in": "ev", "where": {"kind": "a"}}
    found = claim("extreme", of=of, by="place", item="north", expect="smallest")
    rows = daily(date(2020, 3, 1), ("north", "south", "south"))
    rows.append(["2020-01-01", "east", "b"])
    assert judged(written(tmp_path, rows, found)).verdict == "undetermined"
    assert judged(written(tmp_path, rows[:-1], found)).verdict == "supported"


@pytest.mark.parametrize("kind", ["aa", {"not": "aa"}])
def test_a_word_that_no_row_holds_is_no_evidence(tmp_path: Path, kind: object) -> None:
    of = {"count": "events", "in": "ev", "where": {"kind": kind}}
    study = judged(written(tmp_path, HALF, claim("exists", of=of, expect="none")))
    assert study.verdict == "no grounds"
    assert study.reasons == ("no row of ev has kind aa",)


def test_names_too_long_for_a_file_are_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "argument.yaml"
    path.write_text(f"squarely: 1\nessay: {{file: {'x' * 5000}}}\nclaims: {{a: {{says: A.}}}}\n")
    argument, problems = read_argument(path)
    assert argument is not None
    assert problems == ()
    assert open_grounds((tmp_path / ("x" * 5000),), None)[1]


def test_a_page_that_cannot_be_written_is_said_and_not_a_crash(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, HALF, claim("level", of=COUNTED, expect={"at-least": 1}))
    (tmp_path / "file").write_text("")
    assert cli(["check", str(path), "--report", str(tmp_path / "file" / "page.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
