"""Answers requests: one grouped query a table, then a mask and a sum for every request.

Asking each specification by itself is some twenty times slower. Two limits: a measure must add up
over cells (distinct keys do not, and have a query of their own with the key among the cells), and
a choice that changes the rows themselves is another table.

Sources: design by measurement; see `bench/cube.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from squarely.grounds.asked import Asked, put
from squarely.grounds.catalog import Grounds
from squarely.grounds.cells import Cells, ask
from squarely.grounds.engine import lean
from squarely.grounds.pairs import occurrences
from squarely.grounds.tables import Table
from squarely.grounds.windows import periods
from squarely.model.request import Answer, Count, Every, Request, Series, Unanswerable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Used:
    """What of a dataset spoke: rows used by any request, rows set aside, and why; its bytes."""

    rows_used: int
    rows_set_aside: int
    why: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to every request, the queries that were run, and the rows that spoke."""

    answers: Mapping[Request, Answer | Unanswerable]
    queries: tuple[str, ...]
    used: Mapping[str, Used]


@dataclass(frozen=True, slots=True)
class _Batch:
    """Requests that one query answers."""

    table: Table
    asked: tuple[Asked, ...]


def answer(grounds: Grounds, requests: Sequence[Request]) -> Answered:
    """The answer to each request, asked of each table at once."""
    answers: dict[Request, Answer | Unanswerable] = {}
    queries: list[str] = []
    used: dict[str, Used] = {}
    for batch in _batches(grounds, requests, answers):
        found, query, rows = _run(batch)
        answers.update(found)
        queries.append(query)
        _note(used, batch, rows)
    ordered = {request: answers[request] for request in requests}
    return Answered(ordered, tuple(queries), used)


def _run(batch: _Batch) -> tuple[Mapping[Request, Answer], str, int]:
    with lean():
        if isinstance(batch.asked[0].request, Count):
            return _counted(batch)
        pairs, query = occurrences(batch.table, batch.asked[0])
        return {batch.asked[0].request: pairs}, query, len(pairs.first)


def _batches(
    grounds: Grounds, requests: Sequence[Request], faults: dict[Request, Answer | Unanswerable]
) -> Iterable[_Batch]:
    groups: dict[tuple[object, ...], list[tuple[Table, Asked]]] = {}
    for request in dict.fromkeys(requests):
        found = put(grounds, request)
        if isinstance(found, Unanswerable):
            faults[request] = found
            continue
        table, asked = found
        alone = request if not isinstance(request, Count) else None
        groups.setdefault((table.view, asked.key, asked.timed, alone), []).append(found)
    for group in groups.values():
        yield _Batch(group[0][0], tuple(asked for _, asked in group))


def _note(used: dict[str, Used], batch: _Batch, rows: int) -> None:
    table = batch.table
    before = used.get(table.dataset.name)
    whys = [f"{n} {reason}" for reason, n in table.reasons[:5]]
    whys += sorted({one.why for one in batch.asked if one.why})
    if before:
        rows = max(rows, before.rows_used)
        whys = before.why.split("; ") + whys if before.why else whys
    why = "; ".join(dict.fromkeys(whys))
    used[table.dataset.name] = Used(rows, table.set_aside, why, table.sha256)


def _counted(batch: _Batch) -> tuple[Mapping[Request, Answer], str, int]:
    import numpy as np

    cells, query = ask(batch.table, batch.asked)
    touched = np.zeros(len(cells.rows), dtype=bool)
    found: dict[Request, Answer] = {}
    for one in batch.asked:
        passing, unknown = _passing(cells, one)
        touched |= passing
        found[one.request] = _series(cells, one, passing, unknown)
    return found, query, int(cells.rows[touched].sum())


def _passing(cells: Cells, one: Asked) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The cells that pass every condition, and those of which that is unknown."""
    import numpy as np

    inside = np.ones(len(cells.rows), dtype=bool)
    if cells.days is not None:
        inside = (cells.days >= np.datetime64(one.first)) & (cells.days <= np.datetime64(one.last))
    for column in one.by:
        inside &= cells.codes[column] >= 0
    passing, possible = inside.copy(), inside
    for condition in one.where:
        truth = cells.truth.get(condition)
        if truth is not None:  # else the query itself left nothing for which it fails
            passing &= truth == 1
            possible = possible & (truth != 0)
    return passing, possible & ~passing


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
        at = _at(cells, bins, one.every)
    if not one.by:
        return _Grid(at, bins, ((),))
    codes = np.zeros(len(at), dtype=np.int64)
    for column in one.by:
        codes = codes * (len(cells.labels[column]) + 1) + cells.codes[column]
    kept = np.unique(codes[seen])
    group = np.minimum(np.searchsorted(kept, codes), max(len(kept) - 1, 0))
    groups = tuple(_group(cells, one.by, int(code)) for code in kept)
    return _Grid(at * len(kept) + group, bins, groups)


def _at(cells: Cells, bins: NDArray[np.datetime64], every: Every) -> NDArray[np.int64]:
    """The period of each cell; days and weeks are counted, longer periods looked up."""
    import numpy as np

    assert cells.days is not None
    if every in ("day", "week"):
        length = 1 if every == "day" else 7
        since = (cells.days - bins[0]).astype(np.int64)
        return np.asarray(since // length, dtype=np.int64)
    return np.searchsorted(bins, cells.days, "right").astype(np.int64) - 1


def _group(cells: Cells, by: tuple[str, ...], code: int) -> tuple[str, ...]:
    names = []
    for column in reversed(by):
        code, rest = divmod(code, len(cells.labels[column]) + 1)
        names.append(cells.labels[column][rest])
    return tuple(reversed(names))


def _series(
    cells: Cells, one: Asked, passing: NDArray[np.bool_], unknown: NDArray[np.bool_]
) -> Series:
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
