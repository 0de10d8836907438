"""The reference's matching written a second time, in plain loops, from its description alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from squarely.matching.events import Rule

Row = tuple[float, ...]


@dataclass
class Report:
    dataset: int
    row: int
    cells: Row
    levels: list[list[int]]
    flag: tuple[int, int] | None = None

    @property
    def name(self) -> tuple[int, int]:
        return self.dataset, self.row

    @property
    def long(self) -> bool:
        return self.cells[0] != self.cells[1]


@dataclass
class Outcome:
    links: list[tuple[Any, ...]] = field(default_factory=list)
    flags: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)


def kilometres(one: Row, two: Row) -> float:
    a, b = math.radians(one[2]), math.radians(two[2])
    turn = math.radians(two[3] - one[3])
    across = math.hypot(
        math.cos(b) * math.sin(turn),
        math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(turn),
    )
    along = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    return math.degrees(math.atan2(across, along)) * 111.111


def score(one: Report, two: Report, rule: Rule) -> float | None:
    """The score of a pair that the taxonomies let pass, else None."""
    k = len(one.levels)
    weights = rule.weights or (1.0,) * k
    total, missed = 0.0, 0
    for number in range(k):
        ours, theirs = one.levels[number], two.levels[number]
        if rule.certainty is not None:
            wanted = [rule.certainty[number] - 1]
        else:
            wanted = list(range(len(ours)))
        common = [level for level in wanted if ours[level] == theirs[level]]
        if common:
            total += weights[number] * common[0] / max(1, len(ours) - 1)
        else:
            missed += 1
    if missed == 0:
        return total / k
    return (total + missed) / k if rule.partial and missed == rule.partial else None


def near(one: Report, two: Report, rule: Rule) -> bool:
    gaps = [abs(one.cells[end] - two.cells[end]) for end in (0, 1)]
    return max(gaps) <= rule.days and kilometres(one.cells, two.cells) <= rule.km


def run(datasets: list[list[Row]], depths: list[int], rule: Rule) -> Outcome:
    sides = [
        [_report(number, row, cells, depths) for row, cells in enumerate(rows)]
        for number, rows in enumerate(datasets)
    ]
    outcome = Outcome()
    merged = sorted(sides[0], key=lambda one: one.cells[0])
    for side in sides[1:]:
        other = sorted(side, key=lambda one: one.cells[0])
        for kind in (False, True):
            other = _match(merged, other, kind, rule, outcome)
        _flag(merged, other, rule, outcome)
        _flag(other, merged, rule, outcome)
        merged = sorted([*merged, *other], key=lambda one: (one.cells[0], one.name))
    return outcome


def _report(dataset: int, row: int, cells: Row, depths: list[int]) -> Report:
    levels, at = [], 4
    for depth in depths:
        levels.append([int(cell) for cell in cells[at : at + depth]])
        at += depth
    return Report(dataset, row, cells[:4], levels)


def _match(
    merged: list[Report], other: list[Report], kind: bool, rule: Rule, outcome: Outcome
) -> list[Report]:
    gone: set[tuple[int, int]] = set()
    for one in (report for report in merged if report.long is kind):
        there = [two for two in other if two.long is kind]
        earlier = [two for two in there if two.cells[0] < one.cells[0]][::-1]
        later = [two for two in there if two.cells[0] >= one.cells[0]]
        found = [
            (two, value)
            for two in [*earlier, *later]
            if near(one, two, rule) and (value := score(one, two, rule)) is not None
        ]
        free = [pair for pair in found if pair[0].name not in gone]
        if free:
            two, value = free[0]
            gone.add(two.name)
            ranked = sorted(found, key=lambda pair: pair[1])
            at = [pair[0].name for pair in ranked].index(two.name)
            runners = [(pair[0].name, pair[1]) for pair in ranked[at + 1 : at + 3]]
            outcome.links.append((one.name, two.name, value, len(found), runners))
    return [two for two in other if two.name not in gone]


def _flag(ours: list[Report], theirs: list[Report], rule: Rule, outcome: Outcome) -> None:
    gone: set[tuple[int, int]] = set()
    events = [two for two in theirs if not two.long]
    for one in (report for report in ours if report.long):
        for two in events:
            day = two.cells[0]
            inside = (
                one.cells[0] - day <= rule.days
                if day < one.cells[0]
                else day - one.cells[1] <= rule.days
            )
            fits = kilometres(one.cells, two.cells) <= rule.km
            if inside and fits and score(one, two, rule) is not None and two.name not in gone:
                gone.add(two.name)
                outcome.flags[two.name] = one.name
            if day > one.cells[0] + rule.days:
                break
