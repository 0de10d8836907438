"""A file added to itself is counted once where its rows have an id."""

from __future__ import annotations

import json
from pathlib import Path

from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.grounds.twins import twins
from squarely.model.request import Count, Measure, Series

ROWS = ["e1,2024-01-03,4", "e2,2024-02-03,5", "e3,2024-02-04,5"]


def counted(folder: Path, rows: list[str], with_id: bool) -> tuple[float, int]:
    roles = {"time": "day", "size": "size"} | ({"id": "key"} if with_id else {})
    fields = [
        {"name": "key", "type": "string"},
        {"name": "day", "type": "date"},
        {"name": "size", "type": "integer"},
    ]
    package = {
        "name": "ev", "title": "Events", "version": "1", "licenses": [], "sources": [],
        "resources": [{"name": "ev", "path": "ev.csv", "schema": {"fields": fields},
                       "squarely": {"kind": "events", "family": "ev", "roles": roles,
                                    "units": {"events": None}}}],
    }  # fmt: skip
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(package))
    (folder / "ev.csv").write_text("\n".join(["key,day,size", *rows]) + "\n")
    request = Count(Measure("count", "events", "ev"))
    answered = answer(open_grounds([folder])[0], [request])
    series = answered.answers[request]
    assert isinstance(series, Series)
    return float(series.best.sum()), answered.used["ev"].rows_set_aside


def test_a_doubled_file_counts_once_and_says_so(tmp_path: Path) -> None:
    assert counted(tmp_path / "once", ROWS, with_id=True) == (3.0, 0)
    assert counted(tmp_path / "twice", ROWS * 2, with_id=True) == (3.0, 3)


def test_without_an_id_equal_rows_may_be_two_events(tmp_path: Path) -> None:
    assert counted(tmp_path / "twice", ROWS * 2, with_id=False) == (6.0, 0)


def test_rows_that_share_an_id_and_differ_are_both_kept() -> None:
    columns: dict[str, list[object]] = {"key": ["a", "a", "a"], "size": [1, 2, 1]}
    assert twins(columns, [2, 3, 4], "key") == {2: "the same row as line 2, with the same key"}
