"""Epstein's civil violence: grievance against the risk of arrest, on a lattice, all draws at once.

A citizen with hardship h and risk aversion r, both drawn from 0 to 1, is active when
h (1 - legitimacy) - r P exceeds .1, where P = 1 - exp(-2.3 floor(C / A)), C the officers and A the
active citizens in sight, the citizen included. Each officer with active citizens in sight arrests
one; the term is drawn from 0 to its maximum. All who are free move within sight each period.

Ranges: legitimacy .82 to .9 at the start of the paper's runs of this model, lowered in one step to
.7; officers .04 and .074 by place, withdrawn to none; terms of 15 and of 30 periods (his terms
without end have no place in a range). Sight reaches 7 places, as in all his runs but the first.

Differences from the paper: the ratio C / A is rounded down, as its best known program does, for
as printed the rule gives no outbursts. So that a few hundred runs go together everyone acts at
once, not in turn; the lattice has 24 x 24 places, not 40 x 40; a citizen is arrested with the
chance that officers nearby, each picking one at random, leave it.
Alone, citizens reckon with themselves as the only active one in sight: the null model.

Sources: Epstein 2002, PNAS 99 (suppl. 3):7243, table 2 as a replication with its passages gives it
(Douglas 2026, SugarScape: civil violence); Wilensky 2004, NetLogo Rebellion, and Mesa 3's
epstein_civil_violence, whose defaults are two of its columns; Lemos, Lopes & Coelho 2015, WCCS
(what the floor does); Thron & Jackson, who find no tipping points in the model.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from squarely.estimators.mechanisms.form import Array, Mechanism, Parameter

SIDE, SIGHT, PERIODS, SETTLING = 24, 7, 100, 10
CROWDED = 0.7  # citizens by place
ARREST, THRESHOLD = 2.3, 0.1

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Lattice:
    """A torus of `side` x `side` places; `within` is the disc of sight, as a filter."""

    side: int
    within: NDArray[np.complex64]

    @property
    def places(self) -> int:
        return self.side**2

    @property
    def citizens(self) -> int:
        return int(CROWDED * self.places)


@lru_cache(maxsize=4)
def _lattice(side: int) -> _Lattice:
    apart = np.minimum(np.arange(side), side - np.arange(side)) ** 2
    disc = np.add.outer(apart, apart) <= SIGHT**2
    return _Lattice(side, fft.rfft2(disc.astype(np.float32)))


@dataclass(slots=True)
class _Town:
    """Draws of a town: everyone's place (officers last), officers on duty, terms left to serve."""

    lattice: _Lattice
    place: Whole
    present: NDArray[np.bool_]
    jailed: Array
    active: NDArray[np.bool_]

    @property
    def people(self) -> slice:
        return slice(None, self.lattice.citizens)

    @property
    def officers(self) -> slice:
        return slice(self.lattice.citizens, None)


def run(values: Array, rng: np.random.Generator, alone: bool) -> Array:
    """Participation by period; values are legitimacy, officers by place, longest term."""
    return on(SIDE, values, rng, alone)


def on(side: int, values: Array, rng: np.random.Generator, alone: bool) -> Array:
    """The same in a town of another size."""
    legitimacy, density, longest = (values[:, [column]] for column in (0, 1, 2))
    town = _settled(rng, density, side)
    shape = town.jailed.shape
    grievance = rng.random(shape) * (1 - legitimacy)
    aversion = rng.random(shape)
    shares = np.empty((len(values), PERIODS))
    for period in range(SETTLING + PERIODS):
        _move(town, rng)
        seen = _counted(town)
        acting = np.ones(shape) if alone else np.maximum(seen[0] + ~town.active, 1.0)
        risk = 1 - np.exp(-ARREST * np.floor(seen[1] / acting))
        town.active = (grievance - aversion * risk > THRESHOLD) & (town.jailed <= 0)
        _arrest(town, rng, longest)
        if period >= SETTLING:
            shares[:, period - SETTLING] = town.active.mean(axis=1)
    return shares


def _settled(rng: np.random.Generator, density: Array, side: int) -> _Town:
    lattice = _lattice(side)
    officers = np.rint(density * lattice.places).astype(np.int64)
    most = int(officers.max(initial=0))
    shuffled = np.argsort(rng.random((len(officers), lattice.places)), axis=1)
    places = shuffled[:, : lattice.citizens + most]
    present = np.ones(places.shape, bool)
    present[:, lattice.citizens :] = np.arange(most) < officers
    shape = (len(officers), lattice.citizens)
    return _Town(lattice, places, present, np.zeros(shape), np.zeros(shape, bool))


def _move(town: _Town, rng: np.random.Generator) -> None:
    """Everyone free tries one place in sight; where two want the same, one gets it."""
    shape, side = town.place.shape, town.lattice.side
    rows, columns = np.divmod(town.place, side)
    rows = (rows + rng.integers(-SIGHT, SIGHT + 1, shape)) % side
    columns = (columns + rng.integers(-SIGHT, SIGHT + 1, shape)) % side
    wanted = rows * side + columns
    who = np.broadcast_to(np.arange(shape[1]), shape)
    draw = np.broadcast_to(np.arange(shape[0])[:, None], shape)
    free = town.present.copy()
    free[:, town.people] &= town.jailed <= 0
    taken = np.full((shape[0], town.lattice.places), -1)
    taken[draw[free], wanted[free]] = who[free]
    full = np.zeros((shape[0], town.lattice.places), bool)
    full[draw[town.present], town.place[town.present]] = True
    goes = free & (taken[draw, wanted] == who) & ~full[draw, wanted]
    town.place = np.where(goes, wanted, town.place)


def _in_sight(town: _Town, weight: Array, who: slice) -> Array:
    """For each place the sum of `weight` of those within sight of it, (draws, places)."""
    side = town.lattice.side
    grid = np.zeros((len(weight), side * side), np.float32)
    draw, one = np.nonzero(town.present[:, who] & (weight != 0))
    grid[draw, town.place[:, who][draw, one]] = weight[draw, one]  # no place holds two
    square = grid.reshape(-1, side, side)
    seen = fft.irfft2(fft.rfft2(square) * town.lattice.within, s=(side, side))
    held: Array = seen.reshape(len(weight), side * side).astype(np.float64)
    return held


def _counted(town: _Town) -> tuple[Array, Array]:
    """Active citizens and officers within each citizen's sight."""
    people, officers = town.people, town.officers
    active = _in_sight(town, town.active.astype(float), people)
    police = _in_sight(town, town.present[:, officers].astype(float), officers)
    where = town.place[:, people]
    one, two = (np.rint(np.take_along_axis(grid, where, axis=1)) for grid in (active, police))
    return one, two


def _arrest(town: _Town, rng: np.random.Generator, longest: Array) -> None:
    people, officers = town.people, town.officers
    active = _in_sight(town, town.active.astype(float), people)
    near = np.rint(np.take_along_axis(active, town.place[:, officers], axis=1))
    picked = town.present[:, officers] & (near > 0)
    spared = np.where(picked, -np.log(np.maximum(1 - 1 / np.maximum(near, 1), 1e-9)), 0.0)
    chances = np.take_along_axis(_in_sight(town, spared, officers), town.place[:, people], 1)
    escape = np.exp(-chances)
    caught = town.active & (rng.random(chances.shape) > escape)
    term = np.ceil(rng.random(chances.shape) * longest)
    town.jailed = np.where(caught, term, np.maximum(town.jailed - 1, 0.0))
    town.active &= ~caught


VIOLENCE = Mechanism(
    "civil-violence",
    (
        Parameter("legitimacy", 0.7, 0.9, "how legitimate the authority seems, alike to all"),
        Parameter("officers", 0.0, 0.074, "officers by place of the lattice"),
        Parameter("jail", 15.0, 30.0, "longest term, periods"),
    ),
    run,
    240,
    "Epstein 2002, PNAS 99 (suppl. 3):7243",
)
