"""Level: how many, or how much, beside the number that a claim names.

Cues: "hundreds of thousands", "more than 400".

Estimator: the total over `during` (count, sum), the mean of a ready value, or a share.
Null: the figure lies on the other side of the number named; "about" means within 10% of it.
Interval: no sampling error, since the claim speaks of what was recorded. Its bounds are the
source's low and high figures, rows of unknown size, and rows that a missing code leaves out.
Edge: the number itself; for "about" a tenth of it.
Minimum: one documented unit, except that "at most" may be met by none.
Fails: organisers' against police figures, double counting, thresholds of the source.

Sources: method.md 2.2, W1; Biggs 2018, Sociological Methods & Research 47:351.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, cast

import numpy as np

from squarely.estimators.measured import SIZES, Sizes, asked, measured
from squarely.estimators.regions import beyond, edge
from squarely.estimators.wording import figure, percent, spread
from squarely.model.argument import Reading, Threshold, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Measure, Request, Series, Window


@dataclass(frozen=True, slots=True)
class Level:
    """`of` over `during` stands as `expect` says."""

    name: ClassVar[str] = "level"

    of: Measure
    expect: Threshold
    during: Window = field(default_factory=Window)
    sizes: Sizes = "bounds"
    reading: Reading = "realised"

    @property
    def region(self) -> Region:
        """From the threshold."""
        return beyond(self.expect)

    def axes(self) -> tuple[Axis, ...]:
        """How a range of sizes is read, for sums."""
        return (SIZES,) if self.of.kind == "sum" else ()

    def needs(self) -> tuple[Request, ...]:
        """One total; two counts for a share."""
        return asked(Count(self.of, self.during))

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The total with its bounds, as a census."""
        if self.reading == "process":
            return Infeasible("a level states what was recorded: it has no process reading")
        found = measured(self.of, answers, self.sizes)
        units = int(found.units.sum())
        if units == 0 and self.expect.relation != "at-most":
            return Infeasible("no documented unit passes the conditions")
        ends = tuple(_total(self.of, array) for array in (found.low, found.best, found.high))
        if any(np.isnan(ends)):
            return Infeasible("no row carries the figure that the claim needs")
        return self._estimate(ends, units, _caveats(self.of, answers, ends))

    def _estimate(self, ends: tuple[float, ...], units: int, caveats: tuple[str, ...]) -> Estimate:
        low, best, high = ends
        within = Interval(low, high)
        shown = percent(best) if self.of.kind == "share" else spread(low, best, high)
        noun = "" if self.of.kind == "share" else f" {self.of.name}"
        return Estimate(
            best,
            within,
            within,
            within,
            unit="share" if self.of.kind == "share" else self.of.name,
            n=units,
            edge=edge(self.region),
            recorded=f"{shown}{noun}",
            census=True,
            caveats=caveats,
            parts=_tipping(within, self.expect.value),
        )


def _total(of: Measure, cells: np.ndarray) -> float:
    if of.kind in ("count", "sum"):
        return float(cells.sum())
    return float(np.nanmean(cells)) if not np.isnan(cells).all() else float("nan")


def _tipping(within: Interval, named: float) -> dict[str, float]:
    """How unequal recording would have to be before the figure met the number named."""
    nearest = within.low if within.low > named else within.high
    between = within.low <= named <= within.high
    if between or nearest <= 0 or named <= 0:
        return {}
    return {"recording ratio that would overturn": max(nearest / named, named / nearest)}


def _caveats(of: Measure, answers: tuple[Answer, ...], ends: tuple[float, ...]) -> tuple[str, ...]:
    first = cast("Series", answers[0])
    unsized, uncoded = int(first.unsized.sum()), int(first.uncoded.sum())
    said = []
    if of.kind == "sum" and unsized:
        said.append(f"{figure(unsized)} rows without a size are bounded, not known")
    if uncoded and of.kind != "value":
        said.append(f"{figure(uncoded)} rows lack a code and might belong")
    if of.kind in ("sum", "value") and ends[0] == ends[2]:
        said.append("single figure, one source")
    return tuple(said)


def from_use(use: WarrantUse) -> Level:
    """The level that a claim's keys describe."""
    return Level(
        cast("Measure", use.keys["of"]),
        cast("Threshold", use.expect),
        cast("Window | None", use.keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
