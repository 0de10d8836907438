"""Every test of the vocabulary has an example, and finds grounds in what ships."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from moved import MADE_UP
from squarely.grounds.catalog import SHIPPED, open_grounds
from squarely.model.vocabulary import FORMS
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run

EXAMPLES = Path(__file__).parent.parent / "examples"
ONE_OF_EACH = EXAMPLES / "one-of-each" / "argument.yaml"


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.rglob("argument.yaml")), ids=lambda p: p.parent.name
)
def test_every_example_lints_without_errors(path: Path) -> None:
    argument, problems = read_argument(path)
    assert argument is not None, problems
    faults = [*problems, *check_names(argument, open_grounds(MADE_UP)[0].known)]
    assert [fault for fault in faults if fault.severity == "error"] == []


def test_one_of_each_asks_every_test_once_and_each_finds_grounds() -> None:
    argument, _ = read_argument(ONE_OF_EACH)
    assert argument is not None
    asked = [claim.warrant.name for claim in argument.claims if claim.warrant]
    assert sorted(asked) == sorted(FORMS)
    assert [claim.id for claim in argument.claims] == asked
    study = run(argument, open_grounds(MADE_UP)[0])
    assert [claim.id for claim in study.claims if claim.verdict == "no grounds"] == []


def test_data_that_are_made_up_say_so() -> None:
    known = open_grounds(MADE_UP)[0].known
    assert len(MADE_UP) == 6
    for folder in MADE_UP:
        (table,) = folder.glob("*.csv")
        found = known[table.stem]
        assert table.stem.startswith("made-up-")
        assert found.title.startswith("Made up")
        assert "Made up" in found.traps[0]
        assert table.stat().st_size < 12_000


def test_states_that_do_not_recognise_are_among_all_states() -> None:
    """They have no date in the table, and are no less states for that."""
    argument, _ = read_argument(EXAMPLES / "diplomacy-moves-states" / "argument.yaml")
    assert argument is not None
    found = {claim.id: claim for claim in run(argument, open_grounds()[0]).claims}
    text = (SHIPPED / "figures" / "palestine-recognition.csv").read_text(encoding="utf-8")
    states: dict[str, bool] = {}
    for row in csv.DictReader(text.splitlines()):
        states[row["state"]] = states.get(row["state"], False) or row["recognised"] == "true"
    estimate = found["most-recognise"].estimate
    assert estimate is not None
    assert not all(states.values())
    assert estimate.value == pytest.approx(sum(states.values()) / len(states))


def test_two_copies_give_the_verdict_then_and_the_verdict_now() -> None:
    """Counted in the files: 70 stoppages of 2024 in the older copy, 82 in the newer one."""
    path = EXAMPLES / "two-vintages" / "argument.yaml"
    counts = {}
    for copy in ("older", "newer"):
        (table,) = (path.parent / copy).glob("*.csv")
        with table.open(encoding="utf-8", newline="") as file:
            counts[copy] = sum(row["day"].startswith("2024") for row in csv.DictReader(file))
    assert counts["older"] <= 75 < counts["newer"]
    argument, _ = read_argument(path)
    assert argument is not None
    study = run(argument, open_grounds([path.parent / copy for copy in counts])[0])
    quiet, before, pinned = study.claims[:3]
    assert quiet.as_of_essay is not None
    assert (quiet.as_of_essay.verdict, quiet.verdict) == ("supported", "contradicted")
    assert (quiet.as_of_essay.value, quiet.as_of_now and quiet.as_of_now.value) == (
        counts["older"],
        counts["newer"],
    )
    assert before.as_of_essay is not None
    assert before.as_of_essay.verdict == before.verdict == pinned.verdict == "supported"
