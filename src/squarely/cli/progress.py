"""A line of progress on a terminal, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

CLEAR = "\r\x1b[2K"  # to the start of the line, and the line empty


@contextmanager
def progress(stream: TextIO) -> Iterator[Callable[[int, int, str], None] | None]:
    """A function to tell the claim at hand, or None where nobody watches."""
    if not stream.isatty():
        yield None
        return

    def step(number: int, total: int, name: str) -> None:
        stream.write(f"{CLEAR}claim {number + 1} of {total}: {name[:40]}")
        stream.flush()

    with building(stream):
        yield step


@contextmanager
def building(stream: TextIO) -> Iterator[None]:
    """Tells how far the store of a large table is, where somebody watches; leaves no line."""
    from squarely.grounds.store.watched import WATCHING

    def step(done: int, total: int) -> None:
        stream.write(f"{CLEAR}preparing {total:,} rows, once: {100 * done // total}%")
        stream.flush()

    watched = stream.isatty()
    before = WATCHING.set(step if watched else None)
    try:
        yield
    finally:
        WATCHING.reset(before)
        if watched:
            stream.write(CLEAR)
            stream.flush()
