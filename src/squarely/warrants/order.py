"""Order: whether one thing came before another.

Estimator: days from the first to the second. A date is an interval by its precision; of a moment
that several rows date, the earliest occurrence counts.
Null: the second did not come later.
Interval: from the second's earliest day minus the first's latest to the second's latest minus the
first's earliest. Two dates that may fall on one day overlap: within a day nothing is ordered, so
the interval then reaches a day further.
Edge: nought. Minimum: one dated occurrence each.
Fails: a source that begins after the thing began; says nothing of cause.

Sources: method.md 2.2, W17; Allen 1983, Communications of the ACM 26:832.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, cast

import numpy as np

from squarely.estimators.wording import figure
from squarely.model.argument import Moment, Reading, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Occurrences, Pairs, Request, Window

WHOLE = float("inf")
Dates = tuple[np.datetime64, np.datetime64]


@dataclass(frozen=True, slots=True)
class Order:
    """`first` came `expect` (before or after) `then`."""

    name: ClassVar[str] = "order"

    first: Moment
    then: Moment
    expect: Literal["before", "after"]
    reading: Reading = "realised"

    @property
    def region(self) -> Region:
        """Days from `first` to `then`: positive for before, negative for after."""
        return Region(0.0, WHOLE) if self.expect == "before" else Region(-WHOLE, 0.0)

    def axes(self) -> tuple[Axis, ...]:
        """None of its own."""
        return ()

    def needs(self) -> tuple[Request, ...]:
        """The rows that date a moment which is not a date already."""
        moments = (self.first, self.then)
        return tuple(
            Pairs(moment.dataset, moment.where, moment.during or Window())
            for moment in moments
            if moment.dataset is not None
        )

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The gap in days, as a census."""
        if self.reading == "process":
            return Infeasible("two dates have an order or none: there is no process reading")
        left = list(cast("tuple[Occurrences, ...]", answers))
        found = []
        for moment in (self.first, self.then):
            dates = _dated(moment, left.pop(0) if moment.dataset is not None else None)
            if isinstance(dates, Infeasible):
                return dates
            found.append(dates)
        return self._estimate(found[0], found[1], sum(len(a.first) for a in _all(answers)))

    def _estimate(self, first: Dates, then: Dates, rows: int) -> Estimate:
        low, high = _days(first[1], then[0]), _days(first[0], then[1])
        overlap = low <= 0 <= high
        within = Interval(low - 1, high + 1) if overlap else Interval(low, high)
        value = (_days(first[0], then[0]) + _days(first[1], then[1])) / 2
        gap = "their dates overlap" if overlap else f"{figure(abs(value))} days apart"
        return Estimate(
            value,
            within,
            within,
            within,
            unit="days",
            n=max(rows, 2),
            edge=0.0,
            recorded=f"{_said(first)} and {_said(then)}: {gap}",
            census=True,
            caveats=("order says nothing of cause",),
        )


def _all(answers: tuple[Answer, ...]) -> tuple[Occurrences, ...]:
    return cast("tuple[Occurrences, ...]", answers)


def _dated(moment: Moment, rows: Occurrences | None) -> Dates | Infeasible:
    """The earliest and the latest day on which the moment's earliest occurrence may have begun."""
    if rows is None:
        days = moment.during or Window()
        if days.first is None or days.last is None:
            return Infeasible(f"{days} has an open side: it dates nothing")
        return np.datetime64(days.first, "D"), np.datetime64(days.last, "D")
    if len(rows.first) == 0:
        return Infeasible(f"no row of {moment.dataset} dates it")
    return rows.first.min(), rows.last.min()


def _days(start: np.datetime64, end: np.datetime64) -> float:
    return float((end - start) / np.timedelta64(1, "D"))


def _said(dates: Dates) -> str:
    first, last = (str(day.astype("M8[D]")) for day in dates)
    return first if first == last else f"{first} to {last}"


def from_use(use: WarrantUse) -> Order:
    """The order that a claim's keys describe."""
    return Order(
        cast("Moment", use.keys["first"]),
        cast("Moment", use.keys["then"]),
        cast("Literal['before', 'after']", use.expect),
        use.reading or "realised",
    )
