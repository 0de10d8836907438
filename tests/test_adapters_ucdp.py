"""UCDP: the forms of violence add up, and the published counts come out."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from squarely.grounds.adapters import ucdp_conflict_year, ucdp_country_year
from squarely.grounds.adapters.ucdp_country_year import country_code
from squarely.grounds.prepared import Prepared


def rows(prepared: Prepared, *names: str) -> list[tuple[object, ...]]:
    return list(zip(*(prepared.columns[name][1] for name in names), strict=True))


def world(prepared: Prepared, bound: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for year, deaths in rows(prepared, "year_number", bound):
        found[int(str(year))] += int(str(deaths))
    return found


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Yemen (North Yemen)", "YEM"),
        ("Cambodia (Kampuchea)", "KHM"),
        ("Israel", "ISR"),
        ("Nowhere (Utopia)", None),
    ],
)
def test_countries_are_known_by_their_first_name(name: str, code: str | None) -> None:
    assert country_code(name) == code


def test_a_country_without_a_code_is_set_aside_once_for_each_form(tmp_path: Path) -> None:
    path = tmp_path / ucdp_country_year.SOURCES[0]
    path.parent.mkdir(parents=True)
    path.write_text("country_cy,year_cy\nUtopia,2000\n", encoding="utf-8")
    prepared = ucdp_country_year.read(tmp_path)
    assert {row.reason for row in prepared.set_aside} == {"no ISO 3166 code for Utopia"}
    assert prepared.rows_read == len(prepared.set_aside) == 4


@pytest.mark.originals
def test_the_world_totals_are_those_that_were_published(originals: Path) -> None:
    prepared = ucdp_country_year.read(originals)
    assert world(prepared, "deaths_low")[2024] == 140_031
    assert world(prepared, "deaths_high")[2024] == 225_311
    assert world(prepared, "deaths")[2024] == pytest.approx(160_000, rel=0.01)
    assert world(prepared, "deaths_high")[2021] == 265_867
    assert world(prepared, "deaths_low")[2022] == 273_771


@pytest.mark.originals
def test_the_four_forms_add_up_to_the_total_of_each_row(originals: Path) -> None:
    for bound, column in (("low", "deaths_low"), ("best", "deaths"), ("high", "deaths_high")):
        key = f"cumulative_total_deaths_in_orgvio_{bound}_cy"
        with (originals / ucdp_country_year.SOURCES[0]).open(encoding="utf-8", newline="") as file:
            told: Counter[int] = Counter()
            for row in csv.DictReader(file):
                told[int(row["year_cy"])] += int(row[key])
        assert +world(ucdp_country_year.read(originals), column) == +told


@pytest.mark.originals
def test_conflicts_a_year_are_those_that_were_published(originals: Path) -> None:
    found = rows(ucdp_conflict_year.read(originals), "year", "conflict")
    active = Counter(year for year, _ in found)
    assert active[date(2024, 1, 1)] == 61
    assert active[date(2023, 1, 1)] == 59
    assert max(active, key=lambda year: active[year]) == date(2024, 1, 1)
    assert len(set(found)) == len(found) == 2752


@pytest.mark.originals
def test_a_conflict_over_one_state_has_its_code(originals: Path) -> None:
    prepared = ucdp_conflict_year.read(originals)
    lacking = {
        location
        for location, country in rows(prepared, "location", "country")
        if country is None and "," not in str(location)
    }
    assert lacking <= {"Hyderabad"}  # a state until 1948, without a code
