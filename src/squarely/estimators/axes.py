"""Defensible alternatives that warrants on series share, each with its argument.

The first option of an axis is the main one. Options replace fields of the warrant: `trim`,
`transform`, `bins`, `size`.
"""

from __future__ import annotations

from squarely.model.dataset import Axis, Option
from squarely.model.request import Every

# How many periods a merged one holds, and its name.
MERGED: dict[Every, tuple[int, str]] = {
    "day": (7, "seven days"),
    "week": (4, "four weeks"),
    "month": (3, "three months"),
}


def _trim(first: int, last: int) -> Option:
    label = f"first {first}% and last {last}% off" if first or last else "whole window"
    return Option(label, keys=(("trim", f"{first}-{last}"),))


TRIMS = Axis(
    "window",
    tuple(_trim(first, last) for last in (0, 10) for first in (0, 10, 20)),
    "A tendency over a window should not hang on its first or last few periods, and any of these "
    "ends could have been named instead.",
)

TRANSFORMS = Axis(
    "transform",
    (
        Option("logarithm", keys=(("transform", "log"),)),
        Option("square root", keys=(("transform", "sqrt"),)),
        Option("bursts cut at the 95th percentile", keys=(("transform", "cut-bursts"),)),
    ),
    "A logarithm weighs quiet periods more, a square root busy ones, and cutting bursts asks "
    "whether a few outstanding periods make the result.",
)

SIZES = Axis(
    "size",
    (
        Option("best figure", keys=(("size", "best"),)),
        Option("low figure", keys=(("size", "low"),)),
        Option("high figure", keys=(("size", "high"),)),
    ),
    "Sources state sizes as a range and any value in it may be true, so every bound must agree.",
    unanimous=True,
)


def bins(every: Every) -> tuple[Axis, ...]:
    """The axis of merged periods, where a merged one is still shorter than a year."""
    if every not in MERGED:
        return ()
    single = Option(f"one {every}", keys=(("bins", "single"),))
    merged = Option(MERGED[every][1], keys=(("bins", "merged"),))
    argument = (
        "Where one period ends and the next begins is a convention; longer periods even out what "
        "moves from one to its neighbour."
    )
    return (Axis("bin", (single, merged), argument),)


# Options that several warrants offer under an argument of their own.
EITHER_WAY = (
    Option("counted either way", keys=(("missing", "bounds"),)),
    Option("left out", keys=(("missing", "left out"),)),
)
MONTHS_OR_QUARTERS = (
    Option("months", keys=(("every", "month"),)),
    Option("quarters", keys=(("every", "quarter"),)),
)
