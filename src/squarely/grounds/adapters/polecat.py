"""POLECAT: who did what to whom, coded by machine from the world's news in the PLOVER ontology.

A row is a report of an event, not an event: one protest told in forty articles may be forty rows.
`event` joins rows that agree in day, type, mode, both sides' countries and sectors, and place, so
that events may be counted as its distinct values; two true events of one day and place then count
once. `type` is one of PLOVER's event types (PROTEST, ASSAULT, COERCE ...), `mode` the way of it,
which only some types have (PROTEST: demo, riot, hunger ...), and `contexts` what it was about, one
or several; these replace CAMEO's codes, and no row can be compared with ICEWS or GDELT by code.
A side's cell may name several countries or sectors, kept as the source joins them; `actor_country`
and `target_country` hold the code only where one is named. Names of actors and of persons in the
story, and their encyclopaedia pages, are dropped. "None" means that the coder found nothing.

Weekly files differ: some have more names than cells in the header (Headline), some end lines with
empty cells, the column of the intensity has two names, and some are not UTF-8. Where the header
names more than a row has, the names are those of the full form without the headline.

Sources: Halterman, Bagozzi, Beger, Schrodt & Scarborough 2023, PLOVER and POLECAT; the PLOVER
manual; A. Beger 2024, POLECAT Event Data (malformed files); doi:10.7910/DVN/AJGVIT.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from squarely.grounds.adapters.publisher_rows import Head, Line, lines, table
from squarely.grounds.countries import resolve
from squarely.grounds.prepared import Prepared
from squarely.grounds.regions import meant

NAME = "polecat"
COVERED = "published"

_MARK = {"event_id", "event_mode", "quad_code", "contexts", "primary_actor_sector", "actor_cow"}
TYPES: Mapping[str, str] = {
    "id": "VARCHAR",
    "date": "DATE",
    "published": "DATE",
    "type": "VARCHAR",
    "mode": "VARCHAR",
    "contexts": "VARCHAR",
    "quad": "VARCHAR",
    "intensity": "DOUBLE",
    "actor": "VARCHAR",
    "actor_country": "VARCHAR",
    "actor_sector": "VARCHAR",
    "target": "VARCHAR",
    "target_country": "VARCHAR",
    "target_sector": "VARCHAR",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "province": "VARCHAR",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "place_kind": "VARCHAR",
    "language": "VARCHAR",
    "source": "VARCHAR",
    "event": "VARCHAR",
}
_EVENT = (
    "event_date", "event_type", "event_mode", "actor_country", "primary_actor_sector",
    "recipient_country", "primary_recipient_sector", "geonames_id", "country",
)  # fmt: skip


def fits(head: Head) -> str:
    """How a file is known to be POLECAT's."""
    if head.columns >= _MARK:
        return "its header has Event Mode, Quad Code, Contexts and Primary Actor Sector"
    return ""


def read(files: Sequence[Path]) -> Prepared:
    """One row for each coded report; a report that stands in two files once."""
    return table(TYPES, lines(files, spare=("headline",)), _cells, lambda line: (_id(line), ()))


def _id(line: Line) -> str:
    """The same id with other cells is another row: only what agrees in all is one."""
    return "\x1f".join(cell for name, cell in line.cells.items() if name != "version")


def _told(line: Line, *names: str) -> str | None:
    cell = line.text(*names)
    return None if cell is None or cell.lower() in ("none", "nan") else cell


def _day(line: Line, name: str) -> object:
    return line.day(name) if _told(line, name) else None


def _cells(line: Line) -> tuple[object, ...]:
    country = resolve(_told(line, "country") or "")
    province = _told(line, "province")
    kind = _told(line, "event_type")
    if kind is None or _told(line, "event_id") is None:
        raise ValueError("event_type: none" if kind is None else "event_id: none")
    sides = [_told(line, f"{side}_country") for side in ("actor", "recipient")]
    sectors = [_told(line, f"primary_{side}_sector") for side in ("actor", "recipient")]
    intensity = _told(line, "event_intensity", "intensity")
    return (
        line.text("event_id"),
        line.day("event_date"),
        _day(line, "publication_date"),
        kind,
        _told(line, "event_mode"),
        _told(line, "contexts"),
        _told(line, "quad_code"),
        None if intensity is None else line.number_of(intensity, "intensity"),
        sides[0],
        resolve(sides[0] or ""),
        sectors[0],
        sides[1],
        resolve(sides[1] or ""),
        sectors[1],
        country,
        meant(province, country) if province and country else None,
        province,
        line.degrees("latitude", 90) if _told(line, "latitude") else None,
        line.degrees("longitude", 180) if _told(line, "longitude") else None,
        _told(line, "feature_type"),
        _told(line, "language"),
        _told(line, "source"),
        "|".join(line.cells.get(name, "") for name in _EVENT),
    )
