"""Every slice of the cube equals its own query, written here in plain Python over the rows."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.cube import answer
from squarely.grounds.rows import first_rows
from squarely.model.request import (
    Condition,
    Count,
    Every,
    Measure,
    Occurrences,
    Pairs,
    Request,
    Series,
    Unanswerable,
    Window,
)

Row = tuple[date | None, str | None, str | None, int | None, int | None, int | None, float | None]
NAMES = ("day", "kind", "group", "low", "best", "high", "score")
FIRST, LAST = date(2019, 11, 1), date(2021, 3, 14)


def grounds_over(
    rows: Iterable[Sequence[object]],
    names: Sequence[str] = NAMES,
    **changes: Any,
) -> Grounds:
    """A user's folder with these rows; `changes` go into the descriptor's own object."""
    types = {"day": "date", "low": "integer", "best": "integer", "high": "integer"}
    types |= {"score": "number", "n": "integer"}
    told: dict[str, Any] = {
        "kind": "events",
        "roles": {"time": "day", "type": "kind", "size_low": "low", "size": "best"},
        "units": {"events": None, "groups": "group"},
        "coverage": {"first": str(FIRST), "last": str(LAST)},
        "redistributable": True,
    }
    told["roles"]["size_high"] = "high"
    told.update(changes)
    fields = [{"name": name, "type": types.get(name, "string")} for name in names]
    resource = {"name": "events", "path": "events.csv", "schema": {"fields": fields}}
    folder = Path(tempfile.mkdtemp())
    text = json.dumps({"name": "events", "resources": [{**resource, "squarely": told}]})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    lines = [",".join("" if cell is None else str(cell) for cell in row) for row in rows]
    body = "\n".join([",".join(names), *lines]) + "\n"
    (folder / "events.csv").write_text(body, encoding="utf-8")
    grounds, problems = open_grounds([folder])
    assert problems == ()
    return grounds


@pytest.fixture(autouse=True, scope="module")
def _cache() -> Iterable[None]:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SQUARELY_CACHE", folder)
        yield


# --- the oracle: one request, row by row


def truth(row: dict[str, Any], condition: Condition) -> bool | None:
    cell = row[condition.column]
    if cell is None:
        return None
    if condition.kind == "in":
        plain = cell in condition.values
    else:
        low, high = condition.values
        plain = (low is None or cell >= low) and (high is None or cell <= high)
    return plain != condition.negated


def period(day: date | None, every: Every | None, window: Window) -> date:
    assert window.first is not None
    if every is None or day is None:
        return window.first
    if every == "week":
        return day - timedelta(days=day.weekday())
    month = {"day": day.month, "month": day.month, "quarter": 3 * ((day.month - 1) // 3) + 1}
    return day if every == "day" else date(day.year, month.get(every, 1), 1)


def expected(rows: Sequence[Row], request: Count) -> dict[tuple[date, tuple[str, ...]], Any]:
    """What each cell should hold: rows, uncoded, unsized, low, best, high."""
    window = request.during.within(Window(FIRST, LAST))
    assert window.first is not None
    assert window.last is not None
    cells: dict[tuple[date, tuple[str, ...]], dict[str, Any]] = {}
    for values in rows:
        row: dict[str, Any] = dict(zip(NAMES, values, strict=True))
        if row["day"] is None:  # in no window, unless the window leaves out no day
            if request.every or (window.first, window.last) != (FIRST, LAST):
                continue
        elif not window.first <= row["day"] <= window.last:
            continue
        states = [truth(row, condition) for condition in request.measure.where]
        group = tuple(row[column] for column in request.by)
        if False in states or None in group:
            continue
        key = (period(row["day"], request.every, window), group)
        cell = cells.setdefault(key, {"passing": [], "uncoded": 0})
        if None in states:
            cell["uncoded"] += 1
        else:
            cell["passing"].append(row)
    return {key: measured(request.measure, cell) for key, cell in cells.items()}


def measured(measure: Measure, cell: dict[str, Any]) -> tuple[float, ...]:
    rows: list[dict[str, Any]] = cell["passing"]
    if measure.kind == "value":
        values = [row["score"] for row in rows if row["score"] is not None]
        mean = math.fsum(values) / len(values) if values else math.nan
        return (len(rows), cell["uncoded"], len(rows) - len(values), mean, mean, mean)
    if measure.kind == "sum":
        orders = (("low", "best", "high"), ("best", "low", "high"), ("high", "best", "low"))
        sums = []
        for order in orders:
            firsts = [next((r[c] for c in order if r[c] is not None), None) for r in rows]
            sums.append(sum(value for value in firsts if value is not None))
        bare = sum(1 for value in firsts if value is None)
        return (len(rows), cell["uncoded"], bare, *sums)
    if measure.name == "groups":
        keys = [row["group"] for row in rows]
        found = len({key for key in keys if key is not None})
        return (len(rows), cell["uncoded"], keys.count(None), found, found, found)
    return (len(rows), cell["uncoded"], 0, len(rows), len(rows), len(rows))


def check(rows: Sequence[Row], request: Count, series: Series) -> None:
    wanted = expected(rows, request)
    blank = math.nan if request.measure.kind == "value" else 0
    for i, start in enumerate(series.periods.astype(object)):
        for j, group in enumerate(series.groups):
            arrays = (series.rows, series.uncoded, series.unsized)
            arrays += (series.low, series.best, series.high)  # type: ignore[assignment]
            got = [float(array[i, j]) for array in arrays]
            want = wanted.pop((start, group), (0, 0, 0, blank, blank, blank))
            np.testing.assert_allclose(got, want, rtol=1e-9, atol=1e-9, err_msg=str(request))
    assert wanted == {}


# --- random tables and random requests

DAYS = st.dates(FIRST - timedelta(days=40), LAST + timedelta(days=40))
KINDS = ("march", "strike", "sit-in")
GROUPS = ("a", "b", "c,d")
SIZES = st.none() | st.integers(0, 3_000_000_000)
ROWS = st.lists(
    st.tuples(
        st.none() | DAYS,
        st.none() | st.sampled_from(KINDS),
        st.none() | st.sampled_from(GROUPS[:2]),
        SIZES,
        SIZES,
        SIZES,
        st.none() | st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
    ),
    max_size=40,
)
WORDS = st.lists(st.sampled_from([*KINDS, "other"]), min_size=1, max_size=2, unique=True)
BOUNDS = st.tuples(st.none() | st.integers(0, 10**9), st.none() | st.integers(10**9, 3 * 10**9))
CONDITIONS = st.one_of(
    st.builds(lambda v, n: Condition("kind", tuple(v), "in", n), WORDS, st.booleans()),
    st.builds(lambda b, n: Condition("best", b, "between", n), BOUNDS, st.booleans()),
    st.builds(lambda n: Condition("group", ("a",), "in", n), st.booleans()),
)
MEASURES = st.sampled_from(
    [("count", "events"), ("count", "groups"), ("sum", "size"), ("value", "score")]
)
WINDOWS = st.one_of(
    st.just(Window()),
    st.just(Window(date(2020, 1, 1), date(2020, 12, 31))),
    st.builds(lambda a, b: Window(min(a, b), max(a, b)), *[st.dates(FIRST, LAST)] * 2),
)
EVERY: st.SearchStrategy[Every | None] = st.sampled_from(
    [None, "day", "week", "month", "quarter", "year"]
)
COUNTS = st.builds(
    lambda m, where, during, every, by: Count(
        Measure(m[0], m[1], "events", tuple(where)), during, every, by
    ),
    MEASURES,
    st.lists(CONDITIONS, max_size=2),
    WINDOWS,
    EVERY,
    st.sampled_from([(), ("kind",), ("kind", "group")]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS, st.lists(COUNTS, min_size=1, max_size=6))
def test_every_slice_of_the_cube_equals_its_own_query(
    rows: list[Row], requests: list[Count]
) -> None:
    grounds = grounds_over(rows)
    together = answer(grounds, requests)
    assert len(together.queries) <= 2
    for request in requests:
        series = together.answers[request]
        assert isinstance(series, Series)
        check(rows, request, series)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(ROWS, st.lists(COUNTS, min_size=1, max_size=4))
def test_reversed_rows_give_the_same_bytes(rows: list[Row], requests: list[Count]) -> None:
    forward = answer(grounds_over(rows), requests)
    backward = answer(grounds_over(rows[::-1]), requests)
    assert forward.queries == backward.queries
    for request in requests:
        one, two = forward.answers[request], backward.answers[request]
        assert isinstance(one, Series)
        assert isinstance(two, Series)
        assert one.groups == two.groups
        for name in ("periods", "low", "best", "high", "rows", "unsized", "uncoded"):
            assert getattr(one, name).tobytes() == getattr(two, name).tobytes()


# --- single cases

SMALL: list[Row] = [
    (date(2020, 1, 5), "march", "a", 1, 2, 3, 0.5),
    (date(2020, 1, 6), "strike", "b", None, None, None, None),
    (date(2020, 2, 3), None, "a", 2_000_000_000, 2_000_000_000, 2_000_000_000, 1.5),
    (date(2020, 2, 4), "march", None, 2_000_000_000, 2_000_000_000, 2_000_000_000, 2.5),
]
EVENTS = Measure("count", "events", "events")


def series_of(request: Request, grounds: Grounds | None = None) -> Series:
    found = answer(grounds or grounds_over(SMALL), [request]).answers[request]
    assert isinstance(found, Series), found
    return found


def refusal(request: Request, grounds: Grounds | None = None) -> str:
    found = answer(grounds or grounds_over(SMALL), [request]).answers[request]
    assert isinstance(found, Unanswerable)
    return found.code


def test_sums_beyond_32_bits_are_exact() -> None:
    total = series_of(Count(Measure("sum", "size", "events")))
    assert total.best[0, 0] == 4_000_000_002
    assert total.unsized[0, 0] == 1


def test_a_row_whose_code_is_empty_is_uncoded_not_absent() -> None:
    marches = replace(EVENTS, where=(Condition("type", ("march",)),))
    found = series_of(Count(marches, Window(date(2020, 1, 1), date(2020, 3, 31)), "month"))
    assert found.best[:, 0].tolist() == [1, 1, 0]
    assert found.uncoded[:, 0].tolist() == [0, 1, 0]


def test_weeks_begin_on_monday() -> None:
    found = series_of(Count(EVENTS, Window(date(2020, 1, 5), date(2020, 1, 6)), "week"))
    assert [str(p) for p in found.periods] == ["2019-12-30", "2020-01-06"]
    assert found.best[:, 0].tolist() == [1, 1]


def test_rows_without_a_date_or_without_a_group_are_counted() -> None:
    rows = [*SMALL, (None, "march", "a", 1, 1, 1, 1.0)]
    told = answer(grounds_over(rows), [Count(EVENTS, every="month", by=("kind", "group"))])
    why = told.used["events"].why
    assert "1 row without a date" in why
    assert "1 row without kind" in why
    assert "1 row without group" in why


def test_a_window_outside_the_coverage_is_not_silence() -> None:
    assert refusal(Count(EVENTS, Window(date(1990, 1, 1), date(1990, 12, 31)))) == (
        "outside-coverage"
    )


def test_a_window_partly_outside_is_cut_and_said_so() -> None:
    request = Count(EVENTS, Window(date(2018, 1, 1), date(2020, 1, 31)), "month")
    told = answer(grounds_over(SMALL), [request])
    found = told.answers[request]
    assert isinstance(found, Series)
    assert [str(p) for p in found.periods] == ["2019-11-01", "2019-12-01", "2020-01-01"]
    assert "2019-11-01" in told.used["events"].why


MONTHS = [(date(2020, 1, 1), "march", "a", 3), (date(2020, 2, 1), "march", "b", 4)]


def monthly() -> Grounds:
    return grounds_over(
        MONTHS,
        ("day", "kind", "group", "n"),
        roles={"time": "day", "type": "kind", "count": "n"},
        coverage={"first": "2020-01-01", "last": "2020-12-31", "resolution": "month"},
    )


def test_a_count_column_stands_for_that_many_units() -> None:
    found = series_of(Count(EVENTS, every="quarter"), monthly())
    assert found.best[:, 0].tolist() == [7, 0, 0, 0]
    assert found.rows[:, 0].tolist() == [7, 0, 0, 0]


def test_a_monthly_table_cannot_speak_of_days() -> None:
    day = Window(date(2020, 1, 3), date(2020, 1, 3))
    assert refusal(Count(EVENTS, every="week"), monthly()) == "too-fine"
    assert refusal(Count(EVENTS, day), monthly()) == "too-fine"
    whole = series_of(Count(EVENTS, Window(date(2020, 2, 1), date(2020, 2, 29))), monthly())
    assert whole.best[0, 0] == 4


def test_what_is_not_there_is_named() -> None:
    assert refusal(Count(replace(EVENTS, dataset="evets"))) == "unknown-dataset"
    assert refusal(Count(replace(EVENTS, dataset="events@2"))) == "not-here"
    assert refusal(Count(replace(EVENTS, dataset="acled"))) == "not-here"
    assert refusal(Count(replace(EVENTS, where=(Condition("colour", ("red",)),)))) == (
        "no-such-column"
    )
    assert refusal(Count(Measure("sum", "kind", "events"))) == "no-such-column"


def test_pairs_are_ordered_by_day_and_then_by_name() -> None:
    request = Pairs("events", during=Window(date(2020, 1, 6), None), left="group", right="type")
    found = answer(grounds_over(SMALL[::-1]), [request]).answers[request]
    assert isinstance(found, Occurrences)
    assert [str(day) for day in found.first] == ["2020-01-06", "2020-02-03", "2020-02-04"]
    assert found.left == ("b", "a", "")
    assert found.right == ("strike", "", "march")
    assert found.label == ()


def test_a_pair_in_a_monthly_table_may_have_begun_on_any_day_of_the_month() -> None:
    request = Pairs("events")
    found = answer(monthly(), [request]).answers[request]
    assert isinstance(found, Occurrences)
    assert [str(day) for day in found.last] == ["2020-01-31", "2020-02-29"]


def test_the_first_rows_are_those_that_were_counted() -> None:
    marches = Count(replace(EVENTS, where=(Condition("type", ("march",)),)), every="month")
    shown = first_rows(grounds_over(SMALL[::-1]), marches, limit=1)
    assert shown.total == 2
    assert shown.rows == (("2020-01-05", "march", "a", "1", "2", "3", "0.5"),)


def test_rows_that_may_not_be_passed_on_are_withheld() -> None:
    shown = first_rows(grounds_over(SMALL, redistributable=False), Count(EVENTS))
    assert shown.columns == ("day",)
    assert shown.withheld


def test_a_sum_over_units_is_no_bound_on_one_of_them() -> None:
    """A row of the shipped figures is a state's year: its workers are those of all stoppages."""
    large = Measure(
        "count", "stoppages", "fmcs-stoppages", (Condition("workers", (1000, None), "between"),)
    )
    assert refusal(Count(large), open_grounds()[0]) == "too-fine"


def test_a_query_names_the_dataset_and_no_path() -> None:
    query = answer(grounds_over(SMALL), [Count(EVENTS)]).queries[0]
    assert "FROM events" in query
    assert "/" not in query
    assert "parquet" not in query


def test_nothing_is_printed_when_a_process_ends(tmp_path: Path) -> None:
    code = (
        "import narwhals as nw\n"
        "from squarely.grounds.engine import connection\n"
        "connection().execute('CREATE TABLE t AS SELECT 1 AS a')\n"
        "nw.from_native(connection().table('t')).filter(nw.col('a') == 1).collect\n"
        "connection().table('t').fetchnumpy()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_rows_without_a_date_count_where_no_day_is_left_out() -> None:
    """A list of members of whom some never acted: the whole is all of them."""
    rows = [*SMALL, (None, "march", "a", 1, 1, 1, 1.0)]
    grounds = grounds_over(rows)
    year = Window(date(2020, 1, 1), date(2020, 12, 31))
    assert series_of(Count(EVENTS), grounds).best.sum() == 5
    assert series_of(Count(EVENTS, Window(FIRST, LAST)), grounds).best.sum() == 5
    assert series_of(Count(EVENTS, year), grounds).best.sum() == 4
    assert series_of(Count(EVENTS, every="month"), grounds).best.sum() == 4
    assert series_of(Count(EVENTS, by=("kind",)), grounds).best.sum() == 4  # one has no kind
