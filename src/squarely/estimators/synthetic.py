"""A gap between one unit and a weighted average of others, from a date on.

Weights are not negative and sum to one; they are fitted to the periods before the date. Each unit
is taken less its own mean there, so that levels need not match, and again less its own straight
line, carried on, so that slopes need not match either; both must agree: the hull of the intervals
and the larger p count. The gap is the mean distance after the date. Every control is then put in
the unit's place and read against the other controls: nothing befell them, so that their gaps, each
in units of its own error of fit before the date, say how far a gap goes by itself. The interval is
Student's, with their spread and one degree less than there are controls.

`rank` is the part of all units whose error after, over that before, is as large as the unit's own.
`early` holds the unit against its controls in the last third before the date, with weights of the
first two thirds: the p-value of a gap where there should be none.

Assumes that the date left the controls alone, and that the unit would have moved with them; rows
of `y` are units, the first is the one of interest.

Sources: Abadie, Diamond & Hainmueller 2010, JASA 105:493 (weights, placebos in space and their
ratio); Abadie, Diamond & Hainmueller 2015, American J. of Political Science 59:495 (placebos in
time, leaving controls out); Ferman & Pinto 2021, arXiv 1911.08521 (less own means); Lawson &
Hanson 1974, Solving Least Squares Problems, ch. 23 (the nearest point by non-negative squares).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]

HEAVY = 0.2  # a weight of a control on which the reading hangs
STRANGE = 0.01  # the p below which a control left the others at the date


@dataclass(frozen=True, slots=True)
class Gap:
    """The mean gap after the date less own means and less own lines, and their standard errors.

    The rest is of the first: `before` is the unit's error of fit before the date, `usual` the
    median of its controls'. `moved` are the heavy controls that left the others at the date.
    """

    gap: tuple[float, float]
    error: tuple[float, float]
    freedom: float
    rank: float
    early: float
    before: float
    usual: float
    weights: Array
    moved: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    """Each unit's errors of fit before and after, and its gap in units of the first."""

    before: Array
    later: Array
    own: Array
    weights: Array

    @property
    def spread(self) -> float:
        """How far the controls' own gaps go."""
        return _size(self.own[1:])


def compare(y: Array, time: Array, after: Marks) -> Gap | None:
    """The first row of `y` against the others; None where a fit leaves nothing to measure by."""
    moves = _less_means(y, ~after), _less_lines(y, time, ~after)
    plain, lined = (_fit(one, after) for one in moves)
    least = 1e-9 * max(1.0, float(np.abs(y).max()))
    if min(plain.before.min(), lined.before.min()) < least:
        return None
    freedom, ratio = float(len(y) - 2), plain.later / plain.before
    both = (plain, lined)
    return Gap(
        (float(plain.own[0] * plain.before[0]), float(lined.own[0] * lined.before[0])),
        (both[0].spread * float(both[0].before[0]), both[1].spread * float(both[1].before[0])),
        freedom,
        float((ratio >= ratio[0]).mean()),
        _early(y[:, ~after]),
        float(plain.before[0]),
        float(np.median(plain.before[1:])),
        plain.weights,
        _moved(plain, freedom),
    )


def interval(found: Gap, level: float) -> tuple[float, float]:
    """The gaps that the controls do not rule out: the hull of both."""
    reach = float(special.stdtrit(found.freedom, (1 + level) / 2))
    both = list(zip(found.gap, found.error, strict=True))
    return min(gap - reach * e for gap, e in both), max(gap + reach * e for gap, e in both)


def above(found: Gap, edge: float) -> float:
    """The p-value against "the gap is at most `edge`", the larger of both."""
    both = zip(found.gap, found.error, strict=True)
    return max(float(special.stdtr(found.freedom, (edge - gap) / e)) for gap, e in both)


def below(found: Gap, edge: float) -> float:
    """The p-value against "the gap is at least `edge`", the larger of both."""
    both = zip(found.gap, found.error, strict=True)
    return max(float(special.stdtr(found.freedom, (gap - edge) / e)) for gap, e in both)


def nearest(columns: Array) -> Array:
    """Weights, not negative and summing to one, whose average of `columns` is nearest to nought."""
    size = float(np.sqrt(np.square(columns).mean())) or 1.0
    scaled = columns / (size * np.sqrt(len(columns)))
    design = np.vstack([scaled, np.ones(columns.shape[1])])
    target = np.zeros(len(design))
    target[-1] = 1.0
    found: Array = optimize.nnls(design, target)[0]
    weights: Array = found / found.sum()
    return weights


def _fit(moves: Array, after: Marks) -> _Fit:
    """Each unit less its average of controls, none of which is itself or the first."""
    apart, weights = np.empty_like(moves), np.empty(0)
    for unit in range(len(moves)):
        others = np.delete(moves, [0, unit], axis=0)
        held = nearest((others[:, ~after] - moves[unit, ~after]).T)
        apart[unit] = moves[unit] - held @ others
        weights = held if unit == 0 else weights
    before, later = (np.sqrt(np.square(apart[:, part]).mean(axis=1)) for part in (~after, after))
    own = apart[:, after].mean(axis=1) / np.maximum(before, np.finfo(float).tiny)
    return _Fit(before, later, own, weights)


def _less_means(y: Array, fitted: Marks) -> Array:
    """Each unit less its own mean over the periods fitted."""
    less: Array = y - y[:, fitted].mean(axis=1, keepdims=True)
    return less


def _less_lines(y: Array, time: Array, fitted: Marks) -> Array:
    """Each unit less its own straight line over the periods fitted, carried on."""
    level, since = _less_means(y, fitted), time - time[fitted].mean()
    slope = level[:, fitted] @ since[fitted] / (since[fitted] @ since[fitted])
    less: Array = level - slope[:, None] * since
    return less


def _size(own: Array) -> float:
    return max(float(np.sqrt(np.square(own).mean())), float(np.finfo(float).tiny))


def _early(before: Array) -> float:
    """The p-value of a gap in the last third of the periods before the date."""
    late = np.arange(before.shape[1]) >= 2 * before.shape[1] // 3
    found = _fit(_less_means(before, ~late), late)
    return _two_sided(float(found.own[0]) / found.spread, len(before) - 2)


def _moved(found: _Fit, freedom: float) -> tuple[int, ...]:
    """Heavy controls that left the other controls at the date further than chance takes them."""
    own = found.own[1:]
    return tuple(
        int(one)
        for one in np.flatnonzero(found.weights >= HEAVY)
        if _two_sided(float(own[one]) / _size(np.delete(own, one)), freedom) < STRANGE
    )


def _two_sided(score: float, freedom: float) -> float:
    return 2 * float(special.stdtr(freedom, -abs(score)))
