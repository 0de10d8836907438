"""The commands: exit statuses, streams, formats, the same bytes twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from squarely.cli import run

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "us-strikes" / "argument.yaml"

ARGUMENT = """\
squarely: 1
title: A small one
claims:
  most:
    says: In 2024 more state-based conflicts were active than in any year since 1946.
    warrant:
      extreme:
        of: {{count: conflicts, in: ucdp-conflict-year}}
        every: year
        item: "2024"
        since: "1946"
        expect: largest
    predict: {predict}
  ought:
    says: It ought to end.
    type: normative
  value:
    says: What is worse than ever ought to end.
    type: normative
inferences:
  - {{to: ought, from: [most, value]}}
conclusions: [ought]
"""


@pytest.fixture(autouse=True)
def shipped_figures_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SQUARELY_DATA", raising=False)


@pytest.fixture
def argument(tmp_path: Path) -> Path:
    path = tmp_path / "argument.yaml"
    path.write_text(ARGUMENT.format(predict="supported"), encoding="utf-8")
    return path


def test_a_run_exits_0_and_prints_to_standard_output(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(argument)]) == 0
    out, err = capsys.readouterr()
    assert "supported" in out
    assert err == ""


def test_strict_exits_1_where_a_verdict_differs(argument: Path) -> None:
    assert run(["check", str(argument), "--strict"]) == 0
    argument.write_text(ARGUMENT.format(predict="contradicted"), encoding="utf-8")
    assert run(["check", str(argument)]) == 0
    assert run(["check", str(argument), "--strict"]) == 1


def test_a_fault_exits_2_and_runs_nothing(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argument.write_text(ARGUMENT.format(predict="supported").replace("says: In", "sais: In"))
    assert run(["check", str(argument), "--format", "json"]) == 2
    out, _ = capsys.readouterr()
    study = json.loads(out)
    assert study["claims"] == []
    fault = next(one for one in study["problems"] if one["code"] == "unknown-key")
    assert (fault["line"], fault["column"]) == (5, 5)
    assert fault["severity"] == "error"
    assert "says" in str(fault["hint"])


@pytest.mark.parametrize(
    "words",
    [["chekc"], ["check"], ["check", "a", "b"], ["check", "a", "--format", "xml"], ["why", "a"]],
)
def test_wrong_usage_exits_64(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 64
    assert "Usage" in capsys.readouterr().err


def test_an_unknown_claim_and_an_impossible_day_exit_64(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["why", str(argument), "mots"]) == 64
    assert "most" in capsys.readouterr().err
    assert run(["check", str(argument), "--as-of", "2025-02-30"]) == 64


def test_a_missing_file_exits_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(tmp_path / "none.yaml")]) == 2
    assert run(["lint", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err


def test_the_study_has_the_same_bytes_twice() -> None:
    command = [sys.executable, "-m", "squarely", "check", str(EXAMPLE), "--format", "json"]
    once, again = (
        subprocess.run(command, capture_output=True, check=True, cwd=ROOT).stdout for _ in range(2)
    )
    assert once == again
    assert json.loads(once)["schema"]


def test_the_study_has_every_key_that_the_format_fixes(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", str(argument), "--format", "json"])
    study = json.loads(capsys.readouterr().out)
    top = {"schema", "title", "as_of", "seed", "engine", "problems", "claims", "inferences"}
    assert top | {"conclusions"} <= set(study)
    claim = {
        "id", "says", "type", "stance", "passage", "warrant", "expect", "predict", "verdict",
        "reading", "subtype", "reasons", "state", "estimate", "p", "edge", "specifications",
        "infeasible", "splitting", "gates", "detectable", "would_settle", "data", "query", "series",
        "rows", "as_of_essay", "as_of_now",
    }  # fmt: skip
    assert all(claim <= set(one) for one in study["claims"])
    assert {"id", "from", "unless", "state"} <= set(study["inferences"][0])
    conclusion = {"id", "says", "state", "cut_sets", "completion_sets", "truncated", "routes"}
    assert conclusion <= set(study["conclusions"][0])
    used = study["claims"][0]["data"][0]
    keys = {"name", "version", "sha256", "licence", "rows_used", "rows_set_aside", "why"}
    assert keys <= set(used)
    assert len(used["sha256"]) == 64
    assert used["rows_used"] > 0


def test_a_page_is_written_whole_and_named(
    argument: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "deep" / "page.html"
    assert run(["check", str(argument), "--report", str(page)]) == 0
    assert page.read_text(encoding="utf-8").lower().startswith("<!doctype html>")
    assert str(page) in capsys.readouterr().err


@pytest.mark.parametrize("form", ["junit", "sarif"])
def test_other_formats_are_printed(
    form: str, argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(argument), "--format", form]) == 0
    assert capsys.readouterr().out


def test_why_tells_of_one_claim(argument: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["why", str(argument), "most"]) == 0
    out = capsys.readouterr().out
    assert "SELECT" in out
    assert "grounds: passed" in out


def test_new_writes_a_starter_that_runs_and_overwrites_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "mine")]) == 0
    assert run(["check", str(tmp_path / "mine" / "argument.yaml")]) == 0
    assert run(["new", str(tmp_path / "mine")]) == 2
    assert "nothing was written" in capsys.readouterr().err


def test_data_commands_tell_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["data", "list"]) == 0
    listed = capsys.readouterr().out
    assert "acled" in listed
    assert "not here" in listed
    assert run(["data", "info", "un-votes"]) == 0
    assert "position" in capsys.readouterr().out
    assert run(["data", "info", "un-vots"]) == 2
    assert "un-votes" in capsys.readouterr().err


def test_the_seal_counts_edits_made_after_a_result(argument: Path) -> None:
    from squarely.argument.seal import seal_path

    run(["check", str(argument)])
    run(["check", str(argument)])
    assert json.loads(seal_path(argument).read_text())["edits_after_results"] == 0
    argument.write_text(argument.read_text().replace('since: "1946"', 'since: "1989"'))
    run(["check", str(argument)])
    assert json.loads(seal_path(argument).read_text())["edits_after_results"] == 1


def test_knowledge_of_a_day_leaves_later_data_out(
    argument: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", str(argument), "--as-of", "2020-01-01", "--format", "json"])
    study = json.loads(capsys.readouterr().out)
    assert study["as_of"] == "2020-01-01"
    assert study["claims"][0]["verdict"] == "no grounds"


@pytest.mark.parametrize("written", ["GBR", "GB", "200", '"200"', "Great Britain"])
def test_a_country_may_be_written_by_name_or_by_any_of_its_codes(
    written: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "argument.yaml"
    where = f"{{country: {written}, class: liberal democracy}}"
    path.write_text(
        "squarely: 1\ntitle: One country\nclaims:\n  free:\n    says: It is one.\n    warrant:\n"
        f"      exists: {{of: {{count: regimes, in: regimes, where: {where}}}, during: 2020,\n"
        "               expect: some}\n"
    )
    assert run(["check", str(path), "--format", "json"]) == 0
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert claim["verdict"] == "supported"
