"""One interval for a coefficient whose errors have an unknown memory, near the best there can be.

How strongly a series remembers cannot be told from a few dozen periods, and an interval that is
right for every memory must pay for it. Elliott, Müller and Watson show what a test pays at the
least: it weighs the likelihood under the memories that make it err most (`against`) against that
under the memories for which it is meant to see most (`towards`). Here, with m and t of `memory`,

    p(b) = sum of against_k m_k P(t_k > (value_k - b) / se_k)  /  sum of towards_k m_k

is the evidence that the coefficient is at most b, and the mirror of it that it is at least b. Where
p(b) meets `cut`, the 95% interval ends. Both weights and the cut are calibrated for each length so
that the interval holds the truth in at least .935 of series at every memory up to .7, with noise,
waves and bursts of many kinds (`calibrated`, made by `scripts/calibrate_memory.py`); the table of
the nearest shorter length is used. No test that keeps these error rates can see much more: the
bounds stand in docs/warrants/trend.md.

Within and beyond these ends, evidence falls with the distance from the value, measured in 95%
half-lengths on either side, as Student's t does: with `WITHIN` degrees up to the end, with as few
as `LEAST_BEYOND` past it, where short series have heavy tails. This gives p-values and the 80% and
90% intervals.

Sources: Elliott, Müller and Watson 2015, Econometrica 83:771; Harville 1974, Biometrika 61:383.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr, stdtrit

from squarely.estimators import memory
from squarely.estimators.calibrated.form import Table, Tables
from squarely.estimators.memory import Array, Fits

WITHIN, LEAST_BEYOND, PERIODS_A_DEGREE = 10.0, 3.0, 20
HALVINGS = 44
FAR = 60.0  # standard errors within which an end lies
SHORTEST = 1e-12  # a line without any scatter is certain, not an error


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with its 95% bounds, one a row; `rho` is the memory under which it is read."""

    value: Array
    low: Array
    high: Array
    rho: Array
    n: int


def read(y: Array, design: Array, tables: Tables) -> Reading:
    """The last coefficient of `design` (n, p) for each row of `y`, with its 95% interval."""
    fits = memory.fit(y, design)
    table = table_of(fits.n, tables)
    middle, rho = centre(fits, table)
    far = FAR * fits.se.max(axis=0)
    low = _end(fits, table, np.minimum(middle, fits.value.min(axis=0)) - far, middle, 1.0)
    high = _end(fits, table, np.maximum(middle, fits.value.max(axis=0)) + far, middle, -1.0)
    return Reading(middle, low, high, rho, fits.n)


def value(y: Array, design: Array, tables: Tables) -> tuple[Array, Array]:
    """The last coefficient for each row of `y` and the memory under which it is read."""
    fits = memory.fit(y, design)
    return centre(fits, table_of(fits.n, tables))


def table_of(n: int, tables: Tables) -> Table:
    """The calibration of the longest length that is not above `n`, else of the shortest."""
    return tables[max((length for length in tables if length <= n), default=min(tables))]


def centre(fits: Fits, table: Table) -> tuple[Array, Array]:
    """The coefficient and the memory, averaged as the series speaks for each pair."""
    weight = np.array(table.towards)[:, None] * fits.likelihood
    weight = weight / weight.sum(axis=0)
    rhos = np.array([rho for rho, _ in memory.GRID])
    return (weight * fits.value).sum(axis=0), rhos @ weight


def evidence(fits: Fits, table: Table, at: Array | float, sign: float) -> Array:
    """How well "at most `at`" (sign 1) or "at least" (-1) stands, before it is held to the cut."""
    kept = np.flatnonzero(np.array(table.against))
    weight = np.array(table.against)[kept, None] * fits.likelihood[kept]
    tail = stdtr(fits.freedom, sign * (at - fits.value[kept]) / fits.se[kept])
    towards = np.array(table.towards) @ fits.likelihood
    found: Array = (weight * tail).sum(axis=0) / towards
    return found


def _end(fits: Fits, table: Table, outer: Array, inner: Array, sign: float) -> Array:
    """Where the evidence meets the cut; at the value itself where it stays below."""
    for _ in range(HALVINGS):
        middle = (outer + inner) / 2
        within = evidence(fits, table, middle, sign) > table.cut
        inner, outer = np.where(within, middle, inner), np.where(within, outer, middle)
    return outer


def interval(reading: Reading, level: float) -> tuple[Array, Array]:
    """The interval at `level`, at most .95."""
    part = float(stdtrit(WITHIN, (1 + level) / 2) / stdtrit(WITHIN, 0.975))
    return (
        reading.value - part * (reading.value - reading.low),
        reading.value + part * (reading.high - reading.value),
    )


def p_above(reading: Reading, at: float) -> Array:
    """The p-value against "the coefficient is at most `at`"."""
    return _tail(reading, at, 1.0)


def p_below(reading: Reading, at: float) -> Array:
    """The p-value against "the coefficient is at least `at`"."""
    return _tail(reading, at, -1.0)


def _tail(reading: Reading, at: float, sign: float) -> Array:
    beyond = reading.value - at
    half = np.where(beyond > 0, reading.value - reading.low, reading.high - reading.value)
    units = sign * beyond / np.maximum(half, SHORTEST)
    degrees = max(LEAST_BEYOND, reading.n / PERIODS_A_DEGREE)
    within, outside = (
        stdtr(of, -stdtrit(of, 0.975) * units) for of in (WITHIN, min(degrees, WITHIN))
    )
    return np.asarray(np.where(np.abs(units) > 1, outside, within), dtype=np.float64)


def moved(reading: Reading, value: Array) -> Reading:
    """The same lengths about another value: what another reading of the same periods says."""
    by = value - reading.value
    return replace(reading, value=value, low=reading.low + by, high=reading.high + by)
