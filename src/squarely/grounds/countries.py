"""Countries by code and name, with the dates at which each existed and sat in the United Nations.

The figures stand in `shipped/countries.csv`. Sources: ISO 3166-1; Correlates of War country codes;
United Nations member states (dates of admission).
"""

from __future__ import annotations

import csv
import difflib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory; dates are None where a side is open.

    `un` are its spells as a member of the United Nations; a spell ends before its second date.
    """

    alpha2: str
    alpha3: str
    cow: int | None
    name: str
    aliases: tuple[str, ...]
    exists_from: date | None
    exists_to: date | None
    un: tuple[tuple[date, date | None], ...]

    @property
    def un_from(self) -> date | None:
        """The day it was first admitted."""
        return self.un[0][0] if self.un else None

    @property
    def un_to(self) -> date | None:
        """The day its membership ended for good."""
        return self.un[-1][1] if self.un else None


@cache
def countries() -> tuple[Country, ...]:
    """Every country of the table, by alpha-3 code."""
    text = (files("squarely") / "shipped" / "countries.csv").read_text(encoding="utf-8")
    return tuple(_country(row) for row in csv.DictReader(text.splitlines()))


def _country(row: Mapping[str, str]) -> Country:
    cow = int(row["cow"]) if row["cow"] else None
    aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
    exists = (_day(row["exists_from"]), _day(row["exists_to"]))
    spells = tuple(_spell(text) for text in row["un"].split("|") if text)
    return Country(row["alpha2"], row["alpha3"], cow, row["name"], aliases, *exists, spells)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _spell(text: str) -> tuple[date, date | None]:
    first, _, last = text.partition("..")
    return date.fromisoformat(first), _day(last)


def plain(name: str) -> str:
    """A name without case, marks and filling words, by which two spellings meet."""
    flat = unicodedata.normalize("NFKD", name).casefold()
    words = "".join(c if c.isalnum() else " " for c in flat if not unicodedata.combining(c)).split()
    return " ".join("saint" if w == "st" else w for w in words if w not in ("the", "and", "of"))


@cache
def _names() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for country in countries():
        for name in (country.alpha3, country.name, *country.aliases, country.alpha2):
            if name:
                found.setdefault(plain(name), country.alpha3)
    return found


def resolve(name: str) -> str | None:
    """The alpha-3 code that a name, an alias or a code means.

    >>> resolve("Türkiye"), resolve("turkey"), resolve("TR"), resolve("Atlantis")
    ('TUR', 'TUR', 'TUR', None)
    """
    return _names().get(plain(name))


def meant(name: str) -> str | None:
    """As `resolve`, and a Correlates of War number too: for values an author wrote as a country.

    A column of numbers is never taken for countries by this: only a named country column asks it.

    >>> meant("200"), meant("France"), meant("9999")
    ('GBR', 'FRA', None)
    """
    return resolve(name) or (by_cow().get(int(name)) if name.isdecimal() else None)


def nearest(name: str) -> str | None:
    """The known name closest to one that is not known."""
    spelt = {plain(n): n for country in countries() for n in (*country.aliases, country.name)}
    close = difflib.get_close_matches(plain(name), spelt, 1, 0.6)
    return spelt[close[0]] if close else None


def name_of(alpha3: str) -> str:
    """The English name of a code; the code itself where it is not known."""
    return _by_code().get(alpha3, alpha3)


@cache
def _by_code() -> Mapping[str, str]:
    return {country.alpha3: country.name for country in countries()}


@cache
def by_cow() -> Mapping[int, str]:
    """Correlates of War numbers to alpha-3 codes."""
    return {country.cow: country.alpha3 for country in countries() if country.cow is not None}


@cache
def members(on: date) -> tuple[str, ...]:
    """The states that were members of the United Nations at the end of a day.

    A seat that passed on is one member: that of the Soviet Union stands under Russia, that of
    China under China throughout.
    """
    return tuple(
        sorted(
            country.alpha3
            for country in countries()
            if any(first <= on and (last is None or on < last) for first, last in country.un)
        )
    )
