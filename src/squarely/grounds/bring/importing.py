"""An unknown file looked at: what it holds, what its columns are for, what must be left out.

Nothing is written here. Columns about persons go first, before any value of theirs is looked at
for types; what has two readings becomes a fault that names the flag to settle it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

from squarely.grounds.bring.cells import Reads
from squarely.grounds.bring.dates import last_day
from squarely.grounds.bring.infer import Guess, Told, infer
from squarely.grounds.bring.joined import with_date
from squarely.grounds.bring.noticed import noticed
from squarely.grounds.bring.others import read_raw
from squarely.grounds.bring.people import beyond_doubt, why_personal
from squarely.grounds.bring.raw import Form, Raw, fault
from squarely.grounds.bring.reading import prepared
from squarely.grounds.bring.roles import Role, propose
from squarely.grounds.bring.words import bag
from squarely.grounds.prepared import Prepared
from squarely.model.dataset import Kind
from squarely.model.place import Problem
from squarely.model.request import Every

_FEWEST_PERIODS = 6  # fewer dates may all begin a month by chance
_NEAR, _YEAR = 7, 365  # days
_VALUES = bag("value value_low value_high")
_MEASURES = bag("size size_low size_high value value_low value_high count")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user says of a file; what is not said is inferred.

    `keep` names columns that are not about persons although they look so.
    """

    form: Form = field(default_factory=Form)
    told: Told = field(default_factory=Told)
    roles: Mapping[str, str] = field(default_factory=dict)
    name: str | None = None
    unit: str | None = None
    kind: Kind | None = None
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """A file understood: its columns, their roles, the table they make, what was left out."""

    path: Path
    name: str
    unit: str
    kind: Kind
    form: Form
    guesses: Mapping[str, Guess]
    roles: tuple[Role, ...]
    dropped: Mapping[str, str]
    table: Prepared
    first: date | None
    last: date | None
    resolution: Every
    notes: tuple[str, ...]

    @property
    def by_role(self) -> dict[str, str]:
        """The column of each role."""
        return {one.role: one.column for one in self.roles}


def look(path: Path, asked: Asked) -> Looked | tuple[Problem, ...]:
    """What a file holds, or everything that keeps it from being read."""
    raw = read_raw(path, asked.form)
    if isinstance(raw, Problem):
        return (raw,)
    dropped = _personal(raw, asked.keep)
    columns = {name: cells for name, cells in raw.columns.items() if name not in dropped}
    named = [*asked.roles.values(), *asked.keep]
    faults = [_unknown(name, path, raw, dropped) for name in named if name not in columns]
    if faults or not columns:
        nothing = fault("columns", "no column is left that is not about persons", str(path))
        return tuple(faults) or (nothing,)
    told = _told(asked)
    guesses = with_date(infer(columns, told), columns, told)
    roles = propose(guesses, asked.roles)
    wrong = (*_open(guesses, path), *_unfit(guesses, roles, path))
    if wrong:
        return wrong
    return _looked(path, asked, raw, _Found(guesses, roles, {**raw.left_out, **dropped}))


@dataclass(frozen=True, slots=True)
class _Found:
    guesses: Mapping[str, Guess]
    roles: tuple[Role, ...]
    dropped: Mapping[str, str]


def _personal(raw: Raw, keep: Sequence[str]) -> dict[str, str]:
    found = {name: why_personal(name, cells) for name, cells in raw.columns.items()}
    return {
        name: why
        for name, why in found.items()
        if why and (name not in keep or beyond_doubt(name, raw.columns[name]))
    }


def _unknown(name: str, path: Path, raw: Raw, dropped: Mapping[str, str]) -> Problem:
    if name in dropped:
        return fault("person", f"column {name} is not read: {dropped[name]}", str(path))
    near = difflib.get_close_matches(name, raw.columns, 1, 0.5)
    listed = ", ".join(list(raw.columns)[:12])
    hint = f"did you mean {near[0]}?" if near else f"its columns: {listed}"
    return fault("column", f"{path.name} has no column {name}", str(path), hint)


def _told(asked: Asked) -> Told:
    roles = asked.roles
    sizes = frozenset(column for role, column in roles.items() if role in _MEASURES)
    times = frozenset(roles[role] for role in ("time", "time_end") if role in roles)
    places = frozenset([roles["place"]] if "place" in roles else [])
    return replace(asked.told, sizes=sizes, times=times, places=places)


_ASKS = {
    "order": "--date-order day-first or --date-order month-first",
    "decimal": "--decimal . or --decimal ,",
}


def _open(guesses: Mapping[str, Guess], path: Path) -> tuple[Problem, ...]:
    return tuple(
        fault(f"ambiguous-{guess.open}", f"{name}: {guess.reason}", str(path), _ASKS[guess.open])
        for name, guess in guesses.items()
        if guess.open
    )


def _unfit(guesses: Mapping[str, Guess], roles: Sequence[Role], path: Path) -> tuple[Problem, ...]:
    """Columns told to have a role that their values cannot have."""
    wrong = []
    for role in roles:
        guess = guesses.get(role.column)
        if role.confidence != "told" or guess is None:
            continue
        kind = guess.main.type
        if role.role in ("time", "time_end") and kind not in ("date", "year"):
            wrong.append(_no(role, "dates", guess, path))
        elif role.role in _MEASURES and kind not in ("integer", "number"):
            wrong.append(_no(role, "numbers", guess, path))
    return tuple(wrong)


def _no(role: Role, wanted: str, guess: Guess, path: Path) -> Problem:
    message = f"{role.column} cannot be the {role.role}: it does not hold {wanted}"
    return fault("role", message, str(path), f"it was read as {guess.reason}")


def _looked(path: Path, asked: Asked, raw: Raw, found: _Found) -> Looked:
    guesses, roles = _named_apart(_kept_whole(found.guesses, found.roles), found.roles)
    by_role = {one.role: one.column for one in roles}
    reads = fields(guesses, by_role)
    made = prepared(path.name, raw, reads)
    time = {one.name: one for one in reads}.get(by_role.get("time", ""))
    days = _days(made, time)
    resolution = _resolution(days, time)
    roles, kind = _kind(asked, roles, guesses, (made, resolution))
    first, last = _span(days, resolution)
    told = (note for guess in guesses.values() for note in guess.notes)
    notes = (*raw.notes, *told, *noticed(made, guesses, by_role))
    return Looked(
        path, asked.name or slug(path.stem), asked.unit or unit_of(path.stem), kind, raw.form,
        guesses, roles, found.dropped, made, first, last, resolution, notes,
    )  # fmt: skip


def _kept_whole(guesses: Mapping[str, Guess], roles: Sequence[Role]) -> dict[str, Guess]:
    """Columns without a role stay text where a row would be lost for a date or country in them."""
    used = {one.column for one in roles}
    kept = {}
    for name, guess in guesses.items():
        costly = guess.share < 1 and (
            guess.main.type in ("date", "country") or len(guess.reads) > 1
        )
        kept[name] = as_text(name, guess) if costly and name not in used else guess
    return kept


def as_text(name: str, guess: Guess) -> Guess:
    """A column taken as text after all."""
    kind = "size" if len(guess.reads) > 1 else guess.main.type
    why = f"text: {1 - guess.share:.1%} of its values are no {kind}, and it has no role"
    return replace(guess, reads=(Reads(name, "string", name),), reason=why, notes=())


def fields(guesses: Mapping[str, Guess], by_role: Mapping[str, str]) -> list[Reads]:
    """Every column of the table, in the file's order; a year that dates its row is a day."""
    times = {by_role[role] for role in ("time", "time_end") if role in by_role}
    return [
        replace(one, as_day=one.name in times) for guess in guesses.values() for one in guess.reads
    ]


def _named_apart(
    guesses: Mapping[str, Guess], roles: tuple[Role, ...]
) -> tuple[dict[str, Guess], tuple[Role, ...]]:
    """Columns renamed that are called like a role which another column has."""
    by_role = {one.role: one.column for one in roles}
    clash = {name for name in guesses if by_role.get(name, name) != name}
    fresh = {name: f"{name}_column" for name in clash}
    renamed = {}
    for name, guess in guesses.items():
        reads = tuple(replace(one, name=fresh.get(one.name, one.name)) for one in guess.reads)
        renamed[fresh.get(name, name)] = replace(guess, reads=reads)
    return renamed, tuple(replace(one, column=fresh.get(one.column, one.column)) for one in roles)


def _days(made: Prepared, time: Reads | None) -> set[date]:
    if time is None:
        return set()
    return {cast("date", day) for day in made.columns[time.name][1] if day is not None}


def _resolution(days: set[date], time: Reads | None) -> Every:
    """How long a time a row stands for: days that all begin a month stand for their months."""
    if time is None or time.precision != "day" or len(days) < _FEWEST_PERIODS:
        return time.precision if time else "day"
    if all(day.day == 1 for day in days):
        months = {day.month for day in days}
        return "year" if months == {1} else "quarter" if months <= {1, 4, 7, 10} else "month"
    if all((day + timedelta(days=1)).day == 1 for day in days):
        return "month"
    spaced = len({day.weekday() for day in days}) == 1
    return "week" if spaced and len(days) >= 2 * _FEWEST_PERIODS else "day"


def _span(days: set[date], resolution: Every) -> tuple[date | None, date | None]:
    """What the rows span; a first or last event within a week of a month's end fills the month.

    A record of a year seldom begins with an event on its first day.
    """
    if not days:
        return None, None
    first, last = min(days), last_day(max(days), resolution)
    if resolution == "day" and (last - first).days > _YEAR:
        first = first.replace(day=1) if first.day <= _NEAR else first
        ends = last_day(last.replace(day=1), "month")
        last = ends if (ends - last).days < _NEAR else last
    return first, last


def _kind(
    asked: Asked,
    roles: tuple[Role, ...],
    guesses: Mapping[str, Guess],
    table: tuple[Prepared, Every],
) -> tuple[tuple[Role, ...], Kind]:
    """A table of one figure per place and time is a series; anything else holds events."""
    made, resolution = table
    by_role = {one.role: one.column for one in roles}
    if asked.kind == "events" or (asked.kind is None and "id" in by_role):
        guessed = {*_VALUES, "count"}
        told = [one for one in roles if one.role not in guessed or one.confidence == "told"]
        return tuple(told), "events"
    keys = [by_role[r] for r in ("time", "place", "actor", "target", "type") if r in by_role]
    rows = list(zip(*(made.columns[key][1] for key in keys), strict=True))
    single = "time" in by_role and len(rows) == len(set(rows)) > 1
    if single and not by_role.keys() & {"value", "size", "count"}:
        days = resolution == "day"
        wanted = ("number",) if days else ("number", "integer")
        left = [n for n, g in guesses.items() if g.main.type in wanted and n not in keys]
        if len(left) == 1:
            why = "the only column of numbers, one for each time and place"
        elif not days and len(left) > 1 and len(keys) == 1:
            why = f"the first of {len(left)} columns of numbers, one for each {by_role['time']}"
        if left and (len(left) == 1 or (not days and len(keys) == 1)):
            roles = (*roles, Role("value", left[0], "low", why))
            by_role["value"] = left[0]
    series = single and "value" in by_role and not by_role.keys() & {"size", "count"}
    kind: Kind = asked.kind or ("series" if series else "events")
    if kind == "events":
        roles = tuple(one for one in roles if one.role not in _VALUES or one.confidence == "told")
    return roles, kind


def slug(stem: str) -> str:
    """A file's name as a dataset's.

    >>> slug("Strikes in Rome (2024)")
    'strikes-in-rome-2024'
    """
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "data"


def unit_of(stem: str) -> str:
    """What a row of a file is called, by the file's name.

    >>> unit_of("strikes_12_cities_2024"), unit_of("export(3)")
    ('strikes', 'rows')
    """
    plural = [word for word in re.findall(r"[a-z]{3,}", stem.lower()) if word.endswith("s")]
    return plural[0] if plural else "rows"
