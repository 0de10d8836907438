"""Worlds whose truth is known: each generator returns the data beside what was planted.

All draws of a world come at once, one a row, from a seed; nothing here imports the code it tests.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import polygamma
from scipy.stats import norm

Array = NDArray[np.float64]


LATE = (0.9, 0.7, 0.4)  # of the last three periods what is recorded by the end


@dataclass(frozen=True, slots=True)
class CountWorld:
    """Counts a period whose expected log rises by `change` over the window.

    The log level wanders: first-order memory `rho`, standard deviation `wander`. Around it counts
    are gamma-Poisson with the given dispersion. `season` is the amplitude of a wave of twelve
    periods with a random phase; with probability `bursts` a period's level is six times as high.
    """

    n: int
    rho: float
    change: float
    mean: float = 20.0
    wander: float = 0.5
    dispersion: float = 0.15
    season: float = 0.0
    bursts: float = 0.0
    step: float = 0.0
    place: float = 0.5
    reporting: float = 1.0
    late: bool = False
    doubled: float = 0.0


@dataclass(frozen=True, slots=True)
class Planted:
    """Data of shape (draws, n) and the truth behind them."""

    counts: Array
    truth: float


def remembered(rng: np.random.Generator, draws: int, n: int, rho: float) -> Array:
    """Stationary first-order normal series of unit variance, (draws, n)."""
    noise = rng.normal(size=(draws, n))
    series = np.empty((draws, n))
    series[:, 0] = noise[:, 0]
    for t in range(1, n):
        series[:, t] = rho * series[:, t - 1] + np.sqrt(1 - rho * rho) * noise[:, t]
    return series


def counts(world: CountWorld, draws: int, seed: int) -> Planted:
    """`draws` series of counts from one world."""
    rng = np.random.default_rng(seed)
    level = world.wander * remembered(rng, draws, world.n, world.rho) - world.wander**2 / 2
    level += world.change * np.linspace(-0.5, 0.5, world.n)
    if world.season:
        phase = rng.uniform(0, 2 * np.pi, size=(draws, 1))
        level += world.season * np.sin(2 * np.pi * np.arange(world.n) / 12 + phase)
    if world.bursts:
        level += np.log(6) * (rng.random(level.shape) < world.bursts)
    level += world.step * _after(world)
    level += np.log(world.reporting) * np.linspace(-0.5, 0.5, world.n)
    expected = world.mean * np.exp(level)
    if world.late:
        expected[:, -3:] *= LATE
    gamma = rng.gamma(1 / world.dispersion, world.dispersion, size=expected.shape)
    drawn = rng.poisson(expected * gamma)
    if world.doubled:
        drawn = drawn + rng.binomial(drawn, world.doubled)
    return Planted(drawn.astype(np.float64), world.step or world.change)


def _after(world: CountWorld) -> NDArray[np.bool_]:
    after: NDArray[np.bool_] = np.arange(world.n) >= int(world.n * world.place)
    return after


def design(world: CountWorld) -> Array:
    """A constant, a line that rises by one, and the step where the world has one; (n, columns)."""
    columns = [np.ones(world.n), np.linspace(-0.5, 0.5, world.n)]
    return np.column_stack([*columns, _after(world)] if world.step else columns)


def values(n: int, rho: float, change: float, draws: int, seed: int) -> Planted:
    """Positive readings whose log rises by `change`, with first-order normal errors of sd 0.5."""
    rng = np.random.default_rng(seed)
    level = 0.5 * remembered(rng, draws, n, rho) + change * np.linspace(-0.5, 0.5, n)
    return Planted(np.exp(level), change)


def covariance(world: CountWorld) -> Array:
    """The covariance of a series' logarithms: the wandering level, the dispersion, the counting.

    The last two have no memory.
    """
    apart = np.abs(np.subtract.outer(np.arange(world.n), np.arange(world.n)))
    memory = np.where(apart == 0, 1.0, float(world.rho) ** np.maximum(apart, 1))
    counting = np.exp(world.wander**2) / world.mean
    noise = float(polygamma(1, 1 / world.dispersion)) + counting
    found: Array = world.wander**2 * memory + noise * np.eye(world.n)
    return found


def oracle_power(world: CountWorld, edge: float) -> float:
    """How often generalised least squares that knows the covariance finds the change above `edge`.

    Interval of 95%, normal; the step where the world has one, else the line.
    """
    columns = design(world)
    precision = columns.T @ np.linalg.solve(covariance(world), columns)
    se = float(np.sqrt(np.linalg.inv(precision)[-1, -1]))
    truth = world.step or world.change
    return float(norm.cdf((truth - edge) / se - norm.ppf(0.975)))
