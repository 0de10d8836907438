"""What Spark answers, as arrays such as DuckDB gives, and the plan it followed in its own words.

Whole numbers of more than 64 bits become floating ones by the steps that DuckDB takes, so that the
last bit is the same. The numbers that Spark gives to columns differ from run to run and are left
out of the plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from squarely.grounds.engine import EngineError
from squarely.grounds.spark.session import first_line, paced
from squarely.grounds.spark.tables import frame
from squarely.grounds.tables import Table

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyspark.sql import DataFrame

_WORD = 2**64
_NUMBERED = re.compile(r"#\d+L?")


def rows(found: Table, sql: str, given: Sequence[object]) -> list[tuple[Any, ...]]:
    """The rows of a query on one table; `?` stand for the values given."""
    with _told(found):
        frame(found)
        spark = paced(found.spark, found.rows_read)
        return [tuple(row) for row in spark.sql(sql, args=list(given)).collect()]


def lines(found: Table, asked: DataFrame) -> list[tuple[Any, ...]]:
    """The rows of a frame as plain values."""
    with _told(found):
        paced(found.spark, found.rows_read)
        return [tuple(row) for row in asked.collect()]


def arrays(found: Table, asked: DataFrame) -> tuple[Mapping[str, NDArray[Any]], str]:
    """The columns of a frame as masked arrays, and its plan."""
    with _told(found):
        paced(found.spark, found.rows_read)
        kinds = {field.name: field.dataType.typeName() for field in asked.schema.fields}
        held = asked.collect()
        plan = asked._jdf.queryExecution().optimizedPlan().toString()
    columns = zip(*held, strict=True) if held else ([] for _ in kinds)
    pairs = zip(kinds.items(), columns, strict=True)
    read = {name: _column(kind, list(cells)) for (name, kind), cells in pairs}
    return read, "\n".join(line.rstrip() for line in _NUMBERED.sub("", plan).splitlines())


@contextmanager
def _told(found: Table) -> Iterator[None]:
    """A failure of Spark in one line."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, ConnectionError) as failed:
        raise EngineError(f"Spark at {found.spark}: {first_line(failed)}") from failed


def _column(kind: str, cells: list[Any]) -> NDArray[Any]:
    import numpy as np

    build = _BUILD.get(kind, _objects)
    empty = [cell is None for cell in cells]
    return np.ma.MaskedArray(build(cells), mask=empty)


def _objects(cells: list[Any]) -> NDArray[Any]:
    import numpy as np

    held = np.empty(len(cells), dtype=object)
    held[:] = ["" if cell is None else cell for cell in cells]
    return held


def _days(cells: list[Any]) -> NDArray[Any]:
    import numpy as np

    return np.array(cells, dtype="datetime64[D]")


def _numbers(cells: list[Any]) -> NDArray[Any]:
    import numpy as np

    return np.array([0 if cell is None else cell for cell in cells], dtype=np.int64)


def _floats(cells: list[Any]) -> NDArray[Any]:
    import numpy as np

    return np.array([0.0 if cell is None else cell for cell in cells], dtype=np.float64)


def _truths(cells: list[Any]) -> NDArray[Any]:
    import numpy as np

    return np.array([bool(cell) for cell in cells], dtype=bool)


def _decimals(cells: list[Any]) -> NDArray[Any]:
    return _floats([None if cell is None else as_float(int(cell)) for cell in cells])


def as_float(whole: int) -> float:
    """A whole number of up to 128 bits as DuckDB makes it a floating one: half by half."""
    upper, lower = divmod(whole, _WORD)
    if upper == -1:
        return -float(_WORD - 1 - lower) - 1
    return float(lower) + float(upper) * float(_WORD)


_BUILD: Mapping[str, Callable[[list[Any]], NDArray[Any]]] = {
    "date": _days,
    "boolean": _truths,
    "double": _floats,
    "decimal": _decimals,
    **dict.fromkeys(("long", "bigint", "integer", "int", "short", "byte"), _numbers),
}
