"""How far two sources agree on labels that have an order: Cohen's weighted kappa.

Labels i and j of k lie |i - j| / (k - 1) apart (linear weights) or the square of that (quadratic).
Kappa is one minus the mean distance seen over the mean distance that labels paired at random would
have. It has no value where all labels of both sources are one. Intervals are percentiles of a
bootstrap over clusters: a claim and its opposite are no two observations.

Sources: Cohen 1968, Psychological Bulletin 70:213; Efron 1979, Annals of Statistics 7:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Weights = Literal["linear", "quadratic"]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Weighted kappa with its 95% interval; None where it has no value."""

    value: float | None
    low: float | None
    high: float | None


def crossed(pairs: list[tuple[int, int]], labels: int) -> Array:
    """How often each pair of labels occurs, (labels, labels)."""
    table = np.zeros((labels, labels))
    for first, second in pairs:
        table[first, second] += 1
    return table


def weighted(tables: Array, weights: Weights) -> Array:
    """Kappa of each table of (..., k, k); NaN where no distance could occur by chance."""
    size = tables.shape[-1]
    apart = np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)
    distance = apart if weights == "linear" else apart**2
    total = tables.sum((-2, -1))
    chance = tables.sum(-1)[..., :, None] * tables.sum(-2)[..., None, :]
    seen = (tables * distance).sum((-2, -1)) * total
    expected = (chance * distance).sum((-2, -1))
    return np.where(expected > 0, 1 - seen / np.where(expected > 0, expected, 1), np.nan)


def measured(clusters: Array, weights: Weights, resamples: int, seed: int) -> Kappa:
    """Kappa over clusters of claims, each a table of (k, k), with its interval."""
    if not clusters.sum():
        return Kappa(None, None, None)
    value = float(weighted(clusters.sum(0), weights))
    if np.isnan(value):
        return Kappa(None, None, None)
    many = len(clusters)
    drawn = np.random.default_rng(seed).multinomial(many, np.full(many, 1 / many), resamples)
    found = weighted(np.einsum("rc,cij->rij", drawn, clusters), weights)
    low, high = np.nanquantile(found, (0.025, 0.975))
    return Kappa(value, float(low), float(high))
