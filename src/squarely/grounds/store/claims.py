"""What requests ask of a store's rows: which values pass, which are told apart, and by what days.

The requests that are answered together are a claim. A column's values of which no condition tells
one from another are a class; a cell is a class of each column. Conditions have three values, so
that a cell knows of each request whether it passes, fails or cannot be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import prod
from typing import TYPE_CHECKING

from squarely.grounds.asked import Asked, Sizes
from squarely.grounds.slices import place_in
from squarely.grounds.store.build import SUMS, derived
from squarely.grounds.store.layout import NUMBERS, Held, Label, Store
from squarely.grounds.store.truth import answerable, truth
from squarely.grounds.tables import Table
from squarely.grounds.windows import level, periods
from squarely.model.request import Condition, Every

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_CELLS = 4096  # of one claim on one day
MOST_PLACES = 4_000_000  # cells x days of one claim
MOST_KEPT = 0.7  # of the rows, beyond which dropping the others costs more than it saves
MOST_SUM = 2**53  # up to which numbers of 64 bits, whole or not, are the same


@dataclass(frozen=True, slots=True)
class Digit:
    """A column that tells a claim's cells apart.

    `classes` gives the class of each code, -1 where no request passes; a column of numbers has
    `bounds` instead, and the class is how many of them a number reaches. `truth` says of each
    class what each condition makes of it, and `bare` which class is of empty cells, or -1.
    """

    column: Held
    number: int
    classes: NDArray[np.int64] | None
    bounds: tuple[int, ...]
    truth: Mapping[Condition, NDArray[np.int8]]
    bare: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Requests answered together: the digits of their cells, what is added up, and the days."""

    asked: tuple[Asked, ...]
    digits: tuple[Digit, ...]
    amounts: tuple[str, ...]
    slots: NDArray[np.datetime64]
    step: Every

    @property
    def cells(self) -> int:
        """How many cells a day has."""
        return prod(digit.number for digit in self.digits)


def amounts(store: Store, sizes: Sizes) -> tuple[str, str, str] | None:
    """The columns whose sums are a size's low, best and high; None where the store lacks one."""
    columns = (sizes.low, sizes.best, sizes.high)
    found = []
    for which, name in zip(SUMS, columns, strict=True):
        held = store.columns.get(name)
        if len(set(columns)) > 1 and (held is None or held.empty):
            held = store.columns.get(derived(which, columns))
        if held is None or not _addable(store, held):
            return None
        found.append(held.name)
    return found[0], found[1], found[2]


def _addable(store: Store, held: Held) -> bool:
    numbers = held.width in NUMBERS or (held.width == "u1" and _whole(held.labels))
    return numbers and store.rows * max(abs(held.least), abs(held.most), 1) < MOST_SUM


def _whole(labels: tuple[Label, ...]) -> bool:
    return all(isinstance(one, int) and not isinstance(one, bool) for one in labels)


def refusal(table: Table, store: Store, one: Asked) -> str:
    """Why the store cannot answer a request; nothing where it can."""
    if one.by or one.key is not None or "count" in table.dataset.roles:
        return "groups, distinct keys and rows that stand for several do not add up here"
    if one.sizes and amounts(store, one.sizes) is None:
        return "a size that is no whole number, or too large"
    for condition in one.where:
        held = store.columns.get(condition.column)
        if held is None or not answerable(held, condition):
            return f"no codes for {condition.column}"
    return ""


def claim(table: Table, store: Store, asked: Sequence[Asked]) -> Claim | None:
    """The claim of these requests; None where it has too many cells."""
    step = level([(one.first, one.last, one.every) for one in asked])
    first, last = min(one.first for one in asked), max(one.last for one in asked)
    added: dict[str, None] = {}
    bare: set[str] = set()
    for sizes in {one.sizes for one in asked if one.sizes}:
        columns = amounts(store, sizes)
        assert columns is not None
        added |= dict.fromkeys(columns)
        if sizes.best not in table.full:
            bare.add(columns[1])
    digits = tuple(_digits(store, {one.where for one in asked}, bare))
    found = Claim(tuple(asked), digits, tuple(sorted(added)), periods(first, last, step), step)
    cells = found.cells
    return found if cells <= MOST_CELLS and cells * len(found.slots) <= MOST_PLACES else None


def _digits(store: Store, wheres: set[tuple[Condition, ...]], bare: set[str]) -> list[Digit]:
    by_column: dict[str, dict[Condition, None]] = {name: {} for name in bare}
    for where in sorted(wheres, key=repr):
        for condition in where:
            by_column.setdefault(condition.column, {})[condition] = None
    found = []
    for name in sorted(by_column):
        held = store.columns[name]
        told = tuple(by_column[name])
        parts = {tuple(c for c in where if c.column == name) for where in wheres}
        digit = _by_code(held, told, parts, name in bare) if held.coded else _by_bounds(held, told)
        if told or digit.bare >= 0:
            found.append(digit)
    return found


def _by_code(
    held: Held, told: tuple[Condition, ...], parts: set[tuple[Condition, ...]], bare: bool
) -> Digit:
    import numpy as np

    values = (*held.labels, None) if held.empty else held.labels
    table = np.zeros((len(told) + 1, len(values)), dtype=np.int8)
    for row, condition in enumerate(told):
        table[row] = truth(held, condition)
    if bare and held.empty:
        table[-1, -1] = 1
    row_of = {condition: row for row, condition in enumerate(told)}
    passes = np.zeros(len(values), dtype=bool)
    for part in parts:
        passes |= np.all(table[[row_of[one] for one in part]] != 0, axis=0)
    counts = np.array([*held.counts, held.empty][: len(values)])
    if counts[passes].sum() > MOST_KEPT * counts.sum():
        table[:, ~passes] = 0
        passes[:] = True
    kinds, classes = np.unique(table[:, passes], axis=1, return_inverse=True)
    every = np.full(len(values), -1, dtype=np.int64)
    every[passes] = classes.reshape(-1)
    number = max(kinds.shape[1], 1)
    said = {one: kinds[row] for one, row in row_of.items()}
    if not kinds.shape[1]:
        said = {one: np.zeros(1, dtype=np.int8) for one in told}
    empty = int(every[-1]) if bare and held.empty else -1
    return Digit(held, number, every, (), said, empty)


def _by_bounds(held: Held, told: tuple[Condition, ...]) -> Digit:
    bottom = -(2 ** (int(held.width[1]) * 8 - 1))
    cuts = {bottom + 1} if held.empty else set()
    for condition in told:
        for place, value in enumerate(condition.values):
            if value is None:
                continue
            assert isinstance(value, int | float)
            if condition.kind == "in":
                cuts |= {int(value), int(value) + 1}
            else:
                cuts.add(int(value) + place)  # up to the upper bound: before the next number
    least = bottom + 1 if held.empty else bottom
    bounds = tuple(sorted(cut for cut in cuts if least <= cut < -bottom))
    below = bounds[0] - 1 if bounds else 0
    points: list[int | None] = [None if held.empty else below, *bounds]
    said = {one: truth(held, one, points) for one in told}
    return Digit(held, len(points), None, bounds, said, 0 if held.empty else -1)


def day_slots(store: Store, one: Claim) -> NDArray[np.int64]:
    """The slot of each day of the store, and the last one plus one for days outside."""
    import numpy as np

    days = np.datetime64(store.first) + np.arange(store.days)
    first = np.datetime64(min(asked.first for asked in one.asked))
    last = np.datetime64(max(asked.last for asked in one.asked))
    place = np.full(store.days, len(one.slots), dtype=np.int64)
    inside = (days >= first) & (days <= last)
    place[inside] = place_in(days[inside], one.slots, one.step)
    return place


def span(store: Store, one: Claim) -> tuple[int, int]:
    """The first and the last day of a claim, counted from the store's first."""
    first = min(asked.first for asked in one.asked) - store.first
    last = max(asked.last for asked in one.asked) - store.first
    return first // timedelta(days=1), last // timedelta(days=1)
