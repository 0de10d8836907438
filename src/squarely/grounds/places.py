"""What must be said of a place: until when it existed, what followed it, and who disputes it.

The notes stand in `shipped/place-notes.csv`, in words that take no side: what was declared, by whom
it is recognised, and how sources file it. Sources: ISO 3166; the United Nations' list of member
states and of non-self-governing territories; the resolutions of its General Assembly.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from squarely.grounds.countries import Country, countries, name_of
from squarely.grounds.regions import region


@dataclass(frozen=True, slots=True)
class Noted:
    """A place of which something must be said."""

    code: str
    followed_by: tuple[str, ...]
    note: str


@cache
def _noted() -> Mapping[str, Noted]:
    text = (files("squarely") / "shipped" / "place-notes.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        after = tuple(code for code in row["followed_by"].split("|") if code)
        found[row["code"]] = Noted(row["code"], after, row["note"])
    return found


@cache
def _by_code() -> Mapping[str, Country]:
    return {country.alpha3: country for country in countries()}


def followed_by(code: str) -> tuple[str, ...]:
    """The codes of the states that followed one."""
    noted = _noted().get(code)
    return noted.followed_by if noted else ()


def said(code: str) -> str:
    """What must be said of a country or region by its code; empty where nothing must.

    >>> said("CSK")
    'Czechoslovakia (CSK): existed from 1918-10-28 to 1992-12-31; followed by Czechia and Slovakia.'
    >>> said("ITA")
    ''
    """
    noted = _noted().get(code)
    country = _by_code().get(code)
    ended = _existence(country) if country and country.exists_to else ""
    if noted is None and not ended:
        return ""
    where = region(code)
    name = where.name if where else name_of(code)
    after = [name_of(one) for one in noted.followed_by] if noted and ended else []
    follow = f"followed by {_listed(after)}" if after else ""
    first = "; ".join(part for part in (ended, follow) if part)
    parts = [f"{first}." if first else "", noted.note if noted else ""]
    return f"{name} ({code}): " + " ".join(part for part in parts if part)


def _existence(country: Country) -> str:
    last = country.exists_to
    assert last is not None
    until = date.fromordinal(last.toordinal() - 1)
    return f"existed from {country.exists_from or 'before the record'} to {until}"


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]


def notes(codes: Iterable[str]) -> tuple[str, ...]:
    """What must be said of each of these places, once."""
    return tuple(text for code in dict.fromkeys(codes) if (text := said(code)))


def outlived(code: str, first: date | None, last: date | None) -> str:
    """Why a window lies outside the days a state existed; empty where it does not."""
    country = _by_code().get(code)
    if country is None:
        return ""
    if country.exists_to and first and first >= country.exists_to:
        after = _listed([name_of(one) for one in followed_by(code)]) or "none known here"
        return f"{country.name} ended on {country.exists_to}; what followed it: {after}"
    if country.exists_from and last and last < country.exists_from:
        return f"{country.name} exists from {country.exists_from} on"
    return ""
