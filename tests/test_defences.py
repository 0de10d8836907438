"""The rules that keep tricks from passing, each with what it must let through."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.grounds.catalog import open_grounds
from squarely.model.argument import Inference
from squarely.model.spoken import cause, rate
from squarely.model.study import Study
from squarely.strength.conclude import conclude
from squarely.strength.fixpoint import Own
from squarely.strength.graph import graph
from squarely.strength.licence import stand
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run

OWN: tuple[Own, ...] = ("granted", "leans granted", "open", "leans refuted", "refuted")
FIELDS = [("day", "date"), ("kind", "string"), ("n", "integer")]


def studied(
    folder: Path, rows: Sequence[Sequence[object]], claims: Mapping[str, object], **more: object
) -> Study:
    """The study of claims on a table of counts by day and kind."""
    with (folder / "ev.csv").open("w", newline="") as file:
        csv.writer(file).writerows([[name for name, _ in FIELDS], *rows])
    reported = more.pop("reported", False)
    days = [str(row[0]) for row in rows]
    ours = {"kind": "events", "roles": {"time": "day", "type": "kind", "count": "n"},
            "units": {"events": None}, "reported": reported,
            "coverage": {"first": min(days), "last": max(days), "complete": True}}  # fmt: skip
    fields = [{"name": name, "type": kind} for name, kind in FIELDS]
    one = {"name": "ev", "path": "ev.csv", "schema": {"fields": fields}, "squarely": ours}
    (folder / "datapackage.json").write_text(json.dumps({"name": "ev", "resources": [one]}))
    path = folder / "argument.yaml"
    path.write_text(json.dumps({"squarely": 1, "data": ["."], "claims": claims, **more}))
    argument, problems = read_argument(path)
    assert argument is not None, problems
    grounds, _ = open_grounds((folder,), None)
    found = check_names(argument, grounds.known)
    return run(argument, grounds, problems=(*problems, *found))


def days(number: int, kind: str = "a", n: int = 3) -> list[list[object]]:
    start = date(2020, 1, 1)
    return [[(start + timedelta(days=day)).isoformat(), kind, n] for day in range(number)]


def level(says: str, expect: object, **where: object) -> dict[str, object]:
    of = {"count": "events", "in": "ev", **({"where": where} if where else {})}
    return {"says": says, "warrant": {"level": {"of": of, "during": "2020", "expect": expect}}}


COUNTED = level("There were more than 100 events.", {"more-than": 100}, kind="a")
GOAL = {"says": "Everything is about to change."}


def state(study: Study) -> str:
    return study.conclusions[0].state


def test_a_true_premise_carries_nothing_by_itself(tmp_path: Path) -> None:
    steps = [{"to": "goal", "from": ["fact"]}]
    study = studied(tmp_path, days(366), {"fact": COUNTED, "goal": GOAL}, inferences=steps,
                    conclusions=["goal"])  # fmt: skip
    assert study.claims[0].verdict == "supported"
    assert state(study) == "conditional"
    assert study.conclusions[0].steps_untested == ("step-1",)
    assert "no test speaks to the steps" in study.conclusions[0].sentence


def test_a_true_fact_is_no_licence_of_a_step(tmp_path: Path) -> None:
    link = level("There were more than 200 events.", {"more-than": 200}, kind="a")
    steps = [{"to": "goal", "from": ["fact"], "by": ["link"]}]
    claims = {"fact": COUNTED, "link": link, "goal": GOAL}
    study = studied(tmp_path, days(366), claims, inferences=steps, conclusions=["goal"])
    assert state(study) == "conditional"


def test_a_value_judgement_may_license_a_step_for_those_who_share_it(tmp_path: Path) -> None:
    steps = [{"to": "goal", "from": ["fact"], "by": ["value"]}]
    value = {"says": "Where there are so many, something must be done.", "type": "normative"}
    goal = {"says": "Something must be done.", "type": "normative"}
    claims = {"fact": COUNTED, "value": value, "goal": goal}
    study = studied(tmp_path, days(366), claims, inferences=steps, conclusions=["goal"])
    assert state(study) == "conditional"
    assert study.conclusions[0].if_you_accept == ("value",)
    assert study.conclusions[0].steps_untested == ()


def one(name: str, to: str, *premises: str, against: bool = False) -> Inference:
    return Inference(name, None if against else to, to if against else None, premises)


def standing(own: Mapping[str, Own], *steps: Inference, licensed: Sequence[str] = ()) -> str:
    return stand(graph(own, steps), "c", own, frozenset(licensed))[0].state


def test_a_licensed_step_carries() -> None:
    own: dict[str, Own] = {"a": "granted", "c": "open"}
    assert standing(own, one("s", "c", "a")) == "conditional"
    assert standing(own, one("s", "c", "a"), licensed=["s"]) == "carried"


def test_a_rebuttal_beside_the_point_refutes_nothing() -> None:
    own: dict[str, Own] = {"a": "granted", "c": "open"}
    assert standing(own, one("s", "c", "a", against=True)) == "conditional"  # on its own grounds
    assert standing(own, one("s", "c", "a", against=True), licensed=["s"]) == "rebutted"


def test_a_rebuttal_beside_the_point_leaves_what_data_say_on_balance() -> None:
    own: dict[str, Own] = {"a": "granted", "c": "granted"}
    assert standing(own, one("s", "c", "a", against=True)) == "carried on balance"


ORDER = ("rebutted", "not carried", "conditional", "carried on balance", "carried")


@given(st.lists(st.sampled_from(OWN), min_size=3, max_size=3), st.booleans(), st.booleans())
def test_doubting_a_step_for_it_never_helps_and_one_against_never_harms(
    values: list[Own], first: bool, second: bool
) -> None:
    own: dict[str, Own] = dict(zip("abc", values, strict=True))
    steps = (one("s", "c", "a", against=first), one("t", "c", "b", against=second))
    for step in steps:
        trusted = standing(own, *steps, licensed=["s", "t"])
        doubted = standing(own, *steps, licensed=[s.id for s in steps if s.id != step.id])
        rank = ORDER.index(doubted) - ORDER.index(trusted)
        if step.to:
            assert rank <= 0 or trusted == "rebutted"
        elif trusted != "carried":
            assert rank >= 0


@given(st.lists(st.sampled_from(OWN), min_size=2, max_size=2), st.booleans())
def test_with_every_step_licensed_nothing_changes(values: list[Own], way: bool) -> None:
    own: dict[str, Own] = dict(zip("ac", values, strict=True))
    steps = (one("s", "c", "a", against=way),)
    whole = graph(own, steps)
    assert stand(whole, "c", own, frozenset({"s"}))[0] == conclude(whole, "c", own)


@pytest.mark.parametrize(
    ("says", "word"),
    [
        ("Strikes rose because wages fell.", "because"),
        ("The law did not lead to fewer strikes.", "lead to"),
        ("The law leads to fewer strikes.", "leads to"),
        ("Fewer strikes resulted from the law.", "resulted from"),
        ("Strikes rose after the law.", ""),
        ("Strikes in the causal zone rose.", ""),
        ("Talks are due to begin in May.", ""),
        ("Leaders met in May.", ""),
    ],
)
def test_words_of_cause(says: str, word: str) -> None:
    assert cause(says) == word


@pytest.mark.parametrize(
    ("says", "word"),
    [
        ("Miners are less likely to strike.", "less likely"),
        ("Strikes per head are highest here.", "per head"),
        ("Miners strike more often than clerks.", ""),
        ("The strike was the most likable of all.", ""),
    ],
)
def test_words_of_a_rate(says: str, word: str) -> None:
    assert rate(says) == word


@pytest.mark.parametrize("kind", ["descriptive", "comparative", "causal"])
@pytest.mark.parametrize("expect", [{"more-than": 100}, {"not": {"more-than": 100}}])
def test_words_of_cause_cap_a_count_and_its_denial(
    kind: str, expect: object, tmp_path: Path
) -> None:
    claim = {**level("The law led to more than 100 events.", expect, kind="a"), "type": kind}
    study = studied(tmp_path, days(366), {"it": claim})
    assert study.claims[0].verdict == "undetermined"
    assert ("cause-in-words" in {one.code for one in study.problems}) == (kind != "causal")


@pytest.mark.parametrize(
    ("expect", "verdict"),
    [
        ({"at-least": 0}, "undetermined"),
        ({"not": {"at-least": 0}}, "undetermined"),
        ({"at-most": -1}, "undetermined"),
        ({"more-than": 0}, "supported"),  # of a kind, in a year: there might have been none
        ({"at-least": 1}, "supported"),
    ],
)
def test_a_bound_that_no_record_can_miss_is_no_claim(
    expect: object, verdict: str, tmp_path: Path
) -> None:
    claim = level("It is so.", expect, kind="a")
    assert studied(tmp_path, days(366), {"it": claim}).claims[0].verdict == verdict


def test_a_copied_file_counts_for_nothing_and_alike_rows_for_themselves(tmp_path: Path) -> None:
    rows = days(120)
    found = studied(tmp_path, rows * 2, {"it": COUNTED}).claims[0]
    assert (found.verdict, found.subtype) == ("undetermined", "capped by design")
    assert any(gate.gate == "duplicates" for gate in found.gates)
    other = tmp_path / "alike"
    other.mkdir()
    alike = studied(other, [*rows, *rows[:60]], {"it": COUNTED}).claims[0]
    assert alike.verdict == "supported"


def trend(during: str | None = None, **where: object) -> dict[str, object]:
    of = {"count": "events", "in": "ev", **({"where": where} if where else {})}
    keys = {"of": of, "every": "month", "expect": "rising"}
    return {
        "says": "Events rose.",
        "warrant": {"trend": keys | ({"during": during} if during else {})},
    }


def offered(study: Study, axis: str) -> tuple[str, ...]:
    return tuple(study.claims[0].choices_offered.get(axis, ()))


def test_a_named_window_is_tried_a_little_longer_where_the_record_goes_on(tmp_path: Path) -> None:
    rows = days(366 + 365 * 5)
    found = studied(tmp_path, rows, {"it": trend("2022..2024")})
    assert offered(found, "reach") == (
        "as named", "10% more before", "10% more after", "20% more before", "20% more after"
    )  # fmt: skip
    assert offered(studied(tmp_path, rows, {"it": trend()}), "reach") == ()
    whole = studied(tmp_path, rows, {"it": trend("2020..2025")})
    assert offered(whole, "reach") == ()


@pytest.mark.parametrize(
    ("reported", "where", "tried"),
    [(True, {"kind": "a"}, True), (False, {"kind": "a"}, False), (True, {}, False)],
)
def test_a_kind_is_held_against_all_that_its_source_reports(
    reported: bool, where: dict[str, object], tried: bool, tmp_path: Path
) -> None:
    rows = [*days(1200), *days(1200, "b")]
    found = studied(tmp_path, rows, {"it": trend(None, **where)}, reported=reported)
    assert bool(offered(found, "denominator")) == tried


def codes(study: Study) -> set[str]:
    return {one.code for one in study.problems}


def test_premises_on_the_same_rows_are_told(tmp_path: Path) -> None:
    again = {**COUNTED, "says": "The record has more than 100 events."}
    steps = [{"to": "goal", "from": ["fact"]}, {"to": "goal", "from": ["again"]}]
    claims = {"fact": COUNTED, "again": again, "goal": GOAL}
    assert "shared-evidence" in codes(studied(tmp_path, days(366), claims, inferences=steps))
    other = level("There were more than 10 events of kind b.", {"more-than": 10}, kind="b")
    rows = [*days(366), *days(366, "b")]
    found = studied(tmp_path, rows, {**claims, "again": other}, inferences=steps)
    assert not codes(found) & {"shared-evidence", "shifted-definition"}


def test_then_and_now_by_other_conditions_are_told(tmp_path: Path) -> None:
    def year(kind: str, during: str) -> dict[str, object]:
        of = {"count": "events", "in": "ev", "where": {"kind": kind}}
        keys = {"of": of, "during": during, "expect": {"more-than": 10}}
        return {"says": f"More than ten in {during}.", "warrant": {"level": keys}}

    rows = [*days(731), *days(731, "b")]
    steps = [{"to": "goal", "from": ["then", "now"]}]
    claims = {"then": year("a", "2020"), "now": year("b", "2021"), "goal": GOAL}
    assert "shifted-definition" in codes(studied(tmp_path, rows, claims, inferences=steps))
    claims["now"] = year("a", "2021")
    assert "shifted-definition" not in codes(studied(tmp_path, rows, claims, inferences=steps))
