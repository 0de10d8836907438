"""The store's one pass equals the cube on any request; a killed build leaves a store or none."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from squarely.grounds import cube
from squarely.grounds.asked import Asked, find, put_all
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.cube import Answered, answer, answer_each
from squarely.grounds.store import build, sweep
from squarely.grounds.store.layout import BLOCK, Store, opened
from squarely.grounds.store.sweep import Swept, by_store
from squarely.grounds.tables import Table, table
from squarely.model.request import Condition, Count, Every, Measure, Series, Unanswerable, Window

pytest.importorskip("numba")

FIRST, LAST = date(2019, 11, 1), date(2021, 3, 14)
COLUMNS = {
    "day": "DATE",
    "kind": "VARCHAR",
    "place": "VARCHAR",
    "root": "INTEGER",
    "violent": "BOOLEAN",
    "low": "BIGINT",
    "best": "BIGINT",
    "high": "BIGINT",
    "score": "DOUBLE",
}
TYPES = {"DATE": "date", "VARCHAR": "string", "BOOLEAN": "boolean", "DOUBLE": "number"}
ARRAYS = ("periods", "low", "best", "high", "rows", "unsized", "uncoded")
Row = tuple[Any, ...]


def grounds_over(rows: Iterable[Row], folder: Path | None = None) -> Grounds:
    """A user's folder with these rows as Parquet."""
    folder = folder or Path(tempfile.mkdtemp())
    told = {
        "kind": "events",
        "roles": {"time": "day", "type": "kind", "size_low": "low", "size": "best"},
        "units": {"events": None, "places": "place"},
        "coverage": {"first": str(FIRST), "last": str(LAST)},
    }
    told["roles"]["size_high"] = "high"  # type: ignore[index]
    fields = [{"name": n, "type": TYPES.get(kind, "integer")} for n, kind in COLUMNS.items()]
    resource = {"name": "events", "path": "events.parquet", "schema": {"fields": fields}}
    text = json.dumps({"name": "events", "resources": [{**resource, "squarely": told}]})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    with duckdb.connect() as plain:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        plain.execute(f"CREATE TABLE t ({columns})")
        if held := list(rows):
            plain.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(COLUMNS))})", held)
        plain.execute(f"COPY t TO '{folder / 'events.parquet'}' (FORMAT parquet)")
    grounds, problems = open_grounds([folder])
    assert problems == ()
    return grounds


@pytest.fixture(autouse=True, scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterable[None]:
    """A cache of its own, but for the compiled kernel, which takes ten seconds to make."""
    kept = Path(__file__).parent.parent / "build" / "compiled" / f"block-{BLOCK}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NUMBA_CACHE_DIR", os.environ.get("NUMBA_CACHE_DIR", str(kept)))
        patch.setenv("SQUARELY_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def built(grounds: Grounds) -> tuple[Table, Store]:
    stand = find(grounds, "events")
    assert not isinstance(stand, Unanswerable)
    found = table(stand)
    held = build.store(found)
    assert isinstance(held, Store), held
    return found, held


def by_kernel(found: Table, held: Store, groups: Sequence[Sequence[Count]]) -> list[Swept | None]:
    asked: list[list[Asked]] = []
    for group in groups:
        put = put_all(found, group)
        asked.append([one for one in put if isinstance(one, Asked)])
        assert len(asked[-1]) == len(group)
    return by_store(found, held, asked)


def same(one: Series, two: Series) -> None:
    assert one.groups == two.groups
    for name in ARRAYS:
        left, right = getattr(one, name), getattr(two, name)
        assert left.dtype == right.dtype
        assert left.shape == right.shape
        np.testing.assert_array_equal(left, right, err_msg=name)


# --- random tables and random requests

DAYS = st.dates(FIRST - timedelta(days=20), LAST + timedelta(days=20))
KINDS = ("march", "strike", "sit-in", "it's")
HUGE = st.integers(-3_000_000_000, 3_000_000_000) | st.integers(-50, 50)
BIG = st.none() | HUGE
ROWS = st.lists(
    st.tuples(
        DAYS,
        st.none() | st.sampled_from(KINDS),
        st.sampled_from(("a", "b", "c,d", "é")),
        st.none() | st.integers(1, 20),
        st.none() | st.booleans(),
        BIG,
        BIG,
        BIG,
        st.none() | st.floats(-10, 10),
    ),
    min_size=1,
    max_size=60,
)
WORDS = st.lists(st.sampled_from([*KINDS, "other", None]), max_size=3, unique=True)
BOUNDS = st.tuples(st.none() | HUGE, st.none() | HUGE)
CONDITIONS = st.one_of(
    st.builds(lambda v, n: Condition("kind", tuple(v), "in", n), WORDS, st.booleans()),
    st.builds(lambda b, n: Condition("best", b, "between", n), BOUNDS, st.booleans()),
    st.builds(lambda b: Condition("low", tuple(b)), st.lists(HUGE, min_size=1, max_size=2)),
    st.builds(lambda a, b: Condition("root", (a, b), "between"), *[st.integers(-1, 22)] * 2),
    st.builds(lambda p: Condition("place", (p,)), st.sampled_from(("a", "b", "é", "z"))),
    st.builds(lambda p: Condition("place", (p, None), "between"), st.sampled_from(("b", "d"))),
    st.builds(lambda v, n: Condition("violent", (v,), "in", n), st.booleans(), st.booleans()),
)
MEASURES = st.sampled_from(
    [("count", "events"), ("sum", "size"), ("sum", "low"), ("value", "best"), ("sum", "root")]
)
WINDOWS = st.one_of(
    st.just(Window()),
    st.just(Window(date(2020, 1, 1), date(2020, 12, 31))),
    st.builds(lambda a, b: Window(min(a, b), max(a, b)), *[st.dates(FIRST, LAST)] * 2),
)
STEPS: st.SearchStrategy[Every | None] = st.sampled_from(
    [None, "day", "week", "month", "quarter", "year"]
)
COUNTS = st.builds(
    lambda m, where, during, every: Count(
        Measure(m[0], m[1], "events", tuple(where)), during, every
    ),
    MEASURES,
    st.lists(CONDITIONS, max_size=3),
    WINDOWS,
    STEPS,
)
GROUPS = st.lists(st.lists(COUNTS, min_size=1, max_size=5), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS, GROUPS)
def test_the_pass_gives_what_the_cube_gives(rows: list[Row], groups: list[list[Count]]) -> None:
    grounds = grounds_over(rows)
    found, held = built(grounds)
    for group, swept in zip(groups, by_kernel(found, held, groups), strict=True):
        assert swept is not None
        plain = answer(grounds, group)
        assert swept.rows == plain.used["events"].rows_used
        assert set(swept.answers) == set(plain.answers)
        for request, series in swept.answers.items():
            other = plain.answers[request]
            assert isinstance(other, Series)
            same(series, other)


def many(rows: int, folder: Path) -> Grounds:
    """Rows in no order, with sums beyond 32 bits, more days than blocks, and empty cells."""
    grounds = grounds_over([], folder)
    with duckdb.connect(config={"threads": "1"}) as plain:
        plain.execute("SELECT setseed(0.5)")
        plain.execute(
            f"COPY (SELECT DATE '{FIRST}' + CAST(floor(random() * 500) AS INTEGER) AS day, "
            "CASE WHEN random() < 0.1 THEN NULL ELSE 'k' || CAST(random() * 3 AS INTEGER) END "
            "AS kind, 'p' || CAST(random() * 300 AS INTEGER) AS place, "
            "CAST(1 + random() * 19 AS INTEGER) AS root, random() < 0.5 AS violent, "
            "CAST(random() * 2000000000 AS BIGINT) AS low, CAST(random() * 30000 AS BIGINT) AS "
            "best, CASE WHEN random() < 0.2 THEN NULL ELSE CAST(random() * 3e9 AS BIGINT) END AS "
            f"high, random() AS score FROM range({rows})) "
            f"TO '{folder / 'events.parquet'}' (FORMAT parquet)"
        )
    return grounds


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Grounds, Table, Store]:
    grounds = many(60_000, tmp_path_factory.mktemp("large"))
    return grounds, *built(grounds)


def claims_over(number: int) -> list[list[Count]]:
    """Claims on single places, on pairs of columns and on everything."""
    groups = []
    for at in range(number):
        scope: tuple[Condition, ...] = ((), (Condition("place", (f"p{at}",)),),
                 (Condition("root", (1 + at % 20,)), Condition("place", (f"p{at}", f"p{at + 1}"))),
                )[at % 3]  # fmt: skip
        start = FIRST + timedelta(days=3 * at % 200)
        window = Window(start, start + timedelta(days=150 + at))
        spans: tuple[tuple[Window, Every | None], ...] = ((window, "month"), (Window(), None))
        groups.append(
            [
                Count(Measure("sum", name, "events", (*scope, *more)), during, every)
                for name in ("size", "low")
                for more in ((Condition("best", (10_000, None), "between"),), (),
                             (Condition("kind", ("k1", "k2")),))
                for during, every in spans
            ]
        )  # fmt: skip
    return groups


@pytest.mark.parametrize("number", [3, 150])
def test_any_number_of_claims_over_many_blocks(
    large: tuple[Grounds, Table, Store], number: int
) -> None:
    """150 claims are three words at least; a sixth of them is compared with the cube."""
    grounds, found, held = large
    groups = claims_over(number)
    brought = by_kernel(found, held, groups)
    for at in range(0, number, 6 if number > 3 else 1):
        swept, plain = brought[at], answer(grounds, groups[at])
        assert swept is not None
        assert swept.rows == plain.used["events"].rows_used
        for request, series in swept.answers.items():
            other = plain.answers[request]
            assert isinstance(other, Series)
            same(series, other)
    assert max(float(s.best.max()) for one in brought if one for s in one.answers.values()) > 2**31


def test_claims_put_together_give_the_same(
    large: tuple[Grounds, Table, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, found, held = large
    groups = claims_over(12)
    monkeypatch.setattr(sweep, "DENSE", 0.001)
    together = by_kernel(found, held, groups)
    monkeypatch.setattr(sweep, "DENSE", 1e9)
    for one, two in zip(together, by_kernel(found, held, groups), strict=True):
        assert one is not None
        assert two is not None
        assert one.rows == two.rows
        for request, series in one.answers.items():
            same(series, two.answers[request])


def test_what_does_not_add_up_goes_to_the_cube(large: tuple[Grounds, Table, Store]) -> None:
    _, found, held = large
    events = Measure("count", "events", "events")
    for request in (
        Count(events, by=("kind",)),
        Count(Measure("count", "places", "events")),
        Count(Measure("value", "score", "events")),
        Count(Measure("count", "events", "events", (Condition("score", (0.5, None), "between"),))),
    ):
        assert by_kernel(found, held, [[request], [Count(events)]])[0] is None


def test_sums_beyond_what_a_float_holds_go_to_the_cube() -> None:
    row = (FIRST, "march", "a", 1, True, 2**52, 2**52, 2**52, 0.0)
    found, held = built(grounds_over([row, (*row[:5], 2**53, 2**53, 2**53, 1.0)]))
    assert by_kernel(found, held, [[Count(Measure("sum", "size", "events"))]])[0] is None
    assert by_kernel(found, held, [[Count(Measure("count", "events", "events"))]])[0] is not None


def test_rows_without_a_date_have_no_store() -> None:
    rows = [(FIRST, *[None] * 8), (None, *[None] * 8)]
    grounds = grounds_over(rows)
    stand = find(grounds, "events")
    assert not isinstance(stand, Unanswerable)
    assert build.store(table(stand)) == "a row without a date"


def test_a_run_says_which_way_it_went(
    large: tuple[Grounds, Table, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answers and the same rows used, whichever way; only the query's text differs."""
    grounds = large[0]
    groups = claims_over(3)
    groups[1].append(Count(Measure("count", "events", "events"), by=("kind",)))

    def run() -> list[Answered]:
        return list(answer_each([(grounds, group) for group in groups]))

    plain = run()
    monkeypatch.setattr(cube, "LEAST_ROWS", 1)
    monkeypatch.setattr(sweep, "LEAST_ROWS", 1)
    passed = run()
    ways = [one.queries[0].startswith("one pass over the prepared store") for one in passed]
    assert ways == [True, False, True]  # a group's requests go one way together
    for one, two in zip(plain, passed, strict=True):
        assert one.used == two.used
        for request, series in one.answers.items():
            other = two.answers[request]
            assert isinstance(series, Series)
            assert isinstance(other, Series)
            same(series, other)


# --- whole or absent

BUILDING = """
import os, signal, sys, time
from pathlib import Path
from squarely.grounds.asked import find
from squarely.grounds.catalog import open_grounds
from squarely.grounds.store import build
from squarely.grounds.store.layout import Store
from squarely.grounds.tables import table
import duckdb, narwhals, numpy
build.CHUNK = 2000
there = build.there
def child():
    pid = os.fork()
    if pid:
        return pid
    try:
        found = table(find(open_grounds([Path(sys.argv[1])])[0], "events"))
        os._exit(0 if isinstance(build.store(found), Store) else 1)
    except BaseException:
        os._exit(2)
for line in sys.stdin:
    number, _, delay = line.partition(" ")
    build.there = there if number == "1" else lambda one: False
    pids = [child() for _ in range(int(number))]
    if delay.strip():
        time.sleep(float(delay))
        os.kill(pids[0], signal.SIGKILL)
    print(*(os.waitpid(pid, 0)[1] for pid in pids), flush=True)
"""


class Builder:
    """A process that starts builds as children of its own, and can kill them."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", BUILDING, str(folder)],
            env={**os.environ, "SQUARELY_CACHE": str(cache)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, number: int, delay: float | None = None) -> list[int]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number} {'' if delay is None else delay}\n")
        self.process.stdin.flush()
        return [int(status) for status in self.process.stdout.readline().split()]

    def end(self) -> None:
        self.process.communicate()


@pytest.fixture
def builder(tmp_path: Path) -> Iterable[Builder]:
    (tmp_path / "data").mkdir()
    many(5_000, tmp_path / "data")
    built = Builder(tmp_path / "data", tmp_path / "cache")
    yield built
    built.end()


def stores(cache: Path) -> list[Path]:
    return sorted(one for one in (cache / "stores").glob("*") if not one.name.startswith("."))


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def test_a_build_killed_at_any_moment_leaves_a_whole_store_or_none(
    tmp_path: Path, builder: Builder
) -> None:
    """At 12 moments; at 50 with SQUARELY_KILLS=50."""
    cache = tmp_path / "cache"
    assert builder.run(1) == [0]
    began = time.monotonic()
    shutil.rmtree(cache / "stores")
    assert builder.run(1) == [0]
    length = time.monotonic() - began
    place = stores(cache)[0]
    whole = content(place)
    random_ = random.Random(3)
    killed = 0
    for _ in range(int(os.environ.get("SQUARELY_KILLS", "12"))):
        shutil.rmtree(place, ignore_errors=True)
        builder.run(1, random_.uniform(0, 1.1 * length))
        found = stores(cache)
        killed += not found
        assert [content(one) for one in found] in ([], [whole])
    assert killed
    assert builder.run(1) == [0]
    assert content(place) == whole
    assert opened(place).rows == 5_000
    shutil.rmtree(place)
    assert builder.run(1) == [0]
    assert not list((cache / "stores").glob(".*"))  # what killed runs left is swept away


def test_many_builds_at_once_give_one_store(tmp_path: Path, builder: Builder) -> None:
    for _ in range(5):
        shutil.rmtree(tmp_path / "cache" / "stores", ignore_errors=True)
        assert builder.run(4) == [0] * 4
    assert len(stores(tmp_path / "cache")) == 1
    assert not list((tmp_path / "cache" / "stores").glob(".*"))
