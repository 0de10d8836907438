"""The page of the bench: one file, with the worst worlds, what fails and what is not promised."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from trust import summary, tables
from typer.testing import CliRunner

from squarely.cli import app
from squarely.report import frontier
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
    assert len(re.findall(r'<section id="', page)) == 2 + len({c["warrant"] for c in shipped()})


def test_the_page_names_the_worst_what_fails_and_what_is_not_promised() -> None:
    page = render_bench(CELLS)
    assert "9.0%" in page
    assert "Promised worlds that break a bar" in page
    assert "edge, n 12: false" in page
    assert "edge, n 99, doubled: false “supported” 31.0%" in page
    assert "37%" in page
    assert told(CELLS[1]) == "edge, n 24, noise 0.5"


def drawn(level: list[float], found: list[float]) -> dict[str, Any]:
    """A frontier of one length whose every curve finds the same."""
    of = {"edge": level, "x2": found, "x4": found}
    row = {"n": 24, "rho": 0.4, "level": level, **dict.fromkeys(frontier.CURVES, of)}
    return {"draws": 4000, "used": level[1], "rows": [row]}


def test_a_curve_runs_from_foot_to_end_and_stops_where_the_panel_does() -> None:
    found = frontier.frontier(drawn([0.0, 0.025, 0.06, 0.10], [0.0, 0.3, 0.4, 0.6]))
    doubling, fourfold = found.panels
    size = frontier.SIZE
    first, *_, last = re.findall(r"[\d.]+ [\d.]+", fourfold.curves[0].line)
    assert first == f"{size['left']} {size['foot']}"
    half = (size["foot"] + size["top"]) / 2  # midway between .4 and .6, at the panel's end
    assert last == f"{size['right']} {half:g}"
    assert doubling.curves[-1].kind == "rule"
    assert {curve.ring for curve in doubling.curves} == {doubling.curves[0].ring}
    assert "the rule finds 30%, the oracle 30%" in doubling.said
    assert found.used[0].rates == ("2.5%", "30.0%", "30.0%")


def test_what_more_power_would_cost_is_drawn_with_its_numbers() -> None:
    page = render_bench(CELLS, drawn([0.0, 0.025, 0.06, 0.10], [0.0, 0.3, 0.4, 0.6]))
    assert page.count('<path class="curve rule"') == 2
    assert page.count("60.0%") == 10  # five curves, two rises, the last level
    assert page.count("bar 5%") >= 2


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


def test_the_docs_say_what_docs_trust_says() -> None:
    for path, page in tables.wanted().items():
        assert path.read_text(encoding="utf-8") == page, f"{path}: python -m trust --tables"


def test_power_is_told_as_a_part_of_what_the_oracle_finds() -> None:
    cells = [
        cell(rise, 0.0, found, oracle=0.5, rho=rho)
        for rho in (0.0, 0.4, 0.7)
        for rise, found in (("x2", 0.2), ("x4", 0.45))
    ]
    text = summary.power(cells)
    assert "| 24 | 0.40 | 0.40 | 0.40 | 0.90 | 0.90 | 0.90 |" in text
    assert "reached in 3 of 6 worlds" in text


def test_what_surely_breaks_a_bar_is_set_apart_from_what_may() -> None:
    held = {"level": {"cells": [CELLS[0], cell("edge", 0.051, n=36), CELLS[2]], "seconds": 120}}
    text = summary.tests(held)
    assert "surely break a bar: level: edge, n 12" in text
    assert "`level`, edge, n 36: 5.1%" in text
    assert "3 worlds with those not promised, 2 minutes." in text
