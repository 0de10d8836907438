"""A random table written as CSV, added and asked: the totals are the truth's."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bringing import looked
from squarely.grounds.bring.describe import resource, write
from squarely.grounds.bring.importing import Asked
from squarely.grounds.bring.infer import Told
from squarely.grounds.bring.raw import Form
from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.model.request import Count, Measure, Series, Window

Row = tuple[date, str, int]
SHAPES = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%y", "%d %B %Y", "%Y%m%d")

rows = st.lists(
    st.tuples(
        st.dates(date(1990, 1, 1), date(2030, 12, 31)),
        st.sampled_from(["general; all", 'called "wild"', "sit-in\nlong", "go, slow", "mañana"]),
        st.integers(0, 3_000_000),
    ),
    min_size=3,
    max_size=30,
)


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def text_of(table: list[Row], shape: str, mark: str, delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(["date", "tactic", "workers"])
    for day, tactic, workers in table:
        writer.writerow([day.strftime(shape), tactic, grouped(workers, mark)])
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    table=rows,
    shape=st.sampled_from(SHAPES),
    mark=st.sampled_from(["", ",", ".", " ", "'"]),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_totals_of_an_added_file_are_the_truth(
    table: list[Row], shape: str, mark: str, delimiter: str, encoding: str
) -> None:
    told = Told(order="day-first", decimal="," if mark == "." else ".")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "strikes.csv"
        path.write_bytes(text_of(table, shape, mark, delimiter).encode(encoding))
        found = looked(path, Asked(told=told, form=Form(delimiter=delimiter)))
        assert found.table.rows_read == len(table)
        assert not found.table.set_aside
        assert isinstance(write(found.path, resource(found), False), Path)
        grounds, problems = open_grounds([Path(folder)])
        assert problems == ()
        last = max(day for day, _, _ in table)
        window = Window(min(day for day, _, _ in table), last)
        rows_asked = Count(Measure("count", "strikes", "strikes"), window, None, ("tactic",))
        sums_asked = Count(Measure("sum", "size", "strikes"), window, None)
        answers = answer(grounds, [rows_asked, sums_asked]).answers
        assert _by_group(answers[rows_asked]) == Counter(tactic for _, tactic, _ in table)
        sums = answers[sums_asked]
        assert isinstance(sums, Series)
        assert float(sums.best.sum()) == sum(workers for _, _, workers in table)


def _by_group(found: object) -> Counter[str]:
    assert isinstance(found, Series), found
    totals = found.best.sum(axis=0)
    return Counter({str(g[0]): int(n) for g, n in zip(found.groups, totals, strict=True) if n})
