"""The verdict of a test on series, for all draws of a cell at once: a row is a draw.

Two warrants read one log ratio from a series, and ten thousand draws of thirty-six specifications
would take a day one by one. The rule is that of `squarely.verdict.judge`, on arrays: 95% beyond the
edge and 80% of the specifications beyond it at 80% (supported), 90% and two thirds (leans), the
warrant's own cap last. `tests/test_trust_rows.py` holds it against the verdict room, draw by draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import averaged
from squarely.estimators.averaged import Reading
from squarely.verdict.thresholds import PLAUSIBLE_WITHIN, ROBUST, ROBUST_LEANS
from trust.cell import Rates

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bounds = tuple[float, float]

NEARLY = 1e-12
AT_ONCE = 2_000  # draws a round


@dataclass(frozen=True, slots=True)
class Caps:
    """Draws whose verdict may lean at most, and those that stay undetermined."""

    leans: Flags
    undetermined: Flags


@dataclass(frozen=True, slots=True)
class Labels:
    """Which draws reach which label of one claim; each leaning includes the full verdict."""

    supported: Flags
    leans: Flags
    contradicted: Flags
    leans_contradicted: Flags
    after: Flags  # supported after the reporting gate
    after_contradicted: Flags


def rounds(y: Array) -> Iterator[Array]:
    """Rows in parts, for the memory's sake."""
    for at in range(0, y.shape[0], AT_ONCE):
        yield y[at : at + AT_ONCE]


def joined(parts: Sequence[Sequence[Reading]]) -> list[Reading]:
    """Every specification's readings of all parts, one after another."""
    return [_one(column) for column in zip(*parts, strict=True)]


def _one(parts: Sequence[Reading]) -> Reading:
    value, low, high, rho = (
        np.concatenate([getattr(one, name) for one in parts])
        for name in ("value", "low", "high", "rho")
    )
    return Reading(value, low, high, rho, parts[0].n)


def labels(specifications: Sequence[Reading], region: Bounds, caps: Caps) -> Labels:
    """The labels of a claim that its value lies within `region`; the main specification first."""
    eighty = [averaged.interval(one, 0.80) for one in specifications]
    ninety = averaged.interval(specifications[0], 0.90)
    full = averaged.interval(specifications[0], 0.95)
    pro, con = (
        np.mean([side(one, region) for one in eighty], axis=0) for side in (_inside, _outside)
    )
    supported, leans = _reached(pro, _inside(full, region), _inside(ninety, region), caps)
    against, leans_against = _reached(con, _outside(full, region), _outside(ninety, region), caps)
    kept = _tipping(ninety, region) >= np.log(PLAUSIBLE_WITHIN)
    return Labels(supported, leans, against, leans_against, supported & kept, against & kept)


def _reached(share: Array, full: Flags, ninety: Flags, caps: Caps) -> tuple[Flags, Flags]:
    sure = full & (share >= ROBUST - NEARLY)
    half = sure | (ninety & (share >= ROBUST_LEANS - NEARLY))
    return sure & ~caps.leans & ~caps.undetermined, half & ~caps.undetermined


def _inside(interval: tuple[Array, Array], region: Bounds) -> Flags:
    return (interval[0] > region[0]) & (interval[1] < region[1])


def _outside(interval: tuple[Array, Array], region: Bounds) -> Flags:
    return (interval[1] < region[0]) | (interval[0] > region[1])


def _tipping(interval: tuple[Array, Array], region: Bounds) -> Array:
    """The log of the ratio of reporting that brings an end of the interval to a border."""
    borders = [border for border in region if np.isfinite(border)]
    distances = [np.abs(end - border) for end in interval for border in borders]
    nearest: Array = np.min(distances, axis=0)
    return nearest


def rates(
    specifications: Sequence[Reading],
    regions: Mapping[str, Bounds],
    caps: Caps,
    truth: float,
    power: str,
) -> Rates:
    """The rates of a cell; on a border claim and negation are both false, each counted apart."""
    found = {name: labels(specifications, region, caps) for name, region in regions.items()}
    wrong, leaning, after = [0.0], [0.0], [0.0]
    for name, (low, high) in regions.items():
        one = found[name]
        if not low < truth < high:
            wrong.append(float(one.supported.mean()))
            leaning.append(float(one.leans.mean()))
            after.append(float(one.after.mean()))
        if low <= truth <= high:
            wrong.append(float(one.contradicted.mean()))
            leaning.append(float(one.leans_contradicted.mean()))
            after.append(float(one.after_contradicted.mean()))
    low_end, high_end = averaged.interval(specifications[0], 0.95)
    held = (low_end <= truth + NEARLY) & (truth - NEARLY <= high_end)
    return Rates(
        supported=float(found[power].supported.mean()),
        false_supported=max(wrong),
        false_leans=max(leaning),
        after_reporting=max(after),
        coverage=float(held.mean()),
        grounds=1.0,
        size=float(specifications[0].n),
    )
