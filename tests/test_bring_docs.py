"""The page on one's own data is run as it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from squarely.cli import run

PAGE = Path(__file__).parent.parent / "docs" / "your-own-data.md"
_BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_page_from_an_unknown_table_to_a_verdict_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "100")
    shown = ""
    blocks = _BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    assert len(blocks) == 8
    for _, what, text in blocks:
        if what.startswith("file="):
            Path(what.removeprefix("file=")).write_text(text, encoding="utf-8")
        elif what == "run":
            shown = "".join(_run(line, capsys) for line in text.splitlines())
        else:
            wanted = [" ".join(line.split()) for line in text.splitlines()]
            assert [line for line in wanted if line not in " ".join(shown.split())] == []


def _run(line: str, capsys: pytest.CaptureFixture[str]) -> str:
    words, _, target = line.partition(" > ")
    assert run(shlex.split(words)[1:]) == 0, line
    out, err = capsys.readouterr()
    if target:
        Path(target).write_text(out, encoding="utf-8")
    return out + err
