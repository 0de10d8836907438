"""Among pairs given a probability p about p are true, in worlds that break the assumptions too."""

from __future__ import annotations

import numpy as np
import pytest
from bench.planted import WINDOWS, WORLDS, planted

from squarely.matching import best

EDGES = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0 + 1e-9])
SIZE = 30_000


@pytest.mark.parametrize("name", WORLDS)
def test_probabilities_come_true(name: str) -> None:
    """In every band the part true lies within 0.05 and three standard errors of the mean told."""
    world = planted(WORLDS[name], SIZE, 11)
    found = best.scored(world.events, WINDOWS)
    left, right = (found.canonical.first[side] for side in (found.pairs.left, found.pairs.right))
    ours, theirs = np.minimum(left, right), np.maximum(left, right)
    true = world.original[theirs - SIZE] == ours
    band = np.digitize(found.probability, EDGES) - 1
    for number in np.unique(band):
        told, held = found.probability[band == number], true[band == number]
        error = np.sqrt(max(told.mean() * (1 - told.mean()), 1e-4) / told.size)
        assert abs(told.mean() - held.mean()) < 0.05 + 3 * error, (EDGES[number], told.size)
    assert found.probability.sum() == pytest.approx(true.sum(), rel=0.03, abs=100)


def test_what_is_learnt_is_close_to_what_was_planted() -> None:
    world = planted(WORLDS["as the reference was studied"], SIZE, 12)
    found = best.scored(world.events, WINDOWS)
    (learnt,) = found.learnt.values()
    assert learnt.matches == pytest.approx(SIZE / 2, rel=0.01)
    chance = found.pairs.size - SIZE / 2  # all copies lie within the windows
    assert learnt.by_chance == pytest.approx(chance, rel=0.1)
