"""Extreme: an item beside its strongest rival, equal to it, a hair behind it, or far ahead.

A census: errors come from missing sizes and ranges. A source that records a growing part of what
happens makes the latest the largest; that, and events counted twice, is published, not promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import numpy as np

from squarely.model.request import Answer, Measure, Request
from squarely.warrants.extreme import Extreme
from trust.cell import Cell, Rates, Scalar
from trust.play import Drawn, play
from trust.worlds_sizes import Source, recorded, sized

PEOPLE = Measure("sum", "size", "planted")
RIVAL = 100_000.0  # the strongest rival's total
TRUTHS = {"edge": 1.0, "edge down": 0.97, "x2": 2.0, "x4": 4.0}


@dataclass(frozen=True, slots=True)
class Years:
    """`n` years of `events` each; the last holds `times` the strongest of the others."""

    times: float
    n: int
    events: int
    sigma: float = 1.0
    growing: float = 0.0  # the part of events that the first year lacks, falling to none
    which: Literal["largest", "smallest"] = "largest"
    source: Source = field(default_factory=Source)

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record of all years."""
        others = RIVAL * rng.uniform(0.3, 0.98, self.n - 1)
        others[rng.integers(self.n - 1)] = RIVAL
        if self.which == "smallest":
            others = RIVAL * RIVAL / others
        last = RIVAL * self.times if self.which == "largest" else RIVAL / self.times
        totals = np.round([*others, last])
        sizes = np.concatenate([sized(rng, t, self.events, self.sigma) for t in totals])
        places = np.repeat(np.arange(self.n), self.events)
        if self.growing:
            part = 1 - self.growing * (1 - places / max(self.n - 1, 1))
            seen = rng.random(sizes.size) < part
            sizes, places = sizes[seen], places[seen]
        found = recorded(rng, sizes, places, self.n, self.source)
        rival = totals[:-1].max() if self.which == "largest" else totals[:-1].min()
        return Drawn(partial(_always, found), float(totals[-1] - rival))


def _always(found: Answer, _: Request) -> Answer:
    return found


def _rates(world: Years, draws: int, seed: int) -> Rates:
    claim = Extreme(PEOPLE, str(2000 + world.n - 1), world.which, every="year")
    return play(world, {world.which: claim}, world.which, draws, seed, borders=False)


def _cell(truth: str, required: bool = True, growing: float = 0.0, **world: Scalar) -> Cell:
    n, events, sigma = int(world["n"]), int(world["events"]), float(world.get("sigma", 1.0))
    which = "smallest" if world.get("which") == "smallest" else "largest"
    kept = ("n", "events", "sigma", "which")
    source = Source(**{key: value for key, value in world.items() if key not in kept})  # type: ignore[arg-type]
    made = Years(TRUTHS[truth], n, events, sigma, growing, which, source)  # type: ignore[arg-type]
    told = {**world, "growing": growing} if growing else world
    error = truth not in ("x2", "x4")
    return Cell("extreme", truth, told, partial(_rates, made), error, required=required)


def cells() -> tuple[Cell, ...]:
    """Largest over rivals, events and missing sizes; smallest; then what a record cannot show."""
    return tuple(_grid()) + tuple(_unseen())


def _grid() -> Iterator[Cell]:
    for truth in TRUTHS:
        for n in (5, 20, 80):
            for missing in (0.05, 0.3):
                yield _cell(truth, n=n, events=30, missing=missing, blur=0.2)
        yield _cell(truth, n=20, events=30, missing=0.05, blur=0.2, which="smallest")
        yield _cell(truth, n=20, events=10, sigma=1.5, missing=0.3)


def _unseen() -> Iterator[Cell]:
    for truth in ("edge", "edge down", "x2"):  # sizes spread by more than is assumed
        yield _cell(truth, False, n=20, events=10, sigma=2.0, missing=0.3)
    for truth in ("edge", "edge down"):
        yield _cell(truth, False, n=20, events=30, duplicates=0.05)
        yield _cell(truth, False, n=20, events=30, unreported=0.05)
        yield _cell(truth, False, growing=0.3, n=20, events=30)
