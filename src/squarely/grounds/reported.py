"""A dataset's rows as matching needs them: days, place, categories, sizes, keys; as plain arrays.

A place is a pair of degrees where the dataset has both roles. Where it has only names of places,
each name stands for a point of its own, far from all others: reports then meet in the same place
or not at all. Rows without a day or a place are left out and counted. They are read by the engine
of this machine, whichever engine a check asks: their order is that of the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from squarely.grounds.asked import find
from squarely.grounds.asking import arrays, frame
from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.engine import lean
from squarely.grounds.tables import Table, table
from squarely.model.dataset import Dataset
from squarely.model.place import Problem
from squarely.model.request import Unanswerable

Texts = Sequence[str | None]
Floats = NDArray[np.float64]
WANTED = ("time", "time_end", "latitude", "longitude", "place", "id")
AMOUNTS = ("size_low", "size", "size_high")


@dataclass(frozen=True, slots=True)
class Reported:
    """The rows of a dataset that can be matched, in the order of its table.

    `row` (n,) counts from 0 in the table; days count from 1970; `place` and `key` are empty where
    the dataset has neither; `named` tells that degrees stand for names of places. `columns` holds
    what was asked for beside. Sizes are NaN where a row has none.
    """

    dataset: Dataset
    row: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    latitude: Floats
    longitude: Floats
    named: bool
    place: Texts
    key: Texts
    columns: Mapping[str, Texts]
    sizes: Mapping[str, Floats]
    left_out: Mapping[str, int]


def reported(grounds: Grounds, name: str, columns: Sequence[str] = ()) -> Reported | Unanswerable:
    """The rows of a dataset; `columns` are roles or columns whose texts are wanted too."""
    stand = find(grounds, name)
    if isinstance(stand, Unanswerable):
        return stand
    why = unfit(stand.described.dataset)
    if why:
        return Unanswerable("no-such-column", f"{name} {why}")
    with lean():
        return _read(table(replace(stand, spark="")), columns)


def unfit(dataset: Dataset) -> str:
    """Why a dataset's rows cannot be matched; empty where they can."""
    roles = dataset.roles
    if "time" not in roles:
        return "has no column with the role time"
    if not {"latitude", "longitude"} <= roles.keys() and "place" not in roles:
        return "has no columns with the roles latitude and longitude, nor one with the role place"
    if dataset.coverage.resolution != "day":
        return f"dates its rows by {dataset.coverage.resolution}, too coarse to compare days"
    if "count" in roles:
        return "holds sums: a row stands for several events"
    return ""


def read_file(path: Path, name: str, roles: Mapping[str, str]) -> Stand | tuple[Problem, ...]:
    """A file that no package describes, understood as `squarely data add` would; or its faults.

    A publisher's own format is known where no roles are told: a table is then of that format.
    """
    import json

    from squarely.grounds.bring.describe import resource
    from squarely.grounds.bring.importing import Asked, look
    from squarely.grounds.bring.published import published
    from squarely.grounds.descriptor import parse
    from squarely.grounds.formats import recognise

    if not roles and (found := recognise(path)):
        described = published(found)
        named = replace(described, dataset=replace(described.dataset, name=name))
        return Stand("format", named, path, found.module)
    looked = look(path, Asked(name=name, kind="events", roles=roles))
    if isinstance(looked, tuple):
        return looked
    text = json.dumps({"name": name, "resources": [resource(looked)]})
    parsed, faults = parse(text, str(path))
    return faults or Stand("user", parsed[0], path)


def _read(found: Table, columns: Sequence[str]) -> Reported:
    dataset = found.dataset
    roles = {role: name for role, name in dataset.roles.items() if name in found.types}
    wanted = {name: roles.get(name, name) for name in columns}
    named = not {"latitude", "longitude"} <= roles.keys()
    names = {roles[role] for role in (*WANTED, *AMOUNTS) if role in roles}
    names |= {column for column in wanted.values() if column in found.types}
    cells = _cells(found, sorted(names))
    first = _days(cells[roles["time"]])
    last = _days(cells[roles["time_end"]]) if "time_end" in roles else first
    last = np.where(np.isnan(last) | (last < first), first, last)
    place = _texts(cells, roles.get("place"), first.size)
    north, east = (
        _points(place)
        if named
        else tuple(_numbers(cells[roles[r]]) for r in ("latitude", "longitude"))
    )
    dated, placed = ~np.isnan(first), ~(np.isnan(north) | np.isnan(east))
    placed &= (np.abs(np.nan_to_num(north)) <= 90) & (np.abs(np.nan_to_num(east)) <= 360)
    kept = np.flatnonzero(dated & placed)
    left_out = {"no day": int((~dated).sum()), "no place": int((dated & ~placed).sum())}
    return Reported(
        dataset, kept, first[kept].astype(np.int64), last[kept].astype(np.int64),
        north[kept], east[kept], named, _some(place, kept),
        _some(_texts(cells, roles.get("id"), first.size), kept),
        {n: _some(_texts(cells, c, first.size), kept) for n, c in wanted.items()},
        {r: _numbers(cells[roles[r]])[kept] for r in AMOUNTS if r in roles},
        {why: count for why, count in left_out.items() if count},
    )  # fmt: skip


def _cells(found: Table, names: Sequence[str]) -> Mapping[str, NDArray[Any]]:
    import narwhals as nw

    asked = nw.from_native(frame(found)).select(*names)
    return arrays(found, nw.to_native(asked))[0]


def _days(cells: NDArray[Any]) -> Floats:
    """Days from 1970, NaN where empty."""
    given = np.ma.getdata(cells)
    days = np.asarray(given).astype("datetime64[D]")
    found = days.astype(np.int64).astype(float)
    found[np.isnat(days) | np.ma.getmaskarray(cells)] = np.nan
    return found


def _numbers(cells: NDArray[Any]) -> Floats:
    found = np.array(np.ma.getdata(cells), float)
    found[np.ma.getmaskarray(cells)] = np.nan
    return found


def _texts(cells: Mapping[str, NDArray[Any]], column: str | None, size: int) -> list[str | None]:
    if column is None or column not in cells:
        return [None] * size
    values = np.ma.getdata(cells[column]).tolist()
    empty = np.ma.getmaskarray(cells[column]).tolist()
    return [None if gone or value is None or value == "" else str(value)
            for value, gone in zip(values, empty, strict=True)]  # fmt: skip


def _some(texts: Sequence[str | None], rows: NDArray[np.int64]) -> list[str | None]:
    return [texts[row] for row in rows.tolist()]


def _points(places: Sequence[str | None]) -> tuple[Floats, Floats]:
    """A point for each name, the same in every run: even over the globe by a hash of the name."""
    known: dict[str | None, tuple[float, float]] = {None: (np.nan, np.nan)}
    for name in {*places} - {None}:
        mark = hashlib.sha256(str(name).strip().casefold().encode()).digest()
        up = int.from_bytes(mark[:8]) / 2**64 * 2 - 1
        known[name] = (
            float(np.degrees(np.arcsin(up))),
            int.from_bytes(mark[8:16]) / 2**64 * 360 - 180,
        )
    found = np.array([known[name] for name in places], float).reshape(-1, 2)
    return found[:, 0], found[:, 1]
