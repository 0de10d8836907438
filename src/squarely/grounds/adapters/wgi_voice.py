"""Worldwide Governance Indicators: voice and accountability, by country and year.

This is not the indicator of corruption. The interval is the source's own 90 per cent: estimate and
1.645 standard errors either side. Six codes are the World Bank's former ones and are mapped; the
Netherlands Antilles have no code now and are set aside, as are rows without an estimate.

Sources: Kaufmann, Kraay and Mastruzzi 2010; World Bank, as packed in democracyData.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "wgi-voice"
SOURCES = ("democracy/wgi.rda",)
Z90 = 1.645

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "value_low": "DOUBLE",
    "value": "DOUBLE",
    "value_high": "DOUBLE",
    "rank": "DOUBLE",
    "rank_low": "DOUBLE",
    "rank_high": "DOUBLE",
    "sources": "BIGINT",
}
_OWN_CODES: Mapping[str, str] = {
    "ADO": "AND",
    "KSV": "XKX",
    "ROM": "ROU",
    "TMP": "TLS",
    "WBG": "PSE",
    "ZAR": "COD",
}


def read(root: Path) -> Prepared:
    """One row for each country and year."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "wgi"):
        code = str(row["wb_code"])
        country = resolve(_OWN_CODES.get(code, code))
        value = number(row["Estimate"])
        if country is None:
            aside.append(SetAside(SOURCES[0], line, "no country of ISO 3166"))
        elif value is None:
            aside.append(SetAside(SOURCES[0], line, "no estimate for this year"))
        else:
            rows.append((country, date(integer(row["year"]) or 1, 1, 1), *_figures(row, value)))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[1])), aside)


def _figures(row: Mapping[str, object], value: float) -> tuple[object, ...]:
    error = number(row["StdErr"]) or 0.0
    ranks = [number(row[name]) for name in ("Rank", "Lower", "Upper")]
    bounds = (value - Z90 * error, value, value + Z90 * error)
    return (*bounds, *ranks, integer(row["NumSrc"]))
