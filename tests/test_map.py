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
from placing import claimed
from squarely.grounds.catalog import open_grounds
from squarely.grounds.countries import countries, name_of
from squarely.model.study import ClaimStudy, MapShown, PlaceShown, Study
from squarely.report.page import render_page
from squarely.report.projection import SIZE
from squarely.report.worldmap import outlines, worldmap
from squarely.study.reading import read_argument
from squarely.study.run import run

ROOT = Path(__file__).parent.parent
SHIPPED = files("squarely") / "shipped"


@pytest.fixture(scope="module")
def peaceful() -> Study:
    argument, _ = read_argument(ROOT / "examples" / "more-peaceful" / "argument.yaml")
    assert argument is not None
    return run(argument, open_grounds()[0])


def shown(*places: PlaceShown, elsewhere: float | None = 0.0) -> MapShown:
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
                assert abs(dx) + abs(dy) < SIZE[0] / 8, row["name"]
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


def test_places_without_an_outline_are_named_and_rows_of_no_country_counted() -> None:
    places = tuple(PlaceShown(code, name_of(code), 5.0) for code in ("MLT", "SGP", "FRA"))
    drawn = worldmap(replace(studies.exists(), map=shown(*places, elsewhere=7.0)))
    assert drawn is not None
    assert "Malta and Singapore have no outline on this map." in drawn.caption
    assert "7 deaths lie in rows that name no country." in drawn.caption
    assert len(drawn.rows) == 3
    many = ("MLT", "SGP", "AND", "MCO", "SMR", "LIE", "VAT", "NRU", "FRA")
    places = tuple(PlaceShown(code, name_of(code), 5.0) for code in many)
    drawn = worldmap(replace(studies.exists(), map=shown(*places, elsewhere=1.0)))
    assert drawn is not None
    assert "Liechtenstein and 2 more have no outline" in drawn.caption
    assert "1 death lies in rows that name no country." in drawn.caption


def test_amounts_too_small_to_be_shown_have_a_key_of_their_own() -> None:
    hidden = [PlaceShown(code, code, None) for code in ("FRA", "DEU", "ITA")]
    drawn = worldmap(replace(studies.exists(), map=shown(*hidden)))
    assert drawn is not None
    assert drawn.key == (("few", "too few deaths to be shown"),)
    assert drawn.svg.count('class="few"') == 3
    told = PlaceShown("ESP", "ESP", 9.0)
    drawn = worldmap(replace(studies.exists(), map=shown(*hidden, told, elsewhere=None)))
    assert drawn is not None
    assert drawn.key == (("q4", "9 deaths each"), ("few", "too few deaths to be shown"))
    assert "A few deaths, too few to be shown, lie in rows that name no country" in drawn.caption
    assert ("FRA", "few") in drawn.rows


def test_the_key_of_places_with_one_amount_says_it() -> None:
    places = [PlaceShown(code, code, 1.0) for code in ("FRA", "DEU", "ITA")]
    drawn = worldmap(replace(studies.exists(), map=shown(*places)))
    assert drawn is not None
    assert drawn.key == (("q4", "1 death each"),)
    alike = [PlaceShown(c, c, v) for c, v in (("FRA", 15.0), ("DEU", 17.0), ("ITA", 19.0))]
    drawn = worldmap(replace(studies.exists(), map=shown(*alike)))
    assert drawn is not None
    assert drawn.key == (("q4", "15 to 19 deaths"),)


def test_a_hostile_unit_stays_text() -> None:
    places = tuple(PlaceShown(code, code, 5.0) for code in ("ESP", "DEU", "FRA"))
    unit = '"><script>alert(1)</script>'
    drawn = worldmap(replace(studies.exists(), map=replace(shown(*places), unit=unit)))
    assert drawn is not None
    assert "<script" not in drawn.svg
    assert drawn.svg.count('"') == drawn.svg.replace("&quot;", "").count('"')


MARCHES = """day,where,people,march
2024-03-01,FRA,3,a
2024-03-02,DEU,400,a
2024-03-03,ITA,20,b
2024-03-04,ITA,30,b
2024-03-05,ESP,1,c
2024-03-06,,2,c
"""


def marches(folder: Path, measure: str) -> ClaimStudy:
    """A claim of which every row can be counted by hand."""
    columns = {"day": "date", "where": "country", "people": "integer", "march": "string"}
    return claimed(folder, MARCHES, columns, {"place": "where", "size": "people"}, measure)


def test_few_persons_are_masked_in_a_country_and_elsewhere(tmp_path: Path) -> None:
    claim = marches(tmp_path, 'of: {sum: size, in: marches}, during: "2024"')
    assert claim.map is not None
    amounts = {place.code: place.value for place in claim.map.places}
    assert amounts == {"DEU": 400.0, "ESP": None, "FRA": None, "ITA": 50.0}
    assert claim.map.elsewhere is None
    assert claim.map.unit == "persons"


def test_the_query_of_a_map_is_among_those_of_its_claim(tmp_path: Path) -> None:
    claim = marches(tmp_path, 'of: {sum: size, in: marches}, during: "2024"')
    assert [query for query in claim.query if '"where"' in query]


def test_what_is_counted_by_a_key_tells_its_bare_rows(tmp_path: Path) -> None:
    claim = marches(tmp_path, 'of: {count: marches, in: marches}, during: "2024"')
    assert claim.map is not None
    amounts = {place.code: place.value for place in claim.map.places}
    assert amounts == {"DEU": 1.0, "ESP": 1.0, "FRA": 1.0, "ITA": 1.0}
    assert (claim.map.elsewhere, claim.map.elsewhere_unit) == (1.0, "rows")
    drawn = worldmap(claim)
    assert drawn is not None
    assert "1 row names no country." in drawn.caption


def test_a_claim_that_names_too_few_places_asks_nothing_for_a_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked for a map")

    monkeypatch.setattr("squarely.study.mapped.answer", refuse)
    measure = 'of: {count: calls, in: marches, where: {place: [ITA, FRA]}}, during: "2024"'
    assert marches(tmp_path, measure).map is None


def test_the_outlines_stand_once_and_only_where_a_map_needs_them(peaceful: Study) -> None:
    page = render_page(peaceful)
    assert page.count('<symbol id="world"') == 1
    assert outlines(replace(peaceful, claims=())) == ""
