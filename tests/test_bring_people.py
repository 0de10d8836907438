"""Columns about persons are left out and said so; countries, firms and cities are not persons."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bringing import looked, refused, written
from squarely.grounds.bring.describe import resource
from squarely.grounds.bring.importing import Asked

PERSONS = ["Maria Rossi", "John Smith", "Fatima Haddad", "Anna Kowalska", "Ali Hassan"]
CITIES = ["New York", "San Francisco", "Los Angeles", "Buenos Aires", "Tel Aviv"]
FIRMS = ["General Motors", "Deutsche Bahn", "Amazon", "Whole Foods Market", "United Airlines"]
UNIONS = ["United Auto Workers", "Unione Sindacale di Base", "Ver.di", "CGIL", "Teamsters"]
LANDS = ["Italy", "South Africa", "France", "New Zealand", "United Kingdom"]


def dropped(folder: Path, header: str, cells: list[str], asked: Asked | None = None) -> set[str]:
    rows = "".join(f'2024-01-0{n};"{cell}"\n' for n, cell in enumerate(cells, 1))
    path = written(folder, f"date;{header}\n{rows}")
    return set(looked(path, asked).dropped)


@pytest.mark.parametrize(
    "header",
    ["name", "Name", "victim", "Contact person", "nome", "nom", "author", "Vorname", "apellidos",
     "organizer", "x"],
)  # fmt: skip
def test_names_of_persons_are_left_out(header: str, tmp_path: Path) -> None:
    assert dropped(tmp_path, header, PERSONS) == {header}


@pytest.mark.parametrize("name", ["Rossi, Maria", "ROSSI Maria"])
def test_names_with_the_surname_first_are_left_out(name: str, tmp_path: Path) -> None:
    others = ["Smith, John", "Haddad, Fatima", "Kowalska, Anna"]
    assert dropped(tmp_path, "name", [name, *others]) == {"name"}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("contact", ["a@example.org", "b@example.org", ""]),
        ("x", ["a@example.org", "b@example.org", "none"]),
        ("x", ["@rossi", "@smith_1", "@ali"]),
        ("x", ["+39 06 1234567", "+44 20 7946 0000", "(555) 123-4567"]),
        ("phone", ["0612345678", "0207946000", "5551234567"]),
        ("twitter handle", ["rossi", "smith", "ali"]),
        ("targa", ["AB 123 CD", "EF 456 GH", "IL 789 MN"]),
        ("x", ["AB 123 CD", "EF 456 GH", "IL 789 MN"]),
        ("license plate", ["7ABC123", "8XYZ999", "1QQQ111"]),
    ],
)
def test_ways_to_reach_persons_are_left_out(header: str, cells: list[str], tmp_path: Path) -> None:
    assert dropped(tmp_path, header, cells) == {header}


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Name", LANDS),
        ("name", FIRMS),
        ("employer", FIRMS),
        ("union name", UNIONS),
        ("name", UNIONS),
        ("city", CITIES),
        ("city name", CITIES),
        ("Country Name", LANDS),
        ("victims", ["3", "4", "12", "5", "7"]),
        ("contacts", ["3", "4", "12", "5", "7"]),
        ("ended", ["2024-03-05", "2024-03-06", "2024-03-07", "2024-03-08", "2024-03-09"]),
        ("telephones per 100", ["12", "14", "15", "19", "21"]),
    ],
)
def test_what_only_looks_like_persons_stays(header: str, cells: list[str], tmp_path: Path) -> None:
    assert dropped(tmp_path, header, cells) == set()


def test_a_wrong_drop_can_be_undone_and_a_right_one_cannot(tmp_path: Path) -> None:
    assert dropped(tmp_path, "name", PERSONS, Asked(keep=("name",))) == set()
    path = written(tmp_path, "date,contact\n2024-01-02,a@example.org\n2024-01-03,b@example.org\n")
    assert refused(path, Asked(keep=("contact",)))[0].code == "data-person"


def test_nothing_of_a_dropped_column_reaches_table_or_descriptor(tmp_path: Path) -> None:
    rows = "".join(f"2024-01-0{n},{name},x\n" for n, name in enumerate(PERSONS, 1))
    found = looked(written(tmp_path, f"date,name,type\n{rows}"))
    described = resource(found)
    assert described["dropped"] == [{"name": "name", "reason": found.dropped["name"]}]
    assert "name" not in found.table.columns
    text = json.dumps(described) + repr(found)
    assert not any(name in text for name in PERSONS)


def test_long_notes_are_marked_so_that_they_are_never_shown(tmp_path: Path) -> None:
    note = "On this day the workers of the plant went out and stood before the gates until dusk"
    rows = "".join(f"2024-01-0{n},{note} ({n})\n" for n in range(1, 6))
    fields = resource(looked(written(tmp_path, f"date,notes\n{rows}")))["schema"]["fields"]
    assert [one.get("free_text") for one in fields] == [None, True]


def test_short_notes_that_hold_a_way_to_reach_somebody_are_never_shown(tmp_path: Path) -> None:
    notes = ("all calm", "call 0171 555 1234", "mail jane@example.org", "tel. +49 171 5551234")
    rows = "".join(f"2024-01-0{n},{note}\n" for n, note in enumerate(notes, 1))
    described = resource(looked(written(tmp_path, f"date,notes\n{rows}")))
    assert [one.get("free_text") for one in described["schema"]["fields"]] == [None, True]
    assert not any(note in json.dumps(described) for note in notes)
