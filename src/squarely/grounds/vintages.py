"""Copies of one dataset of different dates: what the later one shows the earlier to have lacked.

A descriptor's `vintage_of` names the dataset that it is an earlier copy of. Rows are matched by id
where both have one and nine ids in ten are still there, else months are matched by their counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.engine import connection, quoted
from squarely.grounds.tables import Table, table
from squarely.model.dataset import Dataset
from squarely.model.request import Condition, Count, Request

if TYPE_CHECKING:
    from squarely.estimators.completeness import Completeness

NEARLY = 28  # a record that reaches this day of a month is held to have the month
PERSIST = 0.9  # of the earlier copy's ids must be in the later one, or ids say nothing

Types = frozenset[str]
ALL: Types = frozenset()  # rows of every type together


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tables of one dataset, and how many months lie between their ends."""

    older: Table
    newer: Table
    gap: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one month and type: those the earlier copy knew, and those the later one has."""

    month: int
    type: str
    known: int
    found: int


def last_whole(day: date) -> int:
    """The number of the last month that a record up to this day has whole, counted from year 0."""
    return day.year * 12 + day.month - 1 - (day.day < NEARLY)


def month_end(month: int) -> date:
    """The last day of a month."""
    return date((month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)


def copies(catalog: Mapping[str, Dataset], name: str) -> tuple[str, ...]:
    """The names of all copies of a dataset that are here, the earliest first."""
    own = catalog.get(name)
    if own is None:
        return ()
    root = own.vintage_of or name
    found = [one for one in catalog.values() if one.here and root in (one.name, one.vintage_of)]
    return tuple(one.name for one in sorted(found, key=lambda one: (one.vintage, one.name)))


def edged(grounds: Grounds, requests: Iterable[Request], others: Iterable[str] = ()) -> Grounds:
    """The grounds with lags learnt from vintages, for the datasets and types that are asked for.

    `others` are datasets that a further reading of the claim asks for, in rows of every type.
    """
    asked: dict[str, set[Types]] = {name: {ALL} for name in others}
    for request in requests:
        name = request.dataset.partition("@")[0]
        asked.setdefault(name, set()).update(_types(grounds.catalog.get(name), request))
    changed = {
        name: dataset
        for name, types in asked.items()
        if (dataset := _learnt_of(grounds, name, types)) is not None
    }
    return replace(grounds, catalog={**grounds.catalog, **changed}) if changed else grounds


def exchanged(grounds: Grounds, name: str, other: str) -> Grounds:
    """The grounds in which `name` means the copy `other`, and the other way round."""
    return _meaning(grounds, {name: other, other: name})


def as_known(grounds: Grounds, day: date | None) -> Grounds:
    """The grounds in which a name means the latest copy that had ended by a day.

    Later copies are not here; where no copy is old enough, and on no day, all stays as it is.
    """
    for root in sorted({one.vintage_of for one in grounds.catalog.values() if one.vintage_of}):
        names = copies(grounds.catalog, root)
        known = [name for name in names if day and _ended(grounds.catalog[name], day)]
        late = set(names) - set(known)
        if known and late:
            grounds = only(grounds, root, known[-1])
    return grounds


def only(grounds: Grounds, root: str, copy: str) -> Grounds:
    """The grounds in which a dataset means one copy of it, and later copies are not here."""
    names = copies(grounds.catalog, root)
    late = set(names[names.index(copy) + 1 :])
    meant = {root: copy} if root != copy else {}
    return _without(_meaning(grounds, meant), late - {root})


def placed(grounds: Grounds, name: str, stand: Stand) -> Grounds:
    """The grounds in which a name means the rows of this stand, and later copies are not here."""
    dataset = replace(stand.described.dataset, name=name, vintage_of="", here=True)
    at = replace(stand, described=replace(stand.described, dataset=dataset))
    late = {
        one.name
        for one in grounds.catalog.values()
        if one.vintage_of == name and one.vintage > dataset.vintage
    }
    shown = {
        "catalog": {**grounds.catalog, name: dataset},
        "known": {**grounds.known, name: dataset},
        "stands": {**grounds.stands, name: at},
    }
    return _without(replace(grounds, **shown), late)  # type: ignore[arg-type]


def _ended(dataset: Dataset, day: date) -> bool:
    last = dataset.coverage.during.last
    return last is not None and last <= day


def _meaning(grounds: Grounds, copy_of: Mapping[str, str]) -> Grounds:
    """The grounds in which each of these names means the rows of another."""
    catalog, stands = dict(grounds.catalog), dict(grounds.stands)
    for here, there in copy_of.items():
        root = grounds.catalog[here].vintage_of
        stand = grounds.stands[there]
        told = replace(stand.described.dataset, name=here, vintage_of=root)
        catalog[here] = replace(grounds.catalog[there], name=here, vintage_of=root)
        stands[here] = replace(stand, described=replace(stand.described, dataset=told))
    return replace(grounds, catalog=catalog, stands=stands)


def _without(grounds: Grounds, names: set[str]) -> Grounds:
    gone = {name: replace(grounds.catalog[name], here=False) for name in names}
    stands = {name: stand for name, stand in grounds.stands.items() if name not in names}
    return replace(grounds, catalog={**grounds.catalog, **gone}, stands=stands)


def learnt(grounds: Grounds, name: str, types: Types = ALL) -> Completeness | None:
    """How complete the last months are, from the two latest copies that are here."""
    found = pair(grounds, name)
    if found is None:
        return None
    import numpy as np

    from squarely.estimators import completeness

    first, last = _span(found.older)
    known, there = np.zeros(last - first + 1), np.zeros(last - first + 1)
    for one in tallies(found):
        if first <= one.month <= last and (not types or one.type in types):
            known[last - one.month] += one.known
            there[last - one.month] += one.found
    return completeness.learnt(known, there, found.gap)


def pair(grounds: Grounds, name: str) -> Pair | None:
    """The two latest copies of a dataset; None where two are not here, or their dates are not."""
    names = copies(grounds.catalog, name)
    if len(names) < 2:
        return None
    older, newer = (table(grounds.stands[one]) for one in names[-2:])
    ends = [one.dataset.coverage.during for one in (older, newer)]
    if not (_dated(older) and _dated(newer)) or any(
        end.first is None or end.last is None for end in ends
    ):
        return None
    gap = _span(newer)[1] - _span(older)[1]
    return Pair(older, newer, gap) if gap > 0 else None


def _dated(one: Table) -> bool:
    return one.types.get(one.dataset.roles.get("time", "")) == "DATE"


_TALLIES: dict[tuple[str, str], tuple[Tally, ...]] = {}


def tallies(found: Pair) -> tuple[Tally, ...]:
    """Rows known and found, by month and type."""
    key = (found.older.view, found.newer.view)
    if key not in _TALLIES:
        sql = _by_id(found) if ids_persist(found) else _by_count(found)
        rows = connection().execute(sql).fetchall()
        _TALLIES[key] = tuple(
            Tally(day.year * 12 + day.month - 1, str(kind or ""), int(known), int(there))
            for day, kind, known, there in rows
            if day is not None
        )
    return _TALLIES[key]


def _learnt_of(grounds: Grounds, name: str, types: set[Types]) -> Dataset | None:
    """The dataset with the longest lag among what is asked for; None where none is learnt."""
    dataset = grounds.catalog.get(name)
    found = pair(grounds, name) if dataset and dataset.kind == "events" else None
    if dataset is None or found is None:
        return None
    lags = []
    for group in types:
        shown = learnt(grounds, name, group)
        of, shown = (group, shown) if shown else (ALL, learnt(grounds, name))
        if shown is None:
            return None
        lags.append((shown.lag, ", ".join(sorted(of))))
    lag, of_types = max(lags)
    rows = f" for {of_types}" if of_types else ""
    why = f"95% complete after {_months(lag)}{rows}, learnt from two vintages, {_dates(found)}"
    return replace(dataset, lag=lag, lag_learnt=why)


def _months(lag: int) -> str:
    return "1 month" if lag == 1 else f"{lag} months"


def _dates(found: Pair) -> str:
    return f"{found.older.dataset.vintage} and {found.newer.dataset.vintage}"


def _types(dataset: Dataset | None, request: Request) -> Iterable[Types]:
    """The types that a request is about; one set for each where it tells them apart."""
    column = dataset.column("type") if dataset else None
    if dataset is None or column is None:
        return [ALL]
    given = request.measure.where if isinstance(request, Count) else request.where
    named = [one for one in given if _names(one) and dataset.column(one.column) == column]
    types = [str(value) for one in named for value in one.values]
    by = request.by if isinstance(request, Count) else ()
    if any(dataset.column(one) == column for one in by):
        return [frozenset({one}) for one in types or column.categories or ()] or [ALL]
    return [frozenset(types)]


def _names(condition: Condition) -> bool:
    return condition.kind == "in" and not condition.negated


def _span(found: Table) -> tuple[int, int]:
    """The first month and the last whole one of what a copy covers."""
    during = found.dataset.coverage.during
    assert during.first is not None
    assert during.last is not None
    return during.first.year * 12 + during.first.month - 1, last_whole(during.last)


def ids_persist(found: Pair) -> bool:
    """Whether rows of the two copies can be matched by id."""
    older, newer = found.older, found.newer
    ids = [one.dataset.roles.get("id", "") for one in (older, newer)]
    counts = any("count" in one.dataset.roles for one in (older, newer))
    if counts or any(name not in one.types for name, one in zip(ids, (older, newer), strict=True)):
        return False
    own, other = quoted(ids[0]), quoted(ids[1])
    sql = (
        f"SELECT count(*), count(*) FILTER (o.{own}::VARCHAR IN "
        f"(SELECT {other}::VARCHAR FROM {quoted(newer.view)})) FROM {quoted(older.view)} o"
    )
    row = connection().execute(sql).fetchone()
    return bool(row and row[0] and row[1] >= PERSIST * row[0])


def _by_id(found: Pair) -> str:
    own, other = (quoted(one.dataset.roles["id"]) for one in (found.newer, found.older))
    return (
        f"SELECT date_trunc('month', n.{_role(found.newer, 'time')})::DATE AS month, "
        f"{_type(found.newer, 'n.')} AS type, count(o.id), count(*) "
        f"FROM {quoted(found.newer.view)} n LEFT JOIN (SELECT DISTINCT {other}::VARCHAR AS id "
        f"FROM {quoted(found.older.view)}) o ON n.{own}::VARCHAR = o.id GROUP BY 1, 2 ORDER BY 1, 2"
    )


def _by_count(found: Pair) -> str:
    return (
        "SELECT coalesce(n.month, o.month) AS month, coalesce(n.type, o.type) AS type, "
        "coalesce(o.rows, 0), coalesce(n.rows, 0) "
        f"FROM ({_monthly(found.newer)}) n FULL JOIN ({_monthly(found.older)}) o "
        "ON n.month = o.month AND n.type IS NOT DISTINCT FROM o.type ORDER BY 1, 2"
    )


def _monthly(one: Table) -> str:
    count = one.dataset.roles.get("count")
    rows = f"sum({quoted(count)})::BIGINT" if count else "count(*)"
    return (
        f"SELECT date_trunc('month', {_role(one, 'time')})::DATE AS month, {_type(one)} AS type, "
        f"{rows} AS rows FROM {quoted(one.view)} GROUP BY 1, 2"
    )


def _role(one: Table, role: str) -> str:
    return quoted(one.dataset.roles[role])


def _type(one: Table, prefix: str = "") -> str:
    named = "type" in one.dataset.roles
    return f"{prefix}{_role(one, 'type')}::VARCHAR" if named else "NULL::VARCHAR"
