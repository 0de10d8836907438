"""Alignment: two sides whose agreement moves by a planted amount, on votes that cluster.

Votes are taken in five months of each year. Whether a member agrees with the actor on a vote hangs
on the period's level, on swings that the votes of a month and of a year share, and on the vote;
divisive votes see less agreement, and their part may change between the periods (another agenda).
One position in ten is to abstain. Swings have no memory beyond their year. Fewer than twenty other
members vote, so ideal points are not fitted there. Oracle: knows every variance.

Claims of a distance are made of whole assemblies (`trust.worlds_rolls`) whose sides come closer by
deviations; they have no oracle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from math import sqrt
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from squarely.model.request import Answer, Count, Occurrences, Request, Window
from squarely.warrants.alignment import Alignment
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import Array, series
from trust.worlds_rolls import Assembly

MONTHS = (3, 6, 10, 11, 12)
ABSTAIN = 0.1
EDGE = 5.0
DEVIATIONS = 0.25  # the edge of a distance
FITTED, FOUND = 0.05, 0.2  # of the draws: a draw fits over a hundred lines, .4 s
EARLY, LATE = 1990, 2005


@dataclass(frozen=True, slots=True)
class Votes:
    """`years` a period, about `each` votes a month; swings are standard deviations in points."""

    change: float
    years: int = 6
    each: int = 4
    members: int = 1
    months: float = 0.0  # swing of a month
    swings: float = 0.0  # swing of a year
    agenda: float = 0.0  # by how much the part of divisive votes grows
    own: float = 0.0  # how far each member's own change scatters

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """Both periods' roll calls."""
        shift = self.change / 100 / (1 - ABSTAIN)  # of agreement where neither abstains
        own = rng.normal(0, self.own / 100, self.members)
        before = self._period(rng, EARLY, np.zeros(self.members), 0.3)
        after = self._period(rng, LATE, shift + own, 0.3 + self.agenda)
        items = [*before.items, *after.items]
        part = np.concatenate([before.part, after.part])
        yes, cast_ = (series([side], names=items) for side in (100 * part, np.full(part.size, 100)))

        def answer(request: Request) -> Answer:
            if isinstance(request, Count):
                position = request.measure.where[-1]
                return yes if position.values == ("yes",) else cast_
            asked = request
            side = before if cast("int", asked.during.first.year) < LATE else after  # type: ignore[union-attr]
            return side.rows(asked.where[-1].values)

        return Drawn(answer, self.change)

    def _period(
        self, rng: np.random.Generator, start: int, shift: Array, divisive: float
    ) -> _Rolls:
        count = rng.integers(1, 2 * self.each, (self.years, len(MONTHS)))
        year = rng.normal(0, self.swings / 100, self.years)[:, None]
        level = 0.55 + year + rng.normal(0, self.months / 100, count.shape)
        of = np.repeat(np.arange(count.size), count.ravel())
        split = rng.random(of.size) < divisive
        votes = level.ravel()[of] + np.where(split, -0.1, 0.05) + rng.uniform(-0.15, 0.15, of.size)
        chance = np.clip(votes[:, None] + shift, 0, 1)
        days = np.array(
            [f"{start + y}-{m:02d}-15" for y in range(self.years) for m in MONTHS], "M8[D]"
        )
        mine = rng.random(of.size) < 0.6
        agree = rng.random(chance.shape) < chance
        said = np.where(agree == mine[:, None], "yes", "no").astype(object)
        said[rng.random(said.shape) < ABSTAIN] = "abstain"
        items: list[tuple[str, ...]] = [(f"{start}-{i:04d}",) for i in range(of.size)]
        return _Rolls(days[of], items, np.where(split, 0.6, 0.95), mine, said)

    def flat(self) -> dict[str, float]:
        """What the table shows of it."""
        named = ("each", "members", "months", "swings", "agenda", "own")
        return {"n": self.years, **{name: getattr(self, name) for name in named}}


@dataclass(frozen=True, slots=True)
class _Rolls:
    """A period: day and item of each vote, the assembly's part of yes, both sides' positions."""

    days: NDArray[np.datetime64]
    items: list[tuple[str, ...]]
    part: Array
    mine: NDArray[np.bool_]
    said: NDArray[np.object_]

    def rows(self, asked: tuple[object, ...]) -> Occurrences:
        """One row a position, by item; of the actor, of the others, or (of any position) of all."""
        own = np.where(self.mine, "yes", "no")[:, None]
        names = [f"B{j:02d}" for j in range(self.said.shape[1])]
        if asked == ("A",):
            table, names = own, ["A"]
        elif "B00" in asked:
            table = self.said
        else:
            table, names = np.column_stack([own, self.said]), ["A", *names]
        days = np.repeat(self.days, len(names))
        right = tuple(item for (item,) in self.items for _ in names)
        return Occurrences(days, days, tuple(names) * len(self.items), right, tuple(table.ravel()))


def _claims(world: Votes) -> dict[str, Alignment]:
    others = tuple(f"B{j:02d}" for j in range(world.members))
    before, after = (_window(start, world.years) for start in (EARLY, LATE))
    return {
        expect: Alignment("votes", "A", others, before, after, expect)
        for expect in ("closer", "further", "none")
    }


def _window(start: int, years: int) -> Window:
    return Window(date(start, 1, 1), date(start + years - 1, 12, 31))


def _oracle(world: Votes) -> float:
    votes = world.years * len(MONTHS) * world.each
    full = 1 - ABSTAIN
    one = 50 * sqrt(full) / sqrt(votes * world.members)
    vote = 100 * full * 0.3 / sqrt(12) / sqrt(votes)
    month = full * world.months / sqrt(world.years * len(MONTHS))
    year = full * world.swings / sqrt(world.years)
    error = sqrt(2 * (one**2 + vote**2 + month**2 + year**2))
    return float(ndtr((world.change - EDGE) / error - 1.959964))


def _cell(truth: str, world: Votes, *, error: bool, required: bool = True) -> Cell:
    return Cell(
        "alignment",
        truth,
        world.flat(),
        partial(play, world, _claims(world), "closer"),
        error,
        oracle=None if error else partial(_oracle, world),
        required=required,
    )


WORLDS = (
    Votes(0),
    Votes(0, months=10, swings=5),
    Votes(0, each=2, members=5, months=10, swings=5),
    Votes(0, each=2, members=12, months=5, own=10),
    Votes(0, years=3, months=10, swings=5),
    Votes(0, years=2, each=6, months=10, swings=5),
    Votes(0, years=1, each=8, months=10, swings=5),
    Votes(0, years=1, each=8, months=5),
)


def cells() -> tuple[Cell, ...]:
    """No change, both edges, another agenda, and changes beyond the edge."""
    return (*_errors(), *_finds(), *_lines())


def _errors() -> Iterator[Cell]:
    for world in WORLDS:
        yield _cell("edge", replace(world, change=EDGE), error=True)
    for world in (WORLDS[1], WORLDS[4], WORLDS[6]):
        yield _cell("null", world, error=True)
    yield _cell("edge down", replace(WORLDS[1], change=-EDGE), error=True)
    yield _cell("null", Votes(0, members=5, months=5, agenda=0.3), error=True)
    yield _cell("edge", Votes(EDGE, 1, 8, months=10, swings=10), error=True, required=False)
    yield _cell("edge", Votes(EDGE, 6, months=5, swings=10), error=True)


def _finds() -> Iterator[Cell]:
    for world in (WORLDS[0], WORLDS[1], WORLDS[2], WORLDS[4]):
        for change in (15.0, 25.0):
            yield _cell(f"+{change:.0f}", replace(world, change=change), error=False)


LINES = (
    Assembly(0, swings=0.15),
    Assembly(0, others=12),
    Assembly(0, votes=120, years=6, swings=0.15),
)


def _lines() -> Iterator[Cell]:
    """The same of distances on a line."""
    for world in LINES:
        yield _line("edge", replace(world, change=DEVIATIONS), error=True)
    yield _line("null", LINES[0], error=True)
    yield _line("edge down", replace(LINES[0], change=-DEVIATIONS), error=True)
    yield _line("null", replace(LINES[0], agenda=1.0), error=True)
    for world in (LINES[0], LINES[2]):
        for change in (1.0, 1.75):
            yield _line(f"+{change:g} deviations", replace(world, change=change), error=False)


def _line(truth: str, world: Assembly, *, error: bool) -> Cell:
    named = ("votes", "others", "swings", "agenda")
    told = {name: getattr(world, name) for name in named}
    return Cell(
        "alignment",
        truth,
        {"n": world.years, "measure": "ideal-point", **told},
        partial(play, world, _distances(world), "closer"),
        error,
        share=FITTED if error else FOUND,
    )


def _distances(world: Assembly) -> dict[str, Alignment]:
    held = {"measure": "ideal-point", "stated": "ideal-point"}
    return {
        expect: Alignment("votes", "A", world.names, *world.windows, expect, **held)  # type: ignore[arg-type]
        for expect in ("closer", "further", "none")
    }
