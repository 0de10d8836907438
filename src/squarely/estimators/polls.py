"""What polls of several pollsters say of one public: sampling, house effects, a floor of error.

A poll errs by chance, by its pollster's ways (house effect) and by what all pollsters share: who
cannot be reached, who does not answer, how a question sounds. Two or three pollsters cannot show
how far pollsters differ, so their scatter is joined to what is known of pollsters elsewhere: a
standard deviation of 3 points, weighing as much as six pollsters would (a scaled inverse
chi-square prior, whose posterior scale is judged by Student's t with the degrees of both). What is
shared shrinks with no number of polls: a half-width of 3 points at 95% is added in quadrature.

Assumes one share over the window and pollsters that do not copy each other.

Sources: Shirani-Mehr, Rothschild, Goel and Gelman 2018, JASA 113:607 (total error is about twice
the sampling error); Jackman 2005, Australian Journal of Political Science 40:499 (house effects);
Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3(1):3 (moderated t).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy import special
from scipy.optimize import brentq

from squarely.estimators.regions import Tested
from squarely.model.finding import Interval

Array = NDArray[np.float64]

HOUSE = 0.03  # how far pollsters lie apart where nothing else is known, one standard deviation
WEIGHT = 5.0  # degrees of freedom that this knowledge is worth
FLOOR = 0.03  # half-width of what all pollsters share, at 95%
LEAST, MOST = 0.02, 0.98  # shares at which sampling variance is held, lest it vanish
TINIEST = 1e-15


@dataclass(frozen=True, slots=True)
class Pooled:
    """A share over pollsters: its value, the error that more pollsters shrink, its freedom.

    Arrays or numbers alike; `house` is the scatter between pollsters that was used.
    """

    value: float
    error: float
    freedom: float
    house: float


def sampling(share: Array, n: Array, design: float) -> Array:
    """The sampling variance of each poll."""
    held = np.clip(share, LEAST, MOST)
    variance: Array = design * held * (1 - held) / n
    return variance


def pool(shares: Array, variances: Array) -> Pooled:
    """The mean over pollsters, each counting the same; shapes (pollsters,)."""
    count = shares.size
    chance = float(variances.mean())
    scatter = float(shares.var(ddof=1)) if count > 1 else 0.0
    freedom = WEIGHT + count - 1
    joined = (WEIGHT * (HOUSE**2 + chance) + (count - 1) * scatter) / freedom
    between = max(joined, chance)
    house = math.sqrt(max(0.0, between - chance))
    return Pooled(float(shares.mean()), math.sqrt(between / count), freedom, house)


def half(pooled: Pooled, tail: float) -> float:
    """Half the width of the interval that leaves `tail` on each side."""
    own = float(special.stdtrit(pooled.freedom, 1 - tail)) * pooled.error
    shared = float(special.ndtri(1 - tail) / special.ndtri(0.975)) * FLOOR
    return math.hypot(own, shared)


@lru_cache(maxsize=256)
def above(pooled: Pooled, edge: float) -> float:
    """The one-sided p-value against "the share is at most `edge`", to match the interval."""
    distance = pooled.value - edge
    if distance == 0 or not math.isfinite(distance):
        return 0.5 if distance == 0 else float(distance < 0)
    furthest = -float(special.ndtri(TINIEST))

    def beyond(z: float) -> float:
        return half(pooled, float(special.ndtr(-z))) - abs(distance)

    if beyond(furthest) <= 0:
        tail = TINIEST
    else:
        tail = float(special.ndtr(-brentq(beyond, 0.0, furthest, xtol=1e-13)))
    return tail if distance > 0 else 1 - tail


def below(pooled: Pooled, edge: float) -> float:
    """The one-sided p-value against "the share is at least `edge`"."""
    return 1 - above(pooled, edge)


def tested(pooled: Pooled) -> Tested:
    """The share with its intervals, within 0 and 1, and its one-sided tests."""

    def interval(level: float) -> Interval:
        reach = half(pooled, (1 - level) / 2)
        return Interval(max(0.0, pooled.value - reach), min(1.0, pooled.value + reach))

    return Tested(
        pooled.value,
        (interval(0.80), interval(0.90), interval(0.95)),
        partial(above, pooled),
        partial(below, pooled),
        lambda edge: min(1.0, edge + half(pooled, 0.025) + half(pooled, 0.20)),
    )
