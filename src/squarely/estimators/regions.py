"""From a threshold to the region of a claim, and from one-sided tests to the p-values of both.

A claim "at least a" is tested at a; "about a" between two bounds: for it both must be beaten,
against it one is enough. The complement takes the same two numbers the other way round.

Sources: method.md 2.1; Schuirmann 1987, J. Pharmacokinetics and Biopharmaceutics 15:657.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from squarely.model.argument import Threshold
from squarely.model.finding import Interval, Region

ABOUT = 0.10  # "about" N: within this part of N
WHOLE = math.inf
FEW, MOST, VAST = 0.10, 0.50, 0.80  # what the words mean, whoever says them

SHARES = {
    "few": Region(-WHOLE, FEW, high_closed=True),
    "most": Region(MOST, WHOLE),
    "mainly": Region(MOST, WHOLE),
    "vast-majority": Region(VAST, WHOLE),
}

OneSided = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Tested:
    """A parameter as sampled: its value, 80, 90 and 95% intervals, its one-sided p-values.

    `detectable(e)` is the value that could be told from `e`, below it, with 80% power.
    """

    value: float
    at: tuple[Interval, Interval, Interval]
    above: OneSided
    below: OneSided
    detectable: OneSided


def beyond(threshold: Threshold) -> Region:
    """The values that make a claim of this threshold true."""
    value = threshold.value
    if threshold.relation == "more-than":
        return Region(value, WHOLE)
    if threshold.relation == "at-least":
        return Region(value, WHOLE, low_closed=True)
    if threshold.relation == "at-most":
        return Region(-WHOLE, value, high_closed=True)
    ends = sorted((value * (1 - ABOUT), value * (1 + ABOUT)))
    return Region(ends[0], ends[1], low_closed=True, high_closed=True)


def ends(region: Region) -> tuple[float, ...]:
    """The region's finite bounds."""
    return tuple(end for end in (region.low, region.high) if math.isfinite(end))


def edge(region: Region) -> float:
    """The bound of a half-line; half the width of a band."""
    bounds = ends(region)
    return bounds[0] if len(bounds) == 1 else (bounds[1] - bounds[0]) / 2


def certainty(region: Region, above: OneSided, below: OneSided) -> tuple[float, float]:
    """The p-values for and against the claim.

    `above(e)` is the p-value against "the parameter is at most e", `below(e)` against "at least".
    """
    low = (region.low,) if math.isfinite(region.low) else ()
    high = (region.high,) if math.isfinite(region.high) else ()
    inside = [above(end) for end in low] + [below(end) for end in high]
    outside = [below(end) for end in low] + [above(end) for end in high]
    return max(inside, default=0.0), min(outside, default=1.0)
