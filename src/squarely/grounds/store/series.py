"""A claim's sums into the series of its requests: cells to requests first, then days to periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import and_, or_
from typing import TYPE_CHECKING

from squarely.grounds.asked import Asked, Sizes
from squarely.grounds.slices import place_in
from squarely.grounds.store.claims import Claim, amounts
from squarely.grounds.store.layout import Store
from squarely.grounds.store.words import radices
from squarely.grounds.tables import Table
from squarely.grounds.windows import periods
from squarely.model.request import Condition, Request, Series

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Where = tuple[Condition, ...]


Key = tuple[Where, str]  # a set of conditions, and what is wanted of it


@dataclass(frozen=True, slots=True)
class _Read:
    """A claim's sums by day and set of cells: arrays (days, 1 + amounts, sets)."""

    slots: NDArray[np.datetime64]
    amounts: tuple[str, ...]
    set_of: Mapping[Key, int]
    sums: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Periods:
    """The same by period: arrays (1 + amounts, sets, periods, 1), and the rows as whole numbers."""

    periods: NDArray[np.datetime64]
    sums: NDArray[np.float64]
    rows: NDArray[np.int64]
    nothing: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Where a request's numbers are: sets for rows, without a size, unknown; places of the sums."""

    passes: int
    bare: int | None
    unknown: int | None
    sums: tuple[int, int, int]
    mean: bool


def read(
    table: Table, store: Store, given: tuple[Claim, NDArray[np.float64]], asked: Sequence[Asked]
) -> tuple[dict[Request, Series], int]:
    """The series of each request, and how many rows any of them used."""
    claim, sums = given
    best = {sizes: _best(table, store, sizes) for sizes in {one.sizes for one in asked}}
    passes = _sets(claim, {(one.where, best[one.sizes]) for one in asked})
    windows = {(one.first, one.last): one for one in asked}
    by_set = _by_set(claim, sums, passes, tuple(windows.values()))
    wanted: dict[tuple[Where, Sizes | None], _Wanted] = {}
    by_period: dict[object, _Periods] = {}
    found: dict[Request, Series] = {}
    for one in asked:
        key, span = (one.where, one.sizes), (one.first, one.last, one.every)
        if key not in wanted:
            wanted[key] = _wanted(store, by_set, one, best[one.sizes])
        if span not in by_period:
            by_period[span] = _by_period(by_set, one)
        found[one.request] = _series(wanted[key], by_period[span])
    return found, _touched(claim, sums, asked, passes)


def _wanted(store: Store, by_set: _Read, one: Asked, best: str) -> _Wanted:
    sums = (0, 0, 0)
    if one.sizes:
        columns = amounts(store, one.sizes)
        assert columns is not None
        low, middle, high = (1 + by_set.amounts.index(name) for name in columns)
        sums = (low, middle, high)
    sets = by_set.set_of
    bare = sets.get((one.where, best)) if best else None
    mean = one.sizes is not None and one.sizes.mean
    return _Wanted(sets[one.where, ""], bare, sets.get((one.where, "?")), sums, mean)


def _said(claim: Claim) -> dict[Condition, NDArray[np.int8]]:
    """What each condition makes of each cell."""
    import numpy as np

    cell = np.arange(claim.cells)
    found = {}
    for digit, radix in zip(claim.digits, radices(claim), strict=True):
        kind = cell // radix % digit.number
        for condition, truth in digit.truth.items():
            found[condition] = truth[kind]
    return found


def _bare(claim: Claim) -> dict[str, NDArray[np.bool_]]:
    """For each column with empty cells of its own class, in which cells it is empty."""
    import numpy as np

    cell = np.arange(claim.cells)
    return {
        digit.column.name: cell // radix % digit.number == digit.bare
        for digit, radix in zip(claim.digits, radices(claim), strict=True)
        if digit.bare >= 0
    }


_Sets = dict[Key, "NDArray[np.bool_]"]


def _sets(claim: Claim, wanted: Iterable[Key]) -> _Sets:
    """For each set of conditions the cells that pass, of which it is unknown, without a size."""
    import numpy as np

    said, bare = _said(claim), _bare(claim)
    true = {condition: truth == 1 for condition, truth in said.items()}
    open_ = {condition: truth != 0 for condition, truth in said.items()}
    every = np.ones(claim.cells, dtype=bool)
    found: _Sets = {}
    for where, name in wanted:
        if (where, "") not in found:
            passes = reduce(and_, (true[c] for c in where), every)
            possible = reduce(and_, (open_[c] for c in where), every)
            found[where, ""] = passes
            if (possible != passes).any():
                found[where, "?"] = possible & ~passes
        if name in bare:
            found[where, name] = found[where, ""] & bare[name]
    return found


def _best(table: Table, store: Store, sizes: Sizes | None) -> str:
    """The column whose empty cells leave a row without a size; none where no cell is empty."""
    if sizes is None or sizes.best in table.full:
        return ""
    columns = amounts(store, sizes)
    return columns[1] if columns else ""


def _by_set(
    claim: Claim, sums: NDArray[np.float64], passes: _Sets, asked: Sequence[Asked]
) -> _Read:
    """Only the days that the requests ask for: a claim put together with others has more."""
    import numpy as np

    from squarely.grounds.store.kernel import project

    spans = [_within(claim.slots, one) for one in asked]
    begin, end = min(begin for begin, _ in spans), max(end for _, end in spans)
    cells = [np.flatnonzero(one) for one in passes.values()]
    starts = np.cumsum([0, *map(len, cells)])
    amounts = 1 + len(claim.amounts)
    flat = np.empty(((end - begin) * amounts, len(passes)))
    project(sums[begin:end].reshape(-1, claim.cells), np.concatenate(cells), starts, flat)
    number = {key: at for at, key in enumerate(passes)}
    shape = (end - begin, amounts, len(passes))
    return _Read(claim.slots[begin:end], claim.amounts, number, flat.reshape(shape))


def _by_period(read: _Read, one: Asked) -> _Periods:
    import numpy as np

    begin, end = _within(read.slots, one)
    bins = periods(one.first, one.last, one.every if one.timed else None)
    held = read.sums[begin:end]
    if one.every is None:
        held = held.sum(axis=0, keepdims=True)
    elif len(bins) < end - begin:
        place = place_in(read.slots[begin:end], bins, one.every)
        held = np.add.reduceat(held, np.searchsorted(place, np.arange(len(bins))), axis=0)
    turned = np.ascontiguousarray(held.transpose(1, 2, 0))[..., np.newaxis]
    nothing = np.zeros((len(bins), 1), dtype=np.int64)
    return _Periods(bins, turned, turned[0].astype(np.int64), nothing)


def _within(slots: NDArray[np.datetime64], one: Asked) -> tuple[int, int]:
    import numpy as np

    begin = int(np.searchsorted(slots, np.datetime64(one.first), "left"))
    return begin, int(np.searchsorted(slots, np.datetime64(one.last), "right"))


def _series(one: _Wanted, found: _Periods) -> Series:
    import numpy as np

    rows = found.rows[one.passes]
    bare = found.nothing if one.bare is None else found.rows[one.bare]
    uncoded = found.nothing if one.unknown is None else found.rows[one.unknown]
    low, best, high = (found.sums[place, one.passes] for place in one.sums)
    if one.mean:
        full = (rows - bare).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            low, best, high = low / full, best / full, high / full
    return Series(found.periods, ((),), low, best, high, rows, bare, uncoded)


def _touched(claim: Claim, sums: NDArray[np.float64], asked: Sequence[Asked], passes: _Sets) -> int:
    """The rows that some request used: day by day, what passes any whose window holds the day."""
    import numpy as np

    used: dict[tuple[int, int], NDArray[np.bool_]] = {}
    windows = {(one.first, one.last): one for one in asked}
    spans = {window: _within(claim.slots, one) for window, one in windows.items()}
    for first, last, where in dict.fromkeys((one.first, one.last, one.where) for one in asked):
        mine, span = passes[where, ""], spans[first, last]
        used[span] = used[span] | mine if span in used else mine
    edges = sorted({edge for span in used for edge in span})
    total = 0.0
    for begin, end in pairwise(edges):
        over = _any(cells for span, cells in used.items() if span[0] <= begin and end <= span[1])
        if over is not None:
            total += float(sums[begin:end, 0].sum(axis=0) @ over.astype(np.float64))
    return int(total)


def _any(masks: Iterable[NDArray[np.bool_]]) -> NDArray[np.bool_] | None:
    found = list(masks)
    return reduce(or_, found) if found else None
