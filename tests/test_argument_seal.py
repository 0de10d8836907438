"""The seal counts changes of what was asked since a result was first seen, and nothing else."""

from __future__ import annotations

from pathlib import Path

from squarely.argument.read import read
from squarely.argument.seal import seal, seal_hash, seal_path
from squarely.model.argument import Argument
from test_argument_read import WHOLE


def argument(text: str) -> Argument:
    found, problems = read(text, "argument.yaml")
    assert found is not None
    assert not problems
    return found


def test_the_hash_depends_on_what_decides_a_verdict() -> None:
    sealed = seal_hash(argument(WHOLE))
    for old, new in [
        ("was called in Italy", "was held in Italy"),
        ("2025-10-03..2025-10-03", "2025-10-03..2025-10-04"),
        ("scope: general", "scope: local"),
        ("{not: some}", "some"),
        ("A/RES/ES-10/21, ", ""),
    ]:
        assert seal_hash(argument(WHOLE.replace(old, new))) != sealed
    assert seal_hash(argument(WHOLE), {"edge": 0.1}) != sealed


def test_the_hash_does_not_depend_on_layout_title_or_prediction() -> None:
    sealed = seal_hash(argument(WHOLE))
    assert seal_hash(argument("# a remark\n" + WHOLE)) == sealed
    assert seal_hash(argument(WHOLE.replace("The tide of strikes", "Another"))) == sealed
    assert seal_hash(argument(WHOLE.replace("predict: supported", "predict: no grounds"))) == sealed


def test_counts_each_distinct_edit_once(tmp_path: Path) -> None:
    path = seal_path(tmp_path / "argument.yaml")
    assert path.name == "argument.seal.json"
    counts = [seal(path, each, "2025-10-08")[0].edits_after_results for each in "aabacb"]
    assert counts == [0, 0, 1, 1, 2, 2]
    assert seal(path, "a", "2026-01-01")[0].first_sealed == "2025-10-08"


def test_the_file_is_the_same_after_the_same_runs(tmp_path: Path) -> None:
    first, second = tmp_path / "a.seal.json", tmp_path / "b.seal.json"
    for path in (first, second):
        for each in "aba":
            seal(path, each)
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.seal.json", "b.seal.json"]


def test_a_broken_seal_is_a_warning_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "argument.seal.json"
    for broken in ["{", "[]", '{"seals": 3}', "[" * 100_000]:
        path.write_text(broken, "utf-8")
        found, problems = seal(path, "a")
        assert (found.hash, found.edits_after_results) == ("a", 0)
        assert [(p.code, p.severity) for p in problems] == [("seal-unreadable", "warning")]
        assert path.read_text("utf-8") == broken


def test_a_folder_that_is_not_there_is_a_warning(tmp_path: Path) -> None:
    _, problems = seal(tmp_path / "none" / "argument.seal.json", "a")
    assert [problem.code for problem in problems] == ["seal-not-written"]
