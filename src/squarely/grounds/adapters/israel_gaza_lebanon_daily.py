"""Running totals of killed in Gaza, Israel and Lebanon to 29 September 2024, by 360info.

The source has one column for each place; here each day and place is a row. Cells that are empty
(Israel before 10 October 2023, Lebanon on the last days) are set aside. Only whole counts are
kept: the columns that the collectors adjusted or estimated (`_adj`, `_unknown`, and adults, which
for Gaza are the rest of the total) are not. Israel's total stays where it was on 10 October 2023
and leaves out soldiers killed in Gaza.

Sources: 360info (CC BY 4.0), from OCHA and health ministries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.west_bank_casualties import rises
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records, whole

NAME = "israel-gaza-lebanon-daily"
SOURCES = ("israel_gaza_lebanon_daily/daily-killed-cumulative.csv",)

_Row = tuple[date, str, int, int | None]


def read(root: Path) -> Prepared:
    """One row for each day and place with a total."""
    kept: list[_Row] = []
    set_aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        for place, (total, children) in _places(row).items():
            if total is None:
                set_aside.append(SetAside(SOURCES[0], line, f"no total for {place} on that day"))
            else:
                kept.append((date.fromisoformat(row["date"]), place, total, children))
    kept.sort(key=lambda one: (one[1], one[0]))
    return _prepared(kept, set_aside)


def _places(row: Mapping[str, str]) -> dict[str, tuple[int | None, int | None]]:
    adults, children = whole(row["israel_adults"]), whole(row["israel_children"])
    israel = adults + (children or 0) if adults is not None else None
    return {
        "PSE": (whole(row["palestine_total"]), whole(row["palestine_children_tfp"])),
        "ISR": (israel, children),
        "LBN": (whole(row["killed_in_lebanon"]), None),
    }


def _prepared(rows: list[_Row], set_aside: list[SetAside]) -> Prepared:
    new: list[int] = []
    for place in sorted({row[1] for row in rows}):
        new += rises([row[2] for row in rows if row[1] == place])
    return Prepared(
        {
            "date": ("DATE", [row[0] for row in rows]),
            "country": ("VARCHAR", [row[1] for row in rows]),
            "killed_cumulative": ("BIGINT", [row[2] for row in rows]),
            "children_killed_cumulative": ("BIGINT", [row[3] for row in rows]),
            "new_killed": ("BIGINT", new),
        },
        tuple(set_aside),
        len(rows) + len(set_aside),
    )
