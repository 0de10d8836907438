"""Opinion: what part of a public gives an answer, as several pollsters find it.

Cues: "most Italians think", "few support", "six in ten".

Parameter   the share of the population that gives `answer` to `question`, over the window.
Estimator   each pollster's mean over its polls of the whole sample, then the mean of pollsters.
Interval    sampling error with a design effect; the scatter between pollsters, joined to what is
            known of house effects; and a floor of 3 points at 95% for what all polls get wrong
            together, which no number of polls shrinks. The p-value is that of the same interval.
Null        the share lies on the other side of the threshold, which is the edge.
Minimum     one poll; from fewer than two pollsters at most a leaning.
Axes        the design effect; polls whose number of respondents is not printed.
Realised    the range of the pollsters' results, a census of the polls on record.
Fails       wording; the day of the fieldwork; panels that anyone may join; fear. One public at a
            time. A single poll is never a trend, and nor is a share.

Sources: method.md 2.2, W14; Shirani-Mehr, Rothschild, Goel and Gelman 2018, JASA 113:607 (total
error); Smyth 2004, Statistical Applications in Genetics and Molecular Biology 3(1):3 (scatter
joined to what is known); more in `squarely.estimators.polls`; Kish 1965, Survey Sampling (the
design effect).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import polls
from squarely.estimators.regions import SHARES, beyond, certainty, edge, ends
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Reading, Threshold, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Condition, Count, Measure, Request, Series, Window

Array = NDArray[np.float64]

POLLSTERS = 2  # fewer cannot tell a pollster's ways from a public's mind
ASSUMED = 500  # respondents of a poll that does not say: fewer than national polls have
NAMED = 6  # more pollsters are told as a range
COUNTRY = re.compile(r"[A-Z]{3}")

DESIGN = Axis(
    "design effect",
    (
        Option("1.5", keys=(("design", 1.5),)),
        Option("1 (simple random sample)", keys=(("design", 1.0),)),
        Option("2", keys=(("design", 2.0),)),
    ),
    "Weights and clusters make a respondent worth less than one drawn at random; few pollsters "
    "print how much less.",
)
UNPRINTED = Axis(
    "polls without a number of respondents",
    (
        Option(f"as if {ASSUMED}", keys=(("unprinted", "assumed"),)),
        Option("left out", keys=(("unprinted", "left out"),)),
    ),
    "Pages often report a poll without its size; it is evidence all the same, or it is not.",
)


@dataclass(frozen=True, slots=True)
class Polls:
    """One entry a pollster: its name, its share, its sampling variance; and all polls' rows."""

    names: tuple[str, ...]
    shares: Array
    variances: Array
    rows: int
    respondents: float
    periods: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """`answer` to `question` is given by an `expect`ed share of `population`, by the polls `of`."""

    name: ClassVar[str] = "opinion"

    of: Measure
    question: str
    answer: str
    expect: str | Threshold
    population: str | None = None
    during: Window = field(default_factory=Window)
    design: float = 1.5
    unprinted: Literal["assumed", "left out"] = "assumed"
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """From the word or the threshold."""
        return SHARES[self.expect] if isinstance(self.expect, str) else beyond(self.expect)

    def axes(self) -> tuple[Axis, ...]:
        """The design effect, and what a poll without its size is worth."""
        return (DESIGN, UNPRINTED) if self.reading == "process" else ()

    def needs(self) -> tuple[Request, ...]:
        """Per cent and respondents by month and pollster; which countries were asked."""
        given = (
            Condition("item", (self.question,)),
            Condition("position", (self.answer,)),
            Condition("type", ("all",)),
            *self._public(),
        )
        value = self.of.narrowed(given)
        size = Measure("sum", "n", value.dataset, value.where)
        count = Measure("count", "", value.dataset, value.where)
        return (
            Count(value, self.during, "month", ("actor",)),
            Count(size, self.during, "month", ("actor",)),
            Count(count, self.during, "month", ("place",)),
        )

    def _public(self) -> tuple[Condition, ...]:
        """A country by its code, any other public by the words of the source."""
        if self.population is None:
            return ()
        column = "place" if COUNTRY.fullmatch(self.population) else "population"
        return (Condition(column, (self.population,)),)

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """What the polls say."""
        value, size, places = cast("tuple[Series, ...]", answers)
        if why := self._unfit(value, places):
            return Infeasible(why)
        found = self._polls(value, size)
        if isinstance(found, Infeasible):
            return found
        return self._process(found) if self.reading == "process" else self._realised(found)

    def _unfit(self, value: Series, places: Series) -> str:
        asked = int(value.rows.sum())
        if not asked:
            whom = f" of {self.population} (a country is named by its code)"
            return f"no poll on record asked it{whom if self.population else ''}"
        known = tuple(name for (name,) in places.groups)
        if self.population is None and (len(known) != 1 or int(places.rows.sum()) < asked):
            several = ", ".join(known[:NAMED]) or "several countries at once"
            return f"polls of more than one public ({several}): name the population"
        shown = value.best[~np.isnan(value.best)]
        if not shown.size:
            return "the polls on record give no figure"
        if shown.min() < 0 or shown.max() > 100:
            return "figures below 0 or above 100 are balances, not shares of a public"
        return ""

    def _polls(self, value: Series, size: Series) -> Polls | Infeasible:
        n = size.best + (ASSUMED * size.unsized if self.unprinted == "assumed" else 0)
        used = ~np.isnan(value.best) & (value.rows > 0) & (n > 0)
        if not used.any():
            return Infeasible("no poll on record prints its number of respondents")
        share = np.where(used, value.best / 100, 0.0)
        chance = np.where(used, polls.sampling(share, np.where(used, n, 1.0), self.design), 0.0)
        waves = used.sum(axis=0)
        kept = waves > 0
        return Polls(
            tuple(name for (name,), keep in zip(value.groups, kept, strict=True) if keep),
            share.sum(axis=0)[kept] / waves[kept],
            chance.sum(axis=0)[kept] / waves[kept] ** 2,
            int(value.rows[used].sum()),
            float(size.best[used].sum()),
            int(used.any(axis=1).sum()),
        )

    def _process(self, found: Polls) -> Estimate:
        pooled = polls.pool(found.shares, found.variances)
        seen = polls.tested(pooled)
        p_for, p_against = certainty(self.region, seen.above, seen.below)
        own = {
            "house scatter": pooled.house,
            "sampling error": float(found.variances.mean()) ** 0.5,
        }
        return self._estimate(found, seen.value, seen.at, own, (p_for, p_against))

    def _realised(self, found: Polls) -> Estimate:
        within = Interval(float(found.shares.min()), float(found.shares.max()))
        return self._estimate(found, float(found.shares.mean()), (within,) * 3, {}, None)

    def _estimate(
        self,
        found: Polls,
        value: float,
        at: Sequence[Interval],
        own: dict[str, float],
        p: tuple[float, float] | None,
    ) -> Estimate:
        alone = len(found.names) < POLLSTERS
        return Estimate(
            value,
            at[0],
            at[1],
            at[2],
            unit="share",
            n=found.rows,
            edge=edge(self.region),
            p_for=p[0] if p else None,
            p_against=p[1] if p else None,
            detectable=_detectable(self.region, at[0], at[2]) if p else None,
            recorded=_said(found),
            census=p is None,
            caveats=_caveats(found),
            cap="leans" if alone else None,
            cap_why="one pollster only: a second one is needed" if alone else "",
            parts={
                "pollsters": float(len(found.names)),
                "polls": float(found.rows),
                "respondents printed": found.respondents,
                **own,
            },
        )


def _said(found: Polls) -> str:
    told = [f"{name} {percent(x)}" for name, x in zip(found.names, found.shares, strict=True)]
    if len(told) <= NAMED:
        return ", ".join(told)
    low, high = percent(float(found.shares.min())), percent(float(found.shares.max()))
    return f"{figure(len(told))} pollsters: {low} to {high}"


def _caveats(found: Polls) -> tuple[str, ...]:
    apart = f"polls of {found.periods} months are averaged: it is one share, not a trend"
    alone = "a single poll is never a trend"
    return (
        "wording, panels and who does not answer are held to about 3 points",
        *((alone,) if found.rows == 1 else ()),
        *((apart,) if found.periods > 1 else ()),
    )


def _detectable(region: Region, at80: Interval, at95: Interval) -> float:
    """The share that could be told from the nearest bound, on its true side."""
    step = (at95.high - at95.low) / 2 + (at80.high - at80.low) / 2
    at = ends(region)[0]
    return min(1.0, at + step) if np.isfinite(region.low) else max(0.0, at - step)


def from_use(use: WarrantUse) -> Opinion:
    """The opinion that a claim's keys describe."""
    keys = use.keys
    population = keys.get("population")
    return Opinion(
        Measure("value", "value", str(keys["in"])),
        str(keys["question"]),
        str(keys["answer"]),
        use.expect,
        str(population) if population is not None else None,
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "process",
    )
