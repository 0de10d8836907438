"""Association: panels of units that remember, of unequal size, with gaps, and a planted slope.

A unit's noise in both measures is drawn at its own size; unit and period effects are large and
independent of each other. The truth is the correlation within units and periods, which is the
standardised slope. Oracle: the same numbers of cells, whitened by a memory that is known, tested
by Fisher's transform.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import atanh, sqrt

import numpy as np
from scipy.special import ndtr

from squarely.model.request import Answer, Count, Measure, Request
from squarely.warrants.association import Association
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import Array, series

WAGE, VOTES = Measure("value", "wage", "pay"), Measure("value", "votes", "polls")
STRIKES = Measure("count", "strikes", "register")
CLAIMS = {
    expect: Association(WAGE, VOTES, "place", "year", expect, transform="plain")
    for expect in ("positive", "negative", "none")
}
COUNTED = {
    expect: Association(STRIKES, VOTES, "place", "year", expect)
    for expect in ("positive", "negative", "none")
}
EDGE = 0.1


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel; `tails` are the degrees of freedom of its noise, 0 for normal."""

    slope: float
    units: int
    periods: int
    memory: float = 0.0
    uneven: float = 0.0  # standard deviation of the logarithm of a unit's size
    missing: float = 0.0
    tails: int = 0
    waves: float = 0.0  # of both measures, followed by each unit as far as it is large
    counts: bool = False  # the first measure is a count, Poisson beside its logarithm

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """Both measures by unit and period."""
        x = _remembered(rng, self)
        y = self.slope * x + sqrt(1 - self.slope**2) * _remembered(rng, self)
        size = np.exp(self.uneven * rng.normal(size=(self.units, 1)))
        follow = self.waves * (1 + rng.normal(size=(self.units, 1)))
        x, y = (size * z + follow * rng.normal(size=(1, self.periods)) for z in (x, y))
        own = rng.normal(size=(2, self.units, 1)) * 5
        shared = rng.normal(size=(2, 1, self.periods)) * 3
        x, y = x + own[0] + shared[0], y + own[1] + shared[1]
        if self.counts:
            x = rng.poisson(np.exp(2 + 0.15 * x)).astype(float)
        else:
            x[rng.random(x.shape) < self.missing] = np.nan
        names = [(f"u{number:03d}",) for number in range(self.units)]
        held = [series(z.T, names=names, start="2000") for z in (x, y)]

        def answer(request: Request) -> Answer:
            first = isinstance(request, Count) and request.measure.dataset != "polls"
            return held[0] if first else held[1]

        return Drawn(answer, self.slope)

    def flat(self) -> dict[str, float | bool]:
        """What the table shows of it."""
        named = ("periods", "memory", "uneven", "missing", "tails", "waves", "counts")
        return {"n": self.units, **{name: getattr(self, name) for name in named}}


def _remembered(rng: np.random.Generator, panel: Panel) -> Array:
    shape = (panel.units, panel.periods)
    if panel.tails:
        noise = rng.standard_t(panel.tails, shape) * sqrt((panel.tails - 2) / panel.tails)
    else:
        noise = rng.normal(size=shape)
    found = np.empty(shape)
    found[:, 0] = noise[:, 0]
    step = sqrt(1 - panel.memory**2)
    for t in range(1, panel.periods):
        found[:, t] = panel.memory * found[:, t - 1] + step * noise[:, t]
    return found


def _oracle(panel: Panel) -> float:
    cells = (panel.units - 1) * (panel.periods - 1) * (1 - panel.missing)
    return float(ndtr((atanh(panel.slope) - atanh(EDGE)) * sqrt(cells - 3) - 1.959964))


def _cell(truth: str, panel: Panel, *, error: bool, required: bool = True) -> Cell:
    claims = COUNTED if panel.counts else CLAIMS
    return Cell(
        "association",
        truth,
        panel.flat(),
        partial(play, panel, claims, "positive"),
        error,
        oracle=None if error else partial(_oracle, panel),
        required=required,
    )


WORLDS = (
    Panel(0, 20, 8),
    Panel(0, 20, 8, 0.7, 0.7),
    Panel(0, 20, 8, 0.7, 1.0),
    Panel(0, 40, 15, 0.4, 0.4, missing=0.2),
    Panel(0, 40, 15, 0.4, 0.4, tails=3),
    Panel(0, 100, 20, 0.7, 0.4),
)


def cells() -> tuple[Cell, ...]:
    """Nothing, both edges, and slopes beyond the edge."""
    return tuple(_errors()) + tuple(_finds())


def _planted(panel: Panel, slope: float) -> Panel:
    return replace(panel, slope=slope)


def _errors() -> Iterator[Cell]:
    for panel in WORLDS:
        yield _cell("null", panel, error=True)
        yield _cell("edge", _planted(panel, EDGE), error=True)
    yield _cell("edge down", _planted(WORLDS[1], -EDGE), error=True)
    yield _cell("null", Panel(0, 30, 12, 0.4, counts=True), error=True)
    yield _cell("null", Panel(0, 40, 15, 0.4, waves=1.0), error=True, required=False)


def _finds() -> Iterator[Cell]:
    for panel in (*WORLDS[:2], *WORLDS[3:4], WORLDS[5]):
        for slope in (0.2, 0.3):
            yield _cell(f"{slope}", _planted(panel, slope), error=False)
