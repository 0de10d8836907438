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

MOST_COMPARED = 12  # values of a column beyond which each row looks its value up

if not os.environ.get("NUMBA_CACHE_DIR"):  # Numba would not notice that the block has changed
    numba.config.CACHE_DIR = str(folder() / "compiled" / f"block-{BLOCK}")
SPARSE = 24  # one row in so many, below which marked rows are picked out one by one

_compiled: Any = numba.njit(nogil=True, cache=True)


@intrinsic
def _lowest(_context: Any, _word: Any) -> Any:
    """The place of the lowest bit that is set."""

    def generated(context: Any, builder: Any, _signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], context.get_constant(types.boolean, 1))

    return types.uint64(types.uint64), generated


@_compiled
def _begin(codes, words, word, rows, left, marks):
    """The rows of a block that some claim of the word lets pass by its first column.

    Few values are compared with all rows at once, and only rows that are marked are looked at.
    """
    wanted = 0
    for value in range(words.shape[0]):
        wanted += (words[value] & word) != 0
    if wanted > MOST_COMPARED:
        return _looked_up(codes, words, word, rows, left)
    number = codes.shape[0]
    marks[:] = 0
    for value in range(words.shape[0]):
        if words[value] & word != 0:
            _mark(codes, codes.dtype.type(value), marks[:number])
    found = 0
    for row in range(number):
        found += marks[row]
    if found * SPARSE > number:
        return _looked_up(codes, words, word, rows, left)
    kept = 0
    eights = marks.view(np.uint64)
    for eight in range((number + 7) // 8):
        marked = eights[eight]
        while marked != 0:
            row = np.uint32(eight * 8 + (_lowest(marked) >> np.uint64(3)))
            marked &= marked - np.uint64(1)
            rows[kept] = row
            left[kept] = word & words[codes[row]]
            kept += 1
    return kept


@_compiled
def _mark(codes, value, marks):
    for row in range(codes.shape[0]):
        marks[row] |= np.uint8(codes[row] == value)


@_compiled
def _looked_up(codes, words, word, rows, left):
    kept = 0
    for row in range(codes.shape[0]):
        narrowed = word & words[codes[row]]
        rows[kept] = row
        left[kept] = narrowed
        kept += narrowed != 0
    return kept


@_compiled
def _narrow(codes, words, number, rows, left):
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
def _picked(bit, number, rows, left, mine):
    """The rows that one claim has left."""
    kept = 0
    for at in range(number):
        mine[kept] = rows[at]
        kept += (left[at] >> bit) & np.uint64(1)
    return kept


@_compiled
def _by_code(codes, classes, number, rows, cell):
    for at in range(number):
        row = at if rows is None else rows[at]
        cell[at] += classes[codes[row]]


@_compiled
def _by_bounds(values, bounds, radix, number, rows, cell):
    for bound in bounds:
        edge = values.dtype.type(bound)
        for at in range(number):
            row = at if rows is None else rows[at]
            cell[at] += radix if values[row] >= edge else np.uint32(0)


@_compiled
def _count(number, cell, sums):
    for at in range(number):
        sums[cell[at]] += 1.0


@_compiled
def _add(values, empty, number, rows, cell, sums):
    for at in range(number):
        row = at if rows is None else rows[at]
        value = np.int64(values[row])
        sums[cell[at]] += np.float64(value if value != empty else 0)


@_compiled
def _count_and_add(one, two, empty, number, rows, cell, sums, step):
    """A count and two sums at once, which most claims ask."""
    first, second = sums[step:], sums[2 * step :]
    for at in range(number):
        row, place = at if rows is None else rows[at], cell[at]
        low, high = np.int64(one[row]), np.int64(two[row])
        sums[place] += 1.0
        first[place] += np.float64(low if low != empty else 0)
        second[place] += np.float64(high if high != empty else 0)


@_compiled
def _add_coded(codes, values, number, rows, cell, sums):
    for at in range(number):
        row = at if rows is None else rows[at]
        sums[cell[at]] += values[codes[row]]


@_compiled
def _left(number, word, span, store, words, rows, left, marks):
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
                kept = _begin(codes, passes, word, rows, left, marks)
            else:
                kept = _narrow(codes, passes, kept, rows, left)
        else:
            wide = u2[column - u1.shape[0], start:end]
            if kept < 0:
                kept = _begin(wide, passes, word, rows, left, marks)
            else:
                kept = _narrow(wide, passes, kept, rows, left)
        if kept == 0:
            break
    return kept


@_compiled
def _cells(claim, span, store, claims, number, rows, cell):
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
def _amounts(claim, span, store, claims, number, rows, cell, sums):
    """Counts the rows and adds their sizes."""
    start, end = span
    u1, u2, i2, i4, i8 = store[2:]
    amounts, values = claims[6], claims[8]
    first, last = claims[7][claim], claims[7][claim + 1]
    coded, cells = u1.shape[0] + u2.shape[0], claims[10][claim]
    if last - first == 2 and amounts[first, 3] == amounts[first + 1, 3]:
        one, two, empty = (
            amounts[first, 0] - coded,
            amounts[first + 1, 0] - coded,
            amounts[first, 3],
        )
        three = i2.shape[0] + i4.shape[0]
        if 0 <= one < i2.shape[0] and 0 <= two < i2.shape[0]:
            low, high = i2[one, start:end], i2[two, start:end]
            _count_and_add(low, high, empty, number, rows, cell, sums, cells)
            return
        if i2.shape[0] <= one < three and i2.shape[0] <= two < three:
            small, large = i4[one - i2.shape[0], start:end], i4[two - i2.shape[0], start:end]
            _count_and_add(small, large, empty, number, rows, cell, sums, cells)
            return
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
def _put(claim, block, span, store, claims, number, rows, cell, sums):
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
def _by_day(days, day_cell, number, rows, cell):
    for at in range(number):
        row = at if rows is None else rows[at]
        cell[at] = day_cell[days[row]]


@_compiled
def scan(first, last, store, words, claims, sums):
    """Adds the blocks from `first` to before `last` to the sums."""
    active, of = words[0], claims[0]
    rows, cell = np.empty(BLOCK, dtype=np.uint32), np.empty(BLOCK, dtype=np.uint32)
    left, marks = np.empty(BLOCK, dtype=np.uint64), np.zeros(BLOCK, dtype=np.uint8)
    mine = np.empty(BLOCK, dtype=np.uint32)
    for block in range(first, last):
        span = (block * BLOCK, min(block * BLOCK + BLOCK, store[0].shape[0]))
        for number in range(active.shape[1]):
            word = active[block, number]
            if word == 0:
                continue
            kept = _left(number, word, span, store, words, rows, left, marks)
            alike = (word & (word - np.uint64(1))) == 0
            while word != 0:
                bit = _lowest(word)
                word &= word - np.uint64(1)
                claim = of[number, bit]
                if kept < 0:
                    _put(claim, block, span, store, claims, span[1] - span[0], None, cell, sums)
                elif alike:
                    _put(claim, block, span, store, claims, kept, rows, cell, sums)
                elif kept > 0:
                    held = _picked(bit, kept, rows, left, mine)
                    if held:
                        _put(claim, block, span, store, claims, held, mine, cell, sums)


@_compiled
def project(sums, sets, set_starts, into):
    """Adds for each row of sums the cells that are in each set."""
    for row in range(sums.shape[0]):
        for number in range(set_starts.shape[0] - 1):
            total = 0.0
            for at in range(set_starts[number], set_starts[number + 1]):
                total += sums[row, sets[at]]
            into[row, number] = total
