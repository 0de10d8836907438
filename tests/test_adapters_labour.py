"""Adapters of strikes, protests, campaigns, arms and trade: figures as their makers printed them.

The expected figures come from the sources' own publications (BLS news releases and annual table,
SIPRI's table, the papers' counts) or from a second, cruder count of the original file.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.grounds.adapters.protest_sizes import magnitude_end, size_of
from squarely.grounds.prepared import Prepared

NAMES = (
    "bls-stoppages",
    "encampments",
    "fmcs-stoppages",
    "german-protests",
    "israel-trade",
    "italy-strikes-transport",
    "labor-action-tracker",
    "labor-action-tracker-2025-08",
    "mass-mobilization",
    "navco",
    "revolutions",
    "sipri-arms",
    "sipri-israel-imports",
)
SHIPPED = (
    "bls-stoppages",
    "fmcs-stoppages",
    "israel-trade",
    "italy-strikes-transport",
    "sipri-israel-imports",
)


@cache
def table(root: Path, name: str) -> Prepared:
    if name in ("navco", "revolutions"):
        pytest.importorskip("rdata", reason="reading .rda files needs rdata")
    module = import_module(f"squarely.grounds.adapters.{name.replace('-', '_')}")
    assert name == module.NAME
    prepared: Prepared = module.read(root)
    return prepared


def rows(prepared: Prepared, *names: str) -> list[tuple[object, ...]]:
    return list(zip(*(prepared.columns[name][1] for name in names), strict=True))


def sizes_by_id(prepared: Prepared) -> Mapping[object, object]:
    return {key: size for key, size in rows(prepared, "id", "participants")}


def descriptor(folder: str, name: str) -> Mapping[str, object]:
    text = (files("squarely") / "shipped" / folder / f"{name}.json").read_text(encoding="utf-8")
    (resource,) = json.loads(text)["resources"]
    assert isinstance(resource, dict)
    return resource


def fields(folder: str, name: str) -> Sequence[Mapping[str, object]]:
    schema = descriptor(folder, name)["schema"]
    assert isinstance(schema, dict)
    found: Sequence[Mapping[str, object]] = schema["fields"]
    return found


def sheet(root: Path, file: str) -> list[dict[str, str]]:
    with (root / file).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.originals
@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_kept_or_set_aside_and_the_columns_are_those_described(
    originals: Path, name: str
) -> None:
    prepared = table(originals, name)
    described = fields("catalog", name)
    assert [field["name"] for field in described] == list(prepared.columns)
    (kept,) = {len(values) for _, values in prepared.columns.values()}
    assert prepared.rows_read == kept + len(prepared.set_aside)
    for field in described:
        allowed = field.get("categories")
        if isinstance(allowed, list):
            values = set(prepared.columns[str(field["name"])][1]) - {None}
            assert values <= set(allowed)


@pytest.mark.originals
@pytest.mark.parametrize("name", NAMES)
def test_no_column_holds_a_link_or_an_account(originals: Path, name: str) -> None:
    for column, (_, values) in table(originals, name).columns.items():
        if column != "topic":  # free text as registered
            assert not any("http" in v or "@" in v for v in values if isinstance(v, str)), column


@pytest.mark.originals
def test_major_stoppages_agree_with_the_printed_table_and_releases(originals: Path) -> None:
    found = rows(table(originals, "bls-stoppages"), "year", "stoppages", "workers", "days_idle")
    by_year = {day.year: rest for day, *rest in found if isinstance(day, date)}
    assert by_year[1952] == [470, 2_746_000, 48_820_000]
    assert by_year[2009] == [5, 12_500, 124_100]
    assert by_year[2018] == [20, 485_200, 2_815_400]
    assert by_year[2022] == [23, 120_600, None]  # as the bureau's release of February 2023
    assert sorted(by_year) == list(range(1947, 2024))


@pytest.mark.originals
def test_mediated_stoppages_of_a_year_agree_with_a_crude_count(originals: Path) -> None:
    crude = sheet(originals, "fmcs_work_stoppages/work_stoppages.csv")
    for year in (1985, 2005, 2019):
        starts = table(originals, "fmcs-stoppages").columns["start"][1]
        wanted = sum(row["Start Date"].startswith(str(year)) for row in crude)
        assert sum(isinstance(day, date) and day.year == year for day in starts) == wanted


@pytest.mark.originals
def test_strikes_of_2022_are_close_to_the_trackers_report(originals: Path) -> None:
    found = rows(table(originals, "labor-action-tracker"), "start", "kind", "participants")
    strikes = [
        (day, size)
        for day, kind, size in found
        if isinstance(day, date) and day.year == 2022 and kind == "strike"
    ]
    assert len(strikes) == pytest.approx(417, rel=0.02)  # 417 strikes, besides seven lockouts
    workers = sum(size for _, size in strikes if isinstance(size, int))
    assert 0.75 * 224_000 < workers < 224_000  # the report fills in what is not known


@pytest.mark.originals
def test_the_two_copies_of_the_tracker_differ_in_some_cells(originals: Path) -> None:
    older = sizes_by_id(table(originals, "labor-action-tracker-2025-08"))
    newer = sizes_by_id(table(originals, "labor-action-tracker"))
    shared = older.keys() & newer.keys()
    assert len(shared) > 4000
    changed = sum(older[key] != newer[key] for key in shared)
    assert 0 < changed < len(shared) / 10


@pytest.mark.originals
def test_the_united_states_and_israel_are_not_among_mobilised_countries(originals: Path) -> None:
    countries = set(table(originals, "mass-mobilization").columns["country"][1])
    assert not countries & {"USA", "ISR", None}
    assert {"SUN", "CSK", "DDR", "YUG"} <= countries


@pytest.mark.originals
def test_mobilisations_with_a_range_keep_their_order(originals: Path) -> None:
    sizes = rows(table(originals, "mass-mobilization"), "size_low", "size", "size_high")
    known = [(low, best, high) for low, best, high in sizes if best is not None]
    assert len(known) > 15_000
    for low, best, high in known:
        assert isinstance(low, int)
        assert isinstance(best, int)
        assert isinstance(high, int)
        assert low <= best <= high


@pytest.mark.originals
def test_no_german_registration_of_the_four_cities_counts_twice(originals: Path) -> None:
    found = rows(table(originals, "german-protests"), "city", "date")
    munich = sum(
        city == "München" and isinstance(day, date) and day.year == 2023 for city, day in found
    )
    file = "german_protest_registrations/german_protest_registrations_12_cities_2023.csv"
    crude = {tuple(row.values()) for row in sheet(originals, file) if row["city"] == "München"}
    assert munich == len(crude)


@pytest.mark.originals
def test_a_topic_on_gaza_is_a_topic_on_palestine(originals: Path) -> None:
    prepared = table(originals, "german-protests")
    both = rows(prepared, "on_gaza", "on_palestine")
    assert all(palestine for gaza, palestine in both if gaza)
    assert any(gaza for gaza, _ in both)
    assert "organizer" not in prepared.columns


@pytest.mark.originals
def test_encampments_begin_with_columbia_after_one_earlier(originals: Path) -> None:
    found = sorted(rows(table(originals, "encampments"), "start", "campus"), key=str)
    assert found[1] == (date(2024, 4, 17), "Columbia University")
    assert (date(2024, 4, 23), "University of Minnesota") in found


@pytest.mark.originals
def test_armed_groups_and_organisations_have_no_country(originals: Path) -> None:
    found = rows(table(originals, "sipri-arms"), "recipient", "recipient_kind", "recipient_name")
    assert {(kind == "state", code is not None) for code, kind, _ in found} == {
        (True, True),
        (False, False),
    }
    assert not any("*" in str(name) for _, _, name in found)


@pytest.mark.originals
def test_imports_of_israel_add_up_to_the_printed_totals(originals: Path) -> None:
    printed = {2022: 833, 2023: 863, 2024: 237, 2025: 537}
    found = rows(table(originals, "sipri-israel-imports"), "year", "tiv")
    for year, total in printed.items():
        values = [v for day, v in found if isinstance(day, date) and day.year == year]
        assert sum(v for v in values if isinstance(v, float)) == pytest.approx(total, abs=1)


@pytest.mark.originals
def test_ratios_of_trade_are_one_in_2022_and_each_reporters_own(originals: Path) -> None:
    names = ("year", "country", "ratio_israel_reports", "ratio_partner_reports")
    found = {
        (country, day.year): (israel, partner)
        for day, country, israel, partner in rows(table(originals, "israel-trade"), *names)
        if isinstance(day, date)
    }
    assert found["BEL", 2022] == (1, 1)
    assert found["BEL", 2025] == pytest.approx(
        (2825739000 / 6540047000, 2536714922 / 3116531330), abs=1e-4
    )
    assert found["RUS", 2024][1] is None


@pytest.mark.originals
def test_withdrawn_transport_strikes_are_a_minority_as_in_the_ministrys_list(
    originals: Path,
) -> None:
    held = table(originals, "italy-strikes-transport").columns["held"][1]
    crude = [
        row
        for file in ("mit_data.csv", "mit_data_2022-2024.csv")
        for row in sheet(originals, f"italy_strikes/{file}")
    ]
    carried_out = {tuple(row.values()) for row in crude if row["stato"] == "Effettuato"}
    assert sum(cell is True for cell in held) == len(carried_out)
    assert sum(cell is False for cell in held) < len(carried_out)


@pytest.mark.originals
def test_every_revolution_has_means_and_an_outcome(originals: Path) -> None:
    found = rows(table(originals, "revolutions"), "means", "outcome")
    assert sum(outcome == "success" for _, outcome in found) == 70
    assert sum(outcome == "failure" for _, outcome in found) == 109
    assert sum(means == "unarmed" for means, _ in found) == 157  # one is armed and unarmed


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_figures_have_the_columns_that_their_descriptor_states(name: str) -> None:
    path = files("squarely") / "shipped" / "figures" / f"{name}.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == [field["name"] for field in fields("figures", name)]
    assert len("\n".join(lines)) < 300_000
    assert descriptor("figures", name)["path"] == f"{name}.csv"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_role_means_the_same_column_in_figures_and_original(name: str) -> None:
    told = [descriptor(folder, name)["squarely"] for folder in ("catalog", "figures")]
    original, shipped = (each["roles"] if isinstance(each, dict) else {} for each in told)
    shared = (original.keys() & shipped.keys()) - {"time"}
    assert {role: original[role] for role in shared} == {role: shipped[role] for role in shared}


@given(st.integers(50, 10**7))
def test_a_bare_number_is_its_own_size(number: int) -> None:
    size = size_of(str(number))
    assert size is not None
    assert (size.low, size.best, size.high) == (number, number, number)


@given(st.integers(50, 10**7), st.sampled_from(["{}+", ">{}", "more than {} people", "{:,}+"]))
def test_an_open_number_is_the_least_and_stays_in_its_magnitude(number: int, form: str) -> None:
    size = size_of(form.format(number))
    assert size is not None
    assert size.low == size.best == number
    assert number <= size.high == magnitude_end(number) < 10 * number + 10


@given(st.integers(50, 10**6), st.integers(50, 10**6))
def test_a_range_keeps_its_ends_in_either_order(one: int, other: int) -> None:
    size = size_of(f"{one}-{other}")
    assert size is not None
    assert (size.low, size.high) == (min(one, other), max(one, other))
    assert size.low <= size.best <= size.high


@given(st.text(max_size=60))
def test_any_text_has_an_ordered_size_or_none(text: str) -> None:
    size = size_of(text)
    assert size is None or size.low <= size.best <= size.high


@pytest.mark.parametrize(
    "text", ["98 arrested", "16 killed", "230 families", "Crowds", "", ".", "about 100 taxis"]
)
def test_what_counts_no_persons_says_nothing_of_size(text: str) -> None:
    assert size_of(text) is None


def test_a_category_stands_in_where_the_text_says_nothing() -> None:
    size = size_of("98 arrested", "100-999")
    assert size is not None
    assert (size.low, size.high, size.basis) == (100, 999, "category")
