"""The difference of two shares of units that come in clusters, with its p-values.

Newcombe's hybrid interval joins the score limits of the two shares, each at the number of
independent units that its clusters are worth; the p-value is one minus the level at which that
interval would touch the edge, so that p and interval never disagree.

Assumes independent groups. Sources: Newcombe 1998, Statistics in Medicine 17:873 (method 10);
Korn & Graubard 1998, Survey Methodology 24:193.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from squarely.estimators.proportion import newcombe, normal
from squarely.estimators.regions import Tested
from squarely.model.finding import Interval

Units = tuple[float, float]  # hits, units

POWERED = normal(0.95) + normal(0.60)  # 95% two-sided at 80% power
LEAST = 0.01  # variance of one unit, lest shares of nought or one seem beyond all doubt
STEPS, STAGES = 15, 6  # the p-value to one part in 16 ** 6


def above(first: Units, second: Units, edge: float) -> float:
    """The one-sided p-value against "the difference is at most `edge`"; at most a half.

    Where the difference itself lies at or below the edge, one minus the other side's p-value.
    """
    if first[0] / first[1] - second[0] / second[1] <= edge:
        return 1 - _touching(second, first, -edge)
    return _touching(first, second, edge)


def _touching(first: Units, second: Units, edge: float) -> float:
    """Half of what the level leaves at which the lower limit meets the edge."""
    low, high = 0.0, 1.0
    for _ in range(STAGES):
        levels = np.linspace(low, high, STEPS + 2)
        beyond = int((newcombe(first, second, levels[1:-1])[0] > edge).sum())
        low, high = float(levels[beyond]), float(levels[beyond + 1])
    return (1 - high) / 2


def compare(first: Units, second: Units) -> Tested:
    """The first share minus the second."""
    one, two = first[0] / first[1], second[0] / second[1]
    variance = max(one * (1 - one), LEAST) / first[1] + max(two * (1 - two), LEAST) / second[1]

    def interval(level: float) -> Interval:
        low, high = newcombe(first, second, level)
        return Interval(float(low), float(high))

    return Tested(
        one - two,
        (interval(0.80), interval(0.90), interval(0.95)),
        partial(above, first, second),
        lambda edge: above(second, first, -edge),
        lambda edge: min(1.0, edge + POWERED * variance**0.5),
    )
