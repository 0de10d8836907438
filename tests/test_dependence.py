"""Dependence: parts of a supply, unknown suppliers, another program, worlds of known flows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import borne, series, sure, use, window
from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.model.finding import Infeasible, Interval
from squarely.model.request import Answer, Condition, Count, Series, Unanswerable
from squarely.warrants import dependence

ROOT = Path(__file__).resolve().parent.parent
DRAWS = 1000
WORDS = ("dominant", "major", "minor")


def claim(expect: str = "dominant", **keys: str) -> dependence.Dependence:
    named = {"in_": "arms", "user": "ISR", "supplier": "USA", **keys}
    return dependence.from_use(use("dependence", expect, None, **named))


def flows(
    best: np.ndarray,
    names: tuple[str, ...],
    unknown: float = 0.0,
    bounds: tuple[np.ndarray, np.ndarray] | None = None,
) -> tuple[Answer, ...]:
    """The four answers: flows (years, suppliers) and, in each year, `unknown` from nobody named."""
    low, high = bounds or (best, best)
    groups = tuple((name,) for name in names)
    at = [i for i, name in enumerate(names) if name == "USA"]
    one = tuple(a.sum(axis=1, keepdims=True) + unknown for a in (low, best, high))
    whole = series(one[1], (one[0], one[2]), (("ISR",),))
    own = series(best[:, at], (low[:, at], high[:, at]), tuple(groups[i] for i in at))
    return series(best, (low, high), groups), own, whole, series(np.ones_like(one[1]))


def steady(*parts: float, years: int = 5) -> np.ndarray:
    return np.tile(np.array(parts, float), (years, 1))


def test_asks_for_the_user_and_leaves_the_choice_of_columns_to_the_roles() -> None:
    everyone, own, whole, suppliers = claim().needs()
    user, supplier = Condition("target", ("ISR",)), Condition("actor", ("USA",))
    for request in (everyone, own, whole, suppliers):
        assert isinstance(request, Count)
        assert request.every == "year"
        assert user in request.measure.where
        assert (supplier in request.measure.where) == (request is own)
    assert isinstance(suppliers, Count)
    assert suppliers.measure.name == "suppliers"


@pytest.mark.parametrize(
    ("expect", "part", "expected"),
    [
        ("dominant", 50, "yes"),
        ("dominant", 49, "no"),
        ("major", 25, "yes"),
        ("major", 24, "no"),
        ("major", 70, "yes"),
        ("minor", 24, "yes"),
        ("minor", 25, "no"),
    ],
)
def test_words_mean_the_same_for_every_pair_of_countries(
    expect: str, part: float, expected: str
) -> None:
    warrant = claim(expect)
    found = warrant.test(flows(steady(part, 100 - part), ("USA", "DEU")))
    assert borne(warrant.region, found) == expected


def test_the_latest_three_years_count_unless_the_claim_names_its_own() -> None:
    early, late = steady(90, 10, years=4), steady(10, 90, years=3)
    answers = flows(np.vstack([early, late]), ("USA", "DEU"))
    assert sure(claim().test(answers)).value == pytest.approx(0.1)
    named = replace(claim(), during=window("2020-01-01", "2026-12-31"))
    assert sure(named.test(answers)).value == pytest.approx((360 + 30) / 700)
    assert named.axes() == ()
    five = sure(replace(claim(), years=5).test(answers))
    assert five.value == pytest.approx((180 + 30) / 500)
    assert [axis.name for axis in claim().axes()] == ["years"]


def test_unknown_suppliers_may_be_the_supplier_or_not() -> None:
    found = sure(claim().test(flows(steady(45, 35), ("USA", "DEU"), unknown=20)))
    assert found.at95.low == pytest.approx(0.45)
    assert found.at95.high == pytest.approx(0.65)
    assert any("unknown suppliers" in words for words in found.caveats)


def test_low_stands_against_the_high_of_the_rest() -> None:
    best = steady(60, 40)
    found = sure(claim().test(flows(best, ("USA", "DEU"), 0, (best - 10, best + 10))))
    assert found.at95.low == pytest.approx(50 / 100)
    assert found.at95.high == pytest.approx(70 / 100)


def test_parts_name_the_largest_supplier_and_the_concentration() -> None:
    found = sure(claim("minor").test(flows(steady(10, 60, 30), ("USA", "DEU", "ITA"))))
    assert found.parts["largest supplier's share"] == pytest.approx(0.6)
    assert found.parts["concentration (0 to 1)"] == pytest.approx(0.01 + 0.36 + 0.09)
    assert found.parts["suppliers"] == 3
    assert "30 of 300 from USA to ISR, 2022 to 2024: 10%" in found.recorded


def test_a_supplier_of_nothing_is_minor_only_where_it_is_a_country() -> None:
    answers = flows(steady(60, 40), ("DEU", "ITA"))
    assert borne(claim("minor").region, claim("minor").test(answers)) == "yes"
    assert isinstance(replace(claim("minor"), supplier="Untied States").test(answers), Infeasible)


@pytest.mark.parametrize("odd", ["a shipyard", "Port", "usa"])
def test_firms_and_sites_are_refused(odd: str) -> None:
    found = claim().test(flows(steady(60, 40), ("USA", odd)))
    assert isinstance(found, Infeasible)
    assert "country" in found.why


def test_too_few_years_or_no_delivery_cannot_say() -> None:
    assert isinstance(claim().test(flows(steady(60, 40, years=2), ("USA", "DEU"))), Infeasible)
    five = replace(claim(), years=5)
    assert isinstance(five.test(flows(steady(60, 40, years=4), ("USA", "DEU"))), Infeasible)
    assert isinstance(claim().test(flows(steady(0, 0), ("USA", "DEU"))), Infeasible)
    process = replace(claim(), reading="process")
    assert isinstance(process.test(flows(steady(60, 40), ("USA", "DEU"))), Infeasible)


def test_it_never_says_what_would_follow() -> None:
    found = sure(claim().test(flows(steady(60, 40), ("USA", "DEU"))))
    said = " ".join((found.recorded, found.unit, *found.parts))
    assert not any(word in said for word in ("concede", "force", "leverage", "pressure"))
    assert found.caveats[0].startswith("a share of supply says nothing of what would follow")


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 30))
def test_minor_is_the_mirror_of_major_and_names_do_not_matter(a: int, b: int, c: int) -> None:
    answers = flows(steady(a, b), ("USA", "DEU"), c)
    opposite = {"yes": "no", "no": "yes", "open": "open", "none": "none"}
    major, minor = (borne(claim(w).region, claim(w).test(answers)) for w in ("major", "minor"))
    assert minor == opposite[major]
    if a + b + c:
        tenfold = flows(steady(10 * a, 10 * b), ("USA", "DEU"), 10 * c)
        one, ten = sure(claim().test(answers)), sure(claim().test(tenfold))
        assert one.at95.low == pytest.approx(ten.at95.low)
        assert one.at95.high == pytest.approx(ten.at95.high)


def test_agrees_with_another_program_on_the_shipped_figures() -> None:
    path = ROOT / "src" / "squarely" / "shipped" / "figures" / "sipri-israel-imports.csv"
    sql = f"""SELECT sum(tiv) FILTER (supplier = 'USA') / sum(tiv),
        (SELECT sum(power(part, 2)) FROM (SELECT sum(tiv) / sum(sum(tiv)) OVER () AS part
         FROM '{path}' WHERE year >= 2023 GROUP BY supplier))
        FROM '{path}' WHERE year >= 2023"""
    row = duckdb.sql(sql).fetchone()
    assert row is not None
    warrant = claim(in_="sipri-israel-imports", user="Israel", supplier="United States")
    answered = answer(open_grounds()[0], warrant.needs()).answers
    given_ = tuple(answered[request] for request in warrant.needs())
    assert not any(isinstance(one, Unanswerable) for one in given_)
    found = sure(warrant.test(tuple(one for one in given_ if not isinstance(one, Unanswerable))))
    assert found.value == pytest.approx(row[0], rel=1e-12)
    assert found.parts["concentration (0 to 1)"] == pytest.approx(row[1], rel=1e-12)
    assert borne(warrant.region, found) == "yes"


def test_a_table_of_trade_that_counts_no_suppliers_cannot_say() -> None:
    warrant = claim(in_="israel-trade")
    answered = answer(open_grounds()[0], warrant.needs()).answers
    assert any(isinstance(one, Unanswerable) for one in answered.values())


@pytest.mark.parametrize("expect", WORDS)
@pytest.mark.parametrize("hidden", [0.0, 0.1, 0.3])
def test_flows_whose_range_and_gaps_hold_the_truth_never_mislead(
    expect: str, hidden: float
) -> None:
    """A part of the deliveries loses its supplier's name, whoever it is; figures are ranges."""
    rng = np.random.default_rng(12)
    warrant, false, held = claim(expect), 0, 0
    for _ in range(DRAWS):
        true = rng.gamma(0.5, 200, (3, 4))
        lost = true * (rng.random((3, 4)) < hidden)
        seen, unknown = true - lost, lost.sum(axis=1, keepdims=True)
        error = np.exp(rng.uniform(-0.2, 0.2, true.shape))
        low, best, high = (seen * error * scale for scale in (0.8, 1.0, 1.25))
        answers = list(flows(best, ("USA", "DEU", "ITA", "FRA"), 0, (low, high)))
        whole = answers[2]
        assert isinstance(whole, Series)
        answers[2] = replace(
            whole, low=whole.low + unknown, best=whole.best + unknown, high=whole.high + unknown
        )
        part = true[:, 0].sum() / true.sum()
        found = sure(warrant.test(tuple(answers)))
        label = borne(warrant.region, found)
        false += (label == "yes") != warrant.region.holds(part) and label != "open"
        held += found.at95.low <= part + 1e-12 and part <= found.at95.high + 1e-12
    assert false == 0
    assert held == DRAWS


def test_bounds_of_a_census_are_the_same_at_every_level() -> None:
    found = sure(claim().test(flows(steady(60, 40), ("USA", "DEU"), 5)))
    assert found.census
    assert found.at80 == found.at90 == found.at95
    assert isinstance(found.at95, Interval)
    assert found.p_for is None
