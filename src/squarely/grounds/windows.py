"""Days cut into periods: which bins a window has, and what a table's resolution lets one ask.

Weeks begin on Monday. A period is named by its first day, also where the window holds only part of
it; only the days inside the window are counted then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from squarely.model.dataset import Coverage
from squarely.model.request import Every, Unanswerable, Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FINE_TO_COARSE: tuple[Every, ...] = ("day", "week", "month", "quarter", "year")
_WORDS = {"day": "days", "week": "weeks", "month": "months", "quarter": "quarters", "year": "years"}
_FOUR_WEEKS = timedelta(days=27)


def bin_start(day: date, every: Every) -> date:
    """The first day of the period that holds a day."""
    if every == "week":
        return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
    if every == "day":
        return day
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[every]
    return date(day.year, month, 1)


def next_start(day: date, every: Every) -> date:
    """The first day of the period after the one that holds a day."""
    if every in ("day", "week"):
        return bin_start(day, every) + timedelta(days=1 if every == "day" else 7)
    start = bin_start(day, every)
    months = {"month": 1, "quarter": 3, "year": 12}[every]
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def starts(days: NDArray[np.datetime64], every: Every) -> NDArray[np.datetime64]:
    """The first day of the period of each day."""
    if every == "day":
        return days
    if every == "week":
        number = days.astype("datetime64[D]").astype("int64")
        return ((number + 3) // 7 * 7 - 3).astype("datetime64[D]")
    if every == "quarter":
        months = days.astype("datetime64[M]").astype("int64")
        return (months // 3 * 3).astype("datetime64[M]").astype("datetime64[D]")
    unit = "datetime64[M]" if every == "month" else "datetime64[Y]"
    return days.astype(unit).astype("datetime64[D]")


@lru_cache(maxsize=512)
def periods(first: date, last: date, every: Every | None) -> NDArray[np.datetime64]:
    """The first days of all periods that a window touches; its own first day for one total."""
    import numpy as np

    if every is None:
        return np.array([first], dtype="datetime64[D]")
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    bins = np.unique(starts(days, every))
    bins.flags.writeable = False
    return bins


def aligned(first: date, last: date, every: Every) -> bool:
    """Whether a window begins and ends where its periods do; one without end never does."""
    if last == date.max:
        return False
    return bin_start(first, every) == first and next_start(last, every) == last + timedelta(days=1)


def nests(fine: Every, coarse: Every | None) -> bool:
    """Whether periods of one length are made of whole periods of another."""
    if coarse is None or fine == "day" or fine == coarse:
        return True
    if "week" in (fine, coarse):
        return False
    return FINE_TO_COARSE.index(fine) < FINE_TO_COARSE.index(coarse)


def settled(
    during: Window, every: Every | None, coverage: Coverage, seen: tuple[date, date] | None
) -> tuple[date, date, str] | Unanswerable:
    """The days that can be asked, and a word on what was cut; or why they cannot.

    `seen` are the first and last day of the rows, which bound a window open on both sides.
    """
    held = Window(
        coverage.during.first or (seen[0] if seen else None),
        coverage.during.last or (seen[1] if seen else None),
    )
    cut = during.within(held)
    first, last = cut.first, cut.last
    if first is None or last is None:
        return Unanswerable("outside-coverage", "the table is empty")
    if first > last:
        return Unanswerable("outside-coverage", f"the source covers {held}, not {during}")
    fault = _too_fine(during, cut, held, (every, coverage.resolution))
    if fault:
        return Unanswerable("too-fine", fault)
    why = f"{during} cut to the source's {first}..{last}" if _shortened(during, cut) else ""
    if coverage.resolution == "week" and every not in (None, "week"):
        why = "; ".join(word for word in (why, "weeks count where they begin") if word)
    if coverage.resolution != "day" and first == held.first:
        first = bin_start(first, coverage.resolution)
    return first, last, why


def _shortened(during: Window, cut: Window) -> bool:
    return bool(
        (during.first and during.first != cut.first) or (during.last and during.last != cut.last)
    )


def _too_fine(
    during: Window, cut: Window, held: Window, steps: tuple[Every | None, Every]
) -> str | None:
    every, resolution = steps
    words = _WORDS[resolution]
    if every and FINE_TO_COARSE.index(every) < FINE_TO_COARSE.index(resolution):
        return f"the table counts by {words}; by {_WORDS[every]} it cannot say"
    if resolution == "day" or cut.first is None or cut.last is None:
        return None
    if resolution == "week":
        short = cut.last - cut.first < _FOUR_WEEKS and not aligned(cut.first, cut.last, "week")
        return f"the table counts by weeks; {during} is too short for it" if short else None
    begins = cut.first == held.first or bin_start(cut.first, resolution) == cut.first
    after = next_start(cut.last, resolution) - timedelta(days=1)
    ends = cut.last == held.last or after == cut.last
    return None if begins and ends else f"the table counts by {words}; {during} cuts through them"


def level(spans: Sequence[tuple[date, date, Every | None]]) -> Every:
    """The coarsest periods of which every asked window and period is made."""
    for step in reversed(FINE_TO_COARSE[1:]):
        if all(nests(step, every) and aligned(a, b, step) for a, b, every in spans):
            return step
    return "day"
