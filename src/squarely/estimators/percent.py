"""A change over a window as an `Estimate` in percent, against a region of percent changes.

Percent are one-to-one with log ratios, so intervals carry over and p-values stay. The edges
+25% and -20% are the same distance from nothing on the log scale: rising mirrors falling.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp, expm1, isfinite, log1p

from squarely.estimators import averaged
from squarely.estimators.averaged import Reading
from squarely.estimators.change import LARGEST
from squarely.estimators.regions import certainty, ends
from squarely.model.finding import Estimate, Interval, Region

UNIT = "percent over the window"
EDGE = 25.0
LEVELS = (0.80, 0.90, 0.95)

Bounds = Callable[[float], tuple[float, float]]  # of a log ratio, at a level
Tail = Callable[[float], float]  # the p-value against "at most" or "at least" a log ratio


def estimate(change: Reading, region: Region) -> Estimate:
    """What one series' change, a log ratio, says of a region of percent changes."""

    def bounds(level: float) -> tuple[float, float]:
        low, high = averaged.interval(change, level)
        return float(low[0]), float(high[0])

    tails: tuple[Tail, Tail] = (
        lambda ratio: float(averaged.p_above(change, ratio)[0]),
        lambda ratio: float(averaged.p_below(change, ratio)[0]),
    )
    parts = {"rho": float(change.rho[0])}
    return told(float(change.value[0]), bounds, tails, region, (change.n, parts))


def told(
    value: float,
    bounds: Bounds,
    tails: tuple[Tail, Tail],
    region: Region,
    more: tuple[int, Mapping[str, float]],
) -> Estimate:
    """A log ratio with its bounds and tails, in percent; `more` is n and the parts."""
    at80, at90, at95 = (Interval(*map(of_log, bounds(level))) for level in LEVELS)
    above, below = tails
    p_for, p_against = certainty(
        region, lambda edge: above(log1p(edge / 100)), lambda edge: below(log1p(edge / 100))
    )
    return Estimate(
        of_log(value), at80, at90, at95, UNIT,
        n=more[0],
        edge=EDGE,
        p_for=p_for,
        p_against=p_against,
        detectable=_detectable(at80, at95, region),
        tipping=_tipping(at90, region),
        recorded=f"recorded: {of_log(value):+.0f}% over the window",
        parts=more[1],
    )  # fmt: skip


def census(first: float, last: float) -> Estimate:
    """The recorded change from one mean to another, without an interval."""
    value = 100 * (last / first - 1)
    same = Interval(value, value)
    recorded = f"recorded: {value:+.0f}% from the first quarter of the window to the last"
    return Estimate(value, same, same, same, UNIT, n=0, edge=EDGE, recorded=recorded, census=True)


def of_log(ratio: float) -> float:
    """Percent of a log ratio, within what can be printed."""
    return 100 * expm1(min(max(ratio, -LARGEST), LARGEST))


def _detectable(at80: Interval, at95: Interval, region: Region) -> float:
    """The true change that would be told from the edge at 95% in about four of five such samples.

    The edge, half the interval at 95% and half that at 80%; the widths are those of this sample.
    """
    reach = log1p(EDGE / 100) + (_width(at95) + _width(at80)) / 2
    return of_log(reach if isfinite(region.low) else -reach)


def _width(interval: Interval) -> float:
    return log1p(interval.high / 100) - log1p(interval.low / 100)


def _tipping(interval: Interval, region: Region) -> float | None:
    """The ratio by which reporting would have to change to bring the interval back to an edge."""
    if not (region.contains(interval) or region.misses(interval)):
        return None
    reached = [log1p(end / 100) for end in (interval.low, interval.high)]
    edges = [log1p(end / 100) for end in ends(region)]
    return exp(min(abs(end - edge) for end in reached for edge in edges))
