"""Killed and injured in Lebanon by report, as its health ministry counts them.

Reports come at irregular intervals and say how many hours they cover; the first covers 888. The
ministry began its totals anew in 2026 (phase 2); the running totals here join both phases, as the
collectors do. The rise of the total is given for every report, the printed figure where there is
one.

Sources: Lebanese Ministry of Public Health, OCHA; Tech for Palestine (public domain).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.west_bank_casualties import rises
from squarely.grounds.prepared import Prepared

NAME = "lebanon-casualties"
SOURCES = ("palestine_datasets/lebanon_casualties_daily.json",)

_NUMBERS: Mapping[str, str] = {
    "phase": "phase",
    "killed": "killed",
    "killed_cumulative": "killed_cum",
    "injured": "injured",
    "injured_cumulative": "injured_cum",
    "period_hours": "report_period",
}


def read(root: Path) -> Prepared:
    """One row for each report."""
    reports = json.loads((root / SOURCES[0]).read_text(encoding="utf-8"))
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "date": ("DATE", [date.fromisoformat(report["report_date"]) for report in reports]),
        "country": ("VARCHAR", ["LBN"] * len(reports)),
    }
    for name, key in _NUMBERS.items():
        columns[name] = ("BIGINT", [report.get(key) for report in reports])
    columns["new_killed"] = ("BIGINT", rises([report["killed_cum"] for report in reports]))
    columns["source"] = ("VARCHAR", [report["report_source"] for report in reports])
    return Prepared(columns, (), len(reports))
