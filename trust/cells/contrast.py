"""Contrast: two groups of known rates, or known shares, over months that remember and scatter.

Process reading: counts about a wandering log rate, with bursts, rows recorded twice and a lag at
the end that both groups share; sums of lognormal sizes; shares whose months scatter. Realised
reading: sums with ranges and missing sizes, where the truth is that of the exact record. Groups
that are reported unequally are published and not promised: no count can tell them from groups that
differ; the gate of reporting is there for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Literal

import numpy as np

from squarely.model.argument import Groups, Reading
from squarely.model.request import Answer, Condition, Count, Measure, Request
from squarely.warrants.contrast import Contrast
from trust.cell import Cell, Rates, Scalar
from trust.cells import share
from trust.play import Drawn, play
from trust.worlds import Array, log_level, scattered, series, summed
from trust.worlds_sizes import Source, recorded, sized

STRIKES = Measure("count", "strikes", "planted")
PEOPLE = Measure("sum", "size", "planted")
HELD = Measure("share", "", "planted", (Condition("held", (True,)),))
GROUPS = Groups("place", "here", "there")
NAMES = (("here",), ("there",))
RATIOS = {"null": 1.0, "edge": 1.25, "edge down": 0.8, "x2": 2.0, "x4": 4.0}
Expect = Literal["higher", "lower", "none"]
EXPECTS: tuple[Expect, ...] = ("higher", "lower", "none")


@cache
def claims(of: Measure, reading: Reading) -> Mapping[str, Contrast]:
    """The three claims of one measure."""
    return {expect: Contrast(of, GROUPS, expect, reading=reading) for expect in EXPECTS}


@dataclass(frozen=True, slots=True)
class Months:
    """Two groups whose expected counts, or sums of sizes, stand in `ratio`."""

    ratio: float
    n: int = 36
    rho: float = 0.4
    mean: float = 20.0
    dispersion: float = 0.15
    bursts: float = 0.0  # the part of months with six times the rate
    duplicates: float = 0.0
    lag: int = 0  # last months of which only half is recorded yet, in both groups
    unequal: float = 0.0  # the part of the second group's events that its source lacks
    sigma: float = 0.0  # of log sizes; nought for counts

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One pair of series."""
        sides = [_side(rng, self, self.mean * self.ratio, 0.0)]
        sides.append(_side(rng, self, self.mean, self.unequal))
        events, values = (np.column_stack([side[at] for side in sides]) for at in (0, 1))
        found: dict[str | None, Answer] = {}
        for every, length in (("month", 1), ("quarter", 3)):
            cells, rows = summed(values, length), summed(events, length)
            found[every] = series(cells, names=NAMES, rows=(rows, 0, 0))
        return Drawn(partial(_by_period, found), _percent(self.ratio))


def _side(
    rng: np.random.Generator, world: Months, mean: float, lacking: float
) -> tuple[Array, Array]:
    """Events a month as recorded, and what they sum to."""
    expected = mean * np.exp(log_level(rng, world.n, world.rho))
    expected = expected * np.where(rng.random(world.n) < world.bursts, 6.0, 1.0)
    if world.lag:
        expected[-world.lag :] *= 0.5
    events = scattered(rng, expected * (1 - lacking), world.dispersion)
    events += rng.binomial(events.astype(np.int64), world.duplicates)
    if world.sigma == 0:
        return events, events
    sizes = np.exp(world.sigma * rng.normal(size=int(events.sum())))
    months = np.repeat(np.arange(world.n), events.astype(np.int64))
    return events, 100.0 * np.bincount(months, sizes, minlength=world.n).astype(np.float64)


def _by_period(found: Mapping[str | None, Answer], request: Request) -> Answer:
    assert isinstance(request, Count)
    return found[request.every]


def _percent(ratio: float) -> float:
    """Percent of the larger."""
    return 100 * (ratio - 1) / max(ratio, 1.0)


@dataclass(frozen=True, slots=True)
class Shares:
    """Two groups of months whose shares differ by `gap` from a base."""

    base: float
    gap: float
    months: int
    scatter: float
    rho: float

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One pair of hits and wholes."""
        drawn = [
            share.tallied(rng, share.Months(at, self.months, 10.0, self.scatter, self.rho))
            for at in (self.base + self.gap, self.base)
        ]
        hits, full = (np.column_stack([one[side] for one in drawn]) for side in (0, 1))
        found: dict[tuple[str | None, bool], Answer] = {}
        for every, length in (("month", 1), ("quarter", 3)):
            found[every, True] = series(summed(hits, length), names=NAMES)
            found[every, False] = series(summed(full, length), names=NAMES)
        return Drawn(partial(_by_part, found), self.gap)


def _by_part(found: Mapping[tuple[str | None, bool], Answer], request: Request) -> Answer:
    assert isinstance(request, Count)
    return found[request.every, bool(request.measure.where)]


@dataclass(frozen=True, slots=True)
class Totals:
    """Two exact totals in `ratio`, as a source with ranges and missing sizes records them."""

    ratio: float
    n: int
    source: Source = field(default_factory=Source)

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One record of two groups."""
        totals = (100_000.0 * self.ratio, 100_000.0)
        sides = [
            recorded(
                rng, sized(rng, total, self.n, 1.5), np.zeros(self.n, np.int64), 1, self.source
            )
            for total in totals
        ]
        low, best, high = (
            np.column_stack([getattr(side, name) for side in sides])
            for name in ("low", "best", "high")
        )
        rows, unsized = (
            np.column_stack([getattr(side, name) for side in sides]) for name in ("rows", "unsized")
        )
        found = series(best, (low, high), names=NAMES, rows=(rows, unsized, 0))
        return Drawn(partial(_always, found), _percent(self.ratio))


def _always(found: Answer, _: Request) -> Answer:
    return found


def _counted(world: Months, draws: int, seed: int) -> Rates:
    held = claims(PEOPLE if world.sigma else STRIKES, "process")
    return play(world, held, "higher", draws, seed)


def _shared(world: Shares, draws: int, seed: int) -> Rates:
    return play(world, claims(HELD, "process"), "higher", draws, seed)


def _recorded(world: Totals, draws: int, seed: int) -> Rates:
    held = claims(PEOPLE, "realised")
    chosen = {name: held[name] for name in ("higher", "lower")}
    return play(world, chosen, "higher", draws, seed, borders=False)


def cells() -> tuple[Cell, ...]:
    """Counts over months and memory; what lies around them; sums; shares; realised totals."""
    return (*_grid(), *_around(), *_shares(), *_realised(), *_unequal())


def _cell(truth: str, required: bool = True, **planted: Scalar) -> Cell:
    made = Months(RATIOS[truth], **planted)  # type: ignore[arg-type]
    told: dict[str, Scalar] = {"reading": "process", "of": "sum" if made.sigma else "count"}
    told |= {"n": made.n, "rho": made.rho, "mean": made.mean, "dispersion": made.dispersion}
    told |= {key: planted[key] for key in planted if key not in told}
    run = partial(_counted, made)
    error = truth not in ("x2", "x4")
    return Cell("contrast", truth, told, run, error, required=required)


def _grid() -> Iterator[Cell]:
    for truth in ("null", "edge", "x2", "x4"):
        for n in (12, 36, 120):
            for rho in (0.0, 0.4, 0.7):
                yield _cell(truth, n=n, rho=rho)


def _around() -> Iterator[Cell]:
    for n in (12, 36):
        yield _cell("edge", n=n, mean=1.0)
        yield _cell("edge", n=n, bursts=0.05)
        yield _cell("edge", n=n, dispersion=0.6)
        yield _cell("edge", n=n, sigma=1.5)
    yield _cell("edge down", n=36)
    yield _cell("edge", n=36, duplicates=0.1)
    yield _cell("edge", n=36, lag=2)


def _shares() -> Iterator[Cell]:
    for base in (0.1, 0.5, 0.8):
        for truth, gap in {"edge": 0.05, "+15 points": 0.15}.items():
            for months, rho in ((12, 0.0), (36, 0.4)):
                world = Shares(base, gap, months, 0.05, rho)
                told: dict[str, Scalar] = {"reading": "process", "of": "share", "n": months}
                told |= {"rho": rho, "base": base, "scatter": 0.05}
                run = partial(_shared, world)
                yield Cell("contrast", truth, told, run, truth == "edge")


def _realised() -> Iterator[Cell]:
    ratios = {"recorded null": 1.0, "recorded x0.97": 0.97, "recorded x2": 2.0}
    for truth, ratio in ratios.items():
        for n in (10, 60):
            for missing in (0.05, 0.3):
                world = Totals(ratio, n, Source(missing=missing, blur=0.2))
                told: dict[str, Scalar] = {"reading": "realised", "of": "sum", "n": n}
                told |= {"missing": missing, "blur": 0.2}
                yield Cell("contrast", truth, told, partial(_recorded, world), ratio < 2)


def _unequal() -> Iterator[Cell]:
    for truth in ("null", "edge"):
        yield _cell(truth, False, n=36, unequal=0.2)
