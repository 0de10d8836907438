"""The reports of several datasets as arrays, and the rule by which two of them may be one event.

A report that begins and ends on one day is an event, any other an episode. A taxonomy gives a
report's category on levels from fine to coarse; a level is a code that all datasets share.

Sources: Donnay, Dunford, McGrath, Backer & Cunningham 2019, J. of Conflict Resolution 63:1337.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truths = NDArray[np.bool_]

UNTOLD = -1  # the code of a category that a report does not tell


@dataclass(frozen=True, slots=True)
class Reports:
    """One dataset: days (counted from any day), degrees, and a (n, depth) array per taxonomy."""

    name: str
    first: Ints
    last: Ints
    latitude: Floats
    longitude: Floats
    levels: tuple[Ints, ...] = ()


@dataclass(frozen=True, slots=True)
class Events:
    """All reports of all datasets, dataset after dataset; `source` and `row` count from zero."""

    names: tuple[str, ...]
    source: Ints
    row: Ints
    first: Ints
    last: Ints
    points: Floats  # (n, 3) on the unit sphere
    levels: tuple[Ints, ...]

    @property
    def size(self) -> int:
        """How many reports there are."""
        return int(self.source.size)

    @property
    def episode(self) -> Truths:
        """Which reports last longer than a day."""
        return np.asarray(self.first != self.last)

    def of(self, source: int) -> Ints:
        """The reports of one dataset in the order of its file."""
        return np.flatnonzero(self.source == source)


@dataclass(frozen=True, slots=True)
class Rule:
    """When two reports may be one event: windows, and how the taxonomies must agree.

    `weights` stand for one of each taxonomy where empty. With `certainty` a taxonomy agrees on that
    one level (from 1, the finest) or not at all; without, on its finest common level. `partial`
    taxonomies may disagree.
    """

    km: float
    days: int
    weights: tuple[float, ...] = ()
    certainty: tuple[int, ...] | None = None
    partial: int = 0


def pooled(datasets: Sequence[Reports]) -> Events:
    """The reports of all datasets in one value.

    >>> day = np.array([3])
    >>> here = np.array([0.0])
    >>> pooled([Reports(name, day, day, here, here) for name in "ab"]).source.tolist()
    [0, 1]
    """
    sizes = [one.first.size for one in datasets]
    latitude = np.radians(np.concatenate([one.latitude for one in datasets]).astype(float))
    longitude = np.radians(np.concatenate([one.longitude for one in datasets]).astype(float))
    depths = zip(*(one.levels for one in datasets), strict=True)
    return Events(
        tuple(one.name for one in datasets),
        np.repeat(np.arange(len(sizes)), sizes),
        np.concatenate([np.arange(size) for size in sizes]),
        np.concatenate([one.first for one in datasets]).astype(np.int64),
        np.concatenate([one.last for one in datasets]).astype(np.int64),
        _on_sphere(latitude, longitude),
        tuple(np.concatenate(one).astype(np.int64) for one in depths),
    )


def _on_sphere(latitude: Floats, longitude: Floats) -> Floats:
    across = np.cos(latitude)
    parts = (across * np.cos(longitude), across * np.sin(longitude), np.sin(latitude))
    return np.column_stack(parts)


def faults_of(events: Events, rule: Rule) -> tuple[str, ...]:
    """What is wrong with a rule for these reports, all at once; empty where nothing is."""
    found = []
    taxonomies = len(events.levels)
    if not (np.isfinite(rule.km) and rule.km >= 0) or rule.days < 0:
        found.append(f"windows are zero or more: {rule.km} km, {rule.days} days")
    if rule.weights and len(rule.weights) != taxonomies:
        found.append(f"one weight a taxonomy: {taxonomies} needed, {len(rule.weights)} given")
    elif rule.weights and not np.isclose(sum(rule.weights), taxonomies):
        found.append(f"weights sum to {taxonomies}, the number of taxonomies: {rule.weights}")
    if not 0 <= rule.partial <= max(0, taxonomies - 1):
        found.append(f"partial lies between 0 and {max(0, taxonomies - 1)}: {rule.partial}")
    return (*found, *_certainty_faults(events, rule), *_report_faults(events))


def _certainty_faults(events: Events, rule: Rule) -> list[str]:
    if rule.certainty is None:
        return []
    if len(rule.certainty) != len(events.levels):
        return [f"one level a taxonomy: {len(events.levels)} needed, {len(rule.certainty)} given"]
    depths = [levels.shape[1] for levels in events.levels]
    return [
        f"taxonomy {number} has levels 1 to {depth}, not {level}"
        for number, (level, depth) in enumerate(zip(rule.certainty, depths, strict=True), 1)
        if not 1 <= level <= depth
    ]


def _report_faults(events: Events) -> list[str]:
    found = []
    if not np.isfinite(events.points).all():
        found.append("a report without latitude or longitude cannot be matched")
    if (events.last < events.first).any():
        found.append("a report ends before it begins")
    return found
