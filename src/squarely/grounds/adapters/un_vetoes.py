"""Vetoes in the UN Security Council by draft and permanent member.

A compilation to July 2022 names up to three members for a draft; each is a row here, and
`rows_read` counts the members named. Russia's vetoes include those of the Soviet Union. The vetoes
on Gaza from October 2023 were typed from meeting records and say whether the draft asked for a
ceasefire or a pause, which the compilation does not. On Palestine is what the compilation files
under Israel and Palestine. Early drafts without a number bear that of their meeting; where several
share one, the second and later are numbered. Two cells hold line breaks, and dates are American.

Sources: World Politics Data Lab (MIT); UN Security Council meeting records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records

NAME = "un-vetoes"
SOURCES = (
    "unsc_vetoes/unsc_vetoes_1946_sept2022.csv",
    "unga_palestine_key_votes/unsc_vetoes_2023_2025.csv",
)

_MEMBERS = {
    "China": "CHN",
    "France": "FRA",
    "Russia": "RUS",
    "UK": "GBR",
    "USA": "USA",
    "USSR": "RUS",
}
_PALESTINE = "Israel-Palestine"

_Row = tuple[date, str, str, str, bool, bool, bool | None, bool, str]


def read(root: Path) -> Prepared:
    """One row for each draft and member that vetoed it."""
    rows = sorted(_compiled(root) + _typed(root), key=lambda row: (row[0], row[1], row[2], row[3]))
    types = {
        "date": "DATE",
        "draft": "VARCHAR",
        "member": "VARCHAR",
        "topic": "VARCHAR",
        "on_palestine": "BOOLEAN",
        "on_middle_east": "BOOLEAN",
        "ceasefire": "BOOLEAN",
        "alone": "BOOLEAN",
        "source": "VARCHAR",
    }
    columns: dict[str, tuple[str, Sequence[object]]] = {
        name: (kind, [row[place] for row in rows])
        for place, (name, kind) in enumerate(types.items())
    }
    return Prepared(columns, (), len(rows))


def _compiled(root: Path) -> list[_Row]:
    found: list[_Row] = []
    seen: Counter[str] = Counter()
    for _, row in records(root / SOURCES[0]):
        named = [_MEMBERS[row[key]] for key in _VETOES if row[key]]
        draft = " ".join(row["draft"].split())
        seen[draft] += 1
        month, day, year = (int(part) for part in row["date"].split("/"))
        for member in named:
            found.append(
                (
                    date(year, month, day),
                    draft if seen[draft] == 1 else f"{draft} ({seen[draft]})",
                    member,
                    row["crisis_topic"],
                    row["crisis_topic"] == _PALESTINE,
                    row["region"] == "Middle East",
                    None,
                    len(named) == 1,
                    "world-politics-datalab",
                )
            )
    return found


_VETOES = ("member_veto1", "member_veto2", "member_veto3")


def _typed(root: Path) -> list[_Row]:
    rows = [row for _, row in records(root / SOURCES[1])]
    drafts = [row["draft"] for row in rows]
    return [
        (
            date.fromisoformat(row["date"]),
            row["draft"],
            row["vetoed_by"],
            _PALESTINE,
            True,
            True,
            row["ceasefire"] == "true",
            drafts.count(row["draft"]) == 1,
            "un-documents",
        )
        for row in rows
    ]
