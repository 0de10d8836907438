"""What was understood of a file, written down as a data package beside it.

The package is extended, never rewritten: what others wrote there stays. A resource of the same name
is replaced only where that is asked for. A licence that nobody stated keeps the rows from being
shown.

Sources: Frictionless Data Package v1, specs.frictionlessdata.io.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from squarely.files import write_whole
from squarely.grounds.bring.cells import stated
from squarely.grounds.bring.importing import Looked, fields, slug
from squarely.grounds.bring.raw import fault
from squarely.grounds.descriptor import parse
from squarely.model.place import Problem

SHORT = 456  # days: a year and the lag
LAG = 3  # months that reports of events take to come in, where nothing is known


def resource(looked: Looked, licence: str | None = None) -> dict[str, Any]:
    """The resource that describes a file."""
    by_role = looked.by_role
    told: dict[str, Any] = {
        "name": looked.name,
        "title": looked.name.replace("-", " "),
        "path": looked.path.name,
        **_form(looked),
        "schema": {"fields": _fields(looked), "missingValues": [""]},
    }
    if licence:
        told["licenses"] = [{"name": licence}]
    if looked.dropped:
        told["dropped"] = [{"name": n, "reason": why} for n, why in looked.dropped.items()]
    told["squarely"] = {
        "kind": looked.kind,
        "family": looked.name,
        "roles": by_role,
        "units": {looked.unit: None},
        "coverage": _coverage(looked),
        "lag_months": lag(looked),
        "reported": True,
        "redistributable": licence is not None,
        "citation": f"{looked.path.name}, a file of the author's own; source to be stated",
        "vintage": looked.last.isoformat() if looked.last else "",
    }
    return told


def lag(looked: Looked) -> int:
    """The trailing months held to be incomplete.

    None where a row stands for a quarter or more, nor where less than a year would be left.
    """
    fine = looked.resolution in ("day", "week", "month")
    if looked.kind != "events" or not fine or looked.first is None or looked.last is None:
        return 0
    return LAG if (looked.last - looked.first).days >= SHORT else 0


def _form(looked: Looked) -> dict[str, Any]:
    form = looked.form
    dialect: dict[str, Any] = {"header": bool(form.header) or form.header is None}
    if form.header and form.header > 1:
        dialect["headerRows"] = [form.header]
    if form.delimiter:
        dialect["delimiter"] = form.delimiter
    if form.sheet:
        dialect["sheetName"] = form.sheet
    encoding = {"encoding": form.encoding} if form.encoding else {}
    return {**encoding, "dialect": dialect}


def _coverage(looked: Looked) -> dict[str, Any]:
    if looked.first is None or looked.last is None:
        return {"complete": False}
    return {
        "first": looked.first.isoformat(),
        "last": looked.last.isoformat(),
        "resolution": looked.resolution,
        "complete": False,
    }


def _fields(looked: Looked) -> list[dict[str, Any]]:
    guesses = {one.name: guess for guess in looked.guesses.values() for one in guess.reads}
    found = []
    for reads in fields(looked.guesses, looked.by_role):
        guess = guesses[reads.name]
        one: dict[str, Any] = {"name": reads.name, "type": reads.type, "unit": guess.unit}
        one["description"] = f"{reads.part} of {reads.source}" if reads.part else ""
        if guess.categories:
            one["categories"] = list(guess.categories)
        if guess.free_text:
            one["free_text"] = True
        found.append(one | stated(reads))
    return found


def write(file: Path, described: dict[str, Any], replacing: bool) -> Path | Problem:
    """The package written or extended beside the file, whole or not at all."""
    path = file.parent / "datapackage.json"
    name = described["name"]
    if file.resolve().parent != file.parent.resolve():
        hint = "add the file where it really stands, or copy it here"
        return fault("link", f"{file.name} is a link to another folder", str(path), hint)
    package = _existing(path)
    if isinstance(package, Problem):
        return package
    resources = package["resources"]
    same = [n for n, one in enumerate(resources) if one.get("name") == name]
    if same and not replacing:
        message = f"{path.name} already describes a dataset {name}"
        hint = "--replace writes it anew, --name gives this one another name"
        return fault("twice", message, str(path), hint)
    resources[:] = [one for one in resources if one.get("name") != name]
    resources.insert(same[0] if same else len(resources), described)
    text = json.dumps(package, indent=2, ensure_ascii=False) + "\n"
    _, faults = parse(text, str(path))
    if faults:
        return faults[0]
    try:
        write_whole(path, text)
    except OSError as error:
        return fault("write", f"{path} cannot be written: {error.strerror}", str(path))
    return path


def _existing(path: Path) -> dict[str, Any] | Problem:
    if not path.exists():
        return {"name": slug(path.resolve().parent.name), "resources": []}
    hint = "put it right or move it away; it is not overwritten"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        return fault("descriptor", f"{path} cannot be read: {error}", str(path), hint)
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        return fault("descriptor", f"{path} has no list of resources", str(path), hint)
    return dict(package)
