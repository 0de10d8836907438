"""Where the two engines mean different things: the query layer avoids each, or brings both to one.

The traps: what a cast does to -3.7, a division by zero, the logarithm of nothing, unsigned numbers,
approximate medians, seeded draws, days in local time, sums beyond a word, texts in another order.
That no query draws, approximates or divides is tested on all examples in `test_spark.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparking import both
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.cube import answer
from squarely.grounds.engine import EngineError, connection
from squarely.grounds.rows import first_rows
from squarely.grounds.spark.answers import as_float
from squarely.grounds.unseen import unseen
from squarely.model.request import (
    Answer,
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

pytestmark = pytest.mark.spark
FIRST, LAST = date(2020, 1, 1), date(2020, 12, 31)


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))


def grounds_over(folder: Path, select: str, types: Mapping[str, str], **told: Any) -> Grounds:
    """A user's Parquet of what a query of DuckDB gives; the day is `day`."""
    folder.mkdir()
    connection().execute(f"COPY ({select}) TO '{folder / 'events.parquet'}' (FORMAT parquet)")
    said = {
        "kind": "events",
        "roles": {"time": "day"},
        "units": {"events": None},
        "coverage": {"first": str(FIRST), "last": str(LAST)},
        "redistributable": True,
        **told,
    }
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    resource = {"name": "events", "path": "events.parquet", "schema": {"fields": fields}}
    text = json.dumps({"name": "events", "resources": [{**resource, "squarely": said}]})
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    grounds, problems = open_grounds([folder])
    assert problems == ()
    return grounds


def asked(grounds: Grounds, *requests: Request) -> list[tuple[Answer | Unanswerable, ...]]:
    """What DuckDB and what Spark answers to each request."""
    plain, other = (answer(one, requests).answers for one in both(grounds))
    return [(plain[request], other[request]) for request in requests]


def equal(one: Answer | Unanswerable, two: Answer | Unanswerable) -> bool:
    """Whether two answers are the same to the last bit."""
    if isinstance(one, Series) and isinstance(two, Series):
        arrays = ("periods", "low", "best", "high", "rows", "unsized", "uncoded")
        same = (getattr(one, a).tobytes() == getattr(two, a).tobytes() for a in arrays)
        return one.groups == two.groups and all(same)
    if isinstance(one, Occurrences) and isinstance(two, Occurrences):
        days = one.first.tobytes() == two.first.tobytes(), one.last.tobytes() == two.last.tobytes()
        sides = ((one.left, two.left), (one.right, two.right), (one.label, two.label))
        return all(days) and all(left == right for left, right in sides)
    return one == two


def summed(name: str, *where: Condition, every: Every | None = None) -> Count:
    return Count(Measure("sum", name, "events", where), Window(), every)


def values(*cells: str) -> str:
    """A table of one row a day from the first on, with one column of these values."""
    listed = ", ".join(f"({n}, {cell})" for n, cell in enumerate(cells))
    return f"SELECT DATE '2020-01-01' + n AS day, x FROM (VALUES {listed}) t(n, x)"


def best(found: Answer | Unanswerable) -> float:
    assert isinstance(found, Series), found
    return float(found.best.sum())


def test_a_cast_of_a_negative_is_one_engine_s_alone(tmp_path: Path) -> None:
    """-3.7 as a whole number is -4 on DuckDB and -3 on Spark; so only DuckDB converts."""
    select = values("-3.7::DOUBLE", "-2.2::DOUBLE", "2.6::DOUBLE")
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "integer"})
    low = Condition("x", (None, -4), "between")
    for one, two in asked(grounds, summed("x"), summed("x", low)):
        assert equal(one, two)
    assert [best(two) for _, two in asked(grounds, summed("x"), summed("x", low))] == [-3, -4]


def test_sums_of_broken_numbers_are_exact_on_both(tmp_path: Path) -> None:
    """Halves of 10^-9, both signs, and numbers beyond what 53 and 64 bits hold."""
    random = np.random.default_rng(4)
    cells = [0.5e-9, -0.5e-9, 1.5e-9, -3.7, 123456789.123456789, 9.3e9, -9.3e9, 4.1e15, 7.7e18]
    cells += [float(x) for x in random.normal(0, 10.0 ** random.integers(-9, 12, 200))]
    select = values(*(f"{cell!r}::DOUBLE" for cell in cells))
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "number"})
    small = Condition("x", (-1e9, 1e9), "between")
    day, total, few = (summed("x", every="day"), summed("x"), summed("x", small))
    found = asked(grounds, day, total, few)
    assert all(equal(one, two) for one, two in found)
    truth = sum(Fraction(cell) for cell in cells if abs(cell) <= 1e9)
    assert best(found[2][1]) == pytest.approx(float(truth), abs=1e-6)


def test_unsigned_numbers_never_reach_spark(tmp_path: Path) -> None:
    select = values("3::UTINYINT", "250::UTINYINT", "20::UTINYINT")
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "integer"})
    below = Condition("x", (-5, 20), "between")
    found = asked(grounds, summed("x"), summed("x", below))
    assert all(equal(one, two) for one, two in found)
    assert [best(two) for _, two in found] == [273, 23]


def test_a_mean_of_no_rows_is_nothing_on_both(tmp_path: Path) -> None:
    """The division is done here, on arrays: no engine divides by zero."""
    select = values("1.5::DOUBLE", "NULL", "2.5::DOUBLE")
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "number"})
    mean = Count(Measure("value", "x", "events"), Window(FIRST, FIRST + timedelta(4)), "day")
    ((one, two),) = asked(grounds, mean)
    assert equal(one, two)
    assert isinstance(two, Series)
    assert [str(x) for x in two.best[:, 0]] == ["1.5", "nan", "2.5", "nan", "nan"]


def test_sums_beyond_four_bytes_are_right_and_beyond_eight_refused(tmp_path: Path) -> None:
    types = {"day": "date", "x": "integer"}
    grounds = grounds_over(tmp_path / "a", values(*["2000000000::INTEGER"] * 5), types)
    ((one, two),) = asked(grounds, summed("x"))
    assert equal(one, two)
    assert best(two) == 10_000_000_000
    vast = grounds_over(tmp_path / "b", values(*["9000000000000000000::BIGINT"] * 3), types)
    duck, spark = both(vast)
    assert best(answer(duck, [summed("x")]).answers[summed("x")]) == 2.7e19
    with pytest.raises(EngineError, match=r"(?i)overflow"):
        answer(spark, [summed("x")])


def test_days_are_days_of_the_calendar_wherever_java_stands(tmp_path: Path) -> None:
    """Java runs half a day from UTC here; the year 1500 is before its old calendar ends."""
    select = values("1", "2", "4").replace("2020-01-01", "2020-02-28")
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "integer"})
    found = asked(grounds, summed("x", every="day"), summed("x", every="month"), Pairs("events"))
    assert all(equal(one, two) for one, two in found)
    assert isinstance(found[1][1], Series)
    assert found[1][1].best[:, 0].tolist()[:4] == [0, 3, 4, 0]
    told = {"coverage": {"first": "1500-01-01", "last": "1500-12-31"}}
    old = select.replace("2020-02-28", "1500-02-27")
    early = grounds_over(tmp_path / "b", old, {"day": "date", "x": "integer"}, **told)
    ((one, two),) = asked(early, summed("x", every="day"))
    assert equal(one, two)
    assert isinstance(two, Series)
    assert two.best[57:60, 0].tolist() == [1, 2, 4]


def test_texts_stand_in_one_order_and_are_taken_word_for_word(tmp_path: Path) -> None:
    """Java orders letters beyond the first 65,536 otherwise than their code points."""
    texts = [
        "é",
        "z",
        "Z",
        "",
        "\uffff",
        "\U0001f600",
        "O'Neil",
        'a"b',
        "back\\n",
        "?",
        "1e5",
        " x",
    ]
    cells = ["'" + text.replace("'", "''") + "'" for text in texts]
    select = values(*cells, "NULL")
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "string"})
    groups = Count(Measure("count", "events", "events"), Window(), None, ("x",))
    each = [Count(Measure("count", "events", "events", (Condition("x", (t,)),))) for t in texts]
    up = Count(Measure("count", "events", "events", (Condition("x", ("z", None), "between"),)))
    sides = Pairs("events", left="x", right="x")
    found = asked(grounds, groups, *each, up, sides)
    assert all(equal(one, two) for one, two in found)
    assert [best(two) for _, two in found[1 : len(texts) + 1]] == [1] * len(texts)
    assert best(found[len(texts) + 1][1]) == 4  # é, z, U+FFFF and the face, by code point
    for request in (groups, *each):
        one, two = (first_rows(each_one, request) for each_one in both(grounds))
        assert one == two
    wrong = Count(Measure("count", "events", "events", (Condition("x", ("O'Neill", "?")),)))
    assert [unseen(one, wrong) for one in both(grounds)] == ["no row of events has x O'Neill"] * 2


def test_numbers_in_words_are_the_same_words(tmp_path: Path) -> None:
    """1e16 is written 1.0E16 by one and 1e+16 by the other."""
    cells = ("1e16", "1e-5", "0.1", "-0.0", "0.0", "'nan'", "'inf'", "123456789.5", "NULL")
    select = values(*(f"{cell}::DOUBLE" for cell in cells))
    grounds = grounds_over(tmp_path / "a", select, {"day": "date", "x": "number"})
    groups = Count(Measure("count", "events", "events"), Window(), None, ("x",))
    found = asked(grounds, groups, Pairs("events", left="x", label="x"))
    assert all(equal(one, two) for one, two in found)
    assert isinstance(found[0][1], Series)
    names = {group[0] for group in found[0][1].groups}
    assert names == {"1e+16", "1e-05", "0.1", "0.0", "nan", "inf", "123456789.5"}


@given(st.integers(-(2**127), 2**127 - 1) | st.integers(-(2**70), 2**70))
def test_whole_numbers_of_128_bits_become_the_float_that_duckdb_makes(whole: int) -> None:
    row = connection().execute(f"SELECT CAST('{whole}' AS HUGEINT)::DOUBLE").fetchone()
    assert row is not None
    assert as_float(whole) == row[0]


def _mixed(rows: int) -> str:
    """Rows with gaps in every column, of two kinds and five groups."""
    return (
        "SELECT CASE WHEN i % 17 = 0 THEN NULL ELSE DATE '2020-01-01' + (i * 7 % 366)::INTEGER END "
        "AS day, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN 'a' ELSE 'b' END AS kind, "
        "CASE WHEN i % 7 = 0 THEN NULL ELSE 'g' || (i % 6) END AS place, "
        "CASE WHEN i % 3 = 0 THEN NULL ELSE i % 11 - 4 END AS low, "
        "CASE WHEN i % 4 = 0 THEN NULL ELSE i % 13 END AS x, i * 3 % 19 AS high, "
        f"i % 9 = 0 AS flag FROM range({rows}) t(i)"
    )


def test_three_valued_conditions_pass_the_same_rows(tmp_path: Path) -> None:
    types = {"day": "date", "kind": "string", "place": "string", "low": "integer",
             "x": "integer", "high": "integer", "flag": "boolean"}  # fmt: skip
    told = {
        "roles": {"time": "day", "size_low": "low", "size": "x", "size_high": "high"},
        "units": {"events": None, "places": "place"},
    }
    grounds = grounds_over(tmp_path / "a", _mixed(2000), types, **told)
    wheres: list[tuple[Condition, ...]] = [
        (),
        (Condition("kind", ("a",)),),
        (Condition("kind", ("a", None)),),
        (Condition("kind", ("a",), negated=True), Condition("x", (2, 9), "between")),
        (Condition("x", (None, None), "between"), Condition("flag", (True,))),
        (Condition("place", ("g1", "g2", "none"), negated=True),),
        (Condition("day", (date(2020, 3, 1), None), "between"),),
    ]
    asking: list[Request] = []
    window = Window(date(2020, 2, 10), date(2020, 11, 3))
    for where in wheres:
        size = Measure("sum", "size", "events", where)
        asking += [Count(size, during, every) for during in (Window(), window)
                   for every in (None, "day", "week", "month", "quarter", "year")]  # fmt: skip
        asking += [Count(Measure("count", "places", "events", where), window, "month", ("kind",))]
        asking += [Count(Measure("value", "x", "events", where), Window(), "month", ("place",))]
        asking += [Pairs("events", where, window, "place", "kind", "x")]
    found = asked(grounds, *asking)
    assert all(equal(one, two) for one, two in found)
    assert not any(isinstance(one, Unanswerable) for one, _ in found)
    used = [dict(answer(one, asking).used) for one in both(grounds)]
    assert used[0] == used[1]
    some = [one for _, one in found if isinstance(one, Series)]
    assert any(one.uncoded.any() for one in some)
    assert any(one.unsized.any() for one in some)
