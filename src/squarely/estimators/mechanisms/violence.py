"""Epstein's civil violence: grievance against the risk of arrest, on a lattice, all draws at once.

A citizen with hardship h and risk aversion r, both drawn from 0 to 1, is active when
h (1 - legitimacy) - r P exceeds .1, where P = 1 - exp(-2.3 floor(C / A)), C the officers and A the
active citizens in sight, the citizen included. Each officer with active citizens in sight arrests
one; the term is drawn from 0 to its maximum. All who are free move within sight each period.

Differences from the paper, made so that a few hundred runs go together: everyone acts at once, not
in turn; the lattice has 24 x 24 places and sight reaches 7 places each way; a citizen is
arrested with the chance that officers nearby, each picking one at random, leave it.
Alone, citizens reckon with themselves as the only active one in sight: the null model.

Sources: Epstein 2002, PNAS 99 (suppl. 3):7243; the floor of C / A as in Wilensky 2004, NetLogo
Rebellion; Lemos, Lopes & Coelho 2015, WCCS (what the floor does); Thron & Jackson, who find no
tipping points in the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from squarely.estimators.mechanisms.form import Array, Mechanism, Parameter

SIDE, SIGHT, PERIODS, SETTLING = 24, 7, 100, 10
PLACES = SIDE * SIDE
CITIZENS = int(0.7 * PLACES)
ARREST, THRESHOLD = 2.3, 0.1

_APART = np.minimum(np.arange(SIDE), SIDE - np.arange(SIDE)) ** 2
WITHIN = fft.rfft2(
    (np.add.outer(_APART, _APART) <= SIGHT**2).astype(np.float32)
)  # a disc, as a filter

Whole = NDArray[np.int64]


@dataclass(slots=True)
class _Town:
    """Draws of a town: everyone's place (officers last), officers on duty, terms left to serve."""

    place: Whole
    present: NDArray[np.bool_]
    jailed: Array
    active: NDArray[np.bool_]


def run(values: Array, rng: np.random.Generator, alone: bool) -> Array:
    """Participation by period; values are legitimacy, officers by place, longest term."""
    legitimacy, density, longest = (values[:, [column]] for column in (0, 1, 2))
    officers = np.rint(density * PLACES).astype(np.int64)
    town = _settled(rng, officers)
    shape = (len(values), CITIZENS)
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


def _settled(rng: np.random.Generator, officers: Whole) -> _Town:
    most = int(officers.max(initial=0))
    places = np.argsort(rng.random((len(officers), PLACES)), axis=1)[:, : CITIZENS + most]
    present = np.ones(places.shape, bool)
    present[:, CITIZENS:] = np.arange(most) < officers
    shape = (len(officers), CITIZENS)
    return _Town(places, present, np.zeros(shape), np.zeros(shape, bool))


def _move(town: _Town, rng: np.random.Generator) -> None:
    """Everyone free tries one place in sight; where two want the same, one gets it."""
    shape = town.place.shape
    rows, columns = np.divmod(town.place, SIDE)
    rows = (rows + rng.integers(-SIGHT, SIGHT + 1, shape)) % SIDE
    columns = (columns + rng.integers(-SIGHT, SIGHT + 1, shape)) % SIDE
    wanted = rows * SIDE + columns
    who = np.broadcast_to(np.arange(shape[1]), shape)
    draw = np.broadcast_to(np.arange(shape[0])[:, None], shape)
    free = town.present.copy()
    free[:, :CITIZENS] &= town.jailed <= 0
    taken = np.full((shape[0], PLACES), -1)
    taken[draw[free], wanted[free]] = who[free]
    full = np.zeros((shape[0], PLACES), bool)
    full[draw[town.present], town.place[town.present]] = True
    goes = free & (taken[draw, wanted] == who) & ~full[draw, wanted]
    town.place = np.where(goes, wanted, town.place)


def _in_sight(town: _Town, weight: Array, who: slice) -> Array:
    """For each place the sum of `weight` of those within sight of it, (draws, places)."""
    grid = np.zeros((len(weight), PLACES), np.float32)
    draw, one = np.nonzero(town.present[:, who] & (weight != 0))
    grid[draw, town.place[:, who][draw, one]] = weight[draw, one]  # no place holds two
    square = grid.reshape(-1, SIDE, SIDE)
    seen = fft.irfft2(fft.rfft2(square) * WITHIN, s=(SIDE, SIDE))
    held: Array = seen.reshape(len(weight), PLACES).astype(np.float64)
    return held


def _counted(town: _Town) -> tuple[Array, Array]:
    """Active citizens and officers within each citizen's sight."""
    people, officers = slice(None, CITIZENS), slice(CITIZENS, None)
    active = _in_sight(town, town.active.astype(float), people)
    police = _in_sight(town, town.present[:, officers].astype(float), officers)
    where = town.place[:, people]
    one, two = (np.rint(np.take_along_axis(grid, where, axis=1)) for grid in (active, police))
    return one, two


def _arrest(town: _Town, rng: np.random.Generator, longest: Array) -> None:
    people, officers = slice(None, CITIZENS), slice(CITIZENS, None)
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
        Parameter("jail", 15.0, 60.0, "longest term, periods"),
    ),
    run,
    180,
    "Epstein 2002, PNAS 99 (suppl. 3):7243",
)
