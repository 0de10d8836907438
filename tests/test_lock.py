"""A lock holds data and verdicts; data that changed are refused, verdicts that moved are named."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.cli import run as command
from squarely.model.place import Problem
from squarely.model.release import Lock
from squarely.report.export import lock_json
from squarely.study.lock_file import read_lock

MONTHS = [f"{year}-{month:02d}-01" for year in (2022, 2023, 2024) for month in range(1, 13)]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SQUARELY_DATA", raising=False)


def table(step: int) -> str:
    """36 months of calls that rise by `step` each month, one broken row at the end."""
    rows = [f"{month},{100 + step * n},n{n % 2}" for n, month in enumerate(MONTHS)]
    return "\n".join(["month,calls,port", *rows, "2024-13-01,1,n0"]) + "\n"


def argument(folder: Path, step: int = 3) -> Path:
    told = {
        "kind": "events", "roles": {"time": "month", "count": "calls"}, "units": {"calls": None},
        "coverage": {"first": "2022-01-01", "last": "2024-12-31", "resolution": "month"},
        "lag_months": 0, "vintage": "2025-01", "redistributable": False,
    }  # fmt: skip
    kinds = {"month": "date", "calls": "integer", "port": "string"}
    fields = [{"name": name, "type": kind} for name, kind in kinds.items()]
    resource = {"name": "calls", "version": "1", "path": "calls.csv", "schema": {"fields": fields}}
    package = {"name": "calls", "resources": [{**resource, "squarely": told}]}
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(package))
    (folder / "calls.csv").write_text(table(step))
    path = folder / "argument.yaml"
    path.write_text(
        "squarely: 1\ntitle: Made up\ndata: [.]\nclaims:\n  rose:\n    says: Calls rose.\n"
        "    warrant:\n      trend: {of: {count: calls, in: calls}, every: month, "
        "during: 2022..2024, expect: rising}\n"
        "  busy:\n    says: It is busy.\n    type: normative\n"
        "inferences:\n  - {to: busy, from: [rose]}\nconclusions: [busy]\n"
    )
    return path


def held(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_name("argument.lock.json").read_text())
    return found


def test_the_lock_says_what_was_read_and_found(tmp_path: Path) -> None:
    path = argument(tmp_path / "a")
    assert command(["lock", str(path)]) == 0
    lock = held(path)
    [dataset] = lock["datasets"]
    assert dataset == {
        "name": "calls", "version": "1", "vintage": "2025-01", "licence": "not stated",
        "rows_may_be_shown": False, "sha256": sha256(table(3).encode()).hexdigest(),
        "rows_read": 37, "rows_set_aside": 1,
        "columns": {"month": "date", "calls": "integer", "port": "string"},
    } | {"licence": dataset["licence"]}  # fmt: skip
    assert lock["engine"] == "duckdb"
    assert [one["verdict"] for one in lock["claims"]] == ["supported", "out of scope"]
    assert [one["id"] for one in lock["conclusions"]] == ["busy"]


def test_the_same_run_writes_the_same_bytes_wherever_the_file_stands(tmp_path: Path) -> None:
    texts = set()
    for name in ("a", "b"):
        path = argument(tmp_path / name)
        assert command(["lock", str(path)]) == 0
        assert command(["lock", str(path)]) == 0
        texts.add(path.with_name("argument.lock.json").read_bytes())
    assert len(texts) == 1


def test_unchanged_data_pass_strictly(tmp_path: Path) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    assert command(["check", str(path), "--locked", "--strict"]) == 0


def test_changed_data_are_refused_and_every_difference_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    before = path.with_name("argument.seal.json").read_bytes()
    (path.parent / "calls.csv").write_text(table(3) + "2024-12-01,5,n1\n")
    package = path.with_name("datapackage.json")
    package.write_text(package.read_text().replace('"2025-01"', '"2025-02"'))
    capsys.readouterr()
    assert command(["check", str(path), "--locked", "--format", "json"]) == 2
    study = json.loads(capsys.readouterr().out)
    assert study["claims"] == []
    [problem] = [one for one in study["problems"] if one["severity"] == "error"]
    assert problem["code"] == "data-changed"
    was, now = (sha256(text.encode()).hexdigest()[:12] for text in
                (table(3), table(3) + "2024-12-01,5,n1\n"))  # fmt: skip
    for part in ("calls", "of 2025-01, 37 rows read, 1 set aside", f"sha256 {was}",
                 "of 2025-02, 38 rows read, 1 set aside", f"sha256 {now}"):  # fmt: skip
        assert part in problem["message"]
    lines = path.with_name("argument.lock.json").read_text().splitlines()
    assert '"name": "calls"' in lines[problem["line"] - 1]
    assert path.with_name("argument.seal.json").read_bytes() == before
    assert command(["check", str(path)]) == 0


def test_a_column_gone_and_a_table_gone_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    package = path.with_name("datapackage.json")
    whole = json.loads(package.read_text())
    fields = whole["resources"][0]["schema"]["fields"]
    fields[2] = {"name": "port", "type": "country"}
    package.write_text(json.dumps(whole))
    capsys.readouterr()
    assert command(["check", str(path), "--locked"]) == 2
    assert "column port was string and is country" in capsys.readouterr().err
    (path.parent / "calls.csv").unlink()
    assert command(["check", str(path), "--locked"]) == 2
    assert "calls" in capsys.readouterr().err


def test_a_dataset_that_the_lock_does_not_know_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    text = path.read_text().replace(
        "inferences:",
        "  most:\n    says: Most.\n    warrant:\n      extreme: {of: {count: conflicts, "
        'in: ucdp-conflict-year}, every: year, item: "2024", since: "1946", expect: largest}\n'
        "inferences:",
    )
    path.write_text(text)
    capsys.readouterr()
    assert command(["check", str(path), "--locked"]) == 2
    said = capsys.readouterr()
    assert 'nothing of the dataset "ucdp-conflict-year"' in said.err
    assert "supported" not in said.out


def test_a_verdict_that_moved_is_named_and_fails_only_strictly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    path.write_text(path.read_text().replace("expect: rising", "expect: falling"))
    capsys.readouterr()
    assert command(["check", str(path), "--locked"]) == 0
    said = capsys.readouterr().err
    assert '"rose" was supported when locked and is contradicted now' in said
    assert "were edited since they were locked" in said
    assert command(["check", str(path), "--locked", "--strict"]) == 1
    assert command(["check", str(path), "--strict"]) == 0
    command(["lock", str(path)])
    assert command(["check", str(path), "--locked", "--strict"]) == 0


def test_a_lock_of_one_day_is_not_held_against_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    assert command(["lock", str(path), "--as-of", "2024-06-30"]) == 0
    assert held(path)["as_of"] == "2024-06-30"
    assert command(["check", str(path), "--locked"]) == 2
    assert "--as-of 2024-06-30" in capsys.readouterr().err
    assert command(["check", str(path), "--locked", "--strict", "--as-of", "2024-06-30"]) == 0


def test_without_a_lock_and_with_a_broken_one_nothing_is_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    assert command(["check", str(path), "--locked"]) == 2
    assert "squarely lock" in capsys.readouterr().err
    for broken in ("{", "[]", '{"schema": "squarely-lock/1"}', '{"schema": ["x"]}', "[" * 99_999):
        path.with_name("argument.lock.json").write_text(broken)
        assert command(["check", str(path), "--locked"]) == 2


def test_a_file_with_a_fault_is_not_locked(tmp_path: Path) -> None:
    path = argument(tmp_path / "a")
    path.write_text(path.read_text().replace("in: calls", "in: cals"))
    assert command(["lock", str(path)]) == 2
    assert not path.with_name("argument.lock.json").exists()


def test_a_lock_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    kept = path.with_name("argument.lock.json")
    lock = read_lock(kept)
    assert isinstance(lock, Lock)
    assert lock_json(lock) == kept.read_text()


def test_a_study_is_told_as_the_lock_of_the_same_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argument(tmp_path / "a")
    command(["lock", str(path)])
    capsys.readouterr()
    command(["check", str(path), "--format", "json"])
    (tmp_path / "study.json").write_text(capsys.readouterr().out)
    lock, study = (read_lock(one) for one in
                   (path.with_name("argument.lock.json"), tmp_path / "study.json"))  # fmt: skip
    assert isinstance(lock, Lock)
    assert isinstance(study, Lock)
    assert study.claims == lock.claims
    assert study.conclusions == lock.conclusions
    assert study.seal == lock.seal
    [one], [other] = lock.datasets, study.datasets
    assert replace(one, rows_read=None, columns={}, rows_set_aside=0) == replace(
        other, rows_set_aside=0
    )


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["claims", "datasets", "id", "gates", "data"]), inner),
    max_leaves=12,
))  # fmt: skip
def test_any_json_is_a_lock_or_a_fault(inner: object) -> None:
    import tempfile

    for schema in ("squarely-lock/1", "squarely-study/1"):
        told = {"schema": schema, "argument": "", "file": "", "seal": None, "as_of": None,
                "seed": 1, "squarely": "", "engine": "", "engine_version": "", "datasets": [],
                "conclusions": [], "claims": inner}  # fmt: skip
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.json"
            path.write_text(json.dumps(told))
            assert isinstance(read_lock(path), Lock | Problem)
