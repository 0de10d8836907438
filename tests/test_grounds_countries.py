"""Names, codes and the membership of the United Nations, held against what is published."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from squarely.grounds.countries import by_cow, countries, members, name_of, nearest, resolve


@pytest.mark.parametrize(
    ("year", "number"),
    [
        (1945, 51),
        (1946, 55),
        (1955, 76),
        (1960, 99),
        (1964, 115),
        (1970, 127),
        (1975, 144),
        (1984, 159),
        (1990, 159),
        (1991, 166),
        (1992, 179),
        (1994, 185),
        (1999, 188),
        (2000, 189),
        (2002, 191),
        (2006, 192),
        (2011, 193),
        (2025, 193),
    ],
)
def test_the_united_nations_had_as_many_members_as_they_state(year: int, number: int) -> None:
    assert len(members(date(year, 12, 31))) == number


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Turkey", "TUR"),
        ("Türkiye", "TUR"),
        ("Ivory Coast", "CIV"),
        ("Côte d'Ivoire", "CIV"),
        ("Democratic Republic of the Congo", "COD"),
        ("Republic of the Congo", "COG"),
        ("USSR", "RUS"),
        ("East Germany", "DDR"),
        ("St. Lucia", "LCA"),
        ("the netherlands", "NLD"),
        ("gb", "GBR"),
        ("State of Palestine", "PSE"),
        ("Holy See", "VAT"),
        ("NO", "NOR"),
    ],
)
def test_a_name_or_code_means_its_country(name: str, code: str) -> None:
    assert resolve(name) == code


def test_an_unknown_name_is_not_guessed_but_has_a_nearest() -> None:
    assert resolve("Palestyne") is None
    assert nearest("Palestyne") == "Palestine"


def test_codes_are_unique_and_every_code_has_its_name() -> None:
    for key in ("alpha2", "alpha3", "cow", "name"):
        values = [getattr(one, key) for one in countries() if getattr(one, key)]
        assert len(values) == len(set(values)), key
    assert name_of("ITA") == "Italy"


def test_no_two_countries_share_a_name() -> None:
    for country in countries():
        for name in (country.name, *country.aliases):
            assert resolve(name) == country.alpha3, name


def test_no_membership_begins_after_its_end() -> None:
    for country in countries():
        assert all(last is None or first < last for first, last in country.un), country.name
        if country.exists_to and country.un:
            assert country.un_to is not None


@pytest.mark.originals
def test_members_are_those_that_could_vote_on_gaza(originals: Path) -> None:
    with (originals / "unga_key_votes" / "votes.csv").open(encoding="utf-8") as file:
        voted = {row["iso3"] for row in csv.DictReader(file)}
    assert set(members(date(2023, 10, 27))) == voted


@pytest.mark.originals
def test_correlates_of_war_codes_are_those_of_the_conflict_data(originals: Path) -> None:
    with (originals / "ucdp" / "organizedviolencecy_v25_1.csv").open(encoding="utf-8") as file:
        rows = [{k.strip('"'): v for k, v in row.items()} for row in csv.DictReader(file)]
    key = next(k for k in rows[0] if k.startswith("country_id"))
    name = next(k for k in rows[0] if k.startswith("country") and k != key)
    different = {row[name] for row in rows if by_cow().get(int(row[key])) != resolve(row[name])}
    # UCDP numbers these by Gleditsch and Ward, who differ from the Correlates of War
    own = {"Germany", "Yemen (North Yemen)", "Kiribati", "Nauru", "Tonga", "Tuvalu"}
    assert different == own
