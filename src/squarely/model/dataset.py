"""What is known of a dataset without opening it: a Frictionless data resource with roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from squarely.model.request import Condition, Every, Window

Kind = Literal["events", "acts", "series", "flows", "polls", "chronology"]
ColumnType = Literal["string", "integer", "number", "boolean", "date", "year", "country", "region"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, unit, what it means, and its categories where they are few."""

    name: str
    type: ColumnType
    unit: str = ""
    meaning: str = ""
    categories: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One defensible choice on an axis.

    What it changes: rows (`where` replaces conditions on the same columns), the dataset, or a key
    of the warrant (`keys`, such as {"every": "quarter"} or {"trim": "0-10"}).
    """

    label: str
    where: tuple[Condition, ...] = ()
    dataset: str | None = None
    keys: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Axis:
    """Choices of which several are defensible; the first option is the main one.

    `argument` says why each is defensible. On a `unanimous` axis every option must agree before
    a verdict leaves "undetermined". `of` is the dataset the axis belongs to, None for a warrant's.
    """

    name: str
    options: tuple[Option, ...]
    argument: str = ""
    unanimous: bool = False
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a source claims to hold, so that silence can be told from absence."""

    during: Window = field(default_factory=Window)
    places: tuple[str, ...] = ()  # ISO 3166 alpha-3, empty: the whole world
    population: str = ""
    thresholds: str = ""
    resolution: Every = "day"
    complete: bool = False  # a register or census: what is absent did not happen


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as its descriptor states it; `here` tells whether its rows can be read.

    `roles` maps a role (time, time_end, place, region, latitude, longitude, actor, target, item,
    position, type, size_low, size, size_high, value_low, value, value_high, source, id, count) to a
    column.
    `units` maps the name of a countable unit to None (a row) or to the key column whose distinct
    values count.
    `reported` is False for roll calls and statutory registers, to which reporting bias does not
    apply. `lag` is the number of trailing months held to be incomplete, `lag_learnt` from which
    copies it was learnt. `vintage_of` names the dataset that this one is an earlier copy of.
    """

    name: str
    title: str
    version: str
    kind: Kind
    family: str
    here: bool
    licence: str
    redistributable: bool
    citation: str
    columns: tuple[Column, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str | None] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    lag: int = 0
    lag_learnt: str = ""
    reported: bool = True
    hand_typed: bool = False
    shipped: bool = False
    traps: tuple[str, ...] = ()
    choices: tuple[Axis, ...] = ()
    sha256: str = ""
    source: str = ""
    vintage: str = ""
    vintage_of: str = ""
    settles: tuple[str, ...] = ()
    integrates: tuple[str, ...] = ()  # the datasets that are told as one in it

    def column(self, name: str) -> Column | None:
        """The column that a role or a column name means."""
        wanted = self.roles.get(name, name)
        return next((column for column in self.columns if column.name == wanted), None)
