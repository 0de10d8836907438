"""What the multiverse is measured on: synthetic events, and 25 claims x 48 specifications of them.

The timing is in `bench/multiverse.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from squarely.model.request import Condition, Count, Every, Measure, Series, Window

HERE = Path(__file__).resolve().parent
ROUNDS = 5
FIRST, LAST = date(2000, 1, 1), date(2023, 12, 31)
COUNTRIES = 200
# Growing volume over 24 years, in order of days; countries by Zipf's law with exponent 1.1
EVENTS = """
COPY (
  SELECT DATE '2000-01-01' + CAST(floor(8766 * sqrt((number + 0.5) / {rows})) AS INTEGER) AS day,
         'c' || CAST(floor(pow(1 - random() * {reach}, -10)) AS INTEGER) AS place,
         'c' || CAST(floor(pow(1 - random() * {reach}, -10)) AS INTEGER) AS actor,
         'c' || CAST(floor(pow(1 - random() * {reach}, -10)) AS INTEGER) AS target,
         1 + CAST(floor(random() * 20) AS INTEGER) AS root,
         'a' || CAST(floor(random() * 40) AS INTEGER) AS adm1,
         size_low,
         CAST(floor(size_low * (1 + 2 * random())) AS BIGINT) AS size_high,
         's' || CAST(floor(random() * 4) AS INTEGER) AS source
  FROM (SELECT range AS number, CAST(floor(exp(ln(10) + random() * ln(1000))) AS BIGINT) AS size_low
        FROM range({rows}))
) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
"""
FIELDS = {"day": "date", "root": "integer", "size_low": "integer", "size_high": "integer"}


def made(folder: Path, millions: float) -> Path:
    """The synthetic events and their descriptor, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "events.parquet"
    if not path.exists():
        connection = duckdb.connect(":memory:", config={"threads": "1"})
        connection.execute("SELECT setseed(0.5)")
        rows = round(millions * 1_000_000)
        reach = 1 - (COUNTRIES + 1) ** -0.1
        begun = folder / "begun.parquet"
        connection.execute(EVENTS.format(rows=rows, reach=reach, path=begun))
        begun.rename(path)
    names = ("day", "place", "actor", "target", "root", "adm1", "size_low", "size_high", "source")
    told = {
        "roles": {"time": "day", "size_low": "size_low", "size_high": "size_high"},
        "units": {"events": None},
        "coverage": {"first": str(FIRST), "last": str(LAST)},
    }
    fields = [{"name": name, "type": FIELDS.get(name, "string")} for name in names]
    resource = {"name": "events", "path": path.name, "schema": {"fields": fields}}
    package = {"name": "events", "resources": [{**resource, "squarely": told}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return path


def claims(number: int = 25) -> Iterator[list[Count]]:
    """Two fifths on countries, two on pairs of actors, one on the world; 48 specifications each."""
    random = np.random.default_rng(1)
    some = number * 2 // 5
    scopes: list[tuple[Condition, ...]] = [
        (Condition("place", (f"c{1 + i}",)),) for i in range(some)
    ]
    scopes += [
        (Condition("actor", (f"c{1 + i}",)), Condition("target", (f"c{2 + i}",)))
        for i in range(some)
    ]
    scopes += [()] * (number - 2 * some)
    for scope in scopes:
        days = int(random.integers(180, 1096))
        start = FIRST + timedelta(days=int(random.integers(3 * days, 8766 - 2 * days)))
        windows = (
            Window(start, start + timedelta(days=days)),
            Window(start - timedelta(days=days), start + timedelta(days=2 * days)),
        )
        roots = [int(root) for root in random.choice(np.arange(1, 21), 8, replace=False)]
        yield list(_specifications(scope, windows, (tuple(roots[:4]), tuple(roots))))


def _specifications(
    scope: tuple[Condition, ...],
    windows: tuple[Window, Window],
    definitions: tuple[tuple[int, ...], tuple[int, ...]],
) -> Iterator[Count]:
    every: tuple[Every, ...] = ("day", "week", "month")
    sources: tuple[tuple[Condition, ...], ...] = ((), (Condition("source", ("s1",)),))
    sizes = ("size_low", "size_high")
    for window, roots, size, source, step in product(windows, definitions, sizes, sources, every):
        where = (*scope, Condition("root", roots), Condition(size, (100, None), "between"), *source)
        yield Count(Measure("sum", size, "events", where), window, step)


def sql(request: Count, path: Path) -> str:
    """The same specification as one plain query."""
    parts = [f"day BETWEEN DATE '{request.during.first}' AND DATE '{request.during.last}'"]
    for condition in request.measure.where:
        if condition.kind == "between":
            parts.append(f"{condition.column} >= {condition.values[0]}")
        else:
            words = ", ".join(repr(value) for value in condition.values)
            parts.append(f"{condition.column} IN ({words})")
    return (
        f"SELECT CAST(date_trunc('{request.every}', day) AS DATE) AS period, count(*) AS n, "
        f"sum({request.measure.name}) AS total FROM read_parquet('{path}') "
        f"WHERE {' AND '.join(parts)} GROUP BY 1 ORDER BY 1"
    )


def same(series: Series, plain: dict[str, NDArray[Any]]) -> bool:
    """Whether both paths found the same periods, rows and sums."""
    held = series.rows[:, 0] > 0
    days = plain["period"].astype("datetime64[D]")
    return (
        np.array_equal(series.periods[held], days)
        and np.array_equal(series.rows[held, 0], plain["n"])
        and np.array_equal(series.best[held, 0], plain["total"].astype(np.float64))
    )
