"""Killed, injured, displaced and settler attacks in the West Bank by day: running totals of OCHA.

The running totals are carried forward on days without an update ("fill"), so that a rise stands on
the day of the update. Daily figures are given as the rise since the day before, which is negative
where a total was corrected, and beside them the verified figures, which reach less far.

Sources: OCHA flash updates; Tech for Palestine (public domain).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.prepared import Prepared

NAME = "west-bank-casualties"
SOURCES = ("palestine_datasets/west_bank_daily.json",)

_TOTALS: Mapping[str, str] = {
    "killed_cumulative": "killed_cum",
    "children_killed_cumulative": "killed_children_cum",
    "injured_cumulative": "injured_cum",
    "settler_attacks_cumulative": "settler_attacks_cum",
    "displaced_cumulative": "displaced_persons_cum",
}


def read(root: Path) -> Prepared:
    """One row for each day."""
    days = json.loads((root / SOURCES[0]).read_text(encoding="utf-8"))
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "date": ("DATE", [date.fromisoformat(day["report_date"]) for day in days]),
        "country": ("VARCHAR", ["PSE"] * len(days)),
    }
    for name, key in _TOTALS.items():
        columns[name] = ("BIGINT", [day.get(key) for day in days])
    for name in ("killed", "injured"):
        verified = [day.get("verified", {}).get(name) for day in days]
        columns[f"{name}_verified"] = ("BIGINT", verified)
    columns["new_killed"] = ("BIGINT", rises([day["killed_cum"] for day in days]))
    attacks = rises([day["settler_attacks_cum"] for day in days])
    columns["new_settler_attacks"] = ("BIGINT", attacks)
    columns["source"] = ("VARCHAR", [day["flash_source"] for day in days])
    return Prepared(columns, (), len(days))


def rises(totals: Sequence[int]) -> list[int]:
    """The rise of a running total at each step; the first total is its own rise."""
    return [now - before for before, now in zip([0, *totals[:-1]], totals, strict=True)]
