"""Penn World Table 10.01: the share of labour in income, with output, people, work and hours.

The labour share is carried over where the source had none: a value equal to that of the year before
or after, to the last digit, is marked `carried`. The flags of this copy speak of prices and
returns, not of the labour share. Country-years without a labour share keep their other figures;
those without any figure are set aside.

Sources: Feenstra, Inklaar and Timmer 2015; Penn World Table 10.01 (CC BY 4.0), as packed in pwt10.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "pwt"
SOURCES = ("pwt10/pwt10.01.rda",)

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "labour_share": "DOUBLE",
    "carried": "BOOLEAN",
    "gdp": "DOUBLE",
    "population": "DOUBLE",
    "employment": "DOUBLE",
    "hours": "DOUBLE",
}
Shares = Mapping[tuple[str, int], float | None]
_FIGURES = ("labsh", "rgdpna", "pop", "emp", "avh")


def read(root: Path) -> Prepared:
    """One row for each country and year with a figure."""
    found: dict[tuple[str, int], list[float | None]] = {}
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "pwt10.01"):
        country = resolve(str(row["isocode"]))
        figures = [number(row[name]) for name in _FIGURES]
        if country is None:
            aside.append(SetAside(SOURCES[0], line, "no country of ISO 3166"))
        elif not any(figures):
            aside.append(SetAside(SOURCES[0], line, "no figure for this year"))
        else:
            found[country, integer(row["year"]) or 1] = figures
    shares = {key: figures[0] for key, figures in found.items()}
    rows = [
        (country, date(year, 1, 1), figures[0], _carried(shares, country, year), *figures[1:])
        for (country, year), figures in sorted(found.items())
    ]
    return prepared(_TYPES, rows, aside)


def _carried(shares: Shares, country: str, year: int) -> bool:
    share = shares[country, year]
    around = (shares.get((country, year - 1)), shares.get((country, year + 1)))
    return share is not None and share in around
