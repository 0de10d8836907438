"""Deaths in organised violence by country and year, UCDP version 25.1.

The source has one row for a country and year with a block of columns for each form of violence;
here each form is a row, and `rows_read` counts a form. State-based violence is split into violence
within and between states; the four forms add up to UCDP's total of the row, for low, best and
high. UCDP's own best estimate is no middle of its bounds. Violence is placed where it happened, and
Gaza and the West Bank under Israel. Countries are named as Gleditsch and Ward name them. A few
former names stand for a state of today's code.

Sources: Davies, Pettersson, Sollenberg & Oberg 2025, Journal of Peace Research; UCDP, Uppsala.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "ucdp-country-year"
SOURCES = ("ucdp/organizedviolencecy_v25_1.csv",)

_FORMS: Mapping[str, tuple[str, str, str]] = {  # form: (type, prefix, middle of the deaths column)
    "intrastate": ("state-based", "sb_intrastate", "deaths"),
    "interstate": ("state-based", "sb_interstate", "deaths"),
    "non-state": ("non-state", "ns", "total_deaths"),
    "one-sided": ("one-sided", "os", "total_deaths"),
}
_NUMBERS = ("deaths_low", "deaths", "deaths_high", "dyads")

_Row = tuple[date, int, str, str, str, str, int, int, int, int, bool]


def read(root: Path) -> Prepared:
    """One row for each country, year and form of violence."""
    kept: list[_Row] = []
    set_aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        country = country_code(row["country_cy"])
        if country is None:
            reason = f"no ISO 3166 code for {row['country_cy']}"
            set_aside += [SetAside(SOURCES[0], line, reason)] * len(_FORMS)
        else:
            kept += [_form(row, country, form) for form in _FORMS]
    kept.sort(key=lambda one: (one[0], one[2], one[5]))
    return Prepared(_columns(kept), tuple(set_aside), len(kept) + len(set_aside))


def country_code(name: str) -> str | None:
    """The code of a country as UCDP names it: "Yemen (North Yemen)" is Yemen."""
    return resolve(name) or resolve(name.partition("(")[0].strip())


def _form(row: Mapping[str, str], country: str, form: str) -> _Row:
    kind, prefix, middle = _FORMS[form]
    low, best, high = (int(row[f"{prefix}_{middle}_{b}_cy"]) for b in ("low", "best", "high"))
    year = int(row["year_cy"])
    dyads = int(row[f"{prefix}_dyad_count_cy"] or 0)
    active = row[f"{prefix}_exist_cy"] == "1"
    region = row["region_cy"]
    return date(year, 1, 1), year, country, region, kind, form, low, best, high, dyads, active


def _columns(rows: Sequence[_Row]) -> dict[str, tuple[str, Sequence[object]]]:
    types = {
        "year": "DATE",
        "year_number": "BIGINT",
        "country": "VARCHAR",
        "region": "VARCHAR",
        "type": "VARCHAR",
        "form": "VARCHAR",
        **dict.fromkeys(_NUMBERS, "BIGINT"),
        "active": "BOOLEAN",
    }
    return {name: (types[name], [row[place] for row in rows]) for place, name in enumerate(types)}
