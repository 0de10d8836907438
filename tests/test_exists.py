"""Exists: some, none and always, and a world of hidden cases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import SIZE, STRIKES, borne, series, sure, use
from squarely.model.finding import Infeasible
from squarely.model.request import Condition, Count, Measure, Series
from squarely.warrants import exists

DRAWS = 1000
GENERAL = replace(STRIKES, where=(Condition("scope", ("general",)),))
HELD = Measure("share", "", "register", (Condition("held", (True,)),), GENERAL.where)


def claim(expect: str = "some", of: Measure | tuple[Measure, ...] = GENERAL) -> exists.Exists:
    return exists.from_use(use("exists", expect, of=of))


def answers(found: int, uncoded: int = 0, scope: int = 100) -> tuple[Series, Series]:
    return series([[found]], rows=(found, 0, uncoded)), series([[scope]])


@pytest.mark.parametrize(
    ("found", "uncoded", "some", "none"),
    [(0, 0, "no", "yes"), (1, 0, "yes", "no"), (0, 3, "open", "open"), (2, 3, "yes", "no")],
)
def test_one_on_record_is_some_and_refutes_none(
    found: int, uncoded: int, some: str, none: str
) -> None:
    given_ = answers(found, uncoded)
    assert borne(claim().region, claim().test(given_)) == some
    assert borne(claim("none").region, claim("none").test(given_)) == none


def test_absence_states_the_rule_of_three() -> None:
    found = sure(claim("none").test(answers(0, scope=300)))
    assert found.parts["rule of three"] == 0.01
    assert "rule of three" not in sure(claim("none").test(answers(0, scope=0))).parts


def test_it_asks_for_the_units_and_for_all_that_was_searched() -> None:
    units, scope = claim().needs()
    assert isinstance(units, Count)
    assert isinstance(scope, Count)
    assert units.measure == GENERAL
    assert scope.measure.where == ()
    hits, reference = claim(of=HELD).needs()
    assert isinstance(hits, Count)
    assert isinstance(reference, Count)
    assert hits.measure.where == GENERAL.where + HELD.where
    assert reference.measure.where == GENERAL.where


def test_all_of_several_measures_must_have_units() -> None:
    both = claim(of=(GENERAL, SIZE))
    assert len(both.needs()) == 4
    sized = series([[900]], rows=(3, 0, 0))
    found = sure(both.test((*answers(5), sized, series([[50]]))))
    assert found.value == 3
    assert borne(both.region, both.test((*answers(0), sized, series([[50]])))) == "no"


@pytest.mark.parametrize(
    ("hits", "uncoded", "expected"), [(40, 0, "yes"), (39, 0, "no"), (39, 1, "open")]
)
def test_always_needs_every_unit(hits: int, uncoded: int, expected: str) -> None:
    warrant = claim("always", HELD)
    assert warrant.needs() == claim(of=HELD).needs()
    given_ = (series([[hits]], rows=(hits, 0, uncoded)), series([[40]]))
    assert borne(warrant.region, warrant.test(given_)) == expected


def test_always_without_a_whole_or_with_an_empty_one_cannot_say() -> None:
    warrant = claim("always")
    assert isinstance(warrant.test(answers(3)), Infeasible)
    empty = claim("always", HELD)
    assert isinstance(empty.test((series([[0]]), series([[0]]))), Infeasible)
    process = replace(claim(), reading="process")
    assert isinstance(process.test(answers(3)), Infeasible)
    assert claim().axes() == ()


@given(st.integers(0, 50), st.integers(0, 5))
def test_some_and_none_are_each_others_negation(found: int, uncoded: int) -> None:
    opposite = {"yes": "no", "no": "yes", "open": "open"}
    given_ = answers(found, uncoded)
    some = borne(claim().region, claim().test(given_))
    assert borne(claim("none").region, claim("none").test(given_)) == opposite[some]


@pytest.mark.parametrize("hidden", [0.05, 0.5])
def test_cases_hidden_among_uncoded_rows_are_never_called_absent(hidden: float) -> None:
    """One true case; its row lacks the code as often as stated, as other rows do."""
    rng = np.random.default_rng(4)
    false = held = 0
    for _ in range(DRAWS):
        lost = rng.uniform() < hidden
        given_ = answers(0 if lost else 1, int(rng.binomial(99, hidden)) + int(lost))
        found = sure(claim("none").test(given_))
        false += borne(claim("none").region, found) == "yes"
        held += found.at95.low <= 1 <= found.at95.high
    assert false == 0
    assert held == DRAWS
