"""Questions put to the engine on which a table is asked: DuckDB, or Spark where it was chosen.

The questions are the same text, or the same Narwhals expressions; each engine's own way to fetch
is known here and nowhere else. What Spark is asked: the grouped query of a claim, the rows behind
pairs, the first rows and their number, and the few counts of a whole table that a check needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from squarely.grounds.engine import connection
from squarely.grounds.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray


def rows(found: Table, sql: str, *given: object) -> list[tuple[Any, ...]]:
    """The rows of a query in the SQL that both engines read; `?` stand for the values given."""
    if found.spark:
        from squarely.grounds.spark import answers

        return answers.rows(found, sql, given)
    return connection().execute(sql, list(given)).fetchall()


def frame(found: Table) -> Any:  # noqa: ANN401
    """The table's rows as its engine's own lazy frame."""
    if found.spark:
        from squarely.grounds.spark import tables

        return tables.frame(found)
    return connection().view(found.view)


def lines(found: Table, asked: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401
    """The rows of a frame as plain values."""
    if found.spark:
        from squarely.grounds.spark import answers

        return answers.lines(found, asked)
    return list(asked.fetchall())


def arrays(found: Table, asked: Any) -> tuple[Mapping[str, NDArray[Any]], str]:  # noqa: ANN401
    """The columns of a frame as arrays, and the query in the engine's own words."""
    if found.spark:
        from squarely.grounds.spark import answers

        return answers.arrays(found, asked)
    return asked.fetchnumpy(), str(asked.sql_query())
