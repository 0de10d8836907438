"""Killed and injured in the Gaza Strip by day of report, collected by Tech for Palestine.

The ministry's days are days of recording. On 38 days no figure for the day was printed and on 18
no running total; the collectors complete both (`ext_*`) so that the days sum to the total, and
those completed figures are `killed` here, with what was printed beside them. A report that holds
deaths accepted by the ministry's committee is read as two rows, those deaths in a row of their own
marked as a catch-up, so that both add up to the report; the 828 of 21 November 2023, recorded after
ten days without a report, are one such row. Nothing tells fighters from civilians.

Sources: Gaza Ministry of Health and Government Media Office; Tech for Palestine (public domain).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from squarely.grounds.prepared import Prepared

NAME = "gaza-deaths"
SOURCES = ("palestine_datasets/casualties_daily.json",)

AFTER_SILENCE = "2023-11-21"

_NUMBERS: Mapping[str, str] = {
    "killed": "ext_killed",
    "killed_reported": "killed",
    "killed_cumulative": "killed_cum",
    "killed_cumulative_filled": "ext_killed_cum",
    "children_killed_cumulative": "ext_killed_children_cum",
    "women_killed_cumulative": "ext_killed_women_cum",
    "medics_killed_cumulative": "ext_med_killed_cum",
    "press_killed_cumulative": "ext_press_killed_cum",
    "injured": "ext_injured",
    "injured_cumulative": "injured_cum",
    "recovered": "killed_recovered",
    "aid_seekers_killed_cumulative": "aid_seeker_killed_cum",
    "famine_deaths_cumulative": "famine_cum",
    "period_hours": "report_period",
}


def read(root: Path) -> Prepared:
    """One row for each day, and one more for the catch-up that a day's report holds."""
    reports = json.loads((root / SOURCES[0]).read_text(encoding="utf-8"))
    rows = [row for report in reports for row in _rows(report)]
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "date": ("DATE", [date.fromisoformat(row["report_date"]) for row in rows]),
        "country": ("VARCHAR", ["PSE"] * len(rows)),
    }
    for name, key in _NUMBERS.items():
        columns[name] = ("BIGINT", [row.get(key) for row in rows])
    columns["catch_up"] = ("BOOLEAN", [row["catch_up"] for row in rows])
    columns["source"] = ("VARCHAR", [row["report_source"] for row in rows])
    return Prepared(columns, (), len(rows))


def _rows(report: dict[str, Any]) -> list[dict[str, Any]]:
    added = report.get("killed_committee") or 0
    if not added:
        return [report | {"catch_up": report["report_date"] == AFTER_SILENCE}]
    of_the_day = report | {"ext_killed": report["ext_killed"] - added, "catch_up": False}
    earlier = {key: report[key] for key in ("report_date", "report_source")}
    return [of_the_day, earlier | {"ext_killed": added, "catch_up": True}]
