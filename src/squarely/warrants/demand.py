"""Demand: how many of a body of documents carry a demand, as two coders read them.

Cues: "most calls demand", "few statements mention", "40% of the leaflets".

Parameter   the share of documents that carry `demand`, behind the coders' errors.
Estimator   a document carries it for a coder where the coder's column holds it; the share is
            corrected for misclassification as the two coders' disagreement allows: as if marks were
            missed as often as seen in vain.
Interval    the hull over three kinds of errors (as often, missed only, seen in vain only), for two
            coders do not show who erred. Each is Wilson's, or Clopper and Pearson's where either
            side has fewer than 30, at the number of independent documents that months' clusters
            and the correction leave, and from all uncoded documents as without the demand to all
            with it. p is the largest of theirs on each side.
Null        the share lies on the other side of the threshold, which is the edge.
Agreement   Krippendorff's alpha of the two, demand or not: below .80 at most a leaning, below .67
            undetermined. Where neither coder ever, or both always, saw it, it is unknown.
Minimum     50 documents coded by both, 70% of all; drawn by a rule, not by hand.
Axes        uncoded documents; clusters.
Realised    bounds from those that both marked to those that either did, and the uncoded.
Fails       coders who talked; a codebook that is not the claim's; documents picked by hand.

Sources: method.md 2.2, W13; Krippendorff 2004, Human Communication Research 30:411 (agreement);
Seber 1982, The Estimation of Animal Abundance, ch. 3, and Rogan & Gladen 1978, American Journal of
Epidemiology 107:71 (correction); more in `squarely.estimators.coders` and `proportion`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import axes, proportion
from squarely.estimators import coders as reading_of
from squarely.estimators.coders import ERRORS, Coded
from squarely.estimators.regions import SHARES, beyond, certainty, edge, ends
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Reading, Threshold, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Cap, Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]

DOCUMENTS = 50  # below, a share of documents is an impression
CODED = 0.70  # of the documents, by both
LEANS, FULL = 0.67, 0.80  # Krippendorff's bounds of tentative and of firm conclusions
POWERED = proportion.normal(0.95) + proportion.normal(0.60)  # 95% two-sided at 80% power

MISSING = Axis(
    "uncoded documents",
    axes.EITHER_WAY,
    "Documents that a coder left blank may be like the others or not.",
)
CLUSTERS = Axis(
    "clusters",
    axes.MONTHS_OR_QUARTERS,
    "Documents close in time are not independent; how close is close is open.",
)


@dataclass(frozen=True, slots=True)
class Demand:
    """The documents of `dataset` that carry `demand` are an `expect`ed share, as `coders` say."""

    name: ClassVar[str] = "demand"

    dataset: str
    demand: str
    coders: tuple[str, ...]
    expect: str | Threshold
    during: Window = field(default_factory=Window)
    missing: Literal["bounds", "left out"] = "bounds"
    every: Every = "month"
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """From the word or the threshold, as of any share."""
        return SHARES[self.expect] if isinstance(self.expect, str) else beyond(self.expect)

    def axes(self) -> tuple[Axis, ...]:
        """What uncoded documents are; for a process also how documents cluster."""
        return (MISSING, CLUSTERS) if self.reading == "process" else (MISSING,)

    def needs(self) -> tuple[Request, ...]:
        """The documents by what each coder says, and all of them."""
        every: Every | None = self.every if self.reading == "process" else None
        documents = Measure("count", "", self.dataset)
        return (
            Count(documents, self.during, every, self.coders),
            Count(documents, self.during, every),
        )

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The share behind the codes."""
        if len(set(self.coders)) != 2:
            return Infeasible(f"{len(set(self.coders))} coders are named; two are needed")
        codes, documents = cast("Series", answers[0]), cast("Series", answers[1])
        coded = self._coded(codes)
        total, missing = coded.total, max(0.0, float(documents.best.sum()) - coded.total)
        if total < DOCUMENTS:
            return Infeasible(f"{figure(total)} documents coded by both; {DOCUMENTS} needed")
        if missing > (1 - CODED) * (total + missing):
            part = percent(total / (total + missing))
            return Infeasible(f"{part} of the documents are coded by both; 70% needed")
        agreement = reading_of.alpha(coded)
        if np.isnan(agreement):
            always = "always" if coded.both.any() else "never"
            return Infeasible(
                f"both coders {always} saw {self.demand}: how far they agree on it is unknown"
            )
        if self.reading == "realised":
            return self._realised(coded, missing, agreement)
        return self._process(coded, missing, agreement)

    def _coded(self, codes: Series) -> Coded:
        """How many of the coders saw the demand, period by period; blank codes are none."""
        marks = [
            sum(code.casefold() == self.demand.casefold() for code in group) if all(group) else -1
            for group in codes.groups
        ]
        columns = np.array(marks, dtype=int)
        none, one, both = (codes.best[:, columns == seen].sum(axis=1) for seen in (0, 1, 2))
        return Coded(both, one, none)

    def _realised(self, coded: Coded, missing: float, agreement: float) -> Estimate:
        both, one = float(coded.both.sum()), float(coded.one.sum())
        gone = 0.0 if self.missing == "left out" else missing
        full = coded.total + gone
        share = reading_of.corrected(coded, "alike")[0]
        within = Interval(both / full, (both + one + gone) / full)
        return self._estimate(share, (within, within, within), coded, (None, None), agreement)

    def _process(self, coded: Coded, missing: float, agreement: float) -> Estimate:
        gone = 0.0 if self.missing == "left out" else missing / coded.total
        found = [_bounded(*reading_of.worth(coded, errors), gone) for errors in ERRORS]
        certain = certainty(
            self.region,
            lambda e: max(proportion.above(one.low, one.units, e) for one in found),
            lambda e: max(proportion.below(one.high, one.units, e) for one in found),
        )
        share = reading_of.corrected(coded, "alike")[0]
        return self._estimate(share, _hulls(found), coded, certain, agreement)

    def _estimate(
        self,
        share: float,
        at: tuple[Interval, Interval, Interval],
        coded: Coded,
        certain: tuple[float | None, float | None],
        agreement: float,
    ) -> Estimate:
        both, one = float(coded.both.sum()), float(coded.one.sum())
        units = min(reading_of.worth(coded, errors)[1] for errors in ERRORS)
        sampled = certain[0] is not None
        cap, why = _cap(agreement)
        return Estimate(
            share,
            *at,
            unit="share",
            n=int(coded.total),
            edge=edge(self.region),
            p_for=certain[0],
            p_against=certain[1],
            detectable=_detectable(self.region, units) if sampled else None,
            tipping=_tipping(self.region, at[-1]) if sampled else None,
            recorded=f"of {figure(coded.total)} documents {figure(both)} carry it for both coders "
            f"and {figure(one)} for one; alpha {agreement:.2f}",
            census=not sampled,
            caveats=("two coders who do not know each other's codes are taken for granted",),
            cap=cap,
            cap_why=why,
            parts={"both": both, "one": one, "alpha": agreement, "independent documents": units},
        )


def _cap(agreement: float) -> tuple[Cap | None, str]:
    said = f"the coders' agreement is {agreement:.2f} (Krippendorff's alpha)"
    if agreement < LEANS:
        return "undetermined", f"{said}; below {LEANS} nothing can be said"
    if agreement < FULL:
        return "leans", f"{said}; below {FULL:.2f} at most a leaning"
    return None, ""


@dataclass(frozen=True, slots=True)
class _Bounded:
    """Of so many independent documents, hits if no uncoded one has the demand, and if all have."""

    low: float
    high: float
    units: float


def _bounded(share: float, units: float, gone: float) -> _Bounded:
    """`gone` uncoded documents for each coded one."""
    found = (share * units, (share + gone) * units, units * (1 + gone))
    return _Bounded(*(round(one, 6) for one in found))  # lest rounding choose between intervals


def _hulls(found: Sequence[_Bounded]) -> tuple[Interval, Interval, Interval]:
    """The hull of all intervals, at 80, 90 and 95%."""
    low, high, units = (
        np.array([getattr(one, side) for one in found]) for side in ("low", "high", "units")
    )
    levels = np.array([[0.80], [0.90], [0.95]])
    lows = proportion.bounds(low, units, levels)[0].min(axis=1).tolist()
    highs = proportion.bounds(high, units, levels)[1].max(axis=1).tolist()
    at80, at90, at95 = (Interval(*pair) for pair in zip(lows, highs, strict=True))
    return at80, at90, at95


def _detectable(region: Region, units: float) -> float:
    """The share that could be told from the nearest bound, on its true side."""
    at = ends(region)[0]
    step = POWERED * float(np.sqrt(at * (1 - at) / units))
    return min(1.0, at + step) if np.isfinite(region.low) else max(0.0, at - step)


def _tipping(region: Region, within: Interval) -> float | None:
    """How many times likelier documents with the demand would have to be on record."""
    ratios = []
    for at in ends(region):
        near = within.low if within.low > at else within.high
        if not within.low <= at <= within.high and 0 < near < 1 and 0 < at < 1:
            odds = near / (1 - near) / (at / (1 - at))
            ratios.append(max(odds, 1 / odds))
    return min(ratios, default=None)


def from_use(use: WarrantUse) -> Demand:
    """The demand that a claim's keys describe."""
    keys = use.keys
    return Demand(
        str(keys["in"]),
        str(keys["demand"]),
        cast("tuple[str, ...]", keys["coders"]),
        use.expect,
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "process",
    )
