"""Changes at a date: sides, placebos, another program, and worlds with a planted step."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trust.counts import Array, remembered

from answers import STRIKES, borne, column, series, sure, too_often, use, window
from squarely.estimators import averaged, shift
from squarely.model.argument import Reading
from squarely.model.finding import Infeasible, Interval
from squarely.model.request import Count, Measure, Window
from squarely.warrants import change

DRAWS = 1000
EDGE = np.log(1.25)


def claim(
    expect: str = "rise", at: str = "2022-01-01", reading: Reading | None = None
) -> change.Change:
    days = window(at, at)
    return change.from_use(use("change", expect, reading, of=STRIKES, every="month", at=days))


def stepped(n: int, before: float, after: float, seed: int = 1) -> np.ndarray:
    rng = np.random.default_rng(seed)
    level = np.where(np.arange(n) < n // 2, before, after)
    return rng.poisson(level).astype(float)


def test_asks_for_the_measure_by_period() -> None:
    (request,) = claim().needs()
    assert request == Count(STRIKES, Window(), "month")
    share = replace(claim(), of=Measure("share", "", "register"))
    assert len(share.needs()) == 2
    assert [axis.name for axis in claim().axes()] == ["bandwidth", "donut"]
    assert len(replace(claim(), of=Measure("sum", "size", "crowds")).axes()) == 3


@pytest.mark.parametrize(
    ("expect", "levels", "expected"),
    [
        ("rise", (40, 200), "yes"),
        ("rise", (200, 200), "no"),
        ("rise", (200, 40), "no"),
        ("fall", (200, 40), "yes"),
        ("fall", (40, 200), "no"),
        ("none", (40, 200), "no"),
        ("none", (900, 900), "yes"),
    ],
)
def test_a_plain_step_is_seen_on_its_side(
    expect: str, levels: tuple[float, float], expected: str
) -> None:
    warrant = claim(expect)
    answers = (series(column(stepped(48, *levels)), start="2020-01"),)
    assert borne(warrant.region, warrant.test(answers)) == expected


def test_the_period_of_an_inner_day_belongs_to_neither_side() -> None:
    answers = (series(column(np.arange(1.0, 49.0)), start="2020-01"),)
    whole = sure(claim(reading="realised").test(answers))
    inner = sure(claim(at="2022-01-15", reading="realised").test(answers))
    month = replace(claim(reading="realised"), at=window("2022-01-01", "2022-01-31"))
    assert whole.value == pytest.approx(100 * (36.5 / 12.5 - 1))
    assert inner.value == pytest.approx(100 * (37.0 / 12.5 - 1))
    assert sure(month.test(answers)).value == inner.value
    assert whole.census
    assert "12.5 a month before and 36.5 after (+192%)" in whole.recorded


def test_donut_and_bandwidth_leave_periods_out() -> None:
    answers = (series(column(np.arange(1.0, 49.0)), start="2020-01"),)
    donut = sure(replace(claim(reading="realised"), donut=1).test(answers))
    near = sure(replace(claim(reading="realised"), bandwidth="near").test(answers))
    assert donut.n == 46
    assert near.n == 24
    assert near.value == pytest.approx(100 * (30.5 / 18.5 - 1))


@pytest.mark.parametrize(
    ("n", "at", "level"), [(23, "2021-01-01", 20), (48, "2020-06-01", 20), (48, "2022-01-01", 1)]
)
def test_too_little_on_a_side_cannot_say(n: int, at: str, level: float) -> None:
    values = np.full(n, float(level))
    answers = (series(column(values), start="2020-01"),)
    assert isinstance(claim(at=at).test(answers), Infeasible)


def test_empty_or_unknown_periods_cannot_say() -> None:
    few = np.zeros(48)
    few[:4] = 30
    answers = (series(column(few), start="2020-01"),)
    assert isinstance(claim().test(answers), Infeasible)
    value = replace(claim(), of=Measure("value", "rate", "register"))
    gaps = np.full(48, 3.0)
    gaps[20] = np.nan
    assert isinstance(value.test((series(column(gaps), start="2020-01"),)), Infeasible)
    late = np.full(60, 3.0)
    late[:12] = np.nan
    realised = replace(value, at=window("2023-01-01", "2023-01-01"), reading="realised")
    assert sure(realised.test((series(column(late), start="2020-01"),))).n == 48


def test_a_rise_from_nothing_is_a_large_percentage_not_an_error() -> None:
    values = np.where(np.arange(48) < 24, 0.0, 30.0)
    answers = (series(column(values), start="2020-01"),)
    assert sure(claim(reading="realised").test(answers)).value == pytest.approx(6000)
    assert np.isfinite(sure(claim().test(answers)).at95.high)


def test_a_shift_no_larger_than_at_other_dates_is_capped() -> None:
    wide = Interval(40.0, 90.0)
    assert claim()._cap(wide, 0.04, 30) == (None, "")
    assert claim()._cap(wide, 0.10, 30)[0] == "leans"
    assert claim()._cap(wide, 0.50, 30)[0] == "undetermined"
    assert claim()._cap(Interval(-10.0, 10.0), 0.90, 30) == (None, "")
    assert claim("fall")._cap(wide, 0.50, 30) == claim("rise")._cap(wide, 0.50, 30)
    assert replace(claim(), every="year")._cap(wide, 0.01, 30)[0] == "leans"


def test_a_short_series_has_too_few_other_dates_to_be_sure() -> None:
    found_ = sure(
        claim(at="2021-01-01").test((series(column(stepped(24, 20, 400)), start="2020-01"),))
    )
    assert found_.at95.low > 25
    assert found_.cap == "leans"
    assert shift.rank(np.zeros((1, 12)), 6)[1] == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5.0))
def test_rise_and_fall_mirror_when_time_runs_backwards(seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    values = np.exp(rng.normal(size=48)) * np.where(np.arange(48) < 24, 1.0, factor)
    readings = Measure("value", "rate", "register")
    rise, fall = replace(claim("rise"), of=readings), replace(claim("fall"), of=readings)
    up = sure(rise.test((series(column(values), start="2020-01"),)))
    down = sure(fall.test((series(column(values[::-1]), start="2020-01"),)))
    assert up.p_for == pytest.approx(down.p_for, rel=1e-5, abs=1e-9)
    assert up.p_against == pytest.approx(down.p_against, rel=1e-5, abs=1e-9)
    assert 1 + up.at95.low / 100 == pytest.approx(1 / (1 + down.at95.high / 100), rel=1e-5)
    tenfold = sure(rise.test((series(column(10 * values), start="2020-01"),)))
    assert tenfold.at95.low == pytest.approx(up.at95.low, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["rise", "fall", "none"]))
def test_the_p_value_and_the_interval_never_disagree(
    seed: int, expect: Literal["rise", "fall", "none"]
) -> None:
    rng = np.random.default_rng(seed)
    values = rng.poisson(40, 48) * np.where(np.arange(48) < 24, 1.0, rng.uniform(0.3, 3))
    said = sure(claim(expect).test((series(column(values), start="2020-01"),)))
    assert said.p_for is not None
    if abs(said.p_for - 0.025) > 1e-6:
        assert claim(expect).region.contains(said.at95) == (said.p_for < 0.025)


def world(n: int, rho: float, step: float, trend: float = 0.0, season: float = 0.0) -> Array:
    """Counts of 20 a period about a wandering level, with a step halfway."""
    rng = np.random.default_rng(17)
    time = np.arange(n)
    level = 0.5 * remembered(rng, DRAWS, n, rho) - 0.125 + step * (time >= n // 2)
    level += trend * np.linspace(-0.5, 0.5, n)
    phase = rng.uniform(0, 2 * np.pi, (DRAWS, 1))
    level += season * np.sin(2 * np.pi * time / 12 + phase)
    gamma = rng.gamma(1 / 0.15, 0.15, level.shape)
    drawn: Array = rng.poisson(20 * np.exp(level) * gamma).astype(float)
    return drawn


def rates(y: Array, truth: float) -> tuple[int, int, float]:
    """False rises beyond the edge at 95% and at 90%, and how often the interval holds the truth."""
    n = y.shape[1]
    time = np.arange(float(n))
    drawn = shift.read(np.log(y + 0.5), time, time >= n // 2)
    (low, high), (low90, _) = (averaged.interval(drawn, level) for level in (0.95, 0.90))
    held = (low <= truth) & (truth <= high)
    return int((low > EDGE).sum()), int((low90 > EDGE).sum()), float(held.mean())


@pytest.mark.parametrize("n", [24, 48, 120])
@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7, 0.85])
@pytest.mark.parametrize("truth", [0.0, EDGE])
def test_ups_and_downs_do_not_pass_for_a_shift(n: int, rho: float, truth: float) -> None:
    false, leans, held = rates(world(n, rho, truth), truth)
    assert not too_often(false, DRAWS)
    assert not too_often(leans, DRAWS, 0.10)
    assert not too_often(round((1 - held) * DRAWS), DRAWS, 0.07 if rho < 0.8 else 0.12)


@pytest.mark.parametrize(("trend", "season"), [(np.log(4), 0.0), (-np.log(4), 0.0), (0.0, 0.5)])
@pytest.mark.parametrize("n", [24, 60])
def test_a_trend_or_a_season_is_no_shift(n: int, trend: float, season: float) -> None:
    false, leans, held = rates(world(n, 0.4, 0.0, trend, season), 0.0)
    assert not too_often(false, DRAWS, 0.03)
    assert not too_often(leans, DRAWS, 0.06)
    assert not too_often(round((1 - held) * DRAWS), DRAWS, 0.07)


def test_a_large_step_in_a_long_series_is_found_and_is_special() -> None:
    y = np.log(world(120, 0.4, np.log(4)) + 0.5)
    time = np.arange(120.0)
    low = shift.read(y, time, time >= 60).low
    placed, dates = shift.rank(y, 60)
    assert dates > 90
    assert ((low > EDGE) & (placed <= 0.05)).mean() > 0.75


def test_placebo_ranks_are_about_even_where_nothing_happened() -> None:
    y = np.random.default_rng(1).normal(size=(2 * DRAWS, 60))
    small = [float((shift.rank(y, cut)[0] <= 0.05).mean()) for cut in range(12, 49, 4)]
    assert np.mean(small) < 0.07
    assert max(small) < 0.09


def test_names_what_it_could_have_told_and_what_would_overturn_it() -> None:
    said = sure(claim().test((series(column(stepped(48, 40, 200)), start="2020-01"),)))
    assert said.detectable is not None
    assert said.detectable > 25
    assert said.tipping is not None
    assert said.tipping > 1
    low = sure(claim("fall").test((series(column(stepped(48, 40, 40)), start="2020-01"),)))
    assert low.detectable is not None
    assert low.detectable < -20
