"""The catalog opens without reading a row, and says where each dataset stands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from squarely.grounds.catalog import open_grounds, shipped_catalog
from squarely.grounds.descriptor import parse


def package(**changes: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": "events",
        "roles": {"time": "day", "place": "country"},
        "units": {"rallies": None},
        "coverage": {"first": "2020-01-01", "last": "2021-12-31"},
        "redistributable": True,
    }
    told.update(changes)
    fields = [
        {"name": "day", "type": "date"},
        {"name": "country", "type": "country"},
        {"name": "people", "type": "integer"},
    ]
    resource = {"name": "rallies", "path": "rallies.csv", "schema": {"fields": fields}}
    return {"name": "rallies", "version": "3", "resources": [{**resource, "squarely": told}]}


def write(folder: Path, told: Mapping[str, Any], rows: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "rallies.csv").write_text("day,country,people\n" + rows, encoding="utf-8")
    return folder


def test_a_users_folder_is_in_the_catalog(tmp_path: Path) -> None:
    grounds, problems = open_grounds([write(tmp_path / "mine", package())])
    assert problems == ()
    assert grounds.catalog["rallies"].here
    assert grounds.catalog["rallies"].version == "3"


def test_a_single_file_is_found_by_the_descriptor_beside_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", package())
    grounds, problems = open_grounds([folder / "rallies.csv"])
    assert problems == ()
    assert "rallies" in grounds.stands


def test_a_folder_without_a_descriptor_is_a_fault(tmp_path: Path) -> None:
    _, problems = open_grounds([tmp_path])
    assert [p.code for p in problems] == ["data-descriptor"]


def test_a_file_outside_the_folder_is_a_fault(tmp_path: Path) -> None:
    told = package()
    told["resources"][0]["path"] = "../secret.csv"
    _, problems = open_grounds([write(tmp_path / "mine", told)])
    assert [p.code for p in problems] == ["data-file"]


def test_one_folder_named_twice_is_one_folder(tmp_path: Path) -> None:
    folder = write(tmp_path / "mine", package())
    (tmp_path / "other").mkdir()
    again = tmp_path / "other" / ".." / "mine"
    grounds, problems = open_grounds([folder, again, folder / "rallies.csv"])
    assert problems == ()
    assert "rallies" in grounds.stands


def test_two_folders_that_describe_one_name_are_a_fault(tmp_path: Path) -> None:
    folders = [write(tmp_path / name, package()) for name in ("mine", "yours")]
    _, problems = open_grounds(folders)
    assert [p.code for p in problems] == ["data-twice"]


def test_a_misspelt_key_is_a_fault_with_the_nearest() -> None:
    _, problems = parse(json.dumps(package(reportd=True), indent=1), "d.json")
    assert problems[0].code == "descriptor-key"
    assert problems[0].hint == "did you mean reported?"
    assert problems[0].place.line > 1


def test_a_role_must_name_a_column() -> None:
    _, problems = parse(json.dumps(package(roles={"time": "dy"})), "d.json")
    assert problems[0].hint == "did you mean day?"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"resources": 3}',
        '{"resources": [3]}',
        '{"resources": [{"name": "a"}]}',
        '{"resources": [{"name": "a", "squarely": {"roles": []}}]}',
        '{"resources": [{"name": "a", "squarely": {"coverage": {"first": "2020-02-30"}}}]}',
        '{"resources": [{"name": "a", "squarely": {"choices": [1]}}]}',
        "[" * 100_000,
        " " * 1_000_001,
    ],
)
def test_a_malformed_descriptor_is_a_fault_and_never_a_crash(text: str) -> None:
    described, problems = parse(text, "d.json")
    assert problems
    assert described == ()


def test_every_shipped_descriptor_is_without_fault() -> None:
    assert all(name == one.name for name, one in shipped_catalog().items())
