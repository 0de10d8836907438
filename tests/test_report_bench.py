"""The page of the bench: one file, with the worst worlds, what fails and what is not promised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trust import tables
from typer.testing import CliRunner

from squarely.cli import app
from squarely.report.bench import render_bench, shipped, told


def cell(truth: str, wrong: float, found: float = 0.0, **more: Any) -> dict[str, Any]:
    """A cell as docs/trust holds it."""
    error = truth in ("null", "edge")
    rates = {"supported": found, "false_supported": wrong, "false_leans": wrong, "coverage": 0.95}
    judged = {"error": error, "required": True, "passes": True, "oracle": None, "draws": 1000}
    return {"warrant": "level", "truth": truth, "n": 24, **rates, **judged, **more}


CELLS = [
    cell("null", 0.01),
    cell("edge", 0.042, noise=0.5),
    cell("edge", 0.09, n=12, passes=False),
    cell("edge", 0.31, n=99, required=False, passes=False, doubled=True),
    cell("x2", 0.0, found=0.37),
]


def test_the_page_is_one_file_that_asks_for_nothing() -> None:
    page = render_bench()
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert "http" not in page.replace("http-equiv", "")
    assert len(re.findall(r'<section id="', page)) == 1 + len({c["warrant"] for c in shipped()})


def test_the_page_names_the_worst_what_fails_and_what_is_not_promised() -> None:
    page = render_bench(CELLS)
    assert "9.0%" in page
    assert "Promised worlds that break a bar" in page
    assert "edge, n 12: false" in page
    assert "edge, n 99, doubled: false “supported” 31.0%" in page
    assert "37%" in page
    assert told(CELLS[1]) == "edge, n 24, noise 0.5"


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["trust", str(tmp_path / "trust.html")])
    assert done.exit_code == 0
    assert (tmp_path / "trust.html").read_text(encoding="utf-8") == render_bench()


def test_a_docs_table_stands_between_its_marks_and_is_set_again() -> None:
    text = tables.text({"cells": CELLS})
    assert "| 24 | 2 | 4.2% | 4.2% | 0.950 | 37% |" in text
    assert "- edge; n 99, doubled: false supported 31.0%, coverage 0.950" in text
    page = tables.placed("# level\n\nwords\n\n## Sources\n\nx\n", text)
    assert page.index("| 24 |") < page.index("## Sources")
    assert tables.placed(page, "other").count(tables.MARKS[0]) == 1
    assert "| 24 |" not in tables.placed(page, "other")
