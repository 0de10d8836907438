"""The reference's own matching, quirks included, so that published results can be had again.

Datasets are taken in their order: the first with the second, then what is left of both with the
third, and so on. In a step each report of the earlier side, by date, takes the first candidate
that is still free: first those of earlier days, the nearest day and the later row first, then those
of the same and later days. The score, although printed, does not choose; `partial` admits exactly
that many taxonomies that disagree; the runners-up are only the ones that are worse than the choice.
The reference's averaging is not offered: it takes other columns for latitude and longitude, turns
events into episodes, and so loses matches.

Written from a description of what the R package meltt 0.4.2 does.
Sources: Donnay, Dunford, McGrath, Backer & Cunningham 2019, J. of Conflict Resolution 63:1337.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from squarely.matching.candidates import Candidates, candidates
from squarely.matching.events import UNTOLD, Events, Floats, Ints, Rule
from squarely.matching.flags import scanned

NO_RUNNER = -1
SHORT = 2**16


@dataclass(frozen=True, slots=True)
class Matched:
    """What the reference makes of the reports, all by their place among all (from zero).

    `left`, `right`, `score`, `contenders` and `runners` (m, 2) are its matches, events before
    episodes in each step. `flag` names for every report
    the one it was flagged with, else -1; `head` the first report of its group, itself when alone.
    """

    left: Ints
    right: Ints
    score: Floats
    contenders: Ints
    runners: Ints
    runner_scores: Floats
    episode: Ints
    flag: Ints
    head: Ints


def matched(events: Events, rule: Rule) -> Matched:
    """The reference's matches of all datasets in their order."""
    if any((codes == UNTOLD).any() for codes in events.levels):
        raise ValueError("the reference stops at a report without a category")
    head = np.arange(events.size)
    flag = np.full(events.size, -1)
    side = _by_date(events, events.of(0))
    steps = []
    last = len(events.names) - 1
    for number in range(1, last + 1):
        other = _by_date(events, events.of(number))
        found = _step(events, side, other, rule)
        head[found["right"]] = head[found["left"]]
        rest = np.setdiff1d(other, found["right"], assume_unique=True)
        for report, partner in scanned(events, side, _by_date(events, np.sort(rest)), rule):
            flag[report] = partner
        steps.append(found)
        if number < last:
            side = _by_date(events, np.sort(np.concatenate([side, rest])))
    columns = {name: np.concatenate([step[name] for step in steps]) for name in steps[0]}
    return Matched(**columns, flag=flag, head=head)


def _by_date(events: Events, rows: Ints) -> Ints:
    """Ascending rows by date; of one date in their order, hence by dataset and place there."""
    days = events.first[rows]
    days = days - days.min(initial=0)
    short = days.max(initial=0) < SHORT  # numbers of 16 bits are sorted by their digits
    return rows[np.argsort(days.astype(np.uint16) if short else days, kind="stable")]


def _step(events: Events, side: Ints, other: Ints, rule: Rule) -> dict[str, np.ndarray]:
    found = candidates(events, side, other, rule, exactly=True)
    found = found.taken(_discovery(events, found, side, other))
    chosen = _first_free(found, events.size)
    episode = events.episode[found.left[chosen]]
    chosen = np.concatenate([chosen[~episode], chosen[episode]])
    contenders, runners, scores = _contest(found, chosen)
    return {
        "left": found.left[chosen],
        "right": found.right[chosen],
        "score": found.score[chosen],
        "contenders": contenders,
        "runners": runners,
        "runner_scores": scores,
        "episode": np.sort(episode).astype(np.int64),
    }


def _discovery(events: Events, found: Candidates, side: Ints, other: Ints) -> Ints:
    """The order in which the reference comes upon the pairs."""
    place = np.empty(events.size, np.int64)
    place[side], place[other] = np.arange(side.size), np.arange(other.size)
    theirs = place[found.right]
    earlier = events.first[found.right] < events.first[found.left]
    return np.lexsort((np.where(earlier, -theirs, theirs), ~earlier, place[found.left]))


def _first_free(found: Candidates, size: int) -> Ints:
    """The pairs that come about when each report in turn takes its first free candidate."""
    taken = bytearray(size)
    done = bytearray(size)
    chosen = []
    for number, (one, two) in enumerate(
        zip(found.left.tolist(), found.right.tolist(), strict=True)
    ):
        if not done[one] and not taken[two]:
            done[one] = taken[two] = 1
            chosen.append(number)
    return np.array(chosen, np.int64)


def _contest(found: Candidates, chosen: Ints) -> tuple[Ints, Ints, Floats]:
    """How many candidates each choice had, and the two that follow it in the order of scores."""
    group = np.cumsum(np.r_[0, np.diff(found.left) != 0]) if found.size else found.left
    count = np.bincount(group, minlength=1)[group[chosen]]
    ranked = np.lexsort((np.arange(found.size), found.score, group))
    rank = np.empty(found.size, np.int64)
    rank[ranked] = np.arange(found.size)
    runners = np.full((chosen.size, 2), NO_RUNNER)
    scores = np.zeros((chosen.size, 2))
    for step in (1, 2):
        after = np.minimum(rank[chosen] + step, found.size - 1)
        pair = ranked[after] if found.size else after
        there = (rank[chosen] + step < found.size) & (group[pair] == group[chosen])
        runners[there, step - 1] = found.right[pair[there]]
        scores[there, step - 1] = found.score[pair[there]]
    return count, runners, scores
