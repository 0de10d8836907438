"""One request at a time as a mask and a sum over the cells: for groups and for distinct keys.

Groups are those that a request meets, so that requests of one window may have different ones;
requests without groups share their periods and go by `squarely.grounds.stacked`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from squarely.grounds.asked import Asked
from squarely.grounds.cells import Cells, inside
from squarely.grounds.windows import periods
from squarely.model.request import Every, Series

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def passing(cells: Cells, one: Asked) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The cells that pass every condition, and those of which that is unknown."""
    import numpy as np

    held = np.ones(len(cells.rows), dtype=bool)
    if cells.days is not None:
        held = inside(cells.days, one)
    for column in one.by:
        held &= cells.codes[column] >= 0
    passing, possible = held.copy(), held
    for condition in one.where:
        truth = cells.truth.get(condition)
        if truth is not None:  # else the query itself left nothing for which it fails
            passing &= truth == 1
            possible = possible & (truth != 0)
    return passing, possible & ~passing


def unnamed(cells: Cells, one: Asked) -> Mapping[str, NDArray[np.bool_]]:
    """The cells that would pass but for an empty column of `by`."""
    if not one.by:
        return {}
    passes, _ = passing(cells, replace(one, by=()))
    return {column: passes & (cells.codes[column] < 0) for column in one.by}


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where each cell goes: its place among periods x groups."""

    place: NDArray[np.int64]
    periods: NDArray[np.datetime64]
    groups: tuple[tuple[str, ...], ...]

    def total(self, amounts: NDArray[np.float64], chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        """The sum of the chosen cells' amounts in each place."""
        import numpy as np

        shape = (len(self.periods), len(self.groups))
        taken = amounts[chosen]
        if not taken.any():
            return np.zeros(shape)
        summed = np.bincount(self.place[chosen], taken, shape[0] * shape[1])
        return np.asarray(summed.reshape(shape), dtype=np.float64)


def _grid(cells: Cells, one: Asked, seen: NDArray[np.bool_]) -> _Grid:
    import numpy as np

    bins = periods(one.first, one.last, one.every if one.timed else None)
    at = np.zeros(len(cells.rows), dtype=np.int64)
    if one.every and cells.days is not None:
        at = place_in(cells.days, bins, one.every)
    if not one.by:
        return _Grid(at, bins, ((),))
    codes = np.zeros(len(at), dtype=np.int64)
    for column in one.by:
        codes = codes * (len(cells.labels[column]) + 1) + cells.codes[column]
    kept = np.unique(codes[seen])
    group = np.minimum(np.searchsorted(kept, codes), max(len(kept) - 1, 0))
    groups = tuple(_group(cells, one.by, int(code)) for code in kept)
    return _Grid(at * len(kept) + group, bins, groups)


def place_in(
    days: NDArray[np.datetime64], bins: NDArray[np.datetime64], every: Every
) -> NDArray[np.int64]:
    """The period of each day; days and weeks are counted, longer periods looked up."""
    import numpy as np

    if every in ("day", "week"):
        length = 1 if every == "day" else 7
        return np.asarray((days - bins[0]).astype(np.int64) // length, dtype=np.int64)
    return np.searchsorted(bins, days, "right").astype(np.int64) - 1


def _group(cells: Cells, by: tuple[str, ...], code: int) -> tuple[str, ...]:
    names = []
    for column in reversed(by):
        code, rest = divmod(code, len(cells.labels[column]) + 1)
        names.append(cells.labels[column][rest])
    return tuple(reversed(names))


def series(
    cells: Cells, one: Asked, passing: NDArray[np.bool_], unknown: NDArray[np.bool_]
) -> Series:
    """The sums of the passing cells, and the rows of which the conditions cannot be told."""
    import numpy as np

    grid = _grid(cells, one, passing | unknown)
    chosen = np.flatnonzero(passing)
    rows = grid.total(cells.rows, chosen)
    uncoded = grid.total(cells.rows, np.flatnonzero(unknown))
    low, best, high, bare = _measured(cells, one, (grid, chosen, rows))
    whole = [np.rint(array).astype(np.int64) for array in (rows, bare, uncoded)]
    return Series(grid.periods, grid.groups, low, best, high, *whole)


def _measured(
    cells: Cells,
    one: Asked,
    placed: tuple[_Grid, NDArray[np.int64], NDArray[np.float64]],
) -> tuple[NDArray[np.float64], ...]:
    """Low, best and high, and the rows without a size."""
    import numpy as np

    grid, chosen, rows = placed
    if one.sizes:
        arrays = cells.sums[one.sizes]
        totals = {id(array): grid.total(array, chosen) for array in arrays}
        low, best, high, bare, full = (totals[id(array)] for array in arrays)
        if one.sizes.mean:
            with np.errstate(invalid="ignore", divide="ignore"):
                low, best, high = low / full, best / full, high / full
        return low, best, high, bare
    if one.key is None:
        return rows, rows, rows, np.zeros_like(rows)
    keyed = cells.codes[one.key][chosen] >= 0
    best = _distinct(grid, cells.codes[one.key], chosen[keyed])
    return best, best, best, grid.total(cells.rows, chosen[~keyed])


def _distinct(
    grid: _Grid, codes: NDArray[np.int64], chosen: NDArray[np.int64]
) -> NDArray[np.float64]:
    import numpy as np

    size = int(codes.max(initial=0)) + 1
    both = np.unique(grid.place[chosen] * size + codes[chosen]) // size
    shape = (len(grid.periods), len(grid.groups))
    return np.bincount(both, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
