"""Vote shares by party family and election, from ParlGov.

The source prints a row for each party; here an election has a row for each of the eleven families,
summed over its listed parties. A family without a listed party has the share nought: such rows are
read from the silence of a list that holds all parties above about one per cent, and count among
the rows read. Where a family's parties are listed but none has a share of its own, the share is
empty, not nought. Elections with less than 80 per cent of the vote recorded are set aside: a sum
over them would be too low.

Sources: ParlGov, view_election and view_party (release of August 2024).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from squarely.grounds.adapters.parlgov_parties import Result, region, results
from squarely.grounds.frames import prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "parlgov"
SOURCES = ("parlgov/view_election.csv", "parlgov/view_party.csv")
FAMILIES = ("agr", "chr", "code", "com", "con", "eco", "lib", "none", "right", "soc", "spec")
RECORDED = 80.0  # per cent of the vote that must be listed

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "date": "DATE",
    "election": "VARCHAR",
    "type": "VARCHAR",
    "region": "VARCHAR",
    "family": "VARCHAR",
    "share": "DOUBLE",
    "seats": "BIGINT",
    "parties": "BIGINT",
}


def read(root: Path) -> Prepared:
    """One row for each election and family."""
    elections: dict[str, list[Result]] = defaultdict(list)
    for result in results(root):
        elections[result.election].append(result)
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for _, listed in sorted(elections.items()):
        if sum(r.share or 0.0 for r in listed) < RECORDED:
            aside += [_aside(r, "under 80 per cent of the vote recorded") for r in listed]
            continue
        for family in FAMILIES:
            of_family = [r for r in listed if r.family == family]
            rows.append(_row(listed[0], family, of_family))
            aside += [_aside(r, "merged into the row of its family") for r in of_family[1:]]
    return prepared(_TYPES, rows, aside)


def _row(any_: Result, family: str, listed: Sequence[Result]) -> tuple[object, ...]:
    shares = [r.share for r in listed if r.share is not None]
    share = None if listed and not shares else round(sum(shares), 4)
    seats = sum(r.seats or 0 for r in listed)
    place = (any_.country, any_.day, any_.election, any_.kind, region(any_.country))
    return (*place, family, share, seats, len(listed))


def _aside(result: Result, reason: str) -> SetAside:
    return SetAside(SOURCES[0], result.line, reason)
