"""Small worlds of reports for the tests of matching."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from squarely.matching.events import Events, Reports, pooled

Row = tuple[float, ...]  # first day, last day, latitude, longitude, then codes from fine to coarse


def reports(name: str, rows: Sequence[Row], depths: Sequence[int] = ()) -> Reports:
    table = np.array(rows, float).reshape(len(rows), 4 + sum(depths))
    days = table[:, :2].astype(np.int64)
    ends = np.cumsum([4, *depths])
    levels = tuple(table[:, low:high].astype(np.int64) for low, high in pairwise(ends.tolist()))
    return Reports(name, days[:, 0], days[:, 1], table[:, 2], table[:, 3], levels)


def told(*datasets: Sequence[Row], depths: Sequence[int] = ()) -> Events:
    return pooled([reports(name, rows, depths) for name, rows in zip("abcdef", datasets)])  # noqa: B905


def random_rows(
    rng: np.random.Generator, size: int, depths: Sequence[int], long: float
) -> list[Row]:
    """Reports close together in place and time, so that there is much to choose from."""
    first = rng.integers(0, 12, size)
    last = first + np.where(rng.random(size) < long, rng.integers(1, 9, size), 0)
    where = rng.uniform(-0.1, 0.1, (size, 2))
    found = []
    for row in range(size):
        codes: list[int] = []
        for depth in depths:
            finest = int(rng.integers(0, 8))
            codes += [finest >> level for level in range(depth)]
        found.append((int(first[row]), int(last[row]), *map(float, where[row]), *codes))
    return found
