"""A publisher's files kept as a table, and what of time and place these very files cover.

A file that a user got is seldom all that the publisher has: an export has the days and countries
that were asked for. So what is covered is taken from its rows, and a place or a day without a row
is not taken for one without an event.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from squarely.grounds.cache import Kept, kept, kept_by
from squarely.grounds.descriptor import Described
from squarely.grounds.engine import connection, literal, quoted
from squarely.grounds.formats import module, sources
from squarely.grounds.lineage import code_of
from squarely.model.dataset import Coverage, Dataset
from squarely.model.request import Window


def kept_format(path: Path, name: str) -> Kept:
    """The prepared table of the files of a format: a file, or all of a folder's."""
    one = module(name)
    files = sources(path, name)
    beside = one.companions(files[0].parent) if files and hasattr(one, "companions") else ()
    given = [*files, *beside]
    code = code_of(Path(str(one.__file__)))
    if hasattr(one, "write"):
        return kept_by(one.NAME, given, code, lambda target: one.write(files, target))
    return kept(one.NAME, given, code, lambda: one.read(files))


def narrowed(described: Described, path: Path, name: str) -> Described:
    """The catalog's description of a dataset as these files have it: columns, days, places."""
    one = module(name)
    dataset = described.dataset
    columns = tuple(column for column in dataset.columns if column.name in one.TYPES)
    roles = {role: column for role, column in dataset.roles.items() if column in one.TYPES}
    found = replace(dataset, columns=columns, roles=roles)
    held = covered(found, path, name)
    last = held.during.last.isoformat() if held.during.last else ""
    told = replace(found, coverage=held, version=f"files to {last or 'no day'}", vintage=last)
    return replace(described, dataset=told)


def covered(dataset: Dataset, path: Path, name: str) -> Coverage:
    """The days from the first row to the last, and the countries that rows are of."""
    one = module(name)
    scan = f"read_parquet({literal(str(kept_format(path, name).path))})"
    days = quoted(one.COVERED)
    row = connection().execute(f"SELECT min({days}), max({days}) FROM {scan}").fetchone()
    first, last = row or (None, None)
    place = dataset.roles.get("place")
    places: tuple[str, ...] = ()
    if place and not dataset.coverage.places:
        sql = f"SELECT DISTINCT {quoted(place)} FROM {scan} WHERE {quoted(place)} IS NOT NULL"
        places = tuple(sorted(str(code) for (code,) in connection().execute(sql).fetchall()))
    held = dataset.coverage
    return replace(held, during=Window(first, last), places=places or held.places)
