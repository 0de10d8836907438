"""Association: whether two measures move together over units and periods.

Parameter   the standardised slope: by how many of its standard deviations one measure departs when
            the other departs by one of its own, once unit and period effects are out of both. It
            is their correlation within units and periods, so which explains which does not matter.
Estimator   the sum of products of what is left of both, each brought to unit length.
Null        "positive": it is at most +.1; "negative": at least -.1; "none": outside of these.
Interval    the hull of a wild cluster bootstrap by unit and of the jackknife by unit; p is the
            larger of theirs on each side.
Minimum     20 units that each have 8 periods with both measures; other units are left out and
            counted. A unit that only one dataset names is left out: absence there is not nought.
Axes        transform (counts and sums as logarithms; as they stand; ranks of what is left beside
            both effects), lags (the same period; `with` together with the period before) and, for
            summed sizes, the size rule.
Realised    the same number as recorded, without an interval.
Fails       units that follow common waves to like degrees; more of everything recorded in the same
            months of the same units. It says nothing of why: a causal claim is capped at
            "undetermined".

Sources: method.md 2.2, W11; Frisch & Waugh 1933, Econometrica 1:387; Kline & Santos 2012, Journal
of Econometric Methods 1:23 (wild bootstrap of scores); MacKinnon, Nielsen & Webb 2023, Journal of
Econometrics 232:272 (jackknife by cluster); more in `squarely.estimators.panel`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import axes, panel
from squarely.estimators.measured import asked, measured
from squarely.estimators.regions import WHOLE, certainty
from squarely.estimators.series import Size, half_step
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]
Expect = Literal["positive", "negative", "none"]
Transform = Literal["scale", "plain", "ranks"]

EDGE = 0.1
UNITS, PERIODS = 20, 8
REGIONS: dict[Expect, Region] = {
    "positive": Region(EDGE, WHOLE),
    "negative": Region(-WHOLE, -EDGE),
    "none": Region(-EDGE, EDGE, low_closed=True, high_closed=True),
}
LOGARITHMS = Option("counts and sums as logarithms", keys=(("transform", "scale"),))
PLAIN = Option("as they stand", keys=(("transform", "plain"),))
RANKS = Option(
    "ranks of what is left beside unit and period effects", keys=(("transform", "ranks"),)
)
LAGS = Axis(
    "lag",
    (
        Option("same period", keys=(("lag", "0"),)),
        Option("with the period before", keys=(("lag", "0-1"),)),
    ),
    "What moves together need not do so within one period; how long it takes is open.",
)


@dataclass(frozen=True, slots=True)
class Association:
    """`of` and `with` move together over `unit` and `every` as `expect`ed."""

    name: ClassVar[str] = "association"

    of: Measure
    beside: Measure
    unit: str
    every: Every
    expect: Expect
    during: Window = field(default_factory=Window)
    transform: Transform = "scale"
    lag: Literal["0", "0-1", "1"] = "0"
    size: Size = "best"
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """Beyond the edge on the claim's side, or within both edges."""
        return REGIONS[self.expect]

    def axes(self) -> tuple[Axis, ...]:
        """Transforms, lags, and the size rule of sums."""
        kinds = {self.of.kind, self.beside.kind}
        scales = (LOGARITHMS,) if kinds & {"count", "sum"} else ()
        argument = "A logarithm compares ratios, ranks only order; neither is the only right scale."
        transforms = Axis("transform", (*scales, PLAIN, RANKS), argument)
        return (transforms, LAGS, axes.SIZES) if "sum" in kinds else (transforms, LAGS)

    def needs(self) -> tuple[Request, ...]:
        """Both measures by unit and period; of a share its hits and its reference set."""
        return tuple(
            request
            for one in (self.of, self.beside)
            for request in asked(Count(one, self.during, self.every, (self.unit,)))
        )

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """What the panel says."""
        split = 2 if self.of.kind == "share" else 1
        series = cast("tuple[Series, ...]", answers)
        first = _cells(self.of, series[:split], self.size)
        second = _cells(self.beside, series[split:], self.size)
        x, y, left_out = _aligned(first, _lagged(second, str(self.lag)))
        if len(x) < UNITS:
            return Infeasible(
                f"{len(x)} units with {PERIODS} periods of both measures; {UNITS} needed"
            )
        for cells, measure in ((x, self.of), (y, self.beside)):
            if self._logged(measure) and bool((cells < 0).any()):
                return Infeasible(f"{measure.name} falls below nought: it has no logarithm")
        found = panel.together(self._scaled(x, self.of), self._scaled(y, self.beside))
        if found is None:
            return Infeasible("a measure does not move beyond what all units or periods share")
        return self._estimate(found, (x, left_out))

    def _logged(self, measure: Measure) -> bool:
        return self.transform == "scale" and _counted(measure)

    def _scaled(self, cells: Array, measure: Measure) -> Array:
        if self.transform == "ranks":
            least = float(np.nanmin(cells))
            own = _logs(cells, measure) if _counted(measure) and least >= 0 else cells
            return _ranks(np.where(np.isnan(cells), np.nan, panel.within(own)))
        return _logs(cells, measure) if self._logged(measure) else cells

    def _estimate(self, found: panel.Together, of: tuple[Array, int]) -> Estimate:
        cells, left_out = of
        n = int((~np.isnan(cells)).sum())
        tested = panel.compare(found)
        same = Interval(found.value, found.value)
        census = self.reading == "realised"
        p_for, p_against = certainty(self.region, tested.above, tested.below)
        reach = tested.detectable(EDGE)
        shape = f"{len(cells)} units over {cells.shape[1]} periods"
        left = f"{left_out} units left out: fewer than {PERIODS} periods of both measures"
        return Estimate(
            found.value,
            *((same,) * 3 if census else tested.at),
            unit="standardised slope",
            n=n,
            edge=EDGE,
            p_for=None if census else p_for,
            p_against=None if census else p_against,
            detectable=None if census else -reach if self.expect == "negative" else reach,
            recorded=f"recorded: correlation {found.value:+.2f} within units and periods, {shape}",
            census=census,
            caveats=("an association, not a cause", *((left,) if left_out else ())),
            parts={"units": float(len(cells)), "periods": float(cells.shape[1])},
        )


@dataclass(frozen=True, slots=True)
class _Cells:
    """One measure, (units, periods), with their names."""

    values: Array
    units: tuple[str, ...]
    periods: NDArray[np.datetime64]


def _cells(measure: Measure, answers: tuple[Series, ...], size: Size) -> _Cells:
    last = answers[-1]
    units = tuple(group[0] for group in last.groups)
    if measure.kind == "share":
        found = _shares(measure, answers)
    else:
        found = {"low": last.low, "best": last.best, "high": last.high}[size]
    return _Cells(found.T, units, last.periods)


def _shares(measure: Measure, answers: tuple[Series, ...]) -> Array:
    """Hits over coded units, a cell without any NaN; a group without a hit has none."""
    hits, reference = answers
    at = {group: number for number, group in enumerate(hits.groups)}
    columns = [at.get(group, len(at)) for group in reference.groups]
    best: Array = np.pad(hits.best, ((0, 0), (0, 1)))[:, columns]
    uncoded: NDArray[np.int64] = np.pad(hits.uncoded, ((0, 0), (0, 1)))[:, columns]
    full = replace(hits, groups=reference.groups, best=best, uncoded=uncoded)
    return measured(measure, (full, reference), "best").best


def _lagged(cells: _Cells, lag: str) -> _Cells:
    """The period before, or its mean with this one; the first period has none before it."""
    if lag == "0":
        return cells
    before = np.full_like(cells.values, np.nan)
    before[:, 1:] = cells.values[:, :-1]
    moved = before if lag == "1" else (cells.values + before) / 2
    return _Cells(moved, cells.units, cells.periods)


def _aligned(first: _Cells, second: _Cells) -> tuple[Array, Array, int]:
    """Both measures over the same units and periods, and how many units were left out."""
    units = sorted((set(first.units) & set(second.units)) - {""})
    periods = np.intersect1d(first.periods, second.periods)
    x, y = (
        one.values[[one.units.index(unit) for unit in units]][
            :, np.searchsorted(one.periods, periods)
        ]
        for one in (first, second)
    )
    missing = np.isnan(x) | np.isnan(y)
    full = (~missing).sum(axis=1) >= PERIODS
    every = len((set(first.units) | set(second.units)) - {""})
    x, y = (np.where(missing, np.nan, cells)[full] for cells in (x, y))
    held = ~np.isnan(x).all(axis=0)
    return x[:, held], y[:, held], every - int(full.sum())


def from_use(use: WarrantUse) -> Association:
    """The association that a claim's keys describe."""
    keys = use.keys
    of, beside = cast("Measure", keys["of"]), cast("Measure", keys["with"])
    logged = {of.kind, beside.kind} & {"count", "sum"}
    return Association(
        of,
        beside,
        str(keys["unit"]),
        cast("Every", keys["every"]),
        cast("Expect", use.expect),
        cast("Window | None", keys.get("during")) or Window(),
        transform="scale" if logged else "plain",
        reading=use.reading or "process",
    )


def _counted(measure: Measure) -> bool:
    return measure.kind in ("count", "sum")


def _logs(cells: Array, measure: Measure) -> Array:
    step = 0.5 if measure.kind == "count" else float(half_step(cells.reshape(1, -1))[0, 0])
    logs: Array = np.log(cells + step)
    return logs


def _ranks(cells: Array) -> Array:
    """Ranks over all cells from 1, equal values at their mean rank, empty cells left empty."""
    told = ~np.isnan(cells)
    _, which, times = np.unique(cells[told], return_inverse=True, return_counts=True)
    ranks = np.full(cells.shape, np.nan)
    ranks[told] = (np.cumsum(times) - (times - 1) / 2)[which]
    return ranks
