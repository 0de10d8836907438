"""One claim without a file: what was answered, its faults at their fields, and its text kept.

What is looked at is counted: the seal of a claim that was tried goes with it when it is saved, so
that windows chosen after a look at the result show as edits after results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from squarely.argument.seal import seal_path
from squarely.files import write_whole
from squarely.grounds.catalog import Grounds
from squarely.model.place import Problem
from squarely.serve.questions import asked_of
from squarely.serve.worded import Form, Written, written

Json = dict[str, Any]
_LONGEST_SENTENCE, _LONGEST, _MOST_CONDITIONS = 2000, 200, 20


def form_of(words: Mapping[str, Any]) -> Form:
    """The form in what a page sent; whatever is not there is empty."""

    def text(key: str, most: int = _LONGEST) -> str:
        value = words.get(key)
        return " ".join(value.split())[:most] if isinstance(value, str) else ""

    asked = ("dataset", "measure", "question", "expect", "bound", "during")
    beside = ("by", "first", "second", "third")
    return Form(
        says=text("says", _LONGEST_SENTENCE),
        where=_conditions(words.get("where")),
        **{key: text(key) for key in (*asked, *beside)},
    )


def _conditions(rows: object) -> tuple[tuple[str, str], ...]:
    pairs = rows if isinstance(rows, list) else []
    return tuple(
        (str(one[0])[:_LONGEST], str(one[1])[:_LONGEST])
        for one in pairs[:_MOST_CONDITIONS]
        if isinstance(one, list) and len(one) == 2 and str(one[0]).strip()
    )


def asked_in(grounds: Grounds) -> list[Json]:
    """The datasets whose rows are here and carry a question, by what is at hand of them."""
    here = [one for one in grounds.catalog.values() if one.here]
    return [told for one in here if (told := asked_of(one))]


def worded(form: Form, grounds: Grounds, data: str = "") -> Written:
    """The argument file of a form."""
    return written(form, grounds.catalog.get(form.dataset), data)


def at_fields(found: Written, problems: Sequence[Problem]) -> list[Json]:
    """Faults of a form's file as faults of its fields."""
    return [
        {
            "field": found.field_at(one.place.line, one.place.column),
            "severity": one.severity,
            "message": one.message,
            "hint": one.hint or "",
        }
        for one in problems
    ]


def scratch(kept: Path, form: Form) -> Path:
    """Where a form is put to be tried; every sentence has a place, and a seal, of its own."""
    named = sha256(form.says.encode("utf-8", "replace")).hexdigest()[:16]
    return kept / "tried" / named / "claim.yaml"


def save(kept: Path, form: Form, text: str, target: Path) -> bool:
    """Keep a form as an argument file with the seal of what was tried; False where one is there."""
    if target.exists():
        return False
    write_whole(target, text)
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
