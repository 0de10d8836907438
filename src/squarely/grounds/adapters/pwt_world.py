"""The share of labour in the world's income, by the defensible ways of adding countries up.

Penn World Table gives a share by country. The world's share depends on how countries are weighted
(by output, by persons employed, or all alike) and on which are in: all with a share in the year, or
only those with one in every year from 1970 on, so that no change comes from countries joining. All
six combinations stand as rows; none of them removes what the source imputed by country.

Sources: Feenstra, Inklaar and Timmer 2015; Penn World Table 10.01 (CC BY 4.0), as packed in pwt10.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "pwt-world"
SOURCES = ("pwt10/pwt10.01.rda",)
FIRST, LAST = 1970, 2019  # before 1970 most of the world has no figure

_TYPES: Mapping[str, str] = {
    "year": "DATE",
    "weighting": "VARCHAR",
    "panel": "VARCHAR",
    "labour_share": "DOUBLE",
    "countries": "BIGINT",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A country's labour share in a year, with what may weight it."""

    country: str
    year: int
    share: float
    gdp: float
    employment: float


def read(root: Path) -> Prepared:
    """One row for each year, weighting and set of countries."""
    shares: list[Share] = []
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "pwt10.01"):
        found = _share(row)
        reason = "no labour share, output or employment since 1970"
        if found:
            shares.append(found)
            reason = "merged into the world's share of its year"
        aside.append(SetAside(SOURCES[0], line, reason))
    return prepared(_TYPES, sorted(_rows(shares)), aside)


def _share(row: Mapping[str, object]) -> Share | None:
    year = integer(row["year"]) or 0
    share, gdp, employment = (number(row[name]) for name in ("labsh", "rgdpna", "emp"))
    if year < FIRST or not share or not gdp or not employment:
        return None
    return Share(str(row["isocode"]), year, share, gdp, employment)


def _rows(shares: list[Share]) -> Iterator[tuple[date, str, str, float, int]]:
    steady = _steady(shares)
    for year in range(FIRST, LAST + 1):
        there = [s for s in shares if s.year == year]
        panels = {"all": there, "steady": [s for s in there if s.country in steady]}
        for panel, of in panels.items():
            for weighting in ("employment", "none", "output"):
                mean = _mean(of, weighting)
                yield date(year, 1, 1), weighting, panel, round(mean, 6), len(of)


def _steady(shares: list[Share]) -> frozenset[str]:
    """The countries with a share in every year."""
    years: dict[str, int] = {}
    for share in shares:
        years[share.country] = years.get(share.country, 0) + 1
    return frozenset(country for country, n in years.items() if n == LAST - FIRST + 1)


def _mean(shares: list[Share], weighting: str) -> float:
    def weight(share: Share) -> float:
        if weighting == "output":
            return share.gdp
        return share.employment if weighting == "employment" else 1.0

    whole = math.fsum(weight(s) for s in shares)
    return math.fsum(weight(s) * s.share for s in shares) / whole
