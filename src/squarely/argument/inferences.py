"""Inferences and conclusions: which claims lean on which, and whether those claims exist."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault, meant, place
from squarely.argument.keys import Fields, fields
from squarely.argument.scalars import expected, name_of
from squarely.argument.tree import Node, Scalar, Sequence
from squarely.model.argument import Inference

INFERENCE_KEYS: dict[str, str] = {
    "id": "a name of its own; step-1, step-2 and so on without it",
    "to": "the claim it supports",
    "against": "the claim it rebuts",
    "from": "the claims it needs, all of them together",
    "unless": "the claims that undercut this step",
    "by": "the claims that say why what it needs bears on its target; needed like the rest",
}


def inferences_of(notes: Notes, node: Node, claims: Collection[str]) -> tuple[Inference, ...]:
    """All steps; a step with a fault that leaves it without target or premises is left out."""
    if not isinstance(node, Sequence):
        expected(notes, node, "a list of inferences")
        return ()
    found: list[Inference] = []
    seen: dict[str, Node] = {}
    for number, item in enumerate(node.items, 1):
        known = fields(notes, item, INFERENCE_KEYS, "an inference")
        if known is None:
            continue
        name = _id(notes, known, number, seen)
        step = _step(notes, item, known, claims)
        if step is not None:
            found.append(replace(step, id=name, place=place(notes, item)))
    return tuple(found)


def _id(notes: Notes, known: Fields, number: int, seen: dict[str, Node]) -> str:
    """The step's own name, or one by its number."""
    name = name_of(notes, known["id"][1], "the name of an inference") if "id" in known else None
    if name is None:
        return f"step-{number}"
    if name in seen:
        message = f'The inference "{name[:LONGEST_SHOWN]}" stands twice;'
        first = seen[name]
        where = f"it first stood at line {first.line}, column {first.column}."
        fault(notes, known["id"][1], "duplicate-id", f"{message} {where}")
    seen.setdefault(name, known["id"][1])
    return name


def _step(notes: Notes, node: Node, known: Fields, claims: Collection[str]) -> Inference | None:
    """A step without its name and place."""
    sides = [side for side in ("to", "against") if side in known]
    if len(sides) != 1:
        message = f'An inference has exactly one of "to" and "against"; found {len(sides)}.'
        fault(notes, node, "bad-value" if sides else "missing-key", message)
    if "from" not in known:
        fault(notes, node, "missing-key", 'The key "from" is missing in an inference.')
    premises = ids_of(notes, known["from"][1], claims) if "from" in known else ()
    unless = ids_of(notes, known["unless"][1], claims) if "unless" in known else ()
    by = ids_of(notes, known["by"][1], claims) if "by" in known else ()
    targets = [ids_of(notes, known[side][1], claims, single=True) for side in sides]
    if len(sides) != 1 or not targets[0] or not premises:
        return None
    target = targets[0][0]
    if target in (*premises, *by):
        verb = "supports" if sides == ["to"] else "attacks"
        message = f'The claim "{target[:LONGEST_SHOWN]}" {verb} itself.'
        fault(notes, known["from"][1], "self-support", message)
    against = target if sides == ["against"] else None
    needed = tuple(dict.fromkeys((*premises, *by)))
    return Inference("", None if against else target, against, needed, unless, None, by)


def ids_of(
    notes: Notes, node: Node, claims: Collection[str], *, single: bool = False
) -> tuple[str, ...]:
    """One claim's id or a list of them, each of which must stand in the file."""
    nodes = node.items if isinstance(node, Sequence) and not single else (node,)
    if not nodes:
        expected(notes, node, "the ids of claims")
    found: dict[str, None] = {}
    for each in nodes:
        name = name_of(notes, each, "the id of a claim") if isinstance(each, Scalar) else None
        if not isinstance(each, Scalar):
            expected(notes, each, "the id of a claim")
        if name is None:
            continue
        if name not in claims:
            hint = meant(name, claims, len(notes.problems))
            fault(notes, each, "dangling-id", f'No claim is called "{name[:60]}".', hint)
        elif name in found:
            fault(notes, each, "duplicate-id", f'"{name[:60]}" stands twice in one list.')
        else:
            found[name] = None
    return tuple(found)
