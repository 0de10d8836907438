"""Shares of a whole: bounds for what was left uncoded, intervals for what chance could do.

Wilson's score interval holds its level well in the middle; near nought or one it does not, so
where either side has fewer than 30 units the exact interval of Clopper and Pearson takes over.
Units that come in clusters (events of one month) are worth fewer units: as Korn and Graubard do,
both intervals are read at the effective number of units. Shares left uncoded are bounded as
Manski does, by coding all of them one way and then the other.

Sources: Wilson 1927, JASA 22:209; Clopper & Pearson 1934, Biometrika 26:404; Newcombe 1998,
Statistics in Medicine 17:873; Korn & Graubard 1998, Survey Methodology 24:193; Manski 1989,
Journal of Human Resources 24:343.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from squarely.estimators.regions import ends
from squarely.model.finding import Interval, Region

Array = NDArray[np.float64]
Bounds = tuple[Array, Array]

LEAST_DEGREES = 2.0  # of freedom, however much memory is left
HIGHEST = 0.92  # memory beyond this leaves too few independent periods
SPEAKS = 0.15  # below this the first autocorrelation is too near nought to divide by
FEW = 30  # units on one side below which the exact interval is used


def normal(level: float) -> float:
    """The two-sided critical value of the normal at a level such as 0.95."""
    return float(special.ndtri(0.5 + level / 2))


def wilson(k: ArrayLike, n: ArrayLike, level: ArrayLike) -> Bounds:
    """Wilson's score interval for k of n; arrays broadcast."""
    hits, units = np.asarray(k, float), np.asarray(n, float)
    z = special.ndtri(0.5 + np.asarray(level, float) / 2)
    share = hits / units
    centre = (share + z * z / (2 * units)) / (1 + z * z / units)
    inner = share * (1 - share) / units + z * z / (4 * units**2)
    half = z * np.sqrt(np.maximum(inner, 0)) / (1 + z * z / units)
    low = np.where(hits <= 0, 0.0, np.maximum(centre - half, 0.0))
    high = np.where(hits >= units, 1.0, np.minimum(centre + half, 1.0))
    return low, high


def exact(k: ArrayLike, n: ArrayLike, level: ArrayLike) -> Bounds:
    """Clopper and Pearson's interval; k and n need not be whole (effective numbers of units)."""
    hits, units = np.asarray(k, float), np.asarray(n, float)
    tail = (1 - np.asarray(level, float)) / 2
    none, every = hits <= 0, hits >= units
    low = special.betaincinv(np.where(none, 1.0, hits), units - hits + 1, tail)
    high = special.betaincinv(hits + 1, np.where(every, 1.0, units - hits), 1 - tail)
    return np.where(none, 0.0, low), np.where(every, 1.0, high)


def bounds(k: ArrayLike, n: ArrayLike, level: ArrayLike) -> Bounds:
    """Wilson's interval, or the exact one where hits or misses are few."""
    hits, units = np.asarray(k, float), np.asarray(n, float)
    few = np.minimum(hits, units - hits) < FEW
    if few.all() or not few.any():
        return exact(hits, units, level) if few.all() else wilson(hits, units, level)
    exactly, scored = exact(hits, units, level), wilson(hits, units, level)
    return np.where(few, exactly[0], scored[0]), np.where(few, exactly[1], scored[1])


def above(k: float, n: float, edge: float) -> float:
    """The one-sided p-value against "the share is at most `edge`", to match `bounds`."""
    if edge >= 1:
        return 1.0
    if edge <= 0:
        return 0.0 if k > 0 else 1.0
    if min(k, n - k) < FEW:
        return float(special.betainc(k, n - k + 1, edge)) if k > 0 else 1.0
    return float(special.ndtr(-(k / n - edge) / np.sqrt(edge * (1 - edge) / n)))


def below(k: float, n: float, edge: float) -> float:
    """The one-sided p-value against "the share is at least `edge`"."""
    return above(n - k, n, 1 - edge)


def manski(k: float, n: float, uncoded: float) -> tuple[float, float, float]:
    """Low, best and high share of n units, of which `uncoded` may be hits or not.

    The best leaves them out; all three are NaN where no unit is coded.
    """
    if n - uncoded <= 0:
        return float("nan"), float("nan"), float("nan")
    return k / n, k / (n - uncoded), (k + uncoded) / n


def effective(k: Array, n: Array, ordered: bool = False) -> tuple[float, float]:
    """How many independent units clusters of n with k hits are worth, and the design effect.

    Shapes (clusters,). The design effect is that of the ratio estimator and at least one; the
    t quantile of few clusters costs units as well. With `ordered` the clusters are periods one
    after the other, and what they remember of each other widens both.
    """
    full = n > 0
    hits, units = k[full], n[full]
    total, clusters = float(units.sum()), int(full.sum())
    share = float(hits.sum()) / total if total else 0.0
    spread = share * (1 - share)
    if clusters < 2 or spread == 0:
        return total, 1.0
    residual = hits - share * units
    factor = remembered(residual) if ordered else 1.0
    variance = clusters / (clusters - 1) * factor * float((residual**2).sum()) / total**2
    design = max(1.0, variance * total / spread)
    degrees = max(clusters / factor - 1, min(clusters - 1.0, LEAST_DEGREES))
    fewer = (normal(0.95) / float(special.stdtrit(degrees, 0.975))) ** 2
    return total / design * fewer, design


def remembered(residual: Array) -> float:
    """By how much memory from one period to the next raises the variance of their sum.

    One and twice the autocorrelations r1, r1 rho, r1 rho^2 and so on: counting noise lowers r1 but
    not their ratio rho. Both are raised by their bias; nothing is taken off for a negative r1.
    """
    clusters, square = residual.size, float((residual**2).sum())
    if clusters < 4 or square == 0:
        return 1.0
    one = float((residual[1:] * residual[:-1]).sum()) / square
    two = float((residual[2:] * residual[:-2]).sum()) / square
    first = one + (1 + 3 * one) / clusters
    speaks = one > SPEAKS and two > 0
    ratio = max(first, two / one) if speaks else first
    ratio = min(max(ratio + (2 + 3 * ratio) / clusters, 0.0), HIGHEST)
    return min(1 + 2 * max(first, 0.0) / (1 - ratio), clusters / 2)


def detectable(region: Region, worth: float) -> float:
    """The share that could be told from the region's nearest bound, on its true side.

    At 95% two-sided and 80% power, from `worth` independent units.
    """
    at = ends(region)[0]
    step = (normal(0.95) + normal(0.60)) * float(np.sqrt(at * (1 - at) / worth))
    return min(1.0, at + step) if np.isfinite(region.low) else max(0.0, at - step)


def tipping(region: Region, within: Interval) -> float | None:
    """How many times likelier hits would have to be recorded for the share to meet a bound."""
    ratios = []
    for at in ends(region):
        near = within.low if within.low > at else within.high
        if within.low <= at <= within.high or not 0 < near < 1 or not 0 < at < 1:
            continue
        odds = near / (1 - near) / (at / (1 - at))
        ratios.append(max(odds, 1 / odds))
    return min(ratios, default=None)


def newcombe(
    first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike], level: ArrayLike
) -> Bounds:
    """Interval of the difference of two independent shares, each (hits, units), by score limits."""
    k1, n1, k2, n2 = (np.asarray(part, float) for part in (*first, *second))
    low1, high1 = bounds(k1, n1, level)
    low2, high2 = bounds(k2, n2, level)
    p1, p2 = k1 / n1, k2 / n2
    low = p1 - p2 - np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    high = p1 - p2 + np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return low, high
