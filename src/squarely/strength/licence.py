"""Whether a conclusion stands when its steps are open too: that premises bear on it must be shown.

A step is licensed where the file states why its premises bear on its target. Any other step, for or
against, is an open question of its own: sceptical resolves it against the conclusion (supports
fail, rebuttals land), plain leaves it out on both sides, and charitable resolves it for the
conclusion. So true premises beside the point carry nothing, and a true rebuttal beside the point
refutes nothing.

Source: Toulmin 1958, The Uses of Argument, ch. 3 (the warrant of a step).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from squarely.model.argument import Inference
from squarely.model.study import ConclusionState
from squarely.strength.conclude import Standing, conclude
from squarely.strength.fixpoint import Own
from squarely.strength.graph import Graph, graph, target, upstream


def stand(
    whole: Graph, name: str, own: Mapping[str, Own], licensed: frozenset[str]
) -> tuple[Standing, tuple[str, ...]]:
    """A conclusion's standing, and the unlicensed steps on the ways to it.

    The sets are those of the steps as drawn.
    """
    ways = upstream(whole, name)
    open_steps = [step for step in whole.steps if target(step) in ways and step.id not in licensed]
    drawn = conclude(whole, name, own)
    if not open_steps:
        return drawn, ()
    supports = frozenset(step.id for step in open_steps if step.to)
    rebuttals = frozenset(step.id for step in open_steps if step.against)
    state = _state(whole, name, own, (supports, rebuttals))
    return replace(drawn, state=state), tuple(step.id for step in open_steps)


def _state(
    whole: Graph, name: str, own: Mapping[str, Own], doubted: tuple[frozenset[str], frozenset[str]]
) -> ConclusionState:
    supports, rebuttals = doubted
    if conclude(_without(whole, supports), name, own).state == "carried":
        return "carried"
    plain = conclude(_without(whole, supports | rebuttals), name, own).state
    if plain in ("carried", "carried on balance"):
        return "carried on balance"
    if plain == "rebutted":
        return "rebutted"
    best = conclude(_without(whole, rebuttals), name, own).state
    return "not carried" if best in ("not carried", "rebutted") else "conditional"


def _without(whole: Graph, left_out: frozenset[str]) -> Graph:
    kept: list[Inference] = [step for step in whole.steps if step.id not in left_out]
    return graph(whole.claims, kept)
