"""Measures and the conditions that narrow them.

A condition is a value, a list, a range `A..B` or `{not: ...}` of any of these. The columns and
units named here are checked later, against the catalog; the places of all of them are kept under
their path (`of.where.scope` for the column, `of.where.scope[0]` for its first value).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault, listed, place
from squarely.argument.keys import Fields, fields, missing
from squarely.argument.scalars import (
    dated,
    expected,
    looks_like_date,
    name_of,
    number_of,
    shown,
    typed,
)
from squarely.argument.tree import Mapping, Node, Scalar, Sequence
from squarely.model.place import Place
from squarely.model.request import Condition, Measure, MeasureKind
from squarely.model.request import Scalar as Plain

_KINDS: tuple[MeasureKind, ...] = ("count", "sum", "value", "share")
_WHAT = "a measure such as {count: strikes, in: italy-strikes}"


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the file a reader is: the path of keys so far, and the places found on the way."""

    notes: Notes
    path: str
    places: dict[str, Place] = field(default_factory=dict)

    def __truediv__(self, key: str) -> Where:
        return replace(self, path=f"{self.path}.{key}" if self.path else key)


def mark(where: Where, at: Node) -> None:
    """Keep the place of what stands at this path."""
    where.places.setdefault(where.path, place(where.notes, at))


def measure_of(where: Where, node: Node) -> Measure | None:
    """A measure; None where it is no mapping.

    Of a faulty one the name or the dataset may be empty: the rest of it is checked all the same.
    """
    mark(where, node)
    known = fields(where.notes, node, (*_KINDS, "in", "where", "among"), _WHAT)
    if known is None:
        return None
    kinds = [kind for kind in _KINDS if kind in known]
    if len(kinds) != 1:
        message = f"A measure has exactly one of {listed(_KINDS)}; found {len(kinds)}."
        fault(where.notes, node, "missing-key" if not kinds else "bad-value", message)
    dataset = _dataset(where, node, known)
    if len(kinds) != 1:
        return Measure("count", "", dataset, conditions_at(where, known, "where"),
                       conditions_at(where, known, "among"))  # fmt: skip
    _only_for_share(where, known, kinds[0])
    if kinds[0] == "share":
        return _share(where, known, dataset)
    return _plain(where, known, kinds[0], dataset)


def _dataset(where: Where, node: Node, known: Fields) -> str:
    """The dataset that is measured; empty with a fault where none is named."""
    if "in" not in known:
        missing(where.notes, node, "in", "a measure")
        return ""
    mark(where / "in", known["in"][1])
    return name_of(where.notes, known["in"][1], "the name of a dataset") or ""


def _only_for_share(where: Where, known: Fields, kind: MeasureKind) -> None:
    wrong = "where" if kind == "share" else "among"
    if wrong in known:
        hint = 'the key "among" narrows the whole' if kind == "share" else "only a share has it"
        message = f'The key "{wrong}" cannot stand beside "{kind}".'
        fault(where.notes, known[wrong][0], "unknown-key", message, hint)


def _plain(where: Where, known: Fields, kind: MeasureKind, dataset: str) -> Measure:
    mark(where / kind, known[kind][1])
    name = name_of(where.notes, known[kind][1], "a single name")
    return Measure(kind, name or "", dataset, conditions_at(where, known, "where"))


def _share(where: Where, known: Fields, dataset: str) -> Measure:
    """A part of the rows `among`; `share: {where: {...}}` may be written for `share: {...}`."""
    key, part = known["share"]
    narrowed = conditions_of(where / "share", unwrapped(part))
    if not narrowed and isinstance(part, Mapping):
        fault(where.notes, key, "bad-value", "A share needs at least one condition.")
    among = conditions_at(where, known, "among")
    return Measure("share", "", dataset, narrowed, among)


def conditions_at(where: Where, known: Fields, key: str) -> tuple[Condition, ...]:
    """The conditions under a key, none where it does not stand."""
    if key not in known:
        return ()
    return conditions_of(where / key, unwrapped(known[key][1]))


def unwrapped(node: Node) -> Node:
    """The conditions inside `{where: {...}}`, which may be written for `{...}`."""
    if isinstance(node, Mapping) and len(node.pairs) == 1:
        key, inner = node.pairs[0]
        if key.text == "where" and isinstance(inner, Mapping):
            return inner
    return node


def conditions_of(where: Where, node: Node) -> tuple[Condition, ...]:
    """Columns with what their value must be; a column of faulty values stands without them."""
    mark(where, node)
    if not isinstance(node, Mapping):
        expected(where.notes, node, "conditions such as {revoked: false}")
        return ()
    return tuple(_condition(where / key.text, key, value) for key, value in node.pairs)


def _condition(where: Where, key: Scalar, node: Node) -> Condition:
    mark(where, key)
    if not isinstance(node, Mapping):
        return _plain_condition(where, key.text, node)
    known = fields(where.notes, node, ("not",), "a condition")
    if not known:
        if known is not None and not node.pairs:
            expected(where.notes, node, "a value, a list, a range or {not: ...}")
        return Condition(key.text, ())
    return replace(_plain_condition(where, key.text, known["not"][1]), negated=True)


def _plain_condition(where: Where, column: str, node: Node) -> Condition:
    if isinstance(node, Mapping):
        expected(where.notes, node, "a value, a list, a range or {not: ...}")
        return Condition(column, ())
    if isinstance(node, Scalar):
        bounds = _range(where, node)
        if bounds is not None:
            mark(replace(where, path=f"{where.path}[0]"), node)
            return Condition(column, bounds, "between")
    nodes = node.items if isinstance(node, Sequence) else (node,)
    values: list[Plain] = []
    for number, each in enumerate(nodes):
        mark(replace(where, path=f"{where.path}[{number}]"), each)
        value = _value(where, each)
        if value is not None:
            values.append(value)
    if not nodes:
        fault(where.notes, node, "bad-value", f'The list of values for "{column[:60]}" is empty.')
    return Condition(column, tuple(values))


def _value(where: Where, node: Node) -> Plain | None:
    """One value of a condition; a full date becomes a day."""
    value = typed(node) if isinstance(node, Scalar) else None
    if value is None:
        expected(where.notes, node, "a single value (an empty one cannot be compared)")
        return None
    if isinstance(value, str) and looks_like_date(value):
        return _day(where, node, value)
    return value


def _day(where: Where, node: Node, text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f'The date "{text[:LONGEST_SHOWN]}" does not exist.'
        fault(where.notes, node, "bad-date", message)
        return None


def _range(where: Where, node: Scalar) -> tuple[Plain | None, Plain | None] | None:
    """The two bounds of `A..B`, None for an open side; None where the text is no range."""
    left, dots, right = (part.strip() for part in node.text.partition(".."))
    if not dots or not (left or right) or not (_bounds(left) and _bounds(right)):
        return None
    low = _bound(where, node, left, last=False)
    high = _bound(where, node, right, last=True)
    if type(low) is date and type(high) is date:
        backwards = low > high
    else:
        numbers = isinstance(low, int | float) and isinstance(high, int | float)
        backwards = numbers and float(str(low)) > float(str(high))
        if low is not None and high is not None and not numbers:
            fault(where.notes, node, "bad-value", f"The range {shown(node)} mixes two types.")
    if backwards:
        fault(where.notes, node, "bad-value", f"The range {shown(node)} ends before it begins.")
    return low, high


def _bounds(text: str) -> bool:
    """Whether a side of `..` is a number, a date or open."""
    try:
        return not text or number_of(text) is not None or dated(text) is not None
    except ValueError:
        return True


def _bound(where: Where, node: Scalar, text: str, *, last: bool) -> Plain | None:
    if not text:
        return None
    number = number_of(text)
    if number is not None:
        return number
    try:
        days = dated(text)
    except ValueError:
        fault(where.notes, node, "bad-date", f'The date "{text}" does not exist.')
        return None
    return (days.last if last else days.first) if days else None
