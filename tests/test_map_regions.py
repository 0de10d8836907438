"""Maps by first-level region: circles at the middle of towns, and the part of the world shown."""

from __future__ import annotations

import importlib.util
import math
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

import publishers as pub
import studies
from placing import claimed
from squarely.grounds.catalog import open_grounds
from squarely.grounds.descriptor import parse
from squarely.model.study import ClaimStudy, MapShown, PlaceShown
from squarely.report.page import render_page
from squarely.report.projection import SIZE, placed
from squarely.report.worldmap import outlines, worldmap
from squarely.study.reading import read_argument
from squarely.study.run import run

ROOT = Path(__file__).parent.parent
COLUMNS = {"day": "date", "land": "country", "state": "string", "people": "integer"}
ROLES = {"place": "land", "region": "state", "size": "people"}
TABLE = """day,land,state,people
2024-03-01,ITA,Lombardy,400
2024-03-02,ITA,Lombardia,100
2024-03-03,ITA,IT-62,20
2024-03-04,ITA,Sicily,3
2024-03-05,ITA,Atlantis,7
2024-03-06,ITA,,8
2024-03-07,ITA,52,60
"""
ALL = 'of: {sum: size, in: marches}, during: "2024"'


def amounts(claim: ClaimStudy) -> dict[str, float | None]:
    assert claim.map is not None
    return {place.code: place.value for place in claim.map.places}


def test_rows_of_one_country_are_shown_by_its_regions(tmp_path: Path) -> None:
    claim = claimed(tmp_path, TABLE, COLUMNS, ROLES, ALL)
    assert amounts(claim) == {"IT-25": 500.0, "IT-52": 60.0, "IT-62": 20.0, "IT-82": None}
    assert claim.map is not None
    assert [land.code for land in claim.map.within] == ["ITA"]
    assert claim.map.elsewhere == 15.0
    drawn = worldmap(claim)
    assert drawn is not None
    assert "4 first-level regions (Italy)" in drawn.caption
    assert "15 persons lie in rows that name no region that is known." in drawn.caption
    assert "settle no dispute over a border" in drawn.caption
    assert drawn.rows == (
        ("Lazio", "20"), ("Lombardia", "500"), ("Sicilia", "few"), ("Toscana", "60"),
    )  # fmt: skip


def test_the_query_by_region_is_among_those_of_the_claim(tmp_path: Path) -> None:
    claim = claimed(tmp_path, TABLE, COLUMNS, ROLES, ALL)
    assert [query for query in claim.query if re.search(r"\bstate\b", query)]


def test_a_circle_lies_where_its_towns_are_and_not_where_a_row_is(tmp_path: Path) -> None:
    head, *lines = TABLE.splitlines()
    table = "\n".join([f"{head},lat,lon", *(f"{line},36.7001,15.0801" for line in lines)])
    columns = {**COLUMNS, "lat": "number", "lon": "number"}
    roles = {**ROLES, "latitude": "lat", "longitude": "lon"}
    claim = claimed(tmp_path, table, columns, roles, ALL)
    assert claim.map is not None
    middles = {place.code: place.middle for place in claim.map.places}
    assert middles["IT-25"] == pytest.approx((45.6, 9.6), abs=0.05)
    assert all(one == round(one, 1) for middle in middles.values() if middle for one in middle)


def test_days_are_never_told_apart_by_region_within_a_month(tmp_path: Path) -> None:
    week = "of: {sum: size, in: marches}, during: 2024-03-01..2024-03-07"
    assert claimed(tmp_path, TABLE, COLUMNS, ROLES, week).map is None
    january = TABLE.replace("2024-03", "2024-01")
    for last, shown in (("2024-01-20", False), ("2024-02-20", True)):  # all that the source covers
        claim = claimed(tmp_path, january, COLUMNS, ROLES, "of: {sum: size, in: marches}", last)
        assert (claim.map is not None) == shown
    month = "of: {sum: size, in: marches}, during: 2024-03"
    assert claimed(tmp_path, TABLE, COLUMNS, ROLES, month).map is not None


def test_a_claim_that_names_its_country_is_shown_by_region(tmp_path: Path) -> None:
    measure = 'of: {sum: size, in: marches, where: {place: ITA}}, during: "2024"'
    assert len(amounts(claimed(tmp_path, TABLE, COLUMNS, ROLES, measure))) == 4
    measure = 'of: {sum: size, in: marches, where: {state: [Sicily, Lombardy]}}, during: "2024"'
    assert claimed(tmp_path, TABLE, COLUMNS, ROLES, measure).map is None


def test_rows_of_three_countries_are_shown_by_country(tmp_path: Path) -> None:
    more = TABLE + "2024-04-01,FRA,Bretagne,50\n2024-04-02,DEU,Bayern,60\n"
    assert set(amounts(claimed(tmp_path, more, COLUMNS, ROLES, ALL))) == {"DEU", "FRA", "ITA"}


def test_regions_of_two_countries_are_told_with_their_country(tmp_path: Path) -> None:
    more = TABLE + "2024-04-01,FRA,Bretagne,50\n"
    drawn = worldmap(claimed(tmp_path, more, COLUMNS, ROLES, ALL))
    assert drawn is not None
    assert ("Bretagne, France", "50") in drawn.rows
    assert "(France and Italy)" in drawn.caption


def test_a_column_of_the_type_needs_no_role(tmp_path: Path) -> None:
    table = TABLE.replace("Lombardia", "IT-25").replace(",52,", ",IT-52,").replace("Atlantis", "")
    columns = {**COLUMNS, "state": "region"}
    roles = {"place": "land", "size": "people"}
    assert amounts(claimed(tmp_path, table, columns, roles, ALL))["IT-25"] == 500.0
    assert amounts(claimed(tmp_path, table, columns, {**roles, "place": "state"}, ALL)) == {
        "IT-25": 500.0, "IT-52": 60.0, "IT-62": 20.0, "IT-82": None,
    }  # fmt: skip


def test_a_misspelt_role_of_regions_is_a_fault_with_the_nearest_name() -> None:
    text = (
        '{"name": "a", "resources": [{"name": "a", "path": "a.csv", "schema": {"fields": '
        '[{"name": "state", "type": "string"}]}, "squarely": {"roles": {"regoin": "state"}}}]}'
    )
    _, problems = parse(text, "datapackage.json")
    assert [(one.code, one.hint) for one in problems] == [
        ("descriptor-key", "did you mean region?")
    ]
    _, problems = parse(text.replace('"regoin": "state"', '"region": "stat"'), "datapackage.json")
    assert [one.hint for one in problems] == ["did you mean state?"]


def regional(*places: PlaceShown, unit: str = "strikes") -> MapShown:
    within = (PlaceShown("ITA", "Italy"),)
    return MapShown(unit, "2020-01-01..2020-12-31", places, within=within)


def test_areas_are_in_proportion_and_small_counts_are_open_rings() -> None:
    middles = ((45.6, 9.6), (41.9, 12.9), (37.7, 14.3), (40.0, 9.0))
    values = (400.0, 100.0, 25.0, None)
    places = [PlaceShown(f"IT-{at}", f"R{at}", v, middle=m) for at, (v, m) in
              enumerate(zip(values, middles, strict=True))]  # fmt: skip
    drawn = worldmap(replace(studies.exists(), map=regional(*places)))
    assert drawn is not None
    radii = [float(one) for one in re.findall(r'class="dot"[^>]* r="([\d.]+)"', drawn.svg)]
    assert radii == pytest.approx([radii[0], radii[0] / 2, radii[0] / 4], rel=0.01)
    assert drawn.svg.count('class="few"') == 1
    assert drawn.key == (
        ("dot", "the largest circle: 400 strikes"),
        ("few", "too few strikes to be shown"),
    )
    at = re.findall(r'cx="([\d.]+)" cy="([\d.]+)" r="[\d.]+"><title>R0', drawn.svg)[0]
    assert (float(at[0]), float(at[1])) == pytest.approx(placed(9.6, 45.6), abs=0.06)


def test_a_region_without_a_middle_is_named_and_stays_in_the_table() -> None:
    told = [PlaceShown(f"IT-{at}", f"R{at}", 5.0, middle=(45.0, 9.0)) for at in range(2)]
    drawn = worldmap(
        replace(studies.exists(), map=regional(*told, PlaceShown("IT-9", "Lost", 5.0)))
    )
    assert drawn is not None
    assert "Lost has no known middle, so no circle." in drawn.caption
    assert ("Lost", "5") in drawn.rows
    assert drawn.key == (("dot", "each circle: 5 strikes"),)


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "</title></svg><img src=x>"])
def test_hostile_names_and_units_stay_text(text: str) -> None:
    places = [PlaceShown(f"IT-{at}", text, 5.0, middle=(45.0, 9.0)) for at in range(3)]
    claim = replace(studies.exists(), map=regional(*places, unit=text))
    drawn = worldmap(claim)
    assert drawn is not None
    assert text not in drawn.svg
    assert text not in render_page(replace(studies.study(), claims=(claim,)))


def seen(*codes: str) -> tuple[float, ...]:
    """The part of the map that shows some countries."""
    places = tuple(PlaceShown(code, code, 5.0) for code in codes)
    found = MapShown("deaths", "2020-01-01..2020-12-31", places)
    drawn = worldmap(replace(studies.exists(), map=found))
    assert drawn is not None
    box = re.search(r'viewBox="([^"]+)"', drawn.svg)
    assert box is not None
    return tuple(float(one) for one in box.group(1).split())


def test_neighbours_are_shown_on_their_part_of_the_map_and_the_world_on_the_whole() -> None:
    x, y, wide, high = seen("ISR", "LBN", "SYR")
    assert wide / high == pytest.approx(1.5, rel=0.01)
    assert wide < SIZE[0] / 10
    for longitude, latitude in ((35.2, 31.8), (35.5, 33.9), (36.3, 33.5)):  # the three capitals
        across, down = placed(longitude, latitude)
        assert x < across < x + wide
        assert y < down < y + high
    assert seen("USA", "ZAF", "AUS") == (0, 0, *SIZE)


def test_what_lies_oceans_away_does_not_widen_the_part_of_the_map() -> None:
    x, _, wide, _ = seen("FRA", "ESP", "ITA")
    assert x > placed(-40, 5)[0]  # French Guiana lies further west
    assert wide < SIZE[0] / 5


def test_a_page_holds_the_outlines_that_its_maps_show_and_no_more() -> None:
    places = [PlaceShown(f"IT-{at}", f"R{at}", 5.0, middle=(45.0, 9.0)) for at in range(3)]
    claim = replace(studies.exists(), map=regional(*places))
    held = outlines(replace(studies.study(), claims=(claim,)))
    assert 'id="m-ITA"' in held
    assert 'id="m-FRA"' in held
    assert 'id="m-AUS"' not in held


def test_a_place_stands_where_the_projection_has_it() -> None:
    """Equal area: a cell of one degree is as large anywhere as the sphere's own."""

    def area(latitude: float) -> float:
        corners = [placed(x, y) for x, y in ((9, latitude), (10, latitude), (10, latitude + 1),
                                             (9, latitude + 1))]  # fmt: skip
        pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
        return abs(sum(a * d - c * b for (a, b), (c, d) in pairs)) / 2

    def sphere(latitude: float) -> float:
        return math.sin(math.radians(latitude + 1)) - math.sin(math.radians(latitude))

    for latitude in (-50, 30, 60, 75):
        ratio = area(latitude) / sphere(latitude)
        assert ratio == pytest.approx(area(0) / sphere(0), rel=0.002)


@pytest.mark.originals
def test_deriving_the_borders_again_gives_the_shipped_bytes(originals: Path) -> None:
    spec = importlib.util.spec_from_file_location("borders", ROOT / "scripts" / "derive_borders.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    shipped = (files("squarely") / "shipped" / "borders.csv").read_text(encoding="utf-8")
    assert script.derive(originals) == shipped


def test_figures_by_state_are_those_of_the_shipped_rows() -> None:
    """Postal codes of the mediators' table are read as states; territories have no middle."""
    argument, _ = read_argument(ROOT / "examples" / "us-strikes" / "argument.yaml")
    assert argument is not None
    kept = tuple(one for one in argument.claims if one.id == "falling-in-mediation")
    (claim,) = run(
        replace(argument, claims=kept, inferences=(), conclusions=()), open_grounds()[0]
    ).claims
    text = (files("squarely") / "shipped" / "figures" / "fmcs-stoppages.csv").read_text("utf-8")
    head, *lines = (line.split(",") for line in text.splitlines())
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    inside = [row for row in rows if 1984 <= int(row["year"]) <= 2020]
    ohio = sum(int(row["stoppages"]) for row in inside if row["state"] == "OH")
    assert amounts(claim)["US-OH"] == ohio > 1000
    assert claim.map is not None
    told = sum(value or 0 for value in amounts(claim).values())
    assert told + (claim.map.elsewhere or 0) == sum(int(row["stoppages"]) for row in inside)


def test_events_as_ucdp_writes_them_lie_in_governorates(tmp_path: Path) -> None:
    """A name that means none of the country's regions, as of Gaza under Israel, is only counted."""
    told = [
        ("Syria", "Aleppo governorate", 30), ("Syria", "Idlib governorate", 20),
        ("Syria", "Hims governorate", 10), ("Syria", "Aleppo governorate", 5),
        ("Syria", "", 4), ("Israel", "Gaza Strip", 50),
    ]  # fmt: skip
    events = [
        pub.ged(id=at, country=land, adm_1=name, low=n, best=n, high=n,
                date_start=f"2023-0{1 + at}-01", date_end=f"2023-0{1 + at}-01")
        for at, (land, name, n) in enumerate(told)
    ]  # fmt: skip
    pub.put(tmp_path / "GEDEvent_v25_1.csv", pub.text(pub.GED, events))
    text = (
        "squarely: 1\ntitle: Deaths\nclaims:\n  many:\n    says: There were many.\n"
        "    warrant: {level: {of: {sum: deaths, in: ucdp-ged}, "
        "during: 2023-01..2023-06, expect: {more-than: 2}}}\n"
    )
    (tmp_path / "argument.yaml").write_text(text, encoding="utf-8")
    argument, problems = read_argument(tmp_path / "argument.yaml")
    assert argument is not None, problems
    (claim,) = run(argument, open_grounds([tmp_path])[0]).claims
    assert amounts(claim) == {"SY-HL": 35.0, "SY-ID": 20.0, "SY-HI": 10.0}
    drawn = worldmap(claim)
    assert drawn is not None
    assert "54 deaths lie in rows that name no region that is known." in drawn.caption
