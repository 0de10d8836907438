"""Dependence: supplies whose true parts are planted, recorded within their ranges or beyond them.

Deliveries are lumpy (gamma, shape one half) and scaled so that the supplier holds exactly its part
in the latest three years. Each figure is recorded with an error, within a range; some deliveries do
not name their supplier. The reading is a census, and its bounds are certain as far as the ranges
are. Nothing is left to an oracle: where figures are exact and all suppliers named, it knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import numpy as np

from squarely.model.request import Answer, Condition, Count, Measure, Request
from squarely.warrants.dependence import Dependence
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import Array, series

FLOWS = Measure("sum", "value", "arms")
OWN = Condition("actor", ("USA",))
CLAIMS = {
    expect: Dependence(FLOWS, "ISR", "USA", expect) for expect in ("dominant", "major", "minor")
}
BELOW = 1e-6
SUPPLIERS = ("USA", "DEU", "ITA", "FRA")


@dataclass(frozen=True, slots=True)
class Supply:
    """Flows of four suppliers; figures off by up to `error`, in ranges twice so wide.

    `unknown` of the deliveries name no supplier; `beyond` of the figures lie outside their range.
    """

    part: float
    years: int = 5
    error: float = 0.1
    unknown: float = 0.0
    beyond: float = 0.0

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One supply."""
        true = _scaled(rng.gamma(0.5, 100, (self.years, 4)) + 1, self.part)
        off = np.exp(rng.uniform(-self.error, self.error, true.shape))
        wild = rng.random(true.shape) < self.beyond
        best = true * np.where(wild, np.exp(rng.choice([-1, 1], true.shape) * 4 * self.error), off)
        low, high = best * np.exp(-2 * self.error), best * np.exp(2 * self.error)
        named = rng.random(true.shape) >= self.unknown
        every = series(best * named, (low * named, high * named), [(s,) for s in SUPPLIERS])
        kept = named[:, :1]
        own = series(best[:, :1] * kept, (low[:, :1] * kept, high[:, :1] * kept), [("USA",)])
        sums = [side.sum(axis=1, keepdims=True) for side in (best, low, high)]
        whole = series(sums[0], (sums[1], sums[2]), [("ISR",)], rows=(4, 0, 0))
        count = series(np.full((self.years, 1), 4.0), names=[("ISR",)])

        def answer(request: Request) -> Answer:
            asked = cast("Count", request)
            if asked.measure.kind == "count":
                return count
            if asked.by == ("target",):
                return whole
            return own if OWN in asked.measure.where else every

        return Drawn(answer, self.part)

    def flat(self) -> dict[str, float]:
        """What the table shows of it."""
        told = {name: getattr(self, name) for name in ("error", "unknown", "beyond")}
        return {"n": self.years, **told}


def _scaled(flows: Array, part: float) -> Array:
    """The first supplier brought to its part of the latest three years."""
    found = flows.copy()
    rest, own = found[-3:, 1:].sum(), found[-3:, 0].sum()
    found[:, 0] *= part / (1 - part) * rest / own
    return found


def _cell(truth: str, world: Supply, *, error: bool, required: bool = True) -> Cell:
    power = "dominant" if world.part >= 0.5 else "major" if world.part >= 0.25 else "minor"
    return Cell(
        "dependence",
        truth,
        {"part": round(world.part, 4), **world.flat()},
        partial(play, world, CLAIMS, power, borders=False),
        error,
        required=required,
    )


WORLDS = (
    Supply(0, error=1e-9),
    Supply(0, error=0.1),
    Supply(0, years=3, error=0.2, unknown=0.1),
    Supply(0, error=0.2, unknown=0.3),
)


def cells() -> tuple[Cell, ...]:
    """Half and a quarter, on them and a hair below, and parts well apart from both."""
    return tuple(_errors()) + tuple(_finds())


def _errors() -> Iterator[Cell]:
    for world in WORLDS:
        for edge in (0.5, 0.25):
            up, down = (edge + BELOW, edge - BELOW)
            yield _cell("edge", replace(world, part=up), error=True)
            yield _cell("edge down", replace(world, part=down), error=True)
    yield _cell("null", replace(WORLDS[1], part=0.05), error=True)
    for edge in (0.5 - BELOW, 0.25 - BELOW):
        wild = Supply(edge, error=0.1, beyond=0.1)
        yield _cell("edge down", wild, error=True, required=False)


def _finds() -> Iterator[Cell]:
    for world in WORLDS[1:]:
        for part in (0.1, 0.35, 0.65, 0.8):
            yield _cell(f"{part}", replace(world, part=part), error=False)
