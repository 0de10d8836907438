"""Runs the kernel: claims of bounded memory at a time, the rows shared out among threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import TYPE_CHECKING

from squarely.grounds.engine import THREADS
from squarely.grounds.store.claims import Claim
from squarely.grounds.store.layout import WIDTHS, Store
from squarely.grounds.store.words import Arranged, arranged

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_SUMS = 32_000_000  # numbers a thread holds at once: 256 MB
SHARE = 256  # blocks a thread takes at once: a million rows


def added(store: Store, claims: Sequence[Claim]) -> Iterator[NDArray[np.float64]]:
    """For each claim its rows and sums: (slots, 1 + amounts, cells)."""
    held: list[Claim] = []
    size = 0
    for one in claims:
        more = _size(one)
        if held and size + more > MOST_SUMS:
            yield from _added(store, held)
            held, size = [], 0
        held.append(one)
        size += more
    if held:
        yield from _added(store, held)


def _size(one: Claim) -> int:
    return (len(one.slots) + 1) * one.cells * (1 + len(one.amounts))


def _added(store: Store, claims: Sequence[Claim]) -> Iterator[NDArray[np.float64]]:
    plan = arranged(store, claims)
    sums = _scanned(store, plan)
    for at, one in enumerate(claims):
        mine = sums[plan.places[at] : plan.places[at + 1]]
        shape = (len(one.slots) + 1, 1 + len(one.amounts), one.cells)
        yield mine.reshape(shape)[:-1]  # the last slot is for days outside


def _scanned(store: Store, plan: Arranged) -> NDArray[np.float64]:
    import numpy as np

    from squarely.grounds.store.kernel import scan

    blocks = store.blocks()
    arrays = (store.day, store.zones, *(store.arrays[width] for width in WIDTHS))
    turns = count()

    def work(_: int) -> NDArray[np.float64]:
        sums = np.zeros(int(plan.places[-1]), dtype=np.float64)
        for turn in turns:
            if turn * SHARE >= blocks:
                break
            last = min(turn * SHARE + SHARE, blocks)
            scan(turn * SHARE, last, arrays, plan.words, plan.claims, sums)
        return sums

    threads = min(int(THREADS), -(-blocks // SHARE))
    if threads == 1:
        return work(0)
    with ThreadPoolExecutor(threads) as pool:
        total, *others = pool.map(work, range(threads))
    for other in others:
        total += other
    return total
