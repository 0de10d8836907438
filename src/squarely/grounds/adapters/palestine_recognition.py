"""States that recognise the State of Palestine, by a public list and by official statements.

The list has footnote marks behind names and dates, a star, two dates of a month only (the first and
the last day of the month stand for them), three rows with fewer cells, and a companion list of
states that do not recognise Palestine, in which two lines are fragments (set aside) and six states
have recognised it since. The official dates of 2018 to 2025 are kept beside the list's: a state can
have two rows, of which `preferred` marks the official one. What the lists say in prose is not read.

The group is the state's regional group at the United Nations; the United States, an observer in
that of Western Europe and others, and Israel, its member at New York, stand there.

Sources: the list on Wikipedia, copied by A. Kun; statements of foreign ministries, 2018-2025;
United Nations regional groups of member states.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.un_groups import group_of
from squarely.grounds.countries import resolve
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "palestine-recognition"
SOURCES = (
    "palestine_recognition/yes.csv",
    "palestine_recognition/no.csv",
    "unga_palestine_key_votes/recognitions_2018_2025.csv",
)

_MARKS = re.compile(r"\[[^\]]*\]|\*")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_Row = tuple[str, bool, date | None, date | None, str]


def read(root: Path) -> Prepared:
    """One row for each state and source."""
    set_aside: list[SetAside] = []
    official = _official(root)
    listed = _listed(root, set_aside)
    recognised = {row[0] for row in listed}
    refused = _refused(root, set_aside, recognised)
    first = {row[0] for row in official}
    rows = [(*row, row[0] not in first) for row in listed + refused]
    rows = sorted(rows + [(*row, True) for row in official], key=lambda row: (row[0], row[4]))
    types = ("VARCHAR", "BOOLEAN", "DATE", "DATE", "VARCHAR", "BOOLEAN")
    names = ("state", "recognised", "date", "date_last", "source", "preferred")
    columns: dict[str, tuple[str, Sequence[object]]] = {
        name: (types[place], [row[place] for row in rows]) for place, name in enumerate(names)
    }
    groups = [group_of(row[0]) for row in rows]
    columns["group"] = ("VARCHAR", groups)
    columns["western"] = ("BOOLEAN", [group == "Western Europe and others" for group in groups])
    return Prepared(columns, tuple(set_aside), len(rows) + len(set_aside))


def _official(root: Path) -> list[_Row]:
    rows = [row for _, row in records(root / SOURCES[2])]
    days = [date.fromisoformat(row["date"]) for row in rows]
    return [(row["iso3"], True, day, day, "official") for row, day in zip(rows, days, strict=True)]


def _listed(root: Path, set_aside: list[SetAside]) -> list[_Row]:
    found: list[_Row] = []
    for line, row in records(root / SOURCES[0]):
        state, days = _state(row["Name"]), known_days(row["Date"])
        if state is None or days is None:
            set_aside.append(SetAside(SOURCES[0], line, "no state or no date in the line"))
        else:
            found.append((state, True, *days, "list"))
    return found


def _refused(root: Path, set_aside: list[SetAside], recognised: set[str]) -> list[_Row]:
    found: list[_Row] = []
    for line, row in records(root / SOURCES[1]):
        state = _state(row["Name"])
        if state is None:
            set_aside.append(SetAside(SOURCES[1], line, "a fragment without a state"))
        elif state in recognised:
            set_aside.append(SetAside(SOURCES[1], line, f"{state} stands in the other list"))
        else:
            found.append((state, False, None, None, "list"))
    return found


def _state(text: str) -> str | None:
    return resolve(_MARKS.sub("", text).strip())


def known_days(text: str) -> tuple[date, date] | None:
    """The first and the last day that a date such as "9 September 2011*[96]" can mean."""
    parts = _MARKS.sub(" ", text).split()
    if len(parts) not in (2, 3) or parts[-2] not in _MONTHS or not parts[-1].isdigit():
        return None
    year, month = int(parts[-1]), _MONTHS.index(parts[-2]) + 1
    if len(parts) == 3:
        exact = date(year, month, int(parts[0]))
        return exact, exact
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])
