"""Claims: what each says, where it stands in the essay, which warrant may speak to it."""

from __future__ import annotations

from dataclasses import replace
from typing import cast, get_args

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault, meant, place
from squarely.argument.keys import NOTHING, Fields, fields, missing, word_of
from squarely.argument.measures import Where
from squarely.argument.scalars import expected, names_of, number_of, text_of, typed
from squarely.argument.tree import Mapping, Node, Scalar, Sequence
from squarely.argument.warrant import NAMES, value_of, warrant_of
from squarely.model.argument import (
    Claim,
    ClaimType,
    Construct,
    Passage,
    Stance,
    Value,
    WarrantUse,
)
from squarely.model.finding import Label
from squarely.model.vocabulary import KeyKind

CLAIM_KEYS: dict[str, str] = {
    "says": "the assertion restated in one sentence; the verdict is about this text",
    "passage": "where it stands in the essay",
    "stance": "how the essay puts it; recorded only",
    "type": "what sort of claim it is: which warrants may speak to it",
    "warrant": "the test that lets data speak to it",
    "construct": "how directly the data measure what is said",
    "construct-why": "why the data are only near or far from what is said",
    "predict": "the verdict that --strict holds the result against",
    "choices": "further defensible values of the warrant's keys",
    "would-settle": "the data that would settle it",
}
PASSAGE_KEYS: dict[str, str] = {
    "sentence": "the number of a sentence, from 1, or a list of numbers",
    "span": "first character, counted from 0, and the one after the last",
    "quote": "the exact words",
    "before": "the words before the quote",
    "after": "the words after the quote",
    "hash": "the first 16 hex digits of the SHA-256 of the passage",
}


def claim_of(notes: Notes, key: Scalar, node: Node) -> Claim | None:
    """One claim; None where it says nothing."""
    what = f'the claim "{key.text[:LONGEST_SHOWN]}"'
    known = fields(notes, node, CLAIM_KEYS, what)
    if known is None:
        return None
    if "says" not in known:
        missing(notes, node, "says", what)
    says = _text(notes, known, "says")
    warrant = warrant_of(notes, known["warrant"][1]) if "warrant" in known else None
    kind = _word(notes, known, "type", get_args(ClaimType)) or "descriptive"
    construct = _word(notes, known, "construct", get_args(Construct)) or "direct"
    stance = _word(notes, known, "stance", get_args(Stance)) or "asserted"
    _allowed(notes, known, kind)
    warrant, choices = _varied(notes, known, warrant)
    return Claim(
        key.text,
        " ".join((says or "").split()),
        cast("ClaimType", kind),
        cast("Stance", stance),
        passage_of(notes, known["passage"][1]) if "passage" in known else None,
        warrant=warrant,
        construct=cast("Construct", construct),
        construct_why=_text(notes, known, "construct-why") or "",
        predict=_word(notes, known, "predict", get_args(Label)),
        choices=choices,
        would_settle=_would_settle(notes, known),
        place=place(notes, key),
    )


def _text(notes: Notes, known: Fields, name: str) -> str | None:
    return text_of(notes, known[name][1], f'a text for "{name}"') if name in known else None


def _word(notes: Notes, known: Fields, name: str, words: tuple[str, ...]) -> str | None:
    return word_of(notes, known[name][1], words, f'a word for "{name}"') if name in known else None


def _would_settle(notes: Notes, known: Fields) -> tuple[str, ...]:
    """One text or a list of them."""
    if "would-settle" not in known:
        return ()
    return names_of(notes, known["would-settle"][1], "the data that would settle it")


def _allowed(notes: Notes, known: Fields, kind: str) -> None:
    """A claim's type limits the warrants that may speak to it."""
    node = known["warrant"][1] if "warrant" in known else None
    if not isinstance(node, Mapping) or len(node.pairs) != 1:
        return
    key = node.pairs[0][0]
    form = NAMES.get(key.text)
    if form is None or kind in form.types:
        return
    able = sorted({each.name for each in NAMES.values() if kind in each.types})
    message = f'A {kind} claim cannot be answered by the warrant "{form.name}".'
    hint = f"it may use {', '.join(able)}" if able else "it takes no warrant; leave it out"
    fault(notes, key, "warrant-forbidden-by-type", message, hint)


def _varied(
    notes: Notes, known: Fields, warrant: WarrantUse | None
) -> tuple[WarrantUse | None, dict[str, tuple[object, ...]]]:
    """The warrant with the places of its further values, and these values by key."""
    if "choices" not in known:
        return warrant, {}
    key, node = known["choices"]
    if "warrant" not in known:
        fault(notes, key, "bad-value", 'The key "choices" needs a warrant to vary.')
    if warrant is None or warrant.name not in NAMES:  # its own fault is noted, its keys unknown
        return warrant, {}
    keys = NAMES[warrant.name].keys
    varied = fields(notes, node, keys, f"the choices of the warrant {warrant.name}") or NOTHING
    places = dict(warrant.places)
    found = {
        name: _further(Where(notes, f"choices.{name}", places), keys[name].kind, each)
        for name, (_, each) in varied.items()
    }
    return replace(warrant, places=places), {name: each for name, each in found.items() if each}


def _further(where: Where, kind: KeyKind, node: Node) -> tuple[Value, ...]:
    """Further values of one key, each read as that key is."""
    if not isinstance(node, Sequence) or not node.items:
        expected(where.notes, node, "a list of further values")
        return ()
    values = (
        value_of(replace(where, path=f"{where.path}[{number}]"), kind, item, NOTHING)
        for number, item in enumerate(node.items)
    )
    return tuple(value for value in values if value is not None)


def passage_of(notes: Notes, node: Node) -> Passage | None:
    """Where a claim stands in its essay."""
    known = fields(notes, node, PASSAGE_KEYS, "a passage")
    if known is None:
        return None
    if not known.keys() & {"sentence", "span", "quote"}:
        fault(notes, node, "missing-key", "A passage needs a sentence, a span or a quote.")
        return None
    sentences = _sentences(notes, known["sentence"][1]) if "sentence" in known else ()
    return Passage(
        sentences,
        _span(notes, known["span"][1]) if "span" in known else None,
        _text(notes, known, "quote"),
        _text(notes, known, "before"),
        _text(notes, known, "after"),
        _hash(notes, known["hash"][1]) if "hash" in known else None,
        place(notes, node),
    )


def _whole(notes: Notes, node: Node, least: int, what: str) -> int | None:
    number = number_of(node.text) if isinstance(node, Scalar) and node.plain else None
    if isinstance(number, int) and number >= least:
        return number
    expected(notes, node, what)
    return None


def _sentences(notes: Notes, node: Node) -> tuple[int, ...]:
    nodes = node.items if isinstance(node, Sequence) else (node,)
    what = "the number of a sentence, from 1"
    if not nodes:
        expected(notes, node, what)
    found = (_whole(notes, each, 1, what) for each in nodes)
    return tuple(number for number in found if number is not None)


def _span(notes: Notes, node: Node) -> tuple[int, int] | None:
    what = "two numbers: the first character, from 0, and the one after the last"
    if not isinstance(node, Sequence) or len(node.items) != 2:
        expected(notes, node, what)
        return None
    first, end = (_whole(notes, each, 0, what) for each in node.items)
    if first is None or end is None:
        return None
    if end <= first:
        fault(notes, node, "bad-value", "The span ends before it begins.")
        return None
    return first, end


def _hash(notes: Notes, node: Node) -> str | None:
    """Sixteen hex digits; a hash of digits alone is read as it stands."""
    text = node.text if isinstance(node, Scalar) and typed(node) is not None else ""
    if len(text) == 16 and all(letter in "0123456789abcdef" for letter in text):
        return text
    expected(notes, node, "16 hex digits", meant(text, (), len(notes.problems)))
    return None
