"""Curves of the frontier of `trend`: what more power would cost in false support, at any level.

A panel a length and a planted rise: along the foot how often a rise of exactly the edge is called
"rising", upwards how often the planted one is. Every curve runs over the levels of one threshold of
agreement, or of the oracle; a ring marks the level in use. The numbers are those of
`docs/trust/frontier.json`, which `python -m trust.frontier` simulates; nothing is computed here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 300, 210, 40, 14, 12, 44
SIZE = {
    "width": WIDTH, "height": HEIGHT, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP,
    "foot": HEIGHT - FOOT,
}  # fmt: skip
SHOWN, BAR = 0.08, 0.05  # how far the foot reaches; the bar of false support
PLANTED = {"x2": "a doubling", "x4": "a fourfold rise"}
HIGHEST = {"x2": 0.75, "x4": 1.0}  # where the panel ends
CURVES = {
    "main": "the main specification alone",
    "two thirds": "two thirds must agree",
    "rule": "four in five must agree: the rule",
    "all": "all must agree",
    "oracle": "the oracle, which knows the covariance",
}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line, the ring at the level in use, and the style of both."""

    kind: str
    line: str
    ring: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """One length and one planted rise."""

    name: str
    said: str
    curves: tuple[Curve, ...]
    ticks_x: tuple[tuple[float, str], ...]
    ticks_y: tuple[tuple[float, str], ...]
    bar: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what it is of, and its percentages."""

    of: tuple[str, ...]
    rates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frontier:
    """The panels, their tables, and what was simulated."""

    panels: tuple[Panel, ...]
    names: Mapping[str, str]
    used: tuple[Line, ...]
    levels: tuple[Line, ...]
    draws: int
    rho: float


@cache
def shipped() -> Mapping[str, Any]:
    """The simulated frontier, as `scripts/derive_trust.py` took it from docs/trust."""
    path = files("squarely") / "shipped" / "trust-frontier.json"
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held


def frontier(held: Mapping[str, Any]) -> Frontier:
    """The file as the page sets it."""
    rows: Sequence[Row] = held["rows"]
    return Frontier(
        tuple(_panel(row, truth, held["used"]) for truth in PLANTED for row in rows),
        {_kind(name): said for name, said in CURVES.items()},
        tuple(line for row in rows for line in _at_use(row, held["used"])),
        tuple(line for row in rows for line in _levels(row)),
        held["draws"],
        rows[0]["rho"],
    )


def _kind(name: str) -> str:
    return name.replace(" ", "-")


def _panel(row: Row, truth: str, used: float) -> Panel:
    at = row["level"].index(used)
    found = f"{row['rule'][truth][at]:.0%}, the oracle {row['oracle'][truth][at]:.0%}"
    name = f"{PLANTED[truth]} over {row['n']} periods"
    said = f"{name}: at the level in use the rule finds {found}"
    across = tuple((_x(tick), f"{tick:.0%}") for tick in (0, 0.02, 0.04, 0.06, 0.08))
    up = tuple(
        (_y(tick, truth), f"{tick:.0%}")
        for tick in (0, 0.25, 0.5, 0.75, 1)
        if tick <= HIGHEST[truth]
    )
    last = sorted(CURVES, key=lambda name: name == "rule")
    curves = tuple(_curve(name, row[name], truth, at) for name in last)
    return Panel(name, said, curves, across, up, _x(BAR))


def _curve(name: str, of: Mapping[str, Sequence[float]], truth: str, used: int) -> Curve:
    """From the strictest level to where the line leaves the panel."""
    points = list(zip(of["edge"], of[truth], strict=True))
    line = [(_x(x), _y(y, truth)) for x, y in _inside(points)]
    path = "M" + "L".join(f"{x:g} {y:g}" for x, y in line)
    return Curve(_kind(name), path, (_x(points[used][0]), _y(points[used][1], truth)))


def _inside(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that are shown, and where the line crosses the panel's end."""
    kept = [point for point in points if point[0] <= SHOWN]
    beyond = [point for point in points if point[0] > SHOWN]
    if kept and beyond:
        (x, y), (x_, y_) = kept[-1], beyond[0]
        kept.append((SHOWN, y + (y_ - y) * (SHOWN - x) / (x_ - x)))
    return kept


def _at_use(row: Row, used: float) -> list[Line]:
    at = row["level"].index(used)
    return [
        Line(
            (f"{row['n']}", said),
            tuple(_said(row[name][truth][at]) for truth in ("edge", *PLANTED)),
        )
        for name, said in CURVES.items()
    ]


def _levels(row: Row) -> list[Line]:
    return [
        Line(
            (f"{row['n']}", f"{1 - 2 * level:.1%}"),
            tuple(_said(row[name][truth][at]) for name in CURVES for truth in ("edge", *PLANTED)),
        )
        for at, level in enumerate(row["level"])
    ]


def _said(rate: float) -> str:
    return f"{rate:.1%}"


def _x(wrong: float) -> float:
    return round(LEFT + wrong / SHOWN * (WIDTH - LEFT - RIGHT), 1)


def _y(power: float, truth: str) -> float:
    return round(HEIGHT - FOOT - power / HIGHEST[truth] * (HEIGHT - FOOT - TOP), 1)
