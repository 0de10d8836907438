"""Every study says of the tests it used how often they err, from the committed bench."""

from __future__ import annotations

import json
from pathlib import Path

from squarely.api import open_grounds, read_argument, run
from squarely.study.trusted import Use, beside, rates, rates_of, told

ROOT = Path(__file__).parent.parent
ERRORS = ("null", "edge", "edge down")


def test_the_shipped_rates_are_the_worst_of_the_simulated_cells() -> None:
    for name, held in rates().items():
        cells = json.loads((ROOT / "docs" / "trust" / f"{name}.json").read_text())["cells"]
        errors = [c for c in cells if c["required"] and c.get("error", c["truth"] in ERRORS)]
        assert held["false_supported"] == max(cell["false_supported"] for cell in errors)
        assert held["coverage"] == min(c["coverage"] for c in errors if c["coverage"] is not None)
        assert held["cells"] == len(errors)
        assert all(cell["passes"] for cell in cells if cell["required"])


def test_power_is_told_at_the_n_at_or_below_the_claims_own() -> None:
    table = rates()["trend"]["power"]
    ladder = sorted(row["n"] for row in table if row["truth"] == table[0]["truth"])
    (one,) = rates_of([Use("trend", "c1", int(ladder[1]) + 1), Use("trend", "c2", 2)])
    assert f"at n = {ladder[1]:.0f} in" in one.power
    assert f"(here n = {ladder[1] + 1:.0f})" in one.power
    assert f"at n = {ladder[2]:.0f} in" not in one.power
    assert f"no world is as small as n = 2, the smallest has {ladder[0]:.0f}" in one.power


def test_a_test_without_a_bench_says_so_and_each_is_told_once() -> None:
    used = [Use("trend", "c1", 30), Use("unmeasured", "c2", 5), Use("trend", "c3", 60)]
    trend, other = told(rates_of(used))
    assert "draws" in trend
    assert "docs/warrants/unmeasured.md" in other


def test_each_verdict_from_a_number_carries_the_rates_of_its_test() -> None:
    argument, _ = read_argument(ROOT / "examples" / "us-strikes" / "argument.yaml")
    assert argument is not None
    for claim in run(argument, open_grounds()).claims:
        if claim.warrant is None or claim.estimate is None:
            assert claim.error_rates == ""
            continue
        held = rates()[claim.warrant.name]
        assert claim.error_rates == beside(Use(claim.warrant.name, claim.id, claim.estimate.n))
        assert f"{held['false_supported']:.1%}" in claim.error_rates


def test_a_test_that_no_bench_measured_has_no_rates_beside_its_verdict() -> None:
    assert beside(Use("unmeasured", "c1", 5)) == ""
