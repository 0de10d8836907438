"""Completeness learnt from two vintages: planted delays, and the false fall they would raise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression
from trust.counts import CountWorld, counts

from squarely.estimators.completeness import climbing, learnt

Array = NDArray[np.float64]
TAIL = (0.4, 0.7, 0.9)  # complete one, two, three months after the month; later all
GAP, N, BEFORE = 7, 24, 24


@dataclass(frozen=True, slots=True)
class Reported:
    """True counts and what two vintages have of them, (draws, months), the earliest first."""

    true: Array
    older: Array
    newer: Array


def reported(rho: float, draws: int, seed: int) -> Reported:
    """Counts without a trend, each reported after none to three months."""
    rng = np.random.default_rng(seed)
    true = counts(CountWorld(BEFORE + N + GAP, rho, 0.0), draws, seed).counts
    months = true.shape[1]
    delays = np.stack(
        [rng.multinomial(true[:, t].astype(int), np.diff([0, *TAIL, 1])) for t in range(months)], 1
    )

    def known(end: int) -> Array:
        seen = [delays[:, t, : end - t].sum(1) for t in range(end)]
        return np.stack(seen, 1).astype(float)

    return Reported(true, known(months - GAP), known(months))


def lags(world: Reported) -> list[int]:
    """The lag learnt in each draw; three months where too little is there."""
    pairs = zip(world.older, world.newer[:, :-GAP], strict=True)
    found = [learnt(older[::-1], newer[::-1], GAP) for older, newer in pairs]
    return [one.lag if one else 3 for one in found]


def steepness(values: Array) -> Array:
    """The slope of log counts against its plain standard error, a row each."""
    x = np.arange(values.shape[1]) - (values.shape[1] - 1) / 2
    z = np.log(values + 0.5)
    z = z - z.mean(1, keepdims=True)
    slope = z @ x / (x @ x)
    rest = z - slope[:, None] * x
    return np.asarray(slope / np.sqrt((rest**2).sum(1)))


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
def test_the_learnt_gate_takes_back_the_false_falls_that_a_late_tail_raises(rho: float) -> None:
    """A cut that 6.6% of whole series fall below: with a tail about twice as many do."""
    world = reported(rho, 4000, seed=7)
    cut = np.quantile(steepness(world.true[:, -N:]), 0.066)
    ungated = float(np.mean(steepness(world.newer[:, -N:]) < cut))
    ends = world.newer.shape[1] - np.array(lags(world))
    kept = [row[end - N : end] for row, end in zip(world.newer, ends, strict=True)]
    gated = float(np.mean(steepness(np.stack(kept)) < cut))
    assert ungated > 0.11
    assert gated < 0.066 + 3 * np.sqrt(2 * 0.066 * 0.934 / 4000)


def test_the_interval_of_every_month_holds_the_planted_completeness() -> None:
    world = reported(0.4, 2000, seed=11)
    pairs = zip(world.older, world.newer[:, :-GAP], strict=True)
    found = [one for older, newer in pairs if (one := learnt(older[::-1], newer[::-1], GAP))]
    truth = np.array([*TAIL, 1.0, 1.0, 1.0])
    low, high = (np.stack([getattr(one, end)[:6] for one in found]) for end in ("low", "high"))
    held = np.mean((low <= truth + 1e-12) & (truth <= high + 1e-12), axis=0)
    assert len(found) > 1900
    assert held.min() > 0.89


def test_the_planted_lag_is_found_where_rows_are_many() -> None:
    many = np.repeat(10_000.0, 30)
    shares = np.concatenate([TAIL, np.ones(27)])
    found = learnt(many * shares, many, GAP)
    assert found is not None
    assert found.lag == 3
    assert found.share[:4] == pytest.approx([0.4, 0.7, 0.9, 1.0])


def test_a_later_vintage_that_is_itself_unfinished_is_allowed_for() -> None:
    """90% at once, half of the rest two months on, all after four: 0.9 of 0.95 is seen at first."""
    true, whole = np.repeat(10_000.0, 30), np.ones(30)
    older, newer = whole.copy(), whole.copy()
    older[:4], newer[:4] = (0.9, 0.9, 0.95, 0.95), (0.95, 0.95, 1, 1)
    found = learnt(true * older, true * newer, 2)
    assert found is not None
    assert found.share[:5] == pytest.approx([0.9, 0.9, 0.95, 0.95, 1.0])
    assert found.lag == 2


def test_too_few_months_or_rows_teach_nothing() -> None:
    assert learnt(np.repeat(9.0, 11), np.repeat(10.0, 11), 3) is None
    assert learnt(np.repeat(1.0, 40), np.repeat(2.0, 40), 3) is None
    assert learnt(np.repeat(9.0, 40), np.repeat(10.0, 40), 0) is None


def test_a_source_that_is_never_complete_is_open_to_its_first_month() -> None:
    found = learnt(np.repeat(8.0, 20), np.repeat(10.0, 20), 30)
    assert found is not None
    assert found.lag == 20


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), min_size=1, max_size=40).map(
        lambda pairs: [(min(known, there), there) for known, there in pairs]
    )
)
def test_the_fitted_parts_are_those_of_another_program(pairs: list[tuple[int, int]]) -> None:
    known, there = (np.array(side, float) for side in zip(*pairs, strict=True))
    wanted = isotonic_regression(known / there, weights=there).x
    assert climbing(known, there) == pytest.approx(wanted, abs=1e-9)
