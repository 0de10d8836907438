"""A line of progress on a terminal, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def progress(stream: TextIO) -> Iterator[Callable[[int, int, str], None] | None]:
    """A function to tell the claim at hand, or None where nobody watches."""
    if not stream.isatty():
        yield None
        return

    def step(number: int, total: int, name: str) -> None:
        stream.write(f"\r\x1b[2Kclaim {number + 1} of {total}: {name[:40]}")
        stream.flush()

    try:
        with building(stream):
            yield step
    finally:
        stream.write("\r\x1b[2K")
        stream.flush()


@contextmanager
def building(stream: TextIO) -> Iterator[None]:
    """Tells how far the store of a large table is, where somebody watches."""
    from squarely.grounds.store.watched import WATCHING

    def step(done: int, total: int) -> None:
        stream.write(f"\r\x1b[2Kpreparing {total:,} rows, once: {100 * done // total}%")
        stream.flush()

    before = WATCHING.set(step if stream.isatty() else None)
    try:
        yield
    finally:
        WATCHING.reset(before)
