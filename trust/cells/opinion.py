"""Opinion: polls of a public whose share is planted, by pollsters who each have their ways.

A poll errs by chance (with a design effect), by its pollster's house effect, and by what all
pollsters share. Polls are of unequal size; some do not print it. Oracle: knows the three variances.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt
from typing import cast

import numpy as np
from scipy.special import ndtr

from squarely.model.request import Answer, Count, Measure, Request
from squarely.warrants.opinion import Opinion
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import series

SHARE = Measure("value", "value", "polls")
CLAIMS = {expect: Opinion(SHARE, "q", "yes", expect, "ITA") for expect in ("most", "few")}
VAST = {"vast-majority": Opinion(SHARE, "q", "yes", "vast-majority", "ITA")}
MOST, FEW, MANY = 0.5, 0.1, 0.8


@dataclass(frozen=True, slots=True)
class Public:
    """So many pollsters, each with its own number of polls; errors in points, one sd."""

    share: float
    pollsters: int
    polls: int = 1
    house: float = 2.0
    shared: float = 1.5
    design: float = 1.5
    unprinted: float = 0.0

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One body of polls by month and pollster."""
        shape = (self.polls, self.pollsters)
        lean = rng.normal(0, self.house / 100, self.pollsters)
        true = np.clip(self.share + rng.normal(0, self.shared / 100) + lean, 0.001, 0.999)
        asked = np.round(np.exp(rng.normal(np.log(1000), 0.4, shape)))
        worth = np.maximum(np.round(asked / self.design), 50).astype(int)
        found = 100 * rng.binomial(worth, np.broadcast_to(true, shape)) / worth
        there = np.ones(shape, int)
        bare = (rng.random(shape) < self.unprinted).astype(int)
        names = [(f"pollster {i}",) for i in range(self.pollsters)]
        value = series(found, names=names, rows=(there, 0, 0))
        size = series(asked * (1 - bare), names=names, rows=(there, bare, 0))
        places = series([[float(there.sum())]], names=[("ITA",)])

        def answer(request: Request) -> Answer:
            kind = cast("Count", request).measure.kind
            return value if kind == "value" else size if kind == "sum" else places

        return Drawn(answer, self.share)

    def flat(self) -> dict[str, float]:
        """What the table shows of it."""
        named = ("polls", "house", "shared", "design", "unprinted")
        return {"n": self.pollsters, **{name: getattr(self, name) for name in named}}


def _oracle(world: Public) -> float:
    """Where the share lies beyond one half, or below a tenth."""
    edge = MOST if world.share > MOST else FEW
    sizes = 1000 * np.exp(-(0.4**2) / 2)  # the harmonic mean of the numbers of respondents
    errors = []
    for p in (edge, world.share):
        chance = p * (1 - p) * world.design / sizes / world.polls
        errors.append(
            sqrt((world.shared / 100) ** 2 + ((world.house / 100) ** 2 + chance) / world.pollsters)
        )
    return float(ndtr((abs(world.share - edge) - 1.959964 * errors[0]) / errors[1]))


def _cell(truth: str, world: Public, *, error: bool, required: bool = True) -> Cell:
    vast = world.share == MANY and error
    power = "vast-majority" if vast else "few" if world.share < 0.3 else "most"
    return Cell(
        "opinion",
        truth,
        {"share": world.share, **world.flat()},
        partial(play, world, VAST if vast else CLAIMS, power),
        error,
        oracle=None if error else partial(_oracle, world),
        required=required,
    )


def cells() -> tuple[Cell, ...]:
    """A tenth, a half and four fifths exactly; a share of two fifths; shares beyond the edges."""
    return tuple(_errors()) + tuple(_finds())


def _errors() -> Iterator[Cell]:
    for pollsters, polls in ((1, 3), (2, 1), (3, 3), (8, 1)):
        for house in (0.0, 2.0, 4.0):
            yield _cell("edge", Public(MOST, pollsters, polls, house), error=True)
    for share in (FEW, MANY):
        for pollsters in (2, 8):
            yield _cell("edge", Public(share, pollsters), error=True)
    yield _cell("null", Public(0.4, 3), error=True)
    yield _cell("edge", Public(MOST, 4, 2, design=2.5, unprinted=0.4), error=True)
    for pollsters in (2, 3, 8):
        yield _cell("edge", Public(MOST, pollsters, house=6.0), error=True, required=False)
    yield _cell("edge", Public(MOST, 3, shared=3.0), error=True, required=False)


def _finds() -> Iterator[Cell]:
    for pollsters in (2, 3, 8):
        for share in (0.55, 0.58, 0.62):
            yield _cell(f"{share}", Public(share, pollsters), error=False)
    for pollsters in (2, 8):
        yield _cell("0.03", replace(Public(0.03, pollsters), house=1.0), error=False)
