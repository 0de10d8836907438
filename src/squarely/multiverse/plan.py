"""Claim times choices: every specification, and what each asks of the data.

All combinations run while they are few. Beyond `MOST_COMBINED` the main specification and all that
differ from it in one or two choices run, and the study says so: a share over a lopsided sample of
combinations would depend on the order of the axes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from squarely.model.argument import Claim
from squarely.model.dataset import Axis, Dataset
from squarely.model.finding import Warrant
from squarely.model.request import Count, Request, Window
from squarely.multiverse.axes import apply, axes_of
from squarely.multiverse.periods import whole

MOST_COMBINED = 240


@dataclass(frozen=True, slots=True)
class Specification:
    """One set of choices, the warrant under them and its requests."""

    choices: tuple[tuple[str, str], ...]
    warrant: Warrant
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The specifications of a claim, the main one first."""

    axes: tuple[Axis, ...]
    specifications: tuple[Specification, ...]
    combined: bool  # False: only one or two choices differ from the main specification at a time


def plan(
    claim: Claim,
    warrant: Warrant,
    catalog: Mapping[str, Dataset],
    limits: Mapping[str, Window],
) -> Plan:
    """Every specification of a claim.

    `limits` gives for a dataset the days that may be used: its trailing incomplete months are cut,
    and for a look at what was known on a date everything after it.
    """
    axes = tuple(axis for axis in axes_of(claim, warrant, catalog) if len(axis.options) > 1)
    chosen = list(picks(axes))
    found = (_specification(warrant, axes, pick, limits) for pick in chosen)
    size = _size(axes)
    return Plan(axes, tuple(found), size <= MOST_COMBINED)


def _size(axes: Sequence[Axis]) -> int:
    total = 1
    for axis in axes:
        total *= len(axis.options)
    return total


def picks(axes: Sequence[Axis]) -> Iterable[tuple[int, ...]]:
    """Which option is taken on each axis, the main specification (all zero) first."""
    if _size(axes) <= MOST_COMBINED:
        return product(*(range(len(axis.options)) for axis in axes))
    return _near(axes)


def _near(axes: Sequence[Axis]) -> Iterable[tuple[int, ...]]:
    main = (0,) * len(axes)
    yield main
    for count in (1, 2):
        for moved in combinations(range(len(axes)), count):
            for chosen in product(*(range(1, len(axes[index].options)) for index in moved)):
                pick = list(main)
                for index, option in zip(moved, chosen, strict=True):
                    pick[index] = option
                yield tuple(pick)


def _specification(
    warrant: Warrant, axes: Sequence[Axis], pick: Sequence[int], limits: Mapping[str, Window]
) -> Specification:
    chosen = warrant
    for axis, index in zip(axes, pick, strict=True):
        chosen = apply(chosen, axis, axis.options[index])
    labels = tuple(
        (axis.name, axis.options[index].label) for axis, index in zip(axes, pick, strict=True)
    )
    requests = tuple(clipped(request, limits, _by_whole(chosen)) for request in chosen.needs())
    return Specification(labels, chosen, requests)


def _by_whole(warrant: Warrant) -> bool:
    """Whether a part of a period would pass for a low one: in tendencies, and for the smallest."""
    smallest = warrant.name == "extreme" and getattr(warrant, "expect", "") == "smallest"
    return warrant.reading == "process" or warrant.name == "trend" or smallest


def clipped(request: Request, limits: Mapping[str, Window], by_whole: bool = False) -> Request:
    """The request within the days that may be used; where asked only whole periods."""
    limit = limits.get(request.dataset.partition("@")[0])
    if limit is None:
        return request
    if by_whole and isinstance(request, Count) and request.every is not None:
        return replace(request, during=whole(request.during, limit, request.every))
    return replace(request, during=request.during.within(limit))
