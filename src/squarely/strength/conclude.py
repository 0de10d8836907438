"""Does a conclusion stand? Sceptical, plain and charitable runs, and what it hangs on.

Sceptical resolves every open leaf against the conclusion, charitable every one for it ("leans"
counts as open in both); plain takes the leaves as they are and grants what leans. A leaf that
works both ways is tried both ways. Carried: sceptical grants. Carried on balance: plain grants.
Conditional: only charitable grants. Rebutted: plain refutes. Else not carried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from squarely.model.study import ConclusionState
from squarely.strength.fixpoint import Own, Truth, Values, evaluate
from squarely.strength.graph import Graph, graph, polarity, target, upstream
from squarely.strength.sets import Sets, hitting_sets, minimal_sets

MOST_LEAVES = 60
MOST_BOTH_WAYS = 10  # 1,024 completions of the leaves that work both ways
MOST_EXACT = 4096  # leaves times completions up to which sets are exact; else of the kindest turn

_PLAIN: Mapping[Own, Truth] = {
    "granted": True,
    "leans granted": True,
    "open": None,
    "leans refuted": False,
    "refuted": False,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a conclusion stands, and its minimal cut and completion sets of leaves.

    `attackers` are the leaves that work against it alone: it is cut where they hold, and carried
    where they fail.
    """

    state: ConclusionState
    cut_sets: tuple[tuple[str, ...], ...]
    completion_sets: tuple[tuple[str, ...], ...]
    truncated: bool
    routes: tuple[tuple[str, ...], ...]
    attackers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Frame:
    """One conclusion's part of the graph, and how each of its leaves works on it."""

    graph: Graph
    name: str
    own: Mapping[str, Own]
    leaves: tuple[str, ...]  # every leaf that is not settled against the conclusion
    settled: frozenset[str]  # those of them that the data settle for it
    both_ways: tuple[str, ...]
    sign: Mapping[str, frozenset[int]]


def plain(whole: Graph, own: Mapping[str, Own]) -> Values:
    """The values as the data are, what leans granted."""
    return evaluate(whole, {name: _PLAIN[value] for name, value in own.items()})


def conclude(whole: Graph, name: str, own: Mapping[str, Own]) -> Standing:
    """Where a conclusion stands, given what the data say of each claim itself."""
    frame = _frame(whole, name, own)
    value = plain(frame.graph, own).claims[name]
    sceptical = all(_carried(frame, frame.settled, turn) for turn in _turns(frame.both_ways))
    turn = _kindest(frame)
    sets = Sets((), (), False) if turn is None else _sets(frame, turn)
    many = len(frame.leaves) - len(frame.settled) > MOST_LEAVES
    partly = bool(frame.both_ways) and not _few(frame)
    return Standing(
        _state(value, sceptical, turn is not None),
        _listed(sets.cuts, whole),
        () if sceptical else _completions(sets.ways, frame.settled, whole),
        sets.truncated or many or (turn is not None and partly),
        tuple(step.premises for step in whole.into[name] if step.to),
        frozenset(leaf for leaf, signs in frame.sign.items() if signs == {-1}),
    )


def _sets(frame: _Frame, turn: Mapping[str, Truth]) -> Sets:
    """Cut and completion sets; of many leaves that work both ways only those of one turn."""
    if not frame.both_ways:
        return minimal_sets(frame.leaves, lambda chosen: _carried(frame, chosen, {}))
    if _few(frame):
        return _exact(frame)
    sets = minimal_sets(frame.leaves, lambda chosen: _carried(frame, chosen, turn))
    everything = frozenset(frame.leaves)
    needed = frozenset(
        leaf
        for leaf, value in turn.items()
        if not _carried(frame, everything, {**turn, leaf: not value})
    )
    ways = tuple(way | needed for way in sets.ways)
    cuts = (*(frozenset({leaf}) for leaf in sorted(needed)), *sets.cuts)
    return Sets(ways, cuts, sets.truncated)


def _few(frame: _Frame) -> bool:
    """Whether every completion of the leaves that work both ways can be tried for every set."""
    return ((len(frame.leaves) + 1) << len(frame.both_ways)) <= MOST_EXACT


def _exact(frame: _Frame) -> Sets:
    """Sets in which a leaf that works both ways may be settled either way.

    Each such leaf stands for two, its being true and its being false. A set carries when it does so
    whatever becomes of the leaves it leaves open. The pair of both halves carries anything, so it
    always comes out as one of the sets, and no set beside it holds a pair: it is no set at all.
    """
    halves = {
        f"{value} {leaf}": (leaf, value) for leaf in frame.both_ways for value in (True, False)
    }
    everything = frozenset(frame.leaves)

    def carries(chosen: frozenset[str]) -> bool:
        held = [halves[one] for one in sorted(chosen & halves.keys())]
        return all(
            _carried(frame, chosen & everything, turn)
            for turn in _turns(frame.both_ways)
            if all(turn[leaf] is value for leaf, value in held)
        )

    def possible(one: frozenset[str]) -> bool:
        leaves = [halves[name][0] for name in one if name in halves]
        return len(set(leaves)) == len(leaves)

    sets = minimal_sets((*frame.leaves, *halves), carries)
    ways = tuple(way for way in sets.ways if possible(way))
    cuts, whole = hitting_sets(ways, possible)
    plain_names = {name: leaf for name, (leaf, _) in halves.items()}
    return Sets(_least(ways, plain_names), _least(cuts, plain_names), sets.truncated or not whole)


def _least(sets: Iterable[frozenset[str]], names: Mapping[str, str]) -> tuple[frozenset[str], ...]:
    """Sets of halves as sets of leaves, smallest first, none that holds another."""
    found = {frozenset(names.get(name, name) for name in one) for one in sets}
    ordered = sorted(found, key=lambda one: (len(one), sorted(one)))
    return tuple(one for one in ordered if not any(other < one for other in found))


def _kindest(frame: _Frame) -> Mapping[str, Truth] | None:
    """The first turn of the leaves that work both ways under which the conclusion can stand."""
    everything = frozenset(frame.leaves)
    turns = _turns(frame.both_ways)
    return next((turn for turn in turns if _carried(frame, everything, turn)), None)


def _state(value: Truth, sceptical: bool, charitable: bool) -> ConclusionState:
    if sceptical:
        return "carried"
    if value is not None:
        return "carried on balance" if value else "rebutted"
    return "conditional" if charitable else "not carried"


def _frame(whole: Graph, name: str, own: Mapping[str, Own]) -> _Frame:
    names = upstream(whole, name)
    part = graph(names, [step for step in whole.steps if target(step) in names])
    sign = polarity(part, name)
    leaves = [leaf for leaf in names if _is_leaf(part, leaf, own)]
    one_way = [leaf for leaf in leaves if len(sign[leaf]) == 1]
    both = tuple(leaf for leaf in leaves if len(sign[leaf]) == 2 and _unsettled(own[leaf]))
    usable = tuple(leaf for leaf in one_way if not _is(own[leaf], leaf, sign, -1))
    settled = frozenset(leaf for leaf in usable if _is(own[leaf], leaf, sign, 1))
    return _Frame(part, name, own, usable, settled, both, sign)


def _is_leaf(part: Graph, name: str, own: Mapping[str, Own]) -> bool:
    """A claim that data speak to, or that nothing else in the file supports."""
    return own[name] != "open" or not any(step.to for step in part.into[name])


def _unsettled(value: Own) -> bool:
    return value not in ("granted", "refuted")


def _is(value: Own, leaf: str, sign: Mapping[str, frozenset[int]], way: int) -> bool:
    """Whether the data settle a leaf for (+1) or against (-1) the conclusion."""
    settled = {"granted": 1, "refuted": -1}.get(value, 0)
    return settled * next(iter(sign[leaf])) == way


def _carried(frame: _Frame, chosen: frozenset[str], turn: Mapping[str, Truth]) -> bool:
    """Whether the conclusion is granted with the chosen leaves for it and all others against."""
    fixed: dict[str, Truth] = {name: _PLAIN[value] for name, value in frame.own.items()}
    for leaf in frame.leaves:
        favourable = next(iter(frame.sign[leaf])) > 0
        fixed[leaf] = favourable if leaf in chosen else not favourable
    return evaluate(frame.graph, {**fixed, **turn}).claims[frame.name] is True


def _turns(leaves: Sequence[str]) -> Iterable[Mapping[str, Truth]]:
    tried = leaves[:MOST_BOTH_WAYS]
    for values in product((True, False), repeat=len(tried)):
        yield dict(zip(tried, values, strict=True))


def _listed(sets: Iterable[frozenset[str]], whole: Graph) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(name for name in whole.claims if name in one) for one in sets)


def _completions(
    ways: Sequence[frozenset[str]], settled: frozenset[str], whole: Graph
) -> tuple[tuple[str, ...], ...]:
    """What is left to settle on each way; only minimal ones, none where nothing is left."""
    left = sorted({way - settled for way in ways}, key=lambda one: (len(one), sorted(one)))
    least = [one for one in left if one and not any(other < one for other in left)]
    return _listed(least, whole)
