"""One check on Spark and on DuckDB: the same argument over tables of one and of ten million events.

Both engines have two threads of one machine and read the same Parquet file; every study must come
out equal but for `engine` and `query`. The start of Spark and its first, cold check are told apart
from a warm one. `docs/spark.md` derives its break-even and its plans from the results.

Run: python -m bench.spark [million rows ...]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.cube import HERE, made
from squarely.grounds.cache import digest
from squarely.grounds.catalog import Grounds, on_spark, open_grounds
from squarely.model.argument import Argument
from squarely.model.study import Study
from squarely.report.export import study_json
from squarely.study.reading import read_argument
from squarely.study.run import run

T = TypeVar("T")
MASTER = "local[2]"
ROUNDS = 3
ARGUMENT = """\
squarely: 1
title: Five claims over synthetic events
claims:
  all-rose:
    says: Events rose from 2005 to 2020.
    warrant:
      trend: {of: {count: events, in: events}, every: month, during: 2005..2020, expect: rising}
  one-place-rose:
    says: Events in c3 rose from 2001 to 2022.
    warrant:
      trend: {of: {count: events, in: events, where: {place: c3}}, every: month, during: 2001..2022, expect: rising}
  sizes-rose:
    says: The sizes of events of root 5 rose from 2010 to 2020.
    warrant:
      trend: {of: {sum: size, in: events, where: {root: 5}}, every: year, during: 2010..2020, expect: rising}
  more-than-before:
    says: Events from s1 were more frequent in 2015 to 2017 than in 2005 to 2007.
    warrant:
      contrast: {of: {count: events, in: events, where: {source: s1}}, groups: {time: [2015..2017, 2005..2007]}, expect: higher}
  largest-year:
    says: In 2023 there were more events than in any year since 2000.
    warrant:
      extreme: {of: {count: events, in: events}, every: year, item: "2023", since: "2000", expect: largest}
"""  # noqa: E501


def measured(sizes: Sequence[float] = (1.0, 10.0)) -> list[dict[str, object]]:
    """The seconds of one check by engine and size, warm medians of interleaved rounds."""
    from squarely.grounds.spark.session import session

    start, _ = _timed(lambda: session(MASTER))
    return [_of(millions, start) for millions in sizes]


def _of(millions: float, start: float) -> dict[str, object]:
    folder = HERE.parent / "build" / f"bench-cube-{millions:g}"
    path = made(folder, millions)
    told = folder / "argument.yaml"
    told.write_text(ARGUMENT, encoding="utf-8")
    argument, problems = read_argument(told)
    assert argument is not None, problems
    grounds, faults = open_grounds([folder])
    assert not faults, faults
    hashing, _ = _timed(lambda: digest(path))
    cold, study = _check(argument, on_spark(grounds, MASTER))
    _check(argument, grounds)
    pairs = []
    for _ in range(ROUNDS):
        spark, other = _check(argument, on_spark(grounds, MASTER))
        duck, plain = _check(argument, grounds)
        assert _plain(plain) == _plain(other) == _plain(study), "the studies differ"
        pairs.append((spark, duck))
    spark, duck = (float(seconds) for seconds in np.median(np.array(pairs), axis=0))
    return {
        "million_rows": millions,
        "bytes": path.stat().st_size,
        "claims": len(study.claims),
        "cores": 2,
        "start": round(start, 2),
        "cold": round(cold, 2),
        "spark": round(spark, 3),
        "duckdb": round(duck, 3),
        "hash": round(hashing, 3),
        "equal": True,
    }


def _check(argument: Argument, grounds: Grounds) -> tuple[float, Study]:
    """One check that remembers nothing of an earlier one but the opened file."""
    from squarely.grounds import asked, copies

    for memory in (asked._SEEN, asked._UNDATED, copies._REPEATS):
        memory.clear()
    return _timed(lambda: run(argument, grounds))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def _plain(study: Study) -> str:
    claims = tuple(replace(claim, query=()) for claim in study.claims)
    return study_json(replace(study, engine="", claims=claims))


def kept(results: Path, sizes: Sequence[float]) -> None:
    """Write the measurements beside those that are there."""
    held = json.loads(results.read_text(encoding="utf-8"))
    held["spark"] = measured(sizes)
    results.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(held["spark"], indent=1))


if __name__ == "__main__":
    kept(HERE / "results.json", [float(word) for word in sys.argv[1:]] or (1.0, 10.0))
