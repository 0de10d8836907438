"""The probability that two reports tell one event, learnt from the data at hand.

A pair's likelihood ratio is the product of three: how far apart, how many days, and on which level
each taxonomy agrees, among pairs that are one event against pairs that chance brings together. The
second kind is measured by setting one dataset off in time (`chance`); the first kind and the share
of reports that are told twice are estimated by expectation and maximisation, where the expectation
heeds that a report has at most one counterpart in the other dataset (`marginals`). Where this gains
too little over chance alone, nothing is told apart and no pair is probable. The ratio of
distances never rises with distance. The density of chance pairs may differ from place to place: it
is drawn from a report's other candidates as far as the pairs by chance vary more than they would
over an even ground.

Assumes that distance, days and categories err independently, and that a dataset tells an event
once. Where one does not, the pairs of its doubles share their probability.

Sources: Fellegi & Sunter 1969, J. of the American Statistical Association 64:1183; Winkler 2000,
US Bureau of the Census RR2000/05 (expectation and maximisation for their weights); Sutherland &
Saunders 1992, Monthly Notices of the Royal Astronomical Society 259:413; Fioc 2014, Astronomy &
Astrophysics 566:A8; Schwarz 1978, Annals of Statistics 6:461.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from squarely.matching.candidates import Candidates
from squarely.matching.chance import Chance
from squarely.matching.events import Events, Floats, Ints, Rule
from squarely.matching.marginals import Rivals, marginals

MOST_ROUNDS = 60
SETTLED = 1e-4  # of the expected number of matches, relative
LEAST_RINGS, MOST_RINGS, PAIRS_A_RING = 16, 24, 200
AREAS = 6  # rings of one area each, beside those of one share
MOST_DAYS = 31  # bins of the days between
PRIOR = 20.0  # pairs by which the even spread counts beside those found by chance
SMOOTH = 1.0  # of a match, by chance, mixed into what is learnt of matches
ENOUGH_TO_VARY = 50  # chance pairs, to say how even the ground is
MOST_PAIRS, STRETCH = 250_000, 14  # pairs to learn from; days that stay together
SWEEPS_A_ROUND = 4
EVEN = 1e3  # the shape of a ground as even as can be


@dataclass(frozen=True, slots=True)
class Feature:
    """What is compared: the bin of every pair, the part of chance pairs in each bin.

    `falling` tells that the likelihood ratio never rises from bin to bin.
    """

    bins: Ints
    chance: Floats
    falling: bool = False


@dataclass(frozen=True, slots=True)
class Learnt:
    """The probability of every pair, and what was learnt: matches, pairs by chance, evenness."""

    probability: Floats
    matches: float
    by_chance: float
    shape: float
    shifts: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The chance pairs expected in all, how even the ground is, the sizes of both datasets."""

    expected: float
    shape: float
    sizes: tuple[float, float]


def learnt(events: Events, found: Candidates, chance: Chance, rule: Rule) -> Learnt:
    """The probability of every candidate of two datasets to be one event."""
    if not found.size:
        return Learnt(np.empty(0), 0.0, _expected(chance), EVEN, chance.shifts)
    sizes = tuple(
        float((events.source == events.source[side[0]]).sum()) for side in (found.left, found.right)
    )
    ground = Ground(_expected(chance), _shape(chance, sizes), (sizes[0], sizes[1]))
    features = _features(events, found, chance, rule)
    some, part = _some(events, found)
    matches, tables = _estimated(_rivals(found, some), features, ground, (some, part))
    if not _evident(features, tables, matches, ground):
        excess = found.size - ground.expected - 2 * np.sqrt(ground.expected * (1 + chance.weight))
        matches, tables = max(excess, 0.01), [np.ones(one.chance.size) for one in features]
    rivals = _rivals(found, slice(None))
    ratio = _product(features, tables, slice(None))
    thin = _thin(rivals, _start(found.size, matches), ground)
    free: Floats | None = None
    for _ in range(2 if ground.shape < EVEN else 1):
        probability, free = marginals(rivals, _odds(ratio, thin, matches, ground), free)
        thin = _thin(rivals, probability, ground)
    return Learnt(probability, matches, ground.expected, ground.shape, chance.shifts)


def _some(events: Events, found: Candidates) -> tuple[Ints, float]:
    """Pairs enough to learn from: those of every so many-th stretch of the calendar."""
    every = round(found.size / MOST_PAIRS)
    if every <= 1:
        return np.arange(found.size), 1.0
    stretch = events.first[found.left] // STRETCH
    some = np.flatnonzero(stretch % every == 0)
    return (some, some.size / found.size) if some.size else (np.arange(found.size), 1.0)


def _rivals(found: Candidates, some: Ints | slice) -> Rivals:
    left, ours = np.unique(found.left[some], return_inverse=True)
    right, theirs = np.unique(found.right[some], return_inverse=True)
    return Rivals(ours, theirs, left.size, right.size)


def _expected(chance: Chance) -> float:
    """How many of the candidates chance is expected to have made."""
    return (chance.pairs.size + 0.5) * chance.weight


def _shape(chance: Chance, sizes: Sequence[float]) -> float:
    """How even the ground is: the mean squared over what the variance has above the mean."""
    total = chance.pairs.size
    if total < ENOUGH_TO_VARY or not chance.shifts:
        return EVEN
    excess = []
    for side, size in zip((chance.pairs.left, chance.pairs.right), sizes, strict=True):
        counts = np.unique(side, return_counts=True)[1].astype(float)
        tried = size / max(1.0, chance.weight * chance.shifts)
        even = total**2 / tried  # pairs of pairs at one report, were the ground even
        found = (counts * (counts - 1)).sum() - np.sqrt(2 * even)  # less a standard error
        excess.append(max(found / even - 1, 1 / EVEN))
    return float(np.clip(1 / np.sqrt(excess[0] * excess[1]), 0.05, EVEN))


def _estimated(
    rivals: Rivals, features: Sequence[Feature], ground: Ground, some: tuple[Ints, float]
) -> tuple[float, list[Floats]]:
    """How many pairs are one event, and the likelihood ratio of every bin of every feature."""
    rows, part = some
    own = Ground(ground.expected * part, ground.shape,
                 (ground.sizes[0] * part, ground.sizes[1] * part))  # fmt: skip
    matches = max(rows.size - own.expected, 0.05 * rows.size, 0.5)
    tables = _first_guess(features)
    probability = _start(rows.size, matches)
    free: Floats | None = None
    for _ in range(MOST_ROUNDS):
        ratio = _product(features, tables, rows)
        odds = _odds(ratio, _thin(rivals, probability, own), matches, own)
        probability, free = marginals(rivals, odds, free, SWEEPS_A_ROUND)
        before, matches = matches, max(float(probability.sum()), 0.01)
        tables = _tables(features, probability, rows)
        if abs(matches - before) < SETTLED * before:
            break
    return matches / part, tables


def _evident(
    features: Sequence[Feature], tables: Sequence[Floats], matches: float, ground: Ground
) -> bool:
    """Whether the gain in likelihood over chance alone pays for the bins learnt (Schwarz)."""
    odds = matches / ground.expected * _product(features, tables, slice(None))
    gain = float(np.log1p(odds).sum()) - matches
    bins = 1 + sum(one.chance.size - 1 for one in features)
    return bool(gain > bins * np.log(max(odds.size, 2)) / 2)


def _start(pairs: int, matches: float) -> Floats:
    return np.full(pairs, min(matches / max(pairs, 1), 0.99))


def _odds(ratio: Floats, thin: Floats, matches: float, ground: Ground) -> Floats:
    """The odds of every pair against both of its reports being told once."""
    lone = [max(1 - matches / size, 1 / (size + 1)) for size in ground.sizes]
    return np.asarray(matches / (lone[0] * lone[1]) * ratio / thin)


def _thin(rivals: Rivals, probability: Floats, ground: Ground) -> Floats:
    """The pairs that chance would make in all, were the ground everywhere as here."""
    expected, shape, sizes = ground.expected, ground.shape, ground.sizes
    if shape >= EVEN:
        return np.full(probability.size, expected)
    found = np.ones(probability.size)
    for ends, count, size in (
        (rivals.left, rivals.lefts, sizes[0]), (rivals.right, rivals.rights, sizes[1])
    ):  # fmt: skip
        vain = 1 - probability
        others = np.bincount(ends, vain, count)[ends] - vain
        mean = expected / size
        found *= size * (shape + others) / (shape / mean + 1)
    return np.sqrt(found)


def _features(events: Events, found: Candidates, chance: Chance, rule: Rule) -> tuple[Feature, ...]:
    signed = events.first[found.right] - events.first[found.left]
    made = [_rings(found.km, chance.pairs.km, rule.km), _days(signed, chance.signed, rule.days)]
    for number in range(found.levels.shape[1]):
        made.append(_levels(found.levels[:, number], chance.pairs.levels[:, number]))
    return tuple(made)


def _rings(km: Floats, by_chance: Floats, reach: float) -> Feature:
    """Distance in rings of equal shares and of equal areas; chance spreads over the areas."""
    least = min(LEAST_RINGS, max(2, km.size // 25))
    count = int(np.clip(km.size // PAIRS_A_RING, least, MOST_RINGS))
    shares = np.quantile(km, np.linspace(0, 1, count + 1)[1:-1]) if km.size else km
    areas = reach * np.sqrt(np.arange(1, AREAS) / AREAS)  # far out candidates may be few
    edges = np.unique(np.r_[shares, areas])
    outer = np.r_[edges, max(reach, 1e-9)]
    area = np.diff(np.r_[0.0, np.minimum(outer, outer[-1])] ** 2) / outer[-1] ** 2
    part = _smoothed(np.searchsorted(edges, by_chance), np.maximum(area, 1e-9))
    return Feature(np.searchsorted(edges, km), part, falling=True)


def _days(signed: Ints, by_chance: Ints, days: int) -> Feature:
    """Days from the one report to the other, earlier and later apart."""
    count = min(2 * days + 1, MOST_DAYS)
    width = (2 * days + 1) / count
    bins, chance = (((one + days) / width).astype(np.int64) for one in (signed, by_chance))
    return Feature(bins, _smoothed(chance, np.full(count, 1 / count)))


def _levels(levels: np.ndarray, by_chance: np.ndarray) -> Feature:
    """The common level of a taxonomy; its part by chance has no even spread to lean on."""
    known, bins = np.unique(levels, return_inverse=True)
    hits = np.searchsorted(known, by_chance[np.isin(by_chance, known)])
    held = np.bincount(bins, minlength=known.size) + 1.0
    return Feature(bins, _smoothed(hits, held / held.sum(), 2.0))


def _smoothed(bins: Ints, even: Floats, prior: float = PRIOR) -> Floats:
    counts = np.bincount(bins, minlength=even.size) + prior * even / even.sum()
    return np.asarray(counts / counts.sum())


def _first_guess(features: Sequence[Feature]) -> list[Floats]:
    """Before anything is learnt: nearer is likelier, and nothing else tells."""
    rings = features[0].chance
    rank = np.arange(rings.size, 0, -1.0) ** 3
    return [rank / (rank * rings).sum(), *(np.ones(one.chance.size) for one in features[1:])]


def _product(features: Sequence[Feature], tables: Sequence[Floats], rows: Ints | slice) -> Floats:
    """The likelihood ratio of pairs: the product over what is compared."""
    found = tables[0][features[0].bins[rows]]
    for feature, table in zip(features[1:], tables[1:], strict=True):
        found = found * table[feature.bins[rows]]
    return found


def _tables(features: Sequence[Feature], probability: Floats, rows: Ints) -> list[Floats]:
    """The likelihood ratio of every bin under what the probabilities say of matches."""
    found = []
    for feature in features:
        counts = np.bincount(feature.bins[rows], probability, feature.chance.size)
        mixed: Floats = counts + SMOOTH * feature.chance
        table: Floats = mixed / mixed.sum() / feature.chance
        found.append(_falling(table, feature.chance) if feature.falling else table)
    return found


def _falling(ratio: Floats, weights: Floats) -> Floats:
    from scipy.optimize import isotonic_regression

    return np.asarray(isotonic_regression(ratio, weights=weights, increasing=False).x)
