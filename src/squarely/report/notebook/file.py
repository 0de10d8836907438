"""A notebook file that runs an argument and shows it claim by claim (nbformat 4.5).

Source: nbformat 4.5, nbformat.readthedocs.io.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from squarely.model.argument import Argument
from squarely.report.words import plain


def notebook(argument: Argument, folders: Sequence[str] = ()) -> str:
    """The JSON of a notebook; it names the argument file and the folders of data as given."""
    shown = ", ".join(repr(folder) for folder in folders)
    cells = [
        _words(f"# {_inert(argument.title)}", "What open data say of each claim of an argument."),
        _code(
            "import squarely",
            "",
            f"argument, problems = squarely.read_argument({argument.file!r})",
            f"study = squarely.run(argument, squarely.open_grounds({shown}))",
            "claims = {claim.id: claim for claim in study.claims}",
        ),
        _words("## What it concludes, and whether that stands"),
        _code("study"),
    ]
    for claim in argument.claims:
        cells += [_words(f"## {_inert(claim.says)}"), _code(f"claims[{claim.id!r}]")]
    held = {
        "cells": _numbered(cells),
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(held, indent=1, ensure_ascii=False) + "\n"


def _words(*lines: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": "\n\n".join(lines)}


def _code(*lines: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "\n".join(lines),
    }


def _numbered(cells: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each cell with an identifier that the same argument gives again."""
    return [
        {"id": hashlib.sha256(f"{at} {cell['source']}".encode()).hexdigest()[:8], **cell}
        for at, cell in enumerate(cells)
    ]


def _inert(text: str) -> str:
    """An author's words as words: no markup, no link, no formula of Markdown."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>()#+-.!|$&~" else c for c in plain(text))
