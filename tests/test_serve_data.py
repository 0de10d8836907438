"""A dropped file: looked at, put right, kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import publishers
from serving import Client, served
from squarely.serve.drops import safe_name
from squarely.study.reading import read_argument

ROWS = "Day;Country;Marchers\n" + "".join(
    f"{day:02}/{month:02}/2024;{'Italy' if day % 2 else 'France'};{day * 10}\n"
    for month in range(1, 13)
    for day in (3, 14, 21, 27)
)
BROKEN = ROWS + "31/02/2024;Italy;5\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Iterator[Client]:
    with served(folder, tmp_path / "kept") as found:
        yield found


def drop(client: Client, text: str | bytes, name: str = "marches.csv") -> dict[str, Any]:
    raw = text.encode() if isinstance(text, str) else text
    found = client.ask("POST", "drops", raw, {"name": name})
    assert found.status == 200, found.body
    return dict(found.json)


def test_a_file_is_shown_before_anything_stands_in_the_folder(client: Client, folder: Path) -> None:
    found = drop(client, BROKEN)
    assert found["faults"] == []
    assert (found["rows_read"], found["rows_aside"]) == (49, 1)
    assert found["aside"] == [{
        "line": 50, "why": "Day: '31/02/2024' cannot be read as a date by the day, day-first",
        "text": "31/02/2024;Italy;5",
    }]  # fmt: skip
    roles = {role: column for role, column, _, _ in found["roles"]}
    assert roles["time"] == "Day"
    assert roles["place"] == "Country"
    assert list(folder.iterdir()) == []


def test_a_role_can_be_put_right_and_a_wrong_one_is_told(client: Client) -> None:
    number = drop(client, ROWS)["id"]
    changed = client.ask("POST", f"drops/{number}", {"roles": {"actor": "Country"}}).json
    told = {role: (column, sure) for role, column, sure, _ in changed["roles"]}
    assert told["actor"] == ("Country", "told")
    wrong = client.ask("POST", f"drops/{number}", {"roles": {"time": "Country"}}).json
    assert "does not hold dates" in wrong["faults"][0]["message"]


def test_what_has_two_readings_is_asked(client: Client) -> None:
    found = drop(
        client, "day,place\n" + "".join(f"0{n}/0{n + 1}/2024,Italy\n" for n in range(1, 8))
    )
    assert found["faults"][0]["asks"] == "order"
    answered = client.ask("POST", f"drops/{found['id']}", {"order": "day-first"}).json
    assert answered["faults"] == []


def test_how_a_file_is_written_can_be_told(client: Client) -> None:
    rows = "".join(f"2024-01-{day:02}|Италия\n" for day in range(1, 29))
    raw = f"from a register\nдень|страна\n{rows}".encode("cp1251") + b"2024-02-01|\x98\n"
    found = drop(client, raw)
    assert "UTF-8" in json.dumps(found)
    assert "--" not in json.dumps(found)
    told = {"encoding": "cp1251", "delimiter": "bar", "header": "2"}
    read = client.ask("POST", f"drops/{found['id']}", told).json
    assert [name for name, _, _ in read["columns"]] == ["день", "страна"]
    odd = {"encoding": "none of these", "delimiter": "x", "header": "-1"}
    assert client.ask("POST", f"drops/{found['id']}", odd).json["faults"]


def test_once_added_it_stands_in_the_catalog_of_the_folder(client: Client, folder: Path) -> None:
    number = drop(client, BROKEN)["id"]
    added = client.ask("POST", f"drops/{number}/add", {"licence": "CC-BY-4.0"}).json
    assert (added["dataset"], added["file"]) == ("marches", "marches.csv")
    assert (folder / "marches.csv").read_text() == BROKEN
    package = json.loads((folder / "datapackage.json").read_text())
    assert [one["name"] for one in package["resources"]] == ["marches"]
    names = [one["name"] for one in client.ask("GET", "datasets").json["datasets"]]
    assert "marches" in names
    (folder / "first.yaml").write_text(added["argument"])
    assert read_argument(folder / "first.yaml")[1] == ()
    assert client.ask("POST", f"drops/{number}/add", {}).status == 404


def test_a_publishers_file_is_read_by_the_publishers_rules(client: Client, folder: Path) -> None:
    rows = [publishers.ged(id=str(number)) for number in range(40)]
    found = drop(client, publishers.text(publishers.GED, rows), "GEDEvent.csv")
    assert "recognised because" in found["published"][0]
    plain = client.ask("POST", f"drops/{found['id']}", {"kind": "events"}).json
    assert plain["roles"]
    added = client.ask("POST", f"drops/{found['id']}/add", {"published": True}).json
    (folder / "first.yaml").write_text(added["argument"])
    assert read_argument(folder / "first.yaml")[1] == ()
    [told] = json.loads((folder / "datapackage.json").read_text())["resources"]
    assert (told["name"], told["path"]) == (added["dataset"], "GEDEvent.csv")
    assert told["squarely"]["format"]


def test_a_file_of_the_folder_is_never_written_over(client: Client, folder: Path) -> None:
    (folder / "marches.csv").write_text("mine")
    number = drop(client, ROWS)["id"]
    refused = client.ask("POST", f"drops/{number}/add", {})
    assert refused.status == 409
    assert "stands in the folder already" in refused.json["faults"][0]["message"]
    assert (folder / "marches.csv").read_text() == "mine"
    assert not (folder / "datapackage.json").exists()


def test_a_descriptor_that_cannot_be_extended_leaves_no_file_behind(
    client: Client, folder: Path
) -> None:
    (folder / "datapackage.json").write_text("not JSON")
    number = drop(client, ROWS)["id"]
    assert client.ask("POST", f"drops/{number}/add", {}).status == 409
    assert [one.name for one in folder.iterdir()] == ["datapackage.json"]


def test_links_out_of_the_folder_are_neither_read_nor_written_through(
    client: Client, folder: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text('{"name": "x", "resources": []}')
    (folder / "datapackage.json").symlink_to(outside)
    number = drop(client, ROWS)["id"]
    refused = client.ask("POST", f"drops/{number}/add", {})
    assert "leads out" in refused.json["faults"][0]["message"]
    assert outside.read_text() == '{"name": "x", "resources": []}'
    assert [one.name for one in folder.iterdir()] == ["datapackage.json"]


def test_the_lines_of_a_file_with_persons_in_it_are_not_shown(client: Client) -> None:
    text = "Day;Contact\n31/02/2024;press@example.org\n" + "".join(
        f"{day}/01/2024;press{day}@example.org\n" for day in range(13, 25)
    )
    found = drop(client, text)
    assert found["left_out"]
    assert "press@" not in json.dumps(found["aside"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.csv", "cron.csv"),
        ("..\\..\\x.csv", "x.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\x00b.csv", "a_b.csv"),
        ("<img src=x>.csv", "_img src_x_.csv"),
        ("x.exe", None),
        ("datapackage.json/", None),
        (".csv", None),
        ("", None),
        ("é" * 400 + ".csv", "é" * 100 + ".csv"),
    ],
)
def test_a_name_keeps_only_what_is_harmless(given: str, kept: str | None) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("raw", [b"", b"\x00" * 1000, b"PK\x03\x04broken", b"[[[["])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.json", "a.parquet"])
def test_a_broken_file_is_a_fault_and_no_crash(client: Client, raw: bytes, name: str) -> None:
    found = client.ask("POST", "drops", raw, {"name": name})
    assert found.status == 200
    assert found.json["faults"] or "rows_read" in found.json
