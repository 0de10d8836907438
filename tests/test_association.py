"""Associations: slopes against another program, panels with gaps, worlds with planted slopes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from trust.counts import remembered

from answers import borne, series, sure, too_often, use
from squarely.estimators import panel
from squarely.model.argument import Reading
from squarely.model.finding import Estimate, Infeasible
from squarely.model.request import Condition, Count, Measure, Series
from squarely.warrants import association

Array = NDArray[np.float64]
DRAWS = 250
VALUE = Measure("value", "wage", "pay")
OTHER = Measure("value", "votes", "polls")
STRIKES = Measure("count", "strikes", "register")


def claim(
    expect: str = "positive",
    reading: Reading | None = None,
    of: Measure = VALUE,
    beside: Measure = OTHER,
) -> association.Association:
    keys = {"of": of, "with": beside, "unit": "place", "every": "year"}
    return association.from_use(use("association", expect, reading, **keys))  # type: ignore[arg-type]


def answer(cells: Array, start: str = "2000", names: tuple[str, ...] | None = None) -> Series:
    """Cells (units, periods) as an answer split by unit."""
    called = names or tuple(f"u{number:03d}" for number in range(len(cells)))
    return series(cells.T, names=[(name,) for name in called], start=start)


def world(
    rng: np.random.Generator, shape: tuple[int, int], rho: float, slope: float, uneven: float
) -> tuple[Array, Array]:
    """One panel: both measures remember, share a slope within units, units differ in size."""
    units, periods = shape
    x = remembered(rng, units, periods, rho)
    y = slope * x + np.sqrt(1 - slope**2) * remembered(rng, units, periods, rho)
    heavy = np.exp(uneven * rng.normal(size=(units, 1)))
    own, shared = rng.normal(size=(2, units, 1)) * 5, rng.normal(size=(2, 1, periods)) * 3
    return heavy * x + own[0] + shared[0], heavy * y + own[1] + shared[1]


def put(x: Array, y: Array, expect: str = "positive") -> Estimate | Infeasible:
    return claim(expect).test((answer(x), answer(y)))


def test_both_measures_are_asked_by_unit_and_period() -> None:
    first, second = claim().needs()
    assert isinstance(first, Count)
    assert (first.measure, first.every, first.by) == (VALUE, "year", ("place",))
    assert isinstance(second, Count)
    assert second.measure == OTHER
    share = Measure("share", "", "votes", (Condition("position", ("yes",)),))
    assert len(claim(of=share).needs()) == 3


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_the_slope_is_that_of_least_squares_with_a_dummy_for_each_unit_and_period(
    gaps: float,
) -> None:
    rng = np.random.default_rng(4)
    x, y = world(rng, (25, 20), 0.5, 0.3, 0.3)
    x[rng.random(x.shape) < gaps] = np.nan
    kept = ~np.isnan(x)
    unit, period = (np.eye(n)[np.nonzero(kept)[axis]] for axis, n in enumerate(x.shape))
    dummies = np.hstack([unit, period[:, 1:]])
    left = [np.asarray(sm.OLS(z[kept], dummies).fit().resid) for z in (x, y)]
    fitted = sm.OLS(y[kept], np.column_stack([x[kept], dummies])).fit()
    standardised = fitted.params[0] * np.std(left[0]) / np.std(left[1])
    assert sure(put(x, y)).value == pytest.approx(standardised, abs=1e-9)


def test_the_jackknife_leaves_out_one_unit_at_a_time() -> None:
    rng = np.random.default_rng(5)
    x, y = (panel.within(z) for z in world(rng, (22, 9), 0.2, 0.2, 0.5))
    found = panel.together(x, y)
    assert found is not None
    by_hand = [np.corrcoef(np.delete(x, g, 0).ravel(), np.delete(y, g, 0).ravel())[0, 1]
               for g in range(22)]  # fmt: skip
    assert sorted(found.without) == pytest.approx(sorted(by_hand), abs=0.01)


def test_units_that_only_one_dataset_names_are_left_out_and_counted() -> None:
    rng = np.random.default_rng(6)
    x, y = world(rng, (30, 10), 0, 0.5, 0)
    names = tuple(f"u{number:03d}" for number in range(5, 35))
    found = sure(claim().test((answer(x), answer(y, "2000", names))))
    assert found.parts["units"] == 25
    assert "10 units left out" in found.caveats[1]
    later = sure(claim().test((answer(x), answer(y, "2002"))))
    assert later.parts["periods"] == 8


@pytest.mark.parametrize(("units", "periods"), [(19, 10), (25, 7)])
def test_too_small_a_panel_cannot_say(units: int, periods: int) -> None:
    x, y = world(np.random.default_rng(7), (units, periods), 0, 0.9, 0)
    assert isinstance(put(x, y), Infeasible)


def test_a_measure_that_stands_still_or_has_no_logarithm_cannot_say() -> None:
    x, y = world(np.random.default_rng(8), (25, 10), 0, 0.9, 0)
    still = np.repeat(np.arange(25.0)[:, None], 10, axis=1) + np.arange(10.0)
    assert isinstance(put(x, still), Infeasible)
    assert isinstance(claim(of=STRIKES).test((answer(x), answer(y))), Infeasible)


def test_a_share_without_a_hit_is_nought_and_without_a_whole_unknown() -> None:
    rng = np.random.default_rng(9)
    whole = rng.poisson(30, (22, 10)).astype(float)
    hits = rng.binomial(whole.astype(int), 0.4).astype(float)
    whole[3, 4] = hits[3, 4] = 0
    share = Measure("share", "", "votes", (Condition("position", ("yes",)),))
    names = tuple(f"u{number:03d}" for number in range(22))
    seen = answer(hits[:-1], names=names[:-1])
    with np.errstate(invalid="ignore"):
        values = np.where(whole > 0, np.vstack([hits[:-1], np.zeros((1, 10))]) / whole, np.nan)
    other = rng.normal(size=(22, 10))
    found = sure(claim(of=share).test((seen, answer(whole), answer(other))))
    assert found.value == pytest.approx(sure(put(values, other)).value)
    assert found.n == 219


def test_which_explains_which_and_in_what_units_does_not_matter() -> None:
    x, y = world(np.random.default_rng(10), (24, 12), 0.4, 0.25, 0.4)
    plain, swapped, scaled = sure(put(x, y)), sure(put(y, x)), sure(put(100 * x - 7, y))
    for other in (swapped, scaled):
        assert other.at95.low == pytest.approx(plain.at95.low, abs=1e-9)
        assert other.p_for == pytest.approx(plain.p_for)


def test_every_edge_is_answered_as_signs_flipped_one_by_one_would() -> None:
    """The wild bootstrap written out: scores at the edge, signs flipped, how often as far."""
    x, y = (panel.within(z) for z in world(np.random.default_rng(20), (22, 10), 0.3, 0.2, 0.6))
    found = panel.together(x, y)
    assert found is not None
    signs = 1 - 2 * panel._chosen(22)
    turned = panel._turned(found)
    for edge in (-0.3, 0.0, 0.1, 0.35):
        score = found.product - edge * found.scale
        as_far, as_low = (side * (signs @ score) >= side * score.sum() for side in (1, -1))
        assert (turned <= edge).sum() == as_far.sum()
        assert (turned >= edge).sum() == as_low.sum()


def test_ranks_within_units_see_through_units_that_lie_far_apart() -> None:
    rng = np.random.default_rng(19)
    x, y = world(rng, (30, 12), 0.0, 0.6, 0.0)
    apart = 1000 * rng.normal(size=(30, 1))
    ranks = replace(claim(), transform="ranks")
    near, far = (sure(ranks.test((answer(z), answer(y)))).value for z in (x, x + apart))
    assert far == pytest.approx(near, abs=1e-6)
    assert near > 0.45


def test_names_and_order_of_units_do_not_matter() -> None:
    x, y = world(np.random.default_rng(11), (24, 12), 0.4, 0.25, 0.4)
    order = np.random.default_rng(0).permutation(24)
    plain, moved = sure(put(x, y)), sure(put(x[order], y[order]))
    assert moved.at95.low == pytest.approx(plain.at95.low, abs=1e-9)
    assert moved.p_for == pytest.approx(plain.p_for)


@pytest.mark.parametrize("slope", [0.0, 0.15, 0.5])
def test_turning_one_measure_round_mirrors_everything(slope: float) -> None:
    x, y = world(np.random.default_rng(12), (24, 12), 0.4, slope, 0.4)
    up, down = sure(put(x, y)), sure(put(x, -y, "negative"))
    assert up.at95.low == pytest.approx(-down.at95.high, abs=1e-9)
    assert up.at80.high == pytest.approx(-down.at80.low, abs=1e-9)
    assert up.p_for == pytest.approx(down.p_for)
    assert up.p_against == pytest.approx(down.p_against)
    assert up.detectable == pytest.approx(-(down.detectable or 0))


def test_the_p_value_and_the_interval_never_disagree() -> None:
    rng = np.random.default_rng(13)
    for slope in np.linspace(-0.4, 0.6, 60):
        found = sure(put(*world(rng, (21, 9), 0.3, float(slope), 0.5)))
        assert found.p_for is not None
        assert found.p_against is not None
        region = claim().region
        if min(abs(found.p_for - 0.025), abs(found.p_against - 0.025)) > 2e-4:
            assert region.contains(found.at95) == (found.p_for < 0.025)
            assert region.misses(found.at95) == (found.p_against < 0.025)


@pytest.mark.parametrize(
    ("shape", "rho", "uneven"), [((20, 8), 0.0, 0.0), ((20, 8), 0.7, 0.5), ((40, 15), 0.7, 0.5)]
)
@pytest.mark.parametrize("truth", [0.0, 0.1])
def test_chance_does_not_pass_for_an_association(
    shape: tuple[int, int], rho: float, uneven: float, truth: float
) -> None:
    rng = np.random.default_rng(14)
    false = leans = held = 0
    for _ in range(DRAWS):
        found = sure(put(*world(rng, shape, rho, truth, uneven)))
        false += borne(claim().region, found) == "yes"
        leans += claim().region.contains(found.at90)
        held += found.at95.low <= truth <= found.at95.high
    assert not too_often(false, DRAWS)
    assert not too_often(leans, DRAWS, 0.10)
    assert not too_often(DRAWS - held, DRAWS, 0.07)


def test_a_planted_association_is_found() -> None:
    rng = np.random.default_rng(15)
    found = [borne(claim().region, put(*world(rng, (40, 15), 0.4, 0.3, 0.3))) for _ in range(60)]
    assert found.count("yes") > 50
    wide = [borne(claim("none").region, put(*world(rng, (150, 20), 0, 0, 0), "none"))
            for _ in range(20)]  # fmt: skip
    assert wide.count("yes") > 17


def test_counts_are_compared_by_ratios_and_lags_shift_the_second() -> None:
    rng = np.random.default_rng(16)
    level = np.exp(remembered(rng, 30, 12, 0.0))
    counts = rng.poisson(20 * level).astype(float)
    warrant = claim(of=STRIKES)
    assert [axis.name for axis in warrant.axes()] == ["transform", "lag"]
    assert len(warrant.axes()[0].options) == 3
    assert len(claim().axes()[0].options) == 2
    early = -np.roll(np.log(level), 1, axis=1)
    lagged = replace(warrant, lag="1")
    moved = sure(lagged.test((answer(counts[:, 1:]), answer(np.log(level)[:, 1:]))))
    assert abs(moved.value) < 0.3
    ahead = np.hstack([np.log(level)[:, 1:], np.zeros((30, 1))])
    assert sure(lagged.test((answer(counts), answer(ahead)))).value > 0.8
    assert sure(warrant.test((answer(counts), answer(early)))).value < 0.3
    together = replace(warrant, lag="0-1")
    assert 0.3 < sure(together.test((answer(counts), answer(np.log(level))))).value < 0.9
    ranks = replace(warrant, transform="ranks")
    assert sure(ranks.test((answer(counts), answer(level)))).value > 0.7
    plain = replace(warrant, transform="plain")
    assert sure(plain.test((answer(counts), answer(level)))).value > 0.7


def test_sums_read_low_best_and_high_figures() -> None:
    rng = np.random.default_rng(17)
    cells = np.exp(rng.normal(size=(24, 10)))
    warrant = claim(of=Measure("sum", "size", "crowds"))
    assert warrant.axes()[-1].unanimous
    called = [(f"u{number:03d}",) for number in range(24)]
    sizes = series(cells.T, (cells.T / 2, cells.T * 3), called, "2000", (9, 0, 0))
    other = answer(np.log(cells))
    for size in ("low", "best", "high"):
        found = sure(replace(warrant, size=size).test((sizes, other)))
        assert found.value == pytest.approx(1.0, abs=1e-6)


def test_a_recorded_association_has_no_interval() -> None:
    x, y = world(np.random.default_rng(18), (24, 10), 0, 0.5, 0)
    found = sure(claim(reading="realised").test((answer(x), answer(y))))
    assert found.census
    assert found.at95.low == found.at95.high == found.value
    assert found.p_for is None
    assert "24 units over 10 periods" in found.recorded
