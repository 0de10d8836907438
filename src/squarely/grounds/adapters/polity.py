"""Polity5 regime scores by country and year.

The plain score's -66 (foreign interruption), -77 (interregnum) and -88 (transition) are states of
affairs, kept as words; `polity2` has a number or nothing for them. Countries stand by name: states
of the past without a code are set aside, and so is the second of two rows that would fall on
one country and year.

Sources: Marshall and Gurr 2020, Polity5, as packed in democracyData.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "polity"
SOURCES = ("democracy/polity5.rda",)

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "polity2": "BIGINT",
    "democracy": "BIGINT",
    "autocracy": "BIGINT",
    "state": "VARCHAR",
}
_NAMES: Mapping[str, str] = {"Sudan-North": "SDN"}  # Sudan since 2011
_STATES: Mapping[int, str] = {-66: "foreign interruption", -77: "interregnum", -88: "transition"}


def read(root: Path) -> Prepared:
    """One row for each country and year."""
    kept: dict[tuple[str, int], tuple[object, ...]] = {}
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "polity5"):
        name = str(row["polity_annual_country"])
        country = resolve(_NAMES.get(name, name))
        year = integer(row["year"]) or 1
        if country is None:
            aside.append(SetAside(SOURCES[0], line, "no country of ISO 3166"))
        elif (country, year) in kept:
            aside.append(SetAside(SOURCES[0], line, "a second row of this country and year"))
        else:
            kept[country, year] = (country, date(year, 1, 1), *_scores(row))
    return prepared(_TYPES, [row for _, row in sorted(kept.items())], aside)


def _scores(row: Mapping[str, object]) -> tuple[object, ...]:
    state = _STATES.get(integer(row["polity"]) or 0, "regular")
    parts = [number(row["democ"]), number(row["autoc"])]
    whole = [None if part is None or part < 0 else int(part) for part in parts]
    return (integer(row["polity2"]), *whole, state)
