"""Counts of a unit and of its controls by month, with a gap from a date on.

Two waves are common to all, each unit following them as far as its loads say; beside them every
unit wanders by itself. The unit may have a slope of its own, which is no gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np

from squarely.model.request import Answer, Request
from trust.counts import remembered
from trust.play import Drawn
from trust.worlds import Array, scattered, series

MEAN, WANDER, DISPERSION, LOADS = 20.0, 0.5, 0.15, 1.5


@dataclass(frozen=True, slots=True)
class Panel:
    """`ratio` is that of the unit's expected counts from the date on to those without a gap."""

    ratio: float
    controls: int = 10
    before: int = 24
    after: int = 24
    rho: float = 0.4
    line: float = 1.0  # by which ratio the unit alone grows over the window

    @property
    def names(self) -> tuple[str, ...]:
        """The units, the one of interest first."""
        return ("A", *(f"C{at:02d}" for at in range(self.controls)))

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One panel; what is true is the gap in percent."""
        found = series(self._counts(rng).T, names=[(name,) for name in self.names])

        def answer(_: Request) -> Answer:
            return found

        return Drawn(answer, 100 * (self.ratio - 1))

    def _counts(self, rng: np.random.Generator) -> Array:
        units, n = self.controls + 1, self.before + self.after
        loads = rng.uniform(0, LOADS, (units, 2))
        level = WANDER * (loads @ remembered(rng, 2, n, self.rho))
        level += WANDER * remembered(rng, units, n, self.rho)
        level[0] += log(self.line) * np.linspace(-0.5, 0.5, n)
        level[0, self.before :] += log(self.ratio)
        return scattered(rng, MEAN * np.exp(level), DISPERSION)

    def flat(self) -> dict[str, Any]:
        """What the table shows of it."""
        told = ("controls", "before", "rho", "line")
        return {"n": self.before + self.after, **{name: getattr(self, name) for name in told}}
