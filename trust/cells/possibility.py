"""Possibility: mechanisms that produce an outcome in a planted part of their plausible ranges.

No data are asked, so the worlds are mechanisms: their plausible draws lie evenly in their ranges,
and the outcome occurs in a part that is planted, anywhere in them, in a corner, or in the middle.
How many draws are plausible varies, and so does how often people who look at nobody show the same
patterns. The most that this test may say is a leaning, so "found" counts leanings. Which
parameters decide is told beside the verdict and plays no part in it, so it is not computed here.

What is measured is whether draws of a mechanism are enough to say that the part exceeds the edge.
Whether the mechanism is true of people no world can show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal
from unittest.mock import patch

import numpy as np

from squarely.estimators.mechanisms import MECHANISMS, explored
from squarely.estimators.mechanisms.explored import Explored, Ranges
from squarely.model.finding import Estimate, Gate, Outcome, Warrant
from squarely.verdict.thresholds import PLAUSIBLE_WITHIN
from squarely.warrants import possibility
from squarely.warrants.possibility import Possibility
from trust.cell import Cell, Rates, Scalar
from trust.play import Planned, planned, verdicts

LARGE = possibility.Outcome("largest", "at-least", 0.5)
CLAIMS = {
    expect: Possibility("granovetter", LARGE, (), expect)
    for expect in ("possible", "not-reproduced")
}
EDGE = 0.05
Where = Literal["anywhere", "corner", "middle"]
YES = ("supported", "leans supported")
NO = ("contradicted", "leans contradicted")


@dataclass(frozen=True, slots=True)
class Ways:
    """Every mechanism: `part` of its plausible volume has the outcome, `others` of the others'.

    Of `draws` a share of `plausible` shows the patterns, and `alone` where nobody looks at others.
    """

    part: float
    plausible: float = 0.08
    draws: int = 1000
    alone: float = 0.005
    where: Where = "anywhere"
    others: float | None = None
    held: dict[str, Explored] = field(default_factory=dict, compare=False, repr=False)

    def draw(self, rng: np.random.Generator) -> None:
        """Other draws of every mechanism."""
        for name, mechanism in MECHANISMS.items():
            main = name == "granovetter" or self.others is None
            part = self.part if main else float(self.others or 0.0)
            self.held[name] = self._explored(rng, len(mechanism.parameters), part)

    def _explored(self, rng: np.random.Generator, wide: int, part: float) -> Explored:
        place = rng.random((int(rng.binomial(self.draws, self.plausible)), wide))
        first = place[:, 0]
        if self.where == "corner":
            hits = first < part
        elif self.where == "middle":
            hits = np.abs(first - 0.5) < part / 2
        else:
            hits = rng.random(len(place)) < part
        largest = {"largest": np.where(hits, 0.7, 0.1)}
        every = np.zeros((self.draws, wide))
        return Explored(place, largest, every, largest, int(rng.binomial(self.draws, self.alone)))

    def flat(self) -> Mapping[str, Scalar]:
        """What the table shows of it."""
        others = self.part if self.others is None else self.others
        named = ("part", "alone", "where")
        told = {name: getattr(self, name) for name in named}
        return {"n": round(self.draws * self.plausible), **told, "others": others}


@dataclass(slots=True)
class Seen:
    """What is counted over draws."""

    found: int = 0
    grounds: int = 0
    held: int = 0
    wrong: tuple[int, ...] = (0, 0, 0, 0)
    leaning: tuple[int, ...] = (0, 0, 0, 0)


def _rates(world: Ways, explains: bool, draws: int, seed: int) -> Rates:
    """Of `draws`; where the mechanism explains nothing, "possible" is false whatever its part."""
    rng, seen = np.random.default_rng(seed), Seen()
    plans = [planned(warrant) for warrant in CLAIMS.values()]

    def explore(name: str, ranges: Ranges) -> Explored:
        return world.held[name]

    def idle(found: Explored, output: str) -> tuple[list[float], float]:
        return [0.0] * found.place.shape[1], 1.0

    with (
        patch.object(explored, "explore", explore),
        patch.object(explored, "sensitivity", idle),
        patch.object(explored, "ready", lambda: True),
    ):
        for _ in range(draws):
            world.draw(rng)
            _count(seen, plans, world.part if explains else 0.0)
    return Rates(
        supported=seen.found / draws,
        false_supported=max(seen.wrong) / draws,
        false_leans=max(seen.leaning) / draws,
        after_reporting=None,
        coverage=seen.held / seen.grounds if seen.grounds and explains else None,
        grounds=seen.grounds / draws,
    )


def _count(seen: Seen, plans: list[Planned], truth: float) -> None:
    """Both claims and both negations; on the border all four are false."""
    labels = []
    for plan in plans:
        outcomes = tuple(
            Outcome(choice, ("planted",), warrant.test(()))
            for choice, warrant in zip(plan.choices, plan.warrants, strict=True)
        )
        labels.append(verdicts(plan, outcomes, PLAUSIBLE_WITHIN, _no_gates).plain.label)
        main = outcomes[0].result
    seen.found += labels[0] in YES
    if isinstance(main, Estimate):
        seen.grounds += 1
        seen.held += main.at95.low <= truth <= main.at95.high
    above, below = truth <= EDGE, truth >= EDGE  # where "above the edge" is false, and "below"
    said = [label in YES for label in labels] + [label in NO for label in labels]
    full = [label == YES[0] for label in labels] + [label == NO[0] for label in labels]
    false = [above, below, below, above]
    seen.leaning = _added(seen.leaning, said, false)
    seen.wrong = _added(seen.wrong, full, false)


def _no_gates(warrant: Warrant, main: Estimate) -> tuple[Gate, ...]:
    return ()


def _added(counts: tuple[int, ...], said: list[bool], false: list[bool]) -> tuple[int, ...]:
    return tuple(n + (one and wrong) for n, one, wrong in zip(counts, said, false, strict=True))


def _cell(truth: str, world: Ways, *, error: bool, explains: bool = True) -> Cell:
    return Cell("possibility", truth, world.flat(), partial(_rates, world, explains), error)


def cells() -> tuple[Cell, ...]:
    """Nothing, exactly the edge, mechanisms no better than the null model, and wide parts."""
    return tuple(_errors()) + tuple(_finds())


def _errors() -> Iterator[Cell]:
    for plausible in (0.04, 0.08, 0.3):
        yield _cell("null", Ways(0.0, plausible), error=True)
        yield _cell("edge", Ways(EDGE, plausible), error=True)
    for where in ("corner", "middle"):
        yield _cell("edge", Ways(EDGE, 0.3, where=where), error=True)
    for plausible in (0.05, 0.3):
        like = Ways(0.5, plausible, alone=plausible)
        yield _cell("of the null model", like, error=True, explains=False)


def _finds() -> Iterator[Cell]:
    for plausible in (0.04, 0.08, 0.3):
        for part in (0.15, 0.3, 0.6):
            yield _cell(f"{part}", Ways(part, plausible), error=False)
    yield _cell("0.6", Ways(0.6, 0.08, others=0.0), error=False)
