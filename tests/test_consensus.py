"""Consensus: three denominators, many items, and a world of miscoded votes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import borne, series, sure, too_often, use
from squarely.model.argument import Items
from squarely.model.finding import Infeasible
from squarely.model.request import Condition, Count, Series
from squarely.warrants import consensus

DRAWS = 2000
POSITIONS = ("yes", "no", "abstain", "absent", "non-member")
TALLY = {"yes": 120, "no": 14, "abstain": 45, "absent": 14}


def votes(tallies: Mapping[str, Mapping[str, int]]) -> Series:
    names = [(item, position) for item, tally in tallies.items() for position in tally]
    return series([[tallies[item][position] for item, position in names]], names=names)


def claim(expect: str = "near-unanimous", item: Items | str = "R1") -> consensus.Consensus:
    return consensus.from_use(use("consensus", expect, in_="un-votes", item=item, position="yes"))


def test_it_asks_for_the_votes_on_the_item_by_position() -> None:
    (request,) = claim(item=Items(name="R1")).needs()
    assert isinstance(request, Count)
    assert request.measure.where == (Condition("item", ("R1",)),)
    assert request.by == ("item", "position")
    many = Items(where=(Condition("issue", ("Palestine",)),), at_least=0.9, of_items="most")
    (request,) = claim(item=many).needs()
    assert isinstance(request, Count)
    assert request.measure.where == many.where


def test_each_denominator_gives_its_own_share_and_all_must_agree() -> None:
    (axis,) = claim().axes()
    assert axis.unanimous
    shares = []
    for option in axis.options:
        warrant = replace(claim(), **dict(option.keys))  # type: ignore[arg-type]
        shares.append(sure(warrant.test((votes({"R1": TALLY}),))).value)
    assert shares == [120 / 134, 120 / 179, 120 / 193]


def test_abstentions_can_be_the_position_asked_about() -> None:
    warrant = replace(claim("none"), position="abstain")
    found = sure(warrant.test((votes({"R1": TALLY}),)))
    assert found.value == 45 / 179
    assert borne(warrant.region, found) == "yes"


@pytest.mark.parametrize(
    ("yes", "expect", "expected"),
    [
        (90, "near-unanimous", "yes"),
        (89, "near-unanimous", "no"),
        (75, "broad", "yes"),
        (74, "broad", "no"),
        (74, "none", "yes"),
        (75, "none", "no"),
    ],
)
def test_the_words_have_fixed_thresholds(yes: int, expect: str, expected: str) -> None:
    warrant = claim(expect)
    found = warrant.test((votes({"R1": {"yes": yes, "no": 100 - yes}}),))
    assert borne(warrant.region, found) == expected


def test_a_source_without_absentees_says_so() -> None:
    assert sure(claim().test((votes({"R1": {"yes": 90, "no": 10}}),))).caveats
    assert not sure(claim().test((votes({"R1": TALLY}),))).caveats


def test_non_members_count_nowhere() -> None:
    plain = sure(claim().test((votes({"R1": TALLY}),)))
    more = sure(claim().test((votes({"R1": TALLY | {"non-member": 5}}),)))
    assert more.value == plain.value


def test_an_unknown_vote_leaves_bounds() -> None:
    found = sure(claim().test((votes({"R1": {"yes": 90, "no": 8, "": 2}}),)))
    assert (found.at95.low, found.at95.high) == (0.9, 0.92)


def test_most_items_or_all_of_them() -> None:
    tallies = {f"R{i}": {"yes": 95 if i < 6 else 80, "no": 5 if i < 6 else 20} for i in range(10)}
    tallies["R10"] = {"yes": 3, "no": 0}
    most = claim(item=Items(where=(), at_least=0.9, of_items="most"))
    found = sure(most.test((votes(tallies),)))
    assert found.value == 0.6
    assert found.n == 10
    assert "left out" in found.recorded
    assert borne(most.region, found) == "yes"
    del tallies["R10"]
    assert "left out" not in sure(most.test((votes(tallies),))).recorded
    every = claim(item=Items(where=(), at_least=0.9, of_items="all"))
    assert borne(every.region, every.test((votes(tallies),))) == "no"


@pytest.mark.parametrize("tally", [{"yes": 19}, {"abstain": 30}, {"yes": 0}])
def test_too_few_actors_or_nobody_on_a_side_cannot_say(tally: Mapping[str, int]) -> None:
    assert isinstance(claim().test((votes({"R1": tally}),)), Infeasible)
    assert isinstance(replace(claim(), reading="process").test((votes({"R1": TALLY}),)), Infeasible)


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_swapping_yes_and_no_in_votes_and_claim_changes_nothing(counts: list[int]) -> None:
    tally = dict(zip(POSITIONS, counts, strict=True))
    swapped = tally | {"yes": tally["no"], "no": tally["yes"]}
    one = claim().test((votes({"R1": tally}),))
    two = replace(claim(), position="no").test((votes({"R1": swapped}),))
    assert borne(claim().region, one) == borne(claim().region, two)


@given(st.lists(st.integers(0, 60), min_size=5, max_size=5))
def test_broad_and_none_are_each_others_negation(counts: list[int]) -> None:
    tally = votes({"R1": dict(zip(POSITIONS, counts, strict=True))})
    opposite = {"yes": "no", "no": "yes", "open": "open", "none": "none"}
    broad, none = claim("broad"), claim("none")
    label = borne(broad.region, broad.test((tally,)))
    assert borne(none.region, none.test((tally,))) == opposite[label]


@pytest.mark.parametrize("wrong", [0.002, 0.01, 0.03])
def test_miscoded_votes_rarely_make_a_near_unanimous_one(wrong: float) -> None:
    """One vote short of 90% on every denominator; each vote is taken wrongly as often as stated."""
    rng = np.random.default_rng(2)
    lost, gained = rng.binomial(173, wrong, DRAWS), rng.binomial(20, wrong, DRAWS)
    false = 0
    for yes in 173 - lost + gained:
        tally = votes({"R1": {"yes": int(yes), "no": 193 - int(yes)}})
        false += borne(claim().region, claim().test((tally,))) == "yes"
    assert not too_often(false, DRAWS)
