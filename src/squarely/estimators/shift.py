"""A shift of level at a date beyond a straight line, by two fits that must agree.

Periods follow a constant, a common slope and a step at the date. The step is fitted twice, as the
slope of a trend is: by least squares, with Bartlett's long-run variance at a bandwidth of half the
sample and the exact distribution at that bandwidth for this very step; and by generalised least
squares under memory seen through noise. The hull of both intervals and the larger of both p-values
count. With the common slope a mere trend is no step; without it, any date would do.

`rank` asks whether the date is special: it holds the step against those at all other dates.

Assumes equally spaced periods, but for those left out about the date; rows of `y` are series.

Sources: Kiefer and Vogelsang 2005, Econometric Theory 21:1130; Prais and Winsten 1954, Cowles
Commission Discussion Paper 383; Wagner, Soumerai, Zhang and Ross-Degnan 2002, J. of Clinical
Pharmacy and Therapeutics 27:299 (segmented regression); Abadie, Diamond and Hainmueller 2010, JASA
105:493 (placebos).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from squarely.estimators import har, prais_winsten

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]

SIDE = 6  # periods on each side of a date to which the named one is held
NEAR = 3  # dates this close share most of the named one's step


@dataclass(frozen=True, slots=True)
class Shift:
    """Both fits of the step of each series: step, standard error; `weights` of the first's form."""

    step: Array
    se: Array
    weights: tuple[float, ...]
    general: Array
    general_se: Array
    freedom: Array
    rho: Array
    n: int


def fit(y: Array, time: Array, after: Marks) -> Shift:
    """The step of each row of `y` between the periods before and those `after`."""
    design = _design(time, after)
    own = _alone(design)
    step = y @ own / (own @ own)
    residuals = _left(y, design)
    box = y.shape[1] // 2
    sums = np.cumsum(np.pad(residuals * own, ((0, 0), (box, box - 1))), axis=1)
    variance = np.square(sums[:, box:] - sums[:, :-box]).sum(axis=1) / box
    rho, noise = prais_winsten.memory(residuals)
    # A step takes one degree of freedom more from the residuals than the line of that estimate.
    rho = np.clip(rho + 1 / y.shape[1], 0.0, prais_winsten.HIGHEST)
    general, error = _generalised(y, design, rho, noise)
    inflation = noise + (1 - noise) * (1 + rho) / (1 - rho)
    freedom = np.maximum(3.0, y.shape[1] / inflation - design.shape[1])
    weights = _weights(*_thinned(time, after))
    return Shift(
        step, np.sqrt(variance) / (own @ own), weights, general, error, freedom, rho, y.shape[1]
    )


def _design(time: Array, after: Marks) -> Array:
    return np.column_stack([np.ones(time.size), time - time.mean(), after.astype(float)])


def _alone(design: Array) -> Array:
    """The step without what constant and slope say of it."""
    left: Array = _left(design[:, 2][None, :], design[:, :2])[0]
    return left


def _left(y: Array, design: Array) -> Array:
    """Residuals of each row of `y`."""
    basis = np.linalg.qr(design)[0]
    left: Array = y - (y @ basis) @ basis.T
    return left


def _generalised(y: Array, design: Array, rho: Array, noise: Array) -> tuple[Array, Array]:
    """The step and its standard error under given memory and noise, one a row."""
    regressors = [np.broadcast_to(column, y.shape) for column in design.T]
    white = prais_winsten.whitened(np.stack([y, *regressors]), rho, noise)
    target, columns = white[0].T, np.moveaxis(white[1:], 2, 0)
    form = np.einsum("rkn,rln->rkl", columns, columns)
    inverse = np.linalg.inv(form)
    fitted = np.einsum("rkl,rln,rn->rk", inverse, columns, target)
    left = target - np.einsum("rk,rkn->rn", fitted, columns)
    spread = np.square(left).sum(axis=1) / (y.shape[1] - design.shape[1])
    return fitted[:, -1], np.sqrt(spread * inverse[:, -1, -1])


def _thinned(time: Array, after: Marks) -> tuple[tuple[float, ...], tuple[bool, ...]]:
    """The design as a key; past a length its distribution no longer moves."""
    kept = np.arange(time.size)
    if time.size > har.LONGEST:
        kept = np.linspace(0, time.size - 1, har.LONGEST).round().astype(int)
    return tuple(float(t) for t in time[kept]), tuple(bool(a) for a in after[kept])


@lru_cache(maxsize=128)
def _weights(time: tuple[float, ...], after: tuple[bool, ...]) -> tuple[float, ...]:
    """Weights of the quadratic form that the squared standard error is, in units of its target."""
    design = _design(np.array(time), np.array(after))
    own, n = _alone(design), len(time)
    apart = np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    bartlett = np.maximum(0.0, 1 - apart / (n // 2))
    maker = _left(np.eye(n), design)
    form = maker @ (own[:, None] * bartlett * own) @ maker / (own @ own)
    found = np.linalg.eigvalsh(form)
    return tuple(float(w) for w in found[found > 1e-10 * found[-1]])


@lru_cache(maxsize=512)
def _critical(level: float, weights: tuple[float, ...]) -> float:
    target = (1 - level) / 2
    return float(brentq(lambda t: float(har.chance(t, weights)) - target, 0.01, 1000, xtol=1e-12))


def hull(found: Shift, level: float) -> tuple[Array, Array]:
    """The smallest interval that holds both fits' intervals at `level`."""
    first = _critical(level, found.weights) * found.se
    second = prais_winsten.critical(level, found.freedom) * found.general_se
    return (
        np.minimum(found.step - first, found.general - second),
        np.maximum(found.step + first, found.general + second),
    )


def p_above(found: Shift, step: float) -> Array:
    """The p-value against "the true step is at most `step`": the larger of the two."""
    return _larger_tail(found, step, 1.0)


def p_below(found: Shift, step: float) -> Array:
    """The p-value against "the true step is at least `step`": the larger of the two."""
    return _larger_tail(found, step, -1.0)


def _larger_tail(found: Shift, step: float, sign: float) -> Array:
    first = sign * (found.step - step) / np.maximum(found.se, 1e-12)
    second = sign * (found.general - step) / np.maximum(found.general_se, 1e-12)
    return np.maximum(har.chance(first, found.weights), prais_winsten.tail(second, found.freedom))


def rank(y: Array, date: int) -> tuple[Array, int]:
    """How often a date of the series has a step as large as at `date`, and how many were held.

    A p-value of placebos, of each row: the named date counts as one of them. Its close neighbours
    are left out. Steps are taken in units of what white noise would make of them.
    """
    time = np.arange(y.shape[1], dtype=float)
    own = _standard(time, date)
    others = [
        _standard(time, cut) for cut in range(SIDE, y.shape[1] - SIDE + 1) if abs(cut - date) > NEAR
    ]
    if not others:
        return np.ones(y.shape[0]), 0
    held = np.abs(y @ np.array(others).T) >= np.abs(y @ own)[:, None]
    placed: Array = (1 + held.sum(axis=1)) / (1 + len(others))
    return placed, len(others)


def _standard(time: Array, cut: int) -> Array:
    own = _alone(_design(time, time >= cut))
    unit: Array = own / np.sqrt(own @ own)
    return unit
