"""The first lines of a conclusion: its state in words, what it hangs on, one datum."""

from __future__ import annotations

from dataclasses import replace

import studies
from squarely.model.study import ClaimStudy, ConclusionStudy
from squarely.report.standing import stands
from squarely.strength.sentence import STATE

END = ConclusionStudy("end", "It follows.", "conditional", "")


def claim(name: str, verdict: str = "no grounds", *settles: str) -> ClaimStudy:
    return replace(studies.exists(), id=name, verdict=verdict, would_settle=settles)  # type: ignore[arg-type]


def test_a_conditional_conclusion_counts_its_open_premises_and_untested_steps() -> None:
    end = replace(END, completion_sets=(("a", "b"),), steps_untested=("s1",))
    said = stands(end, {}).opening
    assert said == (
        "With the steps as drawn it stands only if two open premises turn out in its favour; "
        "one of the steps is untested."
    )


def test_one_open_premise_turns_out_and_of_several_ways_the_least_is_said() -> None:
    assert stands(replace(END, completion_sets=(("a",),)), {}).opening == (
        "It stands only if one open premise turns out in its favour."
    )
    assert stands(replace(END, completion_sets=(("a",), ("b", "c"))), {}).opening == (
        "It stands only if at least one open premise turns out in its favour."
    )


def test_the_page_says_of_every_other_state_what_the_terminal_says() -> None:
    for state, said in STATE.items():
        if state != "conditional":
            assert stands(replace(END, state=state), {}).opening == said
    assert stands(END, {}).opening == (
        "Its premises may hold and still not bear on it: no test speaks to the steps that lead to "
        "it."
    )


def test_what_works_against_a_conclusion_does_not_fail_but_is_settled_against_it() -> None:
    claims = {name: claim(name) for name in "ab"}
    alone = replace(END, cut_sets=(("a",), ("b",)))
    found = stands(alone, claims)
    assert found.hangs == (
        "It hangs on each of these; if one fails, no way to the conclusion is left:"
    )
    assert found.lists.alone == "It is not carried if any one of these fails (2)"
    found = stands(replace(alone, attackers=("b",)), claims)
    assert found.hangs == (
        "It hangs on each of these; if one is settled against it, no way to the conclusion is left:"
    )
    assert found.lists.alone == "It is not carried if any one of these is settled against it (2)"
    rebutted = replace(END, cut_sets=(("b",),), attackers=("b",))
    assert stands(rebutted, claims).hangs == (
        "It hangs on this; if this is settled against it, no way to the conclusion is left:"
    )
    both = replace(END, cut_sets=(("a", "b"),), attackers=("b",))
    found = stands(both, claims)
    assert found.hangs == (
        "If these are settled against it together, no way to the conclusion is left:"
    )
    assert found.lists.together == (
        "It is not carried if all of one line are settled against it together (1 such set)"
    )


def test_all_that_is_open_is_said_only_where_no_step_is_untested() -> None:
    ways = replace(END, cut_sets=(("a",),), completion_sets=(("a",),))
    said = "would be carried if all of these were settled in its favour"
    lists = stands(ways, {"a": claim("a")}).lists
    assert lists.same == f"It {said}: they are all that is open."
    assert lists.carried == f"It {said}"
    lists = stands(replace(ways, steps_untested=("s",)), {"a": claim("a")}).lists
    assert lists.same == f"With the steps as drawn it {said}."
    assert lists.alone == "With the steps as drawn it is not carried if any one of these fails (1)"


def test_premises_whose_failure_alone_is_enough_come_first_and_data_before_values() -> None:
    claims = {c.id: c for c in (claim("value", "out of scope"), claim("fact"))}
    end = replace(END, cut_sets=(("value",), ("fact",), ("x", "y")), attackers=("fact",))
    found = stands(end, claims)
    assert [(one.claim.id, one.against) for one in found.named] == [
        ("fact", True),
        ("value", False),
    ]
    assert "if one is settled against it" in found.hangs


def test_of_many_three_are_named_and_the_rest_counted() -> None:
    claims = {name: claim(name) for name in "abcde"}
    found = stands(replace(END, cut_sets=tuple((name,) for name in "abcde")), claims)
    assert len(found.named) == 3
    assert found.more == 2


def test_without_one_such_premise_the_smallest_set_is_named() -> None:
    claims = {name: claim(name) for name in "ab"}
    found = stands(replace(END, cut_sets=(("a", "b"),)), claims)
    assert "together" in found.hangs
    assert len(found.named) == 2


def test_an_open_premise_has_its_datum_and_a_settled_one_has_none() -> None:
    claims = {
        "a": claim("a", "supported", "nothing more"),
        "b": claim("b", "undetermined", "acled", "all strikes since 2010"),
    }
    found = stands(replace(END, cut_sets=(("a",), ("b",))), claims)
    assert {one.claim.id: one.datum for one in found.named} == {
        "a": "",
        "b": "all strikes since 2010",
    }


def test_what_would_carry_it_is_not_listed_twice() -> None:
    claims = {name: claim(name) for name in "ab"}
    end = replace(END, cut_sets=(("a",), ("b",)), completion_sets=(("a", "b"),))
    assert stands(end, claims).same
    assert not stands(replace(end, completion_sets=(("a",),)), claims).same


def test_claims_that_the_study_does_not_show_are_counted_and_not_named() -> None:
    found = stands(replace(END, cut_sets=(("a",), ("b",))), {"a": claim("a")})
    assert [one.claim.id for one in found.named] == ["a"]
    assert found.more == 1
