"""Claims as the kernel wants them: words of up to 64 claims, and flat tables by claim.

Claims that the same column holds back most stand in one word, so that a row is dropped early and
no column is read that holds back none of the word. Claims that let most rows pass are put
together where that costs fewer additions, since each row then counts once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from squarely.grounds.store.claims import Claim, Digit, day_slots, span
from squarely.grounds.store.layout import CODES, WIDTHS, Held, Store

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BITS = 64
ALL, DROPPED, PICKED = 2.0, 0.6, 3.2  # nanoseconds a row (docs/measurements.md)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The arrays that the kernel reads, and where each claim's sums begin."""

    words: tuple[NDArray[Any], ...]
    claims: tuple[NDArray[Any], ...]
    places: NDArray[np.int64]


def cost(store: Store, one: Claim) -> float:
    """About what a claim costs a row: less where all rows of a day are taken as they lie."""
    first, last = span(store, one)
    days = max(0, min(last, store.days - 1) - max(first, 0) + 1) / store.days
    share = prod(_share(store, digit) for digit in one.digits)
    return days * (ALL if share == 1 else DROPPED + PICKED * share)


def _share(store: Store, digit: Digit) -> float:
    if digit.classes is None:
        return 1.0
    counts = (*digit.column.counts, digit.column.empty)
    kept = sum(n for n, kind in zip(counts, digit.classes.tolist(), strict=False) if kind >= 0)
    return kept / store.rows


def number_of(store: Store, held: Held) -> int:
    """A column's number in the kernel: widths one after another."""
    before = WIDTHS[: WIDTHS.index(held.width)]
    return held.at + sum(int(store.arrays[width].shape[0]) for width in before)


def arranged(store: Store, claims: Sequence[Claim]) -> Arranged:
    """The claims of one pass."""
    import numpy as np

    groups: dict[str, list[int]] = {}
    for at, one in enumerate(claims):
        groups.setdefault(_foremost(store, one), []).append(at)
    words = [
        group[start : start + BITS]
        for group in groups.values()
        for start in range(0, len(group), BITS)
    ]
    of = np.zeros((len(words), BITS), dtype=np.int64)
    for number, word in enumerate(words):
        of[number, : len(word)] = word
    steps = [one.cells * (1 + len(one.amounts)) for one in claims]
    sizes = [(len(one.slots) + 1) * step for one, step in zip(claims, steps, strict=True)]
    places = np.concatenate(([0], np.cumsum(np.array(sizes, dtype=np.int64))))
    by_day = [day_slots(store, one) * step for one, step in zip(claims, steps, strict=True)]
    day_cell = np.stack(by_day).astype(np.uint32)
    cells = np.array([one.cells for one in claims], dtype=np.int64)
    tables = (*_digits(store, claims), *_amounts(store, claims))
    active = _active(store, claims, words)
    words_told = (active, *_columns(store, claims, words))
    return Arranged(words_told, (of, day_cell, *tables, places, cells), places)


def _foremost(store: Store, one: Claim) -> str:
    """The column that holds back most rows."""
    shares = [(_share(store, digit), digit.column.name) for digit in one.digits]
    least = min(shares, default=(1.0, ""))
    return least[1] if least[0] < 1 else ""


def _active(
    store: Store, claims: Sequence[Claim], words: Sequence[Sequence[int]]
) -> NDArray[np.uint64]:
    """For each block and word, the claims whose days the block meets."""
    import numpy as np

    begins, ends = store.zones[0].astype(np.int64), store.zones[1].astype(np.int64)
    active = np.zeros((len(begins), len(words)), dtype=np.uint64)
    for number, word in enumerate(words):
        for bit, at in enumerate(word):
            first, last = span(store, claims[at])
            meets = (begins <= last) & (ends >= first)
            active[:, number] |= meets.astype(np.uint64) << np.uint64(bit)
    return active


def _columns(
    store: Store, claims: Sequence[Claim], words: Sequence[Sequence[int]]
) -> tuple[NDArray[Any], ...]:
    """For each word the columns to read, most selective first, and each value's word of claims."""
    import numpy as np

    columns, starts, restricts, passing = [], [0], [], [np.zeros(0, dtype=np.uint64)]
    held_so_far = 0
    for word in words:
        for held in _order(store, [claims[at] for at in word]):
            passes = np.zeros(_length(held), dtype=np.uint64)
            some = 0
            for bit, at in enumerate(word):
                digit = next((d for d in claims[at].digits if d.column is held), None)
                kept = _kept(digit, held)
                passes |= kept.astype(np.uint64) << np.uint64(bit)
                some |= 0 if kept.all() else 1 << bit
            columns.append((number_of(store, held), held_so_far, len(passes)))
            held_so_far += len(passes)
            restricts.append(some)
            passing.append(passes)
        starts.append(len(columns))
    return (
        np.array(columns, dtype=np.int64).reshape(-1, 3),
        np.array(starts, dtype=np.int64),
        np.array(restricts, dtype=np.uint64),
        np.concatenate(passing),
    )


def _length(held: Held) -> int:
    return len(held.labels) + (1 if held.empty else 0)


def _kept(digit: Digit | None, held: Held) -> NDArray[np.bool_]:
    import numpy as np

    if digit is None or digit.classes is None:
        return np.ones(_length(held), dtype=bool)
    return digit.classes >= 0


def _order(store: Store, claims: Sequence[Claim]) -> list[Held]:
    shares: dict[str, float] = {}
    held: dict[str, Held] = {}
    for one in claims:
        for digit in one.digits:
            if digit.classes is not None and digit.classes.min(initial=0) < 0:
                name = digit.column.name
                held[name] = digit.column
                shares[name] = shares.get(name, 0.0) + _share(store, digit) - 1.0
    return [held[name] for name in sorted(shares, key=lambda name: (shares[name], name))]


def radices(one: Claim) -> list[int]:
    """What a class of each digit counts in the number of a cell."""
    found, radix = [], 1
    for digit in one.digits:
        found.append(radix)
        radix *= digit.number
    return found


def _digits(store: Store, claims: Sequence[Claim]) -> tuple[NDArray[Any], ...]:
    import numpy as np

    digits, starts, classes, bounds = [], [0], [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    so_far = {True: 0, False: 0}  # of the classes of codes, and of the bounds of numbers
    for one in claims:
        for digit, radix in zip(one.digits, radices(one), strict=True):
            if digit.number == 1:
                continue
            column = number_of(store, digit.column)
            coded = digit.classes is not None
            place = so_far[coded]
            if digit.classes is None:
                bounds.append(np.array(digit.bounds, dtype=np.int64))
            else:
                classes.append((np.maximum(digit.classes, 0) * radix).astype(np.uint32))
            length = len((classes if coded else bounds)[-1])
            so_far[coded] += length
            digits.append((column, place, length, radix))
        starts.append(len(digits))
    table = np.array(digits, dtype=np.int64).reshape(-1, 4)
    return table, np.array(starts, np.int64), np.concatenate(classes), np.concatenate(bounds)


def _amounts(store: Store, claims: Sequence[Claim]) -> tuple[NDArray[Any], ...]:
    import numpy as np

    amounts, starts, values = [], [0], [np.zeros(0, dtype=np.float64)]
    for one in claims:
        for name in one.amounts:
            held = store.columns[name]
            bottom = -(2 ** (int(held.width[1]) * 8 - 1))
            place = sum(map(len, values))
            if held.width in CODES:
                labels = [*map(int, held.labels), 0] if held.empty else [*map(int, held.labels)]  # type: ignore[arg-type]
                values.append(np.array(labels, dtype=np.float64))
            amounts.append((number_of(store, held), place, len(values[-1]), bottom))
        starts.append(len(amounts))
    table = np.array(amounts, dtype=np.int64).reshape(-1, 4)
    return table, np.array(starts, dtype=np.int64), np.concatenate(values)
