"""Demands: agreement by hand, shares behind coders' errors, worlds with planted errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from answers import borne, series, sure, too_often, use
from squarely.estimators import coders, proportion
from squarely.estimators.coders import Coded, Errors
from squarely.model.argument import Reading, Threshold
from squarely.model.finding import Infeasible, Interval
from squarely.model.request import Count, Series
from squarely.warrants import demand

Array = NDArray[np.float64]
DRAWS = 500
NAMES = [("pay", "pay"), ("pay", "peace"), ("peace", "pay"), ("peace", "peace"), ("peace", "other")]


def claim(expect: str | Threshold = "most", reading: Reading | None = None) -> demand.Demand:
    keys = {"in_": "calls", "demand": "pay", "coders": ("ann", "ben")}
    return demand.from_use(use("demand", expect, reading, **keys))  # type: ignore[arg-type]


def answers(cells: Array, blank: int = 0) -> tuple[Series, Series]:
    """Documents by the names above, (periods, 5); `blank` more carry no code of one coder."""
    whole = cells.sum(axis=1, keepdims=True)
    whole[0] += blank
    return series(cells, names=NAMES, start="2020-01"), series(whole, start="2020-01")


def one(*cells: float, blank: int = 0) -> tuple[Series, Series]:
    return answers(np.array([cells], float), blank)


def krippendorff(first: list[int], second: list[int]) -> float:
    """By the coincidence matrix, as its author writes it."""
    pairs = np.zeros((2, 2))
    for a, b in zip(first, second, strict=True):
        pairs[a, b] += 1
        pairs[b, a] += 1
    of_each = pairs.sum(axis=1)
    n = of_each.sum()
    return float(1 - (n - 1) * pairs[0, 1] / (of_each[0] * of_each[1]))


def test_documents_are_asked_by_both_coders_columns_and_all_together() -> None:
    first, second = claim().needs()
    assert isinstance(first, Count)
    assert isinstance(second, Count)
    assert (first.by, first.every, first.dataset) == (("ann", "ben"), "month", "calls")
    assert second.by == ()
    recorded = claim(reading="realised").needs()[0]
    assert isinstance(recorded, Count)
    assert recorded.every is None


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=4, max_size=60))
def test_agreement_is_that_of_the_coincidence_matrix(codes: list[tuple[int, int]]) -> None:
    first, second = (list(side) for side in zip(*codes, strict=True))
    sums = np.add(first, second)
    found = coders.alpha(Coded(*(np.array([float((sums == k).sum())]) for k in (2, 1, 0))))
    if len(set(first + second)) < 2:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(krippendorff(first, second))


def test_agreement_is_that_of_the_published_example() -> None:
    """Ten documents, two coders, two values, of Krippendorff's own computing note: alpha .095."""
    first, second = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    coded = Coded(np.array([1.0]), np.array([4.0]), np.array([5.0]))
    assert krippendorff(first, second) == pytest.approx(0.095, abs=0.001)
    assert coders.alpha(coded) == pytest.approx(0.095, abs=0.001)


@pytest.mark.parametrize("truth", [0.05, 0.3, 0.5, 0.8])
@pytest.mark.parametrize(
    ("errors", "missed", "vain"),
    [("alike", 0.06, 0.06), ("misses", 0.1, 0.0), ("false alarms", 0.0, 0.1)],
)
def test_the_share_behind_known_errors_is_found(
    truth: float, errors: Errors, missed: float, vain: float
) -> None:
    both = truth * (1 - missed) ** 2 + (1 - truth) * vain**2
    none = truth * missed**2 + (1 - truth) * (1 - vain) ** 2
    coded = Coded(*(1000 * np.array([part]) for part in (both, 1 - both - none, none)))
    assert coders.corrected(coded, errors)[0] == pytest.approx(truth)


@pytest.mark.parametrize("errors", ["alike", "misses", "false alarms"])
def test_what_a_cluster_adds_is_the_derivative_of_the_share(errors: Errors) -> None:
    base = np.array([[30.0, 6.0, 44.0], [20.0, 9.0, 61.0]])
    share, hits = coders.corrected(Coded(*base.T), errors)
    assert hits.sum() == pytest.approx(share * base.sum())
    moved = base.copy()
    moved[1] *= 1.0001
    slope = (coders.corrected(Coded(*moved.T), errors)[0] - share) / 0.0001
    assert slope == pytest.approx((hits[1] - share * base[1].sum()) / base.sum(), abs=1e-4)


def test_perfect_coders_leave_a_plain_share() -> None:
    found = sure(claim().test(one(60, 0, 0, 30, 10)))
    low, high = proportion.bounds(60, 100, 0.95)
    assert found.at95.low == pytest.approx(float(low))
    assert found.at95.high == pytest.approx(float(high))
    assert found.cap is None
    assert found.parts["alpha"] == 1


@pytest.mark.parametrize(("apart", "cap"), [(4, None), (12, "leans"), (20, "undetermined")])
def test_weak_agreement_caps_the_verdict(apart: int, cap: str | None) -> None:
    found = sure(claim().test(one(70 - apart / 2, apart / 2, apart / 2, 30 - apart / 2, 0)))
    assert found.cap == cap
    assert ("alpha" in found.cap_why) == (cap is not None)


@pytest.mark.parametrize(
    "cells", [(20, 2, 2, 25, 0), (60, 0, 0, 0, 0), (0, 0, 0, 60, 0)], ids=["few", "all", "none"]
)
def test_too_few_documents_or_no_contrast_cannot_say(cells: tuple[int, ...]) -> None:
    assert isinstance(claim().test(one(*cells)), Infeasible)


def test_too_many_blanks_or_another_number_of_coders_cannot_say() -> None:
    assert isinstance(claim().test(one(40, 1, 1, 28, 0, blank=31)), Infeasible)
    alone = replace(claim(), coders=("ann",))
    assert isinstance(alone.test(one(40, 1, 1, 28, 0)), Infeasible)


def test_blank_documents_may_carry_the_demand_or_not() -> None:
    bounds = sure(claim().test(one(50, 0, 0, 50, 0, blank=20)))
    left = sure(replace(claim(), missing="left out").test(one(50, 0, 0, 50, 0, blank=20)))
    assert bounds.at95.low < left.at95.low < left.at95.high < bounds.at95.high
    assert bounds.at95.low < 50 / 120
    assert bounds.at95.high > 70 / 120


def test_what_is_recorded_lies_between_both_and_either() -> None:
    found = sure(claim(reading="realised").test(one(50, 4, 6, 40, 0, blank=10)))
    assert found.at95 == Interval(50 / 110, 70 / 110)
    assert found.census
    assert found.p_for is None
    assert [axis.name for axis in claim(reading="realised").axes()] == ["uncoded documents"]


@example(both=15, apart=0, none=56, blank=15)
@given(st.integers(0, 80), st.integers(0, 12), st.integers(1, 80), st.integers(0, 15))
def test_counting_documents_without_the_demand_mirrors_the_verdict(
    both: int, apart: int, none: int, blank: int
) -> None:
    first = claim(Threshold("more-than", 0.4)).test(one(both, apart, 0, none, 0, blank=blank))
    second = claim(Threshold("at-most", 0.6)).test(one(none, apart, 0, both, 0, blank=blank))
    if isinstance(first, Infeasible) or isinstance(second, Infeasible):
        assert type(first) is type(second)
        return
    assert first.at95.low == pytest.approx(1 - second.at95.high, abs=1e-7)
    assert first.p_for == pytest.approx(second.p_for, abs=1e-7)
    assert first.p_against == pytest.approx(second.p_against, abs=1e-7)
    assert first.cap == second.cap


@given(st.integers(0, 200), st.integers(0, 20), st.integers(50, 200))
def test_the_p_value_and_the_interval_never_disagree(both: int, apart: int, none: int) -> None:
    found = claim().test(one(both, apart, 0, none, 0))
    if isinstance(found, Infeasible):
        return
    assert found.p_for is not None
    assert found.p_against is not None
    if min(abs(found.p_for - 0.025), abs(found.p_against - 0.025)) > 1e-6:
        assert claim().region.contains(found.at95) == (found.p_for < 0.025)
        assert claim().region.misses(found.at95) == (found.p_against < 0.025)


def world(
    rng: np.random.Generator, truth: float, errors: tuple[float, float], icc: float
) -> list[Array]:
    """Documents of 24 months whose own shares scatter; coders miss and see in vain by chance."""
    spread = (1 - icc) / icc
    own = rng.beta(truth * spread, (1 - truth) * spread, (DRAWS, 24))
    n = rng.poisson(8, own.shape) + 1
    real = rng.binomial(n, own)
    missed, vain = errors
    marks = np.zeros((2, 2, DRAWS, 24))
    for group, sure_of in ((real, 1 - missed), (n - real, vain)):
        first = rng.binomial(group, sure_of)
        both = rng.binomial(first, sure_of)
        second = rng.binomial(group - first, sure_of)
        for at, part in (((1, 1), both), ((1, 0), first - both), ((0, 1), second)):
            marks[at] += part
        marks[0, 0] += group - first - second
    cells = np.stack([marks[1, 1], marks[1, 0], marks[0, 1], marks[0, 0], 0 * marks[0, 0]], axis=-1)
    return list(cells)


@pytest.mark.parametrize("errors", [(0.0, 0.0), (0.04, 0.04), (0.08, 0.0), (0.0, 0.08)])
@pytest.mark.parametrize(("expect", "truth"), [("most", 0.5), ("few", 0.1001)])
def test_errors_and_clusters_do_not_pass_for_evidence(
    expect: str, truth: float, errors: tuple[float, float]
) -> None:
    rng = np.random.default_rng(21)
    warrant = claim(expect)
    false = held = 0
    for cells in world(rng, truth, errors, 0.05):
        found = sure(warrant.test(answers(cells)))
        false += borne(warrant.region, found) == "yes"
        held += found.at95.low <= truth <= found.at95.high
    assert not too_often(false, DRAWS)
    assert not too_often(DRAWS - held, DRAWS, 0.07)


def test_a_process_names_what_it_could_have_told_and_what_would_tip_it() -> None:
    found = sure(claim().test(one(80, 1, 1, 40, 0)))
    assert found.detectable is not None
    assert 0.5 < found.detectable < 0.75
    assert found.tipping is not None
    assert found.tipping > 1
    few = sure(claim("few").test(one(10, 0, 1, 80, 400)))
    assert few.detectable is not None
    assert few.detectable < 0.1
    assert [axis.name for axis in claim().axes()] == ["uncoded documents", "clusters"]
