"""Regional elections in Italy: votes for the candidates, summed over the municipalities, no names.

The counts stand by municipality and candidate, in three layouts. A candidate becomes a rank and a
coalition. The winner's coalition is that of the president whose term follows the vote; the
runner-up is read as the other large coalition, which was so in all seven elections; everyone else
is `other`. Zero-vote rows in the Marche file of 2025 are candidates of 2020 that the region's
service left in place, and "Coalizione Presidente" placeholders: both are set aside. Campania's and
Puglia's rows stand in one file with Veneto's.

`government` says whether the parties of the national government of the day backed the candidate: in
2025 the centre-right; in September 2020 the centre-left's candidate, while the Five Stars, also in
that government, ran alone and are among `other`, so it is left empty there.

Sources: official counts of the regions and the Interior Ministry, collected by L. Ruffino.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from squarely.grounds.adapters.italy_regional_presidents import COALITIONS, english, terms
from squarely.grounds.frames import prepared
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import day, records

NAME = "italy-regional"
_FOLDER = "italy_regional_2025"
SOURCES = (
    f"{_FOLDER}/marche_risultati_2020.csv",
    f"{_FOLDER}/marche_risultati_2025.csv",
    f"{_FOLDER}/Calabria_2025_Risultati_Presidente.csv",
    f"{_FOLDER}/Toscana_2025_Risultati_Presidente.csv",
    f"{_FOLDER}/Veneto_Campania_Puglia_Risultati_Presidente.csv",
    f"{_FOLDER}/presidenti_regione_2025_12_06.csv",
)

_TYPES: Mapping[str, str] = {
    "election": "VARCHAR",
    "date": "DATE",
    "date_end": "DATE",
    "country": "VARCHAR",
    "region": "VARCHAR",
    "rank": "BIGINT",
    "coalition": "VARCHAR",
    "government": "BOOLEAN",
    "votes": "BIGINT",
    "share": "DOUBLE",
    "winner": "BOOLEAN",
}
# file, region where the file has no column for it, first day of voting (always two days)
_VOTES: tuple[tuple[str, str, date], ...] = (
    (SOURCES[0], "Marche", date(2020, 9, 20)),
    (SOURCES[1], "Marche", date(2025, 9, 28)),
    (SOURCES[2], "Calabria", date(2025, 10, 5)),
    (SOURCES[3], "Toscana", date(2025, 10, 12)),
    (SOURCES[4], "", date(2025, 11, 23)),
)
_OTHER_SIDE: Mapping[str, str] = {"centre-left": "centre-right", "centre-right": "centre-left"}
Person = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vote:
    """One election, its candidates by votes."""

    region: str
    first: date
    candidates: tuple[tuple[Person, int], ...]


def read(root: Path) -> Prepared:
    """One row for each election and candidate."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for file, region, first in _VOTES:
        for vote in _votes(root, (file, region, first), aside):
            rows += _rows(vote, _winner(root, vote))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[1], r[0], r[5])), aside)


def _votes(root: Path, source: tuple[str, str, date], aside: list[SetAside]) -> Iterator[Vote]:
    """The elections of one file; every row but a candidate's first is set aside as merged."""
    file, region, first = source
    totals: dict[str, Counter[Person]] = {}
    for line, row in records(root / file):
        count, person = int(row.get("Voti") or row.get("voti") or 0), _person(row)
        found = totals.setdefault(row.get("Regione") or region, Counter())
        if count == 0 and "voti" in row and person not in found:
            aside.append(SetAside(file, line, "no votes: a leftover of the source"))
            continue
        if person in found:
            aside.append(SetAside(file, line, "merged into the candidate's total"))
        found[person] += count
    for name, counted in totals.items():
        yield Vote(name.title(), first, tuple(counted.most_common()))


def _person(row: Mapping[str, str]) -> Person:
    """A candidate's name as a set of words, so that both orders of writing meet."""
    name = row["nome"] if "nome" in row else f"{row['Nome']} {row['Cognome']}"
    return tuple(sorted(name.casefold().split()))


def _winner(root: Path, vote: Vote) -> str:
    """The coalition of the president whose term began within 90 days of the vote."""
    for row in terms(root):
        start = day(row["data_inizio"])
        if not start or english(row["regione"]) != english(vote.region):
            continue
        if vote.first <= start <= vote.first + timedelta(days=90):
            return COALITIONS[row["coalizione"]]
    raise LookupError(f"no president of {vote.region} after {vote.first}")


def _rows(vote: Vote, winner: str) -> Iterator[tuple[object, ...]]:
    total = sum(count for _, count in vote.candidates)
    region = english(vote.region)
    name = f"{region.lower()}-{vote.first.year}"
    for rank, (_, count) in enumerate(vote.candidates, 1):
        side = {1: winner, 2: _OTHER_SIDE[winner]}.get(rank, "other")
        days = (vote.first, vote.first + timedelta(days=1))
        what = (rank, side, _governs(side, vote.first.year), count)
        yield (name, *days, "ITA", region, *what, round(100 * count / total, 4), rank == 1)


def _governs(side: str, year: int) -> bool | None:
    if year == 2020:
        return {"centre-left": True, "centre-right": False}.get(side)
    return side == "centre-right"
