"""The ILR Labor Action Tracker as it stood on 7 August 2025: an earlier copy of the same register.

A nested file, an object for each action; states come from its list of places. The reading is that
of the later copy, so that a difference between the two is a difference of the source.

Sources: ILR School, Cornell University, and the University of Illinois, Labor Action Tracker.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from squarely.grounds.adapters.labor_action_tracker import Action, prepared
from squarely.grounds.prepared import Prepared

NAME = "labor-action-tracker-2025-08"
SOURCES = ("cornell_labor_action_tracker/labor_actions_2025-08-07.json",)


def read(root: Path) -> Prepared:
    """One row for each action of the earlier copy."""
    found = json.loads((root / SOURCES[0]).read_text(encoding="utf-8"))
    actions = (_action(number, entry) for number, entry in enumerate(found.values(), 1))
    return prepared(actions, SOURCES[0], "2025-08")


def _action(number: int, entry: Mapping[str, Any]) -> Action:
    return Action(
        str(entry["id"]),
        entry["Start_date"] or "",
        entry["End_date"] or "",
        tuple(place["State"] or "" for place in entry["locations"]),
        entry["Action_type"] or "",
        tuple(entry["Industry"] or ()),
        entry["Labor_Organization"] or "",
        entry["Approximate_Number_of_Participants"],
        len(entry["locations"]),
        entry["Authorized"] or "",
        tuple(entry["Worker_demands"] or ()),
        number,
    )
