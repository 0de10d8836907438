"""A warrant as a claim uses it: its keys read as the vocabulary says, and what it expects.

The vocabulary is one table of values (`squarely.model.vocabulary`); nothing here knows a single
warrant, so that a new one needs no change of the reader.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast, get_args

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault, listed, meant, place
from squarely.argument.keys import Fields, fields, missing, word_of
from squarely.argument.measures import (
    Where,
    conditions_at,
    conditions_of,
    mark,
    measure_of,
    unwrapped,
)
from squarely.argument.scalars import (
    date_of,
    duration_of,
    expected,
    fraction_of,
    name_of,
    names_of,
    plainly,
    shown,
    window_of,
)
from squarely.argument.tree import Mapping, Node, Scalar, Sequence
from squarely.model.argument import (
    Controls,
    Groups,
    Items,
    Moment,
    Reading,
    Threshold,
    Value,
    WarrantUse,
)
from squarely.model.request import Every, Measure
from squarely.model.vocabulary import FORMS, Form, KeyKind

Relation = Literal["more-than", "at-least", "about", "at-most"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
_EVERY = get_args(Every)
NAMES = {name: form for form in FORMS.values() for name in (form.name, *form.aliases)}


def warrant_of(notes: Notes, node: Node) -> WarrantUse | None:
    """The one warrant a claim names; None where it names none.

    A faulty one comes back with what could be read of it, so that the checks see that too.
    """
    if not isinstance(node, Mapping) or len(node.pairs) != 1:
        expected(notes, node, "one warrant with its keys, such as {trend: {...}}")
        return None
    key, body = node.pairs[0]
    form = NAMES.get(key.text)
    if form is None:
        hint = meant(key.text, NAMES, len(notes.problems))
        message = f'No warrant is called "{key.text[:LONGEST_SHOWN]}".'
        fault(notes, key, "unknown-warrant", message, hint)
        return _unknown(notes, key, body)
    what = f"the warrant {form.name}"
    known = fields(notes, body, (*form.keys, "expect", "reading"), what)
    if known is None:
        return None
    where = Where(notes, "", {"": place(notes, key)})
    values = _values(where, form, known, body)
    expects = _expect(notes, form, known, body)
    reading = (
        word_of(notes, known["reading"][1], get_args(Reading), "a reading")
        if ("reading" in known)
        else None
    )
    word, negated = expects or ("", False)
    at = place(notes, key)
    return WarrantUse(
        form.name, values, word, negated, cast("Reading | None", reading), at, where.places
    )


def _unknown(notes: Notes, key: Scalar, body: Node) -> WarrantUse | None:
    """What can be read of a warrant that is not known: keys that mean one thing in all of them."""
    if not isinstance(body, Mapping):
        return None
    where = Where(notes, "", {"": place(notes, key)})
    known = {name.text: (name, node) for name, node in body.pairs}
    found = {}
    for name, (_, node) in known.items():
        kinds = {form.keys[name].kind for form in FORMS.values() if name in form.keys}
        kinds -= {"measure"} if "measures" in kinds else set()  # a list of one is a measure
        value = value_of(where / name, kinds.pop(), node, known) if len(kinds) == 1 else None
        if value is not None:
            found[name] = value
    return WarrantUse("", found, "", False, None, place(notes, key), where.places)


def _values(where: Where, form: Form, known: Fields, body: Node) -> dict[str, Value]:
    """The warrant's own keys as values, as far as they can be read."""
    found: dict[str, Value] = {}
    for name, key in form.keys.items():
        if name not in known:
            if key.required:
                missing(where.notes, body, name, f"the warrant {form.name}")
            continue
        value = value_of(where / name, key.kind, known[name][1], known)
        if value is not None:
            found[name] = value
    if form.name == "extreme" and not known.keys() & {"every", "by"}:  # periods or rivals
        missing(where.notes, body, "every", "the warrant extreme, which needs every or by")
    return found


def value_of(where: Where, kind: KeyKind, node: Node, beside: Fields) -> Value:
    """A key's value by its kind; None with a fault where it cannot be read."""
    mark(where, node)
    if kind == "groups":
        return _groups(where, node, beside)
    return _READERS[kind](where, node)


def _measures(where: Where, node: Node) -> Value:
    """One measure, or a list that must all hold."""
    if not isinstance(node, Sequence):
        return measure_of(where, node)
    if not node.items:
        expected(where.notes, node, "a measure or a list of measures")
        return None
    path = where.path
    found = (
        measure_of(Where(where.notes, f"{path}[{number}]", where.places), each)
        for number, each in enumerate(node.items)
    )
    return tuple(measure or Measure("count", "", "") for measure in found)


def _measure_or_where(where: Where, node: Node) -> Value:
    """The reference set of a share: a measure of its own, or conditions on the same rows."""
    names = {key.text for key, _ in node.pairs} if isinstance(node, Mapping) else set()
    if "in" in names and names & {"count", "sum", "value", "share"}:
        return measure_of(where, node)
    return conditions_of(where, unwrapped(node)) or None


def _items(where: Where, node: Node) -> Value:
    """The items of a vote: a name, or all that pass conditions."""
    if isinstance(node, Scalar):
        name = name_of(where.notes, node, "the name of an item")
        return Items(name) if name else None
    known = fields(where.notes, node, ("where", "at-least", "of-items"), "the items of a vote")
    if known is None:
        return None
    if "where" not in known:
        missing(where.notes, node, "where", "the items of a vote")
    share = (
        fraction_of(where.notes, known["at-least"][1], "a share such as 90%")
        if ("at-least" in known)
        else None
    )
    part = (
        word_of(where.notes, known["of-items"][1], ("most", "all"), "a part of the items")
        if ("of-items" in known)
        else None
    )
    return Items(None, conditions_at(where, known, "where"), share, part)


def _moment(where: Where, node: Node) -> Value:
    """A date, or the rows that date an event."""
    if isinstance(node, Scalar):
        days = date_of(where.notes, node)
        return Moment(days) if days else None
    known = fields(where.notes, node, ("in", "where"), "a date or {in: ..., where: ...}")
    if known is None:
        return None
    narrowed = conditions_at(where, known, "where")
    if "in" not in known:
        missing(where.notes, node, "in", "the rows that date an event")
        return None
    mark(where / "in", known["in"][1])
    dataset = name_of(where.notes, known["in"][1], "the name of a dataset")
    return Moment(None, dataset, narrowed) if dataset else None


def _groups(where: Where, node: Node, beside: Fields) -> Value:
    """Two values of a column, or two periods: `{time: [2022, 2025]}`, `{scope: [a, b]}`."""
    column = ""
    pair = node
    if isinstance(node, Mapping) and len(node.pairs) == 1:
        column, pair = node.pairs[0][0].text, node.pairs[0][1]
    elif "by" in beside and isinstance(beside["by"][1], Scalar):
        column = beside["by"][1].text
    if not isinstance(pair, Sequence) or len(pair.items) != 2:
        expected(where.notes, node, "two groups such as [a, b] or {time: [2022, 2025]}")
        return None
    if not column:
        missing(where.notes, node, "by", "a contrast of two groups")
        return None
    first, second = pair.items
    if column == "time":
        return _periods(where, first, second)
    names = [name_of(where.notes, each, "the name of a group") for each in (first, second)]
    inner = where / column
    mark(inner, node if "by" not in beside else beside["by"][1])
    for number, each in enumerate((first, second)):
        mark(Where(where.notes, f"{inner.path}[{number}]", where.places), each)
    if names[0] is None or names[1] is None:
        return None
    return Groups(column, names[0], names[1])


def _controls(where: Where, node: Node) -> Value:
    """Units of a column: `{by: country, of: [a, b]}`."""
    what = "controls such as {by: country, of: [a, b]}"
    known = fields(where.notes, node, ("by", "of"), what)
    if known is None:
        return None
    for name in ("by", "of"):
        if name not in known:
            missing(where.notes, node, name, what)
    column = name_of(where.notes, known["by"][1], "the name of a column") if "by" in known else ""
    names = names_of(where.notes, known["of"][1], "a list of units") if "of" in known else ()
    if not column or not names:
        return None
    listed_units = known["of"][1]
    nodes = listed_units.items if isinstance(listed_units, Sequence) else (listed_units,)
    mark(where / column, known["by"][1])
    for number, each in enumerate(nodes):
        mark(Where(where.notes, f"{(where / column).path}[{number}]", where.places), each)
    return Controls(column, tuple(dict.fromkeys(names)))


def _periods(where: Where, first: Node, second: Node) -> Groups | None:
    days = (window_of(where.notes, first), window_of(where.notes, second))
    if days[0] is None or days[1] is None:
        return None
    texts = [each.text if isinstance(each, Scalar) else "" for each in (first, second)]
    return Groups("time", texts[0], texts[1], (days[0], days[1]))


def _expect(
    notes: Notes, form: Form, known: Fields, body: Node
) -> tuple[str | Threshold, bool] | None:
    """What the warrant expects, and whether the claim denies it."""
    if "expect" not in known:
        missing(notes, body, "expect", f"the warrant {form.name}")
        return None
    node = known["expect"][1]
    negated = False
    if isinstance(node, Mapping) and [key.text for key, _ in node.pairs] == ["not"]:
        negated, node = True, node.pairs[0][1]
    if isinstance(node, Mapping):
        bound = _threshold(notes, form, node)
        return (bound, negated) if bound else None
    words = (*form.expects, *(f"{{{relation}: N}}" for relation in RELATIONS if form.threshold))
    if isinstance(node, Scalar) and node.text in form.expects:
        return node.text, negated
    hint = meant(shown(node).strip('"'), form.expects, len(notes.problems))
    message = f"{form.name} expects {listed(words)}, found {shown(node)}."
    fault(notes, node, "bad-value", message, hint)
    return None


def _threshold(notes: Notes, form: Form, node: Mapping) -> Threshold | None:
    """A bound such as `{more-than: 40%}`."""
    if not form.threshold:
        message = f"{form.name} expects {listed(form.expects)}, not a bound."
        fault(notes, node, "bad-value", message)
        return None
    known = fields(notes, node, RELATIONS, "a bound")
    if known is None:
        return None
    if len(known) != 1 and len(known) == len(node.pairs):
        fault(notes, node, "bad-value", f"A bound has exactly one of {listed(RELATIONS)}.")
    numbers = {
        relation: fraction_of(notes, value, "a number or a percentage")
        for relation, (_, value) in known.items()
    }
    relation, number = next(iter(numbers.items()), ("", None))
    return Threshold(cast("Relation", relation), number) if number is not None else None


_READERS: dict[KeyKind, Callable[[Where, Node], Value]] = {
    "measure": measure_of,
    "measures": _measures,
    "measure or where": _measure_or_where,
    "where": lambda where, node: conditions_of(where, node) or None,
    "window": lambda where, node: window_of(where.notes, node),
    "date": lambda where, node: date_of(where.notes, node),
    "every": lambda where, node: word_of(where.notes, node, _EVERY, "the length of a period"),
    "items": _items,
    "moment": _moment,
    "dataset": lambda where, node: name_of(where.notes, node, "the name of a dataset"),
    "words": lambda where, node: name_of(where.notes, node, "a word"),
    "names": lambda where, node: names_of(where.notes, node, "a name or a list of names") or None,
    "text": lambda where, node: name_of(where.notes, node, "a name"),
    "controls": lambda where, node: _controls(where, node),
    "duration": lambda where, node: duration_of(where.notes, node),
    "mapping": lambda where, node: _mapping(where, node),
}


def _mapping(where: Where, node: Node) -> Value:
    """Free keys of a test that is not built yet, kept as they stand."""
    if not isinstance(node, Mapping):
        expected(where.notes, node, "a mapping")
        return None
    return tuple((key.text, plainly(value)) for key, value in node.pairs)
