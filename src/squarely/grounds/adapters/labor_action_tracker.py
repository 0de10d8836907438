"""Strikes and labour protests in the United States, from the ILR Labor Action Tracker.

One row for each action. Industries and states are lists where an action has several: kept if all
are one, `several` otherwise. A number of participants of 0 stands where none is known. Two copies
are at hand, of March 2026 (a table) and of August 2025 (nested); this adapter reads the later, the
earlier is a dataset of its own, so that nothing is counted twice. Employers, addresses, towns,
coordinates, links and notes are dropped. Demands are free words: six of them are read into columns
by the words listed here, the same for both copies. Two actions end before they begin: their end is
left empty. Actions without a day or without a kind are set aside.

Sources: ILR School, Cornell University, and the University of Illinois, Labor Action Tracker.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import day, records, whole

NAME = "labor-action-tracker"
SOURCES = ("cornell_labor_action_tracker/labor_actions.csv",)
VINTAGE = "2026-03"

DEMANDS: Mapping[str, tuple[str, ...]] = {
    "demand_pay": ("pay", "wage", "wages", "$15 minimum wage"),
    "demand_health_and_safety": ("health and safety", "covid-19 protocols"),
    "demand_staffing": ("staffing", "safe staffing"),
    "demand_job_security": ("job security",),
    "demand_union": ("union recognition", "first contract"),
}
_CEASEFIRE = ("ceasefire", "cease-fire", "gaza", "palestin", "israel")
_TYPES = {
    "id": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "country": "VARCHAR",
    "state": "VARCHAR",
    "kind": "VARCHAR",
    "industry": "VARCHAR",
    "organisation": "VARCHAR",
    "participants": "BIGINT",
    "locations": "BIGINT",
    "authorised": "BOOLEAN",
    "demands": "VARCHAR",
    **dict.fromkeys(DEMANDS, "BOOLEAN"),
    "demand_ceasefire": "BOOLEAN",
    "vintage": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One labour action, as either copy of the tracker has it."""

    id: str
    first: str
    last: str
    states: tuple[str, ...]
    kind: str
    industries: tuple[str, ...]
    organisation: str
    participants: int | None
    locations: int | None
    authorised: str
    demands: tuple[str, ...]
    line: int


def read(root: Path) -> Prepared:
    """One row for each action of the later copy."""
    actions = (_action(line, row) for line, row in records(root / SOURCES[0]))
    return prepared(actions, SOURCES[0], VINTAGE)


def prepared(actions: Iterable[Action], file: str, vintage: str) -> Prepared:
    """The table of a copy; used for both."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for action in actions:
        start = day(action.first)
        if start is None or not action.kind:
            missing = "day" if start is None else "kind"
            aside.append(SetAside(file, action.line, f"no {missing} is stated"))
            continue
        rows.append((*_cells(action, start), vintage))
    rows.sort(key=lambda row: (row[1], int(str(row[0]))))
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))


def one_of(values: Sequence[str]) -> str | None:
    """The value where all are one, `several` where they differ.

    >>> one_of(["Ohio", "Ohio"]), one_of(["Ohio", "Maine"]), one_of([""])
    ('Ohio', 'several', None)
    """
    found = sorted({value.strip() for value in values if value.strip()})
    return ("several" if len(found) > 1 else found[0]) if found else None


def _cells(action: Action, start: date) -> tuple[object, ...]:
    end = day(action.last)
    demands = sorted({" ".join(d.lower().split()) for d in action.demands} - {""})
    asked = [any(word in demands for word in words) for words in DEMANDS.values()]
    return (
        action.id,
        start,
        end if end and end >= start else None,
        "USA",
        one_of(action.states),
        action.kind.lower(),
        one_of(action.industries),
        " ".join(action.organisation.split()) or None,
        action.participants or None,
        action.locations or None,
        {"Y": True, "N": False}.get(action.authorised),
        "; ".join(demands) or None,
        *asked,
        any(word in demand for demand in demands for word in _CEASEFIRE),
    )


def _action(line: int, row: Mapping[str, str]) -> Action:
    return Action(
        row["ID"],
        row["Start Date"],
        row["End Date"],
        tuple(row["State"].split(";")),
        row["Strike or Protest"],
        tuple(row["Industry"].split(";")),
        row["Labor Organization"],
        whole(row["Approximate Number of Participants"]),
        whole(row["Number of Locations"]),
        row["Authorized"],
        tuple(row["Worker Demands"].split(";")),
        line,
    )
