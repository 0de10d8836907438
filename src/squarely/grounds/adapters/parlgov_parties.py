"""Results of national and European elections by party, from ParlGov.

The `id` of a result is not the party's: families are joined by `party_id`. 1,343 results have no
share of the vote (members of an alliance, appointed members) and keep their seats. Parties are
named by their short names; no person stands in the files.

Sources: ParlGov, view_election and view_party (release of August 2024).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from squarely.grounds.frames import integer, number, prepared
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records

NAME = "parlgov-parties"
SOURCES = ("parlgov/view_election.csv", "parlgov/view_party.csv")

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "date": "DATE",
    "election": "VARCHAR",
    "type": "VARCHAR",
    "region": "VARCHAR",
    "party": "VARCHAR",
    "party_id": "VARCHAR",
    "family": "VARCHAR",
    "share": "DOUBLE",
    "seats": "BIGINT",
}
_WEST = "AUT BEL CHE DEU DNK ESP FIN FRA GBR GRC IRL ISL ITA LUX NLD NOR PRT SWE"
_EAST = "BGR CZE EST HRV HUN LTU LVA POL ROU SVK SVN"


@dataclass(frozen=True, slots=True)
class Result:
    """A party's result in one election."""

    line: int
    country: str
    day: date
    kind: str
    party: str
    party_id: str
    family: str
    share: float | None
    seats: int | None

    @property
    def election(self) -> str:
        """The election as one key."""
        return f"{self.country}-{self.day}-{self.kind}"


def read(root: Path) -> Prepared:
    """One row for each party's result."""
    rows = [
        (
            *(r.country, r.day, r.election, r.kind, region(r.country)),
            *(r.party, r.party_id, r.family, r.share, r.seats),
        )
        for r in sorted(results(root), key=lambda r: (r.country, r.day, r.kind, int(r.party_id)))
    ]
    return prepared(_TYPES, rows, ())


def results(root: Path) -> Iterator[Result]:
    """Every result of the file, with the family of its party."""
    family = {row["id"]: row["party_family"] for _, row in records(root / SOURCES[1])}
    for line, row in records(root / SOURCES[0]):
        yield Result(
            line,
            row["country"],
            date.fromisoformat(row["date"]),
            row["type"],
            row["party"],
            row["party_id"],
            family.get(row["party_id"]) or "code",
            number(row["vote_share"]),
            integer(row["seats"]),
        )


def region(country: str) -> str:
    """Western Europe, eastern Europe or elsewhere, as the descriptor lists them."""
    if country in _WEST.split():
        return "western-europe"
    return "eastern-europe" if country in _EAST.split() else "elsewhere"
