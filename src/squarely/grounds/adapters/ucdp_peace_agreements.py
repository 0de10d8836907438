"""Peace agreements in UCDP's conflicts, 1975 to 2021, version 22.1.

One row for each agreement. Signatories and third parties are named in prose, with persons among
them: only whether there was a third party is kept. `ended` says that a party left the agreement or
that violence ended it, as far as UCDP recorded it; an empty cell is taken as not ended, as UCDP
leaves it. UCDP's ending is about the agreement, not about peace.

Sources: Pettersson, Högbladh & Oberg 2019, Journal of Peace Research 56(4); UCDP, Uppsala.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.ucdp_country_year import country_code
from squarely.grounds.prepared import Prepared
from squarely.grounds.sheets import sheet_records

NAME = "ucdp-peace-agreements"
SOURCES = ("ucdp/ucdp-peace-agreements-221.xlsx",)

_KINDS = {"1": "full", "2": "partial", "3": "process"}
_PROVISIONS: Mapping[str, str] = {
    "ceasefire": "cease",
    "territory": "terr_prov",
    "elections": "elections",
    "autonomy": "aut",
    "independence": "ind",
    "peacekeeping": "pko",
}


def read(root: Path) -> Prepared:
    """One row for each agreement."""
    rows = [row for _, row in sheet_records(root / SOURCES[0])]
    rows.sort(key=lambda row: (row["pa_date"], int(row["paid"])))
    columns: dict[str, tuple[str, Sequence[object]]] = {
        "date": ("DATE", [date.fromisoformat(row["pa_date"]) for row in rows]),
        "agreement": ("VARCHAR", [row["paid"] for row in rows]),
        "name": ("VARCHAR", [" ".join(row["pa_name"].split()) for row in rows]),
        "conflict": ("VARCHAR", [row["conflict_name"] for row in rows]),
        "country": ("VARCHAR", [_country(row["conflict_name"]) for row in rows]),
        "kind": ("VARCHAR", [_KINDS[row["pa_type"]] for row in rows]),
        "third_party": ("BOOLEAN", [bool(row["pa_3rd"]) for row in rows]),
        "ended": ("BOOLEAN", [row["ended"] == "True" for row in rows]),
    }
    for name, key in _PROVISIONS.items():
        columns[name] = ("BOOLEAN", [row[key] == "1" for row in rows])
    return Prepared(columns, (), len(rows))


def _country(conflict: str) -> str | None:
    return country_code(conflict.partition(":")[0].strip())
