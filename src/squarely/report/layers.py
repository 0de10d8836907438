"""Where the boxes and lines of an argument stand: left to right, orthogonal, always the same.

A box stands one column left of what it leads to, as far right as it can. A line that passes a
column gets a lane in it, so that no line runs through a box. Order within a column follows what a
box leads to, then the essay. Vertical pieces in the gap between two columns get tracks of their
own. There is no chance and no iteration to convergence: the same argument gives the same drawing.

Sources: Sugiyama, Tagawa & Toda 1981 (layers, lanes, barycentres); pool-adjacent-violators for
the positions that keep an order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from squarely.model.study import InferenceStudy

BOX = (226.0, 70.0)  # width and height of a claim's box
LANE = 10.0  # height of a passing line
GAP = 14.0
TRACK = 9.0  # distance between vertical pieces
MARGIN = 22.0  # from a box to the first track
SWEEPS = 4

Item = tuple[str, int]  # a claim in a column: its box at home, its lane elsewhere


@dataclass(frozen=True, slots=True)
class Links:
    """Who leads to whom; `back` are the pairs left out of the columns to break cycles."""

    names: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    back: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns from left to right, each an ordered list of boxes and lanes, and their middles."""

    columns: Mapping[str, int]
    items: tuple[tuple[Item, ...], ...]
    middles: Mapping[Item, float]
    height: float


def goal(step: InferenceStudy) -> str:
    """The claim that a step supports or attacks."""
    return step.to if step.to is not None else step.against or ""


def links(steps: Sequence[InferenceStudy], order: Sequence[str]) -> Links:
    """The claims that argue or are argued for, in the essay's order, and their links."""
    pairs: dict[tuple[str, str], None] = {}
    for step in steps:
        for name in (*step.premises, *step.unless):
            pairs[name, goal(step)] = None
    known = {name for pair in pairs for name in pair}
    rank = {name: at for at, name in enumerate(order)}
    names = tuple(sorted(known, key=lambda name: (rank.get(name, len(rank)), name)))
    return Links(names, tuple(pairs), _back(names, tuple(pairs)))


def _back(names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """The pairs that close a cycle, met depth first in the essay's order."""
    after: dict[str, list[str]] = {name: [] for name in names}
    for left, right in pairs:
        after[left].append(right)
    state: dict[str, int] = {}
    back: set[tuple[str, str]] = set()
    for start in names:
        if start not in state:
            _walk(start, after, state, back)
    return frozenset(back)


def _walk(
    start: str,
    after: Mapping[str, list[str]],
    state: dict[str, int],
    back: set[tuple[str, str]],
) -> None:
    """Depth first without recursion: 1 is open, 2 is done."""
    stack = [(start, iter(after[start]))]
    state[start] = 1
    while stack:
        name, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            state[name] = 2
            stack.pop()
        elif state.get(following) == 1:
            back.add((name, following))
        elif following not in state:
            state[following] = 1
            stack.append((following, iter(after[following])))


def placed(found: Links) -> Layout:
    """Columns, lanes and middles for all claims."""
    columns = _columns(found)
    forward = [pair for pair in found.pairs if pair not in found.back]
    reach = {name: columns[name] for name in found.names}
    for left, right in forward:
        reach[left] = max(reach[left], columns[right] - 1)
    width = 1 + max(columns.values(), default=0)
    boxes: list[list[Item]] = [[] for _ in range(width)]
    for name in found.names:
        for column in range(columns[name], reach[name] + 1):
            boxes[column].append((name, column))
    near = _neighbours(forward, columns, reach)
    _order(boxes, near, columns)
    middles = _middles(boxes, near, columns)
    bottom = max((middles[i] + _half(i, columns) for c in boxes for i in c), default=0.0)
    return Layout(columns, tuple(tuple(column) for column in boxes), middles, bottom)


def _columns(found: Links) -> dict[str, int]:
    """Column by the longest way to an end, counted from the right."""
    after: dict[str, list[str]] = {name: [] for name in found.names}
    before: dict[str, int] = dict.fromkeys(found.names, 0)
    into: dict[str, list[str]] = {name: [] for name in found.names}
    for left, right in found.pairs:
        if (left, right) not in found.back:
            after[left].append(right)
            into[right].append(left)
            before[left] += 1
    depth = dict.fromkeys(found.names, 0)
    ready = [name for name in found.names if not before[name]]
    while ready:
        name = ready.pop()
        for left in into[name]:
            depth[left] = max(depth[left], depth[name] + 1)
            before[left] -= 1
            if not before[left]:
                ready.append(left)
    deepest = max(depth.values(), default=0)
    return {name: deepest - depth[name] for name in found.names}


Near = Mapping[Item, tuple[tuple[Item, ...], tuple[Item, ...]]]


def _neighbours(
    forward: Sequence[tuple[str, str]], columns: Mapping[str, int], reach: Mapping[str, int]
) -> Near:
    """For every item, those joined to it in the columns to its left and right."""
    joined: set[tuple[Item, Item]] = set()
    for name, column in columns.items():
        for at in range(column, reach[name]):
            joined.add(((name, at), (name, at + 1)))
    for left, right in forward:
        joined.add(((left, columns[right] - 1), (right, columns[right])))
    near: dict[Item, tuple[list[Item], list[Item]]] = {}
    for one, other in sorted(joined):
        near.setdefault(one, ([], []))[1].append(other)
        near.setdefault(other, ([], []))[0].append(one)
    return {item: (tuple(found[0]), tuple(found[1])) for item, found in near.items()}


def _order(boxes: list[list[Item]], near: Near, columns: Mapping[str, int]) -> None:
    """Order each column by the mean place of what it leads to; ties keep the essay's order."""
    for _ in range(SWEEPS):
        for column in range(len(boxes) - 2, -1, -1):
            _sort(boxes[column], boxes[column + 1], near, 1)
        for column in range(1, len(boxes)):
            _sort(boxes[column], boxes[column - 1], near, 0)
    for column in range(len(boxes) - 2, -1, -1):
        _sort(boxes[column], boxes[column + 1], near, 1)


def _sort(column: list[Item], beside: list[Item], near: Near, side: int) -> None:
    place = {item: at / max(1, len(beside)) for at, item in enumerate(beside)}
    own = {item: at / max(1, len(column)) for at, item in enumerate(column)}

    def mean(item: Item) -> float:
        others = [place[other] for other in near.get(item, ((), ()))[side] if other in place]
        return sum(others) / len(others) if others else own[item]

    column.sort(key=lambda item: (mean(item), own[item]))


def _half(item: Item, columns: Mapping[str, int]) -> float:
    return (BOX[1] if columns[item[0]] == item[1] else LANE) / 2


def _middles(
    boxes: Sequence[Sequence[Item]], near: Near, columns: Mapping[str, int]
) -> dict[Item, float]:
    """Middles as near as possible to those of the neighbours, in the given order."""
    middles: dict[Item, float] = {}
    for column in boxes:
        at = 0.0
        for item in column:
            middles[item] = at + _half(item, columns)
            at += 2 * _half(item, columns) + GAP
    for sweep in range(2 * SWEEPS):
        inward = range(len(boxes)) if sweep % 2 else range(len(boxes) - 1, -1, -1)
        for number in inward:
            _settle(boxes[number], near, columns, middles)
    top = min((middles[i] - _half(i, columns) for c in boxes for i in c), default=0.0)
    return {item: round(middle - top + GAP, 1) for item, middle in middles.items()}


def _settle(
    column: Sequence[Item], near: Near, columns: Mapping[str, int], middles: dict[Item, float]
) -> None:
    wanted = []
    for item in column:
        left, right = near.get(item, ((), ()))
        others = [middles[other] for other in (*left, *right)]
        wanted.append(sum(others) / len(others) if others else middles[item])
    halves = [_half(item, columns) for item in column]
    for item, middle in zip(column, spread(wanted, halves), strict=True):
        middles[item] = middle


def spread(wanted: Sequence[float], halves: Sequence[float]) -> list[float]:
    """Middles that keep the order and do not overlap, nearest to the wanted ones."""
    offsets, at = [], 0.0
    for number, half in enumerate(halves):
        at += half + (halves[number - 1] + GAP if number else 0.0)
        offsets.append(at)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, size = want - offset, 1
        while pools and pools[-1][0] > mean:
            earlier, count = pools.pop()
            mean, size = (earlier * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    flat = [mean for mean, size in pools for _ in range(size)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]


def tracks(spans: Sequence[tuple[float, float]]) -> list[int]:
    """A track for every vertical piece, such that those on one track do not touch."""
    order = sorted(range(len(spans)), key=lambda k: (min(spans[k]), max(spans[k]), k))
    ends: list[float] = []
    found = [0] * len(spans)
    for k in order:
        low, high = min(spans[k]), max(spans[k])
        free = next((t for t, end in enumerate(ends) if end + 6 < low), len(ends))
        if free == len(ends):
            ends.append(high)
        ends[free] = high
        found[k] = free
    return found
