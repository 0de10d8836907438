"""How far two reports agree on what happened: the finest common level of every taxonomy.

A score of zero is full agreement on the finest levels; a larger one is worse.

Sources: Donnay et al. 2019, J. of Conflict Resolution 63:1337.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from squarely.matching.events import UNTOLD, Events, Floats, Ints, Rule, Truths

NONE, SILENT = -1, -2  # no level agrees; one of the two reports tells no category

Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of pairs (m,): the common level of each taxonomy (m, k), the score, how many disagree."""

    levels: Levels
    score: Floats
    disagree: Ints


def agreed(events: Events, left: Ints, right: Ints, rule: Rule) -> Agreement:
    """How the taxonomies agree on pairs of reports."""
    count = len(events.levels)
    levels = np.empty((left.size, count), np.int8)
    total = np.zeros(left.size)
    weights = rule.weights or (1.0,) * count
    for number, codes in enumerate(events.levels):
        certain = None if rule.certainty is None else rule.certainty[number] - 1
        found = _common(codes, left, right, certain)
        levels[:, number] = found
        depth = max(1, codes.shape[1] - 1)
        total += np.where(found >= 0, weights[number] * found / depth, 0.0)
    disagree = np.asarray((levels == NONE).sum(axis=1), np.int64)
    score = (total + disagree) / max(1, count)
    return Agreement(levels, score, disagree)


def _common(codes: Ints, left: Ints, right: Ints, certain: int | None) -> Levels:
    """The finest common level, or whether the one that counts is common."""
    found = np.full(left.size, NONE, np.int8)
    depths = range(codes.shape[1] - 1, -1, -1) if certain is None else (certain,)
    for level in depths:
        ours = codes[:, level]
        found[ours[left] == ours[right]] = level
    silent = (codes[left, 0] == UNTOLD) | (codes[right, 0] == UNTOLD)
    found[silent] = SILENT
    return found


def passes(agreement: Agreement, rule: Rule, exactly: bool) -> Truths:
    """Which pairs may be one event; `exactly`: all agree, or `partial` do not, no fewer."""
    if exactly:
        return np.asarray((agreement.disagree == 0) | (agreement.disagree == rule.partial))
    return np.asarray(agreement.disagree <= rule.partial)
