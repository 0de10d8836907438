"""A coefficient under many memories: another program, symmetries, and worlds of known truth."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from trust.counts import Array, CountWorld, counts, remembered

from squarely.estimators import averaged, change, memory, shift
from squarely.estimators.calibrated.form import Tables
from squarely.estimators.calibrated.line import LINE
from squarely.estimators.calibrated.step import STEP
from squarely.estimators.series import Transform

EDGE = log(1.25)
DRAWS = 800


def line(n: int) -> Array:
    return np.column_stack([np.ones(n), np.arange(n) - (n - 1) / 2])


def errors(n: int, rho: float, noise: float) -> Array:
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    found: Array = np.where(apart == 0, 1.0, (1 - noise) * rho ** np.maximum(apart, 1))
    return found


@pytest.mark.parametrize("pair", [0, 4, 8, 15, 18])
def test_each_fit_is_that_of_another_program(pair: int) -> None:
    n, (rho, noise) = 40, memory.GRID[pair]
    y = np.random.default_rng(3).normal(size=n).cumsum()
    fits = memory.fit(y[None, :], line(n))
    theirs = sm.GLS(y, line(n), sigma=errors(n, rho, noise)).fit()
    assert fits.value[pair, 0] == pytest.approx(theirs.params[1], rel=1e-8)
    assert fits.se[pair, 0] == pytest.approx(theirs.bse[1], rel=1e-8)


def test_likelihoods_are_restricted_ones() -> None:
    """Of contrasts that know neither constant nor slope, the scale integrated out."""
    n = 30
    y = remembered(np.random.default_rng(1), 1, n, 0.7)[0]
    fits = memory.fit(y[None, :], line(n))
    contrasts = np.linalg.svd(line(n), full_matrices=True)[0][:, 2:]
    z = contrasts.T @ y
    said = []
    for rho, noise in memory.GRID:
        spread = contrasts.T @ errors(n, rho, noise) @ contrasts
        square = z @ np.linalg.solve(spread, z)
        said.append(-np.linalg.slogdet(spread)[1] / 2 - (n - 2) / 2 * np.log(square))
    relative = np.exp(np.array(said) - max(said))
    assert fits.likelihood[:, 0] == pytest.approx(relative, rel=1e-8)


def test_long_series_name_their_memory() -> None:
    rng = np.random.default_rng(2)
    for rho in (0.0, 0.4, 0.87):
        y = remembered(rng, 40, 600, rho)
        found = averaged.read(y, line(600), LINE)
        assert float(np.median(found.rho)) == pytest.approx(rho, abs=0.12)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(15, 90), st.floats(0.01, 100), st.floats(-5, 5))
def test_scale_slope_and_reversal_carry_over(seed: int, n: int, scale: float, slope: float) -> None:
    y = remembered(np.random.default_rng(seed), 1, n, 0.5)
    x = line(n)
    plain = averaged.read(y, x, LINE)
    changed = averaged.read(scale * y + slope * x[:, 1], x, LINE)
    backwards = averaged.read(y[:, ::-1], x, LINE)
    for name, mirror in (("value", "value"), ("low", "high"), ("high", "low")):
        expected = scale * getattr(plain, name) + slope
        assert getattr(changed, name) == pytest.approx(expected, rel=1e-6, abs=1e-6 * scale)
        assert getattr(backwards, name) == pytest.approx(-getattr(plain, mirror), abs=1e-7)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([15, 24, 50, 200]))
def test_intervals_nest_and_meet_their_p_values(seed: int, n: int) -> None:
    y = remembered(np.random.default_rng(seed), 4, n, 0.6)
    found = averaged.read(y, line(n), LINE)
    before = (found.value, found.value)
    for level in (0.80, 0.90, 0.95):
        low, high = averaged.interval(found, level)
        assert np.all(low < before[0])
        assert np.all(high > before[1])
        before = (low, high)
        for row in range(4):
            reached = averaged.p_above(found, float(low[row]))[row]
            assert reached == pytest.approx((1 - level) / 2, rel=1e-6)
            mirrored = averaged.p_below(found, float(high[row]))[row]
            assert mirrored == pytest.approx((1 - level) / 2, rel=1e-6)
    at = float(found.low[0])
    sides = averaged.p_above(found, at)[0] + averaged.p_below(found, at)[0]
    assert sides == pytest.approx(1.0)


def test_p_values_fall_steadily_with_distance() -> None:
    found = averaged.read(np.random.default_rng(4).normal(size=(1, 30)), line(30), LINE)
    at = np.linspace(float(found.value[0]) - 3, float(found.value[0]), 400)
    p = np.array([float(averaged.p_above(found, float(one))[0]) for one in at])
    assert np.all(np.diff(p) >= 0)
    assert p[-1] == pytest.approx(0.5)


@pytest.mark.parametrize("tables", [LINE, STEP])
def test_weights_are_shares_and_never_leave_an_interval_empty(tables: Tables) -> None:
    """`against` holds a part of `towards`, and the cut lies below what that part gives halfway."""
    for table in tables.values():
        assert sum(table.against) == pytest.approx(1, abs=0.01)
        assert sum(table.towards) == pytest.approx(1, abs=0.01)
        pairs = zip(table.against, table.towards, strict=True)
        least = min(against / towards for against, towards in pairs if towards > 0.02)
        assert table.cut < least / 2


def test_a_length_takes_the_table_of_the_nearest_shorter_one() -> None:
    assert averaged.table_of(75, LINE) is LINE[72]
    assert averaged.table_of(9, LINE) is LINE[15]
    assert averaged.table_of(5_000, LINE) is LINE[240]


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
@pytest.mark.parametrize("n", [15, 24, 41, 70, 120, 300])
def test_the_interval_of_a_trend_holds_the_truth(n: int, rho: float) -> None:
    planted = counts(CountWorld(n, rho, EDGE), DRAWS, seed=40_000 + n)
    found = change.read(planted.counts, "log", 0.5)
    missed = int(((found.low > EDGE) | (found.high < EDGE)).sum())
    assert stats.binomtest(missed, DRAWS, 0.07, alternative="greater").pvalue > 0.01


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
@pytest.mark.parametrize("n", [24, 41, 120])
def test_the_interval_of_a_step_holds_the_truth(n: int, rho: float) -> None:
    world = CountWorld(n, rho, 0.0, step=EDGE)
    logs = np.log(counts(world, DRAWS, seed=50_000 + n).counts + 0.5)
    found = shift.read(logs, np.arange(float(n)), np.arange(n) >= n // 2)
    missed = int(((found.low > EDGE) | (found.high < EDGE)).sum())
    assert stats.binomtest(missed, DRAWS, 0.07, alternative="greater").pvalue > 0.01


@pytest.mark.parametrize("how", ["log", "sqrt", "cut-bursts"])
def test_a_part_keeps_the_lengths_of_the_whole(how: Transform) -> None:
    y = counts(CountWorld(60, 0.4, 0.5), 3, 6).counts
    whole = change.read(y, how, 0.5)
    part = change.held(whole, y, "20-10", how, 0.5)
    assert part.n == 42
    assert part.high - part.low == pytest.approx(whole.high - whole.low)
    same = change.held(whole, y, "0-0", how, 0.5)
    assert same.value == pytest.approx(whole.value)


def test_rows_do_not_touch_each_other() -> None:
    y = counts(CountWorld(36, 0.4, 0.3), 5, 1).counts
    together = change.read(y, "log", 0.5)
    for row in range(5):
        alone = change.read(y[row : row + 1], "log", 0.5)
        assert alone.low[0] == pytest.approx(together.low[row], rel=1e-12)
        assert alone.high[0] == pytest.approx(together.high[row], rel=1e-12)
