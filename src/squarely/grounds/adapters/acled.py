"""ACLED: political violence and demonstrations, as exported by a registered user.

A living record: events are added, changed and deleted after they are published, so that two exports
of one query differ. `event_id_cnty` stays with an event, `timestamp` says when it was last changed:
of an event in several files the row of the latest timestamp is kept and the others are set aside.
A file of the deletions (`event_id_cnty`, `deleted_timestamp`) in the same folder sets aside the
rows that it names, unless they are newer than their deletion.

One row is one day of one kind of event at one place: a battle of three days is three rows, a march
in five towns five. Fatalities are the most cautious of reported numbers, counted once for an event,
and are often 0 for not known. `time_precision` and `geo_precision` run from 1, the most exact, to
3. Crowd sizes stand as words in `tags` ("crowd size=about 500") and are read by `crowd_words`. Both
the numbers and the words for the kinds of actors are read. `notes` are free text that may name
persons and are dropped. Earlier exports have no `disorder_type`, `civilian_targeting` and `tags`;
`disorder` is then derived from the event's type where that alone tells it.

Sources: ACLED Codebook; ACLED, Guide to 2023 column changes; acledR (codebook, deletions).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from squarely.grounds.adapters.crowd_words import crowd
from squarely.grounds.adapters.publisher_rows import Head, Line, lines, table
from squarely.grounds.countries import resolve
from squarely.grounds.opened import head
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.regions import meant

NAME = "acled"
COVERED = "date"
WITH: tuple[str, ...] = ("event_id_cnty", "deleted_timestamp")  # a file that goes with it

_MARK = {"event_id_cnty", "event_date", "event_type", "sub_event_type", "fatalities", "country"}
_INTER: Mapping[str, str] = {
    "1": "State forces", "2": "Rebel group", "3": "Political militia", "4": "Identity militia",
    "5": "Rioters", "6": "Protesters", "7": "Civilians", "8": "External/Other forces",
}  # fmt: skip
_DISORDER: Mapping[str, str] = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
TYPES: Mapping[str, str] = {
    "id": "VARCHAR",
    "date": "DATE",
    "time_precision": "BIGINT",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "admin1": "VARCHAR",
    "geo_precision": "BIGINT",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "disorder": "VARCHAR",
    "type": "VARCHAR",
    "subtype": "VARCHAR",
    "actor": "VARCHAR",
    "actor_kind": "VARCHAR",
    "associated": "VARCHAR",
    "target": "VARCHAR",
    "target_kind": "VARCHAR",
    "civilian_targeting": "BOOLEAN",
    "fatalities": "BIGINT",
    "size_low": "BIGINT",
    "size": "BIGINT",
    "size_high": "BIGINT",
    "size_basis": "VARCHAR",
    "source": "VARCHAR",
    "source_scale": "VARCHAR",
    "changed": "DATE",
}


def fits(head: Head) -> str:
    """How a file is known to be one of ACLED's."""
    if head.columns >= _MARK:
        return "its header has event_id_cnty, event_date, sub_event_type and fatalities"
    return ""


def companions(folder: Path) -> tuple[Path, ...]:
    """The files of deletions beside an export."""
    found = []
    for path in sorted(folder.iterdir()):
        told = head(path) if path.suffix.lower() in (".csv", ".tsv", ".txt") else None
        if told and set(WITH) <= told.columns and "event_type" not in told.columns:
            found.append(path)
    return tuple(found)


def read(files: Sequence[Path]) -> Prepared:
    """One row for each event that was not deleted, in its latest state."""
    beside = sorted({path for file in files for path in companions(file.parent)})
    gone = dict(_deleted(beside))
    found = (_unless_deleted(line, gone) for line in lines(files))
    return table(TYPES, found, _cells, lambda line: (_id(line), (_stamp(line),)))


def _deleted(files: Sequence[Path]) -> Iterator[tuple[str, int]]:
    for line in lines(files):
        if isinstance(line, Line) and line.text("event_id_cnty"):
            yield _id(line), line.whole("deleted_timestamp") or 0


def _unless_deleted(line: Line | SetAside, gone: Mapping[str, int]) -> Line | SetAside:
    if isinstance(line, SetAside) or not gone:
        return line
    when = gone.get(line.text("event_id_cnty") or "")
    try:
        if when is None or _stamp(line) > when:
            return line
    except ValueError:
        return line
    day = datetime.fromtimestamp(when, UTC).date()
    return SetAside(line.file, line.number, f"deleted by ACLED on {day}")


def _id(line: Line) -> str:
    found = line.text("event_id_cnty")
    if found is None:
        raise ValueError("event_id_cnty: no id")
    return found


def _stamp(line: Line) -> int:
    return line.whole("timestamp") or 0


def _changed(line: Line) -> date | None:
    stamp = _stamp(line)
    return datetime.fromtimestamp(stamp, UTC).date() if stamp else None


def _kind(line: Line, name: str) -> str | None:
    cell = line.text(name)
    if cell is None or cell == "0":
        return None
    return _INTER.get(cell, cell[0] + cell[1:].lower() if cell.isupper() else cell)


def _cells(line: Line) -> tuple[object, ...]:
    country = line.text("country")
    code = resolve(country or "")
    if code is None:
        raise ValueError(f"country: {str(country)[:40]!r} is no country known here")
    deaths = line.whole("fatalities")
    if deaths is None or deaths < 0:
        raise ValueError("fatalities: no number of 0 or more")
    admin1 = line.text("admin1")
    kind = line.text("event_type")
    size = crowd(_size_words(line.text("tags")))
    targeting = line.text("civilian_targeting") is not None
    return (
        _id(line),
        line.day("event_date"),
        line.whole("time_precision"),
        code,
        meant(admin1, code) if admin1 else None,
        admin1,
        line.whole("geo_precision"),
        line.degrees("latitude", 90),
        line.degrees("longitude", 180),
        line.text("disorder_type") or _DISORDER.get(kind or ""),
        kind,
        line.text("sub_event_type"),
        line.text("actor1"),
        _kind(line, "inter1"),
        line.text("assoc_actor_1"),
        line.text("actor2"),
        _kind(line, "inter2"),
        targeting if "civilian_targeting" in line.cells else None,
        deaths,
        *((size.low, size.best, size.high, size.basis) if size else (None,) * 4),
        line.text("source"),
        line.text("source_scale"),
        _changed(line),
    )


def _size_words(tags: str | None) -> str | None:
    """What stands behind "crowd size=" among the tags of a row."""
    for tag in (tags or "").split(";"):
        name, equals, value = tag.partition("=")
        if equals and name.strip().lower() == "crowd size":
            return value
    return None
