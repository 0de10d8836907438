"""The tool's own sentences take no side: no loaded word, no exclamation mark.

Docstrings are for those who read the code and are left out, as are names; every other text in the
package may reach a reader. Words of ordinary use in statistics ("significant") are left to review.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import squarely

ROOM = Path(squarely.__file__).parent
LOADED = (
    "proves proven proof prove debunk debunks debunked debunking myth myths liar liars "
    "hoax propaganda fake shocking outrageous shameful obviously clearly undeniable undeniably "
    "irrefutable irrefutably simply merely just unfortunately sadly alarming alarmingly "
    "disastrous disgraceful regime's cronies puppet stooge terrorist terrorists freedom-fighter "
    "radical extremist so-called admits claims-without destroys destroyed slams blasts "
    "right-thinking misleading dishonest biased honestly actually truth truths"
)
WORDS = re.compile(
    r"(?<![\w-])(" + "|".join(map(re.escape, LOADED.split())) + r")(?![\w-])", re.IGNORECASE
)
SENTENCE = re.compile(r"\w[\w,;:'\"()]* +\w+.* \w+")  # four words or so: text, not a key or a path


def loaded_words(text: str) -> tuple[str, ...]:
    """The loaded words of a text, in their order."""
    return tuple(found.group(1).lower() for found in WORDS.finditer(text))


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a module that reads like a sentence, without docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if id(node) not in docstrings and SENTENCE.search(text) and "\\b" not in text:
                yield node.lineno, text


MODULES = sorted(ROOM.rglob("*.py"))
TEMPLATES = sorted(path for path in ROOM.rglob("templates/*") if path.is_file())


def _own(path: Path) -> str:
    return path.relative_to(ROOM).as_posix()


def test_the_list_catches_loaded_words_and_leaves_plain_ones() -> None:
    assert loaded_words("This simply proves the myth.") == ("simply", "proves", "myth")
    assert not loaded_words("The interval lies-below the edge; improvement, justify.")


@pytest.mark.parametrize("path", MODULES, ids=_own)
def test_no_sentence_of_the_tool_is_loaded(path: Path) -> None:
    found = [(line, word) for line, text in sentences(path) for word in loaded_words(text)]
    assert not found


@pytest.mark.parametrize("path", MODULES, ids=_own)
def test_no_sentence_of_the_tool_exclaims(path: Path) -> None:
    assert not [(line, text) for line, text in sentences(path) if re.search(r"\w!(?:\s|$)", text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=_own)
def test_no_template_is_loaded(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert not [(n, words) for n, line in enumerate(lines, 1) if (words := loaded_words(line))]
