"""The first lines of a conclusion: its state in words, what it hangs on, one datum."""

from __future__ import annotations

from dataclasses import replace

import studies
from squarely.model.study import ClaimStudy, ConclusionStudy
from squarely.report.standing import stands

END = ConclusionStudy("end", "It follows.", "conditional", "")


def claim(name: str, verdict: str = "no grounds", *settles: str) -> ClaimStudy:
    return replace(studies.exists(), id=name, verdict=verdict, would_settle=settles)  # type: ignore[arg-type]


def test_a_conditional_conclusion_counts_its_open_premises_and_untested_steps() -> None:
    end = replace(END, completion_sets=(("a", "b"),), steps_untested=("s1",))
    said = stands(end, {}).opening
    assert said == (
        "It stands only if two open premises turn out in its favour, and if one untested step of "
        "reasoning may be taken."
    )


def test_premises_whose_failure_alone_is_enough_come_first_and_data_before_values() -> None:
    claims = {c.id: c for c in (claim("value", "out of scope"), claim("fact"))}
    end = replace(END, cut_sets=(("value",), ("fact",), ("x", "y")), attackers=("fact",))
    found = stands(end, claims)
    assert [(one.claim.id, one.against) for one in found.named] == [
        ("fact", True),
        ("value", False),
    ]
    assert "if one fails" in found.hangs


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
