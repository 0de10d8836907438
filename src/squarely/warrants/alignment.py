"""Alignment: whether two sides drew closer or apart from one period to another.

Cues: "has turned away from", "now votes with", "closer than ever".

Parameter   the change of agreement in points: on a vote, 100 less the distance of two positions
            (yes 100, no 0, abstaining between), averaged over the members of the other side.
Estimator   the change among votes alike in how divided the whole assembly was, averaged over the
            kinds that both periods hold: a changed agenda is no change of mind. Beside it the
            change of the sides' distance on a line fitted to all members' votes (ideal points).
Null        "closer": at most +5 points. "further": at least -5. "none": outside of these.
            Of ideal points a quarter of the standard deviation of all members' positions.
Interval    Student's t from votes that cluster in months or years, whichever says less; with ten
            members or more, who then stand for others, the jackknife over members is added.
Minimum     20 shared votes in each period, of two months; fewer than three years in one: at most a
            leaning, and a year is held to swing by 6 points. For ideal points 40 other members who
            voted in both periods.
Axes        what abstaining means (between; a no; no position), the agenda (matched; all alike), and
            the measure (agreement; ideal points), so that a verdict needs both.
Realised    the same change as a census.
Fails       texts that differ under one heading; roll calls that are only called when they divide;
            agreement about small things. One dimension of many: who agrees is no ally for that.

Sources: method.md 2.2, W7; those of `squarely.estimators.votes` and `.distances`; Voeten 2013, in
Routledge Handbook of International Organization.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

from squarely.estimators import distances, votes
from squarely.estimators.distances import Distances, Rolls
from squarely.estimators.regions import Tested, certainty
from squarely.estimators.votes import Period
from squarely.estimators.wording import figure, percent
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
Scale = Literal["agreement", "ideal-point"]

LEAST = 20  # shared votes in each period
MONTHS = 2  # in each period: one cannot show how months swing
YEARS = 3  # below, a year's swing cannot be told from a change
EDGES: Mapping[Scale, float] = {"agreement": 5.0, "ideal-point": 0.25}
UNITS: Mapping[Scale, str] = {
    "agreement": "points of agreement",
    "ideal-point": "standard deviations of members' positions",
}
CAST = ("yes", "no", "abstain")
DIVIDED = (0.50, 0.75, 0.90)  # of yes among yes, no and abstaining: bounds between kinds of votes
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
MEASURES: Mapping[Scale, Option] = {
    "agreement": Option("agreement", keys=(("measure", "agreement"),)),
    "ideal-point": Option("ideal points", keys=(("measure", "ideal-point"),)),
}


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
    measure: Scale = "agreement"
    stated: Scale = "agreement"  # in whose unit the claim is judged; no axis changes it
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """The changes, in the unit of the claim's own measure, that make it true."""
        return _region(self.expect, EDGES[self.stated])

    def axes(self) -> tuple[Axis, ...]:
        """What abstaining means, whether the agenda is matched, and what is measured."""
        ways = sorted(MEASURES, key=lambda way: way != self.stated)
        measured = Axis(
            "measure",
            tuple(MEASURES[way] for way in ways),
            "Agreement moves with what is voted on, a position with what the model assumes.",
        )
        return (ABSTAINING, AGENDA, measured)

    def needs(self) -> tuple[Request, ...]:
        """Positions of both sides in both periods, and how the whole assembly voted on each.

        For ideal points the positions of all.
        """
        sides = ((self.actor,), self.others)
        pairs = tuple(
            self._pairs(window, Condition("actor", names))
            for window in (self.before, self.after)
            for names in sides
        )
        if self.measure == "ideal-point":
            all_ = Condition("position", CAST)
            return (*pairs, *(self._pairs(window, all_) for window in (self.before, self.after)))
        span = Window(self.before.first, self.after.last)
        where = self._items()
        return (*pairs, self._votes(where, span, ("yes",)), self._votes(where, span, CAST))

    def _pairs(self, window: Window, among: Condition) -> Pairs:
        where = (*self._items(), among)
        return Pairs(self.dataset, where, window, "actor", "item", "position")

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
        """How far agreement, or the distance, moved."""
        one, two, three, four = cast("tuple[Occurrences, ...]", answers[:4])
        if odd := sorted((set(two.left) ^ set(four.left)) - set(one.left)):
            return Infeasible(f"{odd[0]} took part in one period only: name those of both")
        if self.measure == "ideal-point":
            own = sorted({*one.left, *three.left})
            others = tuple(sorted(set(two.left) - set(own)))
            rows = cast("tuple[Occurrences, Occurrences]", answers[4:])
            return self._positions(own, others, rows)
        yes, cast_ = (_totals(series) for series in cast("tuple[Series, ...]", answers[4:]))
        parts = {item: yes.get(item, 0.0) / n for item, n in cast_.items() if n > 0}
        sides = self._period(one, two, parts), self._period(three, four, parts)
        counts = [int((~np.isnan(side.agree)).any(axis=1).sum()) for side in sides]
        if min(counts) < LEAST:
            return Infeasible(f"{counts[0]} and {counts[1]} shared votes, {LEAST} each are needed")
        if why := _one_month(sides[0].days, sides[1].days):
            return Infeasible(why)
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
        strata = self._kinds([parts.get(item, 0.0) for item in items])
        return Period(agree, strata, np.array([mine[item][1] for item in items], "M8[D]"))

    def _kinds(self, yes: ArrayLike) -> NDArray[np.int64]:
        """Which votes are alike in how divided the assembly was."""
        kinds = np.searchsorted(DIVIDED, np.asarray(yes), "right").astype(np.int64)
        return kinds if self.agenda == "matched" else np.zeros_like(kinds)

    def _estimate(self, sides: tuple[Period, Period], counts: list[int]) -> Estimate | Infeasible:
        moved = votes.move(*sides)
        if moved is None:
            return Infeasible("no kind of vote stands in both periods")
        was, is_ = (float(np.nanmean(votes.means(side))) for side in sides)
        said = (
            f"agreement on {counts[0]} votes {percent(was)}, on {counts[1]} votes {percent(is_)}",
            {"agreement before": was, "agreement after": is_},
        )
        days = sides[0].days, sides[1].days
        return self._told(votes.tested(moved), days, counts, said, sides[0].agree.shape[1])

    def _positions(
        self, own: list[str], others: tuple[str, ...], rows: tuple[Occurrences, Occurrences]
    ) -> Estimate | Infeasible:
        """How far the distance of the two sides' positions moved."""
        codes = CODES[self.abstain]
        ranks = sorted(set(codes.values()))
        levels = {position: ranks.index(value) for position, value in codes.items()}
        rolls = distances.rolls(rows[0], levels), distances.rolls(rows[1], levels)
        counts = [distances.shared(side, own[0], others) if own else 0 for side in rolls]
        if len(others) >= votes.CROWD:
            here = distances.seated(*rolls)
            others = tuple(name for name in others if name in here)
        if why := self._unfit(rolls, (*own, *others), counts):
            return Infeasible(why)
        before, after = (self._kinds(distances.yes(one)) for one in rows)
        weights = distances.alike(before, after)
        if weights is None:
            return Infeasible("no kind of vote stands in both periods")
        found = distances.move(*rolls, (own[0], others), weights, len(ranks))
        if found is None:
            return Infeasible("one side stands beyond nearly all votes: its position is not known")
        return self._placed(found, rolls, counts, len(others))

    def _unfit(
        self, rolls: tuple[Rolls, Rolls], sides: tuple[str, ...], counts: list[int]
    ) -> str | None:
        """Why no line can be fitted, or no distance read from it."""
        if min(counts) < LEAST:
            return f"{counts[0]} and {counts[1]} shared votes, {LEAST} each are needed"
        if why := _one_month(rolls[0].days, rolls[1].days):
            return why
        here = distances.seated(*rolls)
        if odd := [name for name in sides if name not in here]:
            return f"{odd[0]} cast fewer than {distances.SEEN} votes in one of the periods"
        if (n := len(here) - 1) < distances.MEMBERS:
            return f"{n} other members in both periods, {distances.MEMBERS} are needed for a line"
        return None

    def _placed(
        self, found: Distances, rolls: tuple[Rolls, Rolls], counts: list[int], members: int
    ) -> Estimate:
        said = (
            f"distance on {counts[0]} votes {figure(round(found.before, 2))}, on {counts[1]} votes "
            f"{figure(round(found.after, 2))} standard deviations of all members",
            {"distance before": found.before, "distance after": found.after},
        )
        days = rolls[0].days, rolls[1].days
        return self._told(votes.tested(found.moved), days, counts, said, members)

    def _told(
        self,
        seen: Tested,
        days: tuple[NDArray[np.datetime64], NDArray[np.datetime64]],
        counts: list[int],
        said: tuple[str, dict[str, float]],
        members: int,
    ) -> Estimate:
        """What was found, in the unit of the claim's own measure."""
        census = self.reading == "realised"
        edge = EDGES[self.measure]
        p = None if census else certainty(_region(self.expect, edge), seen.above, seen.below)
        value = Interval(seen.value, seen.value)
        at = (value, value, value) if census else seen.at
        short = not census and min(np.unique(one.astype("M8[Y]")).size for one in days) < YEARS
        reach = seen.detectable(edge) * (-1 if self.expect == "further" else 1)
        found = Estimate(
            seen.value,
            at[0],
            at[1],
            at[2],
            UNITS[self.measure],
            n=sum(counts),
            edge=edge,
            p_for=p[0] if p else None,
            p_against=p[1] if p else None,
            detectable=None if census else reach,
            recorded=said[0],
            census=census,
            caveats=("agreement on votes is one dimension of many",),
            cap="leans" if short else None,
            cap_why=f"fewer than {YEARS} years in a period: one year's swing may do it" * short,
            parts={
                **said[1],
                "members": float(members),
                "votes before": float(counts[0]),
                "votes after": float(counts[1]),
            },
        )
        return _restated(found, EDGES[self.stated] / edge, UNITS[self.stated])


def _one_month(*periods: NDArray[np.datetime64]) -> str:
    """Why months cannot be told apart; empty where they can."""
    fewest = min(np.unique(days.astype("M8[M]")).size for days in periods)
    return "all votes of a period fall in one month; two months are needed" * (fewest < MONTHS)


def _region(expect: Literal["closer", "further", "none"], edge: float) -> Region:
    """The changes that a word means."""
    if expect == "none":
        return Region(-edge, edge, low_closed=True, high_closed=True)
    return Region(edge, inf) if expect == "closer" else Region(-inf, -edge)


def _restated(found: Estimate, by: float, unit: str) -> Estimate:
    """An estimate in another unit, edge upon edge, so that the measures can be set side by side."""
    if by == 1:
        return found
    ends = [Interval(by * one.low, by * one.high) for one in (found.at80, found.at90, found.at95)]
    return replace(
        found,
        value=by * found.value,
        at80=ends[0],
        at90=ends[1],
        at95=ends[2],
        unit=unit,
        edge=None if found.edge is None else by * found.edge,
        detectable=None if found.detectable is None else by * found.detectable,
    )


def _totals(series: Series) -> dict[str, float]:
    """Votes by item."""
    sums = series.best.sum(axis=0)
    return {item: float(n) for (item,), n in zip(series.groups, sums, strict=True)}


def from_use(use: WarrantUse) -> Alignment:
    """The alignment that a claim's keys describe."""
    keys = use.keys
    measure = cast("Scale", keys.get("measure") or "agreement")
    return Alignment(
        str(keys["in"]),
        str(keys["actor"]),
        cast("tuple[str, ...]", keys["with"]),
        cast("Window", keys["before"]),
        cast("Window", keys["after"]),
        cast("Literal['closer', 'further', 'none']", use.expect),
        cast("Items | str | None", keys.get("item")),
        measure=measure,
        stated=measure,
        reading=use.reading or "process",
    )
