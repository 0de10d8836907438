"""Trend: a series rises or falls over its window, beyond its usual ups and downs.

Parameter   the change over the window: percent by which a straight line's end exceeds its start
            on the scale of the logarithm.
Estimator   generalised least squares, averaged over the memories that the errors may have.
Null        "rising": the change is at most +25%. "falling": at least -20%, which is 1/1.25.
            "flat": outside of these. One interval is held against the same edge on both sides, so
            that a claim and its negation mirror.
Interval    calibrated to hold the truth at every memory up to .7, near the least that any such test
            must pay. For "flat" two one-sided tests (against: the smaller of the sides).
Minimum     24 periods, 60 events, 8 periods that are not empty; annual series 15 periods, and then
            at most a leaning. Trims that fall below are listed as infeasible.
Axes        trims at either end, transforms, bins and, for summed sizes, the size rule. Trims and
            bins keep the lengths of the whole series: what counts is how far they move the value.
Realised    the last quarter of the periods against the first, as the source has them.
Fails       waves read as trends; new sources; memory above .7 in short series (docs/trust).

Sources: Elliott, Müller and Watson 2015, Econometrica 83:771; Harville 1974, Biometrika 61:383;
Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15:657 (flat).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import inf
from typing import ClassVar, Literal, cast

import numpy as np

from squarely.estimators import axes, change, percent
from squarely.estimators.series import Measured, Size, Transform, end_quarters, measured, trimmed
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Estimate, Infeasible, Region
from squarely.model.request import Answer, Count, Every, Measure, Request, Window

Direction = Literal["rising", "falling", "flat"]

LEAST_PERIODS, LEAST_YEARS, LEAST_EVENTS, LEAST_NONZERO = 24, 15, 60, 8
MAIN_TRIM = "0-0"
REGIONS: dict[Direction, Region] = {
    "rising": Region(25.0, inf),
    "falling": Region(-inf, -20.0),
    "flat": Region(-20.0, 25.0),
}


@dataclass(frozen=True, slots=True)
class Trend:
    """`of` counted by `every` over `during` is `expect`."""

    name: ClassVar[str] = "trend"

    of: Measure
    every: Every
    expect: Direction
    during: Window = field(default_factory=Window)
    reading: Reading = "process"
    trim: str = MAIN_TRIM
    transform: Transform = "log"
    bins: Literal["single", "merged"] = "single"
    size: Size = "best"

    @property
    def region(self) -> Region:
        """The percent changes over the window that make the claim true."""
        return REGIONS[self.expect]

    def axes(self) -> tuple[Axis, ...]:
        """Trims, transforms, bins, and the size rule of a sum."""
        sizes = (axes.SIZES,) if self.of.kind == "sum" else ()
        if self.reading == "realised":
            return (axes.TRIMS, *sizes)
        return (axes.TRIMS, axes.TRANSFORMS, *axes.bins(self.every), *sizes)

    def needs(self) -> tuple[Request, ...]:
        """The count per period; for a share its numerator, then its denominator."""
        if self.of.kind != "share":
            return (Count(self.of, self.during, self.every),)
        whole = replace(self.of, kind="count", where=self.of.among, among=())
        part = replace(whole, where=self.of.among + self.of.where)
        return tuple(Count(one, self.during, self.every) for one in (part, whole))

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """What the counts say."""
        merged = axes.MERGED[self.every][0] if self.bins == "merged" else 1
        found = measured(self.of.kind, answers, self.size, merged)
        if isinstance(found, Infeasible):
            return found
        if self.reading == "realised":
            return _realised(self, found)
        whole = measured(self.of.kind, answers, self.size, 1)
        if isinstance(whole, Infeasible):
            return whole
        return _too_little(self, found) or _process(self, whole, found)


def from_use(use: WarrantUse) -> Trend:
    """The trend that a claim's warrant asks for."""
    during = use.keys.get("during")
    return Trend(
        of=cast("Measure", use.keys["of"]),
        every=cast("Every", use.keys["every"]),
        expect=cast("Direction", use.expect),
        during=during if isinstance(during, Window) else Window(),
        reading=use.reading or "process",
    )


def _process(trend: Trend, whole: Measured, found: Measured) -> Estimate:
    line = change.read(whole.values[None, :], trend.transform, whole.offset)
    if trend.trim != MAIN_TRIM or trend.bins == "merged":
        y = found.values[None, :]
        line = change.held(line, y, trend.trim, trend.transform, found.offset)
    said = replace(percent.estimate(line, trend.region), caveats=found.caveats)
    if trend.every != "year":
        return said
    return replace(said, cap="leans", cap_why="a series of years is short: at most a leaning")


def _too_little(trend: Trend, found: Measured) -> Infeasible | None:
    least = LEAST_YEARS if trend.every == "year" else LEAST_PERIODS
    periods = trimmed(found.values, trend.trim).size
    if periods < least:
        return Infeasible(f"{periods} periods, at least {least} are needed")
    if found.events is not None and found.events < LEAST_EVENTS:
        return Infeasible(f"{found.events} events, at least {LEAST_EVENTS} are needed")
    if found.nonzero < LEAST_NONZERO:
        return Infeasible(f"{found.nonzero} periods not empty, at least {LEAST_NONZERO} are needed")
    return None


def _realised(trend: Trend, found: Measured) -> Estimate | Infeasible:
    values = trimmed(found.values, trend.trim)
    if values.size < 2 or not np.any(values > 0):
        return Infeasible("a change needs two periods, and one that is not empty")
    first, last = end_quarters(values)
    if first == 0:  # a percentage of nothing: half an event stands for none, as in the logarithm
        first, last = first + 0.5, last + 0.5
    return replace(percent.census(first, last), n=values.size, caveats=found.caveats)
