"""What a mechanism is: parameters with the ranges their source explored, a run, and a null model.

Every mechanism returns the part of its people who take part, period by period, so that outcomes
and the patterns it must reproduce are read off in one way, whichever mechanism made them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Run = Callable[[Array, np.random.Generator, bool], Array]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter and the range that its source explored; none of them is measured in people."""

    name: str
    low: float
    high: float
    meaning: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """`run(values, rng, alone)` gives participation (draws, periods) for `values` (draws, k).

    With `alone` nobody looks at anybody else: the null model. `held` says why nothing may rest on
    it yet, empty where a second reader found its ranges in its source.
    """

    name: str
    parameters: tuple[Parameter, ...]
    run: Run
    draws: int
    source: str
    held: str = ""


def _largest(y: Array) -> Array:
    found: Array = y.max(axis=1)
    return found


def _mean(y: Array) -> Array:
    found: Array = y.mean(axis=1)
    return found


def _last(y: Array) -> Array:
    found: Array = y[:, -max(1, y.shape[1] // 10) :].mean(axis=1)
    return found


def _quiet(y: Array) -> Array:
    found: Array = (y < 0.05).mean(axis=1)
    return found


def _top(y: Array) -> Array:
    """What part of all participation the busiest tenth of periods holds."""
    part = max(1, y.shape[1] // 10)
    total = y.sum(axis=1)
    busiest = np.sort(y, axis=1)[:, -part:].sum(axis=1)
    found: Array = np.where(total > 0, busiest / np.maximum(total, 1e-12), 0.0)
    return found


OUTPUTS: Mapping[str, tuple[Callable[[Array], Array], str]] = {
    "largest": (_largest, "the largest part of people who take part in one period"),
    "mean": (_mean, "the part of people who take part, on average"),
    "last": (_last, "the part of people who take part in the last tenth of the periods"),
    "quiet": (_quiet, "the part of periods in which fewer than one in twenty take part"),
    "concentration": (_top, "the part of all participation in the busiest tenth of periods"),
}


def plausible(y: Array) -> NDArray[np.bool_]:
    """Which draws show three patterns of protest to which no mechanism here was fitted.

    Something happens (one in twenty in some period); a few large events hold much of all
    participation (the busiest tenth at least two fifths); and most of the time little happens
    (fewer than one in twenty in at least half of the periods).
    """
    return np.asarray((_largest(y) >= 0.05) & (_top(y) >= 0.4) & (_quiet(y) >= 0.5))
