"""Precedent: what followed in the whole class of such cases.

Cues: "history shows", "this opened the road to", "such agreements do not last".

Parameter   the part of the class's cases with the antecedent (`after`) that met the outcome, by the
            horizon `within`: usually is above one half, rarely below.
Estimator   an outcome coded on the case's own row: hits over cases. Dated rows that may follow:
            Kaplan and Meier's estimate, a case being followed until its unit's first such row or
            the start of the outcome table's last year. The cases without the antecedent, and how
            far the two lie apart, are told beside it.
Interval    Clopper and Pearson's, under censoring the beta product, at the number of independent
            cases that the units (or else the years) are worth; the p-value is that of the same.
Null        the part lies on the other side of one half, which is the edge.
Minimum     6 cases in each arm: 6 of 6 are the fewest that exceed one half. One case is an
            illustration, never a verdict.
Axis        for dated rows, whether a unit's later cases count.
Realised    the same part as a census; cases not followed to the horizon counted either way.
Fails       selecting the class by its outcome; a class so wide that its cases share a name only.
            The difference between the arms is an association.

Sources: method.md 2.2, W10; Kaplan and Meier 1958, JASA 53:457; Fay, Brittain and Proschan 2013,
Biostatistics 14:723 (beta product); more in `squarely.estimators.survival`; Geddes 1990, Political
Analysis 2:131 (selecting on the outcome); Kreutz 2010, Journal of Peace Research 47:243.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from math import inf
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import proportion, survival
from squarely.estimators.regions import certainty, edge
from squarely.estimators.survival import Followed
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Moment, Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import (
    Answer,
    Condition,
    Count,
    Every,
    Measure,
    Occurrences,
    Pairs,
    Request,
    Series,
    Window,
)

Array = NDArray[np.float64]
Case = tuple[np.datetime64, np.datetime64, str]  # first and last day it may have begun, its unit

LEAST = 6  # in each arm
HALF = 0.50
REGIONS = {"usually": Region(HALF, inf), "rarely": Region(-inf, HALF)}
DAYS = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "year": 365.25}
LENGTH = re.compile(r"(?:0\.\.)?(\d+) (day|week|month|quarter|year)s?")

REPEATS = Axis(
    "cases of one unit",
    (
        Option("every case", keys=(("repeats", "every"),)),
        Option("the first alone", keys=(("repeats", "first"),)),
    ),
    "A unit's later cases are cases too, but what happened in the first may decide them.",
)


@dataclass(frozen=True, slots=True)
class Arm:
    """Cases alike in the antecedent: how many, how they ended, and what they are worth.

    `sure` met the outcome; `open_` were not followed to the end, or have no code.
    """

    cases: int
    sure: float
    open_: float
    worth: float
    followed: Followed


@dataclass(frozen=True, slots=True)
class Precedent:
    """Of `cases` with the antecedent `after`, the outcome followed as often as `expect` says."""

    name: ClassVar[str] = "precedent"

    cases: Moment
    after: tuple[Condition, ...]
    outcome: Measure | tuple[Condition, ...]
    expect: Literal["usually", "rarely"]
    within: str | None = None
    unit: str | None = None
    during: Window = field(default_factory=Window)
    repeats: Literal["every", "first"] = "every"
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """Above or below one half."""
        return REGIONS[self.expect]

    def axes(self) -> tuple[Axis, ...]:
        """Whether a unit's later cases count, where units are dated."""
        return (REPEATS,) if isinstance(self.outcome, Measure) else ()

    def needs(self) -> tuple[Request, ...]:
        """Counts of codes, or the dated cases, those with the antecedent, and what may follow."""
        if self.cases.dataset is None or self._ill_put():
            return ()
        if isinstance(self.outcome, Measure):
            return self._dated(self.cases.dataset, self.outcome)
        given = ((), self.after, self.outcome, self.after + self.outcome)
        every: Every | None = None if self.unit else "year"
        by = (self.unit,) if self.unit else ()
        where = self.cases.where
        measures = (Measure("count", "", self.cases.dataset, where + more) for more in given)
        return tuple(Count(measure, self.during, every, by) for measure in measures)

    def _dated(self, dataset: str, outcome: Measure) -> tuple[Request, ...]:
        where = self.cases.where
        return (
            Pairs(dataset, where, self.during, self.unit),
            Pairs(dataset, where + self.after, self.during, self.unit),
            Pairs(outcome.dataset, outcome.where, Window(), self.unit),
            Count(Measure("count", "", outcome.dataset), Window(), "year"),
        )

    def _ill_put(self) -> str:
        """What keeps the claim from being put to data at all."""
        if self.cases.dataset is None:
            return "the class must be the rows of a dataset, not a date"
        if not isinstance(self.outcome, Measure):
            return "a code has no date: leave `within` out, or count dated rows" * bool(self.within)
        if self.within is None or self.unit is None:
            return "rows that may follow need a horizon (within) and whose they are (unit)"
        return "" if LENGTH.fullmatch(self.within) else "the horizon must begin at once: 0..5 years"

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The antecedent's arm against one half, the other arm beside it."""
        if why := self._ill_put():
            return Infeasible(why)
        if isinstance(self.outcome, Measure):
            arms = self._followed(answers)
        else:
            arms = _coded(cast("tuple[Series, ...]", answers))
        if why := _too_few(*arms):
            return Infeasible(why)
        return self._process(*arms) if self.reading == "process" else self._realised(*arms)

    def _followed(self, answers: tuple[Answer, ...]) -> tuple[Arm, Arm]:
        every, those, then = (_cases(one) for one in cast("tuple[Occurrences, ...]", answers[:3]))
        years = cast("Series", answers[3]).periods
        if self.repeats == "first":
            kept = _first(every)
            every, those = kept, list((Counter(those) & Counter(kept)).elements())
        others = list((Counter(every) - Counter(those)).elements())
        length = LENGTH.fullmatch(self.within or "")
        horizon = float(length[1]) * DAYS[length[2]] if length else 0.0
        return _arm(those, then, years[-1], horizon), _arm(others, then, years[-1], horizon)

    def _process(self, arm: Arm, other: Arm) -> Estimate:
        found = arm.followed
        p_for, p_against = certainty(
            self.region,
            lambda e: survival.above(found, e),
            lambda e: survival.below(found, e),
        )
        at = [survival.bounds(found, level) for level in (0.80, 0.90, 0.95)]
        return self._estimate((arm, other), (at[0], at[1], at[2]), (p_for, p_against))

    def _realised(self, arm: Arm, other: Arm) -> Estimate:
        within = Interval(arm.sure / arm.cases, (arm.sure + arm.open_) / arm.cases)
        return self._estimate((arm, other), (within, within, within), None)

    def _estimate(
        self,
        arms: tuple[Arm, Arm],
        at: tuple[Interval, Interval, Interval],
        p: tuple[float, float] | None,
    ) -> Estimate:
        arm, other = arms
        value, beside = arm.followed.value, other.followed.value
        return Estimate(
            value,
            at[0],
            at[1],
            at[2],
            unit="share of cases",
            n=arm.cases,
            edge=edge(self.region),
            p_for=p[0] if p else None,
            p_against=p[1] if p else None,
            detectable=proportion.detectable(self.region, arm.worth) if p else None,
            tipping=proportion.tipping(self.region, at[2]) if p else None,
            recorded=_said(arm, other),
            census=p is None,
            caveats=_caveats(arm),
            parts={
                "cases with the antecedent": float(arm.cases),
                "cases without it": float(other.cases),
                "share with the antecedent": value,
                "share without it": beside,
                "difference": value - beside,
                "independent cases": arm.worth,
            },
        )


def _coded(answers: tuple[Series, ...]) -> tuple[Arm, Arm]:
    """Both arms from counts of the class, the antecedent, the outcome and both."""
    names = sorted({name for one in answers for name in one.groups})
    every, those, met, both = (_by_cluster(one, names) for one in answers)
    uncoded = [int(one.uncoded.sum()) for one in answers]
    unknown = max(0, uncoded[3] - uncoded[1])
    unknown_others = max(0, uncoded[2] - uncoded[0] - unknown)
    return (
        _coded_arm(both, those, unknown),
        _coded_arm(met - both, every - those, unknown_others),
    )


def _by_cluster(series: Series, names: list[tuple[str, ...]]) -> Array:
    """Cases by unit and period, in one order for all answers."""
    found = np.zeros((series.periods.size, len(names)))
    for at, name in enumerate(names):
        if name in series.groups:
            found[:, at] = series.best[:, series.groups.index(name)]
    return found.ravel()


def _coded_arm(hits: Array, cases: Array, unknown: int) -> Arm:
    """One arm; a case without a code is a miss for the lower limit and a hit for the upper."""
    k, n = float(hits.sum()), float(cases.sum())
    if n <= unknown:
        return Arm(int(n), k, float(unknown), 0.0, Followed(0.0, None, None))
    worth = survival.worth(hits, cases)
    scale, most = worth / n, k + unknown
    above = ((n - k) * scale + 1, k * scale) if k else None
    below = ((n - most) * scale, most * scale + 1) if most < n else None
    return Arm(int(n), k, float(unknown), worth, Followed(k / (n - unknown), above, below))


def _cases(found: Occurrences) -> list[Case]:
    return list(zip(found.first, found.last, found.left, strict=True))


def _first(cases: list[Case]) -> list[Case]:
    """Each unit's earliest case; a case without a unit stays."""
    seen: set[str] = set()
    kept = []
    for case in sorted(cases, key=lambda one: (one[0], one[1], one[2])):
        if not case[2] or case[2] not in seen:
            kept.append(case)
        seen.add(case[2])
    return kept


def _arm(cases: list[Case], then: list[Case], end: np.datetime64, horizon: float) -> Arm:
    """Cases followed to their unit's first outcome, to the end of the outcomes, or the horizon."""
    days: dict[str, list[np.datetime64]] = {}
    for first, _, unit in sorted(then, key=lambda one: one[0]):
        days.setdefault(unit, []).append(first)
    ends = [_until(case, days.get(case[2], []), end) for case in cases]
    times = np.array([time for time, _ in ends], float)
    hit = np.array([met for _, met in ends], bool) & (times <= horizon)
    known = hit | (times >= horizon)
    _, code = np.unique([case[2] for case in cases], return_inverse=True)
    size = np.bincount(code[known], minlength=1).astype(float)
    hits = np.bincount(code[known], hit[known], size.size).astype(float)
    worth = survival.worth(hits, size)
    scale = worth / size.sum() if size.sum() else 1.0
    followed = survival.follow(times, hit, horizon, scale)
    return Arm(len(ends), float(hit.sum()), float((~known).sum()), worth, followed)


def _until(case: Case, days: list[np.datetime64], end: np.datetime64) -> tuple[float, bool]:
    """Days from the case to the outcome, or to the end of what is known, and which of the two.

    A case of no unit, or one as late as the end, was not followed at all.
    """
    if not case[2] or case[1] >= end:
        return 0.0, False
    after = next((day for day in days if case[1] < day <= end), None)
    return float(((after or end) - case[1]) / np.timedelta64(1, "D")), after is not None


def _too_few(arm: Arm, other: Arm) -> str:
    if arm.cases == 1:
        return "one case is an illustration: it is no precedent"
    least = min(arm.cases - arm.open_, other.cases - other.open_)
    if least < LEAST:
        return (
            f"{arm.cases} cases with the antecedent and {other.cases} without; {LEAST} of each "
            "must be known to the end"
        )
    return ""


def _said(arm: Arm, other: Arm) -> str:
    told = [
        f"{figure(one.sure)} of {one.cases} {word} ({percent(one.followed.value)})"
        for one, word in ((arm, "with the antecedent"), (other, "without it"))
    ]
    apart = 100 * (arm.followed.value - other.followed.value)
    return f"the outcome followed in {', in '.join(told)}: {apart:+.0f} points apart"


def _caveats(arm: Arm) -> tuple[str, ...]:
    lost = f"{figure(arm.open_)} cases were not followed to the end or have no code"
    return (
        "the difference between the arms is an association, not a cause",
        *((lost,) if arm.open_ else ()),
    )


def from_use(use: WarrantUse) -> Precedent:
    """The precedent that a claim's keys describe."""
    keys = use.keys
    unit, within = keys.get("unit"), keys.get("within")
    return Precedent(
        cast("Moment", keys["class"]),
        cast("tuple[Condition, ...]", keys["after"]),
        cast("Measure | tuple[Condition, ...]", keys["outcome"]),
        cast("Literal['usually', 'rarely']", use.expect),
        str(within) if within is not None else None,
        str(unit) if unit is not None else None,
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "process",
    )
