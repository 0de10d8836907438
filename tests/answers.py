"""Answers as the grounds would give them, made by hand; and the verdict an estimate alone bears."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from squarely.model.argument import Reading, Threshold, Value, WarrantUse
from squarely.model.finding import Estimate, Infeasible, Region
from squarely.model.request import Measure, Occurrences, Series, Window

STRIKES = Measure("count", "strikes", "register")
SIZE = Measure("sum", "size", "crowds")


def series(
    best: ArrayLike,
    bounds: tuple[ArrayLike, ArrayLike] | None = None,
    names: Sequence[tuple[str, ...]] = ((),),
    start: str = "2020",
    rows: tuple[ArrayLike, ArrayLike, ArrayLike] | None = None,
) -> Series:
    """Cells (periods, groups); `rows` are all, unsized and uncoded; periods as `start` is fine."""
    middle = np.atleast_2d(np.asarray(best, float))
    low, high = bounds if bounds is not None else (middle, middle)
    shape = middle.shape
    counted = rows if rows is not None else (np.nan_to_num(middle).astype(int), 0, 0)
    full, unsized, uncoded = (
        np.broadcast_to(np.asarray(part, np.int64), shape) for part in counted
    )
    periods = (np.datetime64(start) + np.arange(shape[0])).astype("M8[D]")
    low, high = (np.broadcast_to(np.asarray(part, float), shape) for part in (low, high))
    return Series(periods, tuple(names), low, middle, high, full, unsized, uncoded)


def column(values: ArrayLike) -> np.ndarray:
    """One group's values, a period a row."""
    return np.asarray(values, float)[:, None]


def dated(*days: tuple[str, str]) -> Occurrences:
    """Occurrences, each between two days."""
    first, last = (np.array([day[i] for day in days], "M8[D]") for i in (0, 1))
    blank = ("",) * len(days)
    return Occurrences(first, last, blank, blank)


def use(
    name: str, expect: str | Threshold, reading: Reading | None = None, **keys: Value
) -> WarrantUse:
    """A warrant's use; `in_` stands for the key `in`."""
    return WarrantUse(name, {k.rstrip("_"): v for k, v in keys.items()}, expect, reading=reading)


def window(first: str, last: str) -> Window:
    """Two days."""
    return Window(date.fromisoformat(first), date.fromisoformat(last))


def borne(region: Region, found: Estimate | Infeasible) -> Literal["yes", "no", "open", "none"]:
    """Whether the 95% interval lies in the region, outside it, or across its edge."""
    if isinstance(found, Infeasible):
        return "none"
    if region.contains(found.at95):
        return "yes"
    return "no" if region.misses(found.at95) else "open"


def sure(found: Estimate | Infeasible) -> Estimate:
    """The estimate, where there must be one."""
    assert isinstance(found, Estimate)
    return found


def too_often(false: int, draws: int, allowed: float = 0.05) -> bool:
    """Whether the lower 99% Monte Carlo bound of a rate exceeds what is allowed."""
    rate = false / draws
    return rate - 2.576 * math.sqrt(rate * (1 - rate) / draws) > allowed
