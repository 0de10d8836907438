"""The page of the trust bench: each test's worst rates, its frontier, and what it breaks.

Everything shown stands in the cells; the page adds no number but maxima and their places.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from squarely.report import frontier
from squarely.report.environment import TEMPLATES, environment

if TYPE_CHECKING:
    from jinja2 import Environment

Cell = Mapping[str, Any]
BARS = {"false supported": 0.05, "false leans": 0.10, "coverage": 0.93}
RATES = {
    "warrant", "truth", "draws", "size", "supported", "false_supported", "false_leans",
    "after_reporting", "coverage", "grounds", "oracle", "mc_error", "error", "required", "passes",
    "breaks",
}  # fmt: skip
WIDTH, HEIGHT, LEFT, TOP, FOOT, RIGHT = 340, 190, 44, 14, 36, 12
BROKEN = {"false_supported": "false supported", "false_leans": "false leans"}


@dataclass(frozen=True, slots=True)
class Point:
    """A world on the frontier: where it is drawn, and what it says on being pointed at."""

    x: float
    y: float
    said: str


@dataclass(frozen=True, slots=True)
class Frontier:
    """False support against power, a point a world; `bar` is where 5% lies."""

    planted: str
    points: tuple[Point, ...]
    bar: float
    ticks_x: tuple[tuple[float, str], ...]
    ticks_y: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A line of the power table."""

    planted: str
    n: str
    share: str
    oracle: str


@dataclass(frozen=True, slots=True)
class Test:
    """A test as the page sets it."""

    name: str
    supported: Cell
    leans: Cell
    covered: Cell
    errors: int
    draws: int
    power: tuple[Found, ...]
    frontier: Frontier | None
    failed: tuple[Cell, ...]
    unpromised: tuple[Cell, ...]


def render_bench(
    cells: Sequence[Cell] | None = None, traded: Mapping[str, Any] | None = None
) -> str:
    """The page as text; what is not given is what ships."""
    held = shipped() if cells is None else cells
    curves = frontier.frontier(frontier.shipped() if traded is None else traded)
    names = dict.fromkeys(cell["warrant"] for cell in held)
    measured = [_test(name, [c for c in held if c["warrant"] == name]) for name in names]
    style = (TEMPLATES / "bench.css").read_text(encoding="utf-8")
    template = _environment().get_template("bench.html")
    return template.render(
        tests=measured, bars=BARS, style=style, cells=held, told=told, traded=curves
    )


@cache
def shipped() -> tuple[Cell, ...]:
    """Every cell, as `scripts/derive_trust.py` took it from docs/trust."""
    path = files("squarely") / "shipped" / "trust-cells.json"
    return tuple(json.loads(path.read_text(encoding="utf-8")))


def told(cell: Cell) -> str:
    """The world of a cell in words; what is off is left out."""
    held = {key: value for key, value in cell.items() if key not in RATES}
    said = [_key(key, value) for key, value in held.items() if value not in (0, "")]
    return ", ".join([str(cell["truth"]), *said])


def _key(key: str, value: object) -> str:
    if value is True:
        return key
    return f"{key} {value:g}" if isinstance(value, float) else f"{key} {value}"


def _test(name: str, cells: Sequence[Cell]) -> Test:
    promised = [cell for cell in cells if cell["required"]]
    errors = [cell for cell in promised if cell["error"]]
    covered = [cell for cell in errors if cell["coverage"] is not None]
    return Test(
        name=name,
        supported=max(errors, key=lambda cell: cell["false_supported"]),
        leans=max(errors, key=lambda cell: cell["false_leans"]),
        covered=min(covered, key=lambda cell: cell["coverage"]),
        errors=len(errors),
        draws=min(cell["draws"] for cell in errors),
        power=_power([cell for cell in promised if not cell["error"]]),
        frontier=_frontier(promised),
        failed=tuple(cell for cell in promised if not cell["passes"]),
        unpromised=tuple(cell for cell in cells if not cell["required"]),
    )


def _power(cells: Sequence[Cell]) -> tuple[Found, ...]:
    """By truth and n what was found, over the worlds of that n."""
    found: dict[tuple[str, float], list[Cell]] = {}
    for cell in cells:
        found.setdefault((cell["truth"], cell["n"]), []).append(cell)
    truths = list(dict.fromkeys(truth for truth, _ in found))
    ranked = sorted(found.items(), key=lambda pair: (truths.index(pair[0][0]), pair[0][1]))
    return tuple(
        Found(truth, f"{n:,}", _span(held, "supported"), _span(held, "oracle"))
        for (truth, n), held in ranked
    )


def _span(cells: Sequence[Cell], key: str) -> str:
    """A rate over several cells: one percentage, or the least to the most."""
    rates = [cell[key] for cell in cells if cell.get(key) is not None]
    if not rates:
        return ""
    least, most = f"{min(rates):.0%}", f"{max(rates):.0%}"
    return least if least == most else f"{least} to {most}"


def _frontier(cells: Sequence[Cell]) -> Frontier | None:
    """Each world that has error cells and a power cell of the first truth."""
    truths = [cell["truth"] for cell in cells if not cell["error"]]
    if not truths:
        return None
    power = {_world(c): c for c in cells if not c["error"] and c["truth"] == truths[0]}
    wrong: dict[str, float] = {}
    for cell in cells:
        if cell["error"]:
            wrong[_world(cell)] = max(wrong.get(_world(cell), 0.0), cell["false_supported"])
    pairs = [(power[at]["supported"], wrong[at], power[at]) for at in power if at in wrong]
    top = max(0.06, *(y for _, y, _ in pairs), 0.06)
    points = (Point(_x(x), _y(y, top), f"{_said(c)}: {x:.0%}, {y:.1%}") for x, y, c in pairs)
    across = tuple((_x(at), f"{at:.0%}") for at in (0, 0.25, 0.5, 0.75, 1))
    up = tuple((_y(at, top), f"{at:.0%}") for at in (0, 0.02, 0.04, 0.06))
    return Frontier(truths[0], tuple(points), _y(0.05, top), across, up) if pairs else None


def _said(cell: Cell) -> str:
    return told(cell).partition(", ")[2]


def _world(cell: Cell) -> str:
    kept = {key: value for key, value in cell.items() if key not in RATES}
    return json.dumps(kept, sort_keys=True)


def _x(power: float) -> float:
    return round(LEFT + power * (WIDTH - LEFT - RIGHT), 1)


def _y(wrong: float, top: float) -> float:
    return round(HEIGHT - FOOT - wrong / top * (HEIGHT - FOOT - TOP), 1)


@cache
def _environment() -> Environment:
    return environment(
        width=WIDTH, height=HEIGHT, left=LEFT, right=WIDTH - RIGHT, foot=HEIGHT - FOOT, top=TOP,
        broken=BROKEN, panel=frontier.SIZE,
    )  # fmt: skip
