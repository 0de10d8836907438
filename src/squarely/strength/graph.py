"""The graph of an argument as plain tuples, ready for the fixpoint.

A step is an inference: all its premises are needed together. It supports or rebuts its target and
is disabled by any granted undercutter. The strongly connected parts of the graph, in order from
premises to conclusions, let circular reasoning be told from reasoning that rests on something.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from squarely.model.argument import Inference


@dataclass(frozen=True, slots=True)
class Graph:
    """Claims by name, steps as written, and the order in which to evaluate them.

    `components` are sets of claims that lie on common cycles, premises before conclusions.
    `into` maps a claim to the steps that end in it.
    """

    claims: tuple[str, ...]
    steps: tuple[Inference, ...]
    into: Mapping[str, tuple[Inference, ...]]
    components: tuple[frozenset[str], ...]


def target(step: Inference) -> str:
    """The claim that a step supports or rebuts."""
    return step.to or step.against or ""


def graph(claims: Iterable[str], steps: Sequence[Inference]) -> Graph:
    """The graph of these claims and steps."""
    names = tuple(claims)
    into: dict[str, list[Inference]] = {name: [] for name in names}
    for step in steps:
        into[target(step)].append(step)
    frozen = {name: tuple(found) for name, found in into.items()}
    return Graph(names, tuple(steps), frozen, _components(names, frozen))


def sources(graph: Graph, name: str) -> list[str]:
    """The claims that bear directly on a claim: premises and undercutters of its steps."""
    found = [source for step in graph.into[name] for source in (*step.premises, *step.unless)]
    return list(dict.fromkeys(found))


def upstream(graph: Graph, name: str) -> tuple[str, ...]:
    """Every claim on which `name` can depend, itself included, in the file's order."""
    seen = {name}
    waiting = [name]
    while waiting:
        fresh = [source for source in sources(graph, waiting.pop()) if source not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return tuple(claim for claim in graph.claims if claim in seen)


def polarity(graph: Graph, name: str) -> Mapping[str, frozenset[int]]:
    """For each upstream claim whether it works for (+1) or against (-1) `name`, or both."""
    signs: dict[str, set[int]] = {name: {1}}
    waiting = [(name, 1)]
    while waiting:
        claim, sign = waiting.pop()
        for source, turn in _turns(graph, claim):
            if sign * turn not in signs.setdefault(source, set()):
                signs[source].add(sign * turn)
                waiting.append((source, sign * turn))
    return {claim: frozenset(found) for claim, found in signs.items()}


def _turns(graph: Graph, claim: str) -> Iterable[tuple[str, int]]:
    for step in graph.into[claim]:
        way = 1 if step.to else -1
        yield from ((premise, way) for premise in step.premises)
        yield from ((undercutter, -way) for undercutter in step.unless)


def _components(
    names: Sequence[str], into: Mapping[str, tuple[Inference, ...]]
) -> tuple[frozenset[str], ...]:
    """Strongly connected components, sources first (Tarjan 1972, without recursion)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[frozenset[str]] = []
    for root in names:
        if root not in index:
            _visit(root, into, (index, low, stack), found)
    return tuple(found)


def _visit(
    root: str,
    into: Mapping[str, tuple[Inference, ...]],
    state: tuple[dict[str, int], dict[str, int], list[str]],
    found: list[frozenset[str]],
) -> None:
    index, low, stack = state
    work = [(root, _before(into, root))]
    index[root] = low[root] = len(index)
    stack.append(root)
    while work:
        name, waiting = work[-1]
        if waiting:
            source = waiting.pop()
            if source not in index:
                index[source] = low[source] = len(index)
                stack.append(source)
                work.append((source, _before(into, source)))
            elif source in stack:
                low[name] = min(low[name], index[source])
            continue
        work.pop()
        if work:
            low[work[-1][0]] = min(low[work[-1][0]], low[name])
        if low[name] == index[name]:
            cut = stack.index(name)
            found.append(frozenset(stack[cut:]))
            del stack[cut:]


def _before(into: Mapping[str, tuple[Inference, ...]], name: str) -> list[str]:
    return [source for step in into[name] for source in (*step.premises, *step.unless)]
