"""How party families stand at the end of each year: their share in the last national election.

Only a few countries vote in any one year, so a yearly mean over elections compares different
countries. Here a country keeps the result of its last election until the next one, for six years at
most (a parliament that outlives that was suspended), so that every year holds the same countries.
The price is that neighbouring years repeat each other: a test must allow for it. A share carried
over counts as a row read. Elections are those of the adapter `parlgov`, with its rows set aside.

Sources: ParlGov, view_election and view_party (release of August 2024).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.adapters import parlgov
from squarely.grounds.adapters.parlgov_parties import region
from squarely.grounds.frames import prepared
from squarely.grounds.prepared import Prepared

NAME = "parlgov-standing"
SOURCES = parlgov.SOURCES
LONGEST = 6  # years that a result may stand
LAST_YEAR = 2022  # the last full year of the source

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "region": "VARCHAR",
    "family": "VARCHAR",
    "share": "DOUBLE",
    "age": "BIGINT",
}
Results = dict[int, tuple[date, dict[str, object]]]


def read(root: Path) -> Prepared:
    """One row for each country, year and family."""
    source = parlgov.read(root)
    rows = [row for country, won in _elections(source).items() for row in _standing(country, won)]
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[1], r[3])), source.set_aside)


def _elections(source: Prepared) -> Mapping[str, Results]:
    """The last national election of each country and year: its day and shares by family."""
    found: dict[str, Results] = defaultdict(dict)
    names = ("type", "country", "date", "family", "share")
    for kind, country, day, family, share in zip(
        *(source.columns[name][1] for name in names), strict=True
    ):
        if kind != "parliament" or not isinstance(day, date):
            continue
        held = found[str(country)].get(day.year)
        if held is None or held[0] < day:
            held = found[str(country)][day.year] = (day, {})
        if held[0] == day:
            held[1][str(family)] = share
    return found


def _standing(country: str, won: Results) -> Iterator[tuple[object, ...]]:
    for year in range(min(won), LAST_YEAR + 1):
        last = max(held for held in won if held <= year)
        if year - last > LONGEST:
            continue
        for family, share in sorted(won[last][1].items()):
            yield country, date(year, 1, 1), region(country), family, share, year - last
