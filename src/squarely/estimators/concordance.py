"""Whether two signs of each actor go together more than they would if paired at random.

Each actor has two moves: up, down or none. Concordance is the share of actors whose two moves are
the same; taken from it is the share that would be the same if every actor's first move stood beside
another actor's second. What remains is nought where the pairing says nothing, however one-sided the
moves are (nine in ten rise in both: 82% agree by chance).

The interval draws actors: the variance of the statistic's influence, Student's t. In small samples
all may agree, and the variance of what was seen is then nought, so six actors are added, spread
evenly over the nine pairs of moves, to the variance and to nothing else. Six is what holds 95%
intervals to their word in one-sided worlds of ten actors (docs/warrants/word-deed.md).

Assumes independent actors. Sources: Cohen 1960, Educational and Psychological Measurement 20:37
(agreement beyond chance); Hampel 1974, JASA 69:383 (influence); Agresti & Caffo 2000, American
Statistician 54:280 (cases added to a variance).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

from squarely.estimators.regions import Tested
from squarely.model.finding import Interval

Array = NDArray[np.float64]
Marks = NDArray[np.int64]

ADDED = 6 / 9  # actors added to each pair of moves
DRAWS, SEED = 4999, 19600401
POINTS = 100.0


def table(first: Array, second: Array) -> Array:
    """Actors by their moves (-1, 0, 1), (3, 3)."""
    counts = np.zeros((3, 3))
    np.add.at(counts, (first.astype(int) + 1, second.astype(int) + 1), 1)
    return counts


def excess(counts: Array) -> float:
    """Concordance less that of all pairings of two different actors."""
    n = float(counts.sum())
    return n / (n - 1) * (_same(counts) - _by_chance(counts))


def _same(counts: Array) -> float:
    return float(np.trace(counts) / counts.sum())


def _by_chance(counts: Array) -> float:
    return float(counts.sum(axis=1) @ counts.sum(axis=0) / counts.sum() ** 2)


def error(counts: Array) -> float:
    """The standard error of the excess, with six actors added."""
    n = float(counts.sum())
    held = counts + ADDED
    total = held.sum()
    first, second = held.sum(axis=1) / total, held.sum(axis=0) / total
    influence = np.eye(3) - second[:, None] - first[None, :]
    mean = float((influence * held).sum() / total)
    spread = float(((influence - mean) ** 2 * held).sum() / total)
    return float(np.sqrt(spread / (n - 1)))


def compare(counts: Array) -> Tested:
    """The excess in points of a hundred, with intervals and one-sided p-values."""
    value, spread = POINTS * excess(counts), POINTS * error(counts)
    freedom = float(counts.sum()) - 1

    def interval(level: float) -> Interval:
        half = float(special.stdtrit(freedom, (1 + level) / 2)) * spread
        return Interval(value - half, value + half)

    reach = float(special.stdtrit(freedom, 0.975) + special.stdtrit(freedom, 0.8)) * spread
    return Tested(
        value,
        (interval(0.80), interval(0.90), interval(0.95)),
        lambda edge: float(special.stdtr(freedom, (edge - value) / spread)),
        lambda edge: float(special.stdtr(freedom, (value - edge) / spread)),
        lambda edge: edge + reach,
    )


def permuted(counts: Array) -> float:
    """How often a random pairing agrees at least as much: against no concordance at all."""
    return _permuted(tuple(int(count) for count in counts.ravel()))


@lru_cache(maxsize=1024)
def _permuted(cells: tuple[int, ...]) -> float:
    """Tables of paired moves are drawn cell by cell with the margins as they are."""
    whole = np.array(cells).reshape(3, 3)
    rows, columns = whole.sum(axis=1), whole.sum(axis=0)
    rng = np.random.default_rng(SEED)
    left = np.tile(columns, (DRAWS, 1))
    agree = np.zeros(DRAWS, dtype=int)
    for row in (0, 1):
        drawn = _dealt(rng, left, np.full(DRAWS, rows[row]))
        agree += drawn[:, row]
        left = left - drawn
    agree += left[:, 2]
    return float(1 + (agree >= np.trace(whole)).sum()) / (1 + DRAWS)


def _dealt(rng: np.random.Generator, left: Marks, take: Marks) -> Marks:
    """`take` of the moves that are left, by kind; (draws, 3)."""
    first = rng.hypergeometric(left[:, 0], left[:, 1] + left[:, 2], take)
    second = rng.hypergeometric(left[:, 1], left[:, 2], take - first)
    return np.column_stack([first, second, take - first - second])
