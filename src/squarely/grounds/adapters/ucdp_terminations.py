"""How episodes of state-based conflict ended, 1946 to 2020, UCDP version 3-2021.

The source has a row for each year of an episode; only the last year of an ended episode tells how
it ended, and the others are set aside. `recurred` is worked out here: a later year of the same
conflict stands in the source (its own column of that name counts something else). The day of the
end may be known to the month or the year only.

Sources: Kreutz 2010, Journal of Peace Research 47(2); UCDP Conflict Termination Dataset 3-2021.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.adapters.ucdp_country_year import country_code
from squarely.grounds.prepared import Prepared, SetAside
from squarely.grounds.sheets import sheet_records

NAME = "ucdp-terminations"
SOURCES = ("ucdp/ucdp-term-acd-3-2021.xlsx",)

_OUTCOMES = {
    "1": "peace agreement",
    "2": "ceasefire",
    "3": "victory of the government",
    "4": "victory of the opponent",
    "5": "low activity",
    "6": "a party ceased to exist",
}
_TYPES = {"1": "extrasystemic", "2": "interstate", "3": "intrastate", "4": "internationalised"}


def read(root: Path) -> Prepared:
    """One row for each ended episode."""
    kept: list[Mapping[str, str]] = []
    set_aside: list[SetAside] = []
    last: dict[str, int] = {}
    for line, row in sheet_records(root / SOURCES[0]):
        last[row["conflict_id"]] = max(last.get(row["conflict_id"], 0), int(row["year"]))
        if row["confterm"] == "1" and row["outcome"] in _OUTCOMES:
            kept.append(row)
        else:
            set_aside.append(SetAside(SOURCES[0], line, "a year in which the episode went on"))
    kept.sort(key=lambda row: (row["ependdate"], row["conflictep_id"]))
    return Prepared(_columns(kept, last), tuple(set_aside), len(kept) + len(set_aside))


def _columns(
    rows: Sequence[Mapping[str, str]], last: Mapping[str, int]
) -> dict[str, tuple[str, Sequence[object]]]:
    return {
        "end": ("DATE", [date.fromisoformat(row["ependdate"][:10]) for row in rows]),
        "episode": ("VARCHAR", [row["conflictep_id"] for row in rows]),
        "conflict": ("VARCHAR", [row["conflict_id"] for row in rows]),
        "country": ("VARCHAR", [_country(row) for row in rows]),
        "type": ("VARCHAR", [_TYPES[row["type_of_conflict"]] for row in rows]),
        "outcome": ("VARCHAR", [_OUTCOMES[row["outcome"]] for row in rows]),
        "negotiated": ("BOOLEAN", [row["outcome"] in ("1", "2") for row in rows]),
        "recurred": ("BOOLEAN", [last[row["conflict_id"]] > int(row["year"]) for row in rows]),
    }


def _country(row: Mapping[str, str]) -> str | None:
    return None if "," in row["gwno_loc"] else country_code(row["location"])
