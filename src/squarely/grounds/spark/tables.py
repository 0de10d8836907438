"""A table as Spark reads it: the Parquet file that DuckDB reads too, where it stands.

Figures, and a Parquet file that does not hold its columns in the types that its descriptor states,
are written once as such a file, into the cache: conversions of types are DuckDB's alone, since the
two engines round and write numbers differently. Nothing is read before a query asks for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from squarely.files import replacing
from squarely.grounds.cache import folder
from squarely.grounds.engine import connection, literal, quoted
from squarely.grounds.spark.session import session
from squarely.grounds.tables import Table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "bigint",
    "INTEGER": "int",
    "SMALLINT": "smallint",
    "TINYINT": "tinyint",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "DATE": "date",
}
_OPEN: set[tuple[str, str]] = set()


def frame(found: Table) -> DataFrame:
    """The table's rows, lazily; known to the session by the name of its view."""
    spark = session(found.spark)
    if (key := (found.spark, found.view)) not in _OPEN or not spark.catalog.tableExists(found.view):
        reader = spark.read.option("recursiveFileLookup", "true")
        if all(kind in _TYPES for kind in found.types.values()):
            told = (f"{quoted(name)} {_TYPES[kind]}" for name, kind in found.types.items())
            reader = reader.schema(", ".join(told))  # else a job is run to look into the file
        read = reader.parquet(_parquet(found).resolve().as_uri())
        read.createOrReplaceTempView(found.view)
        _OPEN.add(key)
    return spark.table(found.view)


def _parquet(found: Table) -> Path:
    """The file that holds the table's columns as they are, made now if there is none."""
    if found.parquet is not None:
        return found.parquet
    path = folder() / f"{found.view}.parquet"
    if not path.exists():
        names = ", ".join(map(quoted, found.types))
        with replacing(path) as part:
            connection().execute(
                f"COPY (SELECT {names} FROM {quoted(found.view)}) "
                f"TO {literal(str(part))} (FORMAT parquet, COMPRESSION zstd)"
            )
    return path
