"""Buildings destroyed or damaged in the Gaza Strip by day of report: running totals.

The source nests its figures by kind of building; a figure that a report did not give is empty here
(the collectors' completed figures begin with `ext_`, of which only that for homes is kept). The
totals are the media office's and jump where it changed what counts as destroyed.

Sources: Gaza Government Media Office; Tech for Palestine (public domain).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.prepared import Prepared

NAME = "gaza-damage"
SOURCES = ("palestine_datasets/infrastructure-damaged.json",)

_NUMBERS: Mapping[str, tuple[str, str]] = {
    "homes_destroyed": ("residential", "destroyed"),
    "schools_destroyed": ("educational_buildings", "destroyed"),
    "schools_damaged": ("educational_buildings", "damaged"),
    "public_buildings_destroyed": ("civic_buildings", "destroyed"),
    "mosques_destroyed": ("places_of_worship", "mosques_destroyed"),
    "mosques_damaged": ("places_of_worship", "mosques_damaged"),
    "churches_destroyed": ("places_of_worship", "churches_destroyed"),
    "homes_destroyed_filled": ("residential", "ext_destroyed"),
}


def read(root: Path) -> Prepared:
    """One row for each day."""
    reports = json.loads((root / SOURCES[0]).read_text(encoding="utf-8"))
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "date": ("DATE", [date.fromisoformat(report["report_date"]) for report in reports]),
        "country": ("VARCHAR", ["PSE"] * len(reports)),
    }
    for name, (kind, key) in _NUMBERS.items():
        columns[name] = ("BIGINT", [report[kind].get(key) for report in reports])
    return Prepared(columns, (), len(reports))
