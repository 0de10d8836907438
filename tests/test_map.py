"""Where a claim's rows lie: the amounts by country, and the map that shows them."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

import studies
from squarely.api import open_grounds, read_argument, run
from squarely.grounds.countries import countries
from squarely.model.study import MapShown, PlaceShown, Study
from squarely.report.page import render_page
from squarely.report.worldmap import SIZE, outlines, worldmap

ROOT = Path(__file__).parent.parent
SHIPPED = files("squarely") / "shipped"


@pytest.fixture(scope="module")
def peaceful() -> Study:
    argument, _ = read_argument(ROOT / "examples" / "more-peaceful" / "argument.yaml")
    assert argument is not None
    return run(argument, open_grounds())


def shown(*places: PlaceShown, elsewhere: float = 0.0) -> MapShown:
    return MapShown("deaths", "2020-01-01..2020-12-31", places, elsewhere)


def test_the_amounts_are_those_of_the_rows(peaceful: Study) -> None:
    claim = next(one for one in peaceful.claims if one.id == "no-world-war")
    assert claim.map is not None
    totals: dict[str, float] = defaultdict(float)
    text = (SHIPPED / "figures" / "ucdp-country-year.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        totals[row["country"]] += float(row["deaths"] or 0)
    assert {place.code: place.value for place in claim.map.places} == {
        code: total for code, total in totals.items() if code and total
    }
    assert claim.map.elsewhere == totals[""] > 0


def test_a_claim_on_fewer_than_three_countries_has_no_map(peaceful: Study) -> None:
    assert all(one.map is None or len(one.map.places) >= 3 for one in peaceful.claims)
    assert any(one.map is None for one in peaceful.claims)


def test_no_outline_leaps_over_the_map_or_leaves_it() -> None:
    text = (SHIPPED / "borders.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["alpha3"] for row in rows if row["alpha3"]}) >= 170
    for row in rows:
        for ring in row["path"].split("M")[1:]:
            numbers = [int(one) for one in re.findall(r"-?\d+", ring)]
            x, y = numbers[:2]
            for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
                x, y = x + dx, y + dy
                assert abs(dx) + abs(dy) < 120, row["name"]
                assert 0 <= x <= SIZE[0]
                assert y <= SIZE[1]


def test_every_outline_is_of_a_country_of_the_table() -> None:
    known = {country.alpha3 for country in countries()}
    text = (SHIPPED / "borders.csv").read_text(encoding="utf-8")
    assert {row["alpha3"] for row in csv.DictReader(text.splitlines())} <= known | {""}


def test_more_is_darker_and_the_key_names_every_shade() -> None:
    codes = ("FRA", "DEU", "ITA", "ESP", "POL", "NOR", "SWE", "FIN")
    places = tuple(PlaceShown(code, code, 10.0**at) for at, code in enumerate(codes))
    drawn = worldmap(replace(studies.exists(), map=shown(*places)))
    assert drawn is not None
    shades = re.findall(r'href="#m-([A-Z]{3})" class="(q\d)"', drawn.svg)
    assert [code for code, _ in shades] == list(codes)
    order = [shade for _, shade in shades]
    assert order == sorted(order)
    assert set(order) == {shade for shade, _ in drawn.key}


def test_positions_keep_the_tones_of_votes_and_are_counted() -> None:
    places = (
        PlaceShown("FRA", "France", None, "yes"),
        PlaceShown("DEU", "Germany", None, "abstain"),
        PlaceShown("USA", "United States", None, "no"),
    )
    drawn = worldmap(replace(studies.exists(), map=shown(*places)))
    assert drawn is not None
    assert drawn.key == (("v-yes", "yes 1"), ("v-no", "no 1"), ("v-abstain", "abstain 1"))


def test_places_not_drawn_are_said() -> None:
    places = tuple(PlaceShown(code, code, 5.0) for code in ("MLT", "SGP", "FRA"))
    drawn = worldmap(replace(studies.exists(), map=shown(*places, elsewhere=7.0)))
    assert drawn is not None
    assert "2 of them are too small to be drawn" in drawn.caption
    assert "7 deaths lie in rows that name no country" in drawn.caption
    assert len(drawn.rows) == 3


def test_the_outlines_stand_once_and_only_where_a_map_needs_them(peaceful: Study) -> None:
    page = render_page(peaceful)
    assert page.count('<symbol id="world"') == 1
    assert outlines(replace(peaceful, claims=())) == ""
