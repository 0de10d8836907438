"""Exists: none, exactly one, or several of what is claimed, as a source has them.

Errors come from rows without a code, from events recorded twice and from those not recorded at
all. What rests on absence is capped by the gate of that name, as in every study; beside it stands
the same world without the cap, published and not promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from squarely.model.finding import Estimate, Gate, Warrant
from squarely.model.request import Answer, Condition, Count, Measure, Request
from squarely.verdict.gates import absence
from squarely.warrants.exists import Exists
from trust.cell import Cell, Rates, Scalar
from trust.play import Drawn, no_gates, play
from trust.worlds import series

HELD = (Condition("held", (True,)),)
RAISED = Measure("count", "strikes", "planted", HELD)
ALWAYS = Measure("share", "", "planted", HELD)


@dataclass(frozen=True, slots=True)
class Rows:
    """`true` of `n` rows pass; some lack the code, some are doubled, some are missed."""

    true: int
    n: int
    uncoded: float = 0.0
    duplicates: float = 0.0
    unreported: float = 0.0

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record."""
        hits, full, lost = self._recorded(rng)
        units = series([[float(hits)]], rows=(hits, 0, lost))
        whole = series([[float(full)]], rows=(full, 0, 0))
        return Drawn(partial(_either, units, whole), float(self.true))

    def _recorded(self, rng: np.random.Generator) -> tuple[int, int, int]:
        """Coded hits, all rows, and rows without the code."""
        kinds = np.array([self.true, self.n - self.true])
        kept = rng.binomial(kinds, 1 - self.unreported)
        kept = kept + rng.binomial(kept, self.duplicates)
        lost = rng.binomial(kept, self.uncoded)
        return int(kept[0] - lost[0]), int(kept.sum()), int(lost.sum())


@dataclass(frozen=True, slots=True)
class All(Rows):
    """The same rows, asked for the share that passes."""

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record."""
        hits, full, lost = self._recorded(rng)
        part = series([[float(hits)]], rows=(hits, 0, lost))
        whole = series([[float(full)]], rows=(full, 0, 0))
        return Drawn(partial(_either, part, whole), self.true / self.n)


def _either(units: Answer, whole: Answer, request: Request) -> Answer:
    """The rows that pass, or all in scope."""
    narrowed = isinstance(request, Count) and request.measure.where
    return units if narrowed else whole


def _silence(complete: bool, warrant: Warrant, main: Estimate) -> Sequence[Gate]:
    """The gate of absence, in a source that lists all or does not."""
    return (absence(main.value <= 0, complete),)


def _counted(world: Rows, gate: str, draws: int, seed: int) -> Rates:
    claims = {one: Exists((RAISED,), one) for one in ("some", "none")}
    more = no_gates if gate == "off" else partial(_silence, gate == "lists all")
    rates = play(world, claims, "some", draws, seed, borders=False, more=more)
    # A record does not know its copies nor what it misses, and the claim asks whether there is any
    # at all, not how many: how often the count is right is then no measure of the verdict.
    return replace(rates, coverage=None) if world.duplicates or world.unreported else rates


def _always(world: All, draws: int, seed: int) -> Rates:
    claims = {"always": Exists((ALWAYS,), "always")}
    return play(world, claims, "always", draws, seed, borders=False)


def cells() -> tuple[Cell, ...]:
    """None, one, several; then all, and all but one."""
    return tuple(_some()) + tuple(_all())


def _some() -> Iterator[Cell]:
    for truth, true in {"null": 0, "edge": 1, "+5": 5}.items():
        for n in (30, 300):
            for uncoded, duplicates in ((0.0, 0.0), (0.1, 0.0), (0.0, 0.1)):
                yield _cell(truth, Rows(true, n, uncoded, duplicates), "lists all")
        yield _cell(truth, Rows(true, 300, unreported=0.05), "lists all")
        yield _cell(truth, Rows(true, 300, unreported=0.5), "does not list all")
    yield _cell("edge", Rows(1, 300, unreported=0.5), "off", required=False)


def _cell(truth: str, world: Rows, gate: str, required: bool = True) -> Cell:
    told: dict[str, Scalar] = {
        "expect": "some or none",
        "n": world.n,
        "uncoded": world.uncoded,
        "duplicates": world.duplicates,
        "unreported": world.unreported,
        "source": gate,
    }
    error = not truth.startswith("+")
    return Cell("exists", truth, told, partial(_counted, world, gate), error, required=required)


def _all() -> Iterator[Cell]:
    """Of "always" the truth that is claimed is the edge itself: all pass."""
    for truth, gap in {"edge": 0, "edge down": 1}.items():
        for n in (30, 300):
            for uncoded in (0.0, 0.1):
                world = All(n - gap, n, uncoded)
                told: dict[str, Scalar] = {"expect": "always", "n": n, "uncoded": uncoded}
                yield Cell("exists", truth, told, partial(_always, world), error=True)
    for n in (30, 300):
        whole: dict[str, Scalar] = {"expect": "always", "n": n, "uncoded": 0.0}
        yield Cell("exists", "all", whole, partial(_always, All(n, n)), error=False)
