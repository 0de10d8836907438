"""Calibrate the interval of `squarely.estimators.averaged`: writes its tables, `calibrated`.

    python scripts/calibrate_memory.py [--draws 2500]

Once for a line and once for a step: for each length series are drawn from worlds of every memory up
to .7, with much and little noise, waves and bursts. Two sets of weights over the grid of memories
and a cut are then moved, by the gradient of smoothed error and power rates, until the worst world
is missed no more often than `ERROR`, at this length and where the next takes over, and the share of
the oracle's finds is as large as it can be (Elliott, Müller and Watson 2015, Econometrica 83:771).
Seeds are fixed; some ten minutes on two cores. The bench judges the result on other draws and on
worlds that are not among these.
"""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtr

from squarely.estimators import memory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TABLES = ROOT / "src" / "squarely" / "estimators" / "calibrated"

from trust.counts import CountWorld, counts, design, oracle_power  # noqa: E402

Array = memory.Array
SPARSE = (78, 84, 90, 96, 102, 108, 114, 120, 135, 150, 165, 180, 210, 240)
LENGTHS = {"line": (*range(15, 73), *SPARSE), "step": (*range(24, 73), *SPARSE)}
WIDTH = 80  # of a line of weights
LONGEST = 600  # to which the last table is held
LEAST_SIDE = 12  # periods on each side of a step
EDGE = log(1.25)
ERROR = 0.064  # of the worst world, both sides together; its bar is .07
GOAL = 0.9  # of the oracle's finds: what lies above is given up for what lies below
WEIGHT = {"x2": 3.0, "x4": 1.0}  # a doubling is what people ask about
FLOOR = 0.12  # the part of `towards` that `against` holds, lest an interval be empty
MEMORIES = (0.0, 0.2, 0.4, 0.55, 0.7)
VARIED: tuple[Mapping[str, Any], ...] = (
    {"mean": 5.0},
    {"wander": 1.0},
    {"wander": 0.25},
    {"season": 0.6},
    {"bursts": 0.05},
)
RATE, FIRST, LATER, SMOOTH = 0.07, 1500, 500, 0.3
PAIRS = len(memory.GRID)


@dataclass(frozen=True, slots=True)
class World:
    """One world's draws: likelihoods and tails per pair, (pairs, draws); None but for errors."""

    truth: str
    likelihood: Array
    tails: tuple[Array, ...]
    oracle: float


def worlds(kind: str, n: int, until: int, draws: int) -> tuple[World, ...]:
    """Every world of one length: errors there and at `until`, rises there."""
    lengths = (n,) if until == n + 1 else (n, until)
    named = [("edge", one) for length in lengths for one in false(kind, length)]
    sized = [(name, _sized(one, kind, EDGE)) for name, one in named]
    for rho, (name, times) in product((0.0, 0.4, 0.7), (("x2", 2), ("x4", 4))):
        sized.append((name, _sized(CountWorld(n, rho, 0.0), kind, log(times))))
    return tuple(
        _world(name, one, draws, 10_000 * n + number) for number, (name, one) in enumerate(sized)
    )


def _sized(world: CountWorld, kind: str, size: float) -> CountWorld:
    return replace(world, change=size) if kind == "line" else replace(world, step=size)


def false(kind: str, n: int) -> list[CountWorld]:
    """The worlds of one length in which the truth is the edge."""
    places = (0.5, 0.25, 0.75) if kind == "step" and n // 4 >= LEAST_SIDE else (0.5,)
    plain = [replace(CountWorld(n, rho, 0.0), place=place) for rho in MEMORIES for place in places]
    return plain + [
        replace(CountWorld(n, rho, 0.0), **keys) for rho in (0.0, 0.4, 0.7) for keys in VARIED
    ]


def _world(truth: str, world: CountWorld, draws: int, seed: int) -> World:
    y = np.log(counts(world, draws, seed).counts + 0.5)
    fits = memory.fit(y, design(world))
    below = stdtr(fits.freedom, (EDGE - fits.value) / fits.se) * fits.likelihood
    if truth != "edge":
        return World(truth, fits.likelihood, (below,), oracle_power(world, EDGE))
    above = stdtr(fits.freedom, (fits.value - EDGE) / fits.se) * fits.likelihood
    return World(truth, fits.likelihood, (below, above), 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """What is calibrated, as free numbers: two sets of logarithms and that of the cut."""

    free: Array

    @property
    def towards(self) -> Array:
        """Weights of the memories for which most is to be seen."""
        return _shares(self.free[PAIRS : 2 * PAIRS])

    @property
    def own(self) -> Array:
        """The free part of the weights of the memories that make the test err."""
        return _shares(self.free[:PAIRS])

    @property
    def against(self) -> Array:
        """The weights of the memories that make the test err."""
        return (self.own + FLOOR * self.towards) / (1 + FLOOR)

    @property
    def cut(self) -> float:
        """Where the interval ends."""
        return 0.025 * float(np.exp(self.free[-1]))


def _shares(logs: Array) -> Array:
    raised = np.exp(logs - logs.max())
    shares: Array = raised / raised.sum()
    return shares


def start() -> Array:
    """Most against memory, most towards none."""
    rhos = np.array([rho for rho, _ in memory.GRID])
    against = np.where(rhos == 0, 0.25, 0.05)
    towards = np.where(rhos == 0, 0.5, 0.05 * (1 - rhos))
    return np.concatenate([np.log(against), np.log(towards), [0.0]])


def rates(world: World, weights: Weights) -> list[float]:
    """How often each tail lies beyond the cut."""
    towards = weights.towards @ world.likelihood
    return [float(np.mean(weights.against @ t < weights.cut * towards)) for t in world.tails]


def smoothed(world: World, weights: Weights, width: float) -> tuple[float, Array]:
    """The sum of the tails' rates, each draw counted by a logistic step, and its gradient."""
    total, gradient = 0.0, np.zeros(2 * PAIRS + 1)
    towards = weights.towards @ world.likelihood
    for tails in world.tails:
        evidence = weights.against @ tails
        beyond = np.log(weights.cut) - np.log(evidence / towards + 1e-300)
        step = 1 / (1 + np.exp(-np.clip(beyond / width, -50, 50)))
        slope = step * (1 - step) / width / step.size
        by_against = -(tails @ (slope / evidence))
        by_towards = world.likelihood @ (slope / towards) + by_against * FLOOR / (1 + FLOOR)
        gradient[:PAIRS] += _through(weights.own, by_against / (1 + FLOOR))
        gradient[PAIRS:-1] += _through(weights.towards, by_towards)
        gradient[-1] += slope.sum()
        total += float(step.mean())
    return total, gradient


def _through(shares: Array, by: Array) -> Array:
    """A gradient by shares as one by their logarithms."""
    found: Array = shares * (by - shares @ by)
    return found


def pull(held: tuple[World, ...], weights: Weights, width: float) -> Array:
    """The gradient of what is wrong: errors above `ERROR`, finds below `GOAL` of the oracle's."""
    found = np.zeros(2 * PAIRS + 1)
    for world in held:
        rate, gradient = smoothed(world, weights, width)
        if world.truth == "edge":
            found += 6000 * max(0.0, rate - ERROR) * gradient
        else:
            short = max(0.0, GOAL - rate / world.oracle)
            found -= 2 * WEIGHT[world.truth] * short * gradient / world.oracle
    return found


def calibrate(held: tuple[World, ...], free: Array, steps: int) -> Array:
    """Adam's steps down that gradient, the smoothing narrowed on the way."""
    mean, square = np.zeros_like(free), np.zeros_like(free)
    for at in range(1, steps + 1):
        gradient = pull(held, Weights(free), SMOOTH * (1 - 0.8 * at / steps))
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient**2
        size = np.sqrt(square / (1 - 0.99**at)) + 1e-9
        free = np.clip(free - RATE * (1 - 0.7 * at / steps) * mean / (1 - 0.9**at) / size, -12, 12)
    return free


def said(n: int, held: tuple[World, ...], weights: Weights) -> str:
    """One line on a length: the worst error, and the share of the oracle's finds."""
    errors = [sum(rates(one, weights)) for one in held if one.truth == "edge"]
    found = [
        f"{one.truth} {rates(one, weights)[0] / one.oracle:.2f}"
        for one in held
        if one.truth != "edge"
    ]
    return f"{n}: missed at most {max(errors):.3f}; of the oracle's finds {', '.join(found)}"


HEAD = '''"""Weights over the memories of `memory.GRID`, and a cut, for a {kind} by length.

`scripts/calibrate_memory.py` writes this file; `averaged` says what the numbers do.
"""

from __future__ import annotations

from squarely.estimators.calibrated.form import Table, Tables

# fmt: off
{name}: Tables = {{
'''


def written(kind: str, tables: dict[int, Weights]) -> str:
    """The text of one module."""
    blocks = [
        f"    {n}: Table(\n{_listed(one.against)},\n{_listed(one.towards)}, {one.cut:.5f}),\n"
        for n, one in tables.items()
    ]
    return HEAD.format(kind=kind, name=kind.upper()) + "".join(blocks) + "}\n# fmt: on\n"


def _listed(shares: Array) -> str:
    """Shares to three digits; what is below two thousandths is nothing."""
    kept = np.where(shares < 2e-3, 0.0, shares)
    digits = (f"{share:.3f}".lstrip("0").rstrip("0") for share in kept / kept.sum())
    shown = ", ".join("0" if one == "." else one for one in digits)
    return textwrap.indent("\n".join(textwrap.wrap(f"({shown})", WIDTH)), " " * 8)


def tabled(kind: str, draws: int) -> str:
    """Every length of one kind, each from the one before."""
    free, tables = start(), {}
    lengths = LENGTHS[kind]
    for n, until in zip(lengths, (*lengths[1:], LONGEST), strict=True):
        held = worlds(kind, n, until, draws)
        free = calibrate(held, free, FIRST if n == lengths[0] else LATER)
        tables[n] = Weights(free)
        print(kind, said(n, held, tables[n]), flush=True)
    return written(kind, tables)


def main() -> int:
    """Calibrate a line and a step, and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2_500)
    draws = parser.parse_args().draws
    with ProcessPoolExecutor(len(LENGTHS)) as pool:
        texts = pool.map(tabled, LENGTHS, [draws] * len(LENGTHS))
        for kind, text in zip(LENGTHS, texts, strict=True):
            (TABLES / f"{kind}.py").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
