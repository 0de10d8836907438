"""Order: two events some days apart, dated to the day, the month or the year, by one row or more.

A census of dates: errors come from dates that are coarse and from earliest rows that are missing.
A source that lacks the row of the true beginning is published, not promised: nothing in the record
shows that it begins too late.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from squarely.model.argument import Moment
from squarely.model.request import Answer, Condition, Occurrences, Pairs, Request
from squarely.warrants.order import Order
from trust.cell import Cell, Rates, Scalar
from trust.play import Drawn, play

FIRST = Moment(dataset="planted", where=(Condition("event", ("first",)),))
THEN = Moment(dataset="planted", where=(Condition("event", ("then",)),))
CLAIMS = {"before": Order(FIRST, THEN, "before"), "after": Order(FIRST, THEN, "after")}
FINE = {"day": "M8[D]", "month": "M8[M]", "year": "M8[Y]"}


@dataclass(frozen=True, slots=True)
class Dates:
    """`then` begins `gap` days after `first`; each is dated by `rows`, the true one the earliest.

    `precision` is that of every row, or "mixed"; with `unreported` a row is not in the source.
    """

    gap: int
    rows: int = 1
    precision: str = "day"
    unreported: float = 0.0
    duplicates: float = 0.0

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One pair of moments."""
        start = np.datetime64("2000-01-01") + rng.integers(0, 5_000)
        first = _dated(rng, start, self)
        then = _dated(rng, start + self.gap, self)
        return Drawn(partial(_either, first, then), float(self.gap))


def _dated(rng: np.random.Generator, start: np.datetime64, world: Dates) -> Occurrences:
    """Rows that date one moment, the earliest at `start`."""
    days = start + np.sort(np.append(0, rng.integers(0, 60, world.rows - 1)))
    kept = rng.random(days.size) >= world.unreported
    if not kept.any():
        kept[-1] = True
    days = np.concatenate([days[kept], days[kept][rng.random(kept.sum()) < world.duplicates]])
    named = rng.choice(list(FINE), days.size) if world.precision == "mixed" else None
    pairs = [
        _coarse(day, world.precision if named is None else str(named[at]))
        for at, day in enumerate(days)
    ]
    blank = ("",) * len(pairs)
    firsts, lasts = (np.array([pair[side] for pair in pairs], "M8[D]") for side in (0, 1))
    return Occurrences(firsts, lasts, blank, blank)


def _coarse(day: np.datetime64, precision: str) -> tuple[np.datetime64, np.datetime64]:
    """The first and the last day of the period that a date names."""
    period = day.astype(FINE[precision])
    return period.astype("M8[D]"), (period + 1).astype("M8[D]") - np.timedelta64(1, "D")


def _either(first: Answer, then: Answer, request: Request) -> Answer:
    return first if isinstance(request, Pairs) and request.where == FIRST.where else then


def _rates(world: Dates, draws: int, seed: int) -> Rates:
    return play(world, CLAIMS, "before", draws, seed)


def cells() -> tuple[Cell, ...]:
    """The same day, a day or a month apart, and far apart, over rows and precision."""
    return tuple(_grid()) + tuple(_late())


def _grid() -> Iterator[Cell]:
    gaps = {"edge": 0, "+1 day": 1, "+40 days": 40, "+800 days": 800}
    for truth, gap in gaps.items():
        for rows in (1, 5):
            for precision in ("day", "month", "year", "mixed"):
                yield _cell(truth, Dates(gap, rows, precision))
        yield _cell(truth, Dates(gap, 5, "mixed", duplicates=0.2))


def _late() -> Iterator[Cell]:
    for truth, gap in {"edge": 0, "+40 days": 40}.items():
        yield _cell(truth, Dates(gap, 5, "day", unreported=0.2), required=False)


def _cell(truth: str, world: Dates, required: bool = True) -> Cell:
    told: dict[str, Scalar] = {"n": world.rows, "precision": world.precision}
    told |= {"unreported": world.unreported, "duplicates": world.duplicates}
    error = truth == "edge"
    return Cell("order", truth, told, partial(_rates, world), error, required=required)
