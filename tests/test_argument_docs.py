"""The page on the argument file names every key, warrant, expectation and fault there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from squarely.argument.claims import CLAIM_KEYS, PASSAGE_KEYS
from squarely.argument.inferences import INFERENCE_KEYS
from squarely.argument.read import ESSAY_KEYS, TOP_KEYS, read
from squarely.model.vocabulary import FORMS

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "argument-file.md").read_text("utf-8")
ROOMS = [ROOT / "src" / "squarely" / room for room in ("argument", "essay")]
CODES = re.compile(
    r'(?:fault(?:_at)?\([^"]*?|_?[pP]roblem\(|_refuse\([^"]*?)"([a-z]+(?:-[a-z0-9]+)+)"'
)


@pytest.mark.parametrize(
    "key", sorted({*TOP_KEYS, *CLAIM_KEYS, *PASSAGE_KEYS, *INFERENCE_KEYS, *ESSAY_KEYS})
)
def test_names_every_key(key: str) -> None:
    assert re.search(rf"`[^`]*\b{key}\b[^`]*`", PAGE)


@pytest.mark.parametrize("name", FORMS)
def test_names_every_warrant_with_its_keys_and_expectations(name: str) -> None:
    [row] = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
    assert all(f"`{key}`" in row for key in FORMS[name].keys)
    words = FORMS[name].expects
    assert "as `share`" in row or all(f"`{word}`" in row for word in words)


def test_names_every_code_of_a_fault() -> None:
    found = {
        code
        for room in ROOMS
        for path in room.glob("*.py")
        for code in CODES.findall(path.read_text("utf-8"))
    }
    assert len(found) > 30
    unnamed = {code for code in found if f"`{code}`" not in PAGE}
    assert unnamed <= {"file-exists", "not-written"}  # of the starter, not of the file


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_its_examples_are_read_without_a_fault(block: str) -> None:
    assert not read(block, "argument.yaml")[1]
