"""Derives the outlines of countries that ship, for maps.

Run: `python scripts/derive_borders.py [FOLDER]`. Reads Natural Earth's borders at 1:110 million
(public domain) as TopoJSON, projects them by Equal Earth, and writes for each country one line of
SVG path in whole units of a map 4,000 wide. Lines that come to a point at that scale are left out.

Sources: Natural Earth, naturalearthdata.com.
"""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from squarely.grounds.countries import resolve
from squarely.report.projection import Point, placed

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = ROOT / "src" / "squarely" / "shipped" / "borders.csv"
SHORTENED = {
    "Bosnia and Herz.": "BIH",
    "Central African Rep.": "CAF",
    "Dem. Rep. Congo": "COD",
    "Dominican Rep.": "DOM",
    "Eq. Guinea": "GNQ",
    "Falkland Is.": "FLK",
    "Fr. S. Antarctic Lands": "",
    "N. Cyprus": "",
    "S. Sudan": "SSD",
    "Solomon Is.": "SLB",
    "Somaliland": "",
    "W. Sahara": "ESH",
}


def arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The shared lines, from differences to degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def ring(numbers: Sequence[int], lines: Sequence[Sequence[Point]]) -> list[Point]:
    """A closed line from its parts; a negative number is a part run backwards."""
    found: list[Point] = []
    for number in numbers:
        part = lines[number] if number >= 0 else lines[~number][::-1]
        found.extend(part[1:] if found else part)
    return found


def unwrapped(points: Sequence[Point]) -> list[Point]:
    """The ring without a leap from one edge of the map to the other."""
    found = [points[0]]
    for x, y in points[1:]:
        turns = round((found[-1][0] - x) / 360)
        found.append((x + 360 * turns, y))
    return found


def clipped(points: Sequence[Point], low: float) -> list[Point]:
    """The part of a ring within 360 degrees from `low` (Sutherland & Hodgman 1974)."""
    for edge, side in ((low, 1), (low + 360, -1)):
        kept: list[Point] = []
        for (ax, ay), (bx, by) in zip([points[-1], *points[:-1]], points, strict=True):
            a, b = side * (ax - edge) >= 0, side * (bx - edge) >= 0
            if a != b:
                kept.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
            if b:
                kept.append((bx, by))
        points = kept
        if not points:
            return []
    return list(points)


def parts(points: Sequence[Point]) -> Iterable[list[Point]]:
    """A ring as the one or two that lie on the map."""
    whole = unwrapped(points)
    for turn in (-360, 0, 360):
        part = clipped([(x + turn, y) for x, y in whole], -180)
        if part:
            yield [*part, part[0]]


def path(rings: Iterable[Sequence[Point]]) -> str:
    """Rings as one SVG path of relative steps."""
    text = ""
    for one in (part for whole in rings for part in parts(whole)):
        points = [(round(x), round(y)) for x, y in (placed(*point) for point in one)]
        kept = [p for at, p in enumerate(points) if at == 0 or p != points[at - 1]]
        if len(set(kept)) < 3:
            continue
        steps = pairwise(kept[:-1])
        moved = " ".join(f"{x - a} {y - b}" for (a, b), (x, y) in steps)
        text += f"M{kept[0][0]} {kept[0][1]}l{moved}z".replace(" -", "-")
    return text


def outlines(topology: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Code, name and path of each country; an empty code where no state of the table is meant."""
    lines = arcs(topology)
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        if name == "Antarctica":
            continue
        code = SHORTENED[name] if name in SHORTENED else resolve(name)
        if code is None:
            raise SystemExit(f"{name}: no country of the table")
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield code, name, path(ring(one, lines) for polygon in polygons for one in polygon)


def derive(folder: Path) -> str:
    """The text of the table."""
    source = folder / "geo" / "countries-110m.json"
    topology = json.loads(source.read_text(encoding="utf-8"))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("alpha3", "name", "path"))
    writer.writerows(sorted(row for row in outlines(topology) if row[2]))
    return text.getvalue()


def main() -> int:
    """Write the table."""
    where = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SQUARELY_DATA")
    text = derive(Path(where) if where else ROOT.parent / "shared" / "data")
    WRITTEN.write_text(text, encoding="utf-8", newline="")
    print(f"{text.count(chr(10)) - 1} outlines, {WRITTEN.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
