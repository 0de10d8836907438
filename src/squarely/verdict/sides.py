"""On which side of a claim each specification falls, and which choice splits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from squarely.model.finding import Estimate, Interval, Outcome, Region, Side
from squarely.verdict.thresholds import SPLIT


@dataclass(frozen=True, slots=True)
class Stand:
    """What is held against the data: the claim's region, or with `negated` its complement."""

    region: Region
    negated: bool = False

    def side(self, interval: Interval) -> Side:
        """For when the whole interval makes the claim true, against when none of it does."""
        inside, outside = self.region.contains(interval), self.region.misses(interval)
        if self.negated:
            inside, outside = outside, inside
        return "for" if inside else "against" if outside else "silent"


def side_of(stand: Stand, outcome: Outcome) -> Side | None:
    """A specification's side by its 80% interval; None when it could not run."""
    return stand.side(outcome.result.at80) if isinstance(outcome.result, Estimate) else None


def shares(stand: Stand, outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """The shares for and against: each source family weighs the same, specifications within it."""
    families: dict[tuple[str, ...], Counter[Side]] = {}
    for outcome in outcomes:
        side = side_of(stand, outcome)
        if side is not None:
            families.setdefault(outcome.families, Counter())[side] += 1
    if not families:
        return 0.0, 0.0
    parts = [(c["for"] / c.total(), c["against"] / c.total()) for c in families.values()]
    return sum(p for p, _ in parts) / len(parts), sum(a for _, a in parts) / len(parts)


def opposed(stand: Stand, outcomes: Sequence[Outcome], way: Side) -> bool:
    """Whether any source family lies mostly on the other side of `way`."""
    other: Side = "against" if way == "for" else "for"
    families: dict[tuple[str, ...], Counter[Side]] = {}
    for outcome in outcomes:
        side = side_of(stand, outcome)
        if side is not None:
            families.setdefault(outcome.families, Counter())[side] += 1
    return any(count[other] > count.total() / 2 for count in families.values())


def by_choice(stand: Stand, outcomes: Sequence[Outcome], axis: str) -> Mapping[str, Counter[Side]]:
    """For each option of an axis how its specifications fall."""
    found: dict[str, Counter[Side]] = {}
    for outcome in outcomes:
        side = side_of(stand, outcome)
        label = dict(outcome.choices).get(axis)
        if side is not None and label is not None:
            found.setdefault(label, Counter())[side] += 1
    return found


def splitting(
    stand: Stand, outcomes: Sequence[Outcome], axes: Sequence[str]
) -> tuple[str, Mapping[str, Counter[Side]]] | None:
    """The axis whose options differ most in (for - against) / all; None where none splits."""
    best: tuple[float, str, Mapping[str, Counter[Side]]] | None = None
    for axis in axes:
        found = by_choice(stand, outcomes, axis)
        scores = [(c["for"] - c["against"]) / c.total() for c in found.values()]
        spread = max(scores, default=0.0) - min(scores, default=0.0)
        if spread >= SPLIT and (best is None or spread > best[0] + 1e-12):
            best = (spread, axis, found)
    return None if best is None else best[1:]


def disagreeing(stand: Stand, outcomes: Sequence[Outcome], axes: Sequence[str]) -> str | None:
    """The first axis on which all options must agree and do not, other choices as in the main."""
    if not outcomes:
        return None
    main = dict(outcomes[0].choices)
    for axis in axes:
        sides = {
            side_of(stand, outcome)
            for outcome in outcomes
            if all(dict(outcome.choices)[other] == main[other] for other in main if other != axis)
        }
        if len(sides - {None}) > 1:
            return axis
    return None
