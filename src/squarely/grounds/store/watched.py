"""Who is told how far the building of a store is; nobody unless a terminal asks."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

Progress = Callable[[int, int], None]  # rows done, rows in all

WATCHING: ContextVar[Progress | None] = ContextVar("WATCHING", default=None)
