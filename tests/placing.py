"""A claim on a small table whose rows can be counted by hand, for what is said of places."""

from __future__ import annotations

import json
from pathlib import Path

from squarely.grounds.catalog import open_grounds
from squarely.model.study import ClaimStudy
from squarely.study.reading import read_argument
from squarely.study.run import run


def claimed(
    folder: Path,
    table: str,
    columns: dict[str, str],
    roles: dict[str, str],
    measure: str,
    last: str = "2024-12-31",
) -> ClaimStudy:
    fields: list[dict[str, str]] = [{"name": name, "type": kind} for name, kind in columns.items()]
    for field in fields:
        if field["name"] == "people":
            field["unit"] = "persons"
    told = {
        "kind": "events", "family": "marches", "roles": {"time": "day", **roles},
        "units": {"calls": None, "marches": "march"} if "march" in columns else {"calls": None},
        "coverage": {"first": "2024-01-01", "last": last, "resolution": "day"},
    }  # fmt: skip
    resource = {
        "name": "marches", "path": "marches.csv", "schema": {"fields": fields}, "squarely": told
    }  # fmt: skip
    package = {"name": "marches", "title": "Marches", "version": "1", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    (folder / "marches.csv").write_text(table, encoding="utf-8")
    text = (
        "squarely: 1\ntitle: Marches\nclaims:\n  many:\n    says: There were many.\n"
        f"    warrant: {{level: {{{measure}, expect: {{more-than: 2}}}}}}\n"
    )
    (folder / "argument.yaml").write_text(text, encoding="utf-8")
    argument, problems = read_argument(folder / "argument.yaml")
    assert argument is not None, problems
    (claim,) = run(argument, open_grounds([folder])[0]).claims
    return claim
