"""Elections, democracy indices, pay, polls, crowds and dated events, as their adapters read them.

Numbers here are those that the sources' own pages or the notes beside the originals state.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from squarely.grounds.adapters.crowds import event_name
from squarely.grounds.adapters.polls import divided
from squarely.grounds.descriptor import parse
from squarely.grounds.frames import integer, number, plain
from squarely.grounds.periods import span
from squarely.grounds.prepared import Prepared

SHIPPED = Path(__file__).resolve().parent.parent / "src" / "squarely" / "shipped"
MODULES = (
    "bti",
    "chronology",
    "crowds",
    "economy_figures",
    "freedom_house",
    "italy_regional",
    "italy_regional_presidents",
    "italy_wages",
    "parlgov",
    "parlgov_parties",
    "parlgov_standing",
    "polity",
    "polls",
    "pwt",
    "pwt_world",
    "regimes",
    "vdem",
    "wgi_voice",
)
FIGURES = (
    "bti",
    "chronology",
    "crowds",
    "economy-figures",
    "freedom-house",
    "italy-regional",
    "italy-regional-presidents",
    "italy-wages",
    "parlgov",
    "parlgov-standing",
    "polity",
    "polls",
    "pwt",
    "pwt-world",
    "regimes",
    "vdem",
    "wgi-voice",
)


@cache
def prepared(module: str, originals: Path) -> Prepared:
    found: Prepared = import_module(f"squarely.grounds.adapters.{module}").read(originals)
    return found


def rows(table: Prepared, **wanted: object) -> list[dict[str, object]]:
    names = list(table.columns)
    every = zip(*(values for _, values in table.columns.values()), strict=True)
    found = [dict(zip(names, row, strict=True)) for row in every]
    return [row for row in found if all(row[name] == wanted[name] for name in wanted)]


def shipped(name: str) -> list[dict[str, str]]:
    with (SHIPPED / "figures" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.originals
@pytest.mark.parametrize("module", MODULES)
def test_every_row_read_is_kept_or_set_aside(module: str, originals: Path) -> None:
    table = prepared(module, originals)
    kept = {len(values) for _, values in table.columns.values()}
    assert len(kept) == 1
    assert table.rows_read == kept.pop() + len(table.set_aside)


@pytest.mark.originals
@pytest.mark.parametrize("module", MODULES)
def test_the_descriptor_names_the_columns_and_every_category(module: str, originals: Path) -> None:
    table = prepared(module, originals)
    name = module.replace("_", "-")
    text = (SHIPPED / "catalog" / f"{name}.json").read_text(encoding="utf-8")
    (described,), problems = parse(text, name)
    assert problems == ()
    assert [column.name for column in described.dataset.columns] == list(table.columns)
    for column in described.dataset.columns:
        if column.categories is not None:
            found = {v for v in table.columns[column.name][1] if v is not None}
            assert found <= set(column.categories), column.name


@pytest.mark.originals
def test_families_come_from_the_party_and_not_from_the_result(originals: Path) -> None:
    found = rows(prepared("parlgov_parties", originals), country="AUS", party="ALP")
    assert {row["family"] for row in found} == {"soc"}


@pytest.mark.originals
def test_an_election_has_every_family_and_nought_where_none_won(originals: Path) -> None:
    table = prepared("parlgov", originals)
    found = rows(table, country="DEU", date=date(2021, 9, 26), type="parliament")
    assert len(found) == 11
    share = {str(row["family"]): row["share"] for row in found}
    assert share["soc"] == pytest.approx(25.7, abs=0.1)  # the SPD's official result
    assert share["agr"] == 0


@pytest.mark.originals
def test_a_result_stands_until_the_next_election_and_never_longer_than_six_years(
    originals: Path,
) -> None:
    table = prepared("parlgov_standing", originals)
    spd = {str(row["year"])[:4]: row["share"] for row in rows(table, country="DEU", family="soc")}
    assert spd["2018"] == spd["2020"] != spd["2021"]
    assert "1940" not in spd  # no election since 1933
    assert max(int(str(age)) for age in table.columns["age"][1]) <= 6


@pytest.mark.originals
def test_elections_with_a_fifth_of_the_vote_missing_are_set_aside(originals: Path) -> None:
    table = prepared("parlgov", originals)
    assert rows(table, country="NZL", date=date(1902, 11, 25)) == []
    thin = [row for row in table.set_aside if row.reason.startswith("under 80")]
    assert len(thin) == 75


@pytest.mark.originals
def test_regional_totals_are_those_of_the_official_counts(originals: Path) -> None:
    table = prepared("italy_regional", originals)
    marche, calabria, tuscany = (
        [round(float(str(row["share"])), 2) for row in rows(table, election=name)[:2]]
        for name in ("marche-2025", "calabria-2025", "tuscany-2025")
    )
    assert marche[0] == pytest.approx(52.43, abs=0.01)
    assert marche[1] == pytest.approx(44.44, abs=0.01)
    assert calabria == [57.26, 41.73]
    assert tuscany == [53.92, 40.90]


@pytest.mark.originals
def test_the_governing_parties_won_marche_calabria_and_veneto_in_2025(originals: Path) -> None:
    won = rows(prepared("italy_regional", originals), winner=True, government=True)
    assert [row["election"] for row in won] == ["marche-2025", "calabria-2025", "veneto-2025"]


@pytest.mark.originals
@pytest.mark.parametrize("module", ["italy_regional", "italy_regional_presidents"])
def test_no_name_of_a_candidate_is_kept(module: str, originals: Path) -> None:
    words = {
        str(v).casefold()
        for _, values in prepared(module, originals).columns.values()
        for v in values
    }
    text = " ".join(sorted(words))
    with (originals / "italy_regional_2025/presidenti_regione_2025_12_06.csv").open(
        encoding="utf-8"
    ) as file:
        names = {row["nome_cognome"].casefold() for row in csv.DictReader(file)}
    assert names
    assert not [name for name in names if name in text]


@pytest.mark.originals
def test_egypt_jordan_and_turkiye_have_a_regime_and_a_status(originals: Path) -> None:
    regimes = prepared("regimes", originals)
    freedom = prepared("freedom_house", originals)
    for country in ("EGY", "JOR", "TUR"):
        (regime,) = rows(regimes, country=country, year=date(2022, 1, 1))
        (status,) = rows(freedom, country=country, year=date(2024, 1, 1))
        assert regime["regime"] in (0, 1)
        assert status["status"] in ("not free", "partly free")


@pytest.mark.originals
def test_indices_lie_within_their_own_interval(originals: Path) -> None:
    for row in rows(prepared("vdem", originals), index="electoral"):
        low, value, high = (float(str(row[name])) for name in ("value_low", "value", "value_high"))
        assert 0 <= low <= value <= high <= 1


@pytest.mark.originals
def test_parts_of_palestine_never_stand_for_the_whole(originals: Path) -> None:
    assert rows(prepared("vdem", originals), country="PSE") == []
    mandate = rows(prepared("regimes", originals), country="PSE")  # one territory then
    assert max(str(row["year"]) for row in mandate) < "1949"


@pytest.mark.originals
def test_a_carried_over_labour_share_is_marked(originals: Path) -> None:
    table = prepared("pwt", originals)
    share = {row["year"]: row["labour_share"] for row in rows(table, country="ITA")}
    for row in rows(table, country="ITA", carried=False):
        year = row["year"]
        assert isinstance(year, date)
        assert share.get(year.replace(year=year.year - 1)) != row["labour_share"]


@pytest.mark.originals
def test_the_steady_set_of_countries_never_changes(originals: Path) -> None:
    table = prepared("pwt_world", originals)
    steady = {row["countries"] for row in rows(table, panel="steady")}
    assert len(steady) == 1
    for row in rows(table, panel="all"):
        assert int(str(row["countries"])) >= int(str(next(iter(steady))))


@pytest.mark.originals
def test_real_pay_of_the_base_year_equals_nominal_pay(originals: Path) -> None:
    for row in rows(prepared("italy_wages", originals), year=date(2024, 1, 1)):
        assert row["real_weekly"] == row["nominal_weekly"]


@pytest.mark.originals
def test_a_survey_of_many_countries_lends_no_sample_size_to_one(originals: Path) -> None:
    assert {row["n"] for row in rows(prepared("polls", originals), pollster="Pew")} == {None}


@pytest.mark.originals
def test_every_event_of_the_chronology_has_a_name_of_its_own(originals: Path) -> None:
    table = prepared("chronology", originals)
    names = table.columns["event"][1]
    assert table.set_aside == ()
    assert len(set(names)) == len(names) == 48


@pytest.mark.originals
def test_the_withdrawal_of_1982_ends_before_the_killings(originals: Path) -> None:
    table = prepared("chronology", originals)
    (leaves,) = rows(table, event="plo-leaves-beirut")
    (killings,) = rows(table, event="sabra-and-shatila")
    assert str(leaves["end"]) < str(killings["start"])


@pytest.mark.parametrize("name", FIGURES)
def test_shipped_figures_are_small_and_described(name: str) -> None:
    path = SHIPPED / "figures" / f"{name}.csv"
    text = path.with_suffix(".json").read_text(encoding="utf-8")
    (described,), problems = parse(text, name)
    assert problems == ()
    assert path.stat().st_size <= 300_000
    assert described.path == path.name
    assert described.dataset.redistributable
    assert [column.name for column in described.dataset.columns] == list(shipped(name)[0])


@pytest.mark.parametrize("name", FIGURES)
def test_shipped_figures_keep_the_original_columns(name: str) -> None:
    columns = [_fields(folder, name) for folder in ("figures", "catalog")]
    for column, kind in columns[0].items():
        assert columns[1][column] == kind


def _fields(folder: str, name: str) -> Mapping[str, str]:
    package = json.loads((SHIPPED / folder / f"{name}.json").read_text(encoding="utf-8"))
    return {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}


def test_a_source_that_is_not_here_says_what_it_would_settle() -> None:
    for path in sorted((SHIPPED / "catalog").glob("*.json")):
        (described,), problems = parse(path.read_text(encoding="utf-8"), path.name)
        assert problems == ()
        assert described.dataset.settles, path.name
        assert described.dataset.citation, path.name
        assert described.dataset.units, path.name


def test_every_hand_typed_figure_carries_an_address() -> None:
    for name in ("chronology", "crowds", "economy-figures", "polls"):
        assert all(row["source"].strip() for row in shipped(name)), name


def test_crowds_of_both_counters_stand_in_order() -> None:
    for row in shipped("crowds"):
        if row["size"]:
            assert int(row["size_low"]) <= int(row["size"]) <= int(row["size_high"])


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2025-07-07/21", date(2025, 7, 7), date(2025, 7, 21)),
        ("2025-09-28/10-03", date(2025, 9, 28), date(2025, 10, 3)),
        ("2023-12-12/2024-01-05", date(2023, 12, 12), date(2024, 1, 5)),
        ("1999-2024", date(1999, 1, 1), date(2024, 12, 31)),
    ],
)
def test_periods_are_read_as_they_are_written(text: str, first: date, last: date) -> None:
    assert span(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "answer", "group"),
    [
        ("Left Party voters: for", "for", "Left Party voters"),
        ("against, government voters", "against", "government voters"),
        ("Jews", "yes", "Jews"),
        ("recognise in Sept regardless", "recognise in Sept regardless", "all"),
    ],
)
def test_a_part_of_the_sample_is_told_from_the_answer(text: str, answer: str, group: str) -> None:
    assert divided(text) == (answer, group)


def test_names_of_crowds_are_plain_words() -> None:
    assert event_name("São Paulo", "2025-10-04") == "sao-paulo-2025-10-04"


def test_missing_cells_are_none_and_whole_numbers_integers() -> None:
    assert plain(float("nan")) is None
    assert plain(1990.0) == 1990
    assert number(" ") is None
    assert number("several thousand") is None
    assert integer("12") == 12
