"""The strike calendar: one row for an entry, whatever the files repeat; regions, scopes, unions."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from squarely.grounds.adapters import italy_general_strikes, italy_strikes
from squarely.grounds.adapters.italian_places import area_of, region_of
from squarely.grounds.prepared import Prepared

NEW = (
    "data,settore,azienda,sindacato,ambito_geografico,modalita,dettagli_link,revocato,"
    "data_iso,data_sort,data_al_iso,data_dal_iso"
)
OLD = (
    "data,settore,azienda,sindacato,ambito_geografico,modalita,dettagli_link,revocato,"
    "data_dal_iso,data_al_iso,data_sort,data_iso"
)


def entry(number: int, **cells: str) -> dict[str, str]:
    row = {
        "data": "",
        "settore": "Scuola",
        "azienda": "A FIRM",
        "sindacato": "Usb",
        "ambito_geografico": "NAZIONALE",
        "modalita": "",
        "dettagli_link": f"https://example.org/detail/{number}",
        "revocato": "false",
        "data_dal_iso": "2025-10-03",
        "data_al_iso": "2025-10-03",
        "data_sort": "2025-10-03",
        "data_iso": "",
    }
    return row | cells


def calendar(
    root: Path, later: list[dict[str, str]], older: list[dict[str, str]] | None = None
) -> Path:
    (root / "italy_strikes").mkdir()
    for name, header, rows in zip(
        italy_strikes.SOURCES, (NEW, OLD), (later, older or []), strict=True
    ):
        with (root / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header.split(","))
            writer.writeheader()
            writer.writerows(rows)
    return root


def column(prepared: Prepared, name: str) -> list[object]:
    return list(prepared.columns[name][1])


def test_the_files_may_order_their_columns_differently(tmp_path: Path) -> None:
    root = calendar(tmp_path, [entry(1)], [entry(2, data_al_iso="2025-10-05")])
    prepared = italy_strikes.read(root)
    assert column(prepared, "id") == ["1", "2"]
    assert column(prepared, "days") == [1, 3]


def test_the_later_state_of_an_entry_replaces_the_older_one(tmp_path: Path) -> None:
    moved = entry(7, data_dal_iso="2025-11-04", data_al_iso="2025-11-04")
    prepared = italy_strikes.read(calendar(tmp_path, [moved], [entry(7)]))
    assert column(prepared, "start") == [date(2025, 11, 4)]
    (replaced,) = prepared.set_aside
    assert (replaced.file, replaced.line) == (italy_strikes.SOURCES[1], 2)
    assert prepared.rows_read == 2


def test_an_entry_once_revoked_stays_revoked(tmp_path: Path) -> None:
    rows = [entry(7), entry(7, revocato="true"), entry(8)]
    prepared = italy_strikes.read(calendar(tmp_path, rows))
    assert column(prepared, "revoked") == [True, False]


@pytest.mark.parametrize(
    ("sectors", "scope", "branch"),
    [
        ("Generale nazionale", "general", "all"),
        ("Generale provinciale, Scuola", "general", "all"),
        ("Plurisettoriale nazionale", "multi-sector", "several"),
        ("Trasporto aereo, Trasporto ferroviario", "sector", "passenger transport"),
        ("Trasporto marittimo, Scuola", "sector", "several"),
        ("A sector of the future", "sector", "other"),
    ],
)
def test_sectors_become_scope_and_branch(
    sectors: str, scope: str, branch: str, tmp_path: Path
) -> None:
    prepared = italy_strikes.read(calendar(tmp_path, [entry(1, settore=sectors)]))
    assert column(prepared, "scope") == [scope]
    assert column(prepared, "branch") == [branch]


def test_a_sector_of_ports_counts_as_freight_even_beside_others(tmp_path: Path) -> None:
    rows = [entry(1, settore="Trasporto marittimo, Scuola"), entry(2)]
    prepared = italy_strikes.read(calendar(tmp_path, rows))
    assert column(prepared, "freight") == [True, False]


def test_no_town_and_no_firm_is_kept(tmp_path: Path) -> None:
    prepared = italy_strikes.read(calendar(tmp_path, [entry(1, ambito_geografico="PALMI")]))
    values = {str(v).upper() for _, values in prepared.columns.values() for v in values}
    assert not {"PALMI", "A FIRM"} & values


@pytest.mark.parametrize(
    ("places", "area", "region"),
    [
        ("NAZIONALE", "national", None),
        ("LIGURIA", "regional", "Liguria"),
        ("LIGURIA, TOSCANA", "regional", None),
        ("GENOVA", "local", "Liguria"),
        ("GENOVA , SAVONA", "local", "Liguria"),
        ("GENOVA, MILANO", "local", None),
        ("PALMI", "local", None),
        ("GENOVA, PALMI", "local", None),
    ],
)
def test_places_become_an_area_and_a_region(places: str, area: str, region: str | None) -> None:
    assert area_of(places) == area
    assert region_of(places) == region


def test_unions_that_call_and_unions_that_join_are_told_apart() -> None:
    told = italy_strikes.unions("Proclamante:Usb|Aderente: Usb Pi,  Usb  Lavoro Privato")
    assert told == (("Usb", "called"), ("Usb Pi", "joined"), ("Usb Lavoro Privato", "joined"))
    assert italy_strikes.unions("Cub, Sgb") == (("Cub", "called"), ("Sgb", "called"))


def test_a_general_strike_has_a_row_for_each_union(tmp_path: Path) -> None:
    rows = [entry(1, settore="Generale nazionale", sindacato="Cub, Sgb"), entry(2)]
    prepared = italy_general_strikes.read(calendar(tmp_path, rows))
    assert column(prepared, "union") == ["Cub", "Sgb"]
    assert [row.reason for row in prepared.set_aside] == ["not filed as a general strike"]


def test_a_general_strike_whose_unions_are_unknown_is_not_lost(tmp_path: Path) -> None:
    rows = [entry(1, settore="Generale nazionale", sindacato="null")]
    prepared = italy_general_strikes.read(calendar(tmp_path, rows))
    assert column(prepared, "union") == [None]


@pytest.mark.originals
def test_the_calendar_has_as_many_entries_as_distinct_links(originals: Path) -> None:
    prepared = italy_strikes.read(originals)
    assert len(column(prepared, "id")) == 6256  # counted by hand, see the notes on the data
    assert prepared.rows_read == 2835 + 4900


@pytest.mark.originals
@pytest.mark.parametrize("day", [date(2025, 9, 22), date(2025, 10, 3)])
def test_the_general_strikes_for_gaza_are_there_and_stood(day: date, originals: Path) -> None:
    prepared = italy_general_strikes.read(originals)
    rows = zip(
        *(column(prepared, name) for name in ("start", "union", "revoked", "area")), strict=True
    )
    held = {union for start, union, revoked, area in rows if start == day and not revoked}
    assert {"Usb", "Cub", "Sgb"} <= held
    assert ("Cgil" in held) == (day == date(2025, 10, 3))
