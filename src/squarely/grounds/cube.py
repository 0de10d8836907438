"""Answers requests: one grouped query a table, then a mask and a sum for every request.

Asking each specification by itself is some twenty times slower. Two limits: a measure must add up
over cells (distinct keys do not, and have a query of their own with the key among the cells), and
a choice that changes the rows themselves is another table.

Sources: design by measurement; see `bench/multiverse.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from squarely.grounds.asked import Asked, find, put_all, undated
from squarely.grounds.catalog import Grounds
from squarely.grounds.cells import ask
from squarely.grounds.engine import lean
from squarely.grounds.pairs import occurrences
from squarely.grounds.slices import passing, series, unnamed
from squarely.grounds.stacked import stacked
from squarely.grounds.store.sweep import LEAST_ROWS, swept
from squarely.grounds.tables import Table, table
from squarely.model.request import Answer, Count, Request, Unanswerable

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


_UNASKED = Unanswerable("not-here", "not asked yet")


@dataclass(frozen=True, slots=True)
class _Batch:
    """Requests that one query answers."""

    table: Table
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a query brought: rows used, and why other rows that fitted were not."""

    answers: Mapping[Request, Answer]
    query: str
    rows: int
    whys: tuple[str, ...] = ()


def answer(grounds: Grounds, requests: Sequence[Request]) -> Answered:
    """The answer to each request, asked of each table at once."""
    return next(answer_each([(grounds, requests)]))


def answer_each(groups: Sequence[tuple[Grounds, Sequence[Request]]]) -> Iterator[Answered]:
    """The answers to each claim's requests; large tables are read once for all the claims."""
    asked: list[tuple[dict[Request, Answer | Unanswerable], list[_Batch]]] = []
    for grounds, requests in groups:
        answers: dict[Request, Answer | Unanswerable] = dict.fromkeys(requests, _UNASKED)
        asked.append((answers, list(_batches(grounds, tuple(answers), answers))))
    passed = _swept([batch for _, batches in asked for batch in batches])
    for answers, batches in asked:
        queries: list[str] = []
        used: dict[str, Used] = {}
        for batch in batches:
            found = passed.get(id(batch)) or _run(batch)
            answers.update(found.answers)
            queries.append(found.query)
            _note(used, batch, found)
        yield Answered(answers, tuple(queries), used)


def _swept(batches: Sequence[_Batch]) -> dict[int, _Found]:
    """What one pass over each large table brings; the cube's queries bring the rest."""
    tables: dict[str, list[_Batch]] = {}
    for batch in batches:
        if isinstance(batch.asked[0].request, Count) and batch.table.rows_read >= LEAST_ROWS:
            tables.setdefault(batch.table.view, []).append(batch)
    found: dict[int, _Found] = {}
    for alike in tables.values():
        brought = swept(alike[0].table, [batch.asked for batch in alike])
        for batch, one in zip(alike, brought, strict=True):
            if one:
                found[id(batch)] = _Found(one.answers, one.query, one.rows)
    return found


def _run(batch: _Batch) -> _Found:
    with lean():
        if isinstance(batch.asked[0].request, Count):
            return _counted(batch)
        pairs, query = occurrences(batch.table, batch.asked[0])
        return _Found({batch.asked[0].request: pairs}, query, len(pairs.first))


def _batches(
    grounds: Grounds, requests: Sequence[Request], faults: dict[Request, Answer | Unanswerable]
) -> Iterable[_Batch]:
    groups: dict[tuple[object, ...], list[Asked]] = {}
    tables: dict[str, Table] = {}
    for found, asked in _put(grounds, requests, faults):
        alone = asked.request if not isinstance(asked.request, Count) else None
        tables[found.view] = found
        groups.setdefault((found.view, asked.key, asked.timed, alone), []).append(asked)
    for key, group in groups.items():
        yield _Batch(tables[str(key[0])], tuple(group))


def _put(
    grounds: Grounds, requests: Sequence[Request], faults: dict[Request, Answer | Unanswerable]
) -> Iterable[tuple[Table, Asked]]:
    """Each request with its table, in the order given; those that cannot be put are noted."""
    by_dataset: dict[str, list[Request]] = {}
    for request in requests:
        by_dataset.setdefault(request.dataset, []).append(request)
    for name, asking in by_dataset.items():
        stand = find(grounds, name)
        found = stand if isinstance(stand, Unanswerable) else table(stand)
        if isinstance(found, Unanswerable):
            faults |= dict.fromkeys(asking, found)
            continue
        for request, asked in zip(asking, put_all(found, asking), strict=True):
            if isinstance(asked, Unanswerable):
                faults[request] = asked
            else:
                yield found, asked


def _note(used: dict[str, Used], batch: _Batch, found: _Found) -> None:
    table, rows = batch.table, found.rows
    before = used.get(table.dataset.name)
    whys = [f"{n} {reason}" for reason, n in table.reasons[:5]]
    windowed = any(one.timed and not one.whole for one in batch.asked)
    if windowed and (bare := undated(table)):
        whys.append(f"{_rows(bare)} without a date")
    whys += found.whys
    whys += sorted({one.why for one in batch.asked if one.why})
    if before:
        rows = max(rows, before.rows_used)
        whys = before.why.split("; ") + whys if before.why else whys
    why = "; ".join(dict.fromkeys(whys))
    used[table.dataset.name] = Used(rows, table.set_aside, why, table.sha256)


def _counted(batch: _Batch) -> _Found:
    cells, query = ask(batch.table, batch.asked)
    together = [one for one in batch.asked if one.key is None and not one.by]
    found, touched = stacked(cells, together)
    answers: dict[Request, Answer] = dict(found)
    bare: dict[str, NDArray[np.bool_]] = {}
    for one in batch.asked:
        if one.key is None and not one.by:
            continue
        passes, unknown = passing(cells, one)
        touched |= passes
        answers[one.request] = series(cells, one, passes, unknown)
        for column, cut in unnamed(cells, one).items():
            bare[column] = bare[column] | cut if column in bare else cut
    counts = ((column, int(cells.rows[bare[column]].sum())) for column in sorted(bare))
    whys = tuple(f"{_rows(n)} without {column}" for column, n in counts if n)
    return _Found(answers, query, int(cells.rows[touched].sum()), whys)


def _rows(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"
