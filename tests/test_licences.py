"""Rows that a licence keeps back: no cell of theirs stands in any output, only counts and keys."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from squarely.cli import run as command

SECRET = "xyzzy"
WORDS = (
    ["check", "argument.yaml"],
    ["check", "argument.yaml", "--format", "json"],
    ["check", "argument.yaml", "--format", "junit"],
    ["check", "argument.yaml", "--format", "sarif"],
    ["check", "argument.yaml", "--report", "page.html"],
    ["why", "argument.yaml", "rose"],
    ["why", "argument.yaml", "most"],
    ["lock", "argument.yaml"],
    ["check", "argument.yaml", "--locked"],
    ["data", "info", "calls", "--data", "new"],
    ["data", "check", "--data", "new"],
    ["data", "vintages", "calls", "--data", "new"],
    ["diff", "old", "new"],
    ["diff", "old", "new", "--format", "json"],
    ["diff", "old", "new", "--format", "markdown"],
    ["diff", "old", "new", "--argument", "argument.yaml", "--format", "markdown"],
)
ARGUMENT = """\
squarely: 1
title: Made up
data: [new]
claims:
  rose:
    says: Calls rose.
    warrant:
      trend: {of: {count: calls, in: calls}, every: month, during: 2022..2024, expect: rising}
  most:
    says: Most calls came by sea.
    warrant:
      share: {of: {count: calls, in: calls, where: {way: sea}}, during: 2022..2024, expect: most}
"""


def folder(path: Path, step: int) -> None:
    """36 months of calls with a note that is secret, and one row whose day is no date."""
    path.mkdir()
    told = {
        "kind": "events", "roles": {"id": "id", "time": "day"}, "units": {"calls": None},
        "coverage": {"first": "2022-01-01", "last": "2024-12-31"}, "lag_months": 0,
        "reported": False, "redistributable": False, "vintage": path.name,
    }  # fmt: skip
    kinds = {"id": "string", "day": "date", "way": "string", "note": "string"}
    fields = [{"name": name, "type": kind} for name, kind in kinds.items()]
    resource = {"name": "calls", "path": "calls.csv", "schema": {"fields": fields}}
    package = {"name": "calls", "version": path.name, "resources": [{**resource, "squarely": told}]}
    (path / "datapackage.json").write_text(json.dumps(package))
    ways = ("road", "sea", "sea")
    rows = [
        f"{n}-{each},{2022 + n // 12}-{n % 12 + 1:02d}-10,{ways[each % 3]},{SECRET}{n}"
        for n in range(36)
        for each in range(9 + step * n)
    ]
    rows.append(f"bad,{SECRET} day,sea,{SECRET}")
    (path / "calls.csv").write_text("\n".join(["id,day,way,note", *rows]) + "\n")


def test_no_cell_of_rows_that_are_kept_back_is_in_any_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SQUARELY_DATA", raising=False)
    folder(tmp_path / "old", 1)
    folder(tmp_path / "new", 2)
    (tmp_path / "argument.yaml").write_text(ARGUMENT)
    told = {}
    for words in WORDS:
        assert command(words) in (0, 2), words
        said = capsys.readouterr()
        told[" ".join(words)] = said.out + said.err
    for name in ("page.html", "argument.lock.json", "argument.seal.json"):
        told[name] = (tmp_path / name).read_text(encoding="utf-8")
    assert [name for name, text in told.items() if SECRET in text] == []
    assert "1 x " in told["data check --data new"]
