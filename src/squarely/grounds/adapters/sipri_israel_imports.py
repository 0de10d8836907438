"""Major arms delivered to Israel by supplier, 2022-2025, typed from the database's page.

The page is a table of suppliers by years, with a column and a row of totals. The row of totals is
set aside: three suppliers make it up, to within one million of rounding, and it would count
everything twice.

Sources: SIPRI Arms Transfers Database.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from squarely.grounds.columns import columns_of
from squarely.grounds.countries import resolve
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.records import records

NAME = "sipri-israel-imports"
SOURCES = ("unga_palestine_key_votes/sipri_tiv_israel_imports_2022_2025.csv",)

_TYPES = {"year": "DATE", "supplier": "VARCHAR", "recipient": "VARCHAR", "tiv": "DOUBLE"}


def read(root: Path) -> Prepared:
    """One row for each supplier and year; a cell of the source is what is counted."""
    rows: list[tuple[object, ...]] = []
    aside: list[SetAside] = []
    for line, row in records(root / SOURCES[0]):
        for heading in row:
            if heading == "Supplier":
                continue
            if row["Supplier"].startswith("Total") or not heading.isdigit():
                aside.append(SetAside(SOURCES[0], line, "a total"))
                continue
            supplier = resolve(row["Supplier"])
            rows.append((date(int(heading), 1, 1), supplier, "ISR", float(row[heading])))
    rows.sort(key=lambda row: (row[0], str(row[1])))
    return Prepared(columns_of(_TYPES, rows), tuple(aside), len(rows) + len(aside))
