"""Crowd Counting Consortium: political crowds in the United States, in its three forms.

A row is one action in one locality on one day: a vigil kept on ten evenings is ten rows, and a wave
in a hundred towns a hundred, held together by `macroevent`. The files of 2017-2020, 2021-2024 and
from 2025 on name some columns differently (`type`, `event_type`; `actors`, `organizations`), and
`valence` means for or against the president in the first and right or left in the later ones.

Size is unknown for many rows, and where it was told in words (`size_text`: "dozens", "hundreds")
`size_low` and `size_high` hold one number that stands for the words: hundreds are 200. Such a
number is no measurement: the interval here is that of the words, see `crowd_words`, and `size` is
the consortium's own number, `size_mean`. Where the two contradict each other the numbers go. Events
held online alone are marked, empty meaning no. Rows of the last days before a release are missing
by intent. Two rows that agree in date, place, kind, who, claims and size are one row that was
entered twice: the second is set aside. The names of persons (`notables`, `coder`, free notes) are
dropped. Events outside the United States were left out by the consortium.

Sources: Crowd Counting Consortium, crowd data dictionary; the columns of its three releases in the
Harvard Dataverse (doi:10.7910/DVN/6OPP7H, doi:10.7910/DVN/9MMYDI, doi:10.7910/DVN/RI9JFU).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from squarely.grounds.adapters.crowd_words import crowd
from squarely.grounds.adapters.publisher_rows import Head, Line, lines, table
from squarely.grounds.prepared import Prepared
from squarely.grounds.regions import region

NAME = "ccc"
COVERED = "date"

_MARK = {"date", "locality", "state", "size_low", "size_high", "size_mean", "macroevent"}
_VALENCE = {0: "neither", 1: "anti-Trump or left", 2: "pro-Trump or right"}
TYPES: Mapping[str, str] = {
    "date": "DATE",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "locality": "VARCHAR",
    "lat": "DOUBLE",
    "lon": "DOUBLE",
    "type": "VARCHAR",
    "issue": "VARCHAR",
    "claims": "VARCHAR",
    "actor": "VARCHAR",
    "valence": "VARCHAR",
    "macroevent": "VARCHAR",
    "online": "BOOLEAN",
    "size_low": "BIGINT",
    "size": "BIGINT",
    "size_high": "BIGINT",
    "size_basis": "VARCHAR",
    "arrests_any": "BOOLEAN",
    "property_damage_any": "BOOLEAN",
    "source": "VARCHAR",
}
_SAME = (
    "date", "locality", "state", "location_detail", "location", "type", "event_type", "actors",
    "organizations", "participants", "claims", "claims_summary", "size_text", "size_low",
    "size_high", "title",
)  # fmt: skip


def fits(head: Head) -> str:
    """How a file is known to be one of the consortium's."""
    if head.columns >= _MARK:
        return "its header has locality, state, macroevent, size_low, size_mean and size_high"
    return ""


def read(files: Sequence[Path]) -> Prepared:
    """One row for each action in one locality on one day."""
    return table(TYPES, lines(files), _cells, lambda line: (_event(line), ()))


def _event(line: Line) -> str:
    return "\x1f".join(line.cells.get(name, "") for name in _SAME)


def _cells(line: Line) -> tuple[object, ...]:
    state = (line.text("resolved_state", "state") or "").upper()
    held = region(f"US-{state}")
    valence = line.whole("valence")
    return (
        line.day("date"),
        "USA",
        held.code if held else None,
        line.text("resolved_locality", "locality"),
        line.degrees("lat", 90),
        line.degrees("lon", 180),
        line.text("event_type", "type"),
        line.text("issue_tags", "issues"),
        line.text("claims_summary", "claims"),
        line.text("organizations", "actors"),
        None if valence is None else _VALENCE.get(valence),
        line.text("macroevent"),
        line.flag("online") or state == "VIRTUAL",
        *_size(line),
        line.flag("arrests_any") if "arrests_any" in line.cells else None,
        line.flag("property_damage_any") if "property_damage_any" in line.cells else None,
        line.text("source_1", "source1"),
    )


def _size(line: Line) -> tuple[int | None, int | None, int | None, str | None]:
    """Least, best and most, and how they were read."""
    low, high = line.whole("size_low"), line.whole("size_high")
    low, high = (high if low is None else low), (low if high is None else high)
    words = crowd(line.text("size_text"))
    if low is None or high is None:
        return (words.low, words.best, words.high, words.basis) if words else (None,) * 4
    if low < 0 or low > high:
        raise ValueError(f"size_low {low} and size_high {high} are no interval")
    mean = line.real("size_mean")
    best = round(mean) if mean is not None and low <= mean <= high else (low + high) // 2
    if words and words.low <= best <= words.high:
        return min(low, words.low), best, max(high, words.high), words.basis
    return low, best, high, "number" if low == high else "range"
