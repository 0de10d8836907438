"""What may stand where the cursor is: keys and words of the schema, names of the catalog.

The schema is the one that is generated from the vocabulary, so that nothing is offered here which
the reader of the file does not know. Names come from the datasets, from the essay's own claims and
from the files of the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from squarely.argument.schema import json_schema
from squarely.model.dataset import Column, Dataset
from squarely.serve.cursor import Cursor, cursor
from squarely.serve.spelling import spelled

MOST = 60
_CLAIMS = frozenset(("from", "to", "against", "unless", "by", "conclusions"))
_NUMBERS = ("integer", "number")
_ROLE_OF = {"position": "position", "actor": "actor", "with": "actor", "user": "actor",
            "supplier": "target", "item": "item"}  # fmt: skip
_IN = re.compile(r"\bin:\s*[\"']?([^\s,\"'{}\[\]#]+)")
_CLAIM = re.compile(r"^( +)([^\s:#\"'][^:#]*|\"[^\"]*\"|'[^']*'):", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that may stand here, what is to be written for it, what it means."""

    name: str
    written: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """The names that fit what was typed from `start` to the cursor."""

    start: int
    offers: tuple[Offer, ...]


def offers(
    text: str, offset: int, catalog: Mapping[str, Dataset], files: Sequence[str] = ()
) -> Offers:
    """What may stand at an offset of a text, what begins as typed first."""
    at = cursor(text, offset)
    if at is None:
        return Offers(offset, ())
    found = list(_from_data(at, text, offset, catalog, files)) or list(_from_schema(at))
    return Offers(at.start, _fitting(found, at.word))


def _fitting(found: Sequence[Offer], word: str) -> tuple[Offer, ...]:
    typed = word.lower()
    once = list({one.name: one for one in found}.values())
    first = [one for one in once if one.name.lower().startswith(typed)]
    inside = [one for one in once if typed and typed in one.name.lower() and one not in first]
    both = [one for one in (*first, *inside) if one.name != word or one.written != word]
    return tuple(both[:MOST])


def _from_schema(at: Cursor) -> Iterator[Offer]:
    nodes = _led(at.path)
    if not at.in_value:
        for node in nodes:
            for name, told in node.get("properties", {}).items():
                yield Offer(name, f"{name}: ", _meaning(told))
        return
    for node in nodes:
        words = [*node.get("enum", ()), *([node["const"]] if "const" in node else ())]
        for word in words:
            yield Offer(str(word), spelled(word), "")


def _led(path: Sequence[str]) -> list[dict[str, Any]]:
    """The parts of the schema that a path of keys leads to."""
    nodes = _plain([_schema()])
    for key in path:
        nodes = _plain([one for node in nodes for one in _below(node, key)])
    return nodes


def _below(node: dict[str, Any], key: str) -> Iterator[dict[str, Any]]:
    properties = node.get("properties", {})
    more = node.get("additionalProperties")
    if key in properties:
        yield properties[key]
    elif isinstance(more, dict):
        yield more


def _plain(nodes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts with references followed, choices and lists laid side by side."""
    found: list[dict[str, Any]] = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        if "$ref" in node:
            waiting.append(_schema()["$defs"][node["$ref"].rpartition("/")[2]])
            continue
        found.append(node)
        waiting += [one for key in ("anyOf", "oneOf") for one in node.get(key, ())]
        waiting += [node["items"]] if isinstance(node.get("items"), dict) else []
    return found


@cache
def _schema() -> dict[str, Any]:
    return dict(json_schema())


def _meaning(told: object) -> str:
    if not isinstance(told, dict):
        return ""
    if "description" in told:
        return str(told["description"])
    named = _plain([told])
    return next((str(one["description"]) for one in named if "description" in one), "")


def _from_data(
    at: Cursor,
    text: str,
    offset: int,
    catalog: Mapping[str, Dataset],
    files: Sequence[str],
) -> Iterator[Offer]:
    last = at.path[-1] if at.path else ""
    inside = "warrant" in at.path
    dataset = _dataset(text, offset, catalog) if inside else None
    if at.in_value and last == "in" and inside:
        first = sorted(catalog.items(), key=lambda one: (not one[1].here, one[0]))
        yield from (Offer(name, spelled(name), _dated(one)) for name, one in first)
    elif at.in_value and last == "data" and not inside:
        yield from (Offer(name, spelled(name)) for name in files)
    elif at.in_value and last in _CLAIMS and not inside:
        yield from (Offer(name, spelled(name)) for name in claims_of(text))
    elif dataset and ({"where", "among", "share", "after"} & {*at.path[-2:]}):
        yield from _conditions(at, dataset)
    elif dataset and at.in_value:
        yield from _measured(last, dataset)


def _dated(dataset: Dataset) -> str:
    here = "" if dataset.here else "; its rows are not here"
    return f"{dataset.title}, {dataset.coverage.during}{here}"


def _dataset(text: str, offset: int, catalog: Mapping[str, Dataset]) -> Dataset | None:
    """The dataset named nearest to the cursor, before it or after it, in the same claim."""
    claim = _claim_around(text, offset)
    named = [(abs(found.start() - offset), found[1]) for found in _IN.finditer(text, *claim)]
    near = [name for _, name in sorted(named) if name in catalog]
    return catalog[near[0]] if near else None


def _claim_around(text: str, offset: int) -> tuple[int, int]:
    starts = [start for start, _ in _claim_places(text)]
    before = max((one for one in starts if one <= offset), default=0)
    return before, min((one for one in starts if one > offset), default=len(text))


def claims_of(text: str) -> list[str]:
    """The ids of the claims of a text, be it whole or not."""
    return [name for _, name in _claim_places(text)]


def _claim_places(text: str) -> list[tuple[int, str]]:
    head = re.search(r"^claims:[ \t]*(#.*)?$", text, re.MULTILINE)
    if head is None:
        return []
    after = re.compile(r"^[^\s#]", re.MULTILINE).search(text, head.end())
    end = after.start() if after else len(text)
    found = [(m.start(), m[1], m[2].strip("\"'")) for m in _CLAIM.finditer(text, head.end(), end)]
    least = min((len(indent) for _, indent, _ in found), default=0)
    return [(start, name) for start, indent, name in found if len(indent) == least]


def _conditions(at: Cursor, dataset: Dataset) -> Iterator[Offer]:
    if not at.in_value:
        roles = {column: role for role, column in dataset.roles.items()}
        for column in dataset.columns:
            also = f", also called {roles[column.name]}" if column.name in roles else ""
            yield Offer(column.name, f"{spelled(column.name)}: ", f"{column.type}{also}")
        for role, name in dataset.roles.items():
            yield Offer(role, f"{role}: ", f"the column {name}")
        return
    yield from _values(dataset.column(at.path[-1]))


def _values(column: Column | None) -> Iterator[Offer]:
    if column is None:
        return
    if column.type == "boolean":
        yield from (Offer(word, word) for word in ("true", "false"))
    yield from (Offer(word, spelled(word)) for word in column.categories or ())


def _measured(last: str, dataset: Dataset) -> Iterator[Offer]:
    if last == "count":
        for unit, key in dataset.units.items():
            yield Offer(unit, spelled(unit), f"distinct {key}" if key else "rows")
    elif last in ("sum", "value"):
        roles = [role for role in dataset.roles if role in ("size", "value", "count")]
        yield from (Offer(role, role, f"the column {dataset.roles[role]}") for role in roles)
        for column in dataset.columns:
            if column.type in _NUMBERS:
                yield Offer(column.name, spelled(column.name), column.unit or column.meaning)
    elif last == "unit":
        yield from (Offer(one.name, spelled(one.name), one.type) for one in dataset.columns)
    elif last in _ROLE_OF:
        yield from _values(dataset.column(_ROLE_OF[last]))
