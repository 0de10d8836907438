"""Pairs of reports that may be one event: near in place, near in time, agreeing on what happened.

Each portion of near pairs is put to the dates and the taxonomies before the next is looked for, so
that only pairs that pass are ever held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np

from squarely.matching.agreement import Levels, agreed, passes
from squarely.matching.events import Events, Floats, Ints, Rule
from squarely.matching.near import Spots, pairs


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs (m,) of reports by their place among all: km and days apart, agreement, score."""

    left: Ints
    right: Ints
    km: Floats
    begin: Ints  # days between the beginnings, never negative
    end: Ints
    levels: Levels
    score: Floats

    @property
    def size(self) -> int:
        """How many pairs there are."""
        return int(self.left.size)

    def taken(self, which: object) -> Candidates:
        """The pairs that an index or a mask picks."""
        return Candidates(*(getattr(self, field.name)[which] for field in fields(self)))


def candidates(
    events: Events, left: Ints, right: Ints, rule: Rule, exactly: bool = False
) -> Candidates:
    """All pairs of one kind, two events or two episodes, that the rule lets be one event."""
    found = [_none(events)]
    episode = events.episode
    for kind in (False, True):
        ours, theirs = left[episode[left] == kind], right[episode[right] == kind]
        if ours.size and theirs.size:
            found += _portions(events, ours, theirs, rule, exactly)
    return joined(found)


def joined(parts: list[Candidates]) -> Candidates:
    """The pairs of all parts, in their order."""
    names = [field.name for field in fields(Candidates)]
    return Candidates(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))


def _portions(
    events: Events, left: Ints, right: Ints, rule: Rule, exactly: bool
) -> Iterator[Candidates]:
    sides = (_spots(events, left), _spots(events, right))
    for first, second, km in pairs(*sides, rule.km, rule.days):
        one, two = left[first], right[second]
        end = np.abs(events.last[one] - events.last[two])
        inside = end <= rule.days
        one, two, km, end = one[inside], two[inside], km[inside], end[inside]
        agreement = agreed(events, one, two, rule)
        kept = passes(agreement, rule, exactly)
        begin = np.abs(events.first[one] - events.first[two])
        found = Candidates(one, two, km, begin, end, agreement.levels, agreement.score)
        yield found.taken(kept)


def _spots(events: Events, rows: Ints) -> Spots:
    return Spots(events.points[rows], events.first[rows].astype(float))


def _none(events: Events) -> Candidates:
    whole, real = np.empty(0, np.int64), np.empty(0)
    levels = np.empty((0, len(events.levels)), np.int8)
    return Candidates(whole, whole, real, whole, whole, levels, real)
