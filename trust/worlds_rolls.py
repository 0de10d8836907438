"""Roll calls of an assembly whose members stand on one line, as two periods of votes record them.

A member at x says yes, abstains or says no by a logistic draw about s (x - c), each vote with a
slope s, a cut c and a width in which it abstains. A large middle and two blocs; one in eight is
absent. Two sides stand apart and come closer by exactly what is planted, in standard deviations of
all members; each year members swing about their places. Between the periods the votes' cuts may
move: another agenda.

Source: Samejima 1969, Psychometrika monograph 17 (the graded model).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from squarely.model.request import Answer, Count, Occurrences, Request, Window
from trust.play import Drawn
from trust.worlds import Array, series

MONTHS = (3, 6, 10, 11, 12)
EARLY, LATE = 1990, 2005
POSITIONS = np.array(["no", "abstain", "yes"], dtype=object)
APART = 2.4  # deviations between the two sides at first
ABSENT = 0.12
CUTS = 0.8  # the mean place of a vote's cut, in deviations towards the side of the others


@dataclass(frozen=True, slots=True)
class Assembly:
    """`members` beside the actor, the first `others` of whom are the other side."""

    change: float  # how much closer the sides come
    votes: int = 60  # a period
    years: int = 3
    others: int = 1
    swings: float = 0.0  # of each member from year to year, in deviations
    agenda: float = 0.0  # by how far the cuts move
    members: int = 60

    @property
    def names(self) -> tuple[str, ...]:
        """The members of the other side."""
        return tuple(f"B{at:02d}" for at in range(self.others))

    @property
    def windows(self) -> tuple[Window, Window]:
        """Both periods."""
        spans = [(date(y, 1, 1), date(y + self.years - 1, 12, 31)) for y in (EARLY, LATE)]
        return Window(*spans[0]), Window(*spans[1])

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """Both periods' roll calls."""
        crowd = np.sort(_blocs(rng, self.members))[::-1]
        sides = [
            _period(rng, self, at, start, cuts)
            for at, start, cuts in (
                (_placed(crowd, self.others, APART), EARLY, CUTS),
                (_placed(crowd, self.others, APART - self.change), LATE, CUTS + self.agenda),
            )
        ]
        ways: tuple[tuple[str, ...], ...] = (("yes",), ("yes", "no", "abstain"))
        totals = {words: _totals(sides, words) for words in ways}

        def answer(request: Request) -> Answer:
            if isinstance(request, Count):
                return totals[cast("tuple[str, ...]", request.measure.where[-1].values)]
            first = request.during.first
            assert first is not None
            side = sides[0] if first.year < LATE else sides[1]
            return side.rows(cast("tuple[str, ...]", request.where[-1].values))

        return Drawn(answer, self.change)


@dataclass(frozen=True, slots=True)
class _Rolls:
    """A period: positions (votes, members), -1 where absent; the actor is the first."""

    cast: NDArray[np.int64]
    days: NDArray[np.datetime64]
    items: NDArray[np.object_]

    def rows(self, asked: tuple[str, ...]) -> Occurrences:
        """A row a position: of the actor, of the others named, or (of any position) of all."""
        names = np.array(["A", *(f"B{at:02d}" for at in range(self.cast.shape[1] - 1))], object)
        here = np.isin(names, asked) if asked[0] in names else np.full(names.size, True)
        votes, columns = np.nonzero((self.cast >= 0) & here)
        days, said = self.days[votes], POSITIONS[self.cast[votes, columns]]
        left, right = names[columns].tolist(), self.items[votes].tolist()
        return Occurrences(days, days, tuple(left), tuple(right), tuple(said.tolist()))


def _blocs(rng: np.random.Generator, members: int) -> Array:
    """A large middle and two blocs."""
    bloc = rng.choice(3, members, p=[0.6, 0.27, 0.13])
    found: Array = np.array([-0.5, 1.2, -1.3])[bloc] + rng.normal(0, 0.35, members)
    return found


def _placed(crowd: Array, others: int, apart: float) -> Array:
    """Places of mean nought and deviation one, the actor first, so far from the others' mean."""
    middle = crowd[:others].mean()

    def over(at: float) -> float:
        return float((middle - at) / np.append(crowd, at).std() - apart)

    actor = brentq(over, middle - 20 * crowd.std(), middle)
    full = np.append(actor, crowd)
    found: Array = (full - full.mean()) / full.std()
    return found


def _period(
    rng: np.random.Generator, world: Assembly, at: Array, start: int, cuts: float
) -> _Rolls:
    year = np.sort(rng.integers(0, world.years, world.votes))
    month = rng.choice(MONTHS, world.votes)
    places = at + rng.normal(0, world.swings, (world.years, at.size))[year]
    slope = rng.choice([-1, 1], world.votes, p=[0.8, 0.2]) * rng.lognormal(0.4, 0.5, world.votes)
    where = rng.normal(cuts, 0.9, world.votes)
    gap = np.abs(rng.normal(0.3, 0.2, world.votes)) * np.abs(slope)
    drawn = slope[:, None] * (places - where[:, None]) + rng.logistic(0, 1, places.shape)
    said = np.where(drawn > gap[:, None], 2, np.where(drawn > -gap[:, None], 1, 0))
    said[rng.random(said.shape) < ABSENT] = -1
    days = [f"{start + y}-{m:02d}-15" for y, m in zip(year, month, strict=True)]
    items = np.array([f"{start}-{number:04d}" for number in range(world.votes)], object)
    return _Rolls(said, np.array(days, "M8[D]"), items)


def _totals(sides: list[_Rolls], words: tuple[str, ...]) -> Answer:
    """How many of all members took one of these positions, by item."""
    ranks = [int(np.flatnonzero(word == POSITIONS)[0]) for word in words]
    counts = np.concatenate([np.isin(side.cast, ranks).sum(axis=1) for side in sides])
    names = [(item,) for side in sides for item in side.items]
    return series([counts], names=names)
