"""A change over a window as an `Estimate` in percent, against a region of percent changes.

Percent are one-to-one with log ratios, so intervals carry over and p-values stay. The edges
+25% and -20% are the same distance from nothing on the log scale: rising mirrors falling.
"""

from __future__ import annotations

from math import exp, expm1, isinf, log1p

import numpy as np

from squarely.estimators import change as changes
from squarely.estimators.change import Change
from squarely.model.finding import Estimate, Interval, Region

UNIT = "percent over the window"
EDGE = 25.0


def estimate(change: Change, region: Region) -> Estimate:
    """What one series' change says of a region of percent changes."""
    at80, at90, at95 = (_interval(change, level) for level in (0.80, 0.90, 0.95))
    fitted = _percent(float(changes.fitted(change)[0]))
    p_for, p_against = _p_values(change, region)
    return Estimate(
        fitted, at80, at90, at95, UNIT,
        n=change.lines.har.n,
        edge=EDGE,
        p_for=p_for,
        p_against=p_against,
        detectable=_detectable(change, region),
        tipping=_tipping(at90, region),
        recorded=f"recorded: {fitted:+.0f}% over the window",
        parts=_parts(change),
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


def _interval(change: Change, level: float) -> Interval:
    low, high = changes.hull(change, level)
    return Interval(_percent(float(low[0])), _percent(float(high[0])))


def _p_values(change: Change, region: Region) -> tuple[float, float]:
    """For: every side of the region is passed; against: one of them is."""
    low, high = _log(region.low), _log(region.high)
    inside, outside = [], []
    if not isinf(low):
        inside.append(float(changes.p_above(change, low)[0]))
        outside.append(float(changes.p_below(change, low)[0]))
    if not isinf(high):
        inside.append(float(changes.p_below(change, high)[0]))
        outside.append(float(changes.p_above(change, high)[0]))
    return max(inside), min(outside)


def _detectable(change: Change, region: Region) -> float:
    ratio = float(changes.detectable(change, log1p(EDGE / 100))[0])
    return _percent(-ratio if isinf(region.low) else ratio)


def _tipping(interval: Interval, region: Region) -> float | None:
    """The ratio by which reporting would have to change to bring the interval back to an edge."""
    if not (region.contains(interval) or region.misses(interval)):
        return None
    ends = np.array([_log(interval.low), _log(interval.high)])
    edges = [edge for edge in (_log(region.low), _log(region.high)) if not isinf(edge)]
    return exp(min(float(np.abs(ends - edge).min()) for edge in edges))


def _parts(change: Change) -> dict[str, float]:
    (har_low, har_high), (pw_low, pw_high) = changes.parts(change, 0.95)
    named = {"har_low": har_low, "har_high": har_high, "pw_low": pw_low, "pw_high": pw_high}
    shown = {name: _percent(float(bound[0])) for name, bound in named.items()}
    return {
        **shown,
        "rho": float(change.lines.pw.rho[0]),
        "noise": float(change.lines.pw.noise[0]),
        "slope": float(change.lines.har.slope[0]),
        "freedom": float(change.lines.pw.freedom[0]),
    }
