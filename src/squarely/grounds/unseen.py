"""Words of a condition that its column never holds: most often a slip of the pen.

Where a column declares its categories a wrong word is a fault of the file, found without data.
Where it declares none only the rows can tell, and a count of nought under a word that no row has
is no evidence of anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from squarely.grounds.asked import find
from squarely.grounds.asking import rows
from squarely.grounds.catalog import Grounds
from squarely.grounds.engine import quoted
from squarely.grounds.tables import Table, table
from squarely.model.request import Condition, Count, Request, Unanswerable

MOST_WORDS = 200  # in one condition; longer lists are not typed by hand


def unseen(grounds: Grounds, request: Request) -> str:
    """Which words of a request's conditions no row holds; empty where there are none."""
    stand = find(grounds, request.dataset)
    if isinstance(stand, Unanswerable):
        return ""
    found = table(stand)
    given = request.measure.where if isinstance(request, Count) else request.where
    return "; ".join(said for one in given for said in _missing(found, one))


def _missing(found: Table, condition: Condition) -> Iterator[str]:
    column = found.dataset.column(condition.column)
    open_words = column is not None and column.type == "string" and column.categories is None
    words = [str(value) for value in condition.values if value is not None]
    if column is None or not open_words or condition.kind != "in" or len(words) > MOST_WORDS:
        return
    if found.types.get(column.name) != "VARCHAR":
        return
    listed, name = ", ".join("?" * len(words)), quoted(column.name)
    sql = f"SELECT DISTINCT {name} FROM {quoted(found.view)} WHERE {name} IN ({listed})"
    seen = {str(row[0]) for row in rows(found, sql, *words)}
    for word in sorted(set(words) - seen):
        yield f"no row of {found.dataset.name} has {column.name} {word[:60]}"
