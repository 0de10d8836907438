"""Mappings read strictly: every key must be known, every needed key must stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault, listed, meant
from squarely.argument.scalars import expected, shown
from squarely.argument.tree import Mapping as Map
from squarely.argument.tree import Node, Scalar

Fields = Mapping[str, tuple[Scalar, Node]]
NOTHING: Final[Fields] = {}


def fields(notes: Notes, node: Node, known: Iterable[str], what: str) -> Fields | None:
    """The known keys of a mapping with their values; others are faults."""
    if not isinstance(node, Map):
        expected(notes, node, what)
        return None
    names = tuple(known)
    found: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        if key.text in names:
            found[key.text] = (key, value)
        else:
            unknown(notes, key, names, what)
    return found


def unknown(notes: Notes, key: Scalar, names: Iterable[str], what: str) -> None:
    """Note a key that is not known here."""
    hint = meant(key.text, names, len(notes.problems))
    written = key.text[:LONGEST_SHOWN]
    fault(notes, key, "unknown-key", f'Unknown key "{written}" in {what}.', hint)


def missing(notes: Notes, at: Node, name: str, what: str) -> None:
    """Note a key that must stand and does not."""
    fault(notes, at, "missing-key", f'The key "{name}" is missing in {what}.')


def word_of(notes: Notes, node: Node, words: Iterable[str], what: str) -> str | None:
    """One of a few words."""
    choices = tuple(words)
    if isinstance(node, Scalar) and node.text in choices:
        return node.text
    written = node.text if isinstance(node, Scalar) else ""
    hint = meant(written, choices, len(notes.problems))
    message = f"Expected {what} ({listed(choices)}), found {shown(node)}."
    code = "bad-value" if isinstance(node, Scalar) else "wrong-type"
    fault(notes, node, code, message, hint)
    return None
