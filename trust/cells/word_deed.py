"""Word and deed: actors whose moves agree by a planted amount more than chance.

Each actor's pair of moves is drawn from a table with given margins and a planted excess of
concordance. Words and deeds move by amounts that scatter; some moves are small, some actors have
no deeds on record. Oracle: the likelihood ratio of the planted table against the table at the edge,
both known, at 2.5%: no test of this size finds more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import cast

import numpy as np

from squarely.model.request import Answer, Count, Measure, Request, Series, Window
from squarely.warrants.word_deed import Sides, WordDeed
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import Array, series

STANCE, TRADE = Measure("value", "stance", "speeches"), Measure("sum", "value", "trade")
EARLY = Window(date(2010, 1, 1), date(2012, 12, 31))
LATE = Window(date(2018, 1, 1), date(2020, 12, 31))
CLAIMS = {
    expect: WordDeed(STANCE, TRADE, Sides(), EARLY, LATE, ((1, "year"),), expect)
    for expect in ("match", "differ")
}
Names = list[tuple[str, ...]]

EDGE = 0.10
MARGINS = {
    "even": ((0.5, 0.0, 0.5), (0.5, 0.0, 0.5)),
    "thirds": ((1 / 3, 1 / 3, 1 / 3), (1 / 3, 1 / 3, 1 / 3)),
    "leaning": ((0.3, 0.1, 0.6), (0.4, 0.1, 0.5)),
    "one-sided": ((0.15, 0.05, 0.8), (0.2, 0.0, 0.8)),
    "mostly one way": ((0.1, 0.1, 0.8), (0.1, 0.2, 0.7)),
    "opposite": ((0.2, 0.1, 0.7), (0.6, 0.1, 0.3)),
}


@dataclass(frozen=True, slots=True)
class Actors:
    """So many actors; `recorded` of them with deeds; `small` of the moves under a tenth."""

    excess: float
    actors: int
    moves: str
    recorded: float = 1.0
    small: float = 0.0

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """Levels of words and deeds in both windows."""
        cells = rng.choice(9, self.actors, p=joint(self.moves, self.excess).ravel()).astype(float)
        names: Names = [(f"s{number:03d}",) for number in range(self.actors)]
        words = self._levels(rng, cells // 3 - 1, names)
        kept = int(np.ceil(self.recorded * self.actors))
        deeds = self._levels(rng, (cells % 3 - 1)[:kept], names[:kept])

        def answer(request: Request) -> Answer:
            count = cast("Count", request)
            sides = words if count.measure.dataset == "speeches" else deeds
            return sides[int(cast("date", count.during.first).year > 2015)]

        return Drawn(answer, 100 * self.excess)

    def _levels(
        self, rng: np.random.Generator, moves: Array, names: Names
    ) -> tuple[Series, Series]:
        small = rng.random(moves.size) < self.small
        size = np.where(
            small, rng.uniform(0.01, 0.08, moves.size), rng.uniform(0.2, 0.8, moves.size)
        )
        before = np.full((3, moves.size), 10.0)
        return series(before, names=names), series(before * (1 + moves * size), names=names)

    def flat(self) -> dict[str, float | str]:
        """What the table shows of it."""
        named = ("moves", "recorded", "small")
        return {"n": self.actors, **{name: getattr(self, name) for name in named}}


def joint(moves: str, excess: float) -> Array:
    """Cells with these margins whose concordance is so much above chance."""
    first, second = (np.array(side) for side in MARGINS[moves])
    alone, least = np.outer(first, second), np.minimum(first, second)
    rest = np.outer(first - least, second - least)
    full = np.diag(least) + (rest / rest.sum() if rest.sum() else rest) * (1 - least.sum())
    part = excess / float(np.trace(full) - np.trace(alone))
    cells = (1 - part) * alone + part * full
    found: Array = cells / cells.sum()
    return found


def _oracle(world: Actors) -> float:
    """By 40,000 draws of either table; ties at the critical value count as not found."""
    rng = np.random.default_rng(20)
    actors = int(np.ceil(world.recorded * world.actors))
    edge, true = (joint(world.moves, excess).ravel() for excess in (EDGE, world.excess))
    seen = true > 0
    ratio = np.log(true[seen] / edge[seen])
    under, over = (rng.multinomial(actors, p, 40_000)[:, seen] @ ratio for p in (edge, true))
    return float(np.mean(over > np.quantile(under, 0.975, method="higher") + 1e-9))


def _cell(truth: str, world: Actors, *, error: bool, required: bool = True) -> Cell:
    return Cell(
        "word-deed",
        truth,
        world.flat(),
        partial(play, world, CLAIMS, "match"),
        error,
        oracle=None if error else partial(_oracle, world),
        required=required,
    )


def cells() -> tuple[Cell, ...]:
    """No concordance, exactly the edge, and concordance beyond it."""
    return tuple(_errors()) + tuple(_finds())


def _errors() -> Iterator[Cell]:
    for moves in MARGINS:
        for actors in (10, 20, 40):
            yield _cell("edge", Actors(EDGE, actors, moves), error=True)
    for moves in ("even", "mostly one way"):
        for actors in (10, 20):
            yield _cell("null", Actors(0.0, actors, moves), error=True)
    leaning = Actors(EDGE, 40, "leaning", recorded=0.75, small=0.0)
    yield _cell("edge", leaning, error=True)
    yield _cell("edge", replace(leaning, recorded=0.5), error=True)
    yield _cell("edge", replace(leaning, small=0.3), error=True)


def _finds() -> Iterator[Cell]:
    for moves in ("even", "leaning"):
        for actors in (10, 20, 40):
            for excess in (0.2, 0.3, 0.4):
                yield _cell(f"{100 * excess:.0f}", Actors(excess, actors, moves), error=False)
