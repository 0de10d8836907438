"""The adversarial corpus: what it holds, what became of it, and that both directions fare alike."""

from __future__ import annotations

import filecmp
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from squarely.cli import run as cli
from squarely.grounds.catalog import SHIPPED, open_grounds
from squarely.report.corpus import BAR, corpus_json, corpus_markdown, share
from squarely.study.corpus import CorpusRow, kinds, run_corpus
from squarely.study.judging import MIRRORED
from squarely.study.reading import read_argument
from squarely.study.run import run

ROOT = Path(__file__).resolve().parent.parent
CORPUS = SHIPPED / "corpus"
ASKED = {
    "cherry-picked-windows", "best-of-k-categories", "unmatched-denominators",
    "shifted-definitions", "post-hoc-superlatives", "duplicated-evidence", "irrelevant-support",
    "trivially-true", "mislabelled-causes",
}  # fmt: skip
BY_RULE = ("irrelevant-support", "trivially-true", "mislabelled-causes", "unmatched-denominators")


@pytest.fixture(scope="module")
def rows() -> tuple[CorpusRow, ...]:
    return run_corpus()


@pytest.fixture(scope="module")
def tricks(rows: tuple[CorpusRow, ...]) -> list[CorpusRow]:
    return [row for row in rows if not row.honest]


def test_every_kind_has_rows_in_both_directions(tricks: list[CorpusRow]) -> None:
    assert set(kinds()) == ASKED
    assert len(tricks) >= 60
    sides = Counter((row.kind, row.side) for row in tricks)
    for kind in ASKED:
        assert sides[kind, "up"] == sides[kind, "down"] > 2
        assert sides[kind, "up"] + sides[kind, "down"] >= 5


def test_fewer_than_five_in_a_hundred_are_supported(tricks: list[CorpusRow]) -> None:
    assert share(tricks) < BAR == 0.05
    assert sum(row.leant for row in tricks) / len(tricks) <= 0.10


def test_every_row_names_what_caught_it(tricks: list[CorpusRow]) -> None:
    assert [row for row in tricks if not row.reached and not row.caught] == []
    assert [row for row in tricks if row.reached and row.caught] == []


def test_both_directions_fare_alike(tricks: list[CorpusRow]) -> None:
    for kind in ASKED:
        of_kind = [row for row in tricks if row.kind == kind]
        up, down = (
            sum(r.reached or r.leant for r in of_kind if r.side == s) for s in ("up", "down")
        )
        assert abs(up - down) <= 2, kind
        if kind in BY_RULE:  # caught by a rule, not by what chance drew
            told: dict[str, dict[str, CorpusRow]] = {}
            for row in of_kind:
                told.setdefault(row.name, {})[row.side] = row
            for pair in told.values():
                assert {one.rule for one in pair["up"].caught} & {
                    one.rule for one in pair["down"].caught
                } or pair["up"].reached == pair["down"].reached


def test_true_claims_of_the_same_forms_are_found(rows: tuple[CorpusRow, ...]) -> None:
    honest = [row for row in rows if row.honest]
    assert {row.kind for row in honest} == ASKED
    assert Counter(row.side for row in honest)["up"] * 2 == len(honest)
    assert [row for row in honest if not (row.reached or row.leant)] == []


def _negated(path: Path, folder: Path) -> Path | None:
    """The same file with its only claim denied."""
    told = yaml.safe_load(path.read_text("utf-8"))
    if "conclusions" in told:
        return None
    told["data"] = [str(CORPUS / "data")]
    for claim in told["claims"].values():
        for keys in claim["warrant"].values():
            said = keys["expect"]
            denied = isinstance(said, Mapping) and "not" in said
            keys["expect"] = said["not"] if denied else {"not": said}
    copy = folder / path.name
    copy.write_text(yaml.safe_dump(told), "utf-8")
    return copy


@pytest.mark.parametrize("kind", ["trivially-true", "mislabelled-causes", "unmatched-denominators",
                                  "duplicated-evidence", "post-hoc-superlatives"])  # fmt: skip
def test_the_denied_claim_gets_the_mirrored_verdict(
    kind: str, rows: tuple[CorpusRow, ...], tmp_path: Path
) -> None:
    grounds, _ = open_grounds((CORPUS / "data",), None)
    outcomes = {(row.kind, row.honest, row.name, row.side): row.outcome for row in rows}
    for path in sorted((CORPUS / kind).glob("*.yaml")):
        copy = _negated(path, tmp_path)
        if copy is None:
            continue
        argument, _ = read_argument(copy)
        assert argument is not None
        name, _, side = path.stem.removeprefix("honest-").rpartition("-")
        told = outcomes[kind, path.stem.startswith("honest-"), name, side]
        found = run(argument, grounds).claims[0].verdict
        assert MIRRORED[found] == told, path.name


def test_the_script_writes_what_is_committed(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "corpus"), "--to", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    names = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    held = {path.relative_to(CORPUS) for path in CORPUS.rglob("*") if path.is_file()}
    assert names == held
    different = filecmp.cmpfiles(tmp_path, CORPUS, sorted(map(str, names)), shallow=False)[1]
    assert different == []


def test_tables_are_small_and_say_that_they_are_made_up() -> None:
    package = json.loads((CORPUS / "data" / "datapackage.json").read_text("utf-8"))
    assert all(one["title"].startswith("Made up: ") for one in package["resources"])
    sizes = [path.stat().st_size for path in (CORPUS / "data").glob("*.csv")]
    assert max(sizes) < 10_000


def test_the_page_shows_what_the_corpus_says(rows: tuple[CorpusRow, ...]) -> None:
    page = (ROOT / "docs" / "corpus.md").read_text("utf-8")
    for line in corpus_markdown(rows).splitlines():
        shown = line.rsplit(" | ", 1)[0] if line.startswith("| ") else line
        assert shown in page, "run scripts/corpus --docs"


def test_json_states_the_counts(rows: tuple[CorpusRow, ...], tricks: list[CorpusRow]) -> None:
    told = json.loads(corpus_json(rows))
    assert told["tricks"] == len(tricks) == len(told["rows"]) - told["true_claims"]
    assert told["share_supported"] == pytest.approx(share(rows))
    assert {"kind", "says", "trick", "outcome", "caught"} <= set(told["rows"][0])


def test_the_command_runs_one_kind(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    page = tmp_path / "corpus.md"
    words = ["corpus", "--kind", "trivially-true", "--strict", "--report", str(page)]
    assert cli(words) == 0
    assert "gate: content" in capsys.readouterr().out
    assert page.read_text("utf-8").count("| ") > 10
    assert cli(["corpus", "--kind", "no-such-kind"]) == 64


def test_strict_fails_where_too_many_are_supported(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = CorpusRow("a", "b", "up", False, "trick", "says", "supported", ())
    monkeypatch.setattr("squarely.study.corpus.run_corpus", lambda kind, step: (row,))
    assert cli(["corpus", "--strict"]) == 1
    assert cli(["corpus"]) == 0
    assert "nothing caught it" in capsys.readouterr().out
