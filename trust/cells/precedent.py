"""Precedent: classes whose outcome follows a planted part of the cases, coded or dated.

Codes: units of one or several cases, whose own rates scatter about the truth. Dated rows: each
unit's outcomes are a Poisson process whose rate makes a unit's own part of cases met by the
horizon; cases fall on random days, the table ends, and late cases are not followed so long. The
cases without the antecedent meet the outcome as often. Oracle: an exact binomial test of as many
independent cases as the true correlation leaves, all of them followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

from squarely.model.argument import Moment
from squarely.model.request import Answer, Condition, Count, Measure, Occurrences, Pairs, Request
from squarely.warrants.precedent import Precedent
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import Array, column, series

ENDINGS = Moment(dataset="endings", where=(Condition("type", ("intrastate",)),))
TALKS, AGAIN = Condition("negotiated", (True,)), Condition("recurred", (True,))
FIGHTING = Measure("count", "conflicts", "fighting")
CODED = {expect: Precedent(ENDINGS, (TALKS,), (AGAIN,), expect) for expect in ("usually", "rarely")}
DATED = {
    expect: replace(warrant, outcome=FIGHTING, within="5 years", unit="conflict")
    for expect, warrant in CODED.items()
}
Whole = NDArray[np.int64]

HORIZON, FIRST, END = 5.0, 1970, 2020  # years; the table's last year is 2020


@dataclass(frozen=True, slots=True)
class Coded:
    """Cases of `units`, one to 2 x `cases` - 1 each; the largest may hold `heavy` of all."""

    part: float
    units: int
    cases: int = 1
    icc: float = 0.0
    uncoded: float = 0.0
    heavy: int = 0  # cases more of the first unit

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """Hits and cases with the antecedent, each unit's in its own year; others in the first."""
        sizes = rng.integers(1, 2 * self.cases, self.units)
        sizes[0] += self.heavy
        hits = rng.binomial(sizes, _own(rng, self.part, self.icc, self.units)).astype(float)
        lost = rng.binomial(sizes, self.uncoded)
        hits = hits - rng.hypergeometric(hits.astype(int), sizes - hits.astype(int), lost)
        first = (np.arange(self.units) == 0) * 1.0
        others = (20 * first, rng.binomial(20, self.part) * first)
        given = {
            (False, False): series(column(sizes + others[0])),
            (True, False): series(column(sizes)),
            (False, True): _open(hits + others[1], lost),
            (True, True): _open(hits, lost),
        }

        def answer(request: Request) -> Answer:
            where = cast("Count", request).measure.where
            return given[TALKS in where, AGAIN in where]

        return Drawn(answer, self.part)

    def flat(self) -> dict[str, float | str]:
        """What the table shows of it."""
        named = ("cases", "icc", "uncoded", "heavy")
        return {
            "n": self.units,
            "outcome": "coded",
            **{name: getattr(self, name) for name in named},
        }


def _open(hits: Array, lost: Whole) -> Answer:
    return series(column(hits), rows=(column(hits), 0, column(lost)))


def _own(rng: np.random.Generator, part: float, icc: float, units: int) -> Array:
    """Each unit's own rate."""
    if icc == 0:
        return np.full(units, part)
    spread = (1 - icc) / icc
    return rng.beta(part * spread, (1 - part) * spread, units)


@dataclass(frozen=True, slots=True)
class Dated:
    """Cases of `units` over the years from `first`, so many a unit, each with or without."""

    part: float
    units: int
    cases: int = 2
    icc: float = 0.2
    first: int = FIRST  # later: more of the cases are followed for less than the horizon

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """Cases at random days; each unit's outcomes as they come."""
        start, end = np.datetime64(f"{self.first}-01-01"), np.datetime64(f"{END}-01-01")
        span = int((end - start).astype(int))
        own = np.minimum(_own(rng, self.part, self.icc, self.units), 1 - 1e-9)
        rates = -np.log1p(-own) / (HORIZON * 365.25) * (span + 1)
        of = np.repeat(np.arange(self.units), self.cases)
        days = start + rng.integers(0, span, of.size)
        treated = rng.random(of.size) < 0.5
        events = np.minimum(rng.poisson(rates), 5000)
        then = np.repeat(np.arange(self.units), events)
        later = start + rng.integers(0, span, then.size)
        cases, those = _rows(days, of), _rows(days[treated], of[treated])
        outcomes = _rows(later, then)
        years = series(np.ones((END - 1969, 1)), start="1970")

        def answer(request: Request) -> Answer:
            if not isinstance(request, Pairs):
                return years
            if request.dataset == "fighting":
                return outcomes
            return those if TALKS in request.where else cases

        return Drawn(answer, self.part)

    def flat(self) -> dict[str, float | str]:
        """What the table shows of it."""
        named = ("cases", "icc", "first")
        return {
            "n": self.units,
            "outcome": "dated",
            **{name: getattr(self, name) for name in named},
        }


def _rows(days: NDArray[np.datetime64], units: Whole) -> Occurrences:
    order = np.lexsort((units, days))
    at = days[order].astype("M8[D]")
    names = tuple(f"c{unit:04d}" for unit in units[order].tolist())
    return Occurrences(at, at, names, ("",) * len(names))


def _oracle(world: Coded | Dated) -> float:
    if isinstance(world, Coded):
        sizes = np.arange(1, 2 * world.cases)
        total, within = world.units * sizes.mean(), float((sizes**2).mean() / sizes.mean())
    else:
        total, within = world.units * world.cases / 2, world.cases / 2
    worth = round(total / (1 + (within - 1) * world.icc))
    least = int(binom.isf(0.025, worth, 0.5)) + 1
    return float(binom.sf(least - 1, worth, world.part))


def _cell(truth: str, world: Coded | Dated, *, error: bool, required: bool = True) -> Cell:
    claims = CODED if isinstance(world, Coded) else DATED
    return Cell(
        "precedent",
        truth,
        world.flat(),
        partial(play, world, claims, "usually"),
        error,
        oracle=None if error else partial(_oracle, world),
        required=required,
    )


CODES = (
    Coded(0.5, 6),
    Coded(0.5, 12),
    Coded(0.5, 12, 3, 0.3),
    Coded(0.5, 12, 3, 0.99),
    Coded(0.5, 12, 3, 0.3, heavy=15),
    Coded(0.5, 30, uncoded=0.15),
    Coded(0.5, 30, 3, 0.3),
    Coded(0.5, 6, 10, 0.3),
    Coded(0.5, 60, 3, 0.99),
)
ROWS = (
    Dated(0.5, 20),
    Dated(0.5, 20, first=2008),
    Dated(0.5, 60, 3, first=2000),
    Dated(0.5, 10, 6, 0.4),
)


def cells() -> tuple[Cell, ...]:
    """A part of one fifth, exactly one half, and parts beyond it."""
    return tuple(_errors()) + tuple(_finds())


def _errors() -> Iterator[Cell]:
    for world in (*CODES, *ROWS):
        yield _cell("edge", world, error=True)
    for world in (CODES[1], CODES[6], ROWS[1]):
        yield _cell("0.2", replace(world, part=0.2), error=True)


def _finds() -> Iterator[Cell]:
    for world in (*CODES[:3], CODES[6], CODES[8], ROWS[0], ROWS[2]):
        for part in (0.75, 0.9):
            yield _cell(f"{part}", replace(world, part=part), error=False)
