"""Level: a named number beside a total that is exactly it, just beyond it, or far from it.

A census: its error comes from sizes that are missing, ranges and rows without a code. What no
record can show (events counted twice or not at all, figures that are all inflated) is published
and not promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from squarely.model.argument import Threshold
from squarely.model.request import Answer, Measure, Request
from squarely.warrants.level import Level
from trust.cell import Cell, Rates, Scalar
from trust.play import Drawn, play
from trust.worlds import series
from trust.worlds_sizes import Source, recorded, sized

NAMED = 100_000.0
PEOPLE = Measure("sum", "size", "planted")
STRIKES = Measure("count", "strikes", "planted")
RELATIONS = ("more-than", "at-least", "at-most", "about")
TRUTHS = {"edge": 1.0, "edge down": 0.99, "x2": 2.0, "x4": 4.0}


@dataclass(frozen=True, slots=True)
class Sum:
    """Sizes that sum to `times` the number named."""

    times: float
    n: int = 60
    sigma: float = 1.0
    source: Source = field(default_factory=Source)

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record."""
        sizes = sized(rng, NAMED * self.times, self.n, self.sigma)
        found = recorded(rng, sizes, np.zeros(self.n, np.int64), 1, self.source)
        return Drawn(partial(_always, found), NAMED * self.times)


@dataclass(frozen=True, slots=True)
class Tally:
    """Events of which some lack the code that makes them count; as many others lack it too."""

    true: int
    uncoded: float

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record."""
        lost, others = rng.binomial(self.true, self.uncoded, 2)
        kept = self.true - lost
        found = series([[float(kept)]], rows=(kept, 0, lost + others))
        return Drawn(partial(_always, found), float(self.true))


def _always(found: Answer, _: Request) -> Answer:
    return found


def _summed(world: Sum, draws: int, seed: int) -> Rates:
    claims = {one: Level(PEOPLE, Threshold(one, NAMED)) for one in RELATIONS}  # type: ignore[arg-type]
    return play(world, claims, "more-than", draws, seed, borders=False)


def _counted(world: Tally, named: float, draws: int, seed: int) -> Rates:
    claims = {one: Level(STRIKES, Threshold(one, named)) for one in RELATIONS}  # type: ignore[arg-type]
    return play(world, claims, "more-than", draws, seed, borders=False)


def _sum(truth: str, required: bool = True, **world: Scalar) -> Cell:
    keys = {key: value for key, value in world.items() if key not in ("n", "sigma")}
    made = Sum(TRUTHS[truth], int(world["n"]), float(world["sigma"]), Source(**keys))  # type: ignore[arg-type]
    told = {"of": "sum", **world}
    error = truth not in ("x2", "x4")
    return Cell("level", truth, told, partial(_summed, made), error, required=required)


def _count(truth: str, n: int, uncoded: float) -> Cell:
    true = {"edge": n, "edge down": n - 1}.get(truth, int(TRUTHS[truth] * n))
    run = partial(_counted, Tally(true, uncoded), float(n))
    told: dict[str, Scalar] = {"of": "count", "n": n, "uncoded": uncoded}
    return Cell("level", truth, told, run, truth not in ("x2", "x4"))


def cells() -> tuple[Cell, ...]:
    """Sums over length, spread and what is missing; counts over missing codes; then the unseen."""
    return tuple(_grid()) + tuple(_unseen())


def _grid() -> Iterator[Cell]:
    for truth in TRUTHS:
        for n in (10, 60, 400):
            for sigma, missing in ((1.0, 0.05), (1.5, 0.3)):
                yield _sum(truth, n=n, sigma=sigma, missing=missing, blur=0.2)
        for n in (12, 100):
            yield _count(truth, n, 0.1)
    for truth in ("edge", "edge down"):
        yield _sum(truth, n=60, sigma=2.0, missing=0.3, blur=0.2)  # more spread than is assumed
    yield _sum("edge", n=60, sigma=1.0, missing=0.3, gone="small")


def _unseen() -> Iterator[Cell]:
    """What a record cannot show of itself."""
    for truth in ("edge", "edge down"):
        yield _sum(truth, False, n=60, sigma=1.0, duplicates=0.05)
        yield _sum(truth, False, n=60, sigma=1.0, unreported=0.05)
        yield _sum(truth, False, n=60, sigma=1.0, blur=0.2, inflated=1.3)
        yield _sum(truth, False, n=60, sigma=1.0, missing=0.3, gone="large")
