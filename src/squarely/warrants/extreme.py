"""Extreme: whether one is the largest or the smallest of its kind.

Cue: "the largest since 1946".

Estimator: the item's figure minus that of its strongest rival, over the complete comparison set.
Null: some rival is at least as large (as small). A tie is no extreme.
Interval: from the item's low minus the highest rival's high to the item's high minus the highest
rival's low, so that "supported" needs the item's low to exceed every rival's high.
Edge: nought. Minimum: one rival, and a frame that reaches back to the date named.
Fails: coverage that grows over time makes the latest the largest.

Sources: method.md 2.2, W4; Gupta & Panchapakesan 1979, Multiple Decision Procedures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators.measured import SIZES, Measured, Sizes, asked, measured
from squarely.estimators.wording import figure
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]

LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}  # days of a period


@dataclass(frozen=True, slots=True)
class Extreme:
    """`item`, a period (`every`) or a value of `by`, has the `expect`ed extreme of `of`."""

    name: ClassVar[str] = "extreme"

    of: Measure
    item: str
    expect: Literal["largest", "smallest"]
    every: Every | None = None
    by: str | None = None
    since: Window | None = None
    during: Window = field(default_factory=Window)
    sizes: Sizes = "bounds"
    reading: Reading = "realised"

    @property
    def region(self) -> Region:
        """Above every rival, or below every rival."""
        whole = float("inf")
        return Region(0.0, whole) if self.expect == "largest" else Region(-whole, 0.0)

    def axes(self) -> tuple[Axis, ...]:
        """How a range of sizes is read, for sums."""
        return (SIZES,) if self.of.kind == "sum" else ()

    def needs(self) -> tuple[Request, ...]:
        """The measure of every period or of every value of `by`; for the smallest also all rows."""
        during = self.during.within(Window(self.since.first if self.since else None))
        groups = (self.by,) if self.by else ()
        own = asked(Count(self.of, during, self.every, groups))
        if not self._may_have_none:
            return own
        return (*own, Count(Measure("count", "", self.of.dataset), during, None, groups))

    @property
    def _may_have_none(self) -> bool:
        """Whether a rival could be smallest by having no row at all."""
        return bool(self.by) and self.expect == "smallest" and self.of.kind in ("count", "sum")

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The item against its strongest rival, as a census."""
        if self.reading == "process":
            return Infeasible("an extreme is one of the record: it has no process reading")
        if (self.every is None) == (self.by is None):
            return Infeasible("name the rivals by `every` or by `by`, one of the two")
        frame = cast("Series", answers[0])
        if why := self._too_short(frame):
            return Infeasible(why)
        found = measured(self.of, answers, self.sizes)
        place = self._place(frame)
        if place is None:
            return Infeasible(f"{self.item} is not among what is compared")
        result = self._compare(found, self._names(frame), place)
        if isinstance(result, Infeasible) or not self._may_have_none or len(answers) < 2:
            return result
        bare = set(cast("Series", answers[1]).groups) - set(frame.groups)
        return self._beside_none(result, len(bare)) if bare else result

    def _too_short(self, frame: Series) -> str:
        if self.since is None or self.since.last is None:
            return ""
        if frame.periods.size and frame.periods[0] <= np.datetime64(self.since.last, "D"):
            return ""
        start = frame.periods[0] if frame.periods.size else "no period"
        return f"the record starts at {start}, after {self.since.first}"

    def _place(self, frame: Series) -> int | None:
        if self.every is None:
            return frame.groups.index((self.item,)) if (self.item,) in frame.groups else None
        days = _days(self.item)
        if days is None or frame.periods.size == 0:
            return None
        first, last = np.searchsorted(frame.periods, np.array(days), "right") - 1
        length = int((days[1] - frame.periods[first]).astype(int)) + 1 if first >= 0 else 0
        return int(first) if first == last and 0 < length <= LONGEST[self.every] else None

    def _names(self, frame: Series) -> tuple[str, ...]:
        if self.every is None:
            return tuple(group[0] for group in frame.groups)
        digits = {"year": 4, "month": 7}.get(self.every, 10)
        return tuple(str(day)[:digits] for day in frame.periods)

    def _compare(self, found: Measured, names: tuple[str, ...], at: int) -> Estimate | Infeasible:
        turn = 1.0 if self.expect == "largest" else -1.0
        low, best, high = _turned(found, turn, across=self.by is not None)
        rivals = ~np.isnan(best) & (np.arange(best.size) != at)
        if np.isnan(best[at]):
            return Infeasible(f"{self.item} has no figure")
        if not rivals.any():
            return Infeasible("no rival has a figure")
        rival = int(np.flatnonzero(rivals)[np.argmax(best[rivals])])
        value = turn * float(best[at] - best[rival]) + 0.0
        ends = (
            turn * float(low[at] - high[rivals].max()),
            turn * float(high[at] - low[rivals].max()),
        )
        within = Interval(min(ends) + 0.0, max(ends) + 0.0)
        parts = {
            "rank": 1.0 + float((best[rivals] > best[at]).sum()),
            "rivals": float(rivals.sum()),
            "item": turn * float(best[at]) + 0.0,
            "strongest rival": turn * float(best[rival]) + 0.0,
        }
        return self._estimate(value, within, parts, names[rival])

    def _beside_none(self, found: Estimate, bare: int) -> Estimate:
        """Values without a row under the conditions may be rivals with none, or no rivals."""
        high = max(found.at95.high, found.parts["item"])
        within = Interval(found.at95.low, high)
        said = f"{bare} values of {self.by} have no row under these conditions"
        return replace(found, at80=within, at90=within, at95=within, caveats=(said,))

    def _estimate(
        self, value: float, within: Interval, parts: dict[str, float], rival: str
    ) -> Estimate:
        unit = "share" if self.of.kind == "share" else self.of.name
        words = f"{self.item}: {figure(parts['item'])}, {rival}: "
        words += f"{figure(parts['strongest rival'])} ({unit}); "
        words += f"rank {parts['rank']:.0f} of {parts['rivals'] + 1:.0f}"
        return Estimate(
            value,
            within,
            within,
            within,
            unit=unit,
            n=int(parts["rivals"]) + 1,
            edge=0.0,
            recorded=words,
            census=True,
            parts=parts,
        )


def _turned(found: Measured, turn: float, across: bool) -> tuple[Array, Array, Array]:
    """Low, best and high per rival; turned over for "smallest", so that one rule serves both."""
    low, best, high = (
        turn * (cells[0] if across else cells[:, 0])
        for cells in (found.low, found.best, found.high)
    )
    return (low, best, high) if turn > 0 else (high, best, low)


def _days(item: str) -> tuple[np.datetime64, np.datetime64] | None:
    """The first and the last day that 2024, 2024-10 or 2024-10-03 names."""
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", item):
        return None
    try:
        named = np.datetime64(item)
    except ValueError:
        return None
    return named.astype("M8[D]"), (named + 1).astype("M8[D]") - np.timedelta64(1, "D")


def from_use(use: WarrantUse) -> Extreme:
    """The extreme that a claim's keys describe."""
    keys = use.keys
    return Extreme(
        cast("Measure", keys["of"]),
        str(keys["item"]),
        cast("Literal['largest', 'smallest']", use.expect),
        cast("Every | None", keys.get("every")),
        cast("str | None", keys.get("by")),
        cast("Window | None", keys.get("since")),
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
