"""One claim without a file: four answers to an argument's text, and that text kept as a file.

The sentence, what is measured and where, the window, the expectation: the test follows from the
expectation. What is looked at is counted: the seal of a claim that was tried goes with it when it
is saved, so that windows chosen after a look at the result show as edits after results.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from squarely.argument.seal import seal_path
from squarely.files import write_whole
from squarely.grounds.catalog import Grounds
from squarely.model.dataset import Dataset

TRENDS = ("rising", "falling", "flat")
BOUNDS = ("more-than", "at-least", "about", "at-most")
_NUMBERS = ("integer", "number")
_LONG = 15  # years of data from which a year is the period that is tried first
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """The answers, as they were typed."""

    says: str
    dataset: str
    measure: str  # "count strikes", "sum size" or "value growth"
    where: tuple[tuple[str, str], ...]
    during: str
    expect: str
    bound: str = ""
    negated: bool = False


def form_of(words: Mapping[str, Any]) -> Form:
    """The form in what a page sent; whatever is not there is empty."""

    def text(key: str, most: int = 200) -> str:
        value = words.get(key)
        return " ".join(value.split())[:most] if isinstance(value, str) else ""

    rows = words.get("where")
    pairs = rows if isinstance(rows, list) else []
    where = tuple(
        (str(one[0])[:200], str(one[1])[:200])
        for one in pairs[:20]
        if isinstance(one, list) and len(one) == 2 and str(one[0]).strip() and str(one[1]).strip()
    )
    return Form(
        text("says", 2000), text("dataset"), text("measure"), where, text("during"),
        text("expect"), text("bound"), bool(words.get("negated")),
    )  # fmt: skip


def argument_text(form: Form, grounds: Grounds, data: str = "") -> str:
    """The argument file of a form; `data` is the file of its dataset where it is the user's own."""
    kind, _, name = form.measure.partition(" ")
    where = ", ".join(f"{_quoted(column)}: {_typed(value)}" for column, value in form.where)
    told = f", where: {{{where}}}" if where else ""
    of = f"of: {{{kind or 'count'}: {_quoted(name)}, in: {_quoted(form.dataset)}{told}}}"
    during = [f"during: {_quoted(form.during)}"] if form.during else []
    lines = ["squarely: 1", f"title: {_quoted(form.says[:120] or 'One claim')}"]
    lines += [f"data: [{_quoted(data)}]"] if data else []
    lines += ["claims:", "  claim:", f"    says: {_quoted(form.says)}", "    warrant:"]
    if form.expect in BOUNDS:
        expect = (
            f"{{{form.expect}: {form.bound if _is_number(form.bound) else _quoted(form.bound)}}}"
        )
        test, every = "level", []
    else:
        expect, test = _quoted(form.expect), "trend"
        every = [f"every: {_every(grounds.known.get(form.dataset))}"]
    expect = f"{{not: {expect}}}" if form.negated else expect
    keys = [of, *every, *during, f"expect: {expect}"]
    return "\n".join([*lines, f"      {test}:", *(f"        {key}" for key in keys), ""])


def asked_in(grounds: Grounds) -> list[Json]:
    """The datasets whose rows are here: what can be measured in them, by which columns."""
    return [_dataset(one) for one in grounds.known.values() if one.here and _measures(one)]


def scratch(kept: Path, form: Form) -> Path:
    """Where a form is put to be tried; every sentence has a place, and a seal, of its own."""
    named = sha256(form.says.encode("utf-8", "replace")).hexdigest()[:16]
    return kept / "tried" / named / "claim.yaml"


def tried(kept: Path, form: Form, grounds: Grounds) -> Path:
    """Write a form's argument to be tried."""
    path = scratch(kept, form)
    write_whole(path, argument_text(form, grounds))
    return path


def save(kept: Path, form: Form, grounds: Grounds, target: Path, data: str) -> bool:
    """Keep a form as an argument file with the seal of what was tried; False where one is there."""
    if target.exists():
        return False
    write_whole(target, argument_text(form, grounds, data))
    sealed = seal_path(scratch(kept, form))
    if sealed.is_file() and not seal_path(target).exists():
        write_whole(seal_path(target), sealed.read_bytes())
    return True


def file_of(dataset: str, grounds: Grounds, folder: Path) -> str:
    """The name of a user's own file in the folder; empty for a dataset that needs no entry."""
    stand = grounds.stands.get(dataset)
    if stand is None or stand.kind in ("figures", "adapter"):
        return ""
    path = stand.path.resolve()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)


def _dataset(one: Dataset) -> Json:
    return {
        "name": one.name,
        "title": one.title,
        "during": str(one.coverage.during),
        "measures": _measures(one),
        "columns": [
            {"name": c.name, "type": c.type, "values": list(c.categories or ())[:200]}
            for c in one.columns
            if c.type not in ("date", "number")
        ],
    }


def _measures(one: Dataset) -> list[list[str]]:
    """Each measure as it is written and as it is said."""
    if one.kind in ("acts", "polls"):
        return []
    units = [[f"count {unit}", f"number of {unit.replace('-', ' ')}"] for unit in one.units]
    numbers = [c for c in one.columns if c.type in _NUMBERS and c.name != one.roles.get("id")]
    if one.kind in ("series", "flows"):
        return [[f"value {c.name}", f"{c.name} ({c.unit})" if c.unit else c.name] for c in numbers]
    sized = [role for role in ("size", "value") if role in one.roles]
    return [*units, *([f"sum {role}", f"sum of {one.roles[role]}"] for role in sized)]


def _every(dataset: Dataset | None) -> str:
    """The period that is tried first; the multiverse holds its neighbours."""
    if dataset is None:
        return "year"
    during = dataset.coverage.during
    fine = dataset.coverage.resolution in ("day", "week", "month")
    long = during.first and during.last and (during.last - during.first).days > _LONG * 365
    return "month" if fine and not long else "year"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _typed(value: str) -> str:
    """A value of a condition: true, false, a number, a range or a list as such, else a text."""
    if value in ("true", "false") or _is_number(value):
        return value
    return _quoted(value)


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?%?", text) is not None
