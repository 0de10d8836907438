"""Events whose sizes sum to a planted total, as a source records them.

Sizes are lognormal, whole, and made to sum to the total exactly. A source gives a best figure off
by chance and a range about it, leaves sizes out, counts events twice, misses some, or inflates all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from squarely.model.request import Series
from trust.worlds import Array, series


@dataclass(frozen=True, slots=True)
class Source:
    """How a source records events: each part is a share of the events."""

    missing: float = 0.0  # without a size
    gone: Literal["any", "large", "small"] = "any"  # which sizes are missing
    blur: float = 0.0  # half-width of a row's range; its best figure is off by half of that
    duplicates: float = 0.0  # recorded twice
    unreported: float = 0.0  # not recorded at all
    inflated: float = 1.0  # every figure times this


def sized(rng: np.random.Generator, total: float, events: int, sigma: float) -> Array:
    """So many whole sizes of at least one, lognormal, that sum to `total` exactly."""
    drawn = np.exp(sigma * rng.normal(size=events))
    found: Array = np.maximum(np.floor(drawn * (total / drawn.sum())), 1.0)
    found[np.argmax(found)] += total - found.sum()
    return found


def recorded(
    rng: np.random.Generator, sizes: Array, places: NDArray[np.int64], count: int, source: Source
) -> Series:
    """What a source holds of these events, summed by place; shape (places, 1)."""
    kept = np.flatnonzero(rng.random(sizes.size) >= source.unreported)
    twice = kept[rng.random(kept.size) < source.duplicates]
    at = np.concatenate([kept, twice])
    true = sizes[at] * source.inflated
    best = true * np.exp(0.5 * source.blur * rng.normal(size=at.size))
    unsized = _gone(rng, true, source)
    known = np.where(unsized, 0.0, best)
    cells = [_summed(known * by, places[at], count) for by in (1 - source.blur, 1 + source.blur)]
    rows = np.bincount(places[at], minlength=count)[:, None]
    without = np.bincount(places[at], unsized, minlength=count)[:, None]
    middle = _summed(known, places[at], count)
    return series(middle, (cells[0], cells[1]), start="2000", rows=(rows, without, 0))


def _gone(rng: np.random.Generator, true: Array, source: Source) -> NDArray[np.bool_]:
    """Which rows have no size."""
    chance = rng.random(true.size)
    if source.gone == "any" or source.missing == 0:
        return chance < source.missing
    order = np.argsort(true if source.gone == "small" else -true)
    found = np.zeros(true.size, bool)
    found[order[: round(source.missing * true.size)]] = True
    return found


def _summed(sizes: Array, places: NDArray[np.int64], count: int) -> Array:
    found: Array = np.bincount(places, sizes, minlength=count)[:, None].astype(np.float64)
    return found
