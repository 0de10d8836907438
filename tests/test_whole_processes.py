"""What only whole processes show: what they load and print, and what two do to one cache."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ARGUMENT = """\
squarely: 1
title: A small one
claims:
  most:
    says: In 2024 more state-based conflicts were active than in any year since 1946.
    warrant:
      extreme:
        of: {count: conflicts, in: ucdp-conflict-year}
        every: year
        item: "2024"
        since: "1946"
        expect: largest
  falling:
    says: Over the years they have grown more.
    warrant:
      trend:
        of: {count: conflicts, in: ucdp-conflict-year}
        every: year
        during: 1990..2024
        expect: rising
inferences:
  - {to: most, from: [falling]}
conclusions: [most]
"""
CHECK = """\
import sys
from squarely.cli import run
status = run(["check", "argument.yaml", "--report", "page.html"])
assert status == 0, status
print([name for name in ("pandas", "pyarrow", "polars", "scipy.stats") if name in sys.modules])
"""
PREPARE = """\
import sys
import time
from pathlib import Path
from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.model.request import Count, Measure
while time.time() < float(sys.argv[1]):
    pass
grounds, problems = open_grounds([Path("data")])
assert not problems, problems
request = Count(Measure("sum", "people", "rallies"), every="month")
print(answer(grounds, [request]).answers[request].best[:, 0].tolist())
"""


def environment(**changes: str) -> dict[str, str]:
    """The environment without the original data."""
    kept = {name: value for name, value in os.environ.items() if name != "SQUARELY_DATA"}
    return kept | changes


def test_a_check_with_its_page_prints_no_noise_and_loads_no_data_frames(tmp_path: Path) -> None:
    (tmp_path / "argument.yaml").write_text(ARGUMENT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", CHECK],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr.splitlines() == ["page written: page.html"]


def rallies(folder: Path) -> None:
    """A user's file of enough rows that preparing it takes a moment."""
    told = {
        "kind": "events",
        "roles": {"time": "day"},
        "units": {"rallies": None},
        "coverage": {"first": "2020-01-01", "last": "2020-12-31"},
    }
    fields = [{"name": "day", "type": "date"}, {"name": "people", "type": "integer"}]
    resource = {"name": "rallies", "path": "rallies.csv", "schema": {"fields": fields}}
    package = {"name": "rallies", "resources": [{**resource, "squarely": told}]}
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    rows = [f"2020-{1 + i % 12:02}-{1 + i % 28:02},{i % 97}" for i in range(30_000)]
    (folder / "rallies.csv").write_text("\n".join(["day,people", *rows]) + "\n", encoding="utf-8")


def test_runs_that_prepare_one_table_at_once_agree_and_leave_one_file(tmp_path: Path) -> None:
    rallies(tmp_path / "data")
    begin = str(time.time() + 2)  # all have started by then
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE, begin],
            cwd=tmp_path,
            env=environment(SQUARELY_CACHE=str(tmp_path / "cache")),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    told = [run.communicate() for run in runs]
    assert {error for _, error in told} == {""}
    assert len({out for out, _ in told}) == 1
    kept = sorted(path.suffix for path in (tmp_path / "cache").iterdir() if path.is_file())
    assert kept == [".json", ".parquet"]
    assert not [path for path in (tmp_path / "cache").glob("tmp*")]
    monthly = json.loads(told[0][0])
    assert sum(monthly) == sum(i % 97 for i in range(30_000))
