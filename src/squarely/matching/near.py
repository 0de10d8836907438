"""Which reports lie near which: a superset from a k-d tree, then exact tests.

A place is a point on the unit sphere and the date a fourth coordinate, scaled so that the window of
days is as long as the chord of the window of distance; all pairs within both windows then lie
within the square root of two of that chord, across the date line and at the poles like elsewhere.
The rows go through in slices of the calendar, each with a tree of its own, and a slice that would
hold too many pairs at once is halved: memory is bounded by what is found, not by what is looked at.
Time is about linear in the pairs found.

Sources: Maneewongvatana & Mount 1999 (the splitting rule of scipy's cKDTree).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from squarely.matching.events import Floats, Ints

KM_OF_DEGREE = 111.111
MOST_AT_ONCE = 4_000_000  # pairs of a slice, of 24 bytes each
_SLICE = 1_000  # rows: trees that stay in the processor's cache
_SAMPLE = 64
_LEAST_CHORD = 1e-9  # 6 mm, for a window of zero km


@dataclass(frozen=True, slots=True)
class Spots:
    """Where and when: points on the unit sphere (n, 3) and days, which may be halves."""

    points: Floats
    days: Floats


def pairs(left: Spots, right: Spots, km: float, days: float) -> Iterator[tuple[Ints, Ints, Floats]]:
    """All pairs within both windows, both included, in portions: left, right, km apart."""
    chord = max(2 * np.sin(min(np.radians(km / KM_OF_DEGREE), np.pi) / 2), _LEAST_CHORD)
    chord *= 1 + 1e-9
    scale = chord / days if days else 4 * chord  # a whole day apart lies beyond reach
    by_day, other = np.argsort(left.days, kind="stable"), np.argsort(right.days, kind="stable")
    sorted_days = right.days[other]
    for rows in _slices(left.days[by_day], 4 * days):
        mine = by_day[rows]
        begin, end = left.days[mine[0]] - days, left.days[mine[-1]] + days
        low, high = np.searchsorted(sorted_days, [begin, end + 1e-9])
        theirs = other[low:high]
        if theirs.size:
            origin = float(left.days[mine[0]])
            ours = (_scaled(left, mine, scale, origin), _scaled(right, theirs, scale, origin))
            for first, second in _close(*ours, np.sqrt(2) * chord):
                yield from _exact(left, right, mine[first], theirs[second], (km, days))


def _slices(days: Floats, least: float) -> Iterator[slice]:
    """Runs of rows that hold many and last long, so that what two trees share stays small."""
    start = 0
    while start < days.size:
        end = min(start + _SLICE, days.size)
        reach = np.searchsorted(days, days[start] + least, side="right")
        end = max(end, int(reach))
        yield slice(start, end)
        start = end


def _scaled(spots: Spots, rows: Ints, scale: float, origin: float) -> Floats:
    return np.column_stack([spots.points[rows], (spots.days[rows] - origin) * scale])


def _close(left: Floats, right: Floats, reach: float) -> Iterator[tuple[Ints, Ints]]:
    from scipy.spatial import cKDTree

    tree = cKDTree(right, balanced_tree=False, compact_nodes=False)
    parts = [np.arange(left.shape[0])]
    while parts:
        rows = parts.pop()
        if rows.size > 1 and _expected(tree, left[rows], reach) > MOST_AT_ONCE:
            parts += [rows[: rows.size // 2], rows[rows.size // 2 :]]
            continue
        own = cKDTree(left[rows], balanced_tree=False, compact_nodes=False)
        found = own.sparse_distance_matrix(tree, reach, output_type="ndarray")
        yield rows[found["i"]], found["j"]


def _expected(tree: object, rows: Floats, reach: float) -> float:
    """About how many pairs these rows have, from every so many-th of them."""
    if rows.shape[0] * tree.n <= MOST_AT_ONCE:  # type: ignore[attr-defined]
        return 0.0
    some = rows[:: max(1, rows.shape[0] // _SAMPLE)]
    counts = tree.query_ball_point(some, reach, return_length=True)  # type: ignore[attr-defined]
    return float(counts.mean() * rows.shape[0])


def _exact(
    left: Spots, right: Spots, first: Ints, second: Ints, windows: tuple[float, float]
) -> Iterator[tuple[Ints, Ints, Floats]]:
    km, days = windows
    kept = np.abs(left.days[first] - right.days[second]) <= days
    first, second = first[kept], second[kept]
    apart = apart_km(left.points[first], right.points[second])
    kept = apart <= km
    yield first[kept], second[kept], apart[kept]


def apart_km(one: Floats, two: Floats) -> Floats:
    """The great-circle distance of points on the unit sphere, exact for near and far alike.

    >>> apart_km(np.array([[1.0, 0, 0]]), np.array([[0, 1.0, 0]])).round(3).tolist()
    [9999.99]
    """
    x, y, z = one.T
    u, v, w = two.T
    across = np.sqrt((y * w - z * v) ** 2 + (z * u - x * w) ** 2 + (x * v - y * u) ** 2)
    angle: Floats = np.degrees(np.arctan2(across, x * u + y * v + z * w))
    return angle * KM_OF_DEGREE
