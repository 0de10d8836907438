"""Circles of support: claims that, step by step, lean on themselves.

Rebuttals are left out: two claims that attack each other are the usual form of a dispute. Claims
are first parted into sets that all reach each other (two walks, without recursion, the work grows
with the number of steps); of each set of two or more the shortest circle through its first claim
is shown.

Sources: Sharir 1981, Computers and Mathematics with Applications 7:67 (the two walks).
"""

from __future__ import annotations

from collections.abc import Iterator

from squarely.model.argument import Argument

_Graph = dict[str, dict[str, None]]


def cycles(argument: Argument) -> list[tuple[str, ...]]:
    """One circle for each set of claims that support each other, in the order of the file."""
    leads: _Graph = {claim.id: {} for claim in argument.claims}
    comes: _Graph = {claim.id: {} for claim in argument.claims}
    for step in argument.inferences:
        for premise in step.premises:
            if step.to in comes and premise in leads and premise != step.to:
                leads[premise][step.to] = None
                comes[step.to][premise] = None
    order = {name: number for number, name in enumerate(leads)}
    sets = [sorted(each, key=order.__getitem__) for each in _sets(leads, comes) if len(each) > 1]
    return [_circle(each, leads) for each in sorted(sets, key=lambda each: order[each[0]])]


def _sets(leads: _Graph, comes: _Graph) -> Iterator[list[str]]:
    """Claims parted into sets within which each leads to every other."""
    seen: set[str] = set()
    finished = [name for start in leads for name in _walk(start, leads, seen)]
    seen.clear()
    for start in reversed(finished):
        if start not in seen:
            yield list(_walk(start, comes, seen))


def _walk(start: str, graph: _Graph, seen: set[str]) -> Iterator[str]:
    """All unseen claims reached from `start`, each after those it leads to."""
    if start in seen:
        return
    seen.add(start)
    path = [(start, iter(graph[start]))]
    while path:
        name, following = path[-1]
        target = next((each for each in following if each not in seen), None)
        if target is None:
            path.pop()
            yield name
        else:
            seen.add(target)
            path.append((target, iter(graph[target])))


def _circle(names: list[str], leads: _Graph) -> tuple[str, ...]:
    """The shortest circle through the first of claims that all reach each other."""
    start, inside = names[0], set(names)
    came: dict[str, str] = {}
    edge = [start]
    while start not in came:
        following: list[str] = []
        for name in edge:
            for target in leads[name]:
                if target in inside and target not in came:
                    came[target] = name
                    following.append(target)
        edge = following
    path = [came[start]]
    while path[-1] != start:
        path.append(came[path[-1]])
    return tuple(reversed(path))
