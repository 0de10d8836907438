"""The values that a column holds, for a field that offers them while somebody types.

The process has one connection to the engine, and answers come in threads: whoever asks it, here or
for a dropped file, does so alone.
"""

from __future__ import annotations

from threading import Lock

from squarely.grounds.asked import find
from squarely.grounds.asking import rows
from squarely.grounds.catalog import Grounds
from squarely.grounds.engine import quoted
from squarely.grounds.tables import Table, table
from squarely.model.request import Unanswerable

MOST = 100
ALONE = Lock()
_PATIENCE = 2.0  # seconds to wait for one's turn: what is offered too late helps nobody


def values_of(grounds: Grounds, dataset: str, column: str, typed: str) -> list[str]:
    """Values that hold what was typed, the most frequent first; none where no such column is."""
    stand = find(grounds, dataset)
    if isinstance(stand, Unanswerable) or not ALONE.acquire(timeout=_PATIENCE):
        return []
    try:
        return _values(table(stand), column, typed)
    finally:
        ALONE.release()


def _values(found: Table, column: str, typed: str) -> list[str]:
    held = found.dataset.column(column)
    if held is None or held.name not in found.types:
        return []
    name = f"CAST({quoted(held.name)} AS VARCHAR)"
    sql = (
        f"SELECT {name}, count(*) FROM {quoted(found.view)} WHERE contains(lower({name}), ?) "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}"
    )
    return [str(value) for value, _ in rows(found, sql, typed.lower())]
