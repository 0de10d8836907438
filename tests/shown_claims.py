"""Claims for the report's tests: invented figures, one of each kind of warrant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from math import cos, sin

from squarely.model.argument import Reading
from squarely.model.dataset import Coverage
from squarely.model.finding import Gate, Label, Side
from squarely.model.request import Window
from squarely.model.study import (
    AsOf,
    ClaimState,
    ClaimStudy,
    DataUsed,
    EstimateShown,
    InfeasibleShown,
    PassageShown,
    Rows,
    SeriesShown,
    SpecificationShown,
    Splitting,
    WarrantShown,
)

QUESTIONS = {
    "level": "How many, or how much?",
    "trend": "Does it rise or fall over the window?",
    "extreme": "Is it the largest or smallest of its kind?",
    "share": "Which part of the whole?",
    "consensus": "Did nearly all agree?",
    "contrast": "Is one group higher than another?",
    "exists": "Has it occurred, never, or always?",
    "order": "Which came first?",
}
STRIKES = DataUsed(
    name="italy-strikes",
    title="Strikes called in Italy",
    version="2026-09",
    sha256="9f" * 32,
    licence="CC-BY-4.0",
    redistributable=True,
    citation="Commissione di Garanzia Sciopero (2026). Register of strikes, collected by onData.",
    vintage="2026-09-21",
    rows_used=5123,
    rows_set_aside=41,
    why="41 rows merged into the strike they belong to",
    coverage=Coverage(
        during=Window(date(2022, 1, 1), date(2026, 9, 21)),
        places=("ITA",),
        population="strikes in essential services announced to the Commission",
        thresholds="none",
        complete=True,
    ),
    traps=("A revoked strike stays in the register.",),
)
VOTES = replace(
    STRIKES,
    name="un-votes",
    title="Roll calls of the General Assembly",
    sha256="3c" * 32,
    citation="Voeten, Strezhnev & Bailey. United Nations General Assembly Voting Data.",
    rows_used=193,
    rows_set_aside=0,
    why="",
    coverage=Coverage(during=Window(date(1946, 1, 1), date(2025, 12, 31)), complete=True),
    shipped=True,
)
STATE: Mapping[Label, ClaimState] = {
    "supported": "granted",
    "leans supported": "granted",
    "leans contradicted": "refuted",
    "contradicted": "refuted",
}


def claim(name: str, says: str, kind: str, verdict: Label, sentence: str) -> ClaimStudy:
    """A claim with the parts that every kind has."""
    reading: Reading = "process" if kind == "trend" else "realised"
    warrant = WarrantShown(kind, QUESTIONS.get(kind, ""), {"during": "2022..2025"}, True)
    return ClaimStudy(
        id=name,
        says=says,
        type="descriptive",
        stance="asserted",
        passage=None,
        warrant=warrant if kind in QUESTIONS else None,
        expect="rising" if kind == "trend" else None,
        predict=None,
        verdict=verdict,
        reading=reading,
        subtype=None,
        reasons=(),
        state=STATE.get(verdict, "open"),
        sentence=sentence,
        gates=gates(),
        methods="The claim was read as stated and answered by the register named below. "
        "Every specification was declared before the data were opened.",
        citations=(STRIKES.citation,),
        data=(STRIKES,),
    )


def gates() -> tuple[Gate, ...]:
    """Four gates: passed, capped, not applicable."""
    return (
        Gate("grounds", True, "The register covers Italy from 2022-01-01 to 2026-09-21."),
        Gate("construct", False, "Called strikes stand for strikes held: a near proxy.", "leans"),
        Gate("edge", True, "No trailing month is incomplete."),
        Gate("reporting", None, "A statutory register has no reporting bias."),
    )


def months(first: int, number: int) -> tuple[str, ...]:
    return tuple(f"{first + k // 12}-{k % 12 + 1:02d}-01" for k in range(number))


def curve(number: int, middle: float, width: float) -> tuple[SpecificationShown, ...]:
    """Specifications over three axes, from well below to well above `middle`."""
    found = []
    for k in range(number):
        value = middle + width * (k - number / 2) / number + width * 0.2 * sin(3 * k)
        low, high = value - width * (0.5 + 0.2 * cos(k)), value + width * (0.5 + 0.2 * sin(k))
        side: Side = "against" if high < 25 else "for" if low > 25 else "silent"
        choices = {
            "revoked": ("held only", "all called")[k % 2],
            "window": ("as written", "first tenth dropped", "last tenth dropped")[k // 2 % 3],
            "period": ("month", "quarter")[k // 6 % 2],
        }
        found.append(SpecificationShown(choices, value, low, high, side, 36 if k % 2 else 40))
    return tuple(found)


def trend() -> ClaimStudy:
    number = 45
    best = tuple(float(round(110 + 30 * sin(k / 2) + k * 0.4 + 17 * cos(k * k))) for k in range(45))
    series = SeriesShown(
        "strikes",
        "strikes a month",
        months(2022, number),
        tuple(b - 6 for b in best),
        best,
        tuple(b + 9 for b in best),
        tuple(k >= 42 for k in range(number)),
    )
    made = claim(
        "more-strikes",
        "Strikes in Italy became more frequent from 2022 to 2025.",
        "trend",
        "undetermined",
        "In the register of strikes (as of 21 September 2026) it cannot be told whether the number "
        "of strikes rose from 2022 to 2025: +9% over the window (95%: -14 to +38; a change of "
        "less than 25% counts as none).",
    )
    return replace(
        made,
        passage=PassageShown((2,), None, None, "ab12", None),
        subtype="imprecise",
        estimate=EstimateShown(
            9.1, -14.2, 38.4, 0.95, "percent over the window", 42, "recorded: +9%"
        ),
        p=0.31,
        edge=25.0,
        detectable=61.0,
        specifications=curve(18, 14, 60),
        infeasible=(InfeasibleShown({"period": "year"}, "4 years are fewer than the 15 needed"),),
        splitting=Splitting(
            "revoked",
            {
                "held only": {"for": 0, "against": 4, "silent": 5},
                "all called": {"for": 3, "against": 1, "silent": 5},
            },
        ),
        would_settle=("Some 9 more years of the same register.", "The register before 2022."),
        query=(
            "SELECT date_trunc('month', start) AS period, count(*) AS n\nFROM italy_strikes\n"
            "WHERE start BETWEEN DATE '2022-01-01' AND DATE '2025-09-30' AND NOT revoked\n"
            "GROUP BY ALL ORDER BY ALL",
        ),
        series=(series,),
        rows=(
            Rows(
                "italy-strikes",
                ("id", "start", "scope", "sector", "revoked"),
                tuple(
                    (f"s{k}", f"2022-01-{k % 28 + 1:02d}", "local", "transport", "false")
                    for k in range(50)
                ),
                5123,
            ),
        ),
        as_of_essay=AsOf("2025-10-08", "undetermined", 4.0),
        as_of_now=AsOf("2026-09-21", "undetermined", 9.1),
        axes_argued={
            "revoked": "A revoked strike was called all the same.",
            "window": "The essay names no month.",
        },
        caveats=("The register holds essential services only.",),
    )


def consensus() -> ClaimStudy:
    counts = {"yes": 153, "no": 10, "abstain": 23, "absent": 7}
    made = claim(
        "near-unanimous",
        "Nearly all states backed the resolution of 12 December 2023.",
        "consensus",
        "undetermined",
        "In the roll calls of the General Assembly the answer depends on the denominator: 94% of "
        "yes and no, 82% with abstentions, 79% of all members; near-unanimous is 90%.",
    )
    return replace(
        made,
        passage=PassageShown((3,), None, None, "cd34", None),
        expect="near-unanimous",
        subtype="definition-dependent",
        estimate=EstimateShown(
            0.9387,
            None,
            None,
            0.95,
            "share",
            193,
            parts={
                "share of yes and no": 0.9387,
                "share of yes, no and abstain": 0.8226,
                "share of all members": 0.7927,
            },
        ),
        edge=0.9,
        data=(VOTES,),
        series=tuple(
            SeriesShown(name, "states", ("A/RES/ES-10/22",), (float(n),), (float(n),), (float(n),))
            for name, n in counts.items()
        ),
    )


def consensus_of_many() -> ClaimStudy:
    items = tuple(f"A/RES/ES-10/{k}" for k in range(21, 33))
    per_item = [(120 + 3 * k, 14 - k // 2, 45 - 2 * k, 14 - k // 2) for k in range(12)]
    made = claim(
        "always-alone",
        "In most votes since 2023 nearly all states stood on one side.",
        "consensus",
        "leans supported",
        "In the roll calls of the General Assembly 9 of 12 resolutions had a near-unanimous vote.",
    )
    return replace(
        made,
        passage=PassageShown((5,), None, None, None, None),
        estimate=EstimateShown(0.75, None, None, 0.95, "share of items", 12),
        edge=0.5,
        data=(VOTES,),
        series=tuple(
            SeriesShown(
                name,
                "states",
                items,
                tuple(float(row[at]) for row in per_item),
                tuple(float(row[at]) for row in per_item),
                tuple(float(row[at]) for row in per_item),
            )
            for at, name in enumerate(("yes", "no", "abstain", "absent"))
        ),
    )


def extreme() -> ClaimStudy:
    sizes = {"Italy": (12, 30, 45), "France": (8, 20, 26), "Spain": (4, 9, 15), "Greece": (3, 5, 8)}
    made = claim(
        "largest-protest",
        "Italy's protests in October 2025 were the largest in the region.",
        "extreme",
        "leans supported",
        "In the crowd counts Italy's protests were the largest at the best figures; "
        "at the lowest they were not.",
    )
    warrant = WarrantShown("extreme", QUESTIONS["extreme"], {"item": "Italy", "by": "place"}, True)
    return replace(
        made,
        passage=PassageShown((4,), None, None, None, None),
        warrant=warrant,
        expect="largest",
        estimate=EstimateShown(0.69, 0.46, 1.1, 0.95, "rivals' highest over its lowest", 4),
        series=tuple(
            SeriesShown(
                name,
                "thousand people",
                ("2025-10-01",),
                (float(low),),
                (float(best),),
                (float(high),),
            )
            for name, (low, best, high) in sizes.items()
        ),
    )


def extreme_year() -> ClaimStudy:
    years = tuple(f"{year}-01-01" for year in range(1990, 2025))
    best = tuple(float(round(40 + 20 * sin(k) + (60 if k == 4 else 0) + k)) for k in range(35))
    made = claim(
        "deadliest-year",
        "2024 was the deadliest year since 1990.",
        "extreme",
        "contradicted",
        "In the yearly figures 2024 was not the deadliest year since 1990: 1994 was higher.",
    )
    warrant = WarrantShown("extreme", QUESTIONS["extreme"], {"item": "2024", "every": "year"}, True)
    series = SeriesShown(
        "deaths",
        "thousand deaths",
        years,
        tuple(b * 0.8 for b in best),
        best,
        tuple(b * 1.3 for b in best),
    )
    return replace(
        made,
        warrant=warrant,
        expect="largest",
        series=(series,),
        estimate=EstimateShown(0.62, 0.4, 0.81, 0.95, "ratio to the highest rival", 35),
        passage=PassageShown((7,), None, None, None, None),
    )


def share() -> ClaimStudy:
    made = claim(
        "mostly-general",
        "Most of the strikes in October 2025 were general strikes.",
        "share",
        "contradicted",
        "In the register of strikes 6% of the strikes of October 2025 were general "
        "(95%: 4 to 9; most is more than 50%).",
    )
    return replace(
        made,
        passage=PassageShown((6,), None, None, None, None),
        expect="most",
        estimate=EstimateShown(0.061, 0.041, 0.089, 0.95, "share", 212),
        edge=0.5,
        p=0.00001,
        specifications=tuple(
            replace(s, value=0.06 + k / 900, low=0.04 + k / 900, high=0.09 + k / 900)
            for k, s in enumerate(curve(24, -100, 10))
        ),
        series=(
            SeriesShown("of", "strikes", ("2025-10-01",), (13.0,), (13.0,), (13.0,)),
            SeriesShown("among", "strikes", ("2025-10-01",), (212.0,), (212.0,), (212.0,)),
        ),
    )


def level() -> ClaimStudy:
    made = claim(
        "crowd",
        "More than a million people marched on 4 October 2025.",
        "level",
        "undetermined",
        "In the crowd counts between 250,000 and 1,100,000 people marched on 4 October 2025; "
        "the claim needs more than 1,000,000.",
    )
    return replace(
        made,
        passage=PassageShown((8,), None, None, None, None),
        expect="more-than 1000000",
        subtype="conflicting sources",
        estimate=EstimateShown(700000.0, 250000.0, 1100000.0, 0.95, "people", 2),
        edge=1000000.0,
        series=(
            SeriesShown(
                "people", "people", ("2025-10-04",), (250000.0,), (700000.0,), (1100000.0,)
            ),
        ),
        rows=(
            Rows("crowds", ("id",), (("c1",), ("c2",)), 2, "The licence forbids republication."),
        ),
    )
