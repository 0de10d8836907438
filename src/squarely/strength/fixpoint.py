"""Three-valued evaluation: granted, open, refuted; the least fixpoint from "open".

A step is granted when all its premises are and no undercutter is. A claim is granted when it has a
granted reason for it and none against, refuted in the mirrored case, and open, marked contested,
when it has both. A refuted premise removes its support and no more: it does not make the
conclusion false. Reasons that only go round in a circle stay open. An open attack from outside a
circle does not bite (bare doubt jams nothing); within one it does, so mutual attack stays open.

Sources: Kleene 1952, Introduction to Metamathematics, section 64 (strong three-valued logic);
Gordon, Prakken & Walton 2007, Artificial Intelligence 171:875 (Carneades).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from squarely.model.argument import Inference
from squarely.model.study import ClaimState, StepState
from squarely.strength.graph import Graph

Truth = bool | None  # None is "open"
Own = Literal["granted", "leans granted", "open", "leans refuted", "refuted"]


@dataclass(frozen=True, slots=True)
class Values:
    """The value of every claim; `contested` names those with granted reasons both ways."""

    claims: Mapping[str, Truth]
    contested: frozenset[str]

    def state(self, name: str) -> ClaimState:
        """The value of a claim in words."""
        if name in self.contested:
            return "contested"
        value = self.claims[name]
        return "open" if value is None else "granted" if value else "refuted"


def evaluate(graph: Graph, own: Mapping[str, Truth]) -> Values:
    """The least fixpoint, given what the data (or a resolution) say of each claim itself."""
    values: dict[str, Truth] = {}
    contested: set[str] = set()
    for component in graph.components:
        values.update(dict.fromkeys(component, None))
        for _ in range(len(component) + 1):  # monotone: each round settles at least one claim
            settled = {name: _claim(graph, name, own, values, component) for name in component}
            fresh = {name: value for name, (value, _) in settled.items()}
            contested.update(name for name, (_, both) in settled.items() if both)
            if all(values[name] == value for name, value in fresh.items()):
                break
            values.update(fresh)
    return Values(values, frozenset(contested))


def step_state(step: Inference, values: Values) -> StepState:
    """The state of one step as the reader is told it."""
    if any(values.claims[name] for name in step.unless):
        return "disabled"
    truths = [values.claims[name] for name in step.premises]
    if any(value is False for value in truths):
        return "refuted"
    return "granted" if all(truths) else "open"


def _claim(
    graph: Graph,
    name: str,
    own: Mapping[str, Truth],
    values: Mapping[str, Truth],
    component: frozenset[str],
) -> tuple[Truth, bool]:
    """A claim's value and whether it is contested."""
    said = own.get(name)
    pro: list[Truth] = [said is True]
    con: list[Truth] = [said is False]
    for step in graph.into[name]:
        (pro if step.to else con).append(_step(step, values, component))
    return _weigh(_any(pro), _any(con))


def _step(step: Inference, values: Mapping[str, Truth], component: frozenset[str]) -> Truth:
    """A step's value; one that is open for reasons outside the circle counts as not landing."""
    inside = any(name in component for name in (*step.premises, *step.unless))
    attack = _any([_bite(values[name], name in component) for name in step.unless])
    value = _all(
        [*(values[name] for name in step.premises), None if attack is None else not attack]
    )
    return False if value is None and not inside else value


def _bite(value: Truth, inside: bool) -> Truth:
    return False if value is None and not inside else value


def _weigh(pro: Truth, con: Truth) -> tuple[Truth, bool]:
    if pro and con:
        return None, True
    if pro is None or con is None:
        return None, False
    return (True if pro else False if con else None), False


def _any(values: list[Truth]) -> Truth:
    if any(values):
        return True
    return None if None in values else False


def _all(values: list[Truth]) -> Truth:
    if False in values:
        return False
    return None if None in values else True
