"""One unit and its controls as rows over the same periods, on the scale of logarithms.

A control stays where it has a value in every period that is used, none below nought, at least as
many that are not nought as the unit itself must have, and where it moves before the date; others
are left out and counted. To a row
that holds an empty period half the smallest step is added, as to any series of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import synthetic
from squarely.estimators.series import Size, half_step
from squarely.model.finding import Infeasible
from squarely.model.request import MeasureKind, Series

Array = NDArray[np.float64]

LEAST = 10  # controls: of fewer the farthest is no rarer than one in ten
LONE = 0.05  # p of a gap where there should be none
POOR = 2.0  # the error of fit, in that usual among the controls


@dataclass(frozen=True, slots=True)
class Beside:
    """Logarithms (units, periods), the unit of interest first; `values` before the logarithm."""

    logs: Array
    values: Array
    names: tuple[str, ...]  # of the controls
    left_out: int

    def moving(self, after: NDArray[np.bool_]) -> Beside:
        """The same less controls that stand still before the date: they show no movement."""
        before = self.logs[:, ~after]
        still = np.ptp(before, axis=1) <= 1e-9
        still[0] = False
        names = tuple(name for name, off in zip(self.names, still[1:], strict=True) if not off)
        left_out = self.left_out + int(still.sum())
        return Beside(self.logs[~still], self.values[~still], names, left_out)

    def without(self, control: int) -> Beside:
        """The same less one control."""
        kept = np.arange(len(self.logs)) != control + 1
        names = tuple(name for at, name in enumerate(self.names) if at != control)
        return replace(self, logs=self.logs[kept], values=self.values[kept], names=names)


@dataclass(frozen=True, slots=True)
class Apart:
    """A unit with its controls, and the gap between them."""

    units: Beside
    gap: synthetic.Gap

    @property
    def doubt(self) -> str:
        """Why the controls do not stand for what would have been; empty where nothing says so."""
        gap = self.gap
        if gap.early < LONE:
            return "the controls did not follow it before the date either"
        if gap.before > POOR * gap.usual:
            times = f"{gap.before / gap.usual:.1f} times"
            return f"they fit it poorly: with {times} the error usual among them"
        moved = " and ".join(self.units.names[one] for one in gap.moved)
        return f"{moved}, of which its control is made, moved at the date too" if moved else ""

    def common(self, most: float) -> str:
        """Where more than this part of all units left their controls as far; else empty."""
        many = f"{self.gap.rank:.0%} of {len(self.units.logs)} units"
        said = f"{many} left their controls as far, for the fit that they had before"
        return said if self.gap.rank > most else ""

    @property
    def weighed(self) -> str:
        """The three controls that weigh most."""
        pairs = zip(self.gap.weights, self.units.names, strict=True)
        order = sorted(pairs, key=lambda one: (-one[0], one[1]))
        said = ", ".join(f"{name} {weight:.0%}" for weight, name in order[:3] if weight >= 0.01)
        others = sum(weight >= 0.01 for weight, _ in order[3:])
        return f"its control is made of {said}" + (f" and {others} more" if others else "")

    @property
    def caveats(self) -> tuple[str, ...]:
        """What the author vouches for, and what was left out."""
        left = f"controls left out, for they stand still or lack a period: {self.units.left_out}"
        word = "that the date left the controls alone is the author's word"
        return (word, left) if self.units.left_out else (word,)

    def parts(self, percent: Callable[[float], float]) -> Mapping[str, float]:
        """What stands behind the gap."""
        return {
            "less own mean": percent(self.gap.gap[0]),
            "less own line": percent(self.gap.gap[1]),
            "placebo p": self.gap.rank,
            "p before the date": self.gap.early,
            "controls": float(len(self.units.names)),
        }


def compared(
    units: Beside, time: Array, after: NDArray[np.bool_], *, heaviest: bool
) -> Apart | Infeasible:
    """The first unit against its controls, or against all but the heaviest of them."""
    if np.ptp(units.logs[0, ~after]) <= 1e-9:
        return Infeasible("it does not move before the date: there is nothing to fit controls to")
    units = units.moving(after)
    if len(units.names) < LEAST:
        known = f"{len(units.names)} controls that move and have a value in every period"
        return Infeasible(f"{known}, {LEAST} are needed")
    if len(units.names) >= (~after).sum():
        many = f"{len(units.names)} controls and {(~after).sum()} periods before the date"
        return Infeasible(f"{many}: so many fit anything, take more periods or fewer controls")
    gap = synthetic.compare(units.logs, time, after)
    if gap is not None and not heaviest:
        units = units.without(int(np.argmax(gap.weights)))
        gap = synthetic.compare(units.logs, time, after)
    if gap is None:
        return Infeasible("a unit is an average of others to the last digit")
    return Apart(units, gap)


def only(series: Series, unit: str) -> Series | None:
    """The answer of one unit; None where it has no rows."""
    if (unit,) not in series.groups:
        return None
    at = [series.groups.index((unit,))]
    return replace(
        series,
        groups=((unit,),),
        low=series.low[:, at],
        best=series.best[:, at],
        high=series.high[:, at],
        rows=series.rows[:, at],
        unsized=series.unsized[:, at],
        uncoded=series.uncoded[:, at],
    )


def stacked(
    series: Series,
    names: Sequence[str],
    when: NDArray[np.int64],
    how: tuple[MeasureKind, Size, int],
) -> Beside:
    """The units named, the first of interest, over the periods `when`.

    `how` is the kind of measure, which figure of a range is taken, and how many periods of a
    control may not be empty at least.
    """
    kind, size, nonzero = how
    cells = {"low": series.low, "best": series.best, "high": series.high}[size][when].T
    at = {group[0]: row for group, row in zip(series.groups, cells, strict=True)}
    first, *others = names
    kept = [name for name in others if name in at and _usable(at[name], nonzero)]
    values = np.array([at[name] for name in (first, *kept)])
    offset = 0.5 if kind == "count" else half_step(values)
    return Beside(np.log(values + offset), values, tuple(kept), len(others) - len(kept))


def _usable(row: Array, nonzero: int) -> bool:
    known = not bool(np.isnan(row).any())
    return known and bool((row >= 0).all()) and int((row > 0).sum()) >= nonzero
