"""Worlds of reports whose true duplicates are known: for the tests of matching and its bench.

The first world is the one in which the reference was studied (`docs/matching.md`): two datasets of
n reports over 10 by 10 degrees and 730 days, with taxonomies of three and two levels; half of the
second are copies of the first with a jittered place, day and category. The others differ from what
the matching assumes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from squarely.matching.events import Events, Floats, Ints, Reports, Rule, pooled

WINDOWS = Rule(20.0, 2)
DEGREE = 111.111
PERIOD = 730
FINEST = (8, 4)  # categories of the two taxonomies; each level above halves them
DEPTHS = (3, 2)

Draw = Callable[[np.random.Generator, int], Floats]


def _bell(rng: np.random.Generator, size: int) -> Floats:
    return np.asarray(np.hypot(*rng.normal(0, 3.5, (2, size))))


def _tailed(rng: np.random.Generator, size: int) -> Floats:
    """Half of the copies at the very place, the others with a long tail."""
    return np.where(rng.random(size) < 0.5, 0.0, rng.exponential(6.0, size))


def _disc(rng: np.random.Generator, size: int) -> Floats:
    return 12 * np.sqrt(rng.random(size))


@dataclass(frozen=True, slots=True)
class World:
    """How reports and their copies come about."""

    share: float = 0.5  # of the second dataset that are copies
    apart: Draw = _bell  # kilometres of a copy from its original
    late: tuple[float, ...] = (0.15, 0.7, 0.15)  # chances of a day early, the same day, a day late
    recoded: float = 0.1  # chance that a copy's finest category is another one of the same parent
    clusters: int = 0  # places and weeks around which the reports gather, none for evenly
    sizes: float = 1.0  # the second dataset's size against the first's
    town: float = 0.0  # degrees to which both datasets round their places, as gazetteers do
    spread: bool = True  # whether a cluster is short (a wave) or lasts the whole period


WORLDS = {
    "as the reference was studied": World(),
    "exact places and long tails": World(apart=_tailed, recoded=0.3),
    "a disc of 12 km, days off by two": World(apart=_disc, late=(0.1, 0.2, 0.4, 0.2, 0.1)),
    "one copy in twenty": World(share=0.05),
    "nine copies in ten": World(share=0.9),
    "no copies": World(share=0.0),
    "gathered in towns": World(clusters=60, spread=False),
    "gathered in towns and weeks": World(clusters=60),
    "places rounded to towns": World(town=0.1),
    "a second dataset a fifth as large": World(sizes=0.2),
}


@dataclass(frozen=True, slots=True)
class Planted:
    """The reports of two datasets and, for each of the second, its original in the first or -1."""

    events: Events
    original: Ints


def planted(world: World, size: int, seed: int) -> Planted:
    """A world of `size` reports in the first dataset."""
    rng = np.random.default_rng(seed)
    second = round(size * world.sizes)
    copies = round(second * world.share)
    place, day = _scene(world, rng, size + second - copies)
    codes = [rng.integers(0, finest, size + second - copies) for finest in FINEST]
    whose = rng.choice(size, copies, replace=False)
    theirs = np.concatenate([whose, np.arange(size, size + second - copies)])
    told_place, told_day = place[theirs].copy(), day[theirs].copy()
    told_place[:copies] += _jitter(world, rng, place[whose])
    steps = np.arange(len(world.late)) - len(world.late) // 2
    told_day[:copies] += rng.choice(steps, copies, p=world.late)
    told = [code[theirs].copy() for code in codes]
    for code in told:
        other = rng.random(copies) < world.recoded
        code[:copies][other] ^= 1  # the other category of the same parent
    shuffled = rng.permutation(second)
    original = np.concatenate([whose, np.full(second - copies, -1)])[shuffled]
    one = _reports("first", place[:size], day[:size], [code[:size] for code in codes], world)
    two = _reports("second", told_place[shuffled], told_day[shuffled],
                   [code[shuffled] for code in told], world)  # fmt: skip
    return Planted(pooled([one, two]), original)


def _scene(world: World, rng: np.random.Generator, size: int) -> tuple[Floats, Ints]:
    """Where and when things happen."""
    place = rng.uniform(0, 10, (size, 2))
    day = rng.integers(0, PERIOD, size)
    if world.clusters:
        home = rng.choice(world.clusters, size, p=rng.dirichlet(np.ones(world.clusters)))
        centre = rng.uniform(0, 10, (world.clusters, 2))
        place = centre[home] + rng.normal(0, 0.3, (size, 2))
        if world.spread:
            week = rng.uniform(0, PERIOD, world.clusters)
            day = np.floor(week[home] + rng.normal(0, 20, size)).astype(np.int64) % PERIOD
    return place, day


def _jitter(world: World, rng: np.random.Generator, place: Floats) -> Floats:
    """Steps in degrees, so long as the world says in kilometres."""
    size = place.shape[0]
    far, turn = world.apart(rng, size) / DEGREE, rng.uniform(0, 2 * np.pi, size)
    narrow = np.cos(np.radians(place[:, 0]))
    return np.column_stack([far * np.sin(turn), far * np.cos(turn) / narrow])


def _reports(name: str, place: Floats, day: Ints, codes: list[Ints], world: World) -> Reports:
    if world.town:
        place = np.round(place / world.town) * world.town
    levels = tuple(
        np.column_stack([code >> level for level in range(depth)])
        for code, depth in zip(codes, DEPTHS, strict=True)
    )
    return Reports(name, day, day, place[:, 0], place[:, 1], levels)


def against_truth(found: Planted, left: Ints, right: Ints) -> tuple[float, float]:
    """Recall and precision of links, given as reports by their place among all."""
    first = int(found.events.of(0).size)
    right_is_second = np.asarray(right >= first)
    ours = np.where(right_is_second, left, right)
    theirs = np.where(right_is_second, right, left) - first
    true = int((found.original[theirs] == ours).sum())
    copies = int((found.original >= 0).sum())
    return true / max(1, copies), true / max(1, left.size)


def with_share(world: World, share: float) -> World:
    """The same world with another part of copies."""
    return replace(world, share=share)
