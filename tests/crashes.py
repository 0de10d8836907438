"""The three tables of crashes that the reference was run on, and its printed results."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from squarely.grounds.rda import tables
from squarely.matching.events import Events, Reports, pooled
from squarely.matching.taxonomy import coded
from squarely.model.matching import Taxonomy

NAMES = ("crash_data1", "crash_data2", "crash_data3")
KINDS = ("model_tax", "color_tax", "damage_tax")


def folder() -> Path | None:
    named = os.environ.get("SQUARELY_DATA")
    path = Path(named) / "meltt_crashMD" if named else None
    return path if path and path.exists() else None


def reference(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((path / "reference.json").read_text())
    return found


def taxonomies(path: Path) -> list[Taxonomy]:
    import rdata

    read = rdata.read_rda(path / "crashMD.rda")["crash_taxonomies"]
    return [_taxonomy(kind, read[kind]) for kind in KINDS]


def _taxonomy(kind: str, frame: Any) -> Taxonomy:
    rows = [tuple(map(str, row)) for row in frame.itertuples(index=False)]
    return Taxonomy(kind, {(row[0], row[1]): row[2:] for row in rows})


def crashes(path: Path) -> Events:
    read = tables(path / "crashMD.rda")
    codes = [
        coded(one, {name: [str(cell) for cell in read[name][one.name]] for name in NAMES})
        for one in taxonomies(path)
    ]
    return pooled([_reports(name, read[name], codes) for name in NAMES])


def _reports(name: str, columns: Any, codes: Any) -> Reports:
    day = np.array(columns["date"], float).astype(np.int64)
    last = np.array(columns["enddate"], float).astype(np.int64)
    north, east = (np.array(columns[side], float) for side in ("latitude", "longitude"))
    return Reports(name, day, last, north, east, tuple(one[name] for one in codes))
