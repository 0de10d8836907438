"""How far the agreement of two sides moved from one period to another, on votes that are alike.

Agreement on a vote is one minus the distance of two positions (yes 1, no 0, abstaining between),
averaged over the members of the other side. The change is taken within strata of votes that are
alike and averaged over the strata that both periods hold, so that a changed agenda is no change of
mind. Its variance is that of clustered votes: those of one month, or, where both periods hold
three years or more, of one year, whichever is larger; degrees of freedom are those of as many
equal clusters, joined as Satterthwaite does. One or two years cannot show how years swing: each is
then held to swing by 6 points, one standard deviation. (Of 58 records of five years, ten states and
the United States in the General Assembly, half swing by less than 1 and nine in ten by at most 5.3
beyond what their months do.) Where the other side has ten members or more they stand for others,
and the variance of leaving out one at a time is added.

Assumes clusters that move independently; a swing longer than a cluster passes for a change.

Sources: Lijphart 1963, American Political Science Review 57:902 (agreement); Bailey, Strezhnev and
Voeten 2017, Journal of Conflict Resolution 61:430 (agendas change); Satterthwaite 1946, Biometrics
2:110; Efron and Stein 1981, Annals of Statistics 9:586 (jackknife).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from squarely.estimators.regions import Tested
from squarely.model.finding import Interval

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]

LEAST_YEARS = 3  # in each period, for years to be clusters
SWING = 0.06  # of a year, where fewer show it: nine in ten pairs of states swing less
CROWD = 10  # members from which they stand for others
TINIEST = 1e-12


@dataclass(frozen=True, slots=True)
class Period:
    """Votes of a period: agreement with each member (votes, members), stratum and day of each.

    NaN where a member took no position.
    """

    agree: Array
    stratum: NDArray[np.int64]
    days: NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Moved:
    """The change of agreement, its standard error, its degrees of freedom."""

    value: float
    error: float
    freedom: float


@dataclass(frozen=True, slots=True)
class _Added:
    """Each vote's weight in its period's level, and its departure from it times that."""

    weights: Array
    parts: Array


def means(period: Period) -> Array:
    """Mean agreement over members on each vote; NaN where none took a position."""
    known = ~np.isnan(period.agree)
    total = np.where(known, period.agree, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    mean: Array = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    return mean


def move(before: Period, after: Period) -> Moved | None:
    """The change from `before` to `after`; None where no stratum has votes in both."""
    sides = [(means(one), one) for one in (before, after)]
    found = _change(sides[0][0], before.stratum, sides[1][0], after.stratum)
    if found is None:
        return None
    value, first, second = found
    parts = [
        clustered(one.parts, one.weights, side.days)
        for one, side in ((first, before), (second, after))
    ]
    if before.agree.shape[1] >= CROWD:
        parts.append(_members(before, after))
    variance = sum(v for v, _ in parts)
    freedom = variance**2 / max(sum(v**2 / df for v, df in parts), TINIEST**2)
    return Moved(value, math.sqrt(max(variance, TINIEST)), max(1.0, freedom))


def _change(
    one: Array, strata: NDArray[np.int64], two: Array, others: NDArray[np.int64]
) -> tuple[float, _Added, _Added] | None:
    """The weighted change within strata, and what each vote adds to it and to its error."""
    known, known_ = ~np.isnan(one), ~np.isnan(two)
    shared = np.intersect1d(strata[known], others[known_])
    if not shared.size:
        return None
    weights, moves = [], []
    first, second = (_Added(np.zeros(side.size), np.zeros(side.size)) for side in (one, two))
    for stratum in shared:
        at, at_ = known & (strata == stratum), known_ & (others == stratum)
        n, n_ = int(at.sum()), int(at_.sum())
        weight = n * n_ / (n + n_)
        weights.append(weight)
        moves.append(float(two[at_].mean() - one[at].mean()))
        for added, side, here, votes in ((first, one, at, n), (second, two, at_, n_)):
            added.weights[here] = weight / votes
            added.parts[here] = weight / votes * (side[here] - side[here].mean())
    total = float(np.sum(weights))
    for added in (first, second):
        added.weights[:] /= total
        added.parts[:] /= total
    return float(np.dot(weights, moves)) / total, first, second


def clustered(parts: Array, weights: Array, days: NDArray[np.datetime64]) -> tuple[float, float]:
    """Variance and degrees of freedom of a sum of parts that cluster in months or years.

    Years too few to show how they swing are held to swing by `SWING`, which is known.
    """
    months = _variance(parts, days.astype("M8[M]"))
    years = days.astype("M8[Y]")
    found, code = np.unique(years, return_inverse=True)
    if found.size < LEAST_YEARS:
        swing = SWING**2 * float(np.square(np.bincount(code, weights)).sum())
        variance = months[0] + swing
        return variance, months[1] * (variance / max(months[0], TINIEST)) ** 2
    yearly = _variance(parts, years)
    return max(months, yearly, key=_reach)


def _reach(found: tuple[float, float]) -> float:
    """Half the 95% interval that a variance with these degrees of freedom makes."""
    return math.sqrt(found[0]) * float(special.stdtrit(found[1], 0.975))


def _variance(parts: Array, clusters: NDArray[np.datetime64]) -> tuple[float, float]:
    _, code, size = np.unique(clusters, return_inverse=True, return_counts=True)
    sums = np.bincount(code, parts)
    count = size.size
    alike = float(size.sum() ** 2 / np.square(size).sum())
    scale = count / (count - 1) if count > 1 else 1.0
    return scale * float(np.square(sums).sum()), max(1.0, alike - 1)


def _members(before: Period, after: Period) -> tuple[float, float]:
    """Jackknife variance over the members, who are the same in both periods."""
    count = before.agree.shape[1]
    values = []
    for j in range(count):
        kept = [Period(np.delete(p.agree, j, axis=1), p.stratum, p.days) for p in (before, after)]
        found = _change(means(kept[0]), before.stratum, means(kept[1]), after.stratum)
        values.append(found[0] if found else 0.0)
    spread = np.array(values) - np.mean(values)
    return float((count - 1) / count * np.square(spread).sum()), float(count - 1)


def tested(moved: Moved) -> Tested:
    """The change in points, with its intervals and one-sided tests."""

    def interval(level: float) -> Interval:
        half = float(special.stdtrit(moved.freedom, 0.5 + level / 2)) * moved.error
        return Interval(100 * (moved.value - half), 100 * (moved.value + half))

    def above(edge: float) -> float:
        return float(special.stdtr(moved.freedom, (edge / 100 - moved.value) / moved.error))

    def below(edge: float) -> float:
        return float(special.stdtr(moved.freedom, (moved.value - edge / 100) / moved.error))

    def detectable(edge: float) -> float:
        reach = special.stdtrit(moved.freedom, 0.975) + special.stdtrit(moved.freedom, 0.80)
        return edge + 100 * float(reach) * moved.error

    at = (interval(0.80), interval(0.90), interval(0.95))
    return Tested(100 * moved.value, at, above, below, detectable)
