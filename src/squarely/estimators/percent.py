"""A change over a window as an `Estimate` in percent, against a region of percent changes.

Percent are one-to-one with log ratios, so intervals carry over and p-values stay. The edges
+25% and -20% are the same distance from nothing on the log scale: rising mirrors falling.
"""

from __future__ import annotations

from math import exp, expm1, isinf, log1p

import numpy as np

from squarely.estimators import averaged
from squarely.estimators import change as changes
from squarely.estimators.averaged import Reading
from squarely.estimators.regions import certainty
from squarely.model.finding import Estimate, Interval, Region

UNIT = "percent over the window"
EDGE = 25.0


def estimate(change: Reading, region: Region) -> Estimate:
    """What one series' change, a log ratio, says of a region of percent changes."""
    at80, at90, at95 = (_interval(change, level) for level in (0.80, 0.90, 0.95))
    value = _percent(float(change.value[0]))
    p_for, p_against = certainty(
        region,
        lambda edge: float(averaged.p_above(change, log1p(edge / 100))[0]),
        lambda edge: float(averaged.p_below(change, log1p(edge / 100))[0]),
    )
    return Estimate(
        value, at80, at90, at95, UNIT,
        n=change.n,
        edge=EDGE,
        p_for=p_for,
        p_against=p_against,
        detectable=_detectable(change, region),
        tipping=_tipping(at90, region),
        recorded=f"recorded: {value:+.0f}% over the window",
        parts={"rho": float(change.rho[0])},
    )  # fmt: skip


def census(first: float, last: float) -> Estimate:
    """The recorded change from one mean to another, without an interval."""
    value = 100 * (last / first - 1)
    same = Interval(value, value)
    recorded = f"recorded: {value:+.0f}% from the first quarter of the window to the last"
    return Estimate(value, same, same, same, UNIT, n=0, edge=EDGE, recorded=recorded, census=True)


def _percent(ratio: float) -> float:
    return 100 * expm1(ratio)


def _log(percent: float) -> float:
    """The log ratio of a percent change; open sides of a region stay open."""
    return percent if isinf(percent) else log1p(percent / 100)


def _interval(change: Reading, level: float) -> Interval:
    low, high = changes.interval(change, level)
    return Interval(_percent(float(low[0])), _percent(float(high[0])))


def _detectable(change: Reading, region: Region) -> float:
    ratio = float(changes.detectable(change, log1p(EDGE / 100))[0])
    return _percent(-ratio if isinf(region.low) else ratio)


def _tipping(interval: Interval, region: Region) -> float | None:
    """The ratio by which reporting would have to change to bring the interval back to an edge."""
    if not (region.contains(interval) or region.misses(interval)):
        return None
    ends = np.array([_log(interval.low), _log(interval.high)])
    edges = [edge for edge in (_log(region.low), _log(region.high)) if not isinf(edge)]
    return exp(min(float(np.abs(ends - edge).min()) for edge in edges))
