"""YAML text to a tree of values that know their line and column.

Only the parser's events are used: the tree is put together here, without recursion, so that depth,
number of values and what aliases expand to are bounded while reading, not after. Types are not
guessed at this level: a scalar is its text and whether it stood without quotes. That is why the
older YAML version of the parser does not matter and a bare NO stays a word.

The parser is PyYAML over libyaml; where that was built without libyaml its Python twin serves,
about twenty times slower.

Sources: YAML 1.2.2, https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from squarely.argument.faults import Notes, fault, fault_at
from squarely.model.place import Place, Problem

DEEPEST = 50  # levels of nesting; a whole argument needs about a dozen
MOST_VALUES = 200_000  # aliases counted as what they stand for; 2,000 rich claims need 80,000


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as text; `plain` when it stood without quotes."""

    line: int
    column: int
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    line: int
    column: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; a repeated key keeps its first value."""

    line: int
    column: int
    pairs: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class _Open:
    """A collection whose end has not been read yet."""

    event: yaml.CollectionStartEvent
    children: list[Node] = field(default_factory=list)
    size: int = 1


@dataclass(slots=True)
class _Desk:
    """What has been read so far."""

    notes: Notes
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    root: Node | None = None
    total: int = 0


class _Refused(Exception):
    """Reading cannot go on; the fault is in the notes."""


def compose(text: str, notes: Notes) -> Node | None:
    """The tree of the one document in `text`; None with a fault where there is none to read."""
    desk = _Desk(notes)
    try:
        for event in _events(text):
            _take(desk, event)
    except _Refused:
        return desk.root  # what was whole before a second document; else nothing
    except yaml.YAMLError as error:
        notes.problems.append(_syntax(error, text, notes.file))
        return None
    if desk.root is None or (isinstance(desk.root, Scalar) and not desk.root.text):
        fault_at(notes, (1, 1), "empty-file", "The file holds no argument: it is empty.")
        return None
    return desk.root


def _events(text: str) -> Iterator[yaml.Event]:
    """The events of the text, one at a time, so that reading can stop early."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _take(desk: _Desk, event: yaml.Event) -> None:
    """Fit one event into the tree."""
    if isinstance(event, yaml.ScalarEvent):
        _bare_of_tag(desk, event)
        plain = not event.style
        place = _place(event)
        _add(desk, Scalar(*place, event.value, plain), 1, event.anchor)
    elif isinstance(event, yaml.CollectionStartEvent):
        _bare_of_tag(desk, event)
        desk.open.append(_Open(event))
        if len(desk.open) > DEEPEST:
            _refuse(desk, event, "too-deep", f"Nested more than {DEEPEST} levels deep.")
    elif isinstance(event, yaml.CollectionEndEvent):
        _close(desk)
    elif isinstance(event, yaml.AliasEvent):
        _alias(desk, event)
    elif isinstance(event, yaml.DocumentStartEvent) and desk.root is not None:
        _refuse(desk, event, "many-documents", "A file holds one argument; a second begins here.")


def _bare_of_tag(desk: _Desk, event: yaml.NodeEvent) -> None:
    """Note a tag, and read on without it: values are typed by the key they belong to."""
    tag = getattr(event, "tag", None)
    if tag is not None:
        message = f'The tag "{str(tag)[:60]}" is not read; leave it out.'
        fault_at(desk.notes, _place(event), "tag", message)


def _alias(desk: _Desk, event: yaml.AliasEvent) -> None:
    """Put the value an alias stands for in its place."""
    known = desk.anchors.get(event.anchor or "")
    if known is None:
        name = str(event.anchor)[:60]
        _refuse(desk, event, "unknown-alias", f'No finished value carries the anchor "&{name}".')
        return
    _add(desk, known[0], known[1], None, event)


def _close(desk: _Desk) -> None:
    """End the innermost collection and hand it to the one around it."""
    done = desk.open.pop()
    line, column = _place(done.event)
    if isinstance(done.event, yaml.SequenceStartEvent):
        _add(desk, Sequence(line, column, tuple(done.children)), done.size, done.event.anchor)
        return
    pairs = _pairs(desk, done.children)
    _add(desk, Mapping(line, column, pairs), done.size, done.event.anchor)


def _pairs(desk: _Desk, children: list[Node]) -> tuple[tuple[Scalar, Node], ...]:
    """Keys with their values; a key that is no word, or stands twice, is a fault."""
    kept: dict[str, tuple[Scalar, Node]] = {}
    twice = "duplicate-id" if _in_claims(desk) else "duplicate-key"
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            fault(desk.notes, key, "wrong-type", "A key must be a single word.")
        elif key.text in kept:
            first = kept[key.text][0]
            message = f'"{key.text[:60]}" stands twice; it first stood at line {first.line}'
            fault(desk.notes, key, twice, f"{message}, column {first.column}.")
        else:
            kept[key.text] = (key, value)
    return tuple(kept.values())


def _in_claims(desk: _Desk) -> bool:
    """Whether the mapping being closed holds the claims: its key in the outermost one says so."""
    if len(desk.open) != 1 or not desk.open[0].children:
        return False
    key = desk.open[0].children[-1]
    return isinstance(key, Scalar) and key.text == "claims"


def _add(
    desk: _Desk, node: Node, size: int, anchor: str | None, event: yaml.Event | None = None
) -> None:
    """Hand a finished value to the collection around it."""
    desk.total += size if event or isinstance(node, Scalar) else 1
    if desk.total > MOST_VALUES:
        what = "aliases stand for" if event else "the file holds"
        message = f"Refused: {what} more than {MOST_VALUES} values."
        fault(desk.notes, node, "too-many-values", message)
        raise _Refused
    if anchor:
        desk.anchors[anchor] = (node, size)
    if desk.open:
        desk.open[-1].children.append(node)
        desk.open[-1].size += size
    else:
        desk.root = node


def _refuse(desk: _Desk, event: yaml.Event, code: str, message: str) -> None:
    """Note a fault after which nothing can be read."""
    fault_at(desk.notes, _place(event), code, message)
    raise _Refused


def _place(event: yaml.Event) -> tuple[int, int]:
    """Line and column from 1 where an event begins."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _syntax(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """What the parser could not read, where, in plain words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    what = getattr(error, "problem", None) or "it cannot be read"
    hint = "check the indentation, the quotes and the brackets"
    if "\t" in written[:column]:
        hint = "indent with spaces, not with tabs"
    elif ": " in written.partition(": ")[2]:
        hint = 'a text that holds ": " or " #" must stand in quotes'
    message = f"Not YAML: {what}. Written: {written.strip()[:60]!r}"
    return Problem("not-yaml", "error", message, Place(file, line, column), hint)
