"""Requests without groups, many at once: sums by kind of cell first, then of kinds by request.

Cells of one kind agree on every condition. For each window and length of period the cells are
summed once into kinds x periods; a request is then the sum of the few kinds that pass. Sums run
over cells and kinds in their own order, so the result does not depend on the number of requests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from squarely.grounds.asked import Asked
from squarely.grounds.cells import Cells, inside
from squarely.grounds.slices import passing, place_in, series
from squarely.grounds.windows import periods
from squarely.model.request import Condition, Request, Series

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CODES = 50_000  # beyond which codes are numbered anew while conditions are put together
MOST_PLACES = 2_000_000  # kinds x periods beyond which one request at a time takes less memory


@dataclass(frozen=True, slots=True)
class _Kinds:
    """Which kind each cell is of, and what each kind says of each condition: 1, 0, -1 unknown."""

    of: NDArray[np.int64]
    truth: Mapping[Condition, NDArray[np.int8]]
    number: int


@dataclass(frozen=True, slots=True)
class _Stack:
    """The cells of one window by kind and period."""

    inside: NDArray[np.int64]
    place: NDArray[np.int64]
    periods: NDArray[np.datetime64]
    kinds: int
    nothing: NDArray[np.float64]
    none: NDArray[np.int64]

    def total(self, amounts: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """The amounts by kind and period; None where all are zero."""
        import numpy as np

        taken = amounts[self.inside]
        if not taken.any():
            return None
        size = len(self.periods)
        summed = np.bincount(self.place, taken, self.kinds * size)
        return np.asarray(summed.reshape(self.kinds, size), dtype=np.float64)


def stacked(
    cells: Cells, asked: Sequence[Asked]
) -> tuple[dict[Request, Series], NDArray[np.bool_]]:
    """The series of each request, and the cells that any of them used."""
    import numpy as np

    touched = np.zeros(len(cells.rows), dtype=bool)
    found: dict[Request, Series] = {}
    windows: dict[object, list[Asked]] = {}
    for one in asked:
        windows.setdefault((one.first, one.last, one.every, one.whole), []).append(one)
    kinds = _kinds(cells) if asked else None
    chosen: dict[int, tuple[NDArray[np.int64], NDArray[np.int64]]] = {}
    for group in windows.values():
        assert kinds is not None
        stack = _stack(cells, group[0], kinds)
        if kinds.number * len(stack.periods) > MOST_PLACES:
            _singly(cells, group, found, touched)
            continue
        used = np.zeros(kinds.number, dtype=bool)
        totals: _Totals = {}
        for one in group:
            if id(one.where) not in chosen:
                chosen[id(one.where)] = _chosen(kinds, one)
            passes, _ = chosen[id(one.where)]
            used[passes] = True
            found[one.request] = _series(cells, one, (stack, totals), chosen[id(one.where)])
        touched[stack.inside] |= used[kinds.of[stack.inside]]
    return found, touched


def _singly(
    cells: Cells, group: Sequence[Asked], found: dict[Request, Series], touched: NDArray[np.bool_]
) -> None:
    for one in group:
        passes, unknown = passing(cells, one)
        touched |= passes
        found[one.request] = series(cells, one, passes, unknown)


def _kinds(cells: Cells) -> _Kinds:
    import numpy as np

    of = np.zeros(len(cells.rows), dtype=np.int64)
    number = 1
    for truth in cells.truth.values():
        of, number = of * 3 + (truth + 1), number * 3
        if number > MOST_CODES:
            of, number = _renumbered(of, number)
    of, number = _renumbered(of, number)
    first = np.zeros(number, dtype=np.int64)
    first[of] = np.arange(len(of))
    return _Kinds(of, {atom: truth[first] for atom, truth in cells.truth.items()}, number)


def _renumbered(codes: NDArray[np.int64], number: int) -> tuple[NDArray[np.int64], int]:
    """The codes without gaps, in their order."""
    import numpy as np

    there = np.bincount(codes, minlength=number) > 0
    return (np.cumsum(there) - 1)[codes], int(there.sum())


def _stack(cells: Cells, one: Asked, kinds: _Kinds) -> _Stack:
    import numpy as np

    bins = periods(one.first, one.last, one.every if one.timed else None)
    if cells.days is None:
        return _Stack(
            np.arange(len(kinds.of)), kinds.of * len(bins), bins, kinds.number, *_noughts(bins)
        )
    held = np.flatnonzero(inside(cells.days, one))
    place = kinds.of[held] * len(bins)
    if one.every:
        place += place_in(cells.days[held], bins, one.every)
    return _Stack(held, place, bins, kinds.number, *_noughts(bins))


def _noughts(
    bins: NDArray[np.datetime64],
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Nought a period, shared by all series that have nothing there, so never to be written."""
    import numpy as np

    real, whole = np.zeros((len(bins), 1)), np.zeros((len(bins), 1), dtype=np.int64)
    real.flags.writeable = whole.flags.writeable = False
    return real, whole


def _chosen(kinds: _Kinds, one: Asked) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The kinds that pass every condition, and those of which that is unknown."""
    import numpy as np

    passes = np.ones(kinds.number, dtype=bool)
    possible = passes.copy()
    for condition in one.where:
        truth = kinds.truth.get(condition)
        if truth is not None:  # else the query itself left nothing for which it fails
            passes &= truth == 1
            possible &= truth != 0
    return np.flatnonzero(passes), np.flatnonzero(possible & ~passes)


_Totals = dict[int, "NDArray[np.float64] | None"]


def _total(
    stack: _Stack, totals: _Totals, amounts: NDArray[np.float64], kinds: NDArray[np.int64]
) -> NDArray[np.float64]:
    """The amounts of some kinds by period; what a window holds of each kind is summed once."""
    import numpy as np

    if not kinds.size:
        return stack.nothing
    if id(amounts) not in totals:
        totals[id(amounts)] = stack.total(amounts)
    by_kind = totals[id(amounts)]
    if by_kind is None:
        return stack.nothing
    return np.asarray(np.add.reduce(by_kind[kinds], axis=0)[:, np.newaxis], dtype=np.float64)


def _series(
    cells: Cells,
    one: Asked,
    summed: tuple[_Stack, _Totals],
    chosen: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> Series:
    import numpy as np

    stack, totals = summed
    passes, _ = chosen
    rows, uncoded = (_total(stack, totals, cells.rows, kinds) for kinds in chosen)
    low = best = high = rows
    bare = stack.nothing
    if one.sizes:
        arrays = cells.sums[one.sizes]
        done = {id(each): each for each in arrays}
        found = {key: _total(stack, totals, each, passes) for key, each in done.items()}
        low, best, high, bare, full = (found[id(each)] for each in arrays)
        if one.sizes.mean:
            with np.errstate(invalid="ignore", divide="ignore"):
                low, best, high = low / full, best / full, high / full
    whole = [
        stack.none if array is stack.nothing else array.astype(np.int64)
        for array in (rows, bare, uncoded)
    ]
    return Series(stack.periods, ((),), low, best, high, *whole)
