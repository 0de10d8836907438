"""What a conclusion hangs on: minimal cut sets and minimal completion sets, exactly.

Each open leaf works for or against the conclusion. With every leaf resolved one way, whether the
conclusion is granted is a monotone yes-or-no function of the leaves resolved in its favour. Its
minimal true sets are the ways to carry the conclusion; their minimal transversals are the ways to
make it fail. Both are found together, each new one from the other's (joint generation).

Sources: Fredman & Khachiyan 1996, J. Algorithms 21:618; Gurvich & Khachiyan 1999, Discrete Applied
Mathematics 96:363.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

MOST_LISTED = 1000
MOST_WORK = 3_000_000  # ways looked at in all, some seconds, before the search says it stopped

Test = Callable[[frozenset[str]], bool]


@dataclass(frozen=True, slots=True)
class Sets:
    """Minimal ways to carry a conclusion and minimal ways to cut it."""

    ways: tuple[frozenset[str], ...]
    cuts: tuple[frozenset[str], ...]
    truncated: bool


@dataclass(slots=True)
class _Work:
    """How much of a search is still allowed."""

    left: int


def minimal_sets(leaves: Sequence[str], carried: Test) -> Sets:
    """All minimal true sets of `carried` and their minimal transversals, up to `MOST_LISTED`.

    `carried` takes the leaves resolved for the conclusion and must be monotone.
    """
    everything = frozenset(leaves)
    carried = cache(carried)  # the same transversal is met again after each new way
    if not carried(everything):
        return Sets((), (), False)
    ways: list[frozenset[str]] = [_shrink(everything, leaves, carried)]
    truncated, work = True, _Work(MOST_WORK)
    for _ in range(MOST_LISTED):
        cuts, missed, whole = _transversals(ways, everything, carried, work)
        if missed is None:
            truncated = not whole
            break
        ways.append(_shrink(everything - missed, leaves, carried))
    order = {leaf: position for position, leaf in enumerate(leaves)}
    return Sets(_ordered(ways, order), _ordered(cuts, order), truncated)


def hitting_sets(
    ways: Sequence[frozenset[str]], allowed: Callable[[frozenset[str]], bool]
) -> tuple[tuple[frozenset[str], ...], bool]:
    """The allowed minimal sets that meet every way, and whether they are all there are."""
    found: list[frozenset[str]] = []
    work = _Work(MOST_WORK)
    for one in _hitting(ways, work) if ways else ():
        if len(found) >= MOST_LISTED:
            return tuple(found), False
        if allowed(one):
            found.append(one)
    return tuple(found), work.left > 0


def _shrink(found: frozenset[str], leaves: Sequence[str], carried: Test) -> frozenset[str]:
    """A minimal true set within `found`."""
    for leaf in leaves:
        if leaf in found and carried(found - {leaf}):
            found = found - {leaf}
    return found


def _transversals(
    ways: Sequence[frozenset[str]], everything: frozenset[str], carried: Test, work: _Work
) -> tuple[list[frozenset[str]], frozenset[str] | None, bool]:
    """Minimal transversals of `ways`; one that fails to cut, if any; whether all were listed."""
    cuts: list[frozenset[str]] = []
    for cut in _hitting(ways, work):
        if len(cuts) >= MOST_LISTED:
            return cuts, None, False
        if carried(everything - cut):
            return cuts, cut, True
        cuts.append(cut)
    return cuts, None, work.left > 0


def _hitting(ways: Sequence[frozenset[str]], work: _Work) -> Iterator[frozenset[str]]:
    """Minimal hitting sets, one by one (depth first; a leaf stays only while it alone hits)."""
    stack: list[tuple[tuple[str, ...], frozenset[str]]] = [((), frozenset())]
    while stack and work.left > 0:
        chosen, barred = stack.pop()
        work.left -= len(ways)
        picked = frozenset(chosen)
        missing = next((way for way in ways if not way & picked), None)
        if missing is None:
            yield picked
            continue
        for leaf in sorted(missing - barred, reverse=True):
            grown = (*chosen, leaf)
            if _each_needed(grown, ways):
                earlier = frozenset(other for other in missing if other < leaf)
                stack.append((grown, barred | earlier))


def _each_needed(chosen: tuple[str, ...], ways: Sequence[frozenset[str]]) -> bool:
    picked = frozenset(chosen)
    alone = {next(iter(way & picked)) for way in ways if len(way & picked) == 1}
    return len(alone) == len(picked)


def _ordered(sets: Sequence[frozenset[str]], order: dict[str, int]) -> tuple[frozenset[str], ...]:
    return tuple(sorted(sets, key=lambda one: (len(one), sorted(order[leaf] for leaf in one))))
