"""How many events all lists missed, from how their lists overlap.

Two lists: Chapman's estimator, which holds only if being on one list says nothing of being on the
other; with two lists nothing can test that. Three to five lists: Poisson log-linear models of the
counts by list, with every set of dependences between pairs of lists (at most three of them from
five lists on), each weighed by Akaike's criterion. The interval is where the profile likelihoods of
the models, so weighed, leave half of one minus the level on either side.

Assumes that no dependence of three or more lists at once acts (the data can never show one), that
every event could be on every list, that the links between lists are right, and that the events stay
the same while the lists are kept. Where some events are easier to find for all lists, the number
comes out too small. An estimate made so is a reading of the overlap, not a count.

Sources: Chapman 1951, University of California Publications in Statistics 1:131; Fienberg 1972,
Biometrika 59:591; Cormack 1992, Biometrics 48:567 (the profile interval); Turek & Fletcher 2012,
Computational Statistics & Data Analysis 56:2809 (intervals over models); Chao, Tsay, Lin, Shau &
Chao 2001, Statistics in Medicine 20:3123; Chan, Silverman & Vincent 2021, J. of the American
Statistical Association 116:1297 (lists that do not overlap).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from squarely.model.matching import Missed

Array = NDArray[np.float64]
History = tuple[int, ...]

LEVEL = 0.95
MOST_LISTS, ALL_TERMS = 5, 4  # up to so many lists every set of dependences is tried
MOST_TERMS = 3  # dependences at once beyond
LEAST_SHARED = 7  # events on two lists: below, Chapman's estimator is biased
LEAST_TWICE = 20  # events on two lists or more, of three or more lists
FAINT = 1e-3  # weight under which a model is left out
BEYOND = 1e4  # times what was seen: no estimate
GRID = 80
ASSUMPTIONS = (
    "assumption-heavy: a reading of how lists overlap, not a count",
    "every event could have been on every list, and links between lists are right",
    "no event is easier to find for all lists alike; else the number is too small",
)
OF_TWO = "being on one list says nothing of being on the other, which two lists cannot test"
OF_MORE = "lists may depend on each other in pairs, never three at once, which no data can show"


@dataclass(frozen=True, slots=True)
class Fit:
    """A model's terms, its estimate of what was missed, Akaike's criterion, its design."""

    terms: tuple[tuple[int, int], ...]
    missed: float
    criterion: float
    design: Array


def missed(histories: Mapping[Any, int], level: float = LEVEL) -> Missed:
    """What all lists missed, by the counts of events on exactly these lists (1) and not (0)."""
    told = sum(histories.values())
    lists = len(next(iter(histories), ()))
    assumptions = (*ASSUMPTIONS, OF_TWO if lists == 2 else OF_MORE)
    why = _why_not(histories, lists)
    if why:
        return Missed(told, None, None, None, level, (), why, assumptions)
    if lists == 2:
        return _two(histories, told, level, assumptions)
    return _more(histories, told, level, assumptions)


def _why_not(histories: Mapping[History, int], lists: int) -> str:
    """Why the overlap is too small to say anything; empty where it is not."""
    if lists < 2:
        return "one list alone tells nothing of what it misses"
    if lists > MOST_LISTS:
        return f"more than {MOST_LISTS} lists are not read"
    if lists == 2:
        shared = histories.get((1, 1), 0)
        fits = shared >= LEAST_SHARED
        return "" if fits else f"{shared} events on both lists, at least {LEAST_SHARED} are needed"
    twice = sum(count for history, count in histories.items() if sum(history) > 1)
    if twice < LEAST_TWICE:
        return f"{twice} events on two lists or more, at least {LEAST_TWICE} are needed"
    for one, two in combinations(range(lists), 2):
        if not any(count for history, count in histories.items() if history[one] and history[two]):
            return f"lists {one + 1} and {two + 1} share no event"
    return ""


def _two(
    histories: Mapping[History, int], told: int, level: float, assumptions: tuple[str, ...]
) -> Missed:
    """Chapman's estimator and its variance by Seber, on the scale of logarithms."""
    both = histories.get((1, 1), 0)
    first, second = both + histories.get((1, 0), 0), both + histories.get((0, 1), 0)
    total = (first + 1) * (second + 1) / (both + 1) - 1
    found = max(total - told, 0.0)
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    variance = spread / ((both + 1) ** 2 * (both + 2))
    if found == 0:
        return Missed(told, 0.0, 0.0, 0.0, level, (), "", assumptions)
    factor = np.exp(special.ndtri((1 + level) / 2) * np.sqrt(np.log1p(variance / found**2)))
    model = (("independent", 1.0, found),)
    return Missed(
        told, found, float(found / factor), float(found * factor), level, model, "", assumptions
    )


def _more(
    histories: Mapping[History, int], told: int, level: float, assumptions: tuple[str, ...]
) -> Missed:
    lists = len(next(iter(histories)))
    cells, counts = _cells(histories, lists)
    fits = [fit for terms in _models(lists) if (fit := _fitted(cells, counts, terms)) is not None]
    usable = [fit for fit in fits if fit.missed < BEYOND * told]
    if not usable:
        why = "no model gives a finite number"
        return Missed(told, None, None, None, level, (), why, assumptions)
    weights = _weights(usable)
    kept = [(fit, weight) for fit, weight in zip(usable, weights, strict=True) if weight > FAINT]
    share = sum(weight for _, weight in kept)
    kept = [(fit, weight / share) for fit, weight in kept]
    found = float(sum(weight * fit.missed for fit, weight in kept))
    low, high = _interval(kept, counts, level)
    models = tuple(
        (_named(fit.terms), float(weight), fit.missed)
        for fit, weight in sorted(kept, key=lambda one: -one[1])
    )
    return Missed(told, found, low, high, level, models, "", assumptions)


def _cells(histories: Mapping[History, int], lists: int) -> tuple[NDArray[np.int64], Array]:
    """All histories but the one on no list, and their counts."""
    cells = np.array([[mark >> at & 1 for at in range(lists)] for mark in range(1, 1 << lists)])
    return cells, np.array([histories.get(tuple(cell), 0) for cell in cells.tolist()], float)


def _models(lists: int) -> list[tuple[tuple[int, int], ...]]:
    """Every set of pairs of lists that may depend on each other."""
    every = list(combinations(range(lists), 2))
    most = len(every) if lists <= ALL_TERMS else MOST_TERMS
    return [terms for size in range(most + 1) for terms in combinations(every, size)]


def _design(cells: NDArray[np.int64], terms: Sequence[tuple[int, int]]) -> Array:
    pairs = [cells[:, one] * cells[:, two] for one, two in terms]
    return np.column_stack([np.ones(len(cells)), cells, *pairs]).astype(float)


def _fitted(
    cells: NDArray[np.int64], counts: Array, terms: tuple[tuple[int, int], ...]
) -> Fit | None:
    """The model with these dependences; None where its counts do not fix it."""
    for one, two in terms:
        shared = counts[(cells[:, one] & cells[:, two]) == 1]
        if not shared.sum():
            return None
    design = _design(cells, terms)
    found = _newton(design, counts)
    if found is None:
        return None
    means = np.exp(design @ found)
    criterion = 2 * design.shape[1] - 2 * float((counts * np.log(means) - means).sum())
    return Fit(terms, float(np.exp(found[0])), criterion, design)


def _newton(design: Array, counts: Array) -> Array | None:
    """The coefficients of a Poisson regression; None where they run away."""
    found = np.asarray(np.linalg.lstsq(design, np.log(counts + 0.5), rcond=None)[0], float)
    for _ in range(60):
        means = np.exp(np.clip(design @ found, -30, 30))
        slope = design.T @ (counts - means)
        try:
            step = np.linalg.solve((design.T * means) @ design, slope)
        except np.linalg.LinAlgError:
            return None
        found = np.asarray(found + np.clip(step, -2, 2), float)
        if np.abs(step).max() < 1e-9:
            return found
    return None


def _weights(fits: Sequence[Fit]) -> Array:
    criteria = np.array([fit.criterion for fit in fits])
    weights = np.exp(-(criteria - criteria.min()) / 2)
    return np.asarray(weights / weights.sum())


def _interval(
    kept: Sequence[tuple[Fit, float]], counts: Array, level: float
) -> tuple[float, float]:
    """Where the weighed profile likelihoods leave the tails that the level asks for."""
    middle = [max(fit.missed, 0.5) for fit, _ in kept]
    spread = np.exp(8 / np.sqrt(max(counts.min(), 0.5)))
    grid = np.geomspace(max(min(middle) / spread, 0.05), max(middle) * spread, GRID)
    below_it = np.zeros(grid.size)
    for fit, weight in kept:
        roots = _roots(fit, counts, grid)
        below_it += weight * special.ndtr(roots)
    tail = (1 - level) / 2
    low = float(np.interp(tail, below_it, grid)) if below_it[0] < tail else 0.0
    return low, float(np.interp(1 - tail, below_it, grid))


def _roots(fit: Fit, counts: Array, grid: Array) -> Array:
    """The signed root of the rise in deviance at each number missed."""
    nobody = np.zeros(fit.design.shape[1])
    nobody[0] = 1.0
    design = np.vstack([fit.design, nobody])
    deviance = np.array([_deviance(design, np.append(counts, missing)) for missing in grid])
    least = min(float(deviance.min()), _deviance(design, np.append(counts, fit.missed)))
    roots = np.sqrt(np.maximum(deviance - least, 0.0))
    return np.maximum.accumulate(np.where(grid < fit.missed, -roots, roots))


def _deviance(design: Array, counts: Array) -> float:
    """Twice what the likelihood lacks against that of a model as rich as the data (Cormack)."""
    found = _newton(design, counts)
    if found is None:
        return np.inf
    means = np.exp(design @ found)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(counts > 0, counts * np.log(counts / means), 0.0)
    return float(2 * (parts - counts + means).sum())


def _named(terms: Sequence[tuple[int, int]]) -> str:
    """A model in words, its lists counted from 1."""
    pairs = ", ".join(f"{one + 1} with {two + 1}" for one, two in terms)
    return pairs or "independent"
