"""What worlds of several warrants share: series with memory, and answers as the grounds give them.

Nothing here imports an estimator: a world does not know by which rule it will be read.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from squarely.model.request import Series

Array = NDArray[np.float64]


def remembered(rng: np.random.Generator, n: int, rho: float) -> Array:
    """One stationary first-order normal series of unit variance, (n,)."""
    noise = rng.normal(size=n)
    found = np.empty(n)
    found[0] = noise[0]
    step = np.sqrt(1 - rho * rho)
    for t in range(1, n):
        found[t] = rho * found[t - 1] + step * noise[t]
    return found


def series(
    best: ArrayLike,
    bounds: tuple[ArrayLike, ArrayLike] | None = None,
    names: Sequence[tuple[str, ...]] = ((),),
    start: str = "2010-01",
    rows: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> Series:
    """Cells (periods, groups); `rows` are all, unsized and uncoded; periods as `start` is fine."""
    middle = np.atleast_2d(np.asarray(best, float))
    low, high = bounds if bounds is not None else (middle, middle)
    shape = middle.shape
    counted = rows if rows is not None else (np.nan_to_num(middle).astype(int), 0, 0)
    full, unsized, uncoded = (
        np.broadcast_to(np.asarray(part, np.int64), shape) for part in counted
    )
    periods = (np.datetime64(start) + np.arange(shape[0])).astype("M8[D]")
    low, high = (np.broadcast_to(np.asarray(part, float), shape) for part in (low, high))
    return Series(periods, tuple(names), low, middle, high, full, unsized, uncoded)


def column(values: ArrayLike) -> Array:
    """One group's values, a period a row."""
    return np.asarray(values, float)[:, None]


def summed(values: ArrayLike, length: int) -> Array:
    """Sums over runs of so many periods; a last run that is shorter stays."""
    given = np.asarray(values, float)
    return np.add.reduceat(given, np.arange(0, given.shape[0], length), axis=0)


def log_level(rng: np.random.Generator, n: int, rho: float, wander: float = 0.5) -> Array:
    """A wandering log rate whose exponential has mean one."""
    return wander * remembered(rng, n, rho) - wander**2 / 2


def scattered(rng: np.random.Generator, expected: Array, dispersion: float) -> Array:
    """Gamma-Poisson counts about expected ones; plain Poisson without dispersion."""
    if dispersion > 0:
        expected = expected * rng.gamma(1 / dispersion, dispersion, expected.shape)
    return rng.poisson(expected).astype(np.float64)
