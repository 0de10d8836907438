"""What the commands write: whole files, one sentence where there can be none, no formula."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from squarely.cli import run
from squarely.cli.progress import building, progress
from squarely.grounds.store.watched import WATCHING

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
"""
HEADER = "id,date,latitude,longitude,kind\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("SQUARELY_DATA", raising=False)
    Path("argument.yaml").write_text(ARGUMENT, encoding="utf-8")
    Path("first.csv").write_text(f"{HEADER}=1+1,2024-01-03,45.00,9.00,march\n")
    Path("second.csv").write_text(f"{HEADER}-2,2024-01-03,45.01,9.01,march\n")
    Path("a-file").write_text("")
    Path("a-folder").mkdir()
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = run([*words])
    told = capsys.readouterr()
    return status, told.out, told.err


def match(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    return asked(capsys, "match", "first.csv", "second.csv", "--role", "id=id", *words)


def test_a_cell_that_begins_like_a_formula_is_written_as_text(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, err = match(capsys, "--events", "events.csv", "--links", "links.csv")
    assert status == 0, err
    with (here / "events.csv").open() as file:
        assert [row["key"] for row in csv.DictReader(file)] == ["'=1+1", "-2"]  # -2 is a number
    with (here / "links.csv").open() as file:
        (link,) = csv.DictReader(file)
    assert (link["left_key"], link["right_key"]) == ("'=1+1", "-2")


@pytest.mark.parametrize("where", ["a-folder", "a-file/below"])
@pytest.mark.parametrize("what", ["--events", "--links", "--report"])
def test_what_match_cannot_write_is_said_and_the_rest_is_done(
    here: Path, capsys: pytest.CaptureFixture[str], what: str, where: str
) -> None:
    status, out, err = match(capsys, what, where, "--format", "json")
    assert status == 2
    assert json.loads(out)["reports"] == 2
    assert err.splitlines()[-1].startswith(
        f"the {'page' if what == '--report' else 'table'} {where} cannot be written: "
    )


@pytest.mark.parametrize("where", ["a-folder", "a-file/below"])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "argument.yaml", "--report"),
        ("export", "notebook", "argument.yaml", "--out"),
        ("trust",),
    ],
    ids=lambda words: words[0],
)
def test_what_cannot_be_written_is_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], where: str
) -> None:
    status, _, err = asked(capsys, *words, where)
    assert status == 2
    (said,) = (line for line in err.splitlines() if "cannot be written" in line)
    assert where in said


def test_a_lock_where_a_folder_stands_is_refused(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "argument.lock.json").mkdir()
    status, _, err = asked(capsys, "lock", "argument.yaml")
    assert status == 2
    assert "the lock argument.lock.json cannot be written: " in err


def test_a_cache_that_cannot_be_made_stops_a_run_with_one_sentence(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(here / "a-file" / "cache"))
    words = [sys.executable, "-m", "squarely", "match", "first.csv", "second.csv"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("stopped: ")
    assert "Traceback" not in done.stderr


def test_a_pair_of_equal_rows_is_joined_whichever_of_them_was_linked(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The reference links the later of two equal rows; the pair stands under the earlier one."""
    twins = "".join(f"b{n},2024-01-02,45.01,9.01,march\n" for n in (1, 2))
    (here / "second.csv").write_text(f"{HEADER}{twins}")
    (here / "kinds.csv").write_text("dataset,category,level1\n*,march,march\n")
    words = ("--links", "links.csv", "--taxonomy", "kinds.csv", "--mode", "compat")
    status, out, err = match(capsys, *words, "--format", "json")
    assert status == 0, err
    told = json.loads(out)
    assert told["joined"] == 1
    with (here / "links.csv").open() as file:
        links = list(csv.DictReader(file))
    assert [(row["right_key"], row["joined"]) for row in links] == [("b1", "true")]


class Terminal(StringIO):
    """A stream that somebody watches."""

    def isatty(self) -> bool:
        return True


def seen(text: str) -> str:
    """What stands on a terminal's line at the end."""
    return text.rpartition("\x1b[2K")[2]


def test_no_line_of_progress_is_left() -> None:
    screen = Terminal()
    with building(screen):
        step = WATCHING.get()
        assert step is not None
        step(1, 2)
        assert "50%" in seen(screen.getvalue())
    assert seen(screen.getvalue()) == ""
    with progress(screen) as claim:
        assert claim is not None
        claim(0, 3, "most")
        assert seen(screen.getvalue()) == "claim 1 of 3: most"
    assert seen(screen.getvalue()) == ""
    unseen = StringIO()
    with progress(unseen) as nobody, building(unseen):
        assert nobody is None
    assert unseen.getvalue() == ""
