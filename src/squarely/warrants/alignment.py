"""Alignment: whether two sides drew closer or apart from one period to another.

Cues: "has turned away from", "now votes with", "closer than ever".

Parameter   the change of agreement in points: on a vote, 100 less the distance of two positions
            (yes 100, no 0, abstaining between), averaged over the members of the other side.
Estimator   the change among votes alike in how divided the whole assembly was, averaged over the
            kinds that both periods hold: a changed agenda is no change of mind.
Null        "closer": at most +5 points. "further": at least -5. "none": outside of these.
Interval    Student's t from votes that cluster in months or years, whichever says less; with ten
            members or more, who then stand for others, the jackknife over members is added.
Minimum     20 shared votes in each period, of two months; fewer than three years in one: at most a
            leaning, and a year is held to swing by 6 points.
Axes        what abstaining means (between; a no; no position), and the agenda (matched; all alike).
Realised    the same change as a census.
Fails       texts that differ under one heading; roll calls that are only called when they divide;
            agreement about small things. One dimension of many: who agrees is no ally for that.

Sources: method.md 2.2, W7; those of `squarely.estimators.votes`; Voeten 2013, in Routledge
Handbook of International Organization.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import votes
from squarely.estimators.regions import certainty
from squarely.estimators.votes import Period
from squarely.estimators.wording import percent
from squarely.model.argument import Items, Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import (
    Answer,
    Condition,
    Count,
    Measure,
    Occurrences,
    Pairs,
    Request,
    Series,
    Window,
)

Array = NDArray[np.float64]
Abstain = Literal["between", "as no", "no position"]

LEAST = 20  # shared votes in each period
MONTHS = 2  # in each period: one cannot show how months swing
YEARS = 3  # below, a year's swing cannot be told from a change
EDGE = 5.0
UNIT = "points of agreement"
CAST = ("yes", "no", "abstain")
DIVIDED = (0.50, 0.75, 0.90)  # of yes among yes, no and abstaining: bounds between kinds of votes
REGIONS = {
    "closer": Region(EDGE, inf),
    "further": Region(-inf, -EDGE),
    "none": Region(-EDGE, EDGE, low_closed=True, high_closed=True),
}
CODES: Mapping[Abstain, Mapping[str, float]] = {
    "between": {"yes": 1.0, "abstain": 0.5, "no": 0.0},
    "as no": {"yes": 1.0, "abstain": 0.0, "no": 0.0},
    "no position": {"yes": 1.0, "no": 0.0},
}
ABSTAINING = Axis(
    "abstaining",
    (
        Option("between yes and no", keys=(("abstain", "between"),)),
        Option("as a no", keys=(("abstain", "as no"),)),
        Option("as no position", keys=(("abstain", "no position"),)),
    ),
    "Whether abstaining is half a yes, a polite no or silence is a matter of reading.",
)
AGENDA = Axis(
    "agenda",
    (
        Option("votes alike in how divided the assembly was", keys=(("agenda", "matched"),)),
        Option("all votes", keys=(("agenda", "all"),)),
    ),
    "Periods vote on different things; matching undoes part of that and gives up votes.",
)


@dataclass(frozen=True, slots=True)
class Alignment:
    """From `before` to `after`, `actor` and the members of `others` moved as `expect` says."""

    name: ClassVar[str] = "alignment"

    dataset: str
    actor: str
    others: tuple[str, ...]
    before: Window
    after: Window
    expect: Literal["closer", "further", "none"]
    item: Items | str | None = None
    abstain: Abstain = "between"
    agenda: Literal["matched", "all"] = "matched"
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """The changes, in points of agreement, that make the claim true."""
        return REGIONS[self.expect]

    def axes(self) -> tuple[Axis, ...]:
        """What abstaining means, and whether the agenda is matched."""
        return (ABSTAINING, AGENDA)

    def needs(self) -> tuple[Request, ...]:
        """Positions of both sides in both periods, and how the whole assembly voted on each."""
        where = self._items()
        sides = ((self.actor,), self.others)
        pairs = tuple(
            Pairs(
                self.dataset,
                (*where, Condition("actor", names)),
                window,
                "actor",
                "item",
                "position",
            )
            for window in (self.before, self.after)
            for names in sides
        )
        span = Window(self.before.first, self.after.last)
        return (*pairs, self._votes(where, span, ("yes",)), self._votes(where, span, CAST))

    def _items(self) -> tuple[Condition, ...]:
        if isinstance(self.item, Items):
            name = (Condition("item", (self.item.name,)),) if self.item.name else ()
            return (*self.item.where, *name)
        return (Condition("item", (self.item,)),) if self.item else ()

    def _votes(
        self, where: tuple[Condition, ...], span: Window, positions: tuple[str, ...]
    ) -> Count:
        given = (*where, Condition("position", positions))
        return Count(Measure("count", "", self.dataset, given), span, None, ("item",))

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """How far agreement moved."""
        one, two, three, four = cast("tuple[Occurrences, ...]", answers[:4])
        if odd := sorted((set(two.left) ^ set(four.left)) - set(one.left)):
            return Infeasible(f"{odd[0]} took part in one period only: name those of both")
        yes, cast_ = (_totals(series) for series in cast("tuple[Series, ...]", answers[4:]))
        parts = {item: yes.get(item, 0.0) / n for item, n in cast_.items() if n > 0}
        sides = self._period(one, two, parts), self._period(three, four, parts)
        counts = [int((~np.isnan(side.agree)).any(axis=1).sum()) for side in sides]
        if min(counts) < LEAST:
            return Infeasible(f"{counts[0]} and {counts[1]} shared votes, {LEAST} each are needed")
        if min(np.unique(side.days.astype("M8[M]")).size for side in sides) < MONTHS:
            return Infeasible("all votes of a period fall in one month; two months are needed")
        return self._estimate(sides, counts)

    def _period(self, own: Occurrences, theirs: Occurrences, parts: Mapping[str, float]) -> Period:
        """Agreement on each vote on which the actor took a position."""
        codes = CODES[self.abstain]
        mine = {
            item: (codes[position], day)
            for item, position, day in zip(own.right, own.label, own.first, strict=True)
            if position in codes
        }
        items = sorted(mine)
        members = sorted(set(theirs.left) - set(own.left))
        row, column = ({name: i for i, name in enumerate(names)} for names in (items, members))
        agree = np.full((len(items), len(members)), np.nan)
        for who, item, position in zip(theirs.left, theirs.right, theirs.label, strict=True):
            if item in row and who in column and position in codes:
                agree[row[item], column[who]] = 1 - abs(mine[item][0] - codes[position])
        kind = [int(np.searchsorted(DIVIDED, parts.get(item, 0.0), "right")) for item in items]
        strata = np.array(kind if self.agenda == "matched" else [0] * len(items), dtype=np.int64)
        return Period(agree, strata, np.array([mine[item][1] for item in items], "M8[D]"))

    def _estimate(self, sides: tuple[Period, Period], counts: list[int]) -> Estimate | Infeasible:
        moved = votes.move(*sides)
        if moved is None:
            return Infeasible("no kind of vote stands in both periods")
        seen = votes.tested(moved)
        value = Interval(seen.value, seen.value)
        census = self.reading == "realised"
        p = None if census else certainty(self.region, seen.above, seen.below)
        at = (value, value, value) if census else seen.at
        years = min(np.unique(side.days.astype("M8[Y]")).size for side in sides)
        short = not census and years < YEARS
        was, is_ = (float(np.nanmean(votes.means(side))) for side in sides)
        return Estimate(
            seen.value,
            at[0],
            at[1],
            at[2],
            UNIT,
            n=sum(counts),
            edge=EDGE,
            p_for=p[0] if p else None,
            p_against=p[1] if p else None,
            detectable=None if census else self._detectable(seen.detectable(EDGE)),
            recorded=f"agreement on {counts[0]} votes {percent(was)}, on {counts[1]} votes "
            f"{percent(is_)}",
            census=census,
            caveats=("agreement on votes is one dimension of many",),
            cap="leans" if short else None,
            cap_why=f"fewer than {YEARS} years in a period: one year's swing may do it" * short,
            parts={
                "agreement before": was,
                "agreement after": is_,
                "members": float(sides[0].agree.shape[1]),
                "votes before": float(counts[0]),
                "votes after": float(counts[1]),
            },
        )

    def _detectable(self, reach: float) -> float:
        return -reach if self.expect == "further" else reach


def _totals(series: Series) -> dict[str, float]:
    """Votes by item."""
    sums = series.best.sum(axis=0)
    return {item: float(n) for (item,), n in zip(series.groups, sums, strict=True)}


def from_use(use: WarrantUse) -> Alignment:
    """The alignment that a claim's keys describe."""
    keys = use.keys
    return Alignment(
        str(keys["in"]),
        str(keys["actor"]),
        cast("tuple[str, ...]", keys["with"]),
        cast("Window", keys["before"]),
        cast("Window", keys["after"]),
        cast("Literal['closer', 'further', 'none']", use.expect),
        cast("Items | str | None", keys.get("item")),
        reading=use.reading or "process",
    )
