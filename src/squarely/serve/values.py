"""The values that a column holds, for a field that offers them while somebody types."""

from __future__ import annotations

from threading import Lock

from squarely.grounds.asked import find
from squarely.grounds.asking import rows
from squarely.grounds.catalog import Grounds
from squarely.grounds.engine import quoted
from squarely.grounds.tables import table
from squarely.model.request import Unanswerable

MOST = 100
_ONE_AT_A_TIME = Lock()  # the process has one connection to the engine


def values_of(grounds: Grounds, dataset: str, column: str, typed: str) -> list[str]:
    """Values that hold what was typed, the most frequent first; none where no such column is."""
    stand = find(grounds, dataset)
    if isinstance(stand, Unanswerable):
        return []
    with _ONE_AT_A_TIME:
        found = table(stand)
        held = found.dataset.column(column)
        if held is None or held.name not in found.types:
            return []
        name = f"CAST({quoted(held.name)} AS VARCHAR)"
        sql = (
            f"SELECT {name}, count(*) FROM {quoted(found.view)} WHERE contains(lower({name}), ?) "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}"
        )
        return [str(value) for value, _ in rows(found, sql, typed.lower())]
