"""A version of a publisher's file fetched, checked, and kept as a new dated state.

Where the publisher lists hashes the file must have its own. Where there is none the first fetch is
trusted and its hash kept: a fixed version with other bytes later is refused, and is kept only on
demand; a version that the publisher goes on writing to becomes a new state. A page in place of data
is refused, and so is a zip with dangerous members. A key is never written anywhere.

Sources: Uieda et al. 2020, Pooch: A friend to fetch your data files, JOSS 5(45).
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from squarely.files import scratch
from squarely.grounds.getting.addresses import Address
from squarely.grounds.getting.download import Failed, Tell, Way, download, downloader, forget
from squarely.grounds.getting.states import State, keep, states
from squarely.grounds.opened import Refused, members

_LIST = 2 * 2**30  # bytes of a list of hashes


@dataclass(frozen=True, slots=True)
class Asking:
    """How a file is to be fetched: where to, with what key, and whether changed bytes are borne."""

    folder: Path
    day: date
    key: str = ""
    change: bool = False
    tell: Tell | None = None
    way: Way | None = None  # of the tests: how often and how long to try


@dataclass(frozen=True, slots=True)
class Fetched:
    """A new state, and what must be said of it."""

    state: State
    notes: tuple[str, ...]


def fetch(address: Address, asking: Asking) -> Fetched | Failed:
    """The file of an address as a new state, or why there is none; no key is in the words."""
    try:
        return _fetch(address, asking)
    except Failed as error:
        why = str(error)
    except OSError as error:
        why = f"it cannot be written: {error.strerror or type(error).__name__}"
    if asking.key:
        why = why.replace(asking.key, "***")
    return Failed(why)


def _fetch(address: Address, asking: Asking) -> Fetched:
    import pooch

    pooch.get_logger().setLevel("ERROR")
    root = asking.folder / address.source.name / address.version
    root.mkdir(parents=True, exist_ok=True)
    way = _way(address, asking)
    expected, notes = _expected(address, root, way)
    part = root / f".{address.file}.part"
    with scratch(root / "state") as made:
        try:
            pooch.retrieve(
                address.url, expected, address.file, made, downloader=downloader(part, way)
            )
        except ValueError:
            forget(part)
            why = f"its hash is not the publisher's ({expected}); nothing was kept"
            raise Failed(why) from None
        held = made / address.file
        forget(part)
        _sound(held)
        sha = _sha256(held)
        notes += _known(address, root, sha, asking.change)
        told = _told(address, held, sha, expected)
        return Fetched(keep(root, held, told, asking.day), notes)


def _way(address: Address, asking: Asking) -> Way:
    base = asking.way or Way(frozenset(), address.source.most)
    host = (urlsplit(address.url).hostname or "").lower()
    headers = {"Authorization": f"Bearer {asking.key}"} if asking.key else {}
    return replace(
        base,
        hosts=frozenset({host, *address.source.hosts}),
        headers=headers,
        tell=asking.tell,
        plain=urlsplit(address.url).scheme == "http",
    )


def _told(address: Address, held: Path, sha: str, expected: str | None) -> Mapping[str, object]:
    source = address.source
    return {
        "dataset": source.name,
        "version": address.version,
        "url": address.url,
        "file": address.file,
        "bytes": held.stat().st_size,
        "sha256": sha,
        "trusted_by": f"the publisher's hash {expected}" if expected else "the first fetch",
        "terms": source.terms[1] if source.terms else None,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _expected(address: Address, root: Path, way: Way) -> tuple[str | None, tuple[str, ...]]:
    """The publisher's hash of the file, where there is a list of them."""
    if address.source.hashes is None:
        return None, ("the publisher lists no hashes: the first fetch is trusted, and recorded",)
    url, form = address.source.hashes
    part = root / ".hashes.part"
    forget(part)
    try:
        download(url, part, replace(way, most=_LIST, tell=None))
        found = _listed(part, form, address)
    except Failed as error:
        return None, (f"the publisher's hashes could not be read ({error}): trusted as it came",)
    finally:
        forget(part)
    if found is None:
        return None, ("the publisher's list of hashes has no such file: trusted as it came",)
    return f"md5:{found}", ()


def _listed(path: Path, form: str, address: Address) -> str | None:
    """The hash of a file in a list of `form`, "md5 file" or "size md5 url"."""
    names = form.split()
    wanted = address.url if names[-1] == "url" else address.url.rpartition("/")[2]
    at = names.index("md5")
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            cells = line.split()
            if len(cells) == len(names) and cells[-1] == wanted:
                return cells[at].lower()
    return None


def _known(address: Address, root: Path, sha: str, change: bool) -> tuple[str, ...]:
    """What earlier states say of these bytes; raises where they speak against them."""
    before = states(root)
    if not before:
        return ()
    if any(one.sha256 == sha for one in before):
        return (f"the same bytes as on {before[-1].day}",)
    last = before[-1]
    changed = f"other bytes than on {last.day} (sha256 {last.sha256[:16]}, now {sha[:16]})"
    if address.source.fixed and not change:
        why = f"{address.version} has {changed}, though a release does not change: it was not kept"
        raise Failed(f"{why}; --accept-change keeps it beside the earlier state")
    return (changed,)


def _sound(path: Path) -> None:
    """Raises for a page in place of data, an empty file, and a zip that is none or dangerous."""
    with path.open("rb") as file:
        start = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        raise Failed("the publisher sent an empty file")
    if start.startswith((b"<!doctype html", b"<html")):
        raise Failed("the publisher answered with a page, not with data: a login or a notice?")
    if path.suffix.lower() == ".zip":
        try:
            with zipfile.ZipFile(path) as packed:
                members(packed)
        except (Refused, zipfile.BadZipFile, OSError) as error:
            raise Failed(f"the zip is not opened: {error}") from None
