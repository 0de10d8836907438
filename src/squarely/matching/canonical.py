"""Reports in an order that their content alone decides, reports of one content as one.

All that is estimated or chosen afterwards sees datasets and rows in this order only, so that no
permutation of either can change a result, not even by the rounding of a sum. Rows of one dataset
that agree in days, place and every category are twins: nothing tells them apart, hence they are
matched together and keep how many they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from squarely.matching.events import Events, Ints, Truths


@dataclass(frozen=True, slots=True)
class Canonical:
    """One report for each content: `events` (c reports), `of` the content of each report given.

    `many` (c,) is the number of twins, `first` (c,) the twin that stands first in its file,
    `source` the places of the given datasets in the new order.
    """

    events: Events
    of: Ints
    many: Ints
    first: Ints
    source: Ints


def canonical(events: Events) -> Canonical:
    """The reports sorted by content, twins laid together; datasets by the content of all rows."""
    marks = _marks(events)
    parts = [_sorted(events, marks, events.of(number)) for number in range(len(events.names))]
    order = _datasets(marks, parts, events.names)
    rows = np.concatenate([parts[number] for number in order])
    source = np.repeat(np.arange(len(order)), [parts[number].size for number in order])
    same = _same(events, rows) & (np.diff(source) == 0)
    new = np.r_[True, ~same][: rows.size]
    content = np.cumsum(new) - 1
    of = np.empty(events.size, np.int64)
    of[rows] = content
    kept = rows[new]
    placed = Events(
        tuple(events.names[number] for number in order),
        source[new],
        np.arange(kept.size),
        events.first[kept],
        events.last[kept],
        events.points[kept],
        tuple(levels[kept] for levels in events.levels),
    )
    return Canonical(placed, of, np.bincount(content, minlength=kept.size), kept, np.array(order))


def _columns(events: Events) -> Iterator[NDArray[np.int64]]:
    """All that tells two reports apart, a column of bits each."""
    yield from (events.first, events.last)
    for side in (events.points + 0.0).T:  # one zero only
        yield np.ascontiguousarray(side).view(np.int64)
    for levels in events.levels:
        yield from levels.T


def _marks(events: Events) -> NDArray[np.uint64]:
    """A number for each content: other contents have, as good as surely, other numbers."""
    mark = np.zeros(events.size, np.uint64)
    for column in _columns(events):
        mark ^= column.astype(np.int64).view(np.uint64)
        mark *= np.uint64(0x9E3779B97F4A7C15)  # odd, so that nothing is lost
        mark ^= mark >> np.uint64(29)
    return mark


def _same(events: Events, rows: Ints) -> Truths:
    """Which rows have the content of the one before, the first left out."""
    same = np.ones(max(rows.size - 1, 0), bool)
    for column in _columns(events):
        placed = column[rows]
        same &= placed[1:] == placed[:-1]
    return same


def _sorted(events: Events, marks: NDArray[np.uint64], rows: Ints) -> Ints:
    """The rows by day, then content, twins in the order of the file."""
    return rows[np.lexsort((marks[rows], events.first[rows]))]


def _datasets(marks: NDArray[np.uint64], parts: list[Ints], names: tuple[str, ...]) -> list[int]:
    """The datasets by size, then content; those of one content by name."""

    def key(number: int) -> tuple[int, str, str]:
        content = hashlib.sha256(marks[parts[number]].tobytes()).hexdigest()
        return parts[number].size, content, names[number]

    return sorted(range(len(names)), key=key)
