"""Which coalition governed an Italian region, and from when to when.

The source has a row for each term of a president; names and gender are dropped. A renewed term is a
new row. A running term has no end. Trentino-Alto Adige and Valle d'Aosta are not in the file.

Sources: presidents of the regions 1995-2025, collected by L. Ruffino.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from squarely.grounds.adapters.italian_places import region_of
from squarely.grounds.frames import prepared
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import day, records

NAME = "italy-regional-presidents"
SOURCES = ("italy_regional_2025/presidenti_regione_2025_12_06.csv",)

_TYPES: Mapping[str, str] = {
    "region": "VARCHAR",
    "country": "VARCHAR",
    "start": "DATE",
    "end": "DATE",
    "coalition": "VARCHAR",
    "party": "VARCHAR",
    "running": "BOOLEAN",
}
COALITIONS: Mapping[str, str] = {"CSX": "centre-left", "CDX": "centre-right"}


def read(root: Path) -> Prepared:
    """One row for each term."""
    rows: list[tuple[object, ...]] = []
    for row in terms(root):
        start, end = day(row["data_inizio"]), day(row["data_fine"])
        side = (COALITIONS[row["coalizione"]], row["partito"])
        rows.append((english(row["regione"]), "ITA", start, end, *side, end is None))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[2])), ())


def terms(root: Path) -> Iterator[Mapping[str, str]]:
    """The rows of the source."""
    for _, row in records(root / SOURCES[0]):
        yield row


def english(region: str) -> str:
    """The English name of a region."""
    return region_of(region.replace("-", " ")) or region
