"""The cube against one query a specification: 25 claims x 48 specifications, 1 million events.

Both paths run on the same engine with the same threads over the same Parquet file, claim by claim
in turn, so that a slow phase of the machine strikes both. Every series must come out equal. The
median ratio of the summed times goes into `bench/results.json`.

Run: python -m bench.cube [million rows]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.grounds.engine import THREADS, lean
from squarely.model.request import Condition, Count, Every, Measure, Series, Window

HERE = Path(__file__).resolve().parent
ROUNDS = 5
FIRST, LAST = date(2000, 1, 1), date(2023, 12, 31)
COUNTRIES = 200
EVENTS = """
COPY (
  WITH raw AS (
    SELECT DATE '2000-01-01' + CAST(floor(8766 * sqrt(random())) AS INTEGER) AS day,
           CAST(floor(exp(random() * ln({countries}))) AS INTEGER) AS place,
           CAST(floor(exp(random() * ln({countries}))) AS INTEGER) AS actor,
           CAST(floor(exp(random() * ln({countries}))) AS INTEGER) AS target,
           1 + CAST(floor(random() * 20) AS INTEGER) AS root,
           CAST(floor(exp(ln(10) + random() * ln(1000))) AS BIGINT) AS size_low,
           1 + 2 * random() AS more,
           's' || CAST(floor(random() * 4) AS INTEGER) AS source
    FROM range({rows}))
  SELECT day, 'c' || place AS place, 'c' || actor AS actor, 'c' || target AS target, root,
         size_low, CAST(floor(size_low * more) AS BIGINT) AS size_high, source
  FROM raw ORDER BY day
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
        connection.execute(EVENTS.format(rows=rows, countries=COUNTRIES, path=path))
    names = ("day", "place", "actor", "target", "root", "size_low", "size_high", "source")
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


def claims() -> Iterator[list[Count]]:
    """25 claims, on countries, on pairs of actors and on the world, each with 48 specifications."""
    random = np.random.default_rng(1)
    scopes: list[tuple[Condition, ...]] = [(Condition("place", (f"c{1 + i}",)),) for i in range(10)]
    scopes += [
        (Condition("actor", (f"c{1 + i}",)), Condition("target", (f"c{2 + i}",))) for i in range(10)
    ]
    scopes += [()] * 5
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


def compared(millions: float) -> tuple[float, float]:
    """Seconds of the cube and of the single queries, over all claims, checked to be equal."""
    folder = HERE.parent / "build" / f"bench-cube-{millions:g}"
    path = made(folder, millions)
    grounds, problems = open_grounds([folder])
    assert not problems, problems
    rival = duckdb.connect(":memory:", config={"threads": THREADS})
    rival.execute("SET parquet_metadata_cache = true")
    cube = single = 0.0
    for requests in claims():
        start = time.perf_counter()
        together = answer(grounds, requests).answers
        cube += time.perf_counter() - start
        start = time.perf_counter()
        with lean():
            plain = [rival.execute(sql(request, path)).fetchnumpy() for request in requests]
        single += time.perf_counter() - start
        for request, one in zip(requests, plain, strict=True):
            series = together[request]
            assert isinstance(series, Series), series
            assert same(series, one), request
    return cube, single


def measured(millions: float = 1.0) -> list[dict[str, object]]:
    """The ratio of each round, its median, and the median seconds of both paths."""
    compared(millions)  # warms the file and the engine
    pairs = np.array([compared(millions) for _ in range(ROUNDS)])
    ratios = sorted(float(single / cube) for cube, single in pairs)
    cube, single = (float(seconds) for seconds in np.median(pairs, axis=0))
    return [
        {
            "path": "cube",
            "against": "duckdb-parquet",
            "million_rows": millions,
            "claims": 25,
            "specifications": 1200,
            "threads": int(THREADS),
            "ratio": round(float(np.median(ratios)), 1),
            "least": round(ratios[0], 1),
            "most": round(ratios[-1], 1),
            "seconds": round(cube, 3),
            "seconds_against": round(single, 2),
            "equal": True,
        }
    ]


if __name__ == "__main__":
    print(json.dumps(measured(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0), indent=1))
