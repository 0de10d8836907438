"""A dropped file: looked at outside the folder, shown, and put into it once that is confirmed.

What is understood of it is what `squarely data add` understands, by the same functions. A file of
the folder is never written over.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast, get_args

from squarely.grounds.bring import published as publisher
from squarely.grounds.bring.claim import claim
from squarely.grounds.bring.dates import Order
from squarely.grounds.bring.describe import lag, resource, write
from squarely.grounds.bring.importing import Asked, Looked, look, slug
from squarely.grounds.bring.infer import Told
from squarely.grounds.bring.raw import TEXT, Form, fault
from squarely.grounds.catalog import ADDED
from squarely.grounds.descriptor import ROLES
from squarely.grounds.formats import Recognised, recognise
from squarely.model.dataset import Kind
from squarely.model.place import Problem
from squarely.serve.inside import within
from squarely.serve.values import ALONE

MOST_ASIDE = 50  # rows set aside that are shown
_STALE = 86_400  # seconds after which a dropped file that was not added is taken away
_LONGEST = 100
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_ASKED = ("order", "decimal")  # what has two readings of which one is to be chosen
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Added:
    """A dataset that now stands in the folder, and a first argument on it."""

    dataset: str
    file: str
    argument: str


def safe_name(given: str) -> str | None:
    """The last part of a file's name, without what a file system or a page could misread."""
    last = re.split(r"[/\\]", given)[-1]
    kept = re.sub(r"[^\w .()+-]", "_", last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    short = f"{stem[:_LONGEST].rstrip()}{dot}{suffix}"
    return short if stem and f".{suffix.lower()}" in ADDED else None


def opened(kept: Path, name: str) -> tuple[str, Path]:
    """A number and a place for a file that is about to come; old ones are taken away."""
    drops = kept / "drops"
    drops.mkdir(parents=True, exist_ok=True)
    for old in drops.iterdir():
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _STALE:
                shutil.rmtree(old)
    number = secrets.token_hex(8)
    (drops / number).mkdir()
    return number, drops / number / name


def dropped(kept: Path, number: str) -> Path | None:
    """The file of that number."""
    folder = kept / "drops" / number
    if not (number.isalnum() and folder.is_dir()):
        return None
    return next((one for one in folder.iterdir() if not one.name.startswith(".")), None)


def asked_of(words: Mapping[str, Any]) -> Asked:
    """What a form says of a file; what it leaves empty is inferred."""

    def text(key: str) -> str | None:
        value = words.get(key)
        return value.strip()[:200] or None if isinstance(value, str) else None

    roles = words.get("roles")
    named = {
        role: column
        for role, column in (roles.items() if isinstance(roles, dict) else ())
        if role in ROLES and isinstance(column, str) and column
    }
    order, kind, name = text("order"), text("kind"), text("name")
    order = order if order in get_args(Order) else None
    kind = kind if kind in get_args(Kind) else None
    decimal = text("decimal") if text("decimal") in (".", ",") else None
    header = text("header")
    number = int(header) if header and header.isdigit() and len(header) < 5 else None
    return Asked(
        Form(text("encoding"), _DELIMITERS.get(text("delimiter") or ""), number),
        Told(cast("Order | None", order), decimal),
        named,
        slug(name) if name else None,
        text("unit"),
        cast("Kind | None", kind),
        _names(words.get("keep")),
    )


def _names(given: object) -> tuple[str, ...]:
    """Names of columns in what a form says."""
    listed = given if isinstance(given, list) else []
    return tuple(one for one in listed[:100] if isinstance(one, str))


def seen(path: Path, asked: Asked) -> Json:
    """What was understood of a file, or why it cannot be read.

    A file in a publisher's format is told by that publisher's rules where nothing else is asked.
    """
    with ALONE:
        return _seen(path, asked)


def _seen(path: Path, asked: Asked) -> Json:
    if asked == Asked() and (found := recognise(path)):
        lines = publisher.told(found, publisher.published(found))
        return {"faults": [], "published": lines, "dataset": found.name}
    looked = look(path, asked)
    if not isinstance(looked, Looked):
        return {"faults": [_fault(one) for one in looked], "roles_known": list(ROLES)}
    return {
        "faults": [],
        "dataset": looked.name,
        "unit": looked.unit,
        "kind": looked.kind,
        "kinds": list(get_args(Kind)),
        "rows_read": looked.table.rows_read,
        "rows_aside": len(looked.table.set_aside),
        "aside": _aside(looked),
        "columns": [[name, one.main.type, one.reason] for name, one in looked.guesses.items()],
        "roles": [[one.role, one.column, one.confidence, one.reason] for one in looked.roles],
        "roles_known": list(ROLES),
        "left_out": list(looked.dropped.items()),
        "notes": [_here(one) for one in (*looked.notes, *_assumed(looked))],
    }  # fmt: skip


def add(
    kept: Path, number: str, folder: Path, words: Mapping[str, Any]
) -> Added | tuple[Problem, ...]:
    """Put a dropped file into the folder and describe it there; both or neither."""
    path = dropped(kept, number)
    if path is None:
        return (fault("gone", "the dropped file is not here any more: drop it again", number),)
    if not within(folder / "datapackage.json", (folder,)):
        return (fault("link", "datapackage.json leads out of the folder", "datapackage.json"),)
    with ALONE:
        return _added(path, folder, words)


def _added(path: Path, folder: Path, words: Mapping[str, Any]) -> Added | tuple[Problem, ...]:
    if words.get("published") and (found := recognise(path)):
        return _published(path, folder / path.name, found)
    looked = look(path, asked_of(words))
    if not isinstance(looked, Looked):
        return looked
    licence = words.get("licence")
    licence = licence.strip()[:100] if isinstance(licence, str) and licence.strip() else None
    target = folder / path.name
    here = replace(looked, path=target)
    faults = _stood(path, target, lambda: resource(here, licence))
    return faults or Added(here.name, target.name, claim(here))


def _published(path: Path, target: Path, found: Recognised) -> Added | tuple[Problem, ...]:
    """The same by a publisher's rules."""
    described = publisher.published(found)
    here = replace(found, path=target)
    faults = _stood(path, target, lambda: publisher.resource(here, described))
    return faults or Added(here.name, target.name, publisher.claim(here, described, here.name))


def _stood(
    path: Path, target: Path, described: Callable[[], dict[str, Any]]
) -> tuple[Problem, ...]:
    """Put the file and its description into the folder; both or neither."""
    if not _put(path, target):
        hint = "rename the file and drop it again"
        return (fault("there", f"{path.name} stands in the folder already", path.name, hint),)
    written = write(target, described(), False)
    if isinstance(written, Problem):
        target.unlink(missing_ok=True)
        return (written,)
    shutil.rmtree(path.parent, ignore_errors=True)
    return ()


def _put(path: Path, target: Path) -> bool:
    """Copy a file to a name that nothing has, whole; False where something has it."""
    part = target.with_name(f".{target.name[:60]}.{secrets.token_hex(4)}.part")
    try:
        shutil.copyfile(path, part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        try:
            os.link(part, target)  # fails where the name is taken, unlike a renaming
        except FileExistsError:
            return False
        except OSError:  # a disk without links
            if target.exists():
                return False
            os.replace(part, target)
        return True
    finally:
        part.unlink(missing_ok=True)


def _fault(problem: Problem) -> Json:
    open_word = problem.code.removeprefix("data-ambiguous-")
    return {
        "message": _here(problem.message),
        "hint": "" if open_word in _ASKED or "--" in (problem.hint or "") else problem.hint or "",
        "asks": open_word if open_word in _ASKED else "",
    }


def _here(words: str) -> str:
    """What the command says, without the flags that a page does not have.

    >>> _here("read as Windows-1252 (--encoding to change)")
    'read as Windows-1252'
    >>> _here("crowd looks like sizes or rough numbers: --size crowd reads them so")
    'crowd looks like sizes or rough numbers: the role size reads them so'
    """
    return re.sub(
        r"--(\w+) .+ reads", r"the role \1 reads", re.sub(r" \([^()]*--[^()]*\)", "", words)
    )


def _aside(looked: Looked) -> list[Json]:
    """The rows that would be set aside: line, reason, and the line itself of a text file."""
    rows = looked.table.set_aside[:MOST_ASIDE]
    lines = _lines(looked, {row.line for row in rows})
    return [{"line": r.line, "why": r.reason, "text": lines.get(r.line, "")} for r in rows]


def _lines(looked: Looked, wanted: set[int]) -> dict[int, str]:
    if looked.path.suffix.lower() not in TEXT or not wanted or looked.dropped:
        return {}  # a line would show the columns that are left out
    found = {}
    encoding = looked.form.encoding or "utf-8"
    with (
        suppress(OSError, LookupError),
        looked.path.open(encoding=encoding, errors="replace") as file,
    ):
        for number, line in enumerate(file, 1):
            if number in wanted:
                found[number] = line.rstrip("\r\n")[:200]
            if number >= max(wanted):
                break
    return found


def _assumed(looked: Looked) -> list[str]:
    told = ["what is absent from it is not taken for something that did not happen"]
    months = lag(looked)
    if looked.first is None:
        told.append("no column dates the rows: no claim over time can be tested")
    elif months:
        told.append(f"the last {months} months are held incomplete, as reports come late")
    return told
