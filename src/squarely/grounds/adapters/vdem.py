"""Main democracy indices of V-Dem with their intervals, one row for each country, year and index.

The source has one row for each country and year with seven indices side by side, each with a low
and a high bound (`codelow`, `codehigh`: about one standard deviation of the measurement model).
Here each index is a row of its own, so that the bounds travel with it. What counts as read is
therefore a reading of one index. States of the past without a code of their own are set aside, and
so is Palestine: the source judges Gaza and the West Bank apart, under PSG and PSE.

Sources: Coppedge et al., V-Dem Country-Year Dataset v15, as packed in democracyData.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from squarely.grounds.countries import resolve
from squarely.grounds.frames import frame_records, integer, number, prepared
from squarely.grounds.prepared import Prepared, SetAside

NAME = "vdem"
SOURCES = ("democracy/vdem_simple.rda",)

_TYPES: Mapping[str, str] = {
    "country": "VARCHAR",
    "year": "DATE",
    "index": "VARCHAR",
    "value_low": "DOUBLE",
    "value": "DOUBLE",
    "value_high": "DOUBLE",
}
_INDICES: Mapping[str, str] = {
    "additive-polyarchy": "v2x_api",
    "deliberative": "v2x_delibdem",
    "egalitarian": "v2x_egaldem",
    "electoral": "v2x_polyarchy",
    "liberal": "v2x_libdem",
    "multiplicative-polyarchy": "v2x_mpi",
    "participatory": "v2x_partipdem",
}


def read(root: Path) -> Prepared:
    """One row for each country, year and index."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in frame_records(root / SOURCES[0], "vdem_simple"):
        code = str(row["country_text_id"])
        known = resolve(code) == code and code != "PSE"
        for index, column in _INDICES.items():
            value = number(row[column])
            if not known:
                aside.append(
                    SetAside(SOURCES[0], line, "no country of its own code, or a part of Palestine")
                )
            elif value is None:
                aside.append(SetAside(SOURCES[0], line, "no score for this year"))
            else:
                low, high = number(row[f"{column}_codelow"]), number(row[f"{column}_codehigh"])
                year = date(integer(row["year"]) or 1, 1, 1)
                rows.append((code, year, index, low, value, high))
    return prepared(_TYPES, sorted(rows, key=lambda r: (r[0], r[1], r[2])), aside)
