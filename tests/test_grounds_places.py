"""Regions and former or disputed states: codes held against what is published, words that take no
side, and the faults an author meets."""

from __future__ import annotations

import json
import math
import re
from datetime import date
from pathlib import Path

import pytest

import publishers as pub
from squarely.cli import run
from squarely.grounds.countries import countries, name_of
from squarely.grounds.places import followed_by, outlived, said
from squarely.grounds.regions import (
    by_fips,
    countries_by_fips,
    hint,
    meanings,
    meant,
    region,
    regions,
)


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [
        ("Lombardy", None, "IT-25"),
        ("Lombardia", "ITA", "IT-25"),
        ("it-25", None, "IT-25"),
        ("Damascus governorate", "SYR", "SY-DI"),
        ("Punjab, Pakistan", None, "PK-PB"),
        ("Punjab", "IND", "IN-PB"),
        ("State of California", None, "US-CA"),
        ("Tbilisi", "GEO", "GE-TB"),
        ("Crimea", "UKR", "UA-43"),
        ("Punjab", None, None),
        ("Amazonas", None, None),
        ("Lombardy", "FRA", None),
        ("nowhere", None, None),
        ("", None, None),
    ],
)
def test_a_name_means_one_region_or_none(name: str, country: str | None, code: str | None) -> None:
    assert meant(name, country) == code


def test_a_name_of_several_is_a_fault_with_their_codes() -> None:
    assert {one.code for one in meanings("Amazonas")} >= {"BR-AM", "CO-AMA", "PE-AMA", "VE-Z"}
    assert "BR-AM (Amazonas, Brazil)" in hint("Amazonas")
    assert "IT-25 (Lombardia)" in hint("Lombadria")


def test_codes_are_well_formed_unique_and_of_their_country() -> None:
    alpha2 = {one.alpha3: one.alpha2 for one in countries()}
    codes = [one.code for one in regions()]
    assert len(codes) == len(set(codes))
    for one in regions():
        assert re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", one.code)
        if one.country in alpha2 and one.country not in ("BES", "UMI"):
            assert one.code[:2] == alpha2[one.country]
        assert one.name


@pytest.mark.parametrize(
    ("code", "lat", "lon", "within"),
    [
        ("IT-25", 45.6, 9.8, 60),  # middles of areas, from an atlas
        ("FR-IDF", 48.7, 2.5, 60),
        ("US-OH", 40.3, -82.8, 80),
        ("IN-WB", 23.0, 87.9, 120),
        ("JP-13", 35.7, 139.5, 80),
        ("ZA-WC", -33.2, 20.5, 200),
    ],
)
def test_a_middle_is_where_the_region_is(code: str, lat: float, lon: float, within: int) -> None:
    found = region(code)
    assert found is not None
    assert found.middle is not None
    a, b = map(math.radians, (lat, found.middle[0]))
    turn = math.radians(lon - found.middle[1])
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    assert 6371 * math.acos(min(1.0, cosine)) < within


@pytest.mark.parametrize(
    ("fips", "code"),  # FIPS PUB 10-4
    [("IT09", "IT-25"), ("GM16", "DE-BE"), ("FR11", "FR-IDF"), ("USCA", "US-CA"),
     ("SF11", "ZA-WC"), ("JA40", "JP-13"), ("IN28", "IN-WB"), ("RS48", "RU-MOW")],
)  # fmt: skip
def test_fips_codes_are_those_of_the_standard(fips: str, code: str) -> None:
    assert by_fips()[fips] == code


@pytest.mark.parametrize(
    ("fips", "alpha3"),
    [("GM", "DEU"), ("AU", "AUT"), ("AS", "AUS"), ("SZ", "CHE"), ("WZ", "SWZ"), ("GZ", "PSE"),
     ("WE", "PSE"), ("UP", "UKR"), ("CH", "CHN"), ("IZ", "IRQ"), ("RS", "RUS"), ("KV", "XKX")],
)  # fmt: skip
def test_fips_countries_are_not_iso(fips: str, alpha3: str) -> None:
    assert countries_by_fips()[fips] == alpha3


# --- former and disputed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("CSK", {"CZE", "SVK"}),
        ("DDR", {"DEU"}),
        ("YMD", {"YEM"}),
        ("SCG", {"SRB", "MNE"}),
        ("YUG", {"SVN", "HRV", "BIH", "MKD", "SRB", "MNE", "XKX"}),
    ],
)
def test_what_followed_a_former_state(code: str, after: set[str]) -> None:
    assert set(followed_by(code)) == after


def test_every_former_state_of_the_table_has_what_followed_it() -> None:
    former = {one.alpha3 for one in countries() if one.exists_to}
    assert {code for code in former if not followed_by(code)} == set()
    assert len(followed_by("SUN")) == 15


def test_a_note_states_days_and_names() -> None:
    assert said("DDR").startswith(
        "East Germany (DDR): existed from 1949-10-07 to 1990-10-02; followed by Germany."
    )
    assert outlived("CSK", date(1994, 1, 1), None) == (
        "Czechoslovakia ended on 1993-01-01; what followed it: Czechia and Slovakia"
    )
    assert outlived("CSK", date(1980, 1, 1), date(1995, 1, 1)) == ""
    assert "exists from 2011-07-09 on" in outlived("SSD", None, date(2000, 1, 1))
    assert outlived("ITA", date(1990, 1, 1), None) == ""


NOTED = [
    *(one.alpha3 for one in countries() if said(one.alpha3)),
    *(one.code for one in regions() if said(one.code)),
]


@pytest.mark.parametrize("code", NOTED)
def test_a_note_takes_no_side(code: str) -> None:
    loaded = (
        "illegal", "occup", "terror", "regime", "so-called", "puppet", "rightful", "liberat",
        "separatist", "breakaway", "invad", "aggress", "brutal", "obvious", "of course", "!",
    )  # fmt: skip
    words = said(code).lower()
    assert [word for word in loaded if word in words] == []
    assert words.endswith(".")


@pytest.mark.parametrize("code", ["PSE", "ISR", "TWN", "XKX", "UKR", "RUS", "ESH", "MAR", "CYP"])
def test_disputed_places_are_said_to_be(code: str) -> None:
    assert said(code), name_of(code)


# --- where an author meets them -------------------------------------------------------------------


def argued(folder: Path, where: str, during: str = "2024-01-01..2024-10-31") -> Path:
    events = [
        pub.acled(
            event_id_cnty=f"{code}{n}", country=name, admin1=admin1,
            event_date=f"2024-{1 + n % 12:02}-{1 + n % 28:02}",
        )
        for code, name, admin1 in (("PSE", "Palestine", "Gaza"), ("BRA", "Brazil", "Amazonas"))
        for n in range(48)
    ]  # fmt: skip
    pub.put(folder / "data" / "export.csv", pub.text(pub.ACLED, events))
    return pub.put(
        folder / "argument.yaml",
        "squarely: 1\ntitle: t\ndata: [data]\nclaims:\n  a:\n    says: There were few.\n"
        f"    warrant:\n      level:\n        of: {{count: events, in: acled, where: {where}}}\n"
        f"        during: {during}\n        expect: {{at-most: 5}}\n",
    )


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("SQUARELY_DATA", raising=False)


def test_a_region_of_several_is_a_fault_and_its_code_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lint", str(argued(tmp_path, "{region: Amazonas}"))]) == 2
    told = capsys.readouterr()
    assert 'No single region is called "Amazonas"' in told.out + told.err
    assert "PE-AMA" in told.out + told.err
    for name in ("BR-AM", '"Amazonas, Brazil"'):
        assert run(["check", str(argued(tmp_path, f"{{region: {name}}}")), "--format", "json"]) == 0
        claim = json.loads(capsys.readouterr().out)["claims"][0]
        assert claim["data"][0]["rows_used"] == 36  # nine months: the last two are held incomplete
        assert claim["verdict"] not in ("no grounds", "out of scope")


def test_a_window_after_a_states_end_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["lint", str(argued(tmp_path, "{country: Czechoslovakia}"))])
    told = capsys.readouterr()
    assert "what followed it: Czechia and Slovakia" in told.out + told.err


def test_a_disputed_place_is_said_beside_the_data(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = argued(tmp_path, "{country: PSE}")
    page = tmp_path / "page.html"
    assert run(["check", str(path), "--format", "json", "--report", str(page)]) == 0
    note = "Recognised as a state by a part of the members of the United Nations"
    assert note in capsys.readouterr().out
    assert note in page.read_text(encoding="utf-8")
    run(["check", str(argued(tmp_path, "{country: BRA}")), "--format", "json"])
    assert note not in capsys.readouterr().out
