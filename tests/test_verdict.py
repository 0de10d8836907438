"""The decision procedure: labels, gates, families, multiplicity, and the exact mirror."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.model.argument import Claim, Threshold, WarrantUse
from squarely.model.dataset import Coverage, Dataset
from squarely.model.finding import Estimate, Gate, Infeasible, Interval, Label, Outcome, Region
from squarely.verdict.gates import Evidence, gates_of
from squarely.verdict.judge import Case, judge
from squarely.verdict.multiplicity import survivors, two_sided
from squarely.verdict.sides import Stand, splitting

RISING = Region(25.0, math.inf)
MIRROR: dict[Label, Label] = {
    "supported": "contradicted",
    "leans supported": "leans contradicted",
    "contradicted": "supported",
    "leans contradicted": "leans supported",
}


def estimate(low: float, high: float, narrower: float = 0.1) -> Estimate:
    middle, half = (low + high) / 2, (high - low) / 2
    at90 = Interval(middle - half * (1 - narrower), middle + half * (1 - narrower))
    at80 = Interval(middle - half * (1 - 2 * narrower), middle + half * (1 - 2 * narrower))
    return Estimate(middle, at80, at90, Interval(low, high), "percent over the window", 36, 25.0)


def outcome(low: float, high: float, family: str = "a", **choices: str) -> Outcome:
    return Outcome(tuple(choices.items()), (family,), estimate(low, high))


def case(*outcomes: Outcome, gates: tuple[Gate, ...] = (), survives: bool | None = True) -> Case:
    return Case(Stand(RISING), "process", outcomes, (), gates, survives)


def label(*outcomes: Outcome) -> str:
    return judge(case(*outcomes)).label


def test_an_interval_beyond_the_edge_supports() -> None:
    assert label(outcome(30, 60)) == "supported"


def test_an_interval_below_the_edge_contradicts_as_flat_or_opposite() -> None:
    assert judge(case(outcome(-10, 20))).qualifier.subtype == "flat"
    assert judge(case(outcome(-40, -5))).qualifier.subtype == "opposite"


def test_an_interval_across_the_edge_is_undetermined_and_says_of_which_kind() -> None:
    assert judge(case(outcome(-60, 120))).qualifier.subtype == "imprecise"
    assert judge(case(outcome(5, 60))).qualifier.subtype == "edge"


def test_ninety_percent_leans() -> None:
    assert label(outcome(24.5, 60)) == "leans supported"


def test_what_does_not_survive_many_tests_only_leans() -> None:
    assert judge(case(outcome(30, 60), survives=False)).label == "leans supported"


def test_too_few_specifications_on_the_side_demote() -> None:
    seven = [outcome(30, 60, trim=str(n)) for n in range(7)]
    three = [outcome(-60, 120, trim=str(n)) for n in range(7, 10)]
    assert label(*seven, *three) == "leans supported"
    assert label(*seven[:5], *three, outcome(-90, 200, trim="x")) == "undetermined"


def test_each_source_family_weighs_the_same() -> None:
    many = [outcome(30, 60, "a", trim=str(n)) for n in range(19)]
    one = outcome(-40, 5, "b", trim="x")
    verdict = judge(case(*many, one))
    assert verdict.label == "undetermined"
    assert verdict.qualifier.subtype == "conflicting sources"


def test_a_unanimous_axis_needs_every_option() -> None:
    found = judge(
        Case(
            Stand(RISING),
            "realised",
            (*tuple(outcome(30, 60, base=n) for n in ("x", "y")), outcome(-5, 10, base="z")),
            ("base",),
            (),
            None,
        )
    )
    assert (found.label, found.qualifier.subtype) == ("undetermined", "definition-dependent")


@pytest.mark.parametrize(
    ("cap", "expected"),
    [("leans", "leans supported"), ("undetermined", "undetermined"), ("no grounds", "no grounds")],
)
def test_a_gate_caps(cap: str, expected: str) -> None:
    gate = Gate("construct", False, "a proxy", cap)  # type: ignore[arg-type]
    assert judge(case(outcome(30, 60), gates=(gate,))).label == expected


@given(
    st.lists(
        st.tuples(st.floats(-90, 300), st.floats(0, 200), st.sampled_from("ab")),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([True, False, None]),
)
def test_negation_mirrors_every_verdict(
    drawn: list[tuple[float, float, str]], survives: bool | None
) -> None:
    outcomes = tuple(
        outcome(low, low + width, family, n=str(number))
        for number, (low, width, family) in enumerate(drawn)
    )
    plain = judge(Case(Stand(RISING), "process", outcomes, (), (), survives)).label
    negated = judge(Case(Stand(RISING, True), "process", outcomes, (), (), survives)).label
    assert negated == MIRROR.get(plain, plain)


def test_the_splitting_axis_is_the_one_whose_options_differ_most() -> None:
    outcomes = [
        outcome(30, 60, size="low", trim="a"),
        outcome(-10, 10, size="high", trim="a"),
        outcome(30, 60, size="low", trim="b"),
        outcome(-10, 200, size="high", trim="b"),
    ]
    found = splitting(Stand(RISING), outcomes, ("trim", "size"))
    assert found is not None
    assert found[0] == "size"


def test_benjamini_hochberg_agrees_with_scipy() -> None:
    from scipy.stats import false_discovery_control

    p_values = {"a": 0.001, "b": 0.013, "c": 0.031, "d": 0.04, "e": 0.2, "f": 0.9}
    for strict, method in ((False, "bh"), (True, "by")):
        adjusted = false_discovery_control(list(p_values.values()), method=method)
        expected = {name for name, p in zip(p_values, adjusted, strict=True) if p <= 0.05}
        assert survivors(p_values, strict) == expected


def test_a_census_has_no_p() -> None:
    assert two_sided(None, None) is None
    assert two_sided(0.01, 0.99) == pytest.approx(0.02)


def dataset(**changes: object) -> Dataset:
    plain = {
        "name": "d", "title": "D", "version": "1", "kind": "events", "family": "f", "here": True,
        "licence": "", "redistributable": True, "citation": "",
    }  # fmt: skip
    return Dataset(**{**plain, **changes})  # type: ignore[arg-type]


def gate(name: str, claim: Claim, evidence: Evidence) -> Gate:
    return next(one for one in gates_of(claim, evidence) if one.gate == name)


def claim(**changes: object) -> Claim:
    use = WarrantUse(str(changes.pop("warrant", "trend")), {}, "rising")
    return Claim("c", "C.", warrant=use, **changes)  # type: ignore[arg-type]


def evidence(main: Estimate | Infeasible | None, *datasets: Dataset) -> Evidence:
    return Evidence(main, "nothing here", datasets, "", "", False)


def test_without_an_answer_there_are_no_grounds() -> None:
    found = gates_of(claim(), evidence(None))
    assert [(one.gate, one.cap, one.why) for one in found] == [
        ("grounds", "no grounds", "nothing here")
    ]


def test_a_causal_claim_is_capped_by_a_descriptive_test() -> None:
    found = gate("design", claim(type="causal"), evidence(estimate(30, 60), dataset()))
    assert found.cap == "undetermined"


def test_a_small_change_of_reporting_caps_reported_events_only() -> None:
    from dataclasses import replace

    near = replace(estimate(30, 60), tipping=1.1)
    assert gate("reporting", claim(), evidence(near, dataset())).cap == "undetermined"
    assert gate("reporting", claim(), evidence(near, dataset(reported=False))).passed is None


def test_silence_of_an_incomplete_source_is_not_absence() -> None:
    none = Estimate(0, Interval(0, 0), Interval(0, 0), Interval(0, 0), "events", 0)
    some = claim(warrant="exists")
    assert gate("absence", some, evidence(none, dataset())).cap == "undetermined"
    listed = dataset(coverage=Coverage(complete=True))
    assert gate("absence", some, evidence(none, listed)).cap == "leans"


def test_typed_facts_and_proxies_cap() -> None:
    typed = evidence(estimate(30, 60), dataset(hand_typed=True))
    assert gate("provenance", claim(), typed).cap == "leans"
    assert gate("construct", claim(construct="near proxy"), typed).cap == "leans"
    assert gate("construct", claim(construct="far proxy"), typed).cap == "undetermined"


def census(value: float) -> Estimate:
    at = Interval(value, value)
    return Estimate(value, at, at, at, "events", 9, census=True)


@pytest.mark.parametrize(
    ("warrant", "expect", "value", "cap"),
    [
        ("contrast", "higher", 5, "undetermined"),
        ("extreme", "largest", 5, "undetermined"),
        ("exists", "some", 5, None),
        ("exists", "none", 0, "undetermined"),
        ("level", Threshold("at-least", 4), 5, None),
        ("level", Threshold("at-least", 6), 5, "undetermined"),
        ("level", Threshold("at-most", 4), 5, None),
        ("level", Threshold("at-most", 6), 5, "undetermined"),
        ("level", Threshold("about", 5), 5, "undetermined"),
        ("share", "most", 0.6, "undetermined"),
        ("consensus", "broad", 0.8, "undetermined"),
    ],
)
def test_a_census_of_a_cut_window_is_capped_where_the_missing_days_could_matter(
    warrant: str, expect: str | Threshold, value: float, cap: str | None
) -> None:
    asked = Claim("c", "C.", warrant=WarrantUse(warrant, {}, expect))
    cut = Evidence(census(value), "", (dataset(),), "", "of 2025 the data hold half", False)
    assert gate("edge", asked, cut).cap == cap
