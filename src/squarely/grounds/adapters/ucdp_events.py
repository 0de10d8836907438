"""The rows of UCDP's events, final or candidate, which share one header.

An event has at least one death and may last several days: `date_start` and `date_end` are the first
and the last day on which it may have happened, and `date_prec` how well they are known (1 a day, up
to 5 a year or no better than it). `where_prec` runs from 1, the exact place, to 7, international
waters or airspace. Low, best and high are UCDP's own; best is no middle, and may be 0 where high is
not. Deaths by side add up to best. Violence by a state's actors on both sides of a border stands
where it happened; Gaza and the West Bank under Israel. Sources' headlines and articles are dropped.

Sources: Croicu & Sundberg, UCDP GED Codebook; Hegre, Croicu, Eck & Högbladh 2020, Introducing the
UCDP Candidate Events Dataset, Research & Politics 7(3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from squarely.grounds.adapters.publisher_rows import Head, Line, lines, table
from squarely.grounds.adapters.ucdp_country_year import country_code
from squarely.grounds.prepared import Prepared
from squarely.grounds.regions import meant

COLUMNS: tuple[str, ...] = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_MARK = {"type_of_violence", "where_prec", "date_prec", "date_start", "best", "high", "low"}
_CANDIDATE = re.compile(r"v\d\d[_.]0?[01][_.]\d+([_.]\d+)?", re.IGNORECASE)
_FINAL = re.compile(r"v\d\d[_.]1\.|ged\d{3}\b", re.IGNORECASE)
_FORM = {1: "state-based", 2: "non-state", 3: "one-sided"}
TYPES: Mapping[str, str] = {
    "id": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "date_prec": "BIGINT",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "adm_1": "VARCHAR",
    "where_prec": "BIGINT",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "type": "VARCHAR",
    "conflict": "VARCHAR",
    "conflict_id": "VARCHAR",
    "dyad": "VARCHAR",
    "dyad_id": "VARCHAR",
    "actor": "VARCHAR",
    "target": "VARCHAR",
    "deaths_low": "BIGINT",
    "deaths": "BIGINT",
    "deaths_high": "BIGINT",
    "deaths_actor": "BIGINT",
    "deaths_target": "BIGINT",
    "deaths_civilians": "BIGINT",
    "deaths_unknown": "BIGINT",
    "clear": "BOOLEAN",
    "active_year": "BOOLEAN",
    "status": "VARCHAR",
    "sources": "BIGINT",
}


def told(head: Head) -> tuple[str, bool] | None:
    """How a file is known to be UCDP's, and whether its events are candidates."""
    if head.columns >= _MARK:
        how = "its header has type_of_violence, where_prec, date_prec, low, best and high"
        status = dict(zip(head.first, head.second, strict=False)).get("code_status", "")
    elif len(head.first) == len(COLUMNS) and head.first[0].isdigit() and _dated(head.first[38]):
        how = f"it has no header and UCDP's {len(COLUMNS)} columns"
        status = head.first[4]
    else:
        return None
    if _FINAL.search(head.name):
        return f"{how}; its name is that of a final release", False
    if _CANDIDATE.search(head.name):
        return f"{how}; its name is that of a candidate release", True
    if status.strip() and status.strip().lower() != "clear":
        return f"{how}; the code_status of its first event is not Clear", True
    return f"{how}; neither its name nor its first event speak of candidates", False


def _dated(cell: str) -> bool:
    return bool(re.match(r"\d{4}-\d\d-\d\d", cell))


def rows(files: Sequence[Path], release: Mapping[str, int]) -> Prepared:
    """One row for each event; of one in several releases the latest, by the files' rank."""

    def latest(line: Line) -> tuple[str, tuple[object, ...]]:
        return str(line.text("id") or ""), (release.get(line.file.partition("/")[0], 0),)

    return table(TYPES, lines(files, COLUMNS), _cells, latest)


def _cells(line: Line) -> tuple[object, ...]:
    name = line.text("country") or ""
    code = country_code(name)
    form = _FORM.get(line.whole("type_of_violence") or 0)
    for what, found in (("id", line.text("id")), ("country", code), ("type_of_violence", form)):
        if found is None:
            raise ValueError(f"{what}: none that is known here ({name[:40]!r})")
    start, end = line.day("date_start"), line.day("date_end", "date_start")
    low, best, high = (line.whole(bound) for bound in ("low", "best", "high"))
    if low is None or best is None or high is None or not 0 <= low <= high:
        raise ValueError(f"low {low}, best {best} and high {high} are no interval")
    if end < start:
        raise ValueError(f"date_end {end} is before date_start {start}")
    return (
        line.text("id"),
        start,
        end,
        line.whole("date_prec"),
        code,
        meant(line.text("adm_1") or "", code),
        line.text("adm_1"),
        line.whole("where_prec"),
        line.degrees("latitude", 90),
        line.degrees("longitude", 180),
        form,
        line.text("conflict_name"),
        line.text("conflict_new_id"),
        line.text("dyad_name"),
        line.text("dyad_new_id"),
        line.text("side_a"),
        line.text("side_b"),
        low,
        best,
        high,
        *(line.whole(f"deaths_{side}") for side in ("a", "b", "civilians", "unknown")),
        (line.whole("event_clarity") or 0) == 1,
        line.flag("active_year"),
        line.text("code_status"),
        line.whole("number_of_sources"),
    )
