"""The chance that each of many rival pairs belongs to a matching in which none is matched twice.

A matching weighs the product of its pairs' odds. Each pair tells its two ends how much their other
pairs want them; passing this on until it settles gives the pairs' chances, exactly where the pairs
form no circle and closely elsewhere. The equations have one solution on any graph.

Sources: Heilmann & Lieb 1972, Communications in Mathematical Physics 25:190; Bayati, Gamarnik,
Katz, Nair & Tetali 2007, 39th ACM Symposium on Theory of Computing; Fioc 2014, Astronomy &
Astrophysics 566:A8 (one-to-one association of catalogues).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from squarely.matching.events import Floats, Ints

MOST_SWEEPS, MOST_OF_MANY = 400, 40
SETTLED, SETTLED_MANY = 1e-9, 1e-3  # the second beyond so many pairs
MANY = 100_000


@dataclass(frozen=True, slots=True)
class Rivals:
    """Pairs (m,) by the places of their ends, and how many ends there are on either side."""

    left: Ints
    right: Ints
    lefts: int
    rights: int


def marginals(
    rivals: Rivals, odds: Floats, free: Floats | None = None, sweeps: int = 0
) -> tuple[Floats, Floats]:
    """The chance of every pair, and how free its right end is (to start the next call from).

    >>> rivals = Rivals(np.array([0, 0]), np.array([0, 1]), 1, 2)
    >>> marginals(rivals, np.array([3.0, 1.0]))[0].round(3).tolist()
    [0.6, 0.2]
    """
    theirs = np.ones(odds.size) if free is None else free
    ours, settled = theirs, SETTLED if odds.size < MANY else SETTLED_MANY
    most = sweeps or (MOST_SWEEPS if odds.size < MANY else MOST_OF_MANY)
    for _ in range(most):
        ours = _free(rivals.left, odds * theirs, rivals.lefts)
        again = _free(rivals.right, odds * ours, rivals.rights)
        moved = float(np.abs(again - theirs).max(initial=0.0))
        theirs = again
        if moved < settled:
            break
    pull = odds * ours * theirs
    return pull / (1 + pull), theirs


def _free(ends: Ints, wanted: Floats, count: int) -> Floats:
    """How free an end is for one pair: less, the more its other pairs want it."""
    others = np.bincount(ends, wanted, count)[ends] - wanted
    return 1 / (1 + np.maximum(others, 0.0))
