"""Every study says of the tests it used how often they err, from the committed simulations."""

from __future__ import annotations

import json
from pathlib import Path

from squarely.study.trusted import rates, sentences

ROOT = Path(__file__).parent.parent


def test_the_shipped_rates_are_the_worst_of_the_simulated_cells() -> None:
    cells = json.loads((ROOT / "docs" / "trust" / "trend.json").read_text())["cells"]
    null = [c for c in cells if c["required"] and c["truth"] in ("null", "edge", "edge down")]
    held = rates()["trend"]
    assert held["false_supported"] == max(cell["false_supported"] for cell in null)
    assert held["coverage"] == min(cell["coverage"] for cell in null)
    assert held["false_supported"] <= 0.05
    assert held["false_leans"] <= 0.10
    assert held["coverage"] >= 0.93


def test_a_test_without_a_bench_says_so() -> None:
    trend, order = sentences(["trend", "order", "trend"])[::-1]
    assert "draws" in trend
    assert "docs/warrants/order.md" in order
