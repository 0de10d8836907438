"""The tutorials do what they say: files are written, commands are run, what is printed is compared.

A comment `<!-- file: NAME -->` before a block has the block written under that name. In a `console`
block a line that begins with `$ ` is run; the lines after it are what it prints, messages before
results, where a line `…` stands for any number of lines.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TUTORIALS = sorted((ROOT / "docs").glob("tutorial-*.md"))
BLOCK = re.compile(r"(?:<!-- file: (\S+) -->\n)?^```(\w+)\n(.*?)^```", re.S | re.M)


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines that are said to follow it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    yield from found


def run(command: str, folder: Path) -> list[str]:
    words = shlex.split(command)
    assert words[0] == "squarely", command
    done = subprocess.run(
        [sys.executable, "-m", "squarely", *words[1:]],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "SQUARELY_DATA": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return [line.rstrip() for line in (done.stderr + done.stdout).splitlines()]


def follows(printed: Sequence[str], said: Sequence[str]) -> bool:
    """Whether what was printed is what was said, `…` standing for any lines."""
    if not said:
        return not [line for line in printed if line]
    if said[0] == "…":
        return any(follows(printed[at:], said[1:]) for at in range(len(printed) + 1))
    return bool(printed) and printed[0] == said[0].rstrip() and follows(printed[1:], said[1:])


def test_there_is_one_for_a_claim_and_one_for_an_essay() -> None:
    assert [path.stem for path in TUTORIALS] == ["tutorial-claim", "tutorial-essay"]


@pytest.mark.parametrize("tutorial", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_does_what_it_says(tutorial: Path, tmp_path: Path) -> None:
    ran = 0
    for name, language, text in BLOCK.findall(tutorial.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(text, encoding="utf-8")
        for command, said in commands(text) if language == "console" else ():
            printed = run(command, tmp_path)
            assert follows(printed, said), "\n".join([command, *printed])
            ran += 1
    assert ran >= 3
