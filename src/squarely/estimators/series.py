"""From the answer to a request to a clean vector: sizes, gaps, trims, transforms.

Transforms turn a change of level into a difference, and say how a straight line's rise on their
scale reads as a log ratio of the last to the first period. All of them mirror under reversal.

A zero has no logarithm, so half the smallest step is added where there is one: half an event for
counts; for sizes half the smallest positive size, and nothing where no period is empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from squarely.model.finding import Infeasible
from squarely.model.request import Answer, MeasureKind, Series

Array = NDArray[np.float64]
Size = Literal["low", "best", "high"]
Transform = Literal["log", "sqrt", "cut-bursts"]

BURST = 95  # percentile at which bursts are cut
STEEPEST = 1.99  # of 2, at which a line on the square-root scale would start from nothing


@dataclass(frozen=True, slots=True)
class Measured:
    """One number a period, what to add before a logarithm, and how many events stand behind it.

    `events` is None for ready values, which have none to count.
    """

    values: Array
    offset: float
    events: int | None
    nonzero: int
    caveats: tuple[str, ...] = ()


def measured(
    kind: MeasureKind, answers: tuple[Answer, ...], size: Size, bin_of: int
) -> Measured | Infeasible:
    """The vector that a measure's answers hold, `bin_of` periods merged into one."""
    series = [answer for answer in answers if isinstance(answer, Series)]
    if any(len(one.groups) != 1 for one in series) or not series[0].periods.size:
        return Infeasible("no periods to read")
    columns = [binned(vector(one, size), bin_of, mean=kind == "value") for one in series]
    if not all(column.size for column in columns):
        return Infeasible("no period of the window has a value")
    if kind == "share":
        return _share(columns[0], columns[1])
    values = columns[0]
    if np.isnan(values).any():
        return Infeasible(f"{int(np.isnan(values).sum())} of {values.size} periods have no value")
    if (values < 0).any():
        return Infeasible("a percentage change has no meaning for values below zero")
    nonzero = int((values > 0).sum())
    offset = 0.5 if kind == "count" else float(half_step(values[None, :])[0, 0])
    return Measured(values, offset, _events(kind, series[0]), nonzero, _caveats(series[0]))


def _share(part: Array, whole: Array) -> Measured | Infeasible:
    if part.size != whole.size:
        return Infeasible("numerator and denominator cover different periods")
    if (whole <= 0).any():
        return Infeasible(f"{int((whole <= 0).sum())} periods have nothing to take a share of")
    values = (part + 0.5) / (whole + 1)
    return Measured(values, 0.0, int(part.sum()), int((part > 0).sum()))


def _events(kind: MeasureKind, series: Series) -> int | None:
    if kind == "count":
        return int(np.nansum(series.best))
    # One row a period is a series that its source has added up already: its rows are no events.
    ready = kind == "value" or bool((series.rows <= 1).all())
    return None if ready else int(series.rows.sum())


def _caveats(series: Series) -> tuple[str, ...]:
    rows, unsized = int(series.rows.sum()), int(series.unsized.sum())
    uncoded = int(series.uncoded.sum())
    return (
        *((f"{unsized} of {rows} rows carry no size",) if unsized else ()),
        *((f"{uncoded} rows left out: a column of the condition is empty",) if uncoded else ()),
    )


def vector(series: Series, size: Size) -> Array:
    """The first group's values of one size, outer gaps (NaN) left out; inner gaps remain."""
    values: Array = {"low": series.low, "best": series.best, "high": series.high}[size][:, 0]
    known = np.flatnonzero(~np.isnan(values))
    return values[known[0] : known[-1] + 1] if known.size else values[:0]


def binned(y: Array, of: int, *, mean: bool = False) -> Array:
    """Each `of` periods as one, counted back from the last so that the newest bin is whole."""
    whole = y[..., y.shape[-1] % of :]
    merged: Array = whole.reshape(*y.shape[:-1], -1, of).sum(axis=-1)
    return merged / of if mean else merged


def trimmed(y: Array, trim: str) -> Array:
    """Rows of `y` without the given percent of periods at the start and at the end ("20-10")."""
    n = y.shape[-1]
    first, last = (n * int(part) // 100 for part in trim.split("-"))
    return y[..., first : n - last]


def half_step(y: Array) -> Array:
    """Half the smallest positive value of each row that holds a zero, else nothing; (rows, 1)."""
    positive = np.where(y > 0, y, np.inf).min(axis=-1, keepdims=True)
    empty = (y == 0).any(axis=-1, keepdims=True) & np.isfinite(positive)
    return np.where(empty, np.where(np.isfinite(positive), positive, 1.0) / 2, 0.0)


def transformed(y: Array, how: Transform, offset: Array | float) -> Array:
    """Rows of `y` on the scale on which a line is fitted."""
    if how == "sqrt":
        root = np.sqrt(y)
        scaled: Array = root / root.mean(axis=-1, keepdims=True)
        return scaled
    if how == "cut-bursts":
        y = np.minimum(y, np.percentile(y, BURST, axis=-1, keepdims=True))
    logs: Array = np.log(y + offset)
    return logs


def log_ratio(rise: Array, how: Transform) -> Array:
    """What a line's rise over the window on the transformed scale means as a log ratio.

    A line on the square-root scale that rises by d around a mean of one goes from 1 - d/2 to
    1 + d/2; the squared ratio of the two has the logarithm 4 atanh(d/2).
    """
    if how != "sqrt":
        return rise
    ratio: Array = 4 * np.arctanh(np.clip(rise, -STEEPEST, STEEPEST) / 2)
    return ratio


def rise(ratio: float, how: Transform) -> float:
    """The inverse of `log_ratio` for one value."""
    return float(2 * np.tanh(ratio / 4)) if how == "sqrt" else ratio


def end_quarters(y: Array) -> tuple[float, float]:
    """The mean of the first and of the last quarter of the periods."""
    part = max(1, y.size // 4)
    return float(y[:part].mean()), float(y[-part:].mean())
