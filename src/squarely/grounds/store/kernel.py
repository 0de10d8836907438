"""One pass over the rows for all claims: compiled by Numba, and kept compiled beside the stores.

A block of rows at a time, a word of up to 64 claims at a time. The word of claims whose window
meets the block is narrowed column by column, each value of a column having a word of the claims
for which it passes; rows whose word is empty are dropped. The bits that are left send each row to
its claims; there the classes of its values make a cell, and the row is counted and its sizes added
at [day, what is added, cell]. Sums are numbers of 64 bits that stay below 2^53, hence exact.
Inner loops have no branches that depend on data: those were the cost.

Import this module only where a table is large enough to pay for it.
"""

from __future__ import annotations

import os
from typing import Any

import numba
import numpy as np
from numba import types
from numba.extending import intrinsic

from squarely.grounds.cache import folder
from squarely.grounds.store.layout import BLOCK

if not os.environ.get("NUMBA_CACHE_DIR"):  # a folder that can be written, moved into place whole
    numba.config.CACHE_DIR = str(folder() / "compiled")

_compiled: Any = numba.njit(nogil=True, cache=True)


@intrinsic  # type: ignore[untyped-decorator]
def _lowest(_context: Any, _word: Any) -> Any:  # noqa: ANN401
    """The place of the lowest bit that is set."""

    def generated(context: Any, builder: Any, _signature: Any, given: Any) -> Any:  # noqa: ANN401
        return builder.cttz(given[0], context.get_constant(types.boolean, 1))

    return types.uint64(types.uint64), generated


@_compiled
def _begin(codes, words, word, rows, left):  # type: ignore[no-untyped-def]
    """The rows of a block that some claim of the word lets pass by its first column."""
    kept = 0
    for row in range(codes.shape[0]):
        narrowed = word & words[codes[row]]
        rows[kept] = row
        left[kept] = narrowed
        kept += narrowed != 0
    return kept


@_compiled
def _narrow(codes, words, number, rows, left):  # type: ignore[no-untyped-def]
    """The rows that are left after one more column."""
    kept = 0
    for at in range(number):
        row = rows[at]
        narrowed = left[at] & words[codes[row]]
        rows[kept] = row
        left[kept] = narrowed
        kept += narrowed != 0
    return kept


@_compiled
def _deal(number, rows, left, dealt, dealt_number):  # type: ignore[no-untyped-def]
    """Each row to the claims whose bits it has left."""
    for at in range(number):
        word = left[at]
        row = rows[at]
        while word != 0:
            bit = _lowest(word)
            word &= word - np.uint64(1)
            dealt[bit, dealt_number[bit]] = row
            dealt_number[bit] += 1


@_compiled
def _by_code(codes, classes, number, rows, cell):  # type: ignore[no-untyped-def]
    for at in range(number):
        cell[at] += classes[codes[rows[at]]]


@_compiled
def _by_bounds(values, bounds, radix, number, rows, cell):  # type: ignore[no-untyped-def]
    for bound in bounds:
        for at in range(number):
            cell[at] += radix if values[rows[at]] >= bound else np.uint32(0)


@_compiled
def _count(number, cell, sums):  # type: ignore[no-untyped-def]
    for at in range(number):
        sums[cell[at]] += 1.0


@_compiled
def _add(values, empty, number, rows, cell, sums):  # type: ignore[no-untyped-def]
    for at in range(number):
        value = np.int64(values[rows[at]])
        sums[cell[at]] += np.float64(value if value != empty else 0)


@_compiled
def _add_coded(codes, values, number, rows, cell, sums):  # type: ignore[no-untyped-def]
    for at in range(number):
        sums[cell[at]] += values[codes[rows[at]]]


@_compiled
def _left(number, word, span, store, words, rows, left):  # type: ignore[no-untyped-def]
    """How many rows of the block some claim of the word lets pass; -1 where none is held back."""
    start, end = span
    u1, u2 = store[2], store[3]
    _, columns, column_starts, restricts, passing = words
    kept = -1
    for at in range(column_starts[number], column_starts[number + 1]):
        if word & restricts[at] == 0:
            continue
        column, place, length = columns[at]
        passes = passing[place : place + length]
        if column < u1.shape[0]:
            codes = u1[column, start:end]
            if kept < 0:
                kept = _begin(codes, passes, word, rows, left)
            else:
                kept = _narrow(codes, passes, kept, rows, left)
        else:
            wide = u2[column - u1.shape[0], start:end]
            if kept < 0:
                kept = _begin(wide, passes, word, rows, left)
            else:
                kept = _narrow(wide, passes, kept, rows, left)
        if kept == 0:
            break
    return kept


@_compiled
def _cells(claim, span, store, claims, number, rows, cell):  # type: ignore[no-untyped-def]
    """The cell of each row by the classes of its values."""
    start, end = span
    u1, u2, i2, i4, i8 = store[2:]
    digits, digit_starts, classes, bounds = claims[2:6]
    coded = u1.shape[0] + u2.shape[0]
    for at in range(digit_starts[claim], digit_starts[claim + 1]):
        column, place, length, radix = digits[at]
        if column < u1.shape[0]:
            _by_code(u1[column, start:end], classes[place : place + length], number, rows, cell)
            continue
        if column < coded:
            wide = u2[column - u1.shape[0], start:end]
            _by_code(wide, classes[place : place + length], number, rows, cell)
            continue
        other, cuts, weight = column - coded, bounds[place : place + length], np.uint32(radix)
        if other < i2.shape[0]:
            _by_bounds(i2[other, start:end], cuts, weight, number, rows, cell)
        elif other < i2.shape[0] + i4.shape[0]:
            _by_bounds(i4[other - i2.shape[0], start:end], cuts, weight, number, rows, cell)
        else:
            huge = i8[other - i2.shape[0] - i4.shape[0], start:end]
            _by_bounds(huge, cuts, weight, number, rows, cell)


@_compiled
def _amounts(claim, span, store, claims, number, rows, cell, sums):  # type: ignore[no-untyped-def]
    """Counts the rows and adds their sizes."""
    start, end = span
    u1, u2, i2, i4, i8 = store[2:]
    amounts, values = claims[6], claims[8]
    first, last = claims[7][claim], claims[7][claim + 1]
    coded, cells = u1.shape[0] + u2.shape[0], claims[10][claim]
    _count(number, cell, sums)
    for at in range(first, last):
        column, place, length, empty = amounts[at]
        into, other = sums[(1 + at - first) * cells :], column - coded
        if column < u1.shape[0]:
            worth = values[place : place + length]
            _add_coded(u1[column, start:end], worth, number, rows, cell, into)
        elif other < i2.shape[0]:
            _add(i2[other, start:end], empty, number, rows, cell, into)
        elif other < i2.shape[0] + i4.shape[0]:
            _add(i4[other - i2.shape[0], start:end], empty, number, rows, cell, into)
        else:
            huge = i8[other - i2.shape[0] - i4.shape[0], start:end]
            _add(huge, empty, number, rows, cell, into)


@_compiled
def _put(claim, block, span, store, claims, number, rows, cell, sums):  # type: ignore[no-untyped-def]
    """What one claim makes of the rows of a block that it lets pass."""
    start, end = span
    day, zones = store[0], store[1]
    day_cell, places = claims[1], claims[9]
    if zones[0, block] == zones[1, block]:
        cell[:number] = day_cell[claim, zones[0, block]]
    else:
        _by_day(day[start:end], day_cell[claim], number, rows, cell)
    _cells(claim, span, store, claims, number, rows, cell)
    mine = sums[places[claim] : places[claim + 1]]
    _amounts(claim, span, store, claims, number, rows, cell, mine)


@_compiled
def _by_day(days, day_cell, number, rows, cell):  # type: ignore[no-untyped-def]
    for at in range(number):
        cell[at] = day_cell[days[rows[at]]]


@_compiled
def scan(first, last, store, words, claims, sums):  # type: ignore[no-untyped-def]
    """Adds the blocks from `first` to before `last` to the sums."""
    active, of = words[0], claims[0]
    rows, cell = np.empty(BLOCK, dtype=np.uint32), np.empty(BLOCK, dtype=np.uint32)
    left = np.empty(BLOCK, dtype=np.uint64)
    dealt, held = np.empty((64, BLOCK), dtype=np.uint32), np.zeros(64, dtype=np.int64)
    for block in range(first, last):
        span = (block * BLOCK, min(block * BLOCK + BLOCK, store[0].shape[0]))
        for number in range(active.shape[1]):
            word = active[block, number]
            if word == 0:
                continue
            kept = _left(number, word, span, store, words, rows, left)
            alike = kept < 0 or (word & (word - np.uint64(1))) == 0
            if kept < 0:
                kept = span[1] - span[0]
                for row in range(kept):
                    rows[row] = row
            if not alike:
                held[:] = 0
                _deal(kept, rows, left, dealt, held)
            while word != 0:
                bit = _lowest(word)
                word &= word - np.uint64(1)
                mine = rows if alike else dealt[bit]
                mine_number = kept if alike else held[bit]
                if mine_number:
                    claim = of[number, bit]
                    _put(claim, block, span, store, claims, mine_number, mine, cell, sums)


@_compiled
def project(sums, sets, into):  # type: ignore[no-untyped-def]
    """Adds for each row of sums the cells that are in each set."""
    for row in range(sums.shape[0]):
        for number in range(sets.shape[0]):
            total = 0.0
            for cell in range(sums.shape[1]):
                total += sums[row, cell] if sets[number, cell] else 0.0
            into[row, number] = total
