"""Datasets told as one: both modes run, counted by overlap, and laid side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from squarely.estimators.multiple_systems import missed
from squarely.grounds.catalog import Grounds
from squarely.grounds.tables import table
from squarely.matching import best, compat
from squarely.matching.agreement import agreed
from squarely.matching.events import UNTOLD, Floats, Ints, Rule, faults_of
from squarely.matching.flags import flagged
from squarely.matching.near import apart_km
from squarely.model.matching import Compared, Link, Matching, Overlap, Source, Told
from squarely.model.place import Place, Problem
from squarely.study.gathering import Gathered

Links = set[tuple[int, int]]
MOST_SHOWN = 20  # links on which the modes differ


@dataclass(frozen=True, slots=True)
class How:
    """The rule, the mode `best` or `compat`, and the threshold of probability of `best`."""

    rule: Rule
    mode: str = "best"
    threshold: float = best.THRESHOLDS["medium"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of matching: for every report the number of its event and what holds it together.

    `pairs` are the links of the mode by reports, `scored` all candidates with probabilities.
    """

    gathered: Gathered
    how: How
    event: Ints
    sure: Floats | None
    counts: Ints
    pairs: tuple[Ints, Ints]
    flags: tuple[Ints, Ints]  # episodes, events that they may hold
    scored: best.Scored
    joined: best.Joined
    reference: compat.Matched | None


def run(gathered: Gathered, how: How, at: Place) -> Outcome | tuple[Problem, ...]:
    """Match the reports in both modes; the faults of the rule, all at once."""
    events, rule = gathered.events, how.rule
    wrong = [*faults_of(events, rule)]
    silent = any((levels == UNTOLD).any() for levels in events.levels)
    if how.mode == "compat" and silent:
        wrong.append("mode compat stops at reports without a category, as the reference does")
    if wrong:
        return tuple(Problem("match-rule", "error", f"{one}.", at) for one in wrong)
    scored = best.scored(events, rule)
    joined = best.join(scored, how.threshold)
    reference = None if silent else compat.matched(events, rule)
    if how.mode == "compat" and reference is not None:
        _, event = np.unique(reference.head, return_inverse=True)
        flags = np.flatnonzero(reference.flag >= 0)
        return Outcome(gathered, how, event, None, np.ones(int(event.max()) + 1, np.int64),
                       (reference.left, reference.right), (reference.flag[flags], flags),
                       scored, joined, reference)  # fmt: skip
    first = scored.canonical.first
    pairs = (first[scored.pairs.left[joined.kept]], first[scored.pairs.right[joined.kept]])
    episode, single = flagged(events, rule)
    apart = joined.event[episode] != joined.event[single]
    return Outcome(gathered, how, joined.event, joined.sure, joined.counts, pairs,
                   (episode[apart], single[apart]), scored, joined, reference)  # fmt: skip


def summary(found: Outcome, grounds: Grounds) -> Matching:
    """The counts of an outcome, and where the two modes differ."""
    events, how = found.gathered.events, found.how
    both, only_best, only_compat = _sides(found)
    likely = None
    if how.mode == "best" and len(events.names) == 2:
        likely = float(events.size - found.scored.probability.sum())
    return Matching(
        mode=how.mode,
        threshold=how.threshold if how.mode == "best" else None,
        rule=_rule(found),
        sources=tuple(_sources(found.gathered, grounds)),
        reports=events.size,
        events=int(found.counts.sum()),
        likely=likely,
        overlaps=overlaps(found),
        compared=tuple(_compared(found)),
        candidates=found.scored.pairs.size,
        joined=int(found.pairs[0].size),
        flagged=int(np.unique(found.flags[1]).size),
        in_both=len(both),
        only_best=len(only_best),
        only_compat=len(only_compat),
        compat_not_run="" if found.reference else "a report without a category stops it",
        differing=tuple(_differing(found, only_best, only_compat)),
        missed=missed(histories(found)) if len(events.names) > 1 else None,
        notes=found.gathered.notes,
    )


def histories(found: Outcome) -> dict[tuple[int, ...], int]:
    """Events by which datasets tell them, a one or a zero for each dataset."""
    return {
        tuple(int(name in one.datasets) for name in found.gathered.events.names): one.events
        for one in overlaps(found)
    }


def overlaps(found: Outcome) -> tuple[Overlap, ...]:
    """Events by the set of datasets that tell them; every set stands, the smaller sets first."""
    events = found.gathered.events
    held = np.zeros((found.counts.size, len(events.names)), bool)
    held[found.event, events.source] = True
    mark = held @ (1 << np.arange(len(events.names)))
    counts = np.bincount(mark, found.counts, 1 << len(events.names)).astype(int)
    sets = [
        some for size in range(1, len(events.names) + 1)
        for some in combinations(range(len(events.names)), size)
    ]  # fmt: skip
    return tuple(
        Overlap(tuple(events.names[at] for at in some), int(counts[sum(1 << at for at in some)]))
        for some in sets
    )


def reports(found: Outcome) -> Iterator[Told]:
    """Every report with the event it tells, dataset after dataset."""
    events = found.gathered.events
    sizes = np.bincount(found.event)
    held: dict[int, list[str]] = {}
    for episode, single in zip(*(side.tolist() for side in found.flags), strict=True):
        name, row, _ = named(found.gathered, episode)
        held.setdefault(single, []).append(f"{name}:{row}")
    for report in range(events.size):
        name, row, key = named(found.gathered, report)
        event = int(found.event[report])
        sure = None if found.sure is None else float(found.sure[report])
        yield Told(name, row, key, event + 1, int(sizes[event]), sure, tuple(held.get(report, ())))


def links(found: Outcome) -> Iterator[Link]:
    """Every candidate pair with its probability and score, joined or not.

    A pair stands for all reports of its two contents, each by the first in its file; it is joined
    where any of them are, for a mode may have linked another of the twins.
    """
    pairs, own = found.scored.pairs, found.scored.canonical
    left, right = own.first[pairs.left], own.first[pairs.right]
    joined = {frozenset(pair) for pair in zip(*(own.of[side].tolist() for side in found.pairs),
                                              strict=True)}  # fmt: skip
    order = np.lexsort((np.maximum(left, right), np.minimum(left, right)))
    for at in order.tolist():
        one, two = sorted((int(left[at]), int(right[at])))
        yield Link(
            named(found.gathered, one), named(found.gathered, two),
            float(found.scored.probability[at]), float(pairs.score[at]), float(pairs.km[at]),
            int(pairs.begin[at]), frozenset((int(pairs.left[at]), int(pairs.right[at]))) in joined,
        )  # fmt: skip


def named(gathered: Gathered, report: int) -> tuple[str, int, str]:
    """A report's dataset, its row from 1 and its key."""
    source, at = int(gathered.events.source[report]), int(gathered.events.row[report])
    rows = gathered.rows[source]
    return gathered.events.names[source], int(rows.row[at]) + 1, rows.key[at] or ""


def _sides(found: Outcome) -> tuple[Links, Links, Links]:
    """Reports told as one in both modes, in `best` alone, in `compat` alone; twins as one."""
    own = found.scored.canonical
    label = np.empty(own.events.size, np.int64)
    label[own.of] = found.joined.event
    ours = _together(label)
    if found.reference is None:
        return set(), ours, set()
    pairs = [own.of[list(pair)].tolist() for pair in _together(found.reference.head)]
    theirs = {(min(pair), max(pair)) for pair in pairs}
    return ours & theirs, ours - theirs, theirs - ours


def _together(label: Ints) -> Links:
    """All pairs of places that carry one label."""
    order = np.argsort(label, kind="stable")
    held = label[order]
    found: Links = set()
    step = 1
    while (same := np.flatnonzero(held[step:] == held[:-step])).size:
        one, two = order[same], order[same + step]
        found |= set(zip(one.tolist(), two.tolist(), strict=True))
        step += 1
    return found


def _differing(found: Outcome, only_best: Links, only_compat: Links) -> Iterator[tuple[str, Link]]:
    pairs, first = found.scored.pairs, found.scored.canonical.first
    chance = {
        (min(one, two), max(one, two)): float(p)
        for one, two, p in zip(pairs.left.tolist(), pairs.right.tolist(),
                               found.scored.probability, strict=True)
    } if only_best or only_compat else {}  # fmt: skip
    for mode, some in (("best", only_best), ("compat", only_compat)):
        for pair in sorted(some)[:MOST_SHOWN]:
            one, two = sorted(int(first[end]) for end in pair)
            yield mode, _link(found, one, two, (chance.get(pair), mode == found.how.mode))


def _link(found: Outcome, one: int, two: int, told: tuple[float | None, bool]) -> Link:
    """Two reports, with the probability of the pair and whether the mode asked for joins it."""
    events = found.gathered.events
    ends = np.array([one]), np.array([two])
    score = agreed(events, *ends, found.how.rule).score[0]
    km = apart_km(events.points[ends[0]], events.points[ends[1]])[0]
    return Link(
        named(found.gathered, one), named(found.gathered, two), told[0], float(score),
        float(km), int(abs(events.first[one] - events.first[two])),
        told[1],
    )  # fmt: skip


def _rule(found: Outcome) -> dict[str, object]:
    rule = found.how.rule
    return {
        "km": rule.km,
        "days": rule.days,
        "partial": rule.partial,
        "certainty": rule.certainty,
        "taxonomies": [one.name for one in found.gathered.taxonomies],
        "weights": rule.weights or None,
    }


def _sources(gathered: Gathered, grounds: Grounds) -> Iterator[Source]:
    for one in gathered.rows:
        dataset = one.dataset
        sha = table(grounds.stands[dataset.name]).sha256
        yield Source(dataset.name, dataset.title, len(one.key), one.left_out, dataset.licence,
                     dataset.redistributable, sha)  # fmt: skip


def _compared(found: Outcome) -> Iterator[Compared]:
    names = found.gathered.events.names
    own, source = found.scored.canonical, found.scored.canonical.source
    pairs = found.scored.pairs
    ends = [source[own.events.source[side]] for side in (pairs.left, pairs.right)]
    sides = np.sort(np.stack(ends), axis=0)
    for (one, two), learnt in sorted(found.scored.learnt.items()):
        count = int(((sides[0] == one) & (sides[1] == two)).sum())
        yield Compared((names[one], names[two]), count, learnt.matches, learnt.by_chance,
                       learnt.shifts)  # fmt: skip
