"""Order: gaps in days, imprecise dates, and a world of known dates."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import borne, dated, sure, use, window
from squarely.model.argument import Moment
from squarely.model.finding import Infeasible
from squarely.model.request import Condition, Pairs, Window
from squarely.warrants import order

DRAWS = 1000
VETO = Moment(dataset="vetoes", where=(Condition("actor", ("USA",)),))


def moment(first: str, last: str | None = None) -> Moment:
    return Moment(window(first, last or first))


def claim(first: Moment, then: Moment, expect: str = "before") -> order.Order:
    return order.from_use(use("order", expect, first=first, then=then))


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (("2023-12-12",), ("2023-12-13",), "yes"),
        (("2023-12-13",), ("2023-12-12",), "no"),
        (("2023-12-12",), ("2023-12-12",), "open"),
        (("2023-12-01", "2023-12-31"), ("2024-01-01",), "yes"),
        (("2023-12-01", "2023-12-31"), ("2023-12-31",), "open"),
        (("2023-01-01", "2023-12-31"), ("2023-06-01", "2023-06-30"), "open"),
    ],
)
def test_dates_that_may_overlap_have_no_order(
    first: tuple[str, ...], then: tuple[str, ...], expected: str
) -> None:
    warrant = claim(moment(*first), moment(*then))
    assert warrant.needs() == ()
    assert borne(warrant.region, warrant.test(())) == expected


def test_rows_date_a_moment_by_their_earliest_occurrence() -> None:
    warrant = claim(VETO, moment("2024-01-01"))
    assert warrant.needs() == (Pairs("vetoes", VETO.where, Window()),)
    rows = dated(("2023-10-18", "2023-10-18"), ("2024-02-20", "2024-02-20"))
    found = sure(warrant.test((rows,)))
    assert found.value == 75
    assert (found.at95.low, found.at95.high) == (75, 75)
    assert found.unit == "days"
    assert borne(warrant.region, found) == "yes"
    both = claim(VETO, VETO)
    assert len(both.needs()) == 2
    assert borne(both.region, both.test((rows, dated(("2024-05-01", "2024-05-31"))))) == "yes"


def test_no_row_or_an_open_date_cannot_say() -> None:
    assert isinstance(claim(VETO, moment("2024-01-01")).test((dated(),)), Infeasible)
    since = Moment(Window(first=None, last=None))
    assert isinstance(claim(moment("2024-01-01"), since).test(()), Infeasible)
    process = replace(claim(moment("2024-01-01"), moment("2024-01-02")), reading="process")
    assert isinstance(process.test(()), Infeasible)
    assert process.axes() == ()


days = st.integers(0, 60)
OPPOSITE = {"yes": "no", "no": "yes", "open": "open"}


def at(day: int, length: int) -> Moment:
    first = np.datetime64("2024-01-01") + day
    return moment(str(first), str(first + length))


@given(days, days, st.integers(0, 31), st.integers(0, 31))
def test_swapping_the_dates_mirrors_the_verdict(a: int, b: int, wide: int, broad: int) -> None:
    one, two = at(a, wide), at(b, broad)
    before, swapped, after = claim(one, two), claim(two, one), claim(one, two, "after")
    label = borne(before.region, before.test(()))
    assert borne(swapped.region, swapped.test(())) == OPPOSITE[label]
    assert borne(after.region, after.test(())) == OPPOSITE[label]


@pytest.mark.parametrize("blur", [1, 30, 365])
def test_imprecise_dates_that_hold_the_truth_never_give_a_false_order(blur: int) -> None:
    rng = np.random.default_rng(9)
    false = held = 0
    for _ in range(DRAWS):
        true = rng.integers(0, 400, 2)
        early, late = rng.integers(0, blur, 2), rng.integers(0, blur, 2)
        one, two = (at(int(t - e), int(e + x)) for t, e, x in zip(true, early, late, strict=True))
        warrant = claim(one, two)
        found = sure(warrant.test(()))
        gap = int(true[1] - true[0])
        label = borne(warrant.region, found)
        false += (label == "yes" and gap <= 0) or (label == "no" and gap >= 0)
        held += found.at95.low <= gap <= found.at95.high
    assert false == 0
    assert held == DRAWS
