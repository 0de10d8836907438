"""Episodes that may hold an event which another dataset tells alone.

An event before an episode's beginning is flagged when it lies within the window of it, one on or
after the beginning when it lies within the window of the episode's end. Nothing is merged by it.
Episodes are looked up by the middle of their days, in classes of doubling length, so that a long
one does not widen the search for the short.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from squarely.matching.agreement import agreed, passes
from squarely.matching.events import Events, Floats, Ints, Rule
from squarely.matching.near import Spots, pairs


def flagged(events: Events, rule: Rule) -> tuple[Ints, Ints]:
    """Every episode with every event of another dataset that it may hold: episodes, events."""
    everything = np.arange(events.size)
    long = events.episode
    episode, event, _ = _held(events, everything[long], everything[~long], rule, exactly=False)
    other = events.source[episode] != events.source[event]
    return episode[other], event[other]


def scanned(events: Events, side: Ints, other: Ints, rule: Rule) -> Iterator[tuple[int, int]]:
    """The reference's flags between two sides, by date: each event with the episode it went to.

    Its scan of an episode ends with the first event that is later than the episode's *beginning*
    by more than the window, so that a long episode misses most of what it holds.
    """
    for ours, theirs in ((side, other), (other, side)):
        yield from _scan(events, ours, theirs, rule)


def _scan(events: Events, ours: Ints, theirs: Ints, rule: Rule) -> Iterator[tuple[int, int]]:
    episodes, single = ours[events.episode[ours]], theirs[~events.episode[theirs]]
    if not episodes.size or not single.size:
        return
    episode, event, _ = _held(events, episodes, single, rule, exactly=True)
    place = np.empty(events.size, np.int64)
    place[episodes], place[single] = np.arange(episodes.size), np.arange(single.size)
    reach = events.first[episode] + rule.days
    ends = np.searchsorted(events.first[single], reach, side="right")
    seen = place[event] <= ends
    episode, event = episode[seen], event[seen]
    order = np.lexsort((place[event], place[episode]))
    gone = set()
    for one, two in zip(episode[order].tolist(), event[order].tolist(), strict=True):
        if two not in gone:
            gone.add(two)
            yield two, one


def _held(
    events: Events, episodes: Ints, single: Ints, rule: Rule, exactly: bool
) -> tuple[Ints, Ints, Floats]:
    """Pairs of an episode and an event near it, in its days or near them, that agree."""
    length = events.last[episodes] - events.first[episodes]
    doubled = np.ceil(np.log2(np.maximum(length, 1))).astype(np.int64)
    found: list[tuple[Ints, Ints, Floats]] = [(np.empty(0, np.int64),) * 2 + (np.empty(0),)]
    where = Spots(events.points[single], events.first[single].astype(float))
    for size in np.unique(doubled):
        some = episodes[doubled == size]
        middle = (events.first[some] + events.last[some]) / 2
        spots = Spots(events.points[some], middle)
        reach = rule.days + float(2**size) / 2
        for left, right, km in pairs(spots, where, rule.km, reach):
            found.append(_exact(events, some[left], single[right], km, rule, exactly))
    episode, event, km = (np.concatenate(part) for part in zip(*found, strict=True))
    return episode, event, km


def _exact(
    events: Events, episode: Ints, event: Ints, km: Floats, rule: Rule, exactly: bool
) -> tuple[Ints, Ints, Floats]:
    day = events.first[event]
    after = (day >= events.first[episode]) & (day - events.last[episode] <= rule.days)
    before = (day < events.first[episode]) & (events.first[episode] - day <= rule.days)
    kept = after | before
    episode, event, km = episode[kept], event[kept], km[kept]
    kept = passes(agreed(events, episode, event, rule), rule, exactly)
    return episode[kept], event[kept], km[kept]
