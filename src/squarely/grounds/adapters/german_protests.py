"""Demonstrations registered with the authorities of fourteen German cities.

Three files: twelve cities in 2023, thirteen in 2022, and four from 2018 to 2023. The rows of the
four cities for 2022 and 2023 are the same in two files and are counted once. Rows alike in every
column are merged; for some cities the export doubled nearly every row, but two demonstrations with
the same words on a day cannot be told from a doubled row. The size is the one announced when
registering. Organisers are dropped, since they may be persons. `on_gaza` is true where the topic
contains "gaza"; `on_palestine` where it contains that, "palästin", "palestin", "israel" or
"nahost", whichever side the demonstration takes: the rule names the matter, not a view of it.

Sources: D. Pomerenke, German protest registrations, doi:10.5281/zenodo.10094245.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import day, records

NAME = "german-protests"
_FOLDER = "german_protest_registrations/german_protest_registrations_"
SOURCES = (
    f"{_FOLDER}12_cities_2023.csv",
    f"{_FOLDER}13_cities_2022.csv",
    f"{_FOLDER}4_cities_2018-2023.csv",
)

_TYPES = {
    "date": "DATE",
    "country": "VARCHAR",
    "land": "VARCHAR",
    "city": "VARCHAR",
    "announced": "BIGINT",
    "actual": "BIGINT",
    "on_gaza": "BOOLEAN",
    "on_palestine": "BOOLEAN",
    "topic": "VARCHAR",
}
_PALESTINE = ("gaza", "palästin", "palestin", "israel", "nahost")


def read(root: Path) -> Prepared:
    """One row for each registration, whichever files it stands in."""
    first: dict[tuple[str, ...], tuple[object, ...]] = {}
    aside: list[SetAside] = []
    for file in SOURCES:
        for line, row in records(root / file):
            if file == SOURCES[2] and row["date"][:4] in ("2022", "2023"):
                aside.append(SetAside(file, line, "merged into the same row of a year's file"))
            elif (key := tuple(row.values())) in first:
                aside.append(SetAside(file, line, "merged into a row that is the same"))
            else:
                first[key] = _cells(row)
    rows = [first[key] for key in sorted(first, key=lambda key: (key[2], key[1], key))]
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))


def _cells(row: Mapping[str, str]) -> tuple[object, ...]:
    topic = " ".join(row["topic"].split())
    plain = topic.casefold()
    return (
        day(row["date"]),
        "DEU",
        row["region"],
        row["city"],
        _persons(row["participants_registered"]),
        _persons(row["participants_actual"]),
        "gaza" in plain,
        any(word in plain for word in _PALESTINE),
        topic or None,
    )


def _persons(text: str) -> int | None:
    return round(float(text)) if text.strip() else None
