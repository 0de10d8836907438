"""Change: the level of a series shifted at a date, beyond its trend and its usual ups and downs.

Parameter   the shift: percent by which the level just after the date exceeds the level just before,
            with one slope common to both sides.
Estimator   a step beyond a straight line on the logarithm, by generalised least squares averaged
            over the memories that the errors may have.
Null        "rise": the shift is at most +25%. "fall": at least -20%, which is 1/1.25. "none":
            outside of these.
Interval    calibrated to hold the truth at every memory up to .7.
Placebos    a shift beyond an edge must be special to its date: of the steps at all other dates at
            most 5% may be as large (up to 20%: a leaning; more: undetermined).
Minimum     12 periods on each side, 60 events, 8 periods that are not empty; annual series at most
            a leaning. A period that the date falls into belongs to neither side.
Axes        bandwidth (all periods; the nearer half), donut (none; a period on each side left out),
            and for summed sizes the size rule; with controls all of them, or all but the heaviest.
Controls    named by the author: the mean gap after the date between the unit and its synthetic
            control, judged by the controls' own gaps. At least 10; at most a leaning. Undetermined
            where they did not follow the unit before the date, where a heavy one left the others
            at the date, or where more than 20% of all have as large a ratio of errors.
Realised    the mean of the periods after against the mean of those before, trend and all.
Fails       anticipation, concurrent events, regression to the mean where the date was chosen for
            its extreme. Nothing here says why: the causal reading is capped, at undetermined
            without controls and at a leaning with them.

Sources: method.md 2.2, W3; those of `squarely.estimators.shift` and `synthetic`; Cook and Campbell
1979, Quasi-Experimentation, ch. 5 (interrupted time series).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import axes, beside, percent, shift, synthetic
from squarely.estimators.measured import asked
from squarely.estimators.series import Measured, Size, measured
from squarely.estimators.wording import figure
from squarely.model.argument import Controls, Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Cap, Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Condition, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]
Days = NDArray[np.datetime64]

LEAST_SIDE, LEAST_EVENTS, LEAST_NONZERO = 12, 60, 8
SPECIAL, RATHER = 0.05, 0.20  # of the placebo dates, at most
UNIT = "percent from before to after"
AGAINST = "percent against its controls"
REGIONS = {
    "rise": Region(25.0, inf),
    "fall": Region(-inf, -20.0),
    "none": Region(-20.0, 25.0, low_closed=True, high_closed=True),
}
BANDWIDTH = Axis(
    "bandwidth",
    (
        Option("all periods", keys=(("bandwidth", "all"),)),
        Option("the nearer half of each side", keys=(("bandwidth", "near"),)),
    ),
    "Periods far from the date say little of a shift at it; few periods say little of anything.",
)
DONUT = Axis(
    "donut",
    (
        Option("none", keys=(("donut", 0),)),
        Option("a period on each side left out", keys=(("donut", 1),)),
    ),
    "What is announced is anticipated and what is decided takes time; periods next to the date may "
    "belong to neither side.",
)
CONTROLS = Axis(
    "controls",
    (
        Option("all that are named", keys=(("heaviest", True),)),
        Option("without the one that weighs most", keys=(("heaviest", False),)),
    ),
    "A reading that hangs on one control is a comparison of two.",
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The periods that count: their numbers, their values, which lie after the date."""

    time: Array
    values: Array
    after: NDArray[np.bool_]

    @property
    def least(self) -> int:
        """Periods on the shorter side."""
        return int(min(self.after.sum(), (~self.after).sum()))


@dataclass(frozen=True, slots=True)
class Change:
    """`of`, counted by `every`, shifts at the date `at` as `expect` says."""

    name: ClassVar[str] = "change"

    of: Measure
    every: Every
    at: Window
    expect: Literal["rise", "fall", "none"]
    during: Window = field(default_factory=Window)
    bandwidth: Literal["all", "near"] = "all"
    donut: int = 0
    size: Size = "best"
    controls: Controls | None = None
    heaviest: bool = True
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """The percent shifts that make the claim true."""
        return REGIONS[self.expect]

    def axes(self) -> tuple[Axis, ...]:
        """Bandwidth or controls, donut, and the size rule of a sum."""
        return (
            CONTROLS if self.controls else BANDWIDTH,
            DONUT,
            *((axes.SIZES,) if self.of.kind == "sum" else ()),
        )

    def needs(self) -> tuple[Request, ...]:
        """The measure by period, and with controls by unit."""
        if self.controls is None or not self.unit:
            return asked(Count(self.of, self.during, self.every))
        units = Condition(self.controls.by, (self.unit, *self.controls.of))
        by = (self.controls.by,)
        return asked(Count(self.of.narrowed((units,)), self.during, self.every, by))

    @property
    def unit(self) -> str:
        """The unit that the measure itself names in the column of the controls."""
        by = self.controls.by if self.controls else ""
        named = [one for one in self.of.where if one.column == by and one.kind == "in"]
        values = named[0].values if len(named) == 1 and not named[0].negated else ()
        return str(values[0]) if len(values) == 1 else ""

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """What the periods about the date say."""
        if self.controls is not None:
            return self._beside(answers, self.controls)
        found = measured(self.of.kind, answers, self.size, 1)
        if isinstance(found, Infeasible):
            return found
        periods = _periods(cast("Series", answers[0]), found.values.size)
        sides = self._sides(periods, found.values)
        if why := _too_little(sides, found):
            return Infeasible(why)
        said = self._realised(sides) if self.reading == "realised" else self._process(sides, found)
        return replace(said, caveats=(*said.caveats, *found.caveats))

    def _beside(self, answers: tuple[Answer, ...], controls: Controls) -> Estimate | Infeasible:
        """The unit against its synthetic control."""
        if why := self._misnamed(controls):
            return Infeasible(why)
        series = cast("Series", answers[0])
        own = beside.only(series, self.unit)
        if own is None:
            return Infeasible(f"no row of {self.unit}")
        found = measured(self.of.kind, (own,), self.size, 1)
        if isinstance(found, Infeasible):
            return found
        periods = _periods(own, found.values.size)
        sides = self._sides(periods, found.values)
        if why := _too_little(sides, found):
            return Infeasible(why)
        when = np.searchsorted(series.periods, periods[sides.time.astype(int)])
        how = (self.of.kind, self.size, LEAST_NONZERO)
        units = beside.stacked(series, (self.unit, *controls.of), when, how)
        apart = beside.compared(units, sides.time, sides.after, heaviest=self.heaviest)
        if isinstance(apart, Infeasible):
            return apart
        said = self._read(apart, sides)
        return replace(said, caveats=(*said.caveats, *found.caveats))

    def _misnamed(self, controls: Controls) -> str:
        if not self.unit:
            return f"the measure names no one {controls.by} to read against its controls"
        if self.unit in controls.of:
            return f"{self.unit} cannot be its own control"
        if self.of.kind == "share":
            return "a share has no synthetic control here: take a count, a sum or a value"
        if self.reading == "realised":
            return "a synthetic control is estimated: it is never realised"
        return ""

    def _read(self, apart: beside.Apart, sides: Sides) -> Estimate:
        units, gap = apart.units, apart.gap
        said = percent.told(
            gap.gap[0],
            lambda level: synthetic.interval(gap, level),
            (lambda ratio: synthetic.above(gap, ratio), lambda ratio: synthetic.below(gap, ratio)),
            self.region,
            (units.logs.shape[1], apart.parts(percent.of_log)),
        )
        cap, why = _capped(apart, said.at90)
        return replace(
            said,
            unit=AGAINST,
            recorded=f"{self._recorded(sides)}; {apart.weighed}",
            caveats=apart.caveats,
            cap=cap,
            cap_why=why,
        )

    def _sides(self, periods: Days, values: Array) -> Sides:
        """Periods wholly before and wholly after, less the donut, within the bandwidth."""
        first, last = np.datetime64(self.at.first, "D"), np.datetime64(self.at.last, "D")
        after = periods > last
        if first == last:
            after |= periods == first
        before = np.append(periods[1:], np.datetime64("9999-01-01")) <= first
        late, early = np.flatnonzero(after), np.flatnonzero(before)
        late, early = late[self.donut :], early[: early.size - self.donut]
        if self.bandwidth == "near":
            late = late[: max(LEAST_SIDE, late.size // 2)]
            early = early[-max(LEAST_SIDE, early.size // 2) :]
        kept = np.concatenate([early, late])
        return Sides(kept.astype(float), values[kept], kept > (early[-1] if early.size else -1))

    def _process(self, sides: Sides, found: Measured) -> Estimate:
        logs = np.log(sides.values + found.offset)[None, :]
        fitted = shift.read(logs, sides.time, sides.after)
        placed, dates = shift.rank(logs, int((~sides.after).sum()))
        said = percent.estimate(fitted, self.region)
        cap, why = self._cap(said.at90, float(placed[0]), dates)
        placebos = {"placebo p": float(placed[0]), "placebo dates": float(dates)}
        return replace(
            said,
            unit=UNIT,
            recorded=self._recorded(sides),
            caveats=("a shift at a date is no cause: other things happen at dates too",),
            cap=cap,
            cap_why=why,
            parts={**said.parts, **placebos},
        )

    def _cap(self, at90: Interval, placed: float, dates: int) -> tuple[Cap | None, str]:
        """What a shift found may count for; the same for a claim and for its negation."""
        found = REGIONS["rise"].contains(at90) or REGIONS["fall"].contains(at90)
        said = f"of {dates} other dates, with this one, {placed:.0%} have a step as large"
        if found and placed > RATHER:
            return "undetermined", said
        if found and placed > SPECIAL:
            return "leans", said
        if self.every == "year":
            return "leans", "a series of years is short: at most a leaning"
        return None, ""

    def _realised(self, sides: Sides) -> Estimate:
        before, after = _means(sides)
        value = 100 * (after / before - 1)
        same = Interval(value, value)
        return Estimate(
            value,
            same,
            same,
            same,
            UNIT,
            n=sides.values.size,
            edge=percent.EDGE,
            recorded=self._recorded(sides),
            census=True,
        )

    def _recorded(self, sides: Sides) -> str:
        before, after = _means(sides)
        return (
            f"recorded: {figure(before)} a {self.every} before and {figure(after)} after "
            f"({after / before - 1:+.0%})"
        )


def _capped(apart: beside.Apart, at90: Interval) -> tuple[Cap, str]:
    """What a gap may count for; the same for a claim and for its negation."""
    beyond = REGIONS["rise"].contains(at90) or REGIONS["fall"].contains(at90)
    if why := apart.doubt or (apart.common(RATHER) if beyond else ""):
        return "undetermined", why
    return "leans", "controls that the author names carry a leaning at most"


def _periods(series: Series, size: int) -> Days:
    """The periods of a measured vector, which begins with the first value known."""
    known = np.flatnonzero(~np.isnan(series.best[:, 0]))
    first = int(known[0]) if known.size else 0
    return series.periods[first : first + size]


def _too_little(sides: Sides, found: Measured) -> str:
    if sides.least < LEAST_SIDE:
        early, late = int((~sides.after).sum()), int(sides.after.sum())
        return f"{early} periods before and {late} after, {LEAST_SIDE} on each side are needed"
    if found.events is not None and found.events < LEAST_EVENTS:
        return f"{found.events} events, at least {LEAST_EVENTS} are needed"
    if int((sides.values > 0).sum()) < LEAST_NONZERO:
        return f"fewer than {LEAST_NONZERO} periods are not empty"
    return ""


def _means(sides: Sides) -> tuple[float, float]:
    """Mean before and after; half an event stands for none."""
    before, after = sides.values[~sides.after].mean(), sides.values[sides.after].mean()
    more = 0.5 if before == 0 else 0.0
    return float(before) + more, float(after) + more


def from_use(use: WarrantUse) -> Change:
    """The change that a claim's keys describe."""
    keys = use.keys
    return Change(
        cast("Measure", keys["of"]),
        cast("Every", keys["every"]),
        cast("Window", keys["at"]),
        cast("Literal['rise', 'fall', 'none']", use.expect),
        cast("Window | None", keys.get("during")) or Window(),
        controls=cast("Controls | None", keys.get("controls")),
        reading=use.reading or "process",
    )
