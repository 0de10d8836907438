"""A coefficient of a series under each memory that its errors may have.

Errors are a first-order memory seen through noise without memory: of their variance the part
`noise` forgets, the rest keeps `rho` from one period to the next. Under each pair of a fixed grid
the coefficient is fitted by generalised least squares. Each period is predicted from all before it
(the Kalman filter of a first-order state seen through noise); the errors of those predictions are
independent, so that the fit is least squares on them, in as many steps as there are periods.

What the series says of the pair itself is its restricted likelihood with the scale integrated out:

    log m = -1/2 log|V| - 1/2 log|X'V^-1 X| - (n - p)/2 log(residual sum of squares)

Given the pair, the coefficient follows Student's t with n - p degrees of freedom.

Assumes equally spaced periods. Rows of `y` are series; nothing passes between them.

Sources: Harville 1974, Biometrika 61:383 (the restricted likelihood); Harvey 1989, Forecasting,
Structural Time Series Models and the Kalman Filter, ch. 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RHOS = (0.2, 0.4, 0.6, 0.75, 0.87, 0.95)
NOISES = (0.0, 0.4, 0.7)
GRID: tuple[tuple[float, float], ...] = (
    (0.0, 0.0),
    *((rho, noise) for rho in RHOS for noise in NOISES),
)
NOTHING = 1e-24  # of a series' square: what is left of it is rounding


@dataclass(frozen=True, slots=True)
class Fits:
    """The last coefficient under each pair of the grid; arrays (pairs, rows).

    `likelihood` is relative to the largest of its row; `freedom` is n - p.
    """

    value: Array
    se: Array
    likelihood: Array
    freedom: int
    n: int


def fit(y: Array, design: Array) -> Fits:
    """The coefficient of the last column of `design` (n, p) for each row of `y` (rows, n)."""
    n, p = design.shape
    scaled = y - y.mean(axis=1, keepdims=True)  # out of the way of rounding
    columns, spread = whitened(np.ascontiguousarray(design.T))
    form = np.einsum("nkp,nkq->kpq", columns, columns)
    cross, square = _products(scaled, columns)
    fitted = np.linalg.solve(form, cross)
    floor = NOTHING * np.maximum(np.square(scaled).sum(axis=1), np.finfo(np.float64).tiny)
    left = np.maximum(square - (fitted * cross).sum(axis=1), floor)
    error = np.sqrt(left / (n - p) * np.linalg.inv(form)[:, -1, -1, None])
    known = np.log(spread).sum(axis=0) + np.linalg.slogdet(form)[1]
    said = -(known[:, None] + (n - p) * np.log(left)) / 2
    return Fits(fitted[:, -1], error, np.exp(said - said.max(axis=0)), n - p, n)


def whitened(rows: Array) -> tuple[Array, Array]:
    """Prediction errors of rows (p, n) in units of their spread, (n, pairs, p); the variances."""
    white = np.empty((rows.shape[1], len(GRID), rows.shape[0]))
    spreads = np.empty((rows.shape[1], len(GRID)))
    for t, (error, spread) in enumerate(_predicted(rows)):
        white[t] = error / np.sqrt(spread)
        spreads[t] = spread[:, 0]
    return white, spreads


def _products(y: Array, columns: Array) -> tuple[Array, Array]:
    """Of the whitened series: products with each column (pairs, p, rows), squares (pairs, rows)."""
    cross = np.zeros((len(GRID), columns.shape[2], y.shape[0]))
    square = np.zeros((len(GRID), y.shape[0]))
    for column, (error, spread) in zip(columns, _predicted(y), strict=True):
        white = error / np.sqrt(spread)
        square += white * white
        cross += column[:, :, None] * white[:, None, :]
    return cross, square


def _predicted(rows: Array):  # noqa: ANN202
    """Each period's prediction error (pairs, rows) and its variance (pairs, 1)."""
    rho, noise = (np.array(side)[:, None] for side in zip(*GRID, strict=True))
    fresh = (1 - noise) * (1 - rho * rho)
    state = np.zeros((len(GRID), rows.shape[0]))
    uncertain = 1 - noise
    for step in np.ascontiguousarray(rows.T):
        spread = uncertain + noise
        error = step - state
        yield error, spread
        gain = rho * uncertain / spread
        state = rho * state + gain * error
        uncertain = rho * rho * uncertain + fresh - gain * gain * spread
