"""Economic figures as press pages report them, typed by hand.

Each measure is given a short name (`indicator`) and an area by the words it contains; a measure
whose words are not known is set aside, never guessed. Units and bases differ by row.

Sources: the page named in each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import number, prepared
from squarely.grounds.periods import span
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "economy-figures"
SOURCES = ("opinion/economy_figures.csv",)

_TYPES: Mapping[str, str] = {
    "start": "DATE",
    "end": "DATE",
    "country": "VARCHAR",
    "area": "VARCHAR",
    "maker": "VARCHAR",
    "indicator": "VARCHAR",
    "measure": "VARCHAR",
    "value": "DOUBLE",
    "unit": "VARCHAR",
    "source": "VARCHAR",
}
_INDICATORS: Mapping[str, str] = {  # the first that fits
    "wage inequality fell": "inequality-fell",
    "productivity growth": "productivity-growth",
    "wage growth": "real-wage-growth",
    "real wages": "real-wages-since-base",
    "working-class": "working-class-poverty",
    "absolute poverty": "absolute-poverty",
    "public debt": "public-debt",
    "deficit": "deficit",
    "CPI": "corruption-perceptions",
}
_AREAS = (
    "Italy",
    "Germany",
    "France",
    "Israel",
    "Turkiye",
    "advanced G20",
    "emerging G20",
    "high-income countries",
    "Middle East and North Africa",
    "35 countries",
    "world",
)


def read(root: Path) -> Prepared:
    """One row for each figure."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        measure = row["measure"]
        indicator = next((i for words, i in _INDICATORS.items() if words in measure), None)
        value = number(row["value"])
        if indicator is None or value is None:
            aside.append(SetAside(SOURCES[0], line, "no figure, or a measure not known"))
            continue
        area = next((name for name in _AREAS if name in measure), "world")
        what = (resolve(area), area, row["maker"], indicator, measure)
        rows.append((*span(row["period"]), *what, value, row["unit"], row["source"]))
    return prepared(_TYPES, sorted(rows, key=str), aside)
