"""Precedents: codes and dated rows, another program, and classes whose rates are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight
from statsmodels.stats.proportion import proportion_confint

from answers import borne, column, series, sure, too_often, use
from squarely.argument.checks import check
from squarely.argument.read import read
from squarely.estimators import survival
from squarely.grounds.catalog import open_grounds, shipped_catalog
from squarely.grounds.cube import answer
from squarely.model.argument import Moment, Reading, Value
from squarely.model.finding import Infeasible, Region
from squarely.model.request import (
    Answer,
    Condition,
    Count,
    Measure,
    Occurrences,
    Pairs,
    Unanswerable,
    Window,
)
from squarely.warrants import precedent

DRAWS = 1000
ENDINGS = Moment(dataset="endings", where=(Condition("type", ("intrastate",)),))
TALKS = (Condition("negotiated", (True,)),)
AGAIN = (Condition("recurred", (True,)),)
FIGHTING = Measure("count", "conflicts", "fighting")


def claim(
    expect: str = "usually", reading: Reading | None = None, **keys: Value
) -> precedent.Precedent:
    given_: dict[str, Value] = {"class": ENDINGS, "after": TALKS, "outcome": AGAIN, **keys}
    return precedent.from_use(use("precedent", expect, reading, **given_))


def dated_claim(
    expect: str = "usually", within: str = "5 years", reading: Reading | None = None
) -> precedent.Precedent:
    return claim(expect, reading, outcome=FIGHTING, within=within, unit="conflict")


def coded(
    hits: list[int], cases: list[int], others: tuple[int, int] = (10, 20), uncoded: int = 0
) -> tuple[Answer, ...]:
    """Yearly hits and cases with the antecedent; the hits and cases without it, in one year."""
    k, n = np.array(hits, float), np.array(cases, float)
    bare = (others[0] * (np.arange(len(cases)) == 0), others[1] * (np.arange(len(cases)) == 0))
    missing = (uncoded * (np.arange(len(cases)) == 0))[:, None]
    every, met = column(n + bare[1]), column(k + bare[0])
    return (
        series(every),
        series(column(n)),
        series(met, rows=(met, 0, missing)),
        series(column(k), rows=(column(k), 0, missing)),
    )


def rows(days: np.ndarray, units: np.ndarray | list[str]) -> Occurrences:
    at = np.asarray(days, "M8[D]")
    order = np.lexsort((np.array(units), at))
    names = tuple(str(units[i]) for i in order)
    return Occurrences(at[order], at[order], names, ("",) * len(names))


def dated(
    cases: tuple[np.ndarray, list[str]],
    treated: np.ndarray,
    then: tuple[np.ndarray, list[str]],
    last: int = 2020,
) -> tuple[Answer, ...]:
    days, units = cases
    those = [unit for unit, yes in zip(units, treated, strict=True) if yes]
    return (
        rows(days, units),
        rows(days[treated], those),
        rows(*then),
        series(np.zeros((last - 1999, 1)), start="2000"),
    )


def test_asks_for_the_class_the_antecedent_the_outcome_and_both() -> None:
    requests = claim().needs()
    assert all(isinstance(r, Count) and r.every == "year" and r.by == () for r in requests)
    wheres = [r.measure.where for r in requests if isinstance(r, Count)]
    assert wheres == [ENDINGS.where + more for more in ((), TALKS, AGAIN, TALKS + AGAIN)]
    by_unit = replace(claim(), unit="conflict").needs()
    assert all(isinstance(r, Count) and r.every is None and r.by == ("conflict",) for r in by_unit)
    every, those, then, span = dated_claim().needs()
    assert every == Pairs("endings", ENDINGS.where, Window(), "conflict")
    assert those == Pairs("endings", ENDINGS.where + TALKS, Window(), "conflict")
    assert then == Pairs("fighting", (), Window(), "conflict")
    assert isinstance(span, Count)
    assert [axis.name for axis in dated_claim().axes()] == ["cases of one unit"]
    assert claim().axes() == ()


@pytest.mark.parametrize(
    ("expect", "hits", "expected"),
    [
        ("usually", 6, "yes"),
        ("usually", 5, "open"),
        ("rarely", 0, "yes"),
        ("rarely", 1, "open"),
        ("usually", 0, "no"),
    ],
)
def test_six_of_six_are_the_fewest_that_tell(expect: str, hits: int, expected: str) -> None:
    met = [1] * hits + [0] * (6 - hits)
    warrant = claim(expect)
    assert borne(warrant.region, warrant.test(coded(met, [1] * 6))) == expected


def test_one_case_is_an_illustration_and_a_few_are_too_few() -> None:
    one = claim().test(coded([1], [1]))
    assert isinstance(one, Infeasible)
    assert "illustration" in one.why
    assert isinstance(claim().test(coded([1] * 5, [1] * 5)), Infeasible)
    assert isinstance(claim().test(coded([1] * 6, [1] * 6, (1, 5))), Infeasible)
    assert isinstance(claim().test(coded([0], [0])), Infeasible)


def test_the_other_arm_stands_beside_it_and_decides_nothing() -> None:
    low, high = (sure(claim().test(coded([1] * 9, [1] * 9, (k, 20)))) for k in (2, 18))
    assert low.at95 == high.at95
    assert low.parts["difference"] == pytest.approx(0.9)
    assert "9 of 9 with the antecedent (100%), in 2 of 20 without it (10%): +90" in low.recorded
    assert "not a cause" in low.caveats[0]


def test_cases_without_a_code_may_be_hits_or_not() -> None:
    found = sure(claim().test(coded([1] * 8 + [0] * 4, [1] * 12, (0, 20), uncoded=2)))
    realised = sure(
        claim(reading="realised").test(coded([1] * 8 + [0] * 4, [1] * 12, (0, 20), uncoded=2))
    )
    assert found.value == pytest.approx(8 / 10)
    assert found.at95.low == pytest.approx(proportion_confint(8, 12, 0.05, "beta")[0])
    assert found.at95.high == pytest.approx(proportion_confint(10, 12, 0.05, "beta")[1])
    assert (realised.at95.low, realised.at95.high) == pytest.approx((8 / 12, 10 / 12))
    assert realised.census
    assert realised.p_for is None


def test_a_claim_that_cannot_be_put_asks_for_nothing() -> None:
    for odd in (
        replace(claim(), cases=Moment(Window())),
        replace(claim(), within="5 years"),
        replace(dated_claim(), within=None),
        replace(dated_claim(), unit=None),
        dated_claim(within="1..5 years"),
    ):
        assert odd.needs() == ()
        assert isinstance(odd.test(()), Infeasible)


def test_cases_are_followed_to_the_outcome_the_horizon_or_the_end() -> None:
    days = np.array([f"{2000 + i}-06-30" for i in range(16)], "M8[D]")
    units = [f"c{i}" for i in range(16)]
    treated = np.arange(16) < 8
    again = [f"c{i}" for i in range(4)]
    then = (np.array(["2003-01-01", "2003-01-01", "2005-01-01", "2019-01-01"], "M8[D]"), again)
    found = sure(dated_claim().test(dated((days, units), treated, then)))
    assert found.value == pytest.approx(3 / 8)  # the fourth came fourteen years after
    assert found.n == 8
    longer = dated_claim(within="0..20 years").test(dated((days, units), treated, then, 2040))
    assert sure(longer).value == pytest.approx(4 / 8)
    later = sure(dated_claim().test(dated((days, units), ~treated, then)))
    assert later.value == 0
    assert any("not followed" in words for words in later.caveats)


def test_an_outcome_of_another_unit_or_of_an_earlier_day_does_not_count() -> None:
    days = np.array(["2005-06-30"] * 16, "M8[D]")
    units = [f"c{i}" for i in range(16)]
    treated = np.arange(16) < 8
    before = (np.array(["2005-06-30"] * 8, "M8[D]"), units[:8])
    other = (np.array(["2006-06-30"] * 8, "M8[D]"), [f"d{i}" for i in range(8)])
    for then in (before, other):
        assert sure(dated_claim().test(dated((days, units), treated, then))).value == 0
    late = (np.array(["2021-01-01"] * 8, "M8[D]"), units[:8])  # after the end of what is known
    found = dated_claim(within="30 years").test(dated((days, units), treated, late))
    assert isinstance(found, Infeasible)


def test_a_units_first_case_may_stand_alone() -> None:
    days = np.array([f"{2000 + i % 10}-06-30" for i in range(40)], "M8[D]")
    units = [f"c{i % 20}" for i in range(40)]
    treated = np.arange(40) % 20 < 10
    answers = dated((days, units), treated, (days[:0], []))
    every, first = (
        sure(replace(dated_claim(), repeats=how).test(answers)) for how in ("every", "first")
    )
    assert (every.n, first.n) == (20, 10)
    assert every.parts["independent cases"] == pytest.approx(10)


def test_without_anyone_lost_the_limits_are_those_of_another_program() -> None:
    for n in (6, 20, 45):
        for k in range(n + 1):
            times, met = np.arange(n).astype(float) + 1, np.arange(n) < k
            times[~met] = 1000
            found = survival.follow(times, met, 500.0)
            low, high = proportion_confint(k, n, 0.05, "beta")
            ours = survival.bounds(found, 0.95)
            assert (ours.low, ours.high) == pytest.approx((low, high), abs=1e-9)
            tail = stats.binom.sf(k - 1, n, 0.3)
            assert survival.above(found, 0.3) == pytest.approx(tail, abs=1e-9)
            assert survival.below(found, 0.6) == pytest.approx(stats.binom.cdf(k, n, 0.6), abs=1e-9)


def test_the_estimate_is_that_of_another_program() -> None:
    rng = np.random.default_rng(8)
    times, met = rng.integers(1, 60, 80).astype(float), rng.random(80) < 0.6
    theirs = SurvfuncRight(times, met.astype(int))
    at = int(np.searchsorted(theirs.surv_times, 30.0, "right")) - 1
    assert survival.follow(times, met, 30.0).value == pytest.approx(1 - theirs.surv_prob[at])


def test_limits_at_the_ends_are_numbers() -> None:
    nobody = survival.follow(np.array([1.0]), np.array([False]), 5.0)
    assert (survival.above(nobody, 0.5), survival.below(nobody, 0.5)) == (1, 1)
    one = survival.follow(np.array([1.0, 9.0]), np.array([True, False]), 5.0)
    assert (survival.above(one, 0.0), survival.above(one, 1.0)) == (0, 1)
    assert (survival.below(one, 0.0), survival.below(one, 1.0)) == (1, 0)
    assert survival.worth(np.zeros(2), np.zeros(2)) == 0


@given(st.lists(st.integers(0, 2), min_size=6, max_size=20), st.integers(0, 3))
def test_usually_and_rarely_mirror_when_hits_and_misses_are_swapped(
    met: list[int], uncoded: int
) -> None:
    sizes = [2] * len(met)
    missed = [2 - one for one in met]
    up = claim("usually").test(coded(met, sizes, (10, 20)))
    down = claim("rarely").test(coded(missed, sizes, (10, 20)))
    assert sure(up).at95.low == pytest.approx(1 - sure(down).at95.high, abs=1e-9)
    assert sure(up).p_for == pytest.approx(sure(down).p_for, abs=1e-9)
    assert sure(up).p_against == pytest.approx(sure(down).p_against, abs=1e-9)
    assert borne(Region(0.5, 1), up) == borne(Region(0, 0.5), down)


@given(st.lists(st.integers(0, 1), min_size=6, max_size=40))
def test_the_p_value_and_the_interval_never_disagree(met: list[int]) -> None:
    found = sure(claim().test(coded(met, [1] * len(met))))
    assert found.p_for is not None
    assert found.p_against is not None
    if min(abs(found.p_for - 0.025), abs(found.p_against - 0.025)) > 1e-6:
        assert claim().region.contains(found.at95) == (found.p_for < 0.025)
        assert claim().region.misses(found.at95) == (found.p_against < 0.025)


def lean(rng: np.random.Generator, icc: float, units: int) -> np.ndarray:
    """Each unit's own rate about one half."""
    spread = 0.5 * (1 - icc) / icc
    return rng.beta(spread, spread, units)


@pytest.mark.parametrize("units", [6, 12, 30])
@pytest.mark.parametrize(("size", "icc"), [(1, 0.0), (3, 0.3), (3, 0.99)])
def test_cases_of_one_unit_do_not_pass_for_evidence(units: int, size: int, icc: float) -> None:
    """The true part is one half; a unit's cases lean together."""
    rng = np.random.default_rng(4)
    false = leans = held = 0
    for _ in range(DRAWS):
        own = np.full(units, 0.5) if icc == 0 else lean(rng, icc, units)
        sizes = np.full(units, size) if size == 1 else rng.integers(1, 2 * size, units)
        hits = rng.binomial(sizes, own)
        found = sure(claim().test(coded(hits.tolist(), sizes.tolist())))
        false += borne(claim().region, found) == "yes"
        leans += claim().region.contains(found.at90)
        held += found.at95.low <= 0.5 <= found.at95.high
    assert not too_often(false, DRAWS)
    assert not too_often(leans, DRAWS, 0.10)
    assert held / DRAWS >= 0.93


@pytest.mark.parametrize("cases", [12, 40])
@pytest.mark.parametrize("lost", [0.0, 0.3, 0.6])
def test_cases_lost_before_the_horizon_do_not_pass_for_evidence(cases: int, lost: float) -> None:
    """Exponential times whose median is the horizon; some sources end before it."""
    rng = np.random.default_rng(6)
    false = held = 0
    for _ in range(DRAWS):
        to_event = rng.exponential(5 / np.log(2), cases)
        seen = np.where(rng.random(cases) < lost, rng.uniform(0, 5, cases), 30.0)
        times, met = np.minimum(to_event, seen), to_event <= seen
        found = survival.follow(times, met, 5.0)
        within = survival.bounds(found, 0.95)
        false += within.low > 0.5
        held += within.low <= 0.5 <= within.high
    assert not too_often(false, DRAWS)
    assert held / DRAWS >= 0.93


def test_a_case_of_no_unit_or_as_late_as_the_end_was_not_followed() -> None:
    days = np.array(["2005-06-30"] * 14 + ["2021-06-30"] * 2, "M8[D]")
    units = [f"c{i}" for i in range(13)] + ["", "c14", "c15"]
    treated = np.arange(16) % 2 == 1
    found = sure(
        dated_claim(reading="realised").test(dated((days, units), treated, (days[:0], [])))
    )
    assert found.n == 8
    assert found.at95.high == pytest.approx(2 / 8)  # one of no unit, one too late
    assert found.at95.low == 0


def test_counts_by_unit_are_lined_up_by_name() -> None:
    names = [(f"c{i}",) for i in range(14)]
    every, met = series([[1.0] * 14], None, names), series([[1.0] * 3], None, names[2:5])
    those, both = series([[1.0] * 7], None, names[:7]), series([[1.0] * 3], None, names[2:5])
    found = sure(replace(claim(), unit="conflict").test((every, those, met, both)))
    assert found.value == pytest.approx(3 / 7)
    assert found.parts["share without it"] == 0


def test_a_misspelt_column_of_the_antecedent_is_a_fault_of_the_file() -> None:
    text = (
        "claims:\n  a:\n    says: It is so.\n    warrant:\n      precedent:\n"
        "        class: {in: ucdp-terminations, where: {type: intrastate}}\n"
        "        after: {negotated: true}\n        outcome: {recurred: true}\n"
        "        expect: usually\n"
    )
    found, faults = read(text, "argument.yaml")
    assert found is not None
    assert not faults
    (problem,) = check(found, shipped_catalog(), lambda name: name)
    assert problem.code == "unknown-column"
    assert problem.hint is not None
    assert "negotiated" in problem.hint


def test_speaks_on_the_shipped_endings() -> None:
    warrant = replace(claim(), cases=Moment(dataset="ucdp-terminations", where=ENDINGS.where))
    answered = answer(open_grounds()[0], warrant.needs()).answers
    given_ = [one for one in answered.values() if not isinstance(one, Unanswerable)]
    found = sure(warrant.test(tuple(given_)))
    assert found.n > 50
    assert 0 < found.value < 1
