"""Votes of states in the UN General Assembly: Voeten's roll calls and twelve later resolutions.

Voeten's data (the R package `unvotes`) hold yes, no and abstain for each state and roll call from
1946 to January 2020; a member without a recorded vote has no row there. Here such a member stands
as absent, by the dates of UN membership, so that abstentions, absences and non-members are three
things; a derived row counts as a row read. Voeten's resolution numbers are brought to the UN's form
(R/64/282 is A/RES/64/282); where several roll calls share a number, or have none, `#` and Voeten's
own number make the item unique. Germany before 1990 is the Federal Republic, Yemen before 1990 the
Arab Republic. What Voeten calls Yugoslavia is Serbia from its admission in 2000, and China's seat
is Taiwan's until 25 October 1971. South Africa stands as absent while it was barred (1974 to 1994).
A few dozen votes lie days before the voter's admission, by dates that are off; they are kept.

The votes of October 2023 to December 2025 on Gaza and Palestine were typed from the UN Digital
Library, where X says that a member did not vote. A/RES/ES-10/21 stands as announced on the day,
120-14-45; later tallies have 121-14-44, Iraq having asked for a correction.

Sources: Voeten, Strezhnev & Bailey, doi:10.7910/DVN/LEJUQZ; UN Digital Library.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from squarely.grounds.countries import members, resolve
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.rda import tables
from squarely.grounds.records import records

NAME = "un-votes"
SOURCES = (
    "unvotes/un_votes.rda",
    "unvotes/un_roll_calls.rda",
    "unvotes/un_roll_call_issues.rda",
    "unga_key_votes/votes.csv",
)

_TOPICS: Mapping[str, str] = {  # column: Voeten's short name
    "palestine": "me",
    "colonialism": "co",
    "human_rights": "hr",
    "disarmament": "di",
    "nuclear": "nu",
    "development": "ec",
}
_FORMER: Mapping[str, str] = {
    "Czechoslovakia": "CSK",
    "Federal Republic of Germany": "DEU",
    "German Democratic Republic": "DDR",
    "Yemen Arab Republic": "YEM",
    "Yemen People's Republic": "YMD",
    "Yugoslavia": "YUG",
}
_LETTERS = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}
PEKING_SEATED = date(1971, 10, 25)
SERBIA_ADMITTED = date(2000, 11, 1)
_FIRST_DAY = date(1970, 1, 1)  # R counts days from here


@dataclass(frozen=True, slots=True)
class RollCall:
    """A roll call: its item, and each state's position."""

    item: str
    resolution: str | None
    number: int | None
    day: date
    session: int | None
    topics: frozenset[str] | None
    source: str
    positions: dict[str, str] = field(default_factory=dict)


def read(root: Path) -> Prepared:
    """One row for each roll call and member of that day."""
    calls, set_aside = _voeten(root)
    for call in calls:
        for member in _seated(call.day):
            call.positions.setdefault(member, "absent")
    calls += _typed(root)
    calls.sort(key=lambda call: (call.day, call.number or 0, call.item))
    columns = _columns(calls)
    return Prepared(columns, set_aside, len(columns["item"][1]) + len(set_aside))


@cache
def _seated(day: date) -> tuple[str, ...]:
    """The members of a day, with the government that held China's seat."""
    china = "CHN" if day >= PEKING_SEATED else "TWN"
    return tuple(china if member == "CHN" else member for member in members(day))


def _voeten(root: Path) -> tuple[list[RollCall], tuple[SetAside, ...]]:
    votes, calls, issues = (_only(root / name) for name in SOURCES[:3])
    topics: dict[int, set[str]] = {}
    for number, topic in zip(issues["rcid"], issues["short_name"], strict=True):
        topics.setdefault(int(number), set()).add(str(topic))
    found = {call.number: call for call in _roll_calls(calls, topics)}
    codes = {name: _code(str(name)) for name in set(votes["country"])}
    set_aside = []
    rows = zip(votes["rcid"], votes["country"], votes["vote"], strict=True)
    for line, (number, country, vote) in enumerate(rows, start=1):
        call, code = found[int(number)], codes[country]
        if code == "YUG" and call.day >= SERBIA_ADMITTED:
            code = "SRB"
        if code is None:
            set_aside.append(SetAside(SOURCES[0], line, f"no ISO 3166 code for {country}"))
        elif call.positions.setdefault(code, vote) is not vote:
            set_aside.append(SetAside(SOURCES[0], line, f"merged into another vote of {code}"))
    return list(found.values()), tuple(set_aside)


def _only(path: Path) -> Mapping[str, Sequence[Any]]:
    return next(iter(tables(path).values()))


def _code(country: str) -> str | None:
    return _FORMER.get(country) or resolve(country.partition("(")[0].strip())


def _roll_calls(
    calls: Mapping[str, Sequence[Any]], topics: Mapping[int, set[str]]
) -> Iterator[RollCall]:
    resolutions = [_resolution(unres) for unres in calls["unres"]]
    times = Counter(resolutions)
    for place, resolution in enumerate(resolutions):
        number = int(calls["rcid"][place])
        unique = resolution is not None and times[resolution] == 1
        yield RollCall(
            item=str(resolution) if unique else f"{resolution or ''}#{number}",
            resolution=resolution,
            number=number,
            day=_FIRST_DAY + timedelta(days=int(calls["date"][place])),
            session=int(calls["session"][place]),
            topics=frozenset(topics.get(number, ())),
            source="voeten",
        )


def _resolution(unres: object) -> str | None:
    text = str(unres or "").strip()
    return f"A/RES/{text[2:]}" if text.startswith("R/") else text or None


def _typed(root: Path) -> list[RollCall]:
    calls: dict[str, RollCall] = {}
    for _, row in records(root / SOURCES[3]):
        item = row["resolution"]
        if item not in calls:
            session = item.split("/")[2]
            calls[item] = RollCall(
                item,
                item,
                None,
                date.fromisoformat(row["date"]),
                int(session) if session.isdigit() else None,
                None,
                "un-digital-library",
            )
        calls[item].positions[row["iso3"]] = _LETTERS[row["vote"]]
    return list(calls.values())


def _columns(calls: Sequence[RollCall]) -> dict[str, tuple[str, Sequence[object]]]:
    columns: dict[str, tuple[str, list[object]]] = {
        "item": ("VARCHAR", _each(calls, [call.item for call in calls])),
        "resolution": ("VARCHAR", _each(calls, [call.resolution for call in calls])),
        "roll_call": ("BIGINT", _each(calls, [call.number for call in calls])),
        "date": ("DATE", _each(calls, [call.day for call in calls])),
        "session": ("BIGINT", _each(calls, [call.session for call in calls])),
        "actor": ("VARCHAR", [actor for call in calls for actor in sorted(call.positions)]),
        "position": (
            "VARCHAR",
            [call.positions[actor] for call in calls for actor in sorted(call.positions)],
        ),
    }
    for topic in _TOPICS:
        columns[topic] = ("BOOLEAN", _each(calls, [_about(call, topic) for call in calls]))
    columns["source"] = ("VARCHAR", _each(calls, [call.source for call in calls]))
    return dict(columns)


def _each(calls: Sequence[RollCall], values: Sequence[object]) -> list[object]:
    """A value of the roll call, once for each state in it."""
    return [
        value for call, value in zip(calls, values, strict=True) for _ in range(len(call.positions))
    ]


def _about(call: RollCall, topic: str) -> bool | None:
    if call.topics is None:
        return True if topic == "palestine" else None
    return _TOPICS[topic] in call.topics
