"""Trend: counts about a level that wanders: length, memory, noise, waves, bursts, reporting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from functools import partial
from itertools import product
from math import inf, log
from typing import Any

import numpy as np

from squarely.estimators import change
from squarely.estimators.averaged import Reading
from squarely.estimators.series import Array, Transform, binned
from squarely.warrants.trend import LEAST_PERIODS, LEAST_YEARS
from trust.cell import Cell, Rates
from trust.counts import CountWorld, counts, oracle_power
from trust.rows import Bounds, Caps, joined, rates, rounds

EDGE = log(1.25)
REGIONS: dict[str, Bounds] = {
    "rising": (EDGE, inf),
    "falling": (-inf, -EDGE),
    "flat": (-EDGE, EDGE),
}
ERRORS = {"null": 0.0, "edge": EDGE, "edge down": -EDGE}
RISES = {"x2": log(2), "x4": log(4)}
LENGTHS, MEMORIES = (24, 36, 60, 120), (0.0, 0.4, 0.7)
PROMISED = 0.7  # memory beyond it is published, not promised
TRIMS = ("0-0", "10-0", "20-0", "0-10", "10-10", "20-10")
TRANSFORMS: tuple[Transform, ...] = ("log", "sqrt", "cut-bursts")
MERGED, OFFSET = 3, 0.5
VARIED: tuple[Mapping[str, Any], ...] = (
    {"mean": 5.0},
    {"wander": 1.0},
    {"dispersion": 0.5},
    {"season": 0.6},
    {"bursts": 0.05},
    {"doubled": 0.2},
)


def specifications(y: Array, annual: bool = False) -> list[Reading]:
    """What every feasible specification reads from each row, the main one first."""
    least = LEAST_YEARS if annual else LEAST_PERIODS
    found = []
    for how in TRANSFORMS:
        whole = change.read(y, how, OFFSET)
        for of, trim in product((1,) if annual else (1, MERGED), TRIMS):
            merged = binned(y, of)
            if _kept(merged.shape[1], trim) < least:
                continue
            main = of == 1 and trim == TRIMS[0]
            found.append(whole if main else change.held(whole, merged, trim, how, OFFSET))
    return found


def _kept(n: int, trim: str) -> int:
    return n - sum(n * int(part) // 100 for part in trim.split("-"))


def played(world: CountWorld, annual: bool, trimmed: bool, draws: int, seed: int) -> Rates:
    """The rates of one world; `trimmed` leaves out the three periods that come in late."""
    planted = counts(world, draws, seed)
    y = planted.counts[:, :-3] if trimmed else planted.counts
    found = joined([specifications(part, annual) for part in rounds(y)])
    nowhere = np.zeros(draws, dtype=bool)
    caps = Caps(np.full(draws, annual), nowhere)
    power = "falling" if planted.truth < 0 else "rising"
    return rates(found, REGIONS, caps, planted.truth, power)


def _cell(truth: str, world: CountWorld, *, annual: bool = False, trimmed: bool = False) -> Cell:
    told = {
        key: value for key, value in asdict(world).items() if key not in ("change", "step", "place")
    }
    rises = world.change > EDGE + 1e-9
    # What is recorded then says something else than what happened: for that the gates are there.
    gated = (world.late and not trimmed) or world.reporting != 1
    return Cell(
        "trend",
        truth,
        {**told, "annual": annual, "trimmed": trimmed},
        partial(played, world, annual, trimmed),
        error=not rises,
        oracle=partial(oracle_power, world, EDGE) if rises and not annual else None,
        required=world.rho <= PROMISED and not gated,
    )


def cells() -> tuple[Cell, ...]:
    """The grid of lengths and memories, and what lies around it."""
    return tuple(_cells())


def _cells() -> Iterator[Cell]:
    for n, rho, (truth, value) in product(LENGTHS, MEMORIES, {**ERRORS, **RISES}.items()):
        yield _cell(truth, CountWorld(n, rho, value))
    for rho, (truth, value) in product(MEMORIES, {**ERRORS, **RISES}.items()):
        yield _cell(truth, CountWorld(15, rho, value), annual=True)
    for n, rho, keys in product((24, 60), (0.0, 0.7), VARIED):
        for truth in ("null", "edge"):
            yield _cell(truth, replace(CountWorld(n, rho, ERRORS[truth]), **keys))
    for n in (24, 60, 120):
        for truth in ("null", "edge"):
            yield _cell(truth, CountWorld(n, 0.85, ERRORS[truth]))
        yield _cell("null", CountWorld(n, 0.4, 0.0, reporting=1.25))
        yield _cell("edge", CountWorld(n, 0.4, EDGE, reporting=1.25))
        yield _cell("null", CountWorld(n + 3, 0.4, 0.0, late=True))
        yield _cell("null", CountWorld(n + 3, 0.4, 0.0, late=True), trimmed=True)
    for n, rho in product((240, 365), MEMORIES):
        yield _cell("edge", CountWorld(n, rho, EDGE))
