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
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

RHOS = (0.2, 0.4, 0.6, 0.75, 0.87, 0.95)
NOISES = (0.0, 0.4, 0.7)
GRID: tuple[tuple[float, float], ...] = (
    (0.0, 0.0),
    *((rho, noise) for rho in RHOS for noise in NOISES),
)
MEMORY, NOISE = (np.array(side)[:, None] for side in zip(*GRID, strict=True))
SETTLED = 160  # periods after which the filter no longer changes
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
    columns, white = whitened(np.ascontiguousarray(design.T)), whitened(scaled)
    form = columns @ columns.swapaxes(1, 2)
    cross = columns @ white.swapaxes(1, 2)
    fitted = np.asarray(np.linalg.solve(form, cross), dtype=np.float64)
    floor = np.maximum(NOTHING * np.square(scaled).sum(axis=1), np.finfo(np.float64).tiny)
    left = np.maximum(np.square(white).sum(axis=2) - (fitted * cross).sum(axis=1), floor)
    error = np.sqrt(left / (n - p) * np.linalg.inv(form)[:, -1, -1, None])
    known = _log_determinant(n) + np.linalg.slogdet(form)[1]
    said = -(known[:, None] + (n - p) * np.log(left)) / 2
    return Fits(fitted[:, -1], error, np.exp(said - said.max(axis=0)), n - p, n)


def whitened(rows: Array) -> Array:
    """Prediction errors of rows (rows, n) in units of their spread; (pairs, rows, n)."""
    n = rows.shape[1]
    gains, spreads = filtered()
    white = np.empty((len(GRID), *rows.shape))
    state = np.zeros((len(GRID), rows.shape[0]))
    for t in range(min(n, SETTLED)):
        error = rows[:, t] - state
        white[:, :, t] = error / np.sqrt(spreads[t])
        state = MEMORY * state + gains[t] * error
    if n > SETTLED:
        _settled(rows[:, SETTLED:], state, white[:, :, SETTLED:])
    return white


def _settled(rows: Array, state: Array, white: Array) -> None:
    """The later errors, written into `white`: the filter no longer changes, and is linear."""
    from scipy.signal import lfilter  # a third of a second to load, for long series alone

    gains, spreads = filtered()
    for pair, (gain, spread) in enumerate(zip(gains[-1, :, 0], spreads[-1, :, 0], strict=True)):
        kept = float(MEMORY[pair, 0] - gain)
        later, _ = lfilter(
            [gain], [1.0, -kept], rows[:, :-1], axis=1, zi=kept * state[pair, :, None]
        )
        states = np.concatenate([state[pair, :, None], later], axis=1)
        white[pair] = (rows - states) / np.sqrt(spread)


@cache
def filtered() -> tuple[Array, Array]:
    """Gains and variances of the prediction errors, (SETTLED, pairs, 1): no data enter them."""
    fresh = (1 - NOISE) * (1 - MEMORY * MEMORY)
    uncertain, gains, spreads = 1 - NOISE, [], []
    for _ in range(SETTLED):
        spread = uncertain + NOISE
        gain = MEMORY * uncertain / spread
        gains.append(gain)
        spreads.append(spread)
        uncertain = MEMORY * MEMORY * uncertain + fresh - gain * gain * spread
    return np.array(gains), np.array(spreads)


def _log_determinant(n: int) -> Array:
    """Of the covariance of `n` periods under each pair; (pairs,)."""
    logs = np.log(filtered()[1][:, :, 0])
    found: Array = logs[:n].sum(axis=0) + max(0, n - SETTLED) * logs[-1]
    return found
