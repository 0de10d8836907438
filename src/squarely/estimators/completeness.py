"""How complete a source's last months are, learnt from two vintages of it.

Month k is the k-th whole month before a vintage's end. Of the rows that the later vintage has of a
month, the earlier one knew a part: that part is the completeness of month k relative to what was
known `gap` months later. Months further back are at least as complete, so the parts are fitted as
a sequence that does not fall (pool adjacent violators, weighted by rows). The later vintage is
itself unfinished: completeness is the product of the parts at k, k + gap, k + 2 gap and so on, as
in the chain-ladder of insurers. Intervals are exact ones of the pooled months.

Assumes that delays stay as they were between the two vintages, and that rows arrive alone: where
many arrive at once the intervals are too short.

Sources: Mack 1993, ASTIN Bulletin 23:213 (chain-ladder); Barlow, Bartholomew, Bremner & Brunk 1972,
Statistical Inference under Order Restrictions, ch. 1; Clopper & Pearson 1934, Biometrika 26:404.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from squarely.estimators.proportion import exact

Array = NDArray[np.float64]

COMPLETE = 0.95
LEVEL = 0.90
LEAST_MONTHS, LEAST_ROWS = 12, 100  # rows of the last twelve months


@dataclass(frozen=True, slots=True)
class Completeness:
    """By month before the end, the last whole one first: rows known, rows there are, the share.

    `low` and `high` bound the share at 90%.
    """

    known: Array
    found: Array
    share: Array
    low: Array
    high: Array

    @property
    def lag(self) -> int:
        """How many whole months at the end are less than 95% complete by the estimate."""
        reached = np.flatnonzero(self.share >= COMPLETE - 1e-12)
        return int(reached[0]) if reached.size else int(self.share.size)


def learnt(known: Array, found: Array, gap: int) -> Completeness | None:
    """Completeness by month before the end; None where the two vintages tell too little.

    >>> pair = learnt(np.repeat([8, 18, 20], [1, 1, 20]), np.repeat(20, 22), 6)
    >>> pair.share[:3].round(3).tolist(), pair.lag
    ([0.4, 0.9, 1.0], 2)
    """
    there = np.asarray(found, float)
    kept = np.minimum(np.asarray(known, float), there)
    if gap < 1 or there.size < LEAST_MONTHS or there[:LEAST_MONTHS].sum() < LEAST_ROWS:
        return None
    parts = climbing(kept, there)
    later = _later(parts, gap)
    low, high = _bounds(kept, there, later)
    return Completeness(kept, there, parts * later, low, high)


def _bounds(known: Array, found: Array, later: Array) -> tuple[Array, Array]:
    low, high = exact(known, np.maximum(found, 1), LEVEL)
    low, high = np.where(found, low, 0.0) * later, np.where(found, high, 1.0) * later
    return np.maximum.accumulate(low), np.minimum.accumulate(high[::-1])[::-1]


def climbing(known: Array, found: Array) -> Array:
    """The parts known as the sequence that does not fall and lies nearest, weighted by rows."""
    blocks: list[list[float]] = []  # known, found, months
    for pair in zip(known, found, strict=True):
        blocks.append([float(pair[0]), float(pair[1]), 1.0])
        while len(blocks) > 1 and _out_of_order(blocks[-2], blocks[-1]):
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    months = [int(block[2]) for block in blocks]
    parts = [block[0] / block[1] if block[1] else 1.0 for block in blocks]
    return np.repeat(parts, months)


def _out_of_order(earlier: list[float], later: list[float]) -> bool:
    """Whether the later step is not above the earlier; a step without rows joins its neighbour."""
    return later[0] * earlier[1] <= earlier[0] * later[1]


def _later(parts: Array, gap: int) -> Array:
    """What the later vintage itself lacks: the product of the parts `gap` months on and beyond."""
    found = np.ones_like(parts)
    for month in range(parts.size - gap - 1, -1, -1):
        found[month] = parts[month + gap] * found[month + gap]
    return found
