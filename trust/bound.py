"""What no test of a trend can beat: upper bounds on power, by `python -m trust.bound`.

A test must keep its errors at every memory up to .7 and at every scale, for it knows neither. Mix
the worlds in which nothing more than the edge happened, in any proportions: no test with errors of
at most `alpha` in each finds more of a given rise than the likelihood-ratio test of that rise
against the mixture (Neyman and Pearson). The proportions are moved until that is least. Errors of
3.5% a side are what an interval of 93% allows; the bound knows the very rise it is asked about,
which no interval does. Written to docs/trust/bounds.json, which the page of `trend` shows.

Source: Elliott, Müller and Watson 2015, Econometrica 83:771 (bounds on power).
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from itertools import product
from math import log

import numpy as np
from numpy.typing import NDArray

from trust.counts import CountWorld, covariance, oracle_power
from trust.written import DOCS

Array = NDArray[np.float64]

EDGE = log(1.25)
ALPHA = 0.035
LENGTHS, MEMORIES, RISES = (24, 36, 60, 120), (0.0, 0.4, 0.7), {"x2": log(2), "x4": log(4)}
NULLS = tuple(product((0.0, 0.2, 0.4, 0.55, 0.7), (0.6, 0.8, 1.0, 1.25, 1.6, 2.2)))
DRAWS, ROUNDS, PACE, SEED = 4_000, 250, 5.0, 20150501


@dataclass(frozen=True, slots=True)
class Under:
    """What tells one memory: the whitening of a series and of its constant, the determinant."""

    white: Array
    constant: Array
    known: float
    root: Array


def under(n: int, rho: float) -> Under:
    """One memory of the bench's plain world."""
    root = np.asarray(np.linalg.cholesky(covariance(CountWorld(n, rho, 0.0))), dtype=np.float64)
    white = np.asarray(np.linalg.inv(root), dtype=np.float64)
    constant = white @ np.ones(n)
    known = float(np.log(np.diag(root)).sum()) + float(np.log(constant @ constant)) / 2
    return Under(white, constant, known, root)


def said(y: Array, rise: float, one: Under, scale: float) -> Array:
    """The log likelihood of each row under a rise, its level unknown."""
    time = np.linspace(-0.5, 0.5, y.shape[1])
    left = (y - rise * time) @ one.white.T
    left -= np.outer(left @ one.constant / (one.constant @ one.constant), one.constant)
    found: Array = (
        -np.square(left).sum(axis=1) / 2 / scale**2 - one.known - (y.shape[1] - 1) * np.log(scale)
    )
    return found


def bound(world: CountWorld) -> float:
    """The most that any test with errors of `ALPHA` a side finds of this world's rise."""
    rng = np.random.default_rng(SEED)
    n, time = world.n, np.linspace(-0.5, 0.5, world.n)
    memories = {rho: under(n, rho) for rho, _ in NULLS}
    own = under(n, world.rho)

    def drawn(one: Under, scale: float, rise: float) -> tuple[Array, Array]:
        y = scale * (rng.normal(size=(DRAWS, n)) @ one.root.T) + rise * time
        nulls = [said(y, EDGE, memories[rho], by) for rho, by in NULLS]
        return np.array(nulls), said(y, world.change, own, 1.0)

    false = [drawn(memories[rho], scale, EDGE) for rho, scale in NULLS]
    true = drawn(own, 1.0, world.change)
    return _least(false, true)


def _least(false: list[tuple[Array, Array]], true: tuple[Array, Array]) -> float:
    mixture, least = np.full(len(NULLS), 1 / len(NULLS)), 1.0
    for _ in range(ROUNDS):
        ratios = [_ratio(one, mixture) for one in false]
        ordered = np.argsort(-np.concatenate(ratios))
        weight = np.cumsum(np.repeat(mixture / DRAWS, DRAWS)[ordered])
        cut = np.concatenate(ratios)[ordered][np.searchsorted(weight, ALPHA)]
        least = min(least, float(np.mean(_ratio(true, mixture) > cut)))
        errors = np.array([np.mean(one > cut) for one in ratios])
        mixture = mixture * np.exp(PACE * (errors - ALPHA))
        mixture = mixture / mixture.sum()
    return least


def _ratio(one: tuple[Array, Array], mixture: Array) -> Array:
    nulls, rise = one
    top = nulls.max(axis=0)
    found: Array = rise - top - np.log((mixture[:, None] * np.exp(nulls - top)).sum(axis=0))
    return found


def main() -> int:
    """Every length, memory and rise."""
    cells = []
    for n, rho, (truth, rise) in product(LENGTHS, MEMORIES, RISES.items()):
        world = replace(CountWorld(n, rho, rise))
        most, oracle = bound(world), oracle_power(world, EDGE)
        row = {"n": n, "rho": rho, "truth": truth, "bound": most, "oracle": oracle}
        cells.append({**row, "bound": round(most, 3), "oracle": round(oracle, 3)})
        print(*cells[-1].values(), flush=True)
    head = {"schema": "squarely-bounds/1", "alpha": ALPHA, "draws": DRAWS, "seed": SEED}
    lines = ",\n".join(f"  {json.dumps(cell)}" for cell in cells)
    text = f'{json.dumps(head, indent=1)[:-2]},\n "cells": [\n{lines}\n ]\n}}\n'
    (DOCS / "bounds.json").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
