"""Trade in goods with Israel of 29 countries, 2022-2025, as both sides report it.

The two reports of the same trade differ up to fourfold. Both are kept, with the lower and the
higher of them. The ratios compare each reporter with its own report for 2022, so that they compare
like with like; the best value is the ratio in Israel's reports, which are there for every country.
Russia has published none since 2022, so its lower and higher value are both Israel's.

Sources: UN Comtrade, typed from pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.prepared import Prepared
from squarely.grounds.records import records, whole

NAME = "israel-trade"
SOURCES = ("israel_trade/goods_trade_with_israel_2022_2025.csv",)

_REPORTS = ("usd_israel_reports", "usd_partner_reports")
_TYPES = {
    "year": "DATE",
    "country": "VARCHAR",
    "partner": "VARCHAR",
    **dict.fromkeys((*_REPORTS, "usd_low", "usd_high"), "BIGINT"),
    "ratio_israel_reports": "DOUBLE",
    "ratio_partner_reports": "DOUBLE",
    "ratio_low": "DOUBLE",
    "ratio_high": "DOUBLE",
}
_Reports = tuple[int | None, ...]


def read(root: Path) -> Prepared:
    """One row for each country and year."""
    told = {(row["iso3"], int(row["year"])): _reports(row) for _, row in records(root / SOURCES[0])}
    rows = [
        (date(year, 1, 1), country, "ISR", *_cells(reports, told[country, 2022]))
        for (country, year), reports in sorted(told.items())
    ]
    return Prepared(columns_of(_TYPES, rows), (), len(rows))


def _reports(row: Mapping[str, str]) -> _Reports:
    return tuple(whole(row[column]) for column in _REPORTS)


def _cells(reports: _Reports, base: _Reports) -> tuple[object, ...]:
    known = [value for value in reports if value is not None]
    ratios = [
        round(value / start, 4) if value is not None and start else None
        for value, start in zip(reports, base, strict=True)
    ]
    found = [ratio for ratio in ratios if ratio is not None]
    return (*reports, min(known), max(known), *ratios, min(found), max(found))
