"""The starter is a whole argument without a fault, and never overwrites."""

from __future__ import annotations

import json
from pathlib import Path

from squarely.argument.read import read_file
from squarely.argument.starter import starter
from squarely.essay.anchors import find
from squarely.essay.sentences import split
from squarely.model.argument import Found


def test_writes_an_argument_that_reads_without_a_fault(tmp_path: Path) -> None:
    paths, problems = starter(tmp_path / "new" / "folder")
    assert not problems
    assert {path.name for path in paths} == {
        "essay.md",
        "argument.yaml",
        "harbours.csv",
        "datapackage.json",
    }
    folder = paths[0].parent
    argument, faults = read_file(folder / "argument.yaml")
    assert not faults
    assert argument is not None
    essay = split((folder / "essay.md").read_text("utf-8"), "essay.md")
    for claim in argument.claims:
        assert claim.passage is not None
        assert isinstance(find(essay, claim.passage), Found)
    assert len(essay.sentences) == 5


def test_its_table_and_descriptor_agree(tmp_path: Path) -> None:
    starter(tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    [resource] = package["resources"]
    header, *rows = (tmp_path / resource["path"]).read_text("utf-8").splitlines()
    assert header.split(",") == [field["name"] for field in resource["schema"]["fields"]]
    assert len(rows) == 72
    covered = resource["squarely"]["coverage"]
    assert all(covered["first"] <= row.split(",")[0] <= covered["last"] for row in rows)


def test_writes_nothing_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "essay.md").write_text("mine", "utf-8")
    paths, problems = starter(tmp_path)
    assert not paths
    assert [problem.code for problem in problems] == ["file-exists"]
    assert [path.name for path in tmp_path.iterdir()] == ["essay.md"]
    assert (tmp_path / "essay.md").read_text("utf-8") == "mine"


def test_a_file_in_the_place_of_the_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", "utf-8")
    assert starter(tmp_path / "taken")[1][0].code == "not-written"


def test_a_starter_that_was_stopped_half_way_is_finished(tmp_path: Path) -> None:
    paths, _ = starter(tmp_path)
    texts = {path: path.read_bytes() for path in paths}
    for path in paths[2:]:
        path.unlink()
    again, problems = starter(tmp_path)
    assert not problems
    assert {path: path.read_bytes() for path in again} == texts
    assert len(starter(tmp_path)[1]) == 4
