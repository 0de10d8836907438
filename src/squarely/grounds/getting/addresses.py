"""Where publishers offer their files, by dataset and version, from `shipped/sources.json`.

The addresses are those of the publishers' own pages and codebooks; none was tried when this was
written. A version is checked by a form before it goes into an address or a file's name.

Sources: GDELT Event Codebook V2.0 and its list of files; UCDP, download center; ACLED, API guide;
Harvard Dataverse, Data Access API.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

MOST = 64 * 2**30  # bytes of one file, where a source says nothing less
_SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._=-]{0,120}")


class Unknown(ValueError):
    """What is wrong with what was asked for, and what could be meant."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the user's own: the variable that holds it, and what it is."""

    variable: str
    what: str


@dataclass(frozen=True, slots=True)
class Source:
    """An address with places for a version, and what a publisher asks of those who fetch.

    `versions` is a form, or a mapping of versions to the publisher's codes, or "query". The bytes
    of a `fixed` version never change; `hosts` are others to which the publisher sends on.
    """

    name: str
    url: str
    file: str
    versions: str | Mapping[str, str]
    example: str = ""
    fixed: bool = False
    hosts: tuple[str, ...] = ()
    terms: tuple[str, str] | None = None
    key: Key | None = None
    hashes: tuple[str, str] | None = None
    note: str = ""
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Address:
    """One file of a source: its version, its address without any key, and its name here."""

    source: Source
    version: str
    url: str
    file: str


@cache
def sources() -> Mapping[str, Source]:
    """Every source that is known, by its dataset."""
    text = (files("squarely") / "shipped" / "sources.json").read_text(encoding="utf-8")
    return {one["name"]: _source(one) for one in json.loads(text)}


def _source(told: Mapping[str, Any]) -> Source:
    terms, key, hashes = told["terms"], told["key"], told["hashes"]
    return Source(
        told["name"],
        told["url"],
        told["file"],
        told["versions"],
        told.get("example", ""),
        told["fixed"],
        tuple(told["hosts"]),
        (terms["title"], terms["url"]) if terms else None,
        Key(key["variable"], key["what"]) if key else None,
        (hashes["url"], hashes["form"]) if hashes else None,
        told["note"],
    )


def source(name: str) -> Source:
    """The source of a dataset."""
    found = sources().get(name)
    if found is None:
        near = difflib.get_close_matches(name, sources(), 1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sources())}"
        raise Unknown(f"no address is known for {name[:60]}; {hint}")
    return found


def address(found: Source, version: str | None, query: Mapping[str, str]) -> Address:
    """The file that is asked for; what does not fit the source's form of a version is refused."""
    if found.versions == "query":
        if not query:
            raise Unknown(f"{found.name} is asked by --query, such as --query country=Italy")
        version = "_".join(f"{key}={query[key]}" for key in sorted(query))
        version = re.sub(r"[^0-9A-Za-z._=-]+", "-", version)[:120]
    elif query:
        raise Unknown(f"{found.name} takes no --query")
    code = _code(found, version)
    assert version is not None
    if not _SAFE.fullmatch(version) or ".." in version:
        raise Unknown(f"{version[:60]!r} cannot be a version of {found.name}")
    spelt = {
        "version": code,
        "under": version.replace(".", "_"),
        "digits": version.replace(".", ""),
        "query": urlencode(sorted(query.items())),
    }
    return Address(
        found,
        version,
        found.url.format(**spelt),
        found.file.format(**{**spelt, "version": version}),
    )


def _code(found: Source, version: str | None) -> str:
    if isinstance(found.versions, Mapping):
        if version is None or version not in found.versions:
            raise Unknown(f"--version of {found.name} is one of: {', '.join(found.versions)}")
        return found.versions[version]
    if version is None:
        raise Unknown(f"name the version of {found.name}, such as --version {found.example}")
    if found.versions != "query" and not re.fullmatch(found.versions, version):
        raise Unknown(f"{version[:60]!r} is no version of {found.name}; such as {found.example}")
    return version
