"""Pairs joined into groups that hold at most one report of every dataset.

Taken in the order given, a pair joins two groups unless they share a dataset. Where all pairs that
hang together are already consistent, which is nearly always, they are joined at once.
"""

from __future__ import annotations

import numpy as np

from squarely.matching.events import Ints, Truths


def grouped(left: Ints, right: Ints, source: Ints) -> tuple[Ints, Truths]:
    """The group of every report, named by one of its reports, and which pairs were joined."""
    label = np.arange(source.size)
    kept = np.ones(left.size, bool)
    if not left.size:
        return label, kept
    nodes, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, two = ends[: left.size], ends[left.size :]
    part = _components(one, two, nodes.size)
    clash = _clashing(part, source[nodes])
    least = np.full(int(part.max()) + 1, nodes.size)
    np.minimum.at(least, part, np.arange(nodes.size))
    label[nodes] = nodes[least[part]]
    rows = np.flatnonzero(clash[part[one]])
    if rows.size:
        loose = nodes[clash[part]]
        label[loose] = loose
        kept[rows] = _one_by_one(left[rows], right[rows], source, label)
    return label, kept


def _components(one: Ints, two: Ints, size: int) -> Ints:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(one.size, np.int8), (one, two)), shape=(size, size))
    return np.asarray(connected_components(graph.tocsr(), directed=False)[1], np.int64)


def _clashing(part: Ints, source: Ints) -> Truths:
    """Which components hold a dataset twice."""
    held = np.unique(part * (int(source.max()) + 1) + source, return_counts=True)
    clash = np.zeros(int(part.max()) + 1, bool)
    clash[held[0][held[1] > 1] // (int(source.max()) + 1)] = True
    return clash


def _one_by_one(left: Ints, right: Ints, source: Ints, label: Ints) -> Truths:
    """Join pairs in turn; changes `label` for the reports concerned."""
    head: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    kept = np.zeros(left.size, bool)
    for at, (one, two) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        first, second = head.get(one, one), head.get(two, two)
        if first == second:
            kept[at] = True
            continue
        ours, theirs = members.get(first, [one]), members.get(second, [two])
        if {int(source[n]) for n in ours} & {int(source[n]) for n in theirs}:
            continue
        kept[at] = True
        members[first] = ours + theirs
        members.pop(second, None)
        for node in members[first]:
            head[node] = first
    for node, name in head.items():
        label[node] = name
    return kept
