"""General strikes in Italy by union: the general entries of the strike commission's calendar.

One row for each union of an entry, with whether it called the strike or joined the call of
another. `rows_read` counts a row of the source once for each union kept of it. Entries that the
commission does not file as general are set aside. A strike whose unions the calendar leaves open
keeps one row without a union. The rest is as in `italy_strikes`.

Sources: CGSSE, calendario degli scioperi; onData, liberiamoli-tutti (CC BY 4.0).
"""

from __future__ import annotations

from pathlib import Path

from squarely.grounds.adapters.italian_places import area_of, region_of
from squarely.grounds.adapters.italy_strikes import SOURCES as STRIKES
from squarely.grounds.adapters.italy_strikes import Strike, entries, scope, unions
from squarely.grounds.prepared import Prepared, SetAside

NAME = "italy-general-strikes"
SOURCES = STRIKES


def read(root: Path) -> Prepared:
    """One row for each union of each general strike."""
    strikes, merged = entries(root)
    general = [strike for strike in strikes if scope(strike.sectors) == "general"]
    others = tuple(
        SetAside(strike.file, strike.line, "not filed as a general strike")
        for strike in strikes
        if scope(strike.sectors) != "general"
    )
    calls = [(strike, *call) for strike in general for call in _calls(strike)]
    set_aside = merged + others
    return Prepared(
        {
            "id": ("VARCHAR", [strike.id for strike, _, _ in calls]),
            "start": ("DATE", [strike.start for strike, _, _ in calls]),
            "end": ("DATE", [strike.end for strike, _, _ in calls]),
            "country": ("VARCHAR", ["ITA"] * len(calls)),
            "area": ("VARCHAR", [area_of(strike.places) for strike, _, _ in calls]),
            "region": ("VARCHAR", [region_of(strike.places) for strike, _, _ in calls]),
            "union": ("VARCHAR", [union for _, union, _ in calls]),
            "called_as": ("VARCHAR", [called_as for _, _, called_as in calls]),
            "revoked": ("BOOLEAN", [strike.revoked for strike, _, _ in calls]),
        },
        set_aside,
        len(calls) + len(set_aside),
    )


def _calls(strike: Strike) -> list[tuple[str | None, str]]:
    return [*sorted(unions(strike.unions))] or [(None, "called")]
