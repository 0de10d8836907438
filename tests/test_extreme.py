"""Extreme: ranks with bounds, the frame's reach, and a world of tied rivals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import SIZE, STRIKES, borne, column, series, sure, too_often, use, window
from squarely.model.finding import Infeasible
from squarely.model.request import Count, Measure
from squarely.warrants import extreme

DRAWS = 1000
CONFLICTS = column([53, 50, 52, 55, 55, 56, 56, 59, 61])  # 2016 to 2024


def claim(item: str = "2024", expect: str = "largest", of: Measure = STRIKES) -> extreme.Extreme:
    return extreme.from_use(use("extreme", expect, of=of, every="year", item=item))


def test_the_largest_year_stands_and_names_its_strongest_rival() -> None:
    warrant = claim()
    found = sure(warrant.test((series(CONFLICTS, start="2016"),)))
    assert borne(warrant.region, found) == "yes"
    assert found.value == 2
    assert found.parts["rank"] == 1
    assert "2023" in found.recorded


def test_a_tie_is_no_extreme() -> None:
    warrant = claim("2022")
    tied = series(column([56, 40, 56]), start="2020")
    assert borne(warrant.region, warrant.test((tied,))) == "no"


def test_overlapping_bounds_leave_it_open() -> None:
    warrant = claim("2022", of=SIZE)
    best = column([100, 50, 110])
    answer = series(best, (best * 0.9, best * 1.1), start="2020")
    assert borne(warrant.region, warrant.test((answer,))) == "open"
    assert [axis.name for axis in warrant.axes()] == ["sizes"]
    assert claim().axes() == ()
    narrow = replace(warrant, sizes="best")
    assert borne(narrow.region, narrow.test((answer,))) == "yes"


def test_a_record_that_starts_after_the_named_date_cannot_say() -> None:
    warrant = replace(claim(), since=window("1946-01-01", "1946-12-31"))
    assert isinstance(warrant.test((series(CONFLICTS, start="2016"),)), Infeasible)
    reaching = series(np.vstack([np.ones((70, 1)), CONFLICTS]), start="1946")
    assert borne(warrant.region, warrant.test((reaching,))) == "yes"
    (request,) = warrant.needs()
    assert isinstance(request, Count)
    assert str(request.during) == "1946-01-01.."


def test_groups_are_rivals_too() -> None:
    warrant = extreme.from_use(use("extreme", "smallest", of=STRIKES, by="union", item="c"))
    answer = series([[5, 4, 3]], names=(("a",), ("b",), ("c",)))
    assert borne(warrant.region, warrant.test((answer,))) == "yes"
    assert isinstance(replace(warrant, item="d").test((answer,)), Infeasible)


@pytest.mark.parametrize(
    "item",
    [
        "2015",
        "2025",
        "2026-01",
        "last year",
        "2024-13",
    ],
)
def test_an_item_outside_the_frame_cannot_be_compared(item: str) -> None:
    assert isinstance(claim(item).test((series(CONFLICTS, start="2016"),)), Infeasible)


def test_a_year_is_not_one_month_of_a_monthly_frame() -> None:
    monthly = replace(claim("2020"), every="month")
    answer = series(column([1, 2, 3, 9]), start="2020-01")
    assert isinstance(monthly.test((answer,)), Infeasible)
    april = replace(monthly, item="2020-04")
    assert borne(april.region, april.test((answer,))) == "yes"
    assert "2020-03" in sure(april.test((answer,))).recorded


@pytest.mark.parametrize(
    "broken",
    [
        replace(claim(), every=None),
        replace(claim(), by="union"),
        replace(claim(), reading="process"),
    ],
)
def test_what_cannot_be_meant_is_said(broken: extreme.Extreme) -> None:
    assert isinstance(broken.test((series(CONFLICTS, start="2016"),)), Infeasible)


def test_no_rival_or_an_empty_item_cannot_say() -> None:
    assert isinstance(claim("2020").test((series(column([1]), start="2020"),)), Infeasible)
    value = Measure("value", "wage", "wages")
    gaps = series(column([1.0, 2.0, np.nan]), start="2020")
    assert isinstance(claim("2022", of=value).test((gaps,)), Infeasible)
    none = series(np.zeros((0, 1)), start="2020")
    assert isinstance(
        replace(claim(), since=window("1946-01-01", "1946-12-31")).test((none,)), Infeasible
    )
    assert isinstance(claim().test((none,)), Infeasible)


figures = st.lists(st.integers(0, 50), min_size=3, max_size=12)


@given(figures, st.data())
def test_turning_the_figures_over_swaps_largest_and_smallest(
    values: list[int], data: st.DataObject
) -> None:
    year = str(2000 + data.draw(st.integers(0, len(values) - 1)))
    value = Measure("value", "wage", "wages")
    top, bottom = claim(year, of=value), claim(year, "smallest", of=value)
    up = sure(top.test((series(column(values), start="2000"),)))
    down = sure(bottom.test((series(-column(values), start="2000"),)))
    assert down.value == -up.value
    assert (down.at95.low, down.at95.high) == (-up.at95.high, -up.at95.low)
    assert borne(top.region, up) == borne(bottom.region, down)


@given(figures, st.data())
def test_the_order_of_rivals_does_not_matter(values: list[int], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(values))))
    warrant = extreme.from_use(use("extreme", "largest", of=STRIKES, by="union", item="0"))
    one = series([values], names=[(str(i),) for i in range(len(values))])
    two = series([[values[i] for i in order]], names=[(str(i),) for i in order])
    assert sure(warrant.test((one,))).at95 == sure(warrant.test((two,))).at95


@pytest.mark.parametrize("missed", [0.0, 0.05, 0.2])
def test_a_tied_item_is_rarely_called_the_largest(missed: float) -> None:
    """Ten rivals are truly equal; each published range misses the truth as often as stated."""
    rng = np.random.default_rng(11)
    false = 0
    warrant = claim("2010", of=SIZE)
    for _ in range(DRAWS):
        low, high = 1 - rng.uniform(0, 0.3, 11), 1 + rng.uniform(0, 0.3, 11)
        off = np.where(rng.uniform(size=11) < missed, rng.choice([0.6, 1.5], 11), 1.0)
        middle = column(off * 1000)
        answer = series(middle, (middle * column(low), middle * column(high)), start="2000")
        false += borne(warrant.region, warrant.test((answer,))) == "yes"
    assert not too_often(false, DRAWS)
