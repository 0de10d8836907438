"""Share: months whose own shares scatter about a planted one and remember each other.

Process reading: the months' probabilities are beta distributed about the truth, joined by a
normal series with memory `rho`, so that their mean is the truth exactly. Units a month are
overdispersed; codes are lost at random or by their value; units may be recorded twice. Realised
reading: the record's own share, with the same lost codes.

Memory above .4 is published and not promised: in few dozen months it cannot be told from a share
that stands elsewhere, and an interval wide enough for it would find little in any other world.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from squarely.model.argument import Reading
from squarely.model.request import Answer, Condition, Count, Measure, Request
from squarely.warrants.share import Share
from trust.cell import Cell, Rates, Scalar
from trust.play import Drawn, play
from trust.worlds import Array, column, remembered, series, summed

HELD = Measure("count", "strikes", "planted", (Condition("held", (True,)),))
PROMISED = 0.4  # memory from one month to the next
WORDS = {"few": 0.1, "most": 0.5, "vast-majority": 0.8}


@dataclass(frozen=True, slots=True)
class Months:
    """`months` of about `units` each whose probabilities have this mean and correlation."""

    share: float
    months: int = 36
    units: float = 10.0
    scatter: float = 0.05  # intra-month correlation
    rho: float = 0.0
    bursts: float = 0.0  # the part of months with six times the units
    uncoded: float = 0.0
    lost: Literal["any", "hits"] = "any"
    duplicates: float = 0.0
    reading: Reading = "process"

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record."""
        hits, full = tallied(rng, self)
        part = hits.sum() / max(full.sum(), 1)
        twice = rng.binomial(hits, self.duplicates), rng.binomial(full - hits, self.duplicates)
        hits, full = hits + twice[0], full + twice[0] + twice[1]
        answer = partial(_answered, _record(rng, self, hits, full))
        return Drawn(answer, self.share if self.reading == "process" else float(part))


def tallied(rng: np.random.Generator, world: Months) -> tuple[Whole, Whole]:
    """Hits and units a month as they happened."""
    mean = world.units * np.where(rng.random(world.months) < world.bursts, 6.0, 1.0)
    full = rng.poisson(mean * rng.gamma(1 / 0.15, 0.15, world.months))
    return rng.binomial(full, _chances(rng, world)), full


def _record(rng: np.random.Generator, world: Months, hits: Whole, full: Whole) -> Answers:
    """Hits and whole by month, by quarter and over all, with the codes that are lost."""
    gone = rng.binomial(hits, world.uncoded)
    others = rng.binomial(full - hits, world.uncoded if world.lost == "any" else 0.0)
    found: Answers = {}
    for every, length in (("month", 1), ("quarter", 3), (None, world.months)):
        k, n, lost = (summed(x, length) for x in (hits - gone, full, gone + others))
        uncoded = column(lost)
        found[every, True] = series(column(k), rows=(column(k), 0, uncoded))
        found[every, False] = series(column(n), rows=(column(n), 0, 0))
    return found


Whole = NDArray[np.int64]
Answers = dict[tuple[str | None, bool], Answer]


def _answered(found: Answers, request: Request) -> Answer:
    assert isinstance(request, Count)
    return found[request.every, bool(request.measure.where)]


def _chances(rng: np.random.Generator, world: Months) -> Array:
    """Each month's probability."""
    if world.scatter == 0:
        return np.full(world.months, world.share)
    latent = stats_cdf(remembered(rng, world.months, world.rho))
    grid, table = _quantiles(world.share, world.scatter)
    return np.interp(latent, grid, table)


def stats_cdf(normal: Array) -> Array:
    """The normal's probability of each value."""
    found: Array = stats.norm.cdf(normal)
    return found


@cache
def _quantiles(share: float, scatter: float) -> tuple[Array, Array]:
    """A table of the beta's quantiles, fine at its ends."""
    grid = stats.norm.cdf(np.linspace(-6, 6, 4_001))
    spread = (1 - scatter) / scatter
    return grid, stats.beta.ppf(grid, share * spread, (1 - share) * spread)


def _rates(world: Months, word: str, draws: int, seed: int) -> Rates:
    claims = {word: Share(HELD, word, reading=world.reading)}
    borders = world.reading == "process"
    power = f"not {word}" if word == "few" else word
    return play(world, claims, power, draws, seed, borders=borders)


def _cell(truth: str, word: str, world: Months) -> Cell:
    told: dict[str, Scalar] = {
        "expect": word,
        "reading": world.reading,
        "n": world.months,
        "units": world.units,
        "scatter": world.scatter,
        "rho": world.rho,
        "bursts": world.bursts,
        "uncoded": world.uncoded,
        "lost": world.lost,
        "duplicates": world.duplicates,
    }
    run = partial(_rates, world, word)
    required = world.rho <= PROMISED
    return Cell("share", truth, told, run, not truth.startswith("+"), required=required)


def cells() -> tuple[Cell, ...]:
    """The process at each word's edge and beyond it; lost codes, bursts, doubled rows; realised."""
    return (*_process(), *_power(), *_around(), *_realised())


def _process() -> Iterator[Cell]:
    for months in (12, 36, 120):
        for rho in (0.0, 0.4, 0.7):
            yield _cell("edge", "most", Months(0.5, months, rho=rho))
        yield _cell("edge", "most", Months(0.5, months, scatter=0.2, rho=0.4))
    for word in ("few", "vast-majority"):
        for months in (12, 36):
            yield _cell("edge", word, Months(WORDS[word], months, rho=0.4))


def _power() -> Iterator[Cell]:
    for more in (10, 20):
        for months in (12, 36, 120):
            for rho in (0.0, 0.4):
                world = Months(0.5 + more / 100, months, rho=rho)
                yield _cell(f"+{more} points", "most", world)


def _around() -> Iterator[Cell]:
    for months in (12, 36):
        yield _cell("edge", "most", Months(0.5, months, bursts=0.1))
        yield _cell("edge", "most", Months(0.5, months, uncoded=0.1))
        yield _cell("edge", "most", Months(0.5, months, uncoded=0.1, lost="hits"))
        yield _cell("edge", "most", Months(0.5, months, duplicates=0.1))
        yield _cell("edge", "most", Months(0.5, months, units=3.0))


def _realised() -> Iterator[Cell]:
    for uncoded in (0.1, 0.25):
        yield _cell("edge", "most", Months(0.5, 36, uncoded=uncoded, reading="realised"))
        world = Months(0.5, 36, uncoded=uncoded, lost="hits", reading="realised")
        yield _cell("edge", "most", world)
