"""Shares: words, bounds for what is uncoded, intervals against other programs, known worlds."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from answers import borne, column, series, sure, too_often, use
from squarely.estimators import proportion
from squarely.model.argument import Reading, Threshold
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Infeasible, Interval
from squarely.model.request import Condition, Count, Measure
from squarely.multiverse.axes import apply
from squarely.warrants import share

DRAWS = 1000
ITALY = (Condition("place", ("ITA",)),)
RAIL = Measure("count", "strikes", "register", (Condition("sector", ("rail",)),))


def claim(expect: str | Threshold = "most", reading: Reading | None = None) -> share.Share:
    return share.from_use(use("share", expect, reading, of=RAIL, among=ITALY))


def test_hits_pass_both_sets_of_conditions_and_the_reference_set_its_own() -> None:
    hits, reference = claim().needs()
    assert isinstance(hits, Count)
    assert isinstance(reference, Count)
    assert hits.measure.where == ITALY + RAIL.where
    assert reference.measure.where == ITALY
    among = Measure("count", "strikes", "register", ITALY)
    whole = replace(claim(), among=among)
    assert whole.needs() == (hits, reference)
    ready = Measure("share", "strikes", "register", RAIL.where, ITALY)
    assert replace(claim(), of=ready, among=None).needs() == (hits, reference)
    elsewhere = Measure("count", "strikes", "other", ITALY)
    first = replace(claim(), among=elsewhere).needs()[0]
    assert isinstance(first, Count)
    assert first.measure == RAIL


@pytest.mark.parametrize(
    ("expect", "hits", "expected"),
    [
        ("few", 10, "yes"),
        ("few", 11, "no"),
        ("most", 50, "no"),
        ("most", 51, "yes"),
        ("mainly", 51, "yes"),
        ("vast-majority", 80, "no"),
        ("vast-majority", 81, "yes"),
        (Threshold("more-than", 0.4), 41, "yes"),
        (Threshold("about", 0.4), 43, "yes"),
    ],
)
def test_words_mean_the_same_for_everyone(
    expect: str | Threshold, hits: int, expected: str
) -> None:
    warrant = claim(expect)
    answers = (series([[hits]]), series([[100]]))
    assert borne(warrant.region, warrant.test(answers)) == expected


def test_uncoded_units_may_be_hits_or_not() -> None:
    answers = (series([[45]], rows=(45, 0, 20)), series([[100]]))
    found = sure(claim().test(answers))
    assert found.at95 == Interval(0.45, 0.65)
    assert found.value == pytest.approx(45 / 80)
    assert borne(claim().region, replace(claim(), missing="left out").test(answers)) == "yes"


@pytest.mark.parametrize(("hits", "units", "uncoded"), [(20, 29, 0), (40, 100, 31)])
def test_too_few_units_or_codes_cannot_say(hits: int, units: int, uncoded: int) -> None:
    answers = (series([[hits]], rows=(hits, 0, uncoded)), series([[units]]))
    assert isinstance(claim().test(answers), Infeasible)


def test_a_share_of_sizes_is_bounded_by_low_over_high() -> None:
    of = Measure("sum", "size", "crowds", RAIL.where)
    warrant = replace(claim(), of=of)
    part = series([[60]], ([[50]], [[70]]), rows=(40, 0, 0))
    full = series([[100]], ([[80]], [[130]]), rows=(90, 0, 0))
    found = sure(warrant.test((part, full)))
    assert found.value == 0.6
    assert found.at95 == Interval(50 / 110, 70 / 100)
    assert isinstance(replace(warrant, reading="process").test((part, full)), Infeasible)
    none = series([[0]], rows=(90, 0, 0))
    assert isinstance(warrant.test((none, none)), Infeasible)


def test_intervals_agree_with_another_program() -> None:
    for k, n in ((0, 30), (1, 30), (40, 100), (99, 100), (100, 100)):
        for ours, method in ((proportion.wilson, "wilson"), (proportion.exact, "beta")):
            theirs = proportion_confint(k, n, 0.05, method)
            assert np.allclose(ours(k, n, 0.95), theirs, atol=1e-12)
    tail = stats.binom.sf(11, 40, 0.2)
    assert proportion.above(12, 40, 0.2) == pytest.approx(tail)
    assert proportion.below(12, 40, 0.5) == pytest.approx(stats.binom.cdf(12, 40, 0.5))


@pytest.mark.parametrize("units", [30, 60, 200, 1000])
def test_the_interval_covers_every_true_share_and_no_threshold_is_crossed_too_often(
    units: int,
) -> None:
    """Exact, over every possible number of hits."""
    k = np.arange(units + 1)
    low, high = proportion.bounds(k, units, 0.95)
    for truth in np.linspace(0.002, 0.998, 250):
        weight = stats.binom.pmf(k, units, truth)
        assert weight[(low <= truth) & (truth <= high)].sum() >= 0.93
        assert weight[low > truth].sum() <= 0.05
        assert weight[high < truth].sum() <= 0.05


def clustered(
    rng: np.random.Generator, truth: float, icc: float, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Hits and units of 36 months, whose own shares scatter about the truth."""
    spread = (1 - icc) / icc
    own = rng.beta(truth * spread, (1 - truth) * spread, (DRAWS, 36))
    units = rng.poisson(size, (DRAWS, 36)) + 1
    return rng.binomial(units, own), units


@pytest.mark.parametrize(
    ("expect", "truth"), [("most", 0.5), ("few", 0.1001), ("vast-majority", 0.8)]
)
@pytest.mark.parametrize(("icc", "size"), [(0.02, 10), (0.2, 10), (0.2, 3)])
def test_clusters_do_not_pass_for_evidence(
    expect: str, truth: float, icc: float, size: int
) -> None:
    rng = np.random.default_rng(5)
    warrant = claim(expect, "process")
    hits, units = clustered(rng, truth, icc, size)
    false = held = 0
    for k, n in zip(hits, units, strict=True):
        found = sure(warrant.test((series(column(k)), series(column(n)))))
        false += borne(warrant.region, found) == "yes"
        held += found.at95.low <= truth <= found.at95.high
    assert not too_often(false, DRAWS)
    assert held / DRAWS >= 0.93


@pytest.mark.parametrize("lost", [0.1, 0.25])
def test_codes_missing_by_their_value_do_not_pass_for_evidence(lost: float) -> None:
    """All lost codes are hits, or none is; the true share stands at the threshold."""
    rng = np.random.default_rng(3)
    warrant, false, held = claim(), 0, 0
    for draw in range(DRAWS):
        hits = 100 if draw % 2 else 101
        gone = rng.binomial(hits if draw % 3 else 200 - hits, lost)
        seen = hits - gone if draw % 3 else hits
        found = warrant.test((series([[seen]], rows=(seen, 0, gone)), series([[200]])))
        label = borne(warrant.region, found)
        false += label == "yes" and hits == 100
        held += sure(found).at95.low <= hits / 200 <= sure(found).at95.high
    assert false == 0
    assert held == DRAWS


@given(st.integers(0, 200), st.integers(30, 200), st.sampled_from(["realised", "process"]))
def test_counting_the_misses_mirrors_the_verdict(k: int, n: int, reading: Reading) -> None:
    k = min(k, n)
    above = claim(Threshold("more-than", 0.25), reading)
    below = claim(Threshold("at-most", 0.75), reading)
    up = sure(above.test((series(column([k, 0])), series(column([n, 1])))))
    down = sure(below.test((series(column([n - k, 1])), series(column([n, 1])))))
    assert up.at95.low == pytest.approx(1 - down.at95.high, abs=1e-9)
    assert up.at80.high == pytest.approx(1 - down.at80.low, abs=1e-9)
    if reading == "process":
        assert up.p_for == pytest.approx(down.p_for, abs=1e-9)
        assert up.p_against == pytest.approx(down.p_against, abs=1e-9)


@given(st.integers(0, 300), st.integers(30, 300))
def test_the_p_value_and_the_interval_never_disagree(k: int, n: int) -> None:
    k = min(k, n)
    warrant = claim("most", "process")
    found = sure(warrant.test((series(column([k])), series(column([n])))))
    assert found.p_for is not None
    assert found.p_against is not None
    if abs(found.p_for - 0.025) > 1e-6 and abs(found.p_against - 0.025) > 1e-6:
        assert warrant.region.contains(found.at95) == (found.p_for < 0.025)
        assert warrant.region.misses(found.at95) == (found.p_against < 0.025)


def test_a_process_names_what_it_could_have_told() -> None:
    found = sure(claim("most", "process").test((series([[70]]), series([[100]]))))
    assert found.detectable is not None
    assert 0.6 < found.detectable < 0.7
    assert found.tipping is not None
    assert found.tipping > 1
    few = sure(claim("few", "process").test((series([[50]]), series([[1000]]))))
    assert few.detectable is not None
    assert few.detectable < 0.1
    all_ = sure(claim("most", "process").test((series([[40]]), series([[40]]))))
    assert all_.at95.high == 1
    out = replace(claim("most", "process"), missing="left out")
    kept = sure(out.test((series([[45]], rows=(45, 0, 20)), series([[100]]))))
    assert kept.value == pytest.approx(45 / 80)


def test_thresholds_beyond_all_shares_are_met_by_all_or_none() -> None:
    assert proportion.above(3, 40, 1.0) == 1
    assert proportion.above(3, 40, 0.0) == 0
    assert proportion.above(0, 40, 0.0) == 1
    assert np.isnan(proportion.manski(0, 5, 5)).all()


def test_a_process_also_asks_how_units_cluster() -> None:
    assert [axis.name for axis in claim().axes()] == ["missing codes"]
    assert [axis.name for axis in claim("most", "process").axes()] == ["missing codes", "clusters"]


def test_a_choice_that_the_dataset_offers_narrows_the_whole_with_the_part() -> None:
    """Else the part would be taken of some rows and the whole of all."""
    moving = Option("moving only", where=(Condition("carried", (False,)),))
    offered = Axis("carried", (Option("all"), moving), "", of="register")
    for among in (None, ITALY):
        hits, whole = apply(replace(claim(), among=among), offered, moving).needs()
        assert isinstance(hits, Count)
        assert isinstance(whole, Count)
        assert set(moving.where) <= set(whole.measure.where)
        assert set(hits.measure.where) == {*whole.measure.where, *RAIL.where}


def test_a_choice_that_the_file_names_is_of_the_part_alone() -> None:
    other = Option("road", where=(Condition("sector", ("road",)),))
    _, whole = apply(claim(), Axis("sector", (Option("as claimed"), other), ""), other).needs()
    assert isinstance(whole, Count)
    assert whole.measure.where == ITALY
