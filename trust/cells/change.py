"""Change: a step in counts about a level that wanders; trends, waves and bursts are no step.

With controls (`trust.worlds_panel`): a gap between a unit and a weighted average of others. Such a
verdict may lean at most, so that what is found there are leanings. They have no oracle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from itertools import product
from math import inf, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import averaged, shift
from squarely.estimators.averaged import Reading
from squarely.model.argument import Controls
from squarely.model.request import Condition, Measure, Window
from squarely.warrants.change import LEAST_SIDE, RATHER, SPECIAL, Change
from trust.cell import Cell, Rates
from trust.counts import Array, CountWorld, counts, oracle_power
from trust.play import play
from trust.rows import Bounds, Caps, joined, rates, rounds
from trust.worlds_panel import Panel

EDGE = log(1.25)
REGIONS: dict[str, Bounds] = {"rise": (EDGE, inf), "fall": (-inf, -EDGE), "none": (-EDGE, EDGE)}
ERRORS = {"null": 0.0, "edge": EDGE, "edge down": -EDGE}
RISES = {"x2": log(2), "x4": log(4)}
LENGTHS, MEMORIES = (24, 48, 120), (0.0, 0.4, 0.7)
PROMISED = 0.7
OFFSET = 0.5
VARIED: tuple[Mapping[str, Any], ...] = (
    {"mean": 5.0},
    {"wander": 1.0},
    {"dispersion": 0.5},
    {"season": 0.6},
    {"bursts": 0.05},
    {"change": log(4)},
)


def specifications(y: Array, cut: int) -> list[Reading]:
    """What every bandwidth and donut reads from each row, the main one first."""
    logs, found = np.log(y + OFFSET), []
    for near, donut in product((False, True), (0, 1)):
        early, late = np.arange(cut - donut), np.arange(cut + donut, y.shape[1])
        if min(early.size, late.size) < LEAST_SIDE:
            continue
        if near:
            late = late[: max(LEAST_SIDE, late.size // 2)]
            early = early[-max(LEAST_SIDE, early.size // 2) :]
        kept = np.concatenate([early, late])
        found.append(shift.read(logs[:, kept], kept.astype(float), kept >= cut))
    return found


def caps(y: Array, cut: int, main: Reading) -> Caps:
    """What the placebo dates leave of a step beyond an edge."""
    low, high = averaged.interval(main, 0.90)
    found: NDArray[np.bool_] = (low > EDGE) | (high < -EDGE)
    placed, _ = shift.rank(np.log(y + OFFSET), cut)
    return Caps(found & (placed > SPECIAL), found & (placed > RATHER))


def played(world: CountWorld, truth: float, draws: int, seed: int) -> Rates:
    """The rates of one world, whose step is `truth`."""
    y, cut = counts(world, draws, seed).counts, int(world.n * world.place)
    found = joined([specifications(part, cut) for part in rounds(y)])
    return rates(found, REGIONS, caps(y, cut, found[0]), truth, "rise")


def _cell(truth: str, size: float, world: CountWorld) -> Cell:
    rises = size > EDGE + 1e-9
    stepped = replace(world, step=size)
    told = {key: value for key, value in asdict(world).items() if key != "step"}
    return Cell(
        "change",
        truth,
        told,
        partial(played, stepped, size),
        error=not rises,
        oracle=partial(oracle_power, stepped, EDGE) if rises else None,
        required=world.rho <= PROMISED,
    )


def cells() -> tuple[Cell, ...]:
    """The grid of lengths and memories, dates off the middle, and what lies around it."""
    return (*_cells(), *_beside())


def _cells() -> Iterator[Cell]:
    for n, rho, (truth, size) in product(LENGTHS, MEMORIES, {**ERRORS, **RISES}.items()):
        yield _cell(truth, size, CountWorld(n, rho, 0.0))
    for n, place, rho, truth in product((60, 120), (0.2, 0.8), MEMORIES, ("null", "edge")):
        yield _cell(truth, ERRORS[truth], CountWorld(n, rho, 0.0, place=place))
    for n, rho, keys in product((24, 60), (0.0, 0.7), VARIED):
        for truth in ("null", "edge"):
            varied = replace(CountWorld(n, rho, 0.0), **keys)
            yield _cell(truth, ERRORS[truth], varied)
    for n, truth in product(LENGTHS, ("null", "edge")):
        yield _cell(truth, ERRORS[truth], CountWorld(n, 0.85, 0.0))


RATIOS = {"null": 1.0, "edge": 1.25, "edge down": 0.8, "x2": 2.0, "x4": 4.0}
PANELS = (Panel(1.0), Panel(1.0, before=13, after=13, rho=0.0), Panel(1.0, rho=0.7))
LONG = Panel(1.0, controls=20, before=60)


def _beside() -> Iterator[Cell]:
    """Against controls: nothing, the edges, a slope of its own, and gaps beyond the edge."""
    for truth in ("null", "edge down"):
        yield _against(truth, PANELS[0])
    for panel in (*PANELS, LONG, replace(PANELS[0], line=2.0)):
        yield _against("edge", panel)
    for panel in (PANELS[0], LONG):
        for truth in ("x2", "x4"):
            yield _against(truth, panel)


def _against(truth: str, panel: Panel) -> Cell:
    world, error = replace(panel, ratio=RATIOS[truth]), truth in ERRORS
    return Cell(
        "change",
        truth if error else f"{truth} against controls",
        world.flat(),
        partial(play, world, _claims(world), "rise", least=True),
        error,
    )


def _claims(world: Panel) -> dict[str, Change]:
    unit, *others = world.names
    of = Measure("count", "strikes", "register", (Condition("state", (unit,)),))
    day = date(2010 + world.before // 12, world.before % 12 + 1, 1)
    controls = Controls("state", tuple(others))
    return {
        expect: Change(of, "month", Window(day, day), expect, controls=controls)  # type: ignore[arg-type]
        for expect in REGIONS
    }
