"""How far the distance of two sides on one line moved from one period to another.

Each period has its own line, fitted to the votes of all members who took part in both
(`squarely.estimators.ideal_points`). Sign and origin do not touch a distance; the yardstick is the
standard deviation of those members' positions in that period. No period is drawn towards the
other, so that a change is not made smaller, and a changed agenda is another set of votes' slopes
and cuts. What all members do alike is invisible: the distance is one among them.

The two sides' positions are Warm's, which the crowd does not draw in. Their error is the sandwich
of the votes' scores, clustered as in `squarely.estimators.votes`, and for slopes, cuts and the
yardstick a jackknife over blocks of the other members.

Sources: Warm 1989, Psychometrika 54:427 (weighted likelihood); Bailey, Strezhnev and Voeten 2017,
Journal of Conflict Resolution 61:430; those of `squarely.estimators.votes`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from squarely.estimators.ideal_points import FINE, NONE, Cast, again, fit, stand
from squarely.estimators.votes import CROWD, TINIEST, Moved, clustered
from squarely.model.request import Occurrences

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

MEMBERS = 40  # beside the one whose distance it is, who voted in both periods: for a line
SEEN = 10  # votes in each period, for a member to be one of them
BLOCKS, AGAIN = 8, 8  # of the crowd, left out in turn; rounds of fitting without one
PER_POINT = 5.0  # deviations to a whole of agreement: .25 to 5 points; a year's swing is taken so
BEYOND = 0.05  # from the end of the line: no vote tells how far out


@dataclass(frozen=True, slots=True)
class Rolls:
    """Votes of a period: each member's position (votes, members), from no to yes, and the day."""

    cast: Cast
    items: tuple[str, ...]
    members: tuple[str, ...]
    days: NDArray[np.datetime64]

    def of(self, members: tuple[str, ...]) -> Cast:
        """The columns of these members."""
        at = {name: place for place, name in enumerate(self.members)}
        return np.ascontiguousarray(self.cast[:, [at[name] for name in members]])


@dataclass(frozen=True, slots=True)
class Distances:
    """The change in closeness, in hundredths of a deviation; the distances behind it."""

    moved: Moved
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class _Apart:
    """Distance to each of the others, and of their mean the votes' parts in its error.

    `blocks` is that mean once more without each block of the crowd.
    """

    at: Array
    votes: Array
    blocks: Array


def rolls(rows: Occurrences, codes: Mapping[str, int]) -> Rolls:
    """Votes as a table of positions; rows without a code are left out."""
    items, members = (
        {name: at for at, name in enumerate(sorted(set(names)))}
        for names in (rows.right, rows.left)
    )
    cast = np.full((len(items), len(members)), NONE, np.int8)
    row = np.fromiter((items[name] for name in rows.right), np.int64, len(rows.right))
    column = np.fromiter((members[name] for name in rows.left), np.int64, len(rows.left))
    cast[row, column] = [codes.get(label, NONE) for label in rows.label]
    days = np.empty(len(items), "M8[D]")
    days[row] = rows.first
    return Rolls(cast, tuple(items), tuple(members), days)


def yes(rows: Occurrences) -> Array:
    """The part of yes among all positions on each vote, in the order of `rolls`."""
    names, at = np.unique(np.array(rows.right), return_inverse=True)
    took = np.array(rows.label) == "yes"
    found: Array = np.bincount(at, took, names.size) / np.bincount(at, minlength=names.size)
    return found


def shared(side: Rolls, own: str, others: tuple[str, ...]) -> int:
    """On how many votes both sides took a position."""
    here = {name: at for at, name in enumerate(side.members)}
    theirs = [here[name] for name in others if name in here]
    if own not in here or not theirs:
        return 0
    known = side.cast != NONE
    return int((known[:, here[own]] & known[:, theirs].any(axis=1)).sum())


def seated(before: Rolls, after: Rolls) -> tuple[str, ...]:
    """The members who voted often enough in both periods."""
    kept = [
        {
            name
            for name, n in zip(side.members, (side.cast != NONE).sum(axis=0), strict=True)
            if n >= SEEN
        }
        for side in (before, after)
    ]
    return tuple(sorted(kept[0] & kept[1]))


def alike(one: Whole, two: Whole) -> tuple[Array, Array] | None:
    """Weights that give each kind of vote the same part in both periods; None where none is."""
    found = np.zeros(one.size), np.zeros(two.size)
    for kind in np.intersect1d(one, two):
        here, there = one == kind, two == kind
        size = float(here.sum()), float(there.sum())
        joint = size[0] * size[1] / (size[0] + size[1])
        found[0][here], found[1][there] = joint / size[0], joint / size[1]
    total = float(found[0].sum())
    return (found[0] * one.size / total, found[1] * two.size / total) if total else None


def move(
    before: Rolls,
    after: Rolls,
    sides: tuple[str, tuple[str, ...]],
    weights: tuple[Array, Array],
    levels: int,
) -> Distances | None:
    """How much closer one member came to others; None where a side stands beyond all votes."""
    own, others = sides
    crowd = tuple(name for name in seated(before, after) if name != own and name not in others)
    found = [
        _apart(side, (own, *others), crowd, weight, levels)
        for side, weight in zip((before, after), weights, strict=True)
    ]
    if found[0] is None or found[1] is None:
        return None
    was, is_ = found[0].at, found[1].at
    parts = [
        clustered(one.votes, PER_POINT * weight / weight.sum(), side.days)
        for one, weight, side in zip(found, weights, (before, after), strict=True)
        if one
    ]
    parts.append(_left_out(found[0].blocks - found[1].blocks))
    if len(others) >= CROWD:
        parts.append((float(np.var(was - is_, ddof=1)) / len(others), len(others) - 1.0))
    variance = sum(v for v, _ in parts)
    freedom = variance**2 / max(sum(v**2 / df for v, df in parts), TINIEST**2)
    closer = float((was - is_).mean())
    moved = Moved(closer / 100, math.sqrt(max(variance, TINIEST)) / 100, max(1.0, freedom))
    return Distances(moved, float(was.mean()), float(is_.mean()))


def _left_out(values: Array) -> tuple[float, float]:
    """Jackknife variance, and its degrees of freedom."""
    spread = float(np.square(values - values.mean()).sum())
    return (values.size - 1) / values.size * spread, values.size - 1.0


def _apart(
    side: Rolls, sides: tuple[str, ...], crowd: tuple[str, ...], weight: Array, levels: int
) -> _Apart | None:
    """Distances in one period, and what they hang on."""
    cast, when = side.of((*sides, *crowd)), np.zeros(len(side.items), np.int64)
    own = cast[:, : len(sides)]
    items = fit(cast, when, levels).items
    at, parts = stand(items, own, weight)
    if np.abs(at).max() > FINE[-1] - BEYOND:
        return None
    blocks = []
    for block in range(BLOCKS):
        kept = np.arange(cast.shape[1]) % BLOCKS != block
        kept[: len(sides)] = True
        less = fit(np.ascontiguousarray(cast[:, kept]), when, levels, AGAIN, items).items
        moved = again(less, own, weight, at)
        blocks.append(float(np.abs(moved[1:] - moved[0]).mean()))
    sign = np.sign(at[1:] - at[0])
    votes = (parts[:, 1:] * sign).mean(axis=1) - parts[:, 0] * sign.mean()
    return _Apart(np.abs(at[1:] - at[0]), votes, np.array(blocks))
