"""Every report in the event it tells, by probability, whatever the order of datasets and rows.

Each two datasets are compared and every candidate pair gets the probability that both tell one
event (`odds`). Pairs at or above a threshold are joined, the most probable first, into events that
hold at most one content of every dataset; ties go by distance, days, score and then content. All
reports stay, each in exactly one event, and every pair keeps its probability, joined or not.

Twins, rows of one dataset that agree in all that is compared, go into one event together, which
then counts as many times as its most repeated dataset has twins: nothing could tell which of two
equal rows another dataset means.

Assumes that a dataset tells an event once. Where one does not (reports, not events, as of some
machine-coded sources), its doubles stay apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from squarely.matching.candidates import Candidates, candidates, joined
from squarely.matching.canonical import Canonical, canonical
from squarely.matching.chance import by_chance
from squarely.matching.clusters import grouped
from squarely.matching.events import Events, Floats, Ints, Rule, Truths
from squarely.matching.odds import Learnt, learnt

THRESHOLDS = {"strict": 0.9, "medium": 0.3, "loose": 0.1}


@dataclass(frozen=True, slots=True)
class Scored:
    """All candidate pairs of contents with their probability, and what was learnt of each two.

    Pairs name contents of `canonical`; `learnt` holds one entry for each two datasets, by their
    places as given.
    """

    canonical: Canonical
    pairs: Candidates
    probability: Floats
    learnt: dict[tuple[int, int], Learnt]


@dataclass(frozen=True, slots=True)
class Joined:
    """The events that a threshold makes of the reports.

    `event` (n,) numbers the event of each report, by date; `sure` (n,) is the weakest probability
    that holds its event together, 1 where it stands alone; `counts` (e,) how many events each
    number stands for (more than one where datasets hold twins); `kept` marks the pairs joined.
    """

    threshold: float
    event: Ints
    sure: Floats
    counts: Ints
    kept: Truths

    @property
    def events(self) -> int:
        """How many events there are."""
        return int(self.counts.sum())


def scored(events: Events, rule: Rule) -> Scored:
    """Every candidate pair of any two datasets with its probability."""
    placed = canonical(events)
    own = placed.events
    found, probability, told = [], [np.empty(0)], {}
    for one, two in combinations(range(len(own.names)), 2):
        left, right = own.of(one), own.of(two)
        pairs = _sorted(candidates(own, left, right, rule))
        chance = by_chance(own, left, right, rule)
        result = learnt(own, pairs, chance, rule)
        found.append(pairs)
        probability.append(result.probability)
        names = sorted((int(placed.source[one]), int(placed.source[two])))
        told[names[0], names[1]] = result
    nothing = np.empty(0, np.int64)
    found = found or [candidates(own, nothing, nothing, rule)]
    return Scored(placed, joined(found), np.concatenate(probability), told)


def _sorted(pairs: Candidates) -> Candidates:
    return pairs.taken(np.lexsort((pairs.right, pairs.left)))


def join(found: Scored, threshold: float) -> Joined:
    """The events at a threshold of probability."""
    pairs, own = found.pairs, found.canonical.events
    strong = np.flatnonzero(found.probability >= threshold)
    rank = np.lexsort((
        pairs.right[strong], pairs.left[strong], pairs.score[strong], pairs.begin[strong],
        pairs.km[strong], -found.probability[strong],
    ))  # fmt: skip
    strong = strong[rank]
    label, kept = grouped(pairs.left[strong], pairs.right[strong], own.source)
    number = _numbered(own, label)
    sure = np.ones(int(number.max(initial=-1)) + 1)
    ends = number[pairs.left[strong[kept]]]
    np.minimum.at(sure, ends, found.probability[strong[kept]])
    counts = np.zeros(sure.size, np.int64)
    np.maximum.at(counts, number, found.canonical.many)
    marked = np.zeros(pairs.size, bool)
    marked[strong[kept]] = True
    event = number[found.canonical.of]
    return Joined(threshold, event, sure[event], counts, marked)


def _numbered(own: Events, label: Ints) -> Ints:
    """Numbers from zero by the date of an event's earliest report."""
    order = np.lexsort((np.arange(own.size), own.first))
    _, where = np.unique(label[order], return_index=True)
    named = label[order][np.sort(where)]
    number = np.empty(own.size, np.int64)
    number[named] = np.arange(named.size)
    return number[label]
