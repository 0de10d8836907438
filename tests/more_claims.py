"""The rest of the claims for the report's tests: contrast, existence, order, untested."""

from __future__ import annotations

from dataclasses import replace
from math import sin

from shown_claims import claim, curve
from squarely.model.finding import Gate
from squarely.model.study import (
    ClaimStudy,
    EstimateShown,
    PassageShown,
    SeriesShown,
)


def contrast() -> ClaimStudy:
    quarters = tuple(f"{2021 + k // 4}-{k % 4 * 3 + 1:02d}-01" for k in range(16))

    def line(name: str, base: float) -> SeriesShown:
        best = tuple(base + 6 * sin(k + base) for k in range(16))
        return SeriesShown(name, "events per million", quarters, best, best, best)

    made = claim(
        "north-south",
        "Protests were more frequent in the north than in the south.",
        "contrast",
        "supported",
        "In the event counts protests were more frequent in the north: 2.1 times as many "
        "(95%: 1.7 to 2.6).",
    )
    return replace(
        made,
        expect="higher",
        estimate=EstimateShown(2.1, 1.7, 2.6, 0.95, "ratio", 1204),
        edge=1.25,
        p=0.0004,
        series=(line("north", 41.0), line("south", 20.0)),
        specifications=curve(48, 40, 30),
    )


def exists() -> ClaimStudy:
    made = claim(
        "general-strike",
        "A general strike was called in Italy on 3 October 2025.",
        "exists",
        "supported",
        "In the register of strikes 3 general strikes were called for 3 October 2025.",
    )
    days = tuple(f"2025-10-{day:02d}" for day in range(1, 8))
    values = (0.0, 0.0, 3.0, 0.0, 0.0, 0.0, 0.0)
    return replace(
        made,
        passage=PassageShown((1,), None, None, None, None),
        expect="some",
        predict="supported",
        estimate=EstimateShown(3.0, None, None, 0.95, "strikes", 3),
        series=(SeriesShown("strikes", "strikes", days, values, values, values),),
    )


def order() -> ClaimStudy:
    made = claim(
        "ship-first",
        "The ships were stopped before the strike was called.",
        "order",
        "supported",
        "The ships were stopped on 1 October 2025, the strike called for 3 October 2025.",
    )
    none = (None, None)
    return replace(
        made,
        passage=PassageShown((9,), None, None, None, None),
        expect="before",
        estimate=EstimateShown(2.0, 1.0, 2.0, 0.95, "days", 2),
        series=(
            SeriesShown("first", "date", ("2025-10-01", "2025-10-02"), none, none, none),
            SeriesShown("then", "date", ("2025-10-03", "2025-10-03"), none, none, none),
        ),
    )


def untested() -> tuple[ClaimStudy, ...]:
    data_missing = claim(
        "not-enough",
        "Strikes alone do not change policy, however long they last and whoever calls them, and "
        "this holds in every country for which the author has named an example.",
        "none",
        "no grounds",
        "No dataset here can answer; weekly export licences by country would.",
    )
    normative = claim("ought", "Unions should strike.", "none", "out of scope", "A value.")
    return (
        replace(
            data_missing,
            type="causal",
            reading=None,
            gates=(Gate("grounds", False, "No warrant was named.", "no grounds"),),
            would_settle=("weekly export licences by country",),
            passage=PassageShown((10, 11), None, None, None, None),
            data=(),
        ),
        replace(normative, type="normative", reading=None, gates=(), data=(), citations=()),
    )
