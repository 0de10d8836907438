"""Whether two measures move together over units, once what is a unit's or a period's own is gone.

Unit and period effects are taken out of both (within-transformation; missing cells allowed). What
is left is brought to unit length, so that the slope of one on the other is their correlation: the
same whichever is explained by which, and whatever the units of measurement.

Periods of one unit are never independent, so units are what is drawn. Two tests must agree, both
by unit: a wild bootstrap of the units' scores (signs flipped at random, the edge imposed), and the
jackknife with Student's t. The score of unit g at r is  sum(x y) - r sum(x^2 + y^2) / 2: its sum is
zero at the correlation, and it carries the noise of both scales. The hull of both intervals and the
larger p count. Signs are drawn from a fixed seed for units in the order of their scores, so that
neither names nor rows matter, and both ways round, so that the test mirrors exactly.

Assumes independent units, given the period effects; at least some 20 of them.

Sources: Cameron, Gelbach & Miller 2008, Review of Economics and Statistics 90:414; Kline & Santos
2012, Journal of Econometric Methods 1:23 (scores); MacKinnon, Nielsen & Webb 2023, Journal of
Econometrics 232:272 (jackknife by cluster); Frisch & Waugh 1933, Econometrica 1:387.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from scipy import special

from squarely.estimators.regions import Tested
from squarely.model.finding import Interval

Array = NDArray[np.float64]

DRAWS, SEED = 9999, 20080801
LEVELS = (0.80, 0.90, 0.95)
NOTHING = 1e-9  # of a measure's spread: what is left beside its effects is rounding


@dataclass(frozen=True, slots=True)
class Together:
    """The correlation, each unit's part in it and in its scale, and the correlation without it."""

    value: float
    product: Array
    scale: Array
    without: Array


def within(x: Array) -> Array:
    """Cells (units, periods) less unit and period effects; missing cells are NaN, then nought."""
    seen = ~np.isnan(x)
    filled = np.where(seen, x, 0.0)
    count = seen.sum(axis=1, keepdims=True)
    centred = np.where(seen, filled - filled.sum(axis=1, keepdims=True) / count, 0.0)
    shares = seen / count
    between = np.diag(seen.sum(axis=0).astype(float)) - seen.T @ shares
    effect = np.linalg.lstsq(between, centred.sum(axis=0), rcond=None)[0]
    mean = (shares @ effect)[:, None]
    left: Array = np.where(seen, centred - effect + mean, 0.0)
    return left


def together(x: Array, y: Array) -> Together | None:
    """How two measures of the same shape move together; None where one does not move at all."""
    missing = np.isnan(x) | np.isnan(y)
    first, second = (_unit(np.where(missing, np.nan, z)) for z in (x, y))
    if first is None or second is None:
        return None
    product = (first * second).sum(axis=1)
    squares = (first**2).sum(axis=1), (second**2).sum(axis=1)
    rest = np.sqrt(np.maximum((1 - squares[0]) * (1 - squares[1]), 1e-12))
    value = float(product.sum())
    without = (value - product) / rest
    order = np.lexsort((squares[0] + squares[1], np.abs(product)))
    scale = (squares[0] + squares[1]) / 2
    return Together(value, product[order], scale[order], without[order])


def _unit(x: Array) -> Array | None:
    left = within(x)
    length = float(np.sqrt((left**2).sum()))
    spread = float(np.sqrt(np.nansum((x - np.nanmean(x)) ** 2)))
    return left / length if length > NOTHING * max(spread, NOTHING) else None


@lru_cache(maxsize=8)
def _chosen(units: int) -> Array:
    """Units whose sign turns, some and never all, and the draws that turn the others."""
    half = np.random.default_rng(SEED).integers(0, 2, size=(DRAWS // 2, units)).astype(float)
    some = half[(half.sum(axis=1) > 0) & (half.sum(axis=1) < units)]
    return np.concatenate([some, 1 - some])


def compare(found: Together) -> Tested:
    """The correlation with intervals and one-sided p-values that both tests share."""
    units = len(found.product)
    error = _jackknife(found)
    turned = _turned(found)

    def tail(side: float, at: float) -> float:
        """The larger of both p-values, on one side."""
        chance = float(special.stdtr(units - 1, -side * (found.value - at) / error))
        beyond = (turned <= at if side > 0 else turned >= at).sum()
        return min(1.0, max(chance, float(1 + beyond) / (1 + len(turned))))

    def end(side: float, level: float) -> float:
        """Where the data would be too far, at this level, on one side."""
        least = max(0, math.floor((1 - level) / 2 * (1 + len(turned)) + 1e-9) - 1)
        wild = float(turned[least] if side > 0 else turned[-1 - least])
        step = float(special.stdtrit(units - 1, (1 + level) / 2)) * error
        return side * max(-1.0, min(side * wild, side * found.value - step))

    at80, at90, at95 = (Interval(end(1.0, level), end(-1.0, level)) for level in LEVELS)
    reach = (at95.high - at95.low + at80.high - at80.low) / 2
    return Tested(
        found.value,
        (at80, at90, at95),
        partial(tail, 1.0),
        partial(tail, -1.0),
        lambda edge: min(1.0, edge + reach),
    )


def _turned(found: Together) -> Array:
    """For each draw of signs the correlation of the units whose sign turned, in order.

    With the edge r imposed, chance signs s go as far as the data where  sum s (x y - r scale) is at
    least  sum (x y - r scale), which is to say where the units turned have a correlation of r at
    most. One ordered list thus answers for every edge and every level.
    """
    chosen = _chosen(len(found.product))
    part, weight = (chosen @ np.column_stack([found.product, found.scale])).T
    return np.sort(part / np.maximum(weight, 1e-12))


def _jackknife(found: Together) -> float:
    units = len(found.without)
    spread = float(((found.without - found.value) ** 2).sum())
    return max(float(np.sqrt((units - 1) / units * spread)), 1e-9)
