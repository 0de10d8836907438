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
        yield step
    finally:
        stream.write("\r\x1b[2K")
        stream.flush()
