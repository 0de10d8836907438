"""The bench's rule for many series at once is the rule of the verdict room, draw by draw."""

from __future__ import annotations

from itertools import product
from math import log
from typing import Any

import numpy as np
import pytest
from trust import rows
from trust.cells import change as change_cells
from trust.cells import trend as trend_cells
from trust.counts import CountWorld, counts, oracle_power
from trust.play import planned, verdicts
from trust.worlds import column, series

from squarely.model.finding import Outcome, Warrant
from squarely.model.request import Measure, Window
from squarely.verdict.thresholds import PLAUSIBLE_WITHIN
from squarely.warrants.change import Change
from squarely.warrants.trend import Trend

OF = Measure("count", "strikes", "planted")
RISES = (0.0, 0.9, 1.6, -2.0)


def judged(warrant: Warrant, y: rows.Array) -> tuple[str, str]:
    """The label before and after the reporting gate."""
    plan = planned(warrant)
    answers = (series(column(y)),)
    outcomes = tuple(
        Outcome(choices, ("planted",), one.test(answers))
        for choices, one in zip(plan.choices, plan.warrants, strict=True)
    )
    told = verdicts(plan, outcomes, PLAUSIBLE_WITHIN, lambda warrant, main: ())
    return told.plain.label, told.after.label


def same(labels: rows.Labels, row: int, told: tuple[str, str]) -> None:
    plain, after = told
    assert bool(labels.supported[row]) == (plain == "supported")
    assert bool(labels.leans[row]) == (plain in ("supported", "leans supported"))
    assert bool(labels.contradicted[row]) == (plain == "contradicted")
    leaning = plain in ("contradicted", "leans contradicted")
    assert bool(labels.leans_contradicted[row]) == leaning
    assert bool(labels.after[row]) == (after == "supported")
    assert bool(labels.after_contradicted[row]) == (after == "contradicted")


@pytest.mark.parametrize(("expect", "n"), [*product(["rising", "falling", "flat"], [24, 72])])
def test_trend(expect: Any, n: int) -> None:
    y = np.concatenate([counts(CountWorld(n, 0.4, rise), 6, 5).counts for rise in RISES])
    none = np.zeros(len(y), dtype=bool)
    found = trend_cells.specifications(y)
    labels = rows.labels(found, trend_cells.REGIONS[expect], rows.Caps(none, none))
    for row, values in enumerate(y):
        same(labels, row, judged(Trend(OF, "month", expect), values))


@pytest.mark.parametrize("expect", ["rise", "fall", "none"])
def test_change(expect: Any) -> None:
    worlds = [CountWorld(60, 0.4, 0.0, step=step) for step in RISES]
    y = np.concatenate([counts(one, 6, 5).counts for one in worlds])
    found = change_cells.specifications(y, 30)
    caps = change_cells.caps(y, 30, found[0])
    labels = rows.labels(found, change_cells.REGIONS[expect], caps)
    day = (np.datetime64("2010-01") + 30).astype("M8[D]").item()
    warrant = Change(OF, "month", Window(day, day), expect)
    for row, values in enumerate(y):
        same(labels, row, judged(warrant, values))


def test_a_world_that_falls_is_judged_as_the_mirrored_one() -> None:
    up = trend_cells.played(CountWorld(60, 0.4, log(2), mean=200.0), False, False, 3_000, 3)
    down = trend_cells.played(CountWorld(60, 0.4, -log(2), mean=200.0), False, False, 3_000, 4)
    spread = np.sqrt(2 * up.supported * (1 - up.supported) / 3_000)
    assert abs(up.supported - down.supported) < 4 * spread


@pytest.mark.parametrize(("n", "found"), [(24, 0.13), (60, 0.23), (120, 0.40)])
def test_oracle_finds_a_doubling_as_often_as_the_method_states(n: int, found: float) -> None:
    assert oracle_power(CountWorld(n, 0.4, log(2)), log(1.25)) == pytest.approx(found, abs=0.015)


def test_more_data_and_larger_rises_are_found_more_often() -> None:
    found = {
        (n, times): trend_cells.played(
            CountWorld(n, 0.4, log(times)), False, False, 500, n
        ).supported
        for n, times in product((24, 60, 120), (2, 4))
    }
    assert found[24, 4] < found[60, 4] < found[120, 4]
    assert all(found[n, 2] < found[n, 4] for n in (24, 60, 120))
