"""Cells of fewer than five participants are shown nowhere: not as rows, not in the plots."""

from __future__ import annotations

import json
from pathlib import Path

from squarely.grounds.catalog import open_grounds
from squarely.report.export import study_json
from squarely.study.reading import read_argument
from squarely.study.run import run

PACKAGE = {
    "name": "vigils", "title": "Vigils", "version": "1", "licenses": [], "sources": [],
    "resources": [{
        "name": "vigils", "path": "vigils.csv",
        "schema": {"fields": [
            {"name": "day", "type": "date"},
            {"name": "people", "type": "integer", "unit": "persons"},
        ]},
        "squarely": {
            "kind": "events", "family": "vigils", "roles": {"time": "day", "size": "people"},
            "units": {"vigils": None}, "redistributable": True,
            "coverage": {"first": "2024-01-01", "last": "2024-12-31", "resolution": "day"},
        },
    }],
}  # fmt: skip
ARGUMENT = """
squarely: 1
title: Vigils
claims:
  many:
    says: More than 100 people came to vigils in 2024.
    warrant:
      level: {of: {sum: size, in: vigils}, during: "2024", expect: {more-than: 100}}
"""


def test_few_participants_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text(json.dumps(PACKAGE))
    (tmp_path / "vigils.csv").write_text("day,people\n2024-03-01,3\n2024-04-01,260\n")
    (tmp_path / "argument.yaml").write_text(ARGUMENT)
    argument, _ = read_argument(tmp_path / "argument.yaml")
    assert argument is not None
    study = run(argument, open_grounds([tmp_path])[0])
    (claim,) = study.claims
    assert claim.estimate is not None
    assert claim.estimate.value == 263
    cells = [cell for rows in claim.rows for row in rows.rows for cell in row]
    assert "under 5" in cells
    assert "3" not in cells
    assert '"3"' not in study_json(study)
