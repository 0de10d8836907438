"""The outlines of countries that ship, and the part of the map on which some of them lie.

Sources: Natural Earth, 1:110 million, public domain (`scripts/derive_borders.py`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import hypot

from squarely.report.projection import SIZE

WIDEST = 0.6  # of the world: what spreads more widely is shown on the whole map
NARROWEST = 60.0  # units across; the outlines hold no more than that shows
ASPECT = 1.5  # width by height of a part of the map
MARGIN = 0.08

Box = tuple[float, float, float, float]  # left, top, right, bottom
WHOLE: Box = (0.0, 0.0, float(SIZE[0]), float(SIZE[1]))


@dataclass(frozen=True, slots=True)
class Outline:
    """A country's outline: its path, the box of each part, and the box of those together.

    Parts further from the largest than that is long are not of `main`: French Guiana is none of
    what is shown of France.
    """

    path: str
    parts: tuple[Box, ...]
    main: Box


@cache
def known() -> Mapping[str, Outline]:
    """Outlines by alpha-3 code; those of no state of the table have a number."""
    text = (files("squarely") / "shipped" / "borders.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return {row["alpha3"] or f"land-{at}": _outline(row["path"]) for at, row in enumerate(rows)}


def _outline(path: str) -> Outline:
    parts = tuple(_box(ring) for ring in path.split("M")[1:])
    largest = max(parts, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    near = [box for box in parts if _apart(box, largest) <= _long(largest)]
    return Outline(path, parts, together(near))


def _box(ring: str) -> Box:
    """The box of a ring of relative steps from its first point."""
    numbers = [float(one) for one in re.findall(r"-?\d+", ring)]
    xs, ys = [numbers[0]], [numbers[1]]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        xs.append(xs[-1] + dx)
        ys.append(ys[-1] + dy)
    return min(xs), min(ys), max(xs), max(ys)


def together(boxes: Iterable[Box]) -> Box:
    """The box around boxes, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _apart(one: Box, other: Box) -> float:
    across = max(one[0] - other[2], other[0] - one[2], 0.0)
    return hypot(across, max(one[1] - other[3], other[1] - one[3], 0.0))


def _long(box: Box) -> float:
    return hypot(box[2] - box[0], box[3] - box[1])


def view(boxes: Iterable[Box]) -> Box:
    """The part of the map that shows these boxes with a margin; the whole where they are far."""
    given = list(boxes)
    if not given:
        return WHOLE
    left, top, right, bottom = together(given)
    room = 1 + 2 * MARGIN
    wide = max((right - left) * room, (bottom - top) * room * ASPECT, NARROWEST)
    if wide > WIDEST * SIZE[0]:
        return WHOLE
    high = min(wide / ASPECT, SIZE[1])
    x = min(max((left + right - wide) / 2, 0.0), SIZE[0] - wide)
    y = min(max((top + bottom - high) / 2, 0.0), SIZE[1] - high)
    return round(x, 1), round(y, 1), round(x + wide, 1), round(y + high, 1)


def symbol(views: Iterable[Box]) -> str:
    """The outlines that any of these parts of the map shows, to be used by the maps of a page."""
    told = tuple(views)
    shapes = "".join(
        f'<path id="m-{code}" d="{one.path}"/>'
        for code, one in known().items()
        if any(_apart(part, seen) == 0 for part in one.parts for seen in told)
    )
    return f'<symbol id="world" viewBox="0 0 {SIZE[0]} {SIZE[1]}"><g>{shapes}</g></symbol>'


def opened(seen: Box, said: str) -> str:
    """The beginning of a map's drawing with all outlines as land; `said` is escaped already."""
    x, y, right, bottom = seen
    place = f"{x:g} {y:g} {right - x:.5g} {bottom - y:.5g}"
    land = f'<use href="#world" class="land" width="{SIZE[0]}" height="{SIZE[1]}"/>'
    kind = "map" if seen == WHOLE else "map part"
    return f'<svg class="{kind}" viewBox="{place}" role="img" aria-label="{said}">{land}'
