"""A shift of level at a date beyond a straight line, whatever memory the periods have.

Periods follow a constant, a common slope and a step at the date; the step is read as the slope of
a trend is, by generalised least squares averaged over memories (`averaged`). With the common slope
a mere trend is no step; without it, any date would do.

`rank` asks whether the date is special: it holds the step against those at all other dates.

Assumes equally spaced periods, but for those left out about the date; rows of `y` are series.

Sources: those of `averaged`; Wagner, Soumerai, Zhang and Ross-Degnan 2002, J. of Clinical Pharmacy
and Therapeutics 27:299 (segmented regression); Abadie, Diamond and Hainmueller 2010, JASA 105:493
(placebos).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import averaged
from squarely.estimators.averaged import Reading
from squarely.estimators.calibrated.step import STEP

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]

SIDE = 6  # periods on each side of a date to which the named one is held
NEAR = 3  # dates this close share most of the named one's step


def read(y: Array, time: Array, after: Marks) -> Reading:
    """The step of each row of `y` between the periods before and those `after`."""
    return averaged.read(y, _design(time, after), STEP)


def _design(time: Array, after: Marks) -> Array:
    return np.column_stack([np.ones(time.size), time - time.mean(), after.astype(float)])


def _alone(design: Array) -> Array:
    """The step without what constant and slope say of it."""
    basis = np.linalg.qr(design[:, :2])[0]
    step = design[:, 2]
    left: Array = step - basis @ (basis.T @ step)
    return left


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
