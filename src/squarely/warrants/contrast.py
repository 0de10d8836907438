"""Contrast: whether one group, or one period, is higher than another.

Parameter: for counts, sums and values percent of the larger, 100 (first - second) / larger, which
mirrors when the groups are swapped and needs no exception for nought; for shares the difference.
Realised: a census of what was recorded; bounds from sizes and uncoded rows; higher is higher, so
the edge is nought ("none" still means: by less than the edge below).
Process: counts by the hull of the exact conditional and the by-period t interval of the rate
ratio, sums and values by the latter, shares by Newcombe's interval; edge a ratio of 1.25 (20
percent of the larger) or 5 points.
Minimum, process: 6 periods a group and 5 events, or 10 units a group; few events count exactly.
Fails: unequal coverage of the groups. Association only: it says nothing of why.

Sources: method.md 2.2, W9; those of `rate_ratio`, `differences` and `proportion`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import differences, proportion, rate_ratio
from squarely.estimators.measured import SIZES, Measured, Sizes, asked, measured
from squarely.estimators.regions import Tested, certainty, ends
from squarely.estimators.wording import change, figure, percent, spread
from squarely.model.argument import Groups, Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]

WHOLE = math.inf
RATIO_EDGE = 20.0  # percent of the larger: a ratio of 1.25 or 1/1.25
POINTS_EDGE = 0.05
DIFFERENCE = "share, first less second"
PERIODS, EVENTS, UNITS = 6, 5, 10
UNEQUAL = 1.02  # windows whose lengths differ by more are compared by the day

BINS = Axis(
    "period",
    (Option("month", keys=(("every", "month"),)), Option("quarter", keys=(("every", "quarter"),))),
    "The scatter of periods measures chance; how long a period is is open.",
)
Side = tuple[Series, ...]  # one answer, or hits and reference set of a share


@dataclass(frozen=True, slots=True)
class Contrast:
    """`of` in the first of `groups` is `expect`ed higher or lower than in the second, or alike."""

    name: ClassVar[str] = "contrast"

    of: Measure
    groups: Groups
    expect: Literal["higher", "lower", "none"]
    during: Window = field(default_factory=Window)
    sizes: Sizes = "bounds"
    every: Every = "month"
    reading: Reading = "realised"

    @property
    def edge(self) -> float:
        """The smallest difference that counts."""
        if self.reading == "realised" and self.expect != "none":
            return 0.0
        return POINTS_EDGE if self.of.kind == "share" else RATIO_EDGE

    @property
    def region(self) -> Region:
        """Beyond the edge on the claim's side, or within both edges."""
        if self.expect == "higher":
            return Region(self.edge, WHOLE)
        if self.expect == "lower":
            return Region(-WHOLE, -self.edge)
        return Region(-self.edge, self.edge, low_closed=True, high_closed=True)

    def axes(self) -> tuple[Axis, ...]:
        """Size rule of sums; length of a period where chance is measured."""
        own = (SIZES,) if self.of.kind == "sum" else ()
        return (*own, BINS) if self.reading == "process" else own

    def needs(self) -> tuple[Request, ...]:
        """The measure split by `by`, or over each of two windows."""
        every: Every | None = self.every if self.reading == "process" else None
        if self.groups.windows is None:
            return asked(Count(self.of, self.during, every, (self.groups.by,)))
        windows = (window.within(self.during) for window in self.groups.windows)
        return tuple(r for window in windows for r in asked(Count(self.of, window, every)))

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The first group against the second."""
        sides = self._sides(cast("tuple[Series, ...]", answers))
        if isinstance(sides, Infeasible):
            return sides
        if self.reading == "realised":
            return self._realised(*sides)
        return self._process(*sides)

    def _sides(self, answers: tuple[Series, ...]) -> tuple[Side, Side] | Infeasible:
        half = len(answers) // 2
        if self.groups.windows is not None:
            return answers[:half], answers[half:]
        found = []
        for name in (self.groups.first, self.groups.second):
            if (name,) not in answers[-1].groups:
                return Infeasible(f"no row under these conditions has {self.groups.by} {name}")
            found.append(tuple(_group(series, name) for series in answers))
        return found[0], found[1]

    def _realised(self, first: Side, second: Side) -> Estimate | Infeasible:
        one = _total(self.of, measured(self.of, first, self.sizes))
        two = _total(self.of, measured(self.of, second, self.sizes))
        if any(np.isnan((*one, *two))):
            return Infeasible("a group has no figure")
        lengths = self._lengths()
        rates = [tuple(x / n for x in side) for side, n in zip((one, two), lengths, strict=True)]
        (low1, best1, high1), (low2, best2, high2) = rates
        value = self._compared(best1, best2)
        within = Interval(self._compared(low1, high2), self._compared(high1, low2))
        words = self._words(one, two, (best1, best2))
        n = int(sum(side[-1].rows.sum() for side in (first, second)))
        return Estimate(
            value,
            within,
            within,
            within,
            unit=self._unit,
            n=n,
            edge=self.edge,
            recorded=words,
            census=True,
            caveats=("windows differ in length: rates by the day",) if lengths[0] != 1 else (),
            parts={"first": one[1], "second": two[1]},
        )

    @property
    def _unit(self) -> str:
        return DIFFERENCE if self.of.kind == "share" else "percent of the larger"

    def _compared(self, first: float, second: float) -> float:
        if self.of.kind == "share":
            return first - second
        return rate_ratio.compared(first, second)

    def _lengths(self) -> tuple[float, float]:
        """Days of the two windows where totals need them, else one each."""
        if self.groups.windows is None or self.of.kind not in ("count", "sum"):
            return 1.0, 1.0
        days = [_days(window.within(self.during)) for window in self.groups.windows]
        if not all(days) or max(days) <= UNEQUAL * min(days):
            return 1.0, 1.0
        return days[0], days[1]

    def _words(
        self, one: tuple[float, ...], two: tuple[float, ...], rates: tuple[float, float]
    ) -> str:
        names = (self.groups.first, self.groups.second)
        if self.of.kind == "share":
            return f"{names[0]}: {percent(one[1])}, {names[1]}: {percent(two[1])}"
        told = [f"{name}: {spread(*side)}" for name, side in zip(names, (one, two), strict=True)]
        said = [self.of.name if self.reading == "realised" else f"{self.of.name} a {self.every}"]
        said += [moved for moved in (change(*rates),) if moved]
        return f"{told[0]}, {told[1]} ({', '.join(said)})"

    def _process(self, first: Side, second: Side) -> Estimate | Infeasible:
        n = int(sum(side[-1].rows.sum() for side in (first, second)))
        if self.of.kind == "share":
            if why := _too_few_units(first[1], second[1]):
                return Infeasible(why)
            one, two = (_worth(*side) for side in (first, second))
            shown = one[0] / one[1], two[0] / two[1]
            return self._tested(differences.compare(one, two), shown, n)
        rates = _periods(first[0]), _periods(second[0])
        if why := _too_little(rates, n):
            return Infeasible(why)
        tested = rate_ratio.compare(rates[0], rates[1], counts=self.of.kind == "count")
        return self._tested(tested, (float(rates[0].mean()), float(rates[1].mean())), n)

    def _tested(self, found: Tested, shown: tuple[float, float], n: int) -> Estimate:
        p_for, p_against = certainty(self.region, found.above, found.below)
        one, two = shown
        return Estimate(
            found.value,
            found.at[0],
            found.at[1],
            found.at[2],
            unit=self._unit,
            n=n,
            edge=self.edge,
            p_for=p_for,
            p_against=p_against,
            detectable=found.detectable(self.edge),
            tipping=None if self.of.kind == "share" else _tipping(self.region, found.at[2]),
            recorded=self._words((one, one, one), (two, two, two), shown),
            caveats=("an association, not a cause",),
            parts={"first": one, "second": two},
        )


def _group(series: Series, name: str) -> Series:
    """One group's column; a group without a single hit is not in the answer and has none."""
    arrays = ("low", "best", "high", "rows", "unsized", "uncoded")
    if (name,) not in series.groups:
        empty = {field: np.zeros_like(getattr(series, field)[:, :1]) for field in arrays}
        return replace(series, groups=((name,),), **empty)
    at = series.groups.index((name,))
    kept = {field: getattr(series, field)[:, at : at + 1] for field in arrays}
    return replace(series, groups=((name,),), **kept)


def _total(of: Measure, found: Measured) -> tuple[float, float, float]:
    if of.kind in ("count", "sum"):
        return float(found.low.sum()), float(found.best.sum()), float(found.high.sum())
    if np.isnan(found.best).all():
        return float("nan"), float("nan"), float("nan")
    low, best, high = (float(np.nanmean(cells)) for cells in (found.low, found.best, found.high))
    return low, best, high


def _days(window: Window) -> int:
    return (window.last - window.first).days + 1 if window.first and window.last else 0


def _worth(hits: Series, reference: Series) -> tuple[float, float]:
    k, n = hits.best[:, 0], reference.best[:, 0]
    units, _ = proportion.effective(k, n, ordered=True)
    return float(k.sum() / n.sum()) * units, units


def _periods(series: Series) -> Array:
    found = series.best[:, 0]
    return found[~np.isnan(found)]


def _too_few_units(first: Series, second: Series) -> str:
    least = min(float(first.best.sum()), float(second.best.sum()))
    return f"{figure(least)} units in a group; {UNITS} needed" if least < UNITS else ""


def _too_little(rates: tuple[Array, Array], rows: int) -> str:
    periods = min(rate.size for rate in rates)
    if periods < PERIODS:
        return f"{periods} periods in a group; {PERIODS} needed to see how they scatter"
    if rows < EVENTS:
        return f"{rows} events in both groups; {EVENTS} needed"
    if min(float(rate.min()) for rate in rates) < 0 or sum(float(r.sum()) for r in rates) <= 0:
        return "values below nought have no ratio: realised reading only"
    return ""


def _tipping(region: Region, within: Interval) -> float | None:
    """How unequal the groups' recording would have to be for the interval to meet an edge."""
    ratios = []
    for at in ends(region):
        near = within.low if within.low > at else within.high
        if not within.low <= at <= within.high:
            ratios.append(math.exp(abs(rate_ratio.log_of(near) - rate_ratio.log_of(at))))
    return min(ratios, default=None)


def from_use(use: WarrantUse) -> Contrast:
    """The contrast that a claim's keys describe."""
    keys = use.keys
    return Contrast(
        cast("Measure", keys["of"]),
        cast("Groups", keys["groups"]),
        cast("Literal['higher', 'lower', 'none']", use.expect),
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
