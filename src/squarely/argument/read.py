"""An argument file to an `Argument`: strict, complete in its faults, nothing executed.

Size, encoding and control characters are looked at first, then the text becomes a bounded tree
(`tree`), and the tree is read by subject (`claims`, `warrant`, `measures`, `inferences`). What
could be read comes back beside the faults, so that the catalog's checks can add theirs; an argument
with any error among its problems must not be run.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from squarely.argument.claims import claim_of
from squarely.argument.faults import Notes, fault, sorted_problems
from squarely.argument.inferences import ids_of, inferences_of
from squarely.argument.integrated import integrated_of
from squarely.argument.keys import NOTHING, Fields, fields, missing
from squarely.argument.scalars import date_of, expected, names_of, shown, text_of
from squarely.argument.text import seen, text_of_file
from squarely.argument.tree import Mapping, Node, compose
from squarely.model.argument import Argument, Claim
from squarely.model.place import Problem

_T = TypeVar("_T")
MOST_CLAIMS = 2_000
VERSION = "1"
TOP_KEYS: dict[str, str] = {
    "squarely": "the version of this format: 1",
    "title": "the title of the study",
    "essay": "the text whose claims these are",
    "data": "the author's own datasets, relative to this file",
    "integrated": "datasets told as one, under names of their own",
    "claims": "the claims by their ids",
    "inferences": "how the claims lean on each other",
    "conclusions": "the claims the argument is for",
}
ESSAY_KEYS: dict[str, str] = {
    "file": "the essay's text, relative to this file",
    "author": "who wrote it",
    "published": "when; the date of knowledge for `as of essay`",
    "source": "its address",
}


def read_file(path: Path) -> tuple[Argument | None, tuple[Problem, ...]]:
    """The argument in a file, with all its faults; the file's name as it was typed."""
    notes = Notes(str(path))
    text = text_of_file(path, notes)
    if text is None:
        return None, tuple(notes.problems)
    return read(text, str(path))


def read(text: str, file: str) -> tuple[Argument | None, tuple[Problem, ...]]:
    """The argument in a text, with all its faults; None where there is none to speak of."""
    notes = Notes(file)
    plain = seen(text, notes)
    root = compose(plain, notes) if plain is not None else None
    argument = _argument(notes, root, plain or "") if root is not None else None
    return argument, sorted_problems(notes.problems)


def _argument(notes: Notes, root: Node, text: str) -> Argument | None:
    known = fields(notes, root, TOP_KEYS, "an argument file")
    if known is None or not _few_enough(notes, known):
        return None
    if "squarely" in known and shown(known["squarely"][1]) != f'"{VERSION}"':
        message = f"This format is version {VERSION}, found {shown(known['squarely'][1])}."
        fault(notes, known["squarely"][1], "bad-value", message)
    claims = _claims(notes, root, known)
    ids = _ids(known)
    essay = _essay(notes, known)
    return Argument(
        notes.file,
        _optional(known, "title", lambda node: text_of(notes, node, "a title")) or "",
        claims,
        _optional(known, "inferences", lambda node: inferences_of(notes, node, ids)) or (),
        _optional(known, "conclusions", lambda node: ids_of(notes, node, ids)) or (),
        _optional(known, "data", lambda node: names_of(notes, node, "paths of datasets")) or (),
        *_about(notes, essay),
        sha256=sha256(text.encode()).hexdigest(),
        integrated=_optional(known, "integrated", lambda node: integrated_of(notes, node)) or (),
    )


def _optional(known: Fields, key: str, reader: Callable[[Node], _T | None]) -> _T | None:
    """What a reader makes of a key's value; None where the key does not stand."""
    return reader(known[key][1]) if key in known else None


def _few_enough(notes: Notes, known: Fields) -> bool:
    """Refuse more claims than anyone reads, before any of them is looked at."""
    node = known["claims"][1] if "claims" in known else None
    if not isinstance(node, Mapping) or len(node.pairs) <= MOST_CLAIMS:
        return True
    message = f"Refused: {len(node.pairs)} claims, at most {MOST_CLAIMS} are read."
    fault(notes, node, "too-many-claims", message)
    return False


def _claims(notes: Notes, root: Node, known: Fields) -> tuple[Claim, ...]:
    if "claims" not in known:
        missing(notes, root, "claims", "an argument file")
        return ()
    node = known["claims"][1]
    if not isinstance(node, Mapping) or not node.pairs:
        expected(notes, node, "claims by their ids")
        return ()
    found = (claim_of(notes, key, value) for key, value in node.pairs)
    return tuple(claim for claim in found if claim is not None)


def _ids(known: Fields) -> dict[str, None]:
    """All ids in the order of the file, those of faulty claims too: they do not dangle."""
    node = known["claims"][1] if "claims" in known else None
    return {key.text: None for key, _ in node.pairs} if isinstance(node, Mapping) else {}


def _essay(notes: Notes, known: Fields) -> Fields:
    if "essay" not in known:
        return NOTHING
    return fields(notes, known["essay"][1], ESSAY_KEYS, "the essay") or NOTHING


def _about(notes: Notes, essay: Fields) -> tuple[str | None, str | None, date | None, str | None]:
    """The essay's file, author, day of publication (the last one it may mean) and source."""

    def text(key: str) -> str | None:
        return _optional(essay, key, lambda node: text_of(notes, node, f'a text for "{key}"'))

    days = _optional(essay, "published", lambda node: date_of(notes, node))
    return text("file"), text("author"), days.last if days else None, text("source")
