"""Contrast: two groups of known rates over months that remember and scatter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from squarely.model.argument import Groups
from squarely.model.request import Answer, Count, Measure, Request
from squarely.warrants.contrast import Contrast
from trust.cell import Cell, Rates
from trust.play import Drawn, play
from trust.worlds import Array, remembered, series

STRIKES = Measure("count", "strikes", "planted")
GROUPS = Groups("place", "here", "there")
CLAIMS = {
    expect: Contrast(STRIKES, GROUPS, expect, reading="process")
    for expect in ("higher", "lower", "none")
}


@dataclass(frozen=True, slots=True)
class Months:
    """Two groups whose expected counts stand in `ratio`."""

    ratio: float
    n: int = 36
    rho: float = 0.4
    mean: float = 20.0
    dispersion: float = 0.15

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One pair of series."""
        sides = [_counts(rng, self, self.mean * by) for by in (self.ratio, 1.0)]
        cells = np.column_stack(sides)
        names = (("here",), ("there",))
        truth = 100 * (self.ratio - 1) / max(self.ratio, 1)
        monthly = series(cells, names=names)
        quarters = series(cells.reshape(-1, 3, 2).sum(axis=1), names=names)

        def answer(request: Request) -> Answer:
            quarterly = isinstance(request, Count) and request.every == "quarter"
            return quarters if quarterly else monthly

        return Drawn(answer, truth)


def _counts(rng: np.random.Generator, world: Months, mean: float) -> Array:
    level = 0.5 * remembered(rng, world.n, world.rho) - 0.125
    gamma = rng.gamma(1 / world.dispersion, world.dispersion, world.n)
    return rng.poisson(mean * np.exp(level) * gamma).astype(float)


def _rates(world: Months, draws: int, seed: int) -> Rates:
    return play(world, CLAIMS, "higher", draws, seed)


def cells() -> tuple[Cell, ...]:
    """Null, edge and two true differences."""
    return tuple(
        Cell(
            "contrast",
            truth,
            {"n": n, "rho": rho},
            partial(_rates, Months(ratio, n, rho)),
            error=ratio <= 1.25,
        )
        for truth, ratio in {"null": 1.0, "edge": 1.25, "x2": 2.0, "x4": 4.0}.items()
        for n in (12, 36, 120)
        for rho in (0.0, 0.4, 0.7)
    )
