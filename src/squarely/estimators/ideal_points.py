"""Where members stand on one line, from how they voted: a graded item response model.

A member at x takes at least the k-th position on a vote with the chance of a logistic curve,
s x - c_k: each vote has a slope and one cut between two positions. Members move from one period to
the next by a Gaussian step. Slopes and cuts are fitted by expectation and maximisation over a grid
of positions, forward and backward over the periods, so that nothing is drawn at random.

An approximation of Bailey, Strezhnev and Voeten's model: logistic for normal curves, penalised
likelihood for Gibbs sampling, and no resolutions held alike from year to year by hand.

Assumes one dimension, and votes that given the positions are independent. Sign, origin and scale
are free: they are the pole that is asked for, and mean 0 and standard deviation 1 of all positions.

Sources: Bailey, Strezhnev and Voeten 2017, Journal of Conflict Resolution 61:430; Samejima 1969,
Psychometrika monograph 17; Bock and Aitkin 1981, Psychometrika 46:443; Kitagawa 1987, Journal of
the American Statistical Association 82:1032 (filtering on a grid).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
Cast = NDArray[np.int8]  # (votes, members): 0, 1, .. from no to yes; NONE where no position
Whole = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]

NONE = -1
GRID = np.linspace(-4.0, 4.0, 41)
FINE = np.linspace(-8.0, 8.0, 801)
STEP = 0.5  # standard deviation of a member's move from one period to the next
STEEP, WIDE = 2.0, 4.0  # standard deviations of slopes and of cuts, before a vote is seen
GAP = 0.05  # least distance of two cuts
ROUNDS, STILL = 60, 0.002
NUDGES = 3
LONGEST = 1.0  # step of a slope or cut in one round
TINY, NOTHING = 1e-7, 1e-20


@dataclass(frozen=True, slots=True)
class Items:
    """Slope of each vote, and its cuts in rising order (votes, positions less one)."""

    slope: Array
    cuts: Array


@dataclass(frozen=True, slots=True)
class Fitted:
    """Mean position (periods, members), its standard error, the votes' items.

    NaN where a member cast no vote in a period.
    """

    place: Array
    error: Array
    items: Items


def fit(
    cast: Cast, when: Whole, levels: int = 3, rounds: int = ROUNDS, start: Items | None = None
) -> Fitted:
    """Positions of all members in each period; `when` is the period of each vote, from 0.

    `start` are items to set out from, of much the same members.
    """
    periods = int(when.max()) + 1
    shown = [(cast == level).astype(np.float32) for level in range(levels)]
    voted = np.array([(cast[when == period] != NONE).any(axis=0) for period in range(periods)])
    grid, steps = GRID.astype(np.float32), _steps()
    items = start or _unknown(shown)
    chance = chances(items, grid)
    if start:
        belief = _smoothed(_likelihood(chance, shown, when, periods), steps)
    else:
        belief = _narrow(first_axis(cast), periods)
    for _ in range(rounds):
        before = items.slope
        items = _improved(items, chance, _expected(shown, when, belief))
        items = _scaled(items, belief, voted)
        chance = chances(items, grid)
        belief = _smoothed(_likelihood(chance, shown, when, periods), steps)
        if np.abs(items.slope - before).max() < STILL:
            break
    return _told(belief, items, voted)


def first_axis(cast: Cast) -> Array:
    """The first principal axis of members' agreement over all votes: where the search begins."""
    known = cast != NONE
    value = np.where(known, cast, 0).astype(np.float64)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    centred = np.where(known, value - value.sum(axis=1, keepdims=True) / count, 0.0)
    both = known.astype(np.float64).T @ known
    alike = centred.T @ centred / np.maximum(both, 1)
    axis = np.linalg.eigh(alike)[1][:, -1]
    found: Array = (axis - axis.mean()) / max(float(axis.std()), TINY)
    return found


def _narrow(at: Array, periods: int) -> Floats:
    """A belief about each member's position (periods, members, grid), the same in each period."""
    one = np.exp(-0.5 * np.square((GRID - at[:, None]) / 0.5))
    return _normal(np.broadcast_to(one, (periods, *one.shape)))


def _normal(belief: Array) -> Floats:
    """Sums of one; what is next to nothing is nothing, since such numbers are slow to multiply."""
    parts = belief / belief.sum(axis=2, keepdims=True)
    return np.where(parts < NOTHING, 0, parts).astype(np.float32)


def _unknown(shown: list[Floats]) -> Items:
    """Votes that tell nothing: flat, cut by how many took each position."""
    counts = np.stack([one.sum(axis=1) for one in shown], axis=1).astype(np.float64) + 0.5
    above = np.cumsum(counts[:, ::-1], axis=1)[:, ::-1][:, 1:] / counts.sum(axis=1, keepdims=True)
    return Items(np.zeros(len(counts)), _apart(-special.logit(above)))


def _apart(cuts: Array) -> Array:
    """Cuts in rising order, at least a gap apart."""
    for k in range(1, cuts.shape[1]):
        low = cuts[:, k - 1] + GAP
        cuts[:, k] = np.maximum(cuts[:, k], low)
    return cuts


def _steps() -> Array:
    """The chance of each move on the grid from one period to the next."""
    moves = np.exp(-0.5 * np.square((GRID[:, None] - GRID) / STEP))
    found: Array = moves / moves.sum(axis=1, keepdims=True)
    return found


def _above(items: Items, at: Floats) -> Floats:
    """The chance of at least each position, from the lowest; then none (levels + 1, votes, places).

    In the precision of `at`.
    """
    slope, cuts = items.slope.astype(at.dtype), items.cuts.astype(at.dtype)
    found = np.zeros((cuts.shape[1] + 2, slope.size, at.size), at.dtype)
    found[0] = 1
    for level in range(cuts.shape[1]):
        special.expit(slope[:, None] * at - cuts[:, level, None], out=found[level + 1])
    return found


def chances(items: Items, at: Floats) -> Floats:
    """The chance of each position (levels, votes, places)."""
    above = _above(items, at)
    return np.maximum(above[:-1] - above[1:], TINY)


def _likelihood(chance: Floats, shown: list[Floats], when: Whole, periods: int) -> Array:
    """Log likelihood of each member at each place (periods, members, grid)."""
    logs = np.log(chance)
    found = np.zeros((periods, shown[0].shape[1], GRID.size))
    for period in range(periods):
        of = slice(None) if periods == 1 else when == period
        for level, took in enumerate(shown):
            found[period] += took[of].T @ logs[level][of]
    return found


def _smoothed(logs: Array, steps: Array) -> Floats:
    """What each member's votes of all periods say of its place in each."""
    seen = np.exp(logs - logs.max(axis=2, keepdims=True))
    start = np.exp(-0.5 * np.square(GRID))
    forward, backward = np.empty_like(seen), np.ones_like(seen)
    now = seen[0] * start
    forward[0] = now / now.sum(axis=1, keepdims=True)
    for period in range(1, len(seen)):
        now = (forward[period - 1] @ steps) * seen[period]
        forward[period] = now / now.sum(axis=1, keepdims=True)
    for period in range(len(seen) - 2, -1, -1):
        now = (backward[period + 1] * seen[period + 1]) @ steps.T
        backward[period] = now / now.sum(axis=1, keepdims=True)
    return _normal(forward * backward)


def _expected(shown: list[Floats], when: Whole, belief: Floats) -> Floats:
    """How many took each position at each place of the grid (levels, votes, grid)."""
    found = np.empty((len(shown), len(when), GRID.size), np.float32)
    for period in range(len(belief)):
        of = slice(None) if len(belief) == 1 else when == period
        for level, took in enumerate(shown):
            found[level][of] = took[of] @ belief[period]
    return found


def _improved(items: Items, chance: Floats, counts: Floats) -> Items:
    """One scoring step of every vote's slope and cuts, all votes at once."""
    levels, size = counts.shape[0], items.slope.size
    total = counts.sum(axis=0)
    gain, held = np.zeros((size, levels)), np.zeros((size, levels, levels))
    for level, score in enumerate(_scores(chance)):
        for one, rise in score.items():
            gain[:, one] += np.einsum("jq,jq->j", counts[level], rise)
            weighed = rise * chance[level] * total
            for two, other in score.items():
                held[:, one, two] += np.einsum("jq,jq->j", weighed, other)
    prior = np.array([STEEP**-2] + [WIDE**-2] * (levels - 1))
    now = np.column_stack([items.slope, items.cuts])
    move = np.linalg.solve(held + np.diag(prior), (gain - prior * now)[:, :, None])[:, :, 0]
    then = now + np.clip(move, -LONGEST, LONGEST)
    return Items(then[:, 0], _apart(then[:, 1:]))


def _scores(chance: Floats) -> list[dict[int, Floats]]:
    """How fast each position's log chance rises with the slope (0) and each cut (1, ..)."""
    levels, at = len(chance), GRID.astype(np.float32)
    above = np.cumsum(chance[::-1], axis=0)[::-1]
    density = above * (1 - above)  # of the cut below each position; of the lowest none
    found = []
    for level in range(levels):
        low = density[level] if level else np.zeros_like(at)
        high = density[level + 1] if level + 1 < levels else np.zeros_like(at)
        score = {0: at * (low - high) / chance[level]}
        if level:
            score[level] = -low / chance[level]
        if level + 1 < levels:
            score[level + 1] = high / chance[level]
        found.append(score)
    return found


def _scaled(items: Items, belief: Floats, voted: NDArray[np.bool_]) -> Items:
    """The votes as they stand once positions have mean 0 and standard deviation 1."""
    mass = belief[voted].mean(axis=0, dtype=np.float64)
    middle = float(mass @ GRID)
    scale = max(float(np.sqrt(mass @ np.square(GRID - middle))), TINY)
    return Items(items.slope * scale, items.cuts - (items.slope * middle)[:, None])


def _told(belief: Floats, items: Items, voted: NDArray[np.bool_]) -> Fitted:
    """What is believed of each member in each period in which it voted."""
    place = belief @ GRID
    error = np.sqrt(np.maximum(belief @ np.square(GRID) - np.square(place), 0.0))
    return Fitted(np.where(voted, place, np.nan), np.where(voted, error, np.nan), items)


def stand(items: Items, cast: Cast, weight: Array) -> tuple[Array, Array]:
    """Where members stand, and what each vote adds to the error of it (votes, members).

    Warm's weighted likelihood: the crowd's mean does not draw them in.
    """
    chance = chances(items, FINE)
    bend = _bend(items, FINE)
    told = (chance * np.square(bend)).sum(axis=0)
    logs = np.log(chance)
    voted = (cast != NONE) * weight[:, None]
    known = voted.T @ told
    likely = 0.5 * np.log(np.maximum(known, TINY))
    for level in range(len(chance)):
        likely += ((cast == level) * weight[:, None]).T @ logs[level]
    at = likely.argmax(axis=1)
    score = np.zeros(cast.shape)
    for level in range(len(chance)):
        score += (cast == level) * bend[level][:, at]
    sure = np.maximum(known[np.arange(at.size), at], TINY)
    return FINE[at], score * weight[:, None] / sure


def again(items: Items, cast: Cast, weight: Array, at: Array) -> Array:
    """Where members would stand by other items, much like those by which they stand at `at`."""
    for _ in range(NUDGES):
        bend, chance = _bend(items, at), chances(items, at)
        known = (cast != NONE) * weight[:, None] * (chance * np.square(bend)).sum(axis=0)
        score = np.zeros(at.size)
        for level in range(len(chance)):
            score += ((cast == level) * weight[:, None] * bend[level]).sum(axis=0)
        at = at + np.clip(score / np.maximum(known.sum(axis=0), TINY), -LONGEST, LONGEST)
    return at


def _bend(items: Items, at: Floats) -> Floats:
    """How fast the log chance of each position rises along the line (levels, votes, places)."""
    above = _above(items, at)
    return items.slope[:, None] * (1 - above[:-1] - above[1:])
