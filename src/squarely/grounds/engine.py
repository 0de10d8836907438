"""The embedded database: one DuckDB connection a process, in memory, nothing fetched.

One connection serves every query of a run, since opening one costs more than most queries. The
number of threads is fixed and every sum is of integers, so that results do not depend on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

THREADS = "2"


class EngineError(Exception):
    """The engine that was asked for cannot be had, or gave up; the message says why."""


@cache
def connection() -> DuckDBPyConnection:
    """The process's own connection; it may read files, and may not fetch extensions."""
    import duckdb

    opened = duckdb.connect(
        ":memory:",
        config={
            "threads": THREADS,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    opened.execute("SET parquet_metadata_cache = true")  # each step of a query looks at the file
    opened.execute("SET enable_progress_bar = false")  # it would be drawn over what is printed
    return opened


@contextmanager
def lean() -> Iterator[None]:
    """Keeps the engine from loading pandas, which it looks for whenever it is given a constant.

    Nothing here uses pandas; where it is installed, loading it takes longer than a whole check.
    """
    if "pandas" in sys.modules:
        yield
        return
    sys.modules["pandas"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["pandas"]


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
