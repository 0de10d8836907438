"""How many pairs would lie together by chance, and what they look like.

One dataset is set off by some weeks, more than the window of days: what then still falls together
does so by chance, at the places, weekdays and seasons that the data have. Where the days that both
cover are too few for that, pairs within each dataset stand in: no two reports of one dataset are
held to tell one event. If some do, there seem to be more pairs by chance than there are, and links
come out less probable.

Assumes that chance does not change within weeks; in a wave of reports shorter than that the pairs
found this way are too few, which the density around each report makes up for in part.

Sources: the same set-off of catalogues in Sutherland & Saunders 1992, Monthly Notices of the Royal
Astronomical Society 259:413.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from squarely.matching.candidates import Candidates, candidates, joined
from squarely.matching.events import Events, Ints, Rule

WEEK = 7
ENOUGH = 1500  # pairs by chance, after which no further set-off is tried
MOST_SHIFTS = 8
MOST_ROWS = 200_000  # of both datasets; beyond, every so many-th week stands for all


@dataclass(frozen=True, slots=True)
class Chance:
    """Pairs found, each for `weight` pairs by chance, after `shifts`; none: within the datasets."""

    pairs: Candidates
    weight: float
    shifts: int
    signed: Ints  # days from the left report's beginning to the right one's, set off


def by_chance(events: Events, left: Ints, right: Ints, rule: Rule) -> Chance:
    """Pairs of two datasets that only chance brings together."""
    none = candidates(events, left[:0], right[:0], rule)
    found, signed, share, tried = [none], [np.empty(0, np.int64)], 1.0, 0
    for shift in _shifts(events, left, right, rule.days):
        moved = _moved(events, left, shift)
        ours, theirs, share = _some_weeks(moved, left, right, rule.days)
        pairs = candidates(moved, ours, theirs, rule)
        found.append(pairs)
        signed.append(moved.first[pairs.right] - moved.first[pairs.left])
        tried += 1
        if sum(one.size for one in found) >= ENOUGH:
            break
    if not tried:
        return _within(events, left, right, rule)
    return Chance(joined(found), 1 / (share * tried), tried,
                  np.concatenate(signed))  # fmt: skip


def _within(events: Events, left: Ints, right: Ints, rule: Rule) -> Chance:
    """Pairs of reports of one dataset, for either dataset, each pair once."""
    found = []
    for side in (left, right):
        pairs = candidates(events, side, side, rule)
        found.append(pairs.taken(pairs.left < pairs.right))
    pairs = joined(found)
    looked_at = sum(side.size * (side.size - 1) / 2 for side in (left, right))
    weight = left.size * right.size / max(looked_at, 1.0)
    signed = events.first[pairs.right] - events.first[pairs.left]
    flip = np.where(np.arange(signed.size) % 2, 1, -1)  # which of the two is first means nothing
    return Chance(pairs, weight, 0, signed * flip)


def _shifts(events: Events, left: Ints, right: Ints, days: int) -> Iterator[int]:
    """Whole weeks, forth and back in turn, as long as most of the period still overlaps."""
    span = int(min(np.ptp(events.first[left]), np.ptp(events.first[right]))) + 1
    least = (2 * days + 1 + WEEK - 1) // WEEK
    for step in range(MOST_SHIFTS // 2):
        shift = (least + step) * WEEK
        if 4 * shift > span:
            return
        yield shift
        yield -shift


def _moved(events: Events, left: Ints, shift: int) -> Events:
    """The left dataset set off around its own period, so that no day is lost at its ends."""
    first, last = events.first.copy(), events.last.copy()
    begin = int(first[left].min())
    span = int(np.ptp(first[left])) + 1
    moved = (first[left] - begin + shift) % span + begin
    last[left] += moved - first[left]
    first[left] = moved
    return replace(events, first=first, last=last)


def _some_weeks(events: Events, left: Ints, right: Ints, days: int) -> tuple[Ints, Ints, float]:
    """The reports of every so many-th week of the left dataset, those of the right near them."""
    every = round((left.size + right.size) / MOST_ROWS)
    if every <= 1:
        return left, right, 1.0
    day = events.first[left]
    some = left[(day // WEEK) % every == 0]
    near = (events.first[right] + days) // WEEK % every * WEEK
    offset = (events.first[right] + days) % WEEK + near
    kept = right[offset <= WEEK + 2 * days]
    return some, kept, max(some.size, 1) / left.size
