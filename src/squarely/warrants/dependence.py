"""Dependence: how large a part of a country's supply comes from one supplier.

Cues: "depends on", "its main supplier", "without them it would have none of".

Parameter   the supplier's part of all that the user received: dominant from 50%, major from 25%,
            minor below 25%. What is dominant is major too.
Estimator   the supplier's flows over all flows, summed over the claim's years, else over the
            latest 3. Beside it the largest supplier's part and the concentration (sum of squared
            parts, Herfindahl and Hirschman) of the known suppliers.
Interval    a census: the low of the supplier against the high of the rest, and the reverse; flows
            of unknown suppliers are counted as another's, then as the supplier's.
Null        the part lies on the other side of the threshold, which is the edge.
Axis        the latest three years or five, where the claim names none.
Minimum     3 years, something delivered, countries on both sides: no firms, sites or routes.
Fails       a share is no leverage: what could replace it is not in the source. It never says what
            anyone would concede. Volumes, licences and money are three different shares.

Sources: method.md 2.2, W12; Hirschman 1945, National Power and the Structure of Foreign Trade;
Farrell and Newman 2019, International Security 44(1):42; Manski 1989 (unknown suppliers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from math import inf
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators.regions import edge
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Condition, Count, Measure, Request, Series, Window

Array = NDArray[np.float64]

DOMINANT, MAJOR = 0.50, 0.25
LEAST_YEARS = 3
COUNTRY = re.compile(r"[A-Z]{3}")  # how a column of countries spells them
REGIONS = {
    "dominant": Region(DOMINANT, inf, low_closed=True),
    "major": Region(MAJOR, inf, low_closed=True),
    "minor": Region(-inf, MAJOR),
}
YEARS = Axis(
    "years",
    (
        Option("the latest three", keys=(("years", 3),)),
        Option("the latest five", keys=(("years", 5),)),
    ),
    "Deliveries are lumpy: a few ships or aircraft make a year. How many years even that out is "
    "a convention.",
)


@dataclass(frozen=True, slots=True)
class Dependence:
    """`supplier` holds an `expect`ed part of what `user` receives, by the flows `of`."""

    name: ClassVar[str] = "dependence"

    of: Measure
    user: str
    supplier: str
    expect: Literal["dominant", "major", "minor"]
    during: Window = field(default_factory=Window)
    years: int = LEAST_YEARS
    reading: Reading = "realised"

    @property
    def region(self) -> Region:
        """The shares of supply that the word means."""
        return REGIONS[self.expect]

    @property
    def named(self) -> bool:
        """Whether the claim names its years; else the latest count."""
        return self.during != Window()

    def axes(self) -> tuple[Axis, ...]:
        """How many of the latest years, where the claim names none."""
        return () if self.named else (YEARS,)

    def needs(self) -> tuple[Request, ...]:
        """By supplier, from the supplier, from all, and how many suppliers there are.

        The last is asked so that only a source that counts suppliers can answer: the roles of a
        table of trade alone do not say that its values may be added up as supply.
        """
        all_ = self.of.narrowed((Condition("target", (self.user,)),))
        own = all_.narrowed((Condition("actor", (self.supplier,)),))
        suppliers = replace(all_, kind="count", name="suppliers")
        return (
            Count(all_, self.during, "year", ("actor",)),
            Count(own, self.during, "year", ("actor",)),
            Count(all_, self.during, "year", ("target",)),
            Count(suppliers, self.during, "year", ("target",)),
        )

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The supplier's part as a census."""
        if self.reading == "process":
            return Infeasible("a ledger of deliveries is a census: it has no process reading")
        series = cast("tuple[Series, ...]", answers)
        if why := self._too_little(*series[:3]):
            return Infeasible(why)
        kept = tuple(one if self.named else _latest(one, self.years) for one in series)
        everyone, own, whole = (_summed(one) for one in kept[:3])
        if float(whole[1].sum()) <= 0:
            return Infeasible(f"no delivery to {self.user} in these years")
        return self._estimate(everyone, _total(own), _total(whole), kept[2])

    def _too_little(self, everyone: Series, own: Series, whole: Series) -> str:
        least = LEAST_YEARS if self.named else max(self.years, LEAST_YEARS)
        if whole.periods.size < least:
            return f"{whole.periods.size} years; {least} needed"
        names = [name for (name,) in (*everyone.groups, *own.groups, *whole.groups)]
        odd = next((name for name in names if not COUNTRY.fullmatch(name)), None)
        if odd is not None:
            return f"{odd} is no country: dependence is asked of countries only"
        if not own.groups and not COUNTRY.fullmatch(self.supplier):
            return f"no delivery from {self.supplier} on record; name a country by its code"
        return ""

    def _estimate(
        self, everyone: tuple[Array, ...], own: Array, whole: Array, kept: Series
    ) -> Estimate:
        known = np.array([float(bound.sum()) for bound in everyone])
        unknown = np.maximum(whole - known, 0.0)
        rest = np.maximum(known - own, 0.0)
        low = _part(own[0], rest[2] + unknown[2])
        high = _part(own[2] + unknown[2], rest[0])
        parts = everyone[1] / max(float(known[1]), np.finfo(float).tiny)
        within = Interval(low, high)
        return Estimate(
            float(own[1] / whole[1]),
            within,
            within,
            within,
            unit="share of supply",
            n=int(kept.rows.sum()),
            edge=edge(self.region),
            recorded=self._words(own[1], whole[1], kept),
            census=True,
            caveats=_caveats(unknown[1] / whole[1], int(kept.uncoded.sum())),
            parts={
                "from the supplier": float(own[1]),
                "from all": float(whole[1]),
                "largest supplier's share": float(parts.max(initial=0.0)),
                "concentration (0 to 1)": float(np.square(parts).sum()),
                "suppliers": float((everyone[1] > 0).sum()),
            },
        )

    def _words(self, own: float, whole: float, kept: Series) -> str:
        first, last = (str(day.astype("M8[Y]")) for day in kept.periods[[0, -1]])
        return (
            f"{figure(own)} of {figure(whole)} from {self.supplier} to {self.user}, "
            f"{first} to {last}: {percent(own / whole)}"
        )


def _latest(series: Series, years: int) -> Series:
    """The last years of an answer."""
    arrays = ("periods", "low", "best", "high", "rows", "unsized", "uncoded")
    return replace(series, **{name: getattr(series, name)[-years:] for name in arrays})


def _summed(series: Series) -> tuple[Array, Array, Array]:
    """Low, best and high of each group over all years."""
    low, best, high = (np.nansum(a, axis=0) for a in (series.low, series.best, series.high))
    return low, best, high


def _total(bounds: tuple[Array, ...]) -> Array:
    return np.array([float(bound.sum()) for bound in bounds])


def _part(some: float, rest: float) -> float:
    return float(some / (some + rest)) if some + rest > 0 else 0.0


def _caveats(unknown: float, unaddressed: int) -> tuple[str, ...]:
    return (
        "a share of supply says nothing of what would follow if it ended",
        *((f"{percent(unknown)} came from unknown suppliers",) if unknown > 0 else ()),
        *((f"{unaddressed} deliveries name no user",) if unaddressed else ()),
    )


def from_use(use: WarrantUse) -> Dependence:
    """The dependence that a claim's keys describe."""
    keys = use.keys
    return Dependence(
        Measure("sum", "value", str(keys["in"])),
        str(keys["user"]),
        str(keys["supplier"]),
        cast("Literal['dominant', 'major', 'minor']", use.expect),
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
