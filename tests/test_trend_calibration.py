"""The trend rule on worlds whose truth is planted: false verdicts, coverage, power, mirror.

The published table (docs/trust/trend.json, ten thousand draws a cell) comes from
`scripts/simulate_trend.py`; here the same cells run with a tenth of the draws.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from squarely.estimators import change
from squarely.model.finding import Outcome
from squarely.model.request import Measure
from squarely.verdict.judge import Case, judge
from squarely.verdict.sides import Stand
from squarely.warrants.trend import Direction, Trend
from test_trend import series
from trend_cells import (
    EDGE,
    REGIONS,
    Cell,
    false_leans,
    false_supported,
    labels,
    oracle,
    passes,
    run,
    specifications,
    surely_above,
)
from worlds import CountWorld, counts, oracle_power

TABLE = Path(__file__).resolve().parent.parent / "docs" / "trust" / "trend.json"
DRAWS = 1_000


@pytest.mark.parametrize("truth", [0.0, EDGE, -EDGE])
@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
@pytest.mark.parametrize("n", [24, 60, 120])
def test_false_verdicts_and_coverage_keep_the_bars(n: int, rho: float, truth: float) -> None:
    cell = Cell("planted", CountWorld(n, rho, truth))
    rates = run(cell, DRAWS, seed=1_000 * n + int(10 * rho))
    print(n, rho, truth, rates)
    assert not surely_above(false_supported(cell, rates), 0.05, DRAWS)
    assert not surely_above(false_leans(cell, rates), 0.10, DRAWS)
    assert not surely_above(1 - rates.coverage, 0.07, DRAWS)


@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
def test_annual_series_keep_the_bars_as_well(rho: float) -> None:
    cell = Cell("edge", CountWorld(15, rho, EDGE), annual=True)
    assert passes(cell, run(cell, DRAWS, seed=7), DRAWS)


@pytest.mark.parametrize(("n", "found"), [(24, 0.13), (60, 0.23), (120, 0.40)])
def test_oracle_finds_a_doubling_as_often_as_the_method_states(n: int, found: float) -> None:
    assert oracle_power(CountWorld(n, 0.4, log(2)), EDGE) == pytest.approx(found, abs=0.015)


def test_power_grows_with_length_and_effect_and_stays_below_the_oracle() -> None:
    powers = {}
    for n in (24, 60, 120):
        for times in (2, 4):
            cell = Cell(f"x{times}", CountWorld(n, 0.4, log(times)))
            rates = run(cell, DRAWS, seed=n + times)
            ceiling = oracle(cell)
            assert ceiling is not None
            powers[n, times] = rates.supported["rising"]
            assert powers[n, times] < ceiling + 0.02
    print("power at rho .4:", powers)
    assert powers[24, 4] < powers[60, 4] < powers[120, 4]
    assert all(powers[n, 2] < powers[n, 4] for n in (24, 60, 120))


def test_a_world_that_falls_is_judged_as_the_mirrored_one() -> None:
    up = run(Cell("x2", CountWorld(60, 0.4, log(2), mean=200.0)), 4_000, seed=3)
    down = run(Cell("half", CountWorld(60, 0.4, -log(2), mean=200.0)), 4_000, seed=4)
    for name, mirrored in (("rising", "falling"), ("falling", "rising")):
        difference = up.supported[name] - down.supported[mirrored]
        rate = (up.supported[name] + down.supported[mirrored]) / 2
        assert abs(difference) < 4 * np.sqrt(2 * rate * (1 - rate) / 4_000) + 1e-9


@pytest.mark.parametrize(("n", "rho"), [(24, 0.0), (60, 0.4), (120, 0.4)])
def test_detectable_change_is_found_in_about_four_of_five_samples(n: int, rho: float) -> None:
    world = CountWorld(n, rho, 0.0)
    stated = run(Cell("null", world), DRAWS, seed=n).detectable
    planted = counts(CountWorld(n, rho, stated), DRAWS, seed=n + 1)
    low, _ = change.hull(change.measure(planted.counts, "0-0", "log", 0.5), 0.95)
    assert 0.70 < float(np.mean(low > EDGE)) < 0.90


@pytest.mark.parametrize("expect", ["rising", "falling", "flat"])
def test_simulated_rule_is_the_rule_that_judges(expect: Direction) -> None:
    draws, n = 12, 72
    planted = np.concatenate(
        [counts(CountWorld(n, 0.4, rise), draws, seed=5).counts for rise in (0.0, 1.4, -2.0)]
    )
    told = labels(specifications(planted), REGIONS[expect])
    for row, y in enumerate(planted):
        label = judged(expect, y)
        assert (label == "supported") == bool(told.supported[row])
        assert (label in ("supported", "leans supported")) == bool(told.leans[row])
        assert (label == "contradicted") == bool(told.contradicted[row])


def judged(expect: Direction, y: NDArray[np.float64]) -> str:
    """The label that the verdict room gives one series over all of the warrant's axes."""
    warrant = Trend(Measure("count", "strikes", "planted"), "month", expect)
    names = [axis.name for axis in warrant.axes()]
    outcomes = []
    for options in product(*(axis.options for axis in warrant.axes())):
        keys: dict[str, Any] = dict(pair for option in options for pair in option.keys)
        result = replace(warrant, **keys).test((series(y),))
        choices = tuple(zip(names, (option.label for option in options), strict=True))
        outcomes.append(Outcome(choices, ("planted",), result))
    case = Case(Stand(warrant.region), "process", tuple(outcomes), (), (), survives=True)
    return judge(case).label


def test_published_table_keeps_the_bars_in_every_required_cell() -> None:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    required = [cell for cell in table["cells"] if cell["required"]]
    assert table["draws"] >= 1_000
    assert {(cell["n"], cell["rho"]) for cell in required} >= {
        (n, rho) for n in (24, 60, 120) for rho in (0.0, 0.4, 0.7)
    }
    assert all(cell["passes"] for cell in required)
    assert max(cell["false_supported"] for cell in required) <= 0.05
    assert min(cell["coverage"] for cell in required) >= 0.925
