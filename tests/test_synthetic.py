"""Synthetic controls: another program, what must not matter, and worlds with a planted gap."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from trust.counts import Array, remembered

from answers import too_often
from squarely.estimators import synthetic

EDGE = float(np.log(1.25))
DRAWS = 250


def panel(
    rng: np.random.Generator, shape: tuple[int, int, int], gap: float, rho: float
) -> tuple[Array, Array, np.ndarray]:
    """Logs of counts of a unit and its controls: common waves, own memory, a gap from a date on."""
    units, before, after = shape
    periods = before + after
    loads = rng.uniform(0, 1.5, size=(units, 2))
    level = 0.5 * loads @ remembered(rng, 2, periods, rho) + 0.5 * remembered(
        rng, units, periods, rho
    )
    level[0, before:] += gap
    gamma = rng.gamma(1 / 0.15, 0.15, size=level.shape)
    logs = np.log(rng.poisson(20 * np.exp(level) * gamma) + 0.5)
    return logs, np.arange(float(periods)), np.arange(periods) >= before


def rates(gap: float, rho: float, own_line: float = 0.0, units: int = 11) -> dict[str, int]:
    """Of `DRAWS` worlds how many intervals cover, lie above the edge, and do so without a doubt."""
    rng = np.random.default_rng(17)
    found = {"cover": 0, "above95": 0, "above90": 0}
    for _ in range(DRAWS):
        y, time, after = panel(rng, (units, 24, 24), gap, rho)
        y[0] += own_line * np.linspace(-0.5, 0.5, len(time))
        one = synthetic.compare(y, time, after)
        assert one is not None
        low, high = synthetic.interval(one, 0.95)
        found["cover"] += low <= gap <= high
        found["above95"] += low > EDGE
        found["above90"] += synthetic.interval(one, 0.90)[0] > EDGE
    return found


def test_weights_are_those_of_another_program() -> None:
    rng = np.random.default_rng(1)
    for _ in range(5):
        columns = rng.normal(size=(30, 8)) + rng.normal(size=(30, 1))
        found = synthetic.nearest(columns)
        other = minimize(
            lambda w, c: float(((c @ w) ** 2).sum()),
            np.full(8, 1 / 8),
            args=(columns,),
            method="SLSQP",
            bounds=[(0, 1)] * 8,
            constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
            options={"maxiter": 500, "ftol": 1e-12},
        )
        assert found.sum() == pytest.approx(1)
        assert (found >= 0).all()
        assert found == pytest.approx(other.x, abs=1e-4)


def test_an_average_of_controls_is_found_again() -> None:
    rng = np.random.default_rng(2)
    donors = rng.normal(size=(12, 40))
    planted = np.zeros(12)
    planted[[1, 4, 7]] = 0.5, 0.3, 0.2
    target = planted @ donors + 1e-6 * rng.normal(size=40)
    target[25:] += 2.0
    y = np.vstack([target, donors])
    found = synthetic.compare(y, np.arange(40.0), np.arange(40) >= 25)
    assert found is not None
    assert found.weights == pytest.approx(planted, abs=1e-4)
    assert found.gap == pytest.approx((2.0, 2.0), abs=1e-3)
    assert found.rank == pytest.approx(1 / 13)


def test_levels_do_not_matter_nor_does_the_order_of_controls() -> None:
    rng = np.random.default_rng(3)
    y, time, after = panel(rng, (12, 24, 12), 0.4, 0.4)
    plain = synthetic.compare(y, time, after)
    lifted = synthetic.compare(y + rng.normal(size=(12, 1)), time, after)
    turned = synthetic.compare(np.vstack([y[0], y[:0:-1]]), time, after)
    assert plain is not None
    assert lifted is not None
    assert turned is not None
    for other in (lifted, turned):
        assert other.gap == pytest.approx(plain.gap)
        assert other.error == pytest.approx(plain.error)
        assert other.rank == plain.rank
    assert turned.weights[::-1] == pytest.approx(plain.weights, abs=1e-9)


def test_an_own_line_does_not_matter_to_the_gap_less_own_lines() -> None:
    rng = np.random.default_rng(4)
    y, time, after = panel(rng, (12, 24, 12), 0.4, 0.4)
    sloped = y + rng.normal(size=(12, 1)) * time / 10
    one, other = (synthetic.compare(each, time, after) for each in (y, sloped))
    assert one is not None
    assert other is not None
    assert other.gap[1] == pytest.approx(one.gap[1])
    assert other.gap[0] != pytest.approx(one.gap[0], abs=1e-4)


def test_a_fall_mirrors_a_rise() -> None:
    y, time, after = panel(np.random.default_rng(5), (12, 24, 12), 0.4, 0.4)
    up, down = (synthetic.compare(sign * y, time, after) for sign in (1, -1))
    assert up is not None
    assert down is not None
    low, high = synthetic.interval(up, 0.9)
    assert synthetic.interval(down, 0.9) == pytest.approx((-high, -low))
    assert synthetic.above(up, EDGE) == pytest.approx(synthetic.below(down, -EDGE))
    assert synthetic.below(up, EDGE) == pytest.approx(synthetic.above(down, -EDGE))
    assert synthetic.above(up, low) == pytest.approx(0.05)


def test_two_units_that_are_one_leave_nothing_to_measure_by() -> None:
    y, time, after = panel(np.random.default_rng(6), (12, 24, 12), 0.0, 0.0)
    y[3] = y[2]
    assert synthetic.compare(y, time, after) is None


def test_a_unit_that_left_its_controls_early_is_seen() -> None:
    y, time, after = panel(np.random.default_rng(7), (16, 36, 12), 0.0, 0.0)
    plain = synthetic.compare(y, time, after)
    y[0, 24:] += 2.5
    early = synthetic.compare(y, time, after)
    assert plain is not None
    assert early is not None
    assert plain.early > 0.05 > early.early


def test_a_heavy_control_that_moved_at_the_date_is_named() -> None:
    rng = np.random.default_rng(8)
    y = rng.normal(size=(16, 48))
    y[0] = 0.6 * y[3] + 0.4 * y[5] + 0.05 * rng.normal(size=48)
    after = np.arange(48) >= 36
    plain = synthetic.compare(y, np.arange(48.0), after)
    y[3, 36:] += 8
    moved = synthetic.compare(y, np.arange(48.0), after)
    assert plain is not None
    assert moved is not None
    assert plain.moved == ()
    assert moved.moved == (2,)


@pytest.mark.parametrize("rho", [0.0, 0.7])
@pytest.mark.parametrize("gap", [0.0, EDGE, float(np.log(2))])
def test_the_interval_covers_and_seldom_lies_beyond_the_edge_by_chance(
    gap: float, rho: float
) -> None:
    found = rates(gap, rho)
    assert not too_often(DRAWS - found["cover"], DRAWS, 0.07)
    if gap <= EDGE:
        assert not too_often(found["above95"], DRAWS, 0.05)
        assert not too_often(found["above90"], DRAWS, 0.10)


def test_a_large_gap_is_found() -> None:
    assert rates(float(np.log(8)), 0.0)["above90"] > 0.6 * DRAWS


def test_a_slope_of_its_own_is_not_taken_for_a_gap() -> None:
    """Less own means alone a slope of e over 48 periods lies above the edge in four of ten."""
    found = rates(EDGE, 0.4, own_line=1.0)
    assert not too_often(DRAWS - found["cover"], DRAWS, 0.07)
    assert not too_often(found["above90"], DRAWS, 0.10)
