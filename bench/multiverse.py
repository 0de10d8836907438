"""One pass and the cube against one query a specification: 25 claims x 48 specifications.

All run on the same file with the same two threads, warm, in turn within a round, so that a slow
phase of the machine strikes all. The cube asks a query a claim; the pass answers all claims at
once. The rivals ask each specification by itself: of the Parquet file, of DuckDB's own table and
of a pandas frame with categorical columns. They are asked a sample, each claim giving as many, and
their time is scaled to all: the row says so. The scan adds up the same eight
columns of the same file once. Every series of the pass equals the cube's, and all that a rival was
asked equal the rival's. A ratio is a rival's time over ours in the same round.

Run: python -m bench --only multiverse --million 1,10,100
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from bench.cube import HERE, claims, made, same, sql
from squarely.grounds.asked import find
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.cube import Answered, answer, answer_each
from squarely.grounds.engine import THREADS, lean
from squarely.grounds.store import build, sweep
from squarely.grounds.tables import table
from squarely.model.request import Count, Series, Unanswerable

ROUNDS = {1: 5, 10: 3, 100: 3}
MB = 1_000_000
# specifications of each claim that a rival is asked, of 48; 48: all; absent: not asked at all
SAMPLES: dict[str, dict[int, int]] = {
    "duckdb-parquet": {1: 12, 10: 4, 100: 2},
    "duckdb-table": {1: 12, 10: 4, 100: 2},
    "pandas": {1: 2, 10: 1},
}
SCAN = (
    "SELECT sum(day - DATE '2000-01-01'), sum(length(place)), sum(length(actor)), "
    "sum(length(target)), sum(root), sum(length(source)), sum(size_low), sum(size_high) "
    "FROM read_parquet('{path}')"
)
EQUAL = ("periods", "low", "best", "high", "rows", "unsized", "uncoded")


def folder(millions: int) -> Path:
    """Where a table of so many rows is kept."""
    return HERE.parent / "build" / f"bench-events-{millions}"


def opened(millions: int) -> tuple[Grounds, Path]:
    """The events as grounds, and their file."""
    path = made(folder(millions), millions)
    grounds, problems = open_grounds([folder(millions)])
    assert not problems, problems
    return grounds, path


def passed(grounds: Grounds, groups: Sequence[Sequence[Count]]) -> list[Answered]:
    """All claims in one pass."""
    return list(answer_each([(grounds, group) for group in groups]))


def by_cube(grounds: Grounds, groups: Sequence[Sequence[Count]]) -> list[Answered]:
    """The same by a query a claim."""
    least = sweep.LEAST_ROWS
    sweep.LEAST_ROWS = sys.maxsize
    try:
        return [answer(grounds, group) for group in groups]
    finally:
        sweep.LEAST_ROWS = least


# --- the rivals: a specification to its periods, counts and sums

Plain = dict[str, NDArray[Any]]
Rival = Callable[[Count], Plain]


def parquet(path: Path) -> Rival:
    """One query a specification of the file."""
    asked = duckdb.connect(":memory:", config={"threads": THREADS})
    asked.execute("SET parquet_metadata_cache = true")
    asked.execute("SET enable_progress_bar = false")

    def one(request: Count) -> Plain:
        return asked.execute(sql(request, path)).fetchnumpy()

    return one


def native(path: Path) -> Rival:
    """One query a specification of a table of DuckDB's own, made once."""
    kept = path.with_name("events.duckdb")
    if not kept.exists():
        begun = path.with_name("begun.duckdb")
        begun.unlink(missing_ok=True)
        with duckdb.connect(str(begun), config={"threads": THREADS}) as making:
            making.execute(f"CREATE TABLE events AS SELECT * FROM read_parquet('{path}')")
        begun.rename(kept)
    asked = duckdb.connect(str(kept), read_only=True, config={"threads": THREADS})

    def one(request: Count) -> Plain:
        text = sql(request, path).replace(f"read_parquet('{path}')", "events")
        return asked.execute(text).fetchnumpy()

    return one


def pandas(path: Path) -> Rival:
    """One selection and grouping a specification, in a frame with categorical columns."""
    import pandas as pd

    names = ("day", "place", "actor", "target", "root", "source", "size_low", "size_high")
    frame = pd.DataFrame()
    with duckdb.connect(":memory:", config={"threads": THREADS}) as reading:
        for name in names:
            read = reading.execute(f"SELECT {name} FROM read_parquet('{path}')").fetchnumpy()[name]
            texts = name in ("place", "actor", "target", "source")
            frame[name] = pd.Categorical(read) if texts else read
    steps = {"day": "D", "week": "W-SUN", "month": "M"}

    def one(request: Count) -> Plain:
        first, last = request.during.first, request.during.last
        held = (frame["day"] >= np.datetime64(first)) & (frame["day"] <= np.datetime64(last))
        for condition in request.measure.where:
            column = frame[condition.column]
            if condition.kind == "between":
                held &= column >= condition.values[0]
            else:
                held &= column.isin(condition.values)
        some = frame.loc[held, ["day", request.measure.name]]
        period = some["day"].dt.to_period(steps[request.every or "day"]).dt.start_time
        found = some.groupby(period)[request.measure.name].agg(["count", "sum"])
        return {
            "period": found.index.to_numpy().astype("datetime64[D]"),
            "n": found["count"].to_numpy(),
            "total": found["sum"].to_numpy(),
        }

    return one


RIVALS: dict[str, Callable[[Path], Rival]] = {
    "duckdb-parquet": parquet,
    "duckdb-table": native,
    "pandas": pandas,
}


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds and what came of it."""
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def sampled(groups: Sequence[Sequence[Count]], each: int) -> list[Count]:
    """So many specifications of each claim, drawn once."""
    drawn = np.random.default_rng(2)
    return [group[at] for group in groups for at in drawn.choice(len(group), each, replace=False)]


def agree(one: Sequence[Answered], two: Sequence[Answered]) -> None:
    """Every array of every series equal, and the rows used."""
    for left, right in zip(one, two, strict=True):
        assert left.used == right.used
        for request, series in left.answers.items():
            other = right.answers[request]
            assert all(np.array_equal(getattr(series, n), getattr(other, n)) for n in EQUAL)


def rounds(millions: int) -> list[dict[str, float]]:
    """The seconds of each way in each round; those of a sample scaled to all."""
    grounds, path = opened(millions)
    groups = list(claims())
    asked = {name: sampled(groups, each[millions]) for name, each in SAMPLES.items()
             if millions in each}  # fmt: skip
    rivals = {name: RIVALS[name](path) for name in asked}
    scanning = duckdb.connect(":memory:", config={"threads": THREADS})
    scanning.execute("SET parquet_metadata_cache = true")
    scanning.execute("SET enable_progress_bar = false")
    found = []
    for turn in range(ROUNDS[millions] + 1):
        seconds: dict[str, float] = {}
        seconds["kernel"], ours = timed(lambda: passed(grounds, groups))
        seconds["scan"], _ = timed(lambda: scanning.execute(SCAN.format(path=path)).fetchall())
        seconds["cube"], cubes = timed(lambda: by_cube(grounds, groups))
        agree(ours, cubes)
        series = {request: one for each in ours for request, one in each.answers.items()}
        for name, rival in rivals.items():
            some = asked[name] if turn else asked[name][:: max(1, len(asked[name]) // 25)]
            with lean() if name != "pandas" else _as_it_is():
                took, plain = timed(lambda: [rival(one) for one in some])  # noqa: B023
            seconds[name] = took * 1200 / len(some)
            for request, one in zip(some, plain, strict=True):
                mine = series[request]
                assert isinstance(mine, Series)
                assert same(mine, one), (name, request)
        if turn:  # the first warms the files and the engines
            found.append(seconds)
    return found


class _as_it_is:
    def __enter__(self) -> None: ...
    def __exit__(self, *_: object) -> None: ...


def rows(millions: int) -> list[dict[str, object]]:
    """A row for each way of ours against each rival."""
    found = rounds(millions)
    pairs = [("kernel", name) for name in (*RIVALS, "scan")] + [("cube", "duckdb-parquet")]
    return [_row(path, against, millions, found) for path, against in pairs if against in found[0]]


def _row(
    path: str, against: str, millions: int, found: Sequence[dict[str, float]]
) -> dict[str, object]:
    ratios = sorted(one[against] / one[path] for one in found)
    each = SAMPLES.get(against, {}).get(millions)
    return {
        "path": path,
        "against": against,
        "million_rows": millions,
        "claims": 25,
        "specifications": 1200,
        "threads": int(THREADS),
        "ratio": round(float(np.median(ratios)), 2),
        "least": round(ratios[0], 2),
        "most": round(ratios[-1], 2),
        "seconds": round(float(np.median([one[path] for one in found])), 4),
        "seconds_against": round(float(np.median([one[against] for one in found])), 3),
        "asked_of_rival": 1 if against == "scan" else 25 * each if each else 1200,
        "scaled": each is not None and each < 48,
        "equal": True,
        "date": datetime.now(UTC).date().isoformat(),
    }


def limits(millions: int) -> dict[str, object]:
    """What building the store costs in scans of the file, 250 claims in times of 25, and memory."""
    grounds, path = opened(millions)
    stand = find(grounds, "events")
    assert not isinstance(stand, Unanswerable)
    events = table(stand)
    shutil.rmtree(build.place(events), ignore_errors=True)
    scanning = duckdb.connect(":memory:", config={"threads": THREADS})
    scans = [timed(lambda: scanning.execute(SCAN.format(path=path)).fetchall())[0] for _ in "1234"]
    took, _ = timed(lambda: build.store(events))
    few, many = list(claims()), list(claims(250))
    passed(grounds, few)
    times = [
        (timed(lambda: passed(grounds, few))[0], timed(lambda: passed(grounds, many))[0])
        for _ in range(3)
    ]
    return {
        "million_rows": millions,
        "build_seconds": round(took, 2),
        "build_over_scan": round(took / float(np.median(scans[1:])), 1),
        "claims_250_over_25": round(float(np.median([b / a for a, b in times])), 1),
        "peak_mb": peak(millions),
        "date": datetime.now(UTC).date().isoformat(),
    }


def peak(millions: int) -> float:
    """Megabytes that a process of its own holds at most while it answers all claims."""
    command = [sys.executable, "-m", "bench.multiverse", str(millions)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HERE.parent)
    return float(done.stdout)


def measured(millions: Sequence[int] = (1, 10, 100)) -> dict[str, list[dict[str, object]]]:
    """Ratios and limits, the tables made and the stores built where they are not there."""
    found: dict[str, list[dict[str, object]]] = {"multiverse": [], "store": []}
    for number in millions:
        grounds, _ = opened(number)
        stand = find(grounds, "events")
        assert not isinstance(stand, Unanswerable)
        found["store"].append(limits(number))
        found["multiverse"] += rows(number)
    return found


def main(millions: int) -> None:
    """The peak of this process: the kernel is loaded and all claims answered."""
    assert sweep.able()
    grounds, _ = opened(millions)
    passed(grounds, list(claims()))
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(round(int(kilobytes) * 1024 / MB))


if __name__ == "__main__":
    main(int(sys.argv[1]))
