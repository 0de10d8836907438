"""Share: how large a part of a whole is.

Cues: "few", "most", "mainly", "the vast majority", "more than 40%".

Estimator: the units passing `of` among those of the reference set. "Few" is at most 10%, "most"
and "mainly" above 50%, the vast majority above 80%, whoever says it.
Interval, realised: Manski's bounds, all uncoded rows counted one way and then the other. Interval,
process: Wilson's, or Clopper and Pearson's where either side has fewer than 30, at the number of
independent units that the months are worth, as they cluster and remember each other, and over the
same bounds.
Null: the share lies on the other side of the threshold, which is the edge.
Minimum: 30 units, 70% of them coded.
Fails: coders' categories; a reference set that the claim did not mean.

Sources: method.md 2.2, W5; those of `squarely.estimators.proportion`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import axes, proportion
from squarely.estimators.measured import asked
from squarely.estimators.regions import SHARES, beyond, certainty, edge
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Reading, Threshold, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Condition, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]

UNITS = 30  # below, a share is an anecdote
CODED = 0.70  # of the units, at least

MISSING = Axis(
    "missing codes",
    axes.EITHER_WAY,
    "Rows without a code may be like the others or not.",
)
CLUSTERS = Axis(
    "clusters",
    axes.MONTHS_OR_QUARTERS,
    "Events close in time are not independent; how close is close is open.",
)


@dataclass(frozen=True, slots=True)
class Share:
    """`of` over its reference set is as `expect` says; `among` None: all rows of the dataset."""

    name: ClassVar[str] = "share"

    of: Measure
    expect: str | Threshold
    among: Measure | tuple[Condition, ...] | None = None
    during: Window = field(default_factory=Window)
    missing: Literal["bounds", "left out"] = "bounds"
    every: Every = "month"
    reading: Reading = "realised"

    @property
    def region(self) -> Region:
        """From the word or the threshold."""
        return SHARES[self.expect] if isinstance(self.expect, str) else beyond(self.expect)

    def axes(self) -> tuple[Axis, ...]:
        """What uncoded rows are; for a process also how units cluster."""
        return (MISSING, CLUSTERS) if self.reading == "process" else (MISSING,)

    def needs(self) -> tuple[Request, ...]:
        """The hits and the reference set; by period where clusters matter."""
        every: Every | None = self.every if self.reading == "process" else None
        hits, reference = self._parts()
        return Count(hits, self.during, every), Count(reference, self.during, every)

    def _parts(self) -> tuple[Measure, Measure]:
        if self.of.kind == "share":
            first, second = asked(Count(self.of))
            return first.measure, second.measure
        if isinstance(self.among, Measure):
            joint = self.among.where + self.of.where
            same = self.among.dataset == self.of.dataset
            return (replace(self.of, where=joint) if same else self.of), self.among
        reference = replace(self.of, where=self.among or ())
        return replace(self.of, where=(self.among or ()) + self.of.where), reference

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The share with its bounds; with sampling intervals where the claim is of a process."""
        hits, reference = cast("Series", answers[0]), cast("Series", answers[1])
        units = float(np.nansum(reference.best))
        rows = int(reference.rows.sum())
        missing = max(0.0, float(hits.uncoded.sum() - reference.uncoded.sum()))
        if rows < UNITS:
            return Infeasible(f"{rows} units; a share needs {UNITS}")
        if missing > (1 - CODED) * rows:
            return Infeasible(f"{percent(1 - missing / rows)} of the units are coded; 70% needed")
        if units <= 0:
            return Infeasible("the reference set sums to nothing")
        if self.of.kind == "sum":
            return self._summed(hits, reference)
        return self._counted(hits, reference, missing)

    def _summed(self, hits: Series, reference: Series) -> Estimate | Infeasible:
        if self.reading == "process":
            return Infeasible("a share of sizes hangs on a few large ones: realised reading only")
        part = [float(np.nansum(array)) for array in (hits.low, hits.best, hits.high)]
        full = [float(np.nansum(a)) for a in (reference.low, reference.best, reference.high)]
        rest = [max(0.0, all_ - some) for some, all_ in zip(part, full, strict=True)]
        low = part[0] / (part[0] + rest[2]) if part[0] + rest[2] else 0.0
        high = part[2] / (part[2] + rest[0]) if part[2] + rest[0] else 1.0
        n = int(reference.rows.sum())
        return self._census(Interval(low, high), part[1] / full[1], n, (part[1], full[1]))

    def _counted(self, hits: Series, reference: Series, missing: float) -> Estimate:
        k, n = float(hits.best.sum()), float(reference.best.sum())
        missing = min(missing, n - k)
        low, best, high = proportion.manski(k, n, missing)
        if self.missing == "left out":
            low = high = best
        if self.reading == "process":
            return self._process(hits.best[:, 0], reference.best[:, 0], missing)
        return self._census(Interval(low, high), best, int(n), (k, n - missing))

    def _census(self, within: Interval, best: float, n: int, of: tuple[float, float]) -> Estimate:
        return Estimate(
            best,
            within,
            within,
            within,
            unit="share",
            n=n,
            edge=edge(self.region),
            recorded=f"{figure(of[0])} of {figure(of[1])}: {percent(best)}",
            census=True,
            parts={"hits": of[0], "coded units": of[1]},
        )

    def _process(self, k: Array, n: Array, missing: float) -> Estimate:
        worth, design = proportion.effective(k, n, ordered=True)
        units, hits = float(n.sum()), float(k.sum())
        best = hits / (units - missing)
        if self.missing == "left out":
            units, worth, missing = units - missing, worth * (1 - missing / units), 0.0
        scale = worth / units
        low, high = hits * scale, (hits + missing) * scale
        p_for, p_against = certainty(
            self.region,
            lambda e: proportion.above(low, worth, e),
            lambda e: proportion.below(high, worth, e),
        )
        at = [_interval(low, high, worth, level) for level in (0.80, 0.90, 0.95)]
        coded = units - missing
        return Estimate(
            best,
            at[0],
            at[1],
            at[2],
            unit="share",
            n=int(units),
            edge=edge(self.region),
            p_for=p_for,
            p_against=p_against,
            detectable=proportion.detectable(self.region, worth),
            tipping=proportion.tipping(self.region, at[-1]),
            recorded=f"{figure(hits)} of {figure(coded)}: {percent(best)}",
            caveats=() if (n > 0).sum() > 1 else ("one period only: units taken as independent",),
            parts={"hits": hits, "coded units": coded, "design effect": design},
        )


def _interval(low: float, high: float, worth: float, level: float) -> Interval:
    """From the lower limit with all uncoded as misses to the upper with all as hits."""
    return Interval(
        float(proportion.bounds(low, worth, level)[0]),
        float(proportion.bounds(high, worth, level)[1]),
    )


def from_use(use: WarrantUse) -> Share:
    """The share that a claim's keys describe."""
    keys = use.keys
    return Share(
        cast("Measure", keys["of"]),
        use.expect,
        cast("Measure | tuple[Condition, ...] | None", keys.get("among")),
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
