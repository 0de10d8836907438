"""The whole trend rule on planted worlds, all draws of a cell at once.

Runs the estimators that the warrant runs, over every specification that is feasible, and applies
the rule of the verdict room: 95% interval beyond the edge and 80% of the specifications beyond it
at 80% (supported); 90% and two thirds (leans). Used by the quick cells of the tests and by
`scripts/simulate_trend.py`, which writes the published table.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, log

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from squarely.estimators import change
from squarely.estimators.change import Change
from squarely.estimators.series import Transform, binned, trimmed
from worlds import CountWorld, counts, oracle_power

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

EDGE = log(1.25)
TRIMS = ("0-0", "10-0", "20-0", "0-10", "10-10", "20-10")
TRANSFORMS: tuple[Transform, ...] = ("log", "sqrt", "cut-bursts")
REGIONS = {"rising": (EDGE, inf), "falling": (-inf, -EDGE), "flat": (-EDGE, EDGE)}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a cell stands: the world, what to call its truth, whether its periods are years."""

    truth: str
    world: CountWorld
    annual: bool = False


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of draws; `specifications` is how many ran for each."""

    supported: dict[str, float]
    leans: dict[str, float]
    contradicted: dict[str, float]
    after_reporting: dict[str, float]
    coverage: float
    coverage_parts: tuple[float, float]
    detectable: float
    specifications: int


def specifications(y: Array, annual: bool = False) -> list[Change]:
    """Every feasible specification of each row, the main one first."""
    least = 15 if annual else 24
    bins = (1,) if annual else (1, 3)
    return [
        change.measure(merged, trim, how, 0.5)
        for merged in (binned(y, of) for of in bins)
        for trim in TRIMS
        for how in TRANSFORMS
        if trimmed(merged, trim).shape[1] >= least
    ]


@dataclass(frozen=True, slots=True)
class Labels:
    """Which draws reach which label of one claim; `leans` includes the supported ones."""

    supported: Flags
    leans: Flags
    contradicted: Flags
    after_reporting: Flags


def labels(specs: list[Change], region: tuple[float, float]) -> Labels:
    """The rule of the verdict room on every draw, before the multiplicity of a file."""
    least, most = region
    eighty = [change.hull(spec, 0.80) for spec in specs]
    ninety, ninety_five = (change.hull(specs[0], level) for level in (0.90, 0.95))
    pro = np.mean([_inside(one, least, most) for one in eighty], axis=0)
    con = np.mean([_outside(one, least, most) for one in eighty], axis=0)
    full = _inside(ninety_five, least, most) & (pro >= 0.8 - 1e-12)
    half = _inside(ninety, least, most) & (pro >= 2 / 3 - 1e-12)
    against = _outside(ninety_five, least, most) & (con >= 0.8 - 1e-12)
    kept = full & _inside(ninety, least + EDGE, most - EDGE)
    return Labels(full, full | half, against, kept)


def run(cell: Cell, draws: int, seed: int) -> Rates:
    """The rates of one cell."""
    planted = counts(cell.world, draws, seed)
    specs = specifications(planted.counts, cell.annual)
    found = {name: labels(specs, region) for name, region in REGIONS.items()}
    ordinary, general = change.parts(specs[0], 0.95)
    return Rates(
        supported={name: float(one.supported.mean()) for name, one in found.items()},
        leans={name: float(one.leans.mean()) for name, one in found.items()},
        contradicted={name: float(one.contradicted.mean()) for name, one in found.items()},
        after_reporting={name: float(one.after_reporting.mean()) for name, one in found.items()},
        coverage=_coverage(change.hull(specs[0], 0.95), planted.truth),
        coverage_parts=(_coverage(ordinary, planted.truth), _coverage(general, planted.truth)),
        detectable=float(np.median(change.detectable(specs[0], EDGE))),
        specifications=len(specs),
    )


def _coverage(interval: tuple[Array, Array], truth: float) -> float:
    return float(np.mean((interval[0] <= truth) & (truth <= interval[1])))


def _inside(interval: tuple[Array, Array], least: float, most: float) -> Flags:
    return (interval[0] > least) & (interval[1] < most)


def _outside(interval: tuple[Array, Array], least: float, most: float) -> Flags:
    return (interval[1] < least) | (interval[0] > most)


def false_supported(cell: Cell, rates: Rates) -> float:
    """The worst rate of a claim that is false there, or is at the edge's very border."""
    truth = cell.world.change
    errors = []
    for name, (least, most) in REGIONS.items():
        if not least < truth < most:
            errors.append(rates.supported[name])
        if least <= truth <= most:
            errors.append(rates.contradicted[name])
    return max(errors)


def false_leans(cell: Cell, rates: Rates) -> float:
    """The worst rate of at least a leaning towards a false claim."""
    truth = cell.world.change
    wrong = [name for name, (least, most) in REGIONS.items() if not least < truth < most]
    return max(rates.leans[name] for name in wrong)


def surely_above(rate: float, bar: float, draws: int) -> bool:
    """Whether the lower 99% Monte Carlo bound (Wilson) of a rate exceeds a bar."""
    z = float(norm.ppf(0.99))
    centre = rate + z * z / (2 * draws)
    spread = z * np.sqrt(rate * (1 - rate) / draws + z * z / (4 * draws * draws))
    return bool((centre - spread) / (1 + z * z / draws) > bar)


def passes(cell: Cell, rates: Rates, draws: int) -> bool:
    """Whether the cell keeps the bars: 5% supported, 10% leans, 93% coverage."""
    return not (
        surely_above(false_supported(cell, rates), 0.05, draws)
        or surely_above(false_leans(cell, rates), 0.10, draws)
        or surely_above(1 - rates.coverage, 0.07, draws)
    )


def oracle(cell: Cell) -> float | None:
    """What an oracle that knows the covariance would find; None where nothing rises."""
    return oracle_power(cell.world, EDGE) if cell.world.change > EDGE + 1e-9 else None
