"""Datasets of an argument told as one: three tables, by how surely reports must belong together.

The main table joins pairs from the medium threshold on; beside it stand a strict and a loose one,
as other tables of the same dataset: the axis `matching` of every claim that names it. A row is an
event. Its day is the first that a report of it gives, its last day the last; its place is that of
the report with the first day; a category stands where all its reports agree on it; sizes run from
the lowest to the highest told. Days that one of the datasets does not cover are outside of what the
integrated dataset covers, so that a source which begins later does not make a rise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from squarely.argument.integrated import PARTS
from squarely.grounds.cache import kept
from squarely.grounds.catalog import Grounds, Stand, adapter
from squarely.grounds.descriptor import Described
from squarely.grounds.lineage import code_of
from squarely.grounds.prepared import Prepared
from squarely.grounds.reported import Reported
from squarely.grounds.tables import table
from squarely.matching import best
from squarely.matching.events import Rule, faults_of
from squarely.model.argument import Argument
from squarely.model.dataset import Axis, Column, Coverage, Dataset, Option
from squarely.model.matching import Integrated
from squarely.model.place import Place, Problem
from squarely.model.request import Window
from squarely.study.gathering import Gathered, gather

EPOCH = date(1970, 1, 1)
_NAMELESS = Dataset("", "", "", "events", "", True, "", False, "")  # of faulty members
# what decides, beside this file, which reports are one event and what is written of it
_DECIDE = ("squarely.matching", "squarely.study.gathering", "squarely.grounds.reported")
WHY = (
    "Whether two reports tell one event is a matter of probability; the strict reading joins pairs "
    "from 0.9 on, the medium from 0.3, the loose from 0.1."
)


def with_described(argument: Argument, catalog: Mapping[str, Dataset]) -> Mapping[str, Dataset]:
    """The catalog with the integrated datasets of an argument in it.

    One of which a member is not known stands by its name alone: what is wrong with it is told where
    it is declared, not again wherever a claim names it.
    """
    more: dict[str, Dataset] = {}
    for one in argument.integrated:
        members = [catalog[name] for name in one.of if name in catalog]
        if len(members) == len(one.of) > 1:
            more |= {table.name: table for table in _described(one, members)}
        else:
            more |= {name: replace(_NAMELESS, name=name) for name in _names(one)}
    return {**catalog, **more} if more else catalog


class Faults(Exception):
    """Datasets that cannot be told as one, and everything that keeps them from it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


def integrated(argument: Argument, grounds: Grounds) -> Grounds:
    """The grounds with the integrated datasets of an argument as tables; kept by content.

    Where the rows cannot be told as one (those of an earlier day may not), no table is here.
    """
    catalog, stands = dict(grounds.catalog), dict(grounds.stands)
    for one in argument.integrated:
        if not all(name in grounds.stands for name in one.of):
            continue
        try:
            tables = _tables(one, grounds)
        except Faults:
            members = [grounds.catalog[name] for name in one.of]
            catalog |= {each.name: replace(each, here=False) for each in _described(one, members)}
            continue
        catalog |= {dataset.name: dataset for dataset, _ in tables}
        stands |= {dataset.name: stand for dataset, stand in tables}
    return replace(grounds, catalog=catalog, stands=stands) if argument.integrated else grounds


def faults(argument: Argument, grounds: Grounds) -> tuple[Problem, ...]:
    """What only the rows can tell: categories that a taxonomy lacks, places of two kinds.

    The tables are built to know it, and kept: rows of one content are read for one check only.
    """
    found: list[Problem] = []
    for one in argument.integrated:
        if all(name in grounds.stands for name in one.of):
            try:
                _tables(one, grounds)
            except Faults as faulty:
                found += faulty.problems
    return tuple(found)


def _tables(one: Integrated, grounds: Grounds) -> list[tuple[Dataset, Stand]]:
    """The three tables of an integrated dataset; raises Faults where there can be none."""
    described = _described(one, [grounds.catalog[name] for name in one.of])
    build = _builder(one, grounds)
    return [
        (dataset, _stand(one, grounds, dataset, threshold, build))
        for dataset, threshold in zip(described, _thresholds(), strict=True)
    ]


def _thresholds() -> tuple[float, ...]:
    return tuple(best.THRESHOLDS[name] for name in ("medium", *PARTS))


def _names(one: Integrated) -> tuple[str, ...]:
    return (one.name, *(f"{one.name}-{part}" for part in PARTS))


def _described(one: Integrated, members: Sequence[Dataset]) -> tuple[Dataset, ...]:
    """The three datasets that claims may name; the first has the axis."""
    names = _names(one)
    options = (Option("medium"), *(Option(part, dataset=f"{one.name}-{part}") for part in PARTS))
    columns = _columns(one, members)
    plain = Dataset(
        name=one.name,
        title=" and ".join(member.title for member in members) + ", told as one",
        version="+".join(member.version for member in members),
        kind="events",
        family="+".join(sorted({member.family for member in members})),
        here=all(member.here for member in members),
        licence="; ".join(dict.fromkeys(member.licence for member in members)),
        redistributable=all(member.redistributable for member in members),
        citation="; ".join(dict.fromkeys(member.citation for member in members)),
        columns=columns,
        roles=_roles(columns),
        units={"events": None},
        coverage=_coverage(members),
        lag=max(member.lag for member in members),
        reported=any(member.reported for member in members),
        traps=_traps(one, members),
        vintage=max(member.vintage for member in members),
        integrates=one.of,
    )
    axis = Axis("matching", options, WHY, False, one.name)
    return tuple(
        replace(plain, name=name, choices=(axis,) if name == one.name else ()) for name in names
    )


def _columns(one: Integrated, members: Sequence[Dataset]) -> tuple[Column, ...]:
    found = [
        Column("first", "date", "", "the first day that a report gives"),
        Column("last", "date", "", "the last day that a report gives"),
        Column("latitude", "number", "degrees", ""),
        Column("longitude", "number", "degrees", ""),
        Column("told_by", "string", "", "the datasets that tell the event"),
        Column("reports", "integer", "", "how many reports tell it"),
        Column("sure", "number", "", "the weakest probability that holds it together"),
    ]
    kinds = {column.type for m in members if (column := m.column("place"))}
    if all("place" in member.roles for member in members):
        found.insert(2, Column("place", "country" if kinds == {"country"} else "string"))
    for taxonomy in one.taxonomies:
        for level in range(taxonomy.depth, 0, -1):
            names = sorted({levels[level - 1] for levels in taxonomy.levels.values()})
            found.append(Column(f"{taxonomy.name}_level{level}", "string", "", "", tuple(names)))
    if any("size" in member.roles for member in members):
        units = {column.unit for m in members if (column := m.column("size"))}
        unit = units.pop() if len(units) == 1 else ""
        found += [Column(name, "number", unit) for name in ("size_low", "size", "size_high")]
    return tuple(found)


def _roles(columns: Sequence[Column]) -> dict[str, str]:
    names = [column.name for column in columns]
    roles = {"time": "first", "time_end": "last"}
    same = ("place", "latitude", "longitude", "size_low", "size", "size_high")
    roles |= {name: name for name in same if name in names}
    kinds = [name for name in names if "_level" in name]
    return {**roles, "type": kinds[0]} if kinds else roles


def _coverage(members: Sequence[Dataset]) -> Coverage:
    """The days that all of them cover."""
    during = Window()
    for member in members:
        during = during.within(member.coverage.during)
    places = {member.coverage.places for member in members}
    return Coverage(
        during,
        places.pop() if len(places) == 1 else (),
        "; ".join(dict.fromkeys(m.coverage.population for m in members if m.coverage.population)),
    )


def _traps(one: Integrated, members: Sequence[Dataset]) -> tuple[str, ...]:
    names = ", ".join(one.of)
    own = (
        f"integrated from {names}: reports within {one.windows.km:g} km and "
        f"{one.windows.days} days that are probably one event are counted once; a dataset is held "
        "to tell an event once",
        "covers only the days that all its datasets cover",
    )
    return (*own, *(trap for member in members for trap in member.traps))


@dataclass(frozen=True, slots=True)
class _Built:
    """The reports and their pairs, matched once for all thresholds."""

    gathered: Gathered
    scored: best.Scored


def _builder(one: Integrated, grounds: Grounds) -> Callable[[], _Built]:
    @cache
    def build() -> _Built:
        at = one.place or Place("", 1, 1)
        gathered = gather(grounds, one.of, one.taxonomies, at)
        if not isinstance(gathered, Gathered):
            raise Faults(gathered)
        if wrong := faults_of(gathered.events, _rule(one)):
            raise Faults([Problem("match-rule", "error", f"{each}.", at) for each in wrong])
        return _Built(gathered, best.scored(gathered.events, _rule(one)))

    return build


def _rule(one: Integrated) -> Rule:
    weights = tuple(taxonomy.weight for taxonomy in one.taxonomies)
    plain = all(weight == 1 for weight in weights)
    return Rule(one.windows.km, one.windows.days, () if plain else weights, None,
                one.windows.partial)  # fmt: skip


def _stand(
    one: Integrated,
    grounds: Grounds,
    dataset: Dataset,
    threshold: float,
    build: Callable[[], _Built],
) -> Stand:
    members = [grounds.stands[name] for name in one.of]
    contents = [table(replace(member, spark="")).content for member in members]
    rule = (one.of, one.windows, threshold, one.taxonomies)
    roles = [sorted(grounds.catalog[name].roles.items()) for name in one.of]
    code = code_of(Path(__file__), *_DECIDE)
    told = repr((code, contents, rule, dataset.columns, roles))
    salt = hashlib.sha256(told.encode()).hexdigest()
    sources = [source for stand in members for source in _sources(stand)]
    found = kept(dataset.name, sources, salt, lambda: _table(build(), dataset, threshold))
    return Stand("user", Described(dataset, found.path.name), found.path, spark=members[0].spark)


def _sources(stand: Stand) -> list[Path]:
    if stand.kind == "adapter":
        return [stand.path / source for source in adapter(stand.module).SOURCES]
    return [stand.path]


def _table(built: _Built, dataset: Dataset, threshold: float) -> Prepared:
    """The events as rows, by day; an event that stands for several stands as often."""
    joined = best.join(built.scored, threshold)
    events, rows = built.gathered.events, built.gathered.rows
    size = joined.counts.size
    rank = np.argsort(np.argsort(events.names))  # a dataset's place by its name, not as given
    order = np.lexsort((built.scored.canonical.of, rank[events.source], events.first, joined.event))
    head = order[np.flatnonzero(np.diff(joined.event[order], prepend=-1))]
    again = np.repeat(np.arange(size), joined.counts)
    days = {
        "first": np.full(size, np.iinfo(np.int64).max),
        "last": np.full(size, np.iinfo(np.int64).min),
    }
    np.minimum.at(days["first"], joined.event, events.first)
    np.maximum.at(days["last"], joined.event, events.last)
    values: dict[str, Sequence[object]] = {
        name: [EPOCH + timedelta(days=int(day)) for day in held[again]]
        for name, held in days.items()
    }
    at = [(rows[events.source[one]], int(events.row[one])) for one in head[again].tolist()]
    values["latitude"] = [float(row.latitude[n]) for row, n in at]
    values["longitude"] = [float(row.longitude[n]) for row, n in at]
    values["place"] = [row.place[n] for row, n in at]
    values["reports"] = np.bincount(joined.event)[again].tolist()
    sure = np.ones(size)
    sure[joined.event] = joined.sure
    values["sure"] = np.round(sure[again], 6).tolist()
    values["told_by"] = _tellers(joined, built, again)
    values |= _categories(joined, built, again)
    values |= _sizes(joined, rows, again)
    kinds = {"date": "DATE", "number": "DOUBLE", "integer": "BIGINT"}
    columns = {c.name: (kinds.get(c.type, "VARCHAR"), values[c.name]) for c in dataset.columns}
    return Prepared(columns, (), events.size)


def _tellers(joined: best.Joined, built: _Built, again: np.ndarray) -> list[object]:
    events = built.gathered.events
    held = np.zeros((joined.counts.size, len(events.names)), bool)
    held[joined.event, events.source] = True
    said = {
        mark: " + ".join(sorted(n for n, there in zip(events.names, mark, strict=True) if there))
        for mark in set(map(tuple, held.tolist()))
    }
    return [said[tuple(held[one].tolist())] for one in again.tolist()]


def _categories(
    joined: best.Joined, built: _Built, again: np.ndarray
) -> dict[str, Sequence[object]]:
    """A level's name where all reports of an event that tell one agree on it."""
    found: dict[str, Sequence[object]] = {}
    gathered = built.gathered
    for taxonomy, codes in zip(gathered.taxonomies, gathered.events.levels, strict=True):
        for level in range(taxonomy.depth):
            names = sorted({levels[level] for levels in taxonomy.levels.values()})
            low, high = np.full(joined.counts.size, len(names)), np.full(joined.counts.size, -1)
            told = codes[:, level] >= 0
            np.minimum.at(low, joined.event[told], codes[told, level])
            np.maximum.at(high, joined.event[told], codes[told, level])
            found[f"{taxonomy.name}_level{level + 1}"] = [
                names[high[one]] if low[one] == high[one] else None for one in again.tolist()
            ]
    return found


def _sizes(
    joined: best.Joined, rows: Sequence[Reported], again: np.ndarray
) -> dict[str, Sequence[object]]:
    """The lowest and the highest size told, and the mean of the best figures."""
    best_of = np.concatenate([_amount(one, ("size", "size_low", "size_high")) for one in rows])
    lows = np.concatenate([_amount(one, ("size_low", "size")) for one in rows])
    highs = np.concatenate([_amount(one, ("size_high", "size")) for one in rows])
    size = joined.counts.size
    low, high = np.full(size, np.inf), np.full(size, -np.inf)
    np.fmin.at(low, joined.event, lows)
    np.fmax.at(high, joined.event, highs)
    told = ~np.isnan(best_of)
    count = np.bincount(joined.event[told], minlength=size)
    total = np.bincount(joined.event[told], best_of[told], size)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(count > 0, total / count, np.nan)
    held = {"size_low": low, "size": mean, "size_high": high}
    return {
        name: [float(one) if np.isfinite(one) else None for one in values[again]]
        for name, values in held.items()
    }


def _amount(one: Reported, roles: Sequence[str]) -> np.ndarray:
    """The first of some sizes that a row has; NaN where it has none."""
    found = np.full(one.first.size, np.nan)
    for role in roles:
        if role in one.sizes:
            found = np.where(np.isnan(found), one.sizes[role], found)
    return found
