"""What the trend warrant says of single series: parts, symmetries, minimum data, readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from trust.counts import CountWorld, counts, values

from squarely.estimators.series import Transform
from squarely.model.argument import WarrantUse
from squarely.model.finding import Estimate, Infeasible
from squarely.model.request import Condition, Count, Every, Measure, MeasureKind, Series, Window
from squarely.warrants.trend import Direction, Trend, from_use

Array = NDArray[np.float64]
STRIKES = Measure("count", "strikes", "italy-strikes")


def series(y: Array, low: Array | None = None, rows: Array | None = None) -> Series:
    column = np.asarray(y, dtype=np.float64)[:, None]
    whole = np.zeros(column.shape, dtype=np.int64)
    behind = np.nan_to_num(column) if rows is None else rows[:, None]
    return Series(
        periods=np.arange(len(y)).astype("datetime64[D]"),
        groups=((),),
        low=column if low is None else low[:, None],
        best=column,
        high=column,
        rows=behind.astype(np.int64),
        unsized=whole,
        uncoded=whole.copy(),
    )


def trend(
    expect: Direction = "rising", every: Every = "month", kind: MeasureKind = "count"
) -> Trend:
    return replace(Trend(STRIKES, every, "rising"), expect=expect, of=replace(STRIKES, kind=kind))


def said(warrant: Trend, y: Array) -> Estimate:
    result = warrant.test((series(y),))
    assert isinstance(result, Estimate), result
    return result


def drawn(seed: int, n: int = 48, rise: float = 0.7, rho: float = 0.4) -> Array:
    y: Array = counts(CountWorld(n, rho, rise), 1, seed).counts[0]
    return y


# --- symmetries


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(24, 90), st.sampled_from(["log", "sqrt", "cut-bursts"]))
def test_time_reversal_swaps_rising_and_falling(seed: int, n: int, how: Transform) -> None:
    y = drawn(seed, n)
    forth = said(replace(trend("rising"), transform=how), y)
    back = said(replace(trend("falling"), transform=how), y[::-1])
    assert forth.p_for == pytest.approx(back.p_for, rel=1e-7, abs=1e-12)
    assert forth.p_against == pytest.approx(back.p_against, rel=1e-7, abs=1e-12)
    ratio = (1 + forth.at95.low / 100) * (1 + back.at95.high / 100)
    assert ratio == pytest.approx(1, rel=1e-7)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["rising", "falling", "flat"]))
def test_p_values_and_intervals_tell_the_same_story(seed: int, expect: Direction) -> None:
    warrant = trend(expect)
    one = said(warrant, drawn(seed))
    assert one.p_for is not None
    assert one.p_against is not None
    if expect != "flat":
        assert (one.p_for < 0.025) == warrant.region.contains(one.at95)
        assert (one.p_against < 0.025) == warrant.region.misses(one.at95)
        assert one.p_for > 0.5 or one.p_against > 0.5
    if warrant.region.contains(one.at95):
        assert one.p_for < 0.025


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(1e-3, 1e3), st.sampled_from(["log", "sqrt", "cut-bursts"]))
def test_units_of_a_value_do_not_matter(seed: int, factor: float, how: Transform) -> None:
    y = values(36, 0.4, 0.5, 1, seed).counts[0]
    warrant = replace(trend(kind="value"), transform=how)
    one, other = said(warrant, y), said(warrant, y * factor)
    assert one.value == pytest.approx(other.value, rel=1e-6, abs=1e-6)
    assert one.p_for == pytest.approx(other.p_for, rel=1e-6, abs=1e-12)


# --- what is said


def test_a_steep_rise_is_told_from_chance_and_a_fall_is_not_claimed() -> None:
    y = np.round(20 * np.exp(np.linspace(-1, 1, 60))) + np.tile([1.0, -1.0, 0.0], 20)
    one = said(trend("rising"), y)
    assert one.at95.low > 25
    assert one.p_for is not None
    assert one.p_for < 0.001
    assert one.value == pytest.approx(100 * (np.exp(2) - 1), rel=0.1)
    assert trend("falling").region.misses(said(trend("falling"), y).at95)
    assert one.recorded == f"recorded: {one.value:+.0f}% over the window"


def test_a_still_series_is_flat() -> None:
    y = 100 + np.tile([2.0, -1.0, 0.0, 1.0, -2.0], 12)
    one = said(trend("flat"), y)
    assert trend("flat").region.contains(one.at95)
    assert one.p_for is not None
    assert one.p_for < 0.001
    assert trend("rising").region.misses(said(trend("rising"), y).at95)


def test_a_constant_series_has_no_scatter_and_no_error() -> None:
    one = said(trend("flat"), np.full(30, 7.0))
    assert one.value == pytest.approx(0, abs=1e-9)
    assert trend("flat").region.contains(one.at95)


def test_tipping_is_the_ratio_that_brings_the_bound_to_the_edge() -> None:
    y = np.round(20 * np.exp(np.linspace(-1, 1, 60))) + np.tile([1.0, -1.0, 0.0], 20)
    one = said(trend("rising"), y)
    assert one.tipping == pytest.approx((1 + one.at90.low / 100) / 1.25)
    assert said(trend("falling"), y[::-1]).tipping == pytest.approx(one.tipping)
    assert said(trend("rising"), drawn(1, 24, 0.2)).tipping is None


def test_detectable_lies_beyond_the_edge_on_the_side_of_the_claim() -> None:
    y = drawn(2)
    up, down = said(trend("rising"), y).detectable, said(trend("falling"), y).detectable
    assert up is not None
    assert down is not None
    assert up > 25
    assert -100 < down < -20
    assert (1 + up / 100) * (1 + down / 100) == pytest.approx(1)


def test_a_trimmed_specification_speaks_of_the_same_change() -> None:
    y = np.round(100 * np.exp(np.linspace(-0.5, 0.5, 60)))
    whole, part = said(trend(), y), said(replace(trend(), trim="20-10"), y)
    assert part.n == 42
    assert part.value == pytest.approx(whole.value, abs=2)


def test_a_share_is_asked_as_numerator_and_denominator_and_read_as_a_ratio() -> None:
    named = Condition("scope", ("national",))
    among = Condition("revoked", (False,))
    of = Measure("share", "", "italy-strikes", (named,), (among,))
    warrant = Trend(of, "month", "rising")
    part, whole = warrant.needs()
    assert isinstance(part, Count)
    assert isinstance(whole, Count)
    assert set(part.measure.where) == {named, among}
    assert whole.measure.where == (among,)
    grown = np.round(np.linspace(100, 200, 36))
    result = warrant.test((series(np.round(grown / 2)), series(grown)))
    assert isinstance(result, Estimate)
    assert abs(result.value) < 5
    empty = warrant.test((series(grown * 0), series(np.append(grown[:-1], 0))))
    assert isinstance(empty, Infeasible)


def test_merged_bins_keep_the_newest_period_whole() -> None:
    y = drawn(4, 74)
    one = said(replace(trend(), bins="merged"), y)
    assert one.n == 24
    same = said(trend("rising", "quarter"), y[2:].reshape(-1, 3).sum(axis=1))
    assert one.value == pytest.approx(same.value)


def test_low_figures_are_another_specification_of_a_sum() -> None:
    y = np.round(20 * np.exp(np.linspace(-1, 1, 60)))
    warrant = trend(kind="sum")
    answer = series(y, low=y[::-1].copy())
    best, low = warrant.test((answer,)), replace(warrant, size="low").test((answer,))
    assert isinstance(best, Estimate)
    assert isinstance(low, Estimate)
    assert best.value > 100
    assert low.value < -50


# --- minimum data


@pytest.mark.parametrize(
    ("y", "why"),
    [
        (np.full(23, 10.0), "23 periods"),
        (np.tile([1.0, 0.0, 0.0], 10), "10 events"),
        (np.append(np.zeros(30), np.full(7, 20.0)), "7 periods not empty"),
    ],
)
def test_too_little_data_is_infeasible_and_says_why(y: Array, why: str) -> None:
    result = trend().test((series(y),))
    assert isinstance(result, Infeasible)
    assert why in result.why


def test_trims_below_the_minimum_are_infeasible() -> None:
    assert isinstance(trend().test((series(drawn(5, 24)),)), Estimate)
    trimmed = replace(trend(), trim="10-10").test((series(drawn(5, 24)),))
    assert isinstance(trimmed, Infeasible)
    assert "20 periods" in trimmed.why


def test_annual_series_need_fifteen_years_and_lean_at_most() -> None:
    one = said(trend(every="year"), drawn(6, 15))
    assert one.cap == "leans"
    assert isinstance(trend(every="year").test((series(drawn(6, 14)),)), Infeasible)


def test_a_series_added_up_by_its_source_needs_no_sixty_rows() -> None:
    y = np.linspace(10, 20, 30)
    ready = trend(kind="sum").test((series(y, rows=np.ones(30)),))
    assert isinstance(ready, Estimate)
    thin = trend(kind="sum").test((series(y, rows=np.append(np.ones(29), 2.0)),))
    assert isinstance(thin, Infeasible)


def test_gaps_inside_are_infeasible_and_gaps_outside_are_left_out() -> None:
    y = np.linspace(10, 20, 30)
    outer = np.concatenate([[np.nan] * 3, y])
    inner = y.copy()
    inner[4] = np.nan
    one = trend(kind="value").test((series(outer),))
    assert isinstance(one, Estimate)
    assert one.n == 30
    assert isinstance(trend(kind="value").test((series(inner),)), Infeasible)
    assert isinstance(trend(kind="value").test((series(y - 15),)), Infeasible)


@pytest.mark.parametrize("kind", ["count", "sum", "value"])
@pytest.mark.parametrize(
    "y",
    [
        np.zeros(40),
        np.append(np.zeros(39), 1000.0),
        1e12 + np.arange(40),
        np.append(np.zeros(30), 100.0 * np.arange(30)),
        np.geomspace(1, 1e9, 40),
        np.full(30, np.nan),
        np.array([]),
    ],
)
def test_odd_series_give_finite_numbers_or_a_reason(y: Array, kind: MeasureKind) -> None:
    for axis in trend(kind=kind).axes():
        for option in axis.options:
            keys: dict[str, Any] = dict(option.keys)
            for reading in ("process", "realised"):
                warrant = replace(trend("flat", kind=kind), reading=reading, **keys)
                result = warrant.test((series(y),))
                if isinstance(result, Estimate):
                    numbers = (result.value, result.at95.low, result.at95.high, result.p_for or 0)
                    assert np.isfinite(numbers).all()
                else:
                    assert result.why


# --- readings and axes


def test_realised_reading_compares_the_last_quarter_with_the_first() -> None:
    y = np.array([10.0, 10, 12, 30, 13, 16, 15, 15])
    one = said(replace(trend(), reading="realised"), y)
    assert one.census
    assert one.value == pytest.approx(50)
    assert one.at95.low == one.at95.high == one.value
    assert one.p_for is None
    assert trend().region.contains(one.at95)


def test_realised_rise_from_nothing_is_finite() -> None:
    one = said(replace(trend(), reading="realised"), np.array([0.0, 0, 1, 2]))
    assert 25 < one.value < inf


def test_realised_reading_has_no_transform_and_needs_something_to_compare() -> None:
    warrant = replace(trend(), reading="realised")
    assert [axis.name for axis in warrant.axes()] == ["window"]
    assert isinstance(warrant.test((series(np.zeros(6)),)), Infeasible)
    assert isinstance(warrant.test((series(np.array([3.0])),)), Infeasible)
    assert isinstance(warrant.test((series(np.array([])),)), Infeasible)


def test_rows_without_size_or_code_are_said() -> None:
    answer = series(drawn(8))
    answer.unsized[3, 0] = 2
    answer.uncoded[5, 0] = 1
    one = trend().test((answer,))
    assert isinstance(one, Estimate)
    assert any("2 of" in caveat for caveat in one.caveats)
    assert any("1 rows left out" in caveat for caveat in one.caveats)


def test_annual_series_have_no_merged_bins() -> None:
    assert [axis.name for axis in trend(every="year").axes()] == ["window", "transform"]


def test_main_specification_comes_first_and_eighteen_come_of_trims_and_transforms() -> None:
    window, transform, merged = trend().axes()
    assert len(window.options) * len(transform.options) == 18
    assert window.options[0].keys == (("trim", "0-0"),)
    assert transform.options[0].keys == (("transform", "log"),)
    assert merged.options[0].keys == (("bins", "single"),)
    assert all(axis.argument for axis in trend().axes())


def test_every_option_makes_a_warrant_that_runs() -> None:
    y = drawn(7, 120)
    for axis in trend(kind="sum").axes():
        for option in axis.options:
            keys: dict[str, Any] = dict(option.keys)
            assert said(replace(trend(kind="sum"), **keys), y).n >= 24


def test_a_use_in_a_file_becomes_the_warrant() -> None:
    during = Window(date(2022, 1, 1), date(2025, 12, 31))
    use = WarrantUse("trend", {"of": STRIKES, "every": "month", "during": during}, "falling")
    warrant = from_use(use)
    assert warrant.needs() == (Count(STRIKES, during, "month"),)
    assert warrant.region.high == -20
    assert warrant.reading == "process"
    assert log(1.25) == pytest.approx(-log(1 - 20 / 100))
