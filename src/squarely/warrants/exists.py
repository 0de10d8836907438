"""Exists: whether something has occurred, never occurred, or always held.

Cues: "has never", "always", "no state", "there have been".

Estimator: the number of units that pass; of several measures that must all hold, the smallest.
For "always": the share of its reference set that passes.
Null: "some" none is on record; "none" at least one is; "always" one unit fails.
Interval: rows that a missing code keeps out might pass. Where none is found among n rows in
scope, 3/n bounds the rate that would still leave a 95% chance of finding one; it is said, not used.
Edge: one unit. Minimum: none, but absence speaks only where the source is complete: a gate's
matter, not this file's.
Fails: disputes over what counts; silence read as absence.

Sources: method.md 2.2, W15; Hanley & Lippman-Hand 1983, JAMA 249:1743 (rule of three).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

import numpy as np

from squarely.estimators.measured import Measured, asked, measured, part
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Measure, Request, Series, Window

WHOLE = float("inf")
OF_THREE = 3.0  # -log(0.05), as the rule rounds it


@dataclass(frozen=True, slots=True)
class Exists:
    """Each measure of `of` has units over `during`, or none, or all of its reference set."""

    name: ClassVar[str] = "exists"

    of: tuple[Measure, ...]
    expect: Literal["some", "none", "always"]
    during: Window = field(default_factory=Window)
    reading: Reading = "realised"

    @property
    def region(self) -> Region:
        """One at least, none, or all."""
        if self.expect == "none":
            return Region(-WHOLE, 0.0, high_closed=True)
        return Region(1.0, WHOLE, low_closed=True)

    def axes(self) -> tuple[Axis, ...]:
        """None of its own: what counts is the dataset's matter."""
        return ()

    def needs(self) -> tuple[Request, ...]:
        """For "always" hits and reference set of each; else its units and all rows in scope."""
        return tuple(r for measure in self.of for r in self._asked(measure))

    def _asked(self, measure: Measure) -> tuple[Count, ...]:
        if self.expect == "always":
            return asked(Count(measure, self.during))
        units = part(measure) if measure.kind == "share" else measure
        return Count(units, self.during), Count(_scope(measure), self.during)

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The smallest of the numbers, or of the shares, as a census."""
        if self.reading == "process":
            return Infeasible("an occurrence is one of the record: it has no process reading")
        series = cast("tuple[Series, ...]", answers)
        if self.expect == "always":
            return self._always(series)
        found = [_number(m, series[2 * i]) for i, m in enumerate(self.of)]
        scope = sum(int(series[2 * i + 1].rows.sum()) for i in range(len(self.of)))
        ends = [min(side) for side in zip(*found, strict=True)]
        pairs = zip(found, self.of, strict=True)
        counts = (f"{figure(n[1])} {measure.name or 'units'}" for n, measure in pairs)
        words = f"{' and '.join(counts)} among {figure(scope)} row{'s' * (scope != 1)}"
        parts = {"rows in scope": float(scope)}
        if ends[1] == 0 and scope:
            parts["rule of three"] = min(1.0, OF_THREE / scope)
            words += (
                f"; a rate above {percent(parts['rule of three'])} would hardly have gone unseen"
            )
        return self._estimate(ends, scope, words, parts)

    def _always(self, series: tuple[Series, ...]) -> Estimate | Infeasible:
        if any(measure.kind != "share" for measure in self.of):
            return Infeasible("`always` needs a share: which of which always pass")
        shares = [measured(m, series[2 * i : 2 * i + 2]) for i, m in enumerate(self.of)]
        if any(np.isnan(share.best).any() for share in shares):
            return Infeasible("no coded row is in the reference set")
        ends = [min(float(s.low[0, 0]) for s in shares), min(float(s.best[0, 0]) for s in shares)]
        ends.append(min(float(s.high[0, 0]) for s in shares))
        units = int(min(_units(share) for share in shares))
        return self._estimate(ends, units, f"{percent(ends[1])} of {figure(units)}", {})

    def _estimate(self, ends: list[float], n: int, words: str, parts: dict[str, float]) -> Estimate:
        within = Interval(ends[0], ends[2])
        return Estimate(
            ends[1],
            within,
            within,
            within,
            unit="share" if self.expect == "always" else self.of[0].name or "units",
            n=n,
            edge=self.region.low if self.expect != "none" else 1.0,
            recorded=words,
            census=True,
            parts=parts,
        )


def _scope(measure: Measure) -> Measure:
    """What was searched: the reference set of a share, else all rows of the dataset."""
    among = measure.among if measure.kind == "share" else ()
    return Measure("count", "", measure.dataset, among)


def _number(measure: Measure, series: Series) -> tuple[float, float, float]:
    """Low, best and high number of units; of sums and values the rows behind them."""
    uncoded = float(series.uncoded.sum())
    counts = measure.kind in ("count", "share")
    found = float(series.best.sum()) if counts else float(series.rows.sum())
    return found, found, found + uncoded


def _units(share: Measured) -> float:
    return float(share.units.sum())


def from_use(use: WarrantUse) -> Exists:
    """The existence claim that a claim's keys describe."""
    of = cast("Measure | tuple[Measure, ...]", use.keys["of"])
    return Exists(
        of if isinstance(of, tuple) else (of,),
        cast("Literal['some', 'none', 'always']", use.expect),
        cast("Window | None", use.keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
