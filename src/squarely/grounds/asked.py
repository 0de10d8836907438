"""A request settled against its table: the actual columns, typed conditions and days it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from squarely.grounds.asking import rows
from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.conditions import no_column, settle
from squarely.grounds.engine import quoted
from squarely.grounds.tables import Table, table
from squarely.grounds.windows import settled
from squarely.model.dataset import Dataset
from squarely.model.request import (
    Condition,
    Count,
    Every,
    MeasureKind,
    Request,
    Unanswerable,
    Window,
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """The columns a measure adds up: low, best, high; `mean` averages them over the rows."""

    low: str
    best: str
    high: str
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request in the table's own terms."""

    request: Request
    where: tuple[Condition, ...]
    first: date
    last: date
    every: Every | None = None
    by: tuple[str, ...] = ()
    sizes: Sizes | None = None
    key: str | None = None
    why: str = ""
    whole: bool = False  # no day is left out, so that rows without a date count as well

    @property
    def timed(self) -> bool:
        """Whether its days are bounded by a time column at all."""
        return self.first != date.min


def find(grounds: Grounds, name: str) -> Stand | Unanswerable:
    """Where the rows of a dataset, `name` or `name@version`, stand."""
    plain, _, version = name.partition("@")
    dataset = grounds.catalog.get(plain)
    if dataset is None:
        import difflib

        near = difflib.get_close_matches(plain, grounds.catalog, 1, 0.5)
        hint = f"; nearest: {near[0]}" if near else ""
        return Unanswerable("unknown-dataset", f"no dataset is called {plain}{hint}")
    if plain not in grounds.stands:
        return Unanswerable("not-here", f"{plain} ({dataset.title}) is known but not here")
    if version and version != dataset.version:
        why = f"{plain} is here in version {dataset.version}, not {version}"
        return Unanswerable("not-here", why)
    return grounds.stands[plain]


def put(grounds: Grounds, request: Request) -> tuple[Table, Asked] | Unanswerable:
    """The table that answers a request, and the request in that table's terms."""
    stand = find(grounds, request.dataset)
    if isinstance(stand, Unanswerable):
        return stand
    found = table(stand)
    asked = put_all(found, [request])[0]
    return asked if isinstance(asked, Unanswerable) else (found, asked)


def put_all(found: Table, requests: Sequence[Request]) -> list[Asked | Unanswerable]:
    """Requests in a table's terms; what many of them share is settled once."""
    where, days = cache(partial(_where, found)), cache(partial(_days, found))
    columns, measured = cache(partial(_columns, found)), cache(partial(_measured, found))
    settled_all: list[Asked | Unanswerable] = []
    for request in requests:
        if isinstance(request, Count):
            of, every = request.measure, request.every
            given, amount = of.where, measured(of.kind, of.name)
        else:
            given, every, amount = request.where, None, (None, None)
        whole = isinstance(request, Count) and every is None and _whole(found, request.during)
        parts = (where(given), days(request.during, every), columns(_by(request)), amount)
        settled_all.append(_asked(request, every, parts, whole))
    return settled_all


_Parts = tuple[
    tuple[Condition, ...] | Unanswerable,
    tuple[date, date, str] | Unanswerable,
    tuple[str, ...] | Unanswerable,
    "tuple[Sizes | None, str | None] | Unanswerable",
]


def _asked(
    request: Request, every: Every | None, parts: _Parts, whole: bool
) -> Asked | Unanswerable:
    where, days, by, measured = parts
    if isinstance(where, Unanswerable):
        return where
    if isinstance(days, Unanswerable):
        return days
    if isinstance(by, Unanswerable):
        return by
    if isinstance(measured, Unanswerable):
        return measured
    first, last, why = days
    sizes, key = measured
    return Asked(request, where, first, last, every, by, sizes, key, why, whole)


def _by(request: Request) -> tuple[str, ...]:
    if isinstance(request, Count):
        return request.by
    sides = (request.left, request.right, request.label)
    return tuple(side for side in sides if side is not None)


def _where(found: Table, given: tuple[Condition, ...]) -> tuple[Condition, ...] | Unanswerable:
    typed = []
    for condition in given:
        column = found.dataset.column(condition.column)
        one = settle(condition, found.dataset, found.types.get(column.name) if column else None)
        if isinstance(one, Unanswerable):
            return one
        typed.append(one)
    return tuple(sorted(set(typed), key=repr))


def time_column(found: Table) -> str | None:
    """The column that dates a row, where it holds dates."""
    column = found.dataset.roles.get("time")
    return column if column and found.types.get(column) == "DATE" else None


def _days(
    found: Table, during: Window, every: Every | None
) -> tuple[date, date, str] | Unanswerable:
    if time_column(found) is None:
        if every or during.first or during.last:
            return Unanswerable("no-such-column", f"{found.dataset.name} has no dates")
        return date.min, date.max, ""
    coverage = found.dataset.coverage
    bounded = coverage.during.first and coverage.during.last
    return settled(during, every, coverage, None if bounded else _seen(found))


def _whole(found: Table, during: Window) -> bool:
    """Whether a window leaves out none of the days that the source covers."""
    held = found.dataset.coverage.during
    begins = during.first is None or (held.first is not None and during.first <= held.first)
    ends = during.last is None or (held.last is not None and during.last >= held.last)
    return begins and ends


_SEEN: dict[str, tuple[date, date] | None] = {}


def _seen(found: Table) -> tuple[date, date] | None:
    """The first and the last day of a table's rows."""
    if found.view not in _SEEN:
        column = quoted(time_column(found) or "")
        sql = f"SELECT min({column}), max({column}) FROM {quoted(found.view)}"
        row = rows(found, sql)[0]
        _SEEN[found.view] = (row[0], row[1]) if row[0] else None
    return _SEEN[found.view]


_UNDATED: dict[str, int] = {}


def undated(found: Table) -> int:
    """How many rows stand in no window that leaves out a day, for want of a date."""
    time = time_column(found)
    if time is None or time in found.full:
        return 0
    if found.view not in _UNDATED:
        sql = f"SELECT count(*) - count({quoted(time)}) FROM {quoted(found.view)}"
        _UNDATED[found.view] = int(rows(found, sql)[0][0])
    return _UNDATED[found.view]


def _columns(found: Table, names: tuple[str, ...]) -> tuple[str, ...] | Unanswerable:
    columns = []
    for name in names:
        column = found.dataset.column(name)
        if column is None or column.name not in found.types:
            return no_column(name, found.dataset)
        columns.append(column.name)
    return tuple(columns)


def _measured(
    found: Table, kind: MeasureKind, name: str
) -> tuple[Sizes | None, str | None] | Unanswerable:
    if kind == "share":
        raise ValueError("a share is asked as two counts")
    if kind == "count":
        return _unit(name, found)
    sizes = _sizes(name, found.dataset)
    if sizes is None:
        return no_column(name, found.dataset)
    for column in (sizes.low, sizes.best, sizes.high):
        kind_there = found.types.get(column, "")
        if not kind_there:
            return no_column(column, found.dataset)
        if kind_there in ("VARCHAR", "DATE", "BOOLEAN"):
            return Unanswerable("no-such-column", f"{column} of {found.dataset.name} is no number")
    return Sizes(sizes.low, sizes.best, sizes.high, kind == "value"), None


def _unit(name: str, found: Table) -> tuple[Sizes | None, str | None] | Unanswerable:
    units = found.dataset.units
    if name and units and name not in units:  # without a name the rows are meant
        known = ", ".join(units)
        why = f"{found.dataset.name} as it is here counts {known}, not {name}"
        return Unanswerable("no-such-column", why)
    key = units.get(name)
    if key is not None and key not in found.types:
        return no_column(key, found.dataset)
    return None, key


def _sizes(name: str, dataset: Dataset) -> Sizes | None:
    """The columns of a size or a value; one figure stands for all three where only it is given."""
    column = dataset.column(name)
    for stem in ("size", "value"):
        three = [dataset.roles.get(role) for role in (f"{stem}_low", stem, f"{stem}_high")]
        if name == stem or (column and three[1] == column.name):
            low, best, high = three
            some = best or low or high
            if some:
                return Sizes(low or some, best or some, high or some)
    return Sizes(column.name, column.name, column.name) if column else None
