"""Consensus: roll calls whose split is planted at the threshold, one vote below it, or far above.

A census of voters: errors come from votes whose position is not recorded. A source that lists some
voters twice is published, not promised: its key, one row an actor and item, rules that out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from squarely.model.argument import Items
from squarely.model.request import Answer, Request, Series
from squarely.warrants.consensus import Consensus
from trust.cell import Cell, Rates, Scalar
from trust.play import Drawn, play
from trust.worlds import series

POSITIONS = ("yes", "no", "abstain", "absent", "")
EXPECTS = ("near-unanimous", "broad", "none")
Loss = Literal["any", "no"]


@dataclass(frozen=True, slots=True)
class Roll:
    """One item: of those who take a side so many say yes; others abstain or stay away."""

    yes: int
    no: int
    aside: float = 0.0  # the part of all voters that abstains; half as many are absent
    unknown: float = 0.0  # the part whose position is not recorded
    lost: Loss = "any"  # whose: anybody's, or only of those who said no
    duplicates: float = 0.0

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One roll call."""
        votes = _votes(rng, self)
        groups = tuple(("planted", position) for position in POSITIONS)
        found = series([votes], names=groups)
        return Drawn(partial(_always, found), self.yes / (self.yes + self.no))


@dataclass(frozen=True, slots=True)
class Session:
    """`items` roll calls of 60 votes, `hits` of which have the share that is claimed of each."""

    items: int
    hits: int
    unknown: float

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One session: hits at 54 of 60 or above, misses at 53 or below."""
        yes = np.where(
            np.arange(self.items) < self.hits,
            rng.integers(54, 61, self.items),
            rng.integers(30, 54, self.items),
        )
        rolls = [Roll(int(y), 60 - int(y), unknown=self.unknown) for y in yes]
        votes = np.concatenate([_votes(rng, roll) for roll in rolls])
        groups = tuple((f"i{i}", p) for i in range(self.items) for p in POSITIONS)
        return Drawn(partial(_always, series([votes], names=groups)), self.hits / self.items)


def _votes(rng: np.random.Generator, roll: Roll) -> np.ndarray:
    """Votes by position as recorded, in the order of POSITIONS."""
    voters = roll.yes + roll.no
    abstain = round(roll.aside * voters)
    true = np.array([roll.yes, roll.no, abstain, abstain // 2])
    true = true + rng.binomial(true, roll.duplicates)
    chance = np.full(4, roll.unknown)
    if roll.lost == "no":
        chance[[0, 2, 3]] = 0.0
    lost = rng.binomial(true, chance)
    return np.append(true - lost, lost.sum()).astype(float)


def _always(found: Series, _: Request) -> Answer:
    return found


def _one(world: Roll, draws: int, seed: int) -> Rates:
    claims = {
        expect: Consensus("planted", Items("planted"), "yes", expect)  # type: ignore[arg-type]
        for expect in EXPECTS
    }
    return play(world, claims, "near-unanimous", draws, seed, borders=False)


def _many(world: Session, draws: int, seed: int) -> Rates:
    items = Items(of_items="most")
    claims = {"near-unanimous": Consensus("planted", items, "yes", "near-unanimous")}
    return play(world, claims, "near-unanimous", draws, seed, borders=False)


SPLITS = {  # of twenty who take a side, in whole votes: thresholds .9 and .75
    "edge": (0.9, 0),
    "edge down": (0.9, -1),
    "broad edge": (0.75, 0),
    "broad edge down": (0.75, -1),
    "+5 points": (0.95, 0),
    "+10 points": (1.0, 0),
}


def cells() -> tuple[Cell, ...]:
    """One item over voters, abstention and unknown positions; many items; doubled rows."""
    return tuple(_single()) + tuple(_sessions()) + tuple(_doubled())


def _single() -> Iterator[Cell]:
    for truth, (share, more) in SPLITS.items():
        for n in (20, 60, 180):
            yes = round(share * n) + more
            for aside, unknown in ((0.0, 0.05), (0.1, 0.1)):
                world = Roll(yes, n - yes, aside, unknown)
                yield _roll(truth, world, n)
    yield _roll("edge down", Roll(53, 7, 0.0, 0.2, "no"), 60)


def _roll(truth: str, world: Roll, n: int, required: bool = True) -> Cell:
    told: dict[str, Scalar] = {"items": 1, "n": n, "aside": world.aside, "unknown": world.unknown}
    told |= {"lost": world.lost, "duplicates": world.duplicates}
    error = not truth.startswith("+")
    return Cell("consensus", truth, told, partial(_one, world), error, required=required)


def _sessions() -> Iterator[Cell]:
    for truth, part in {"edge": 0.5, "+20 points": 0.7}.items():
        for items in (10, 40):
            world = Session(items, round(part * items), 0.02)
            told = {"items": items, "n": 60, "unknown": 0.02}
            yield Cell("consensus", truth, told, partial(_many, world), truth == "edge")


def _doubled() -> Iterator[Cell]:
    for truth, yes in {"edge": 54, "edge down": 53}.items():
        yield _roll(truth, Roll(yes, 60 - yes, duplicates=0.05), 60, required=False)
