"""What a warrant asks of the data, and what it gets back: the narrow waist.

A warrant never sees the database. It asks for a `Count` (how many, or how much, per period and
group) or for `Pairs` (dated occurrences of one thing beside another), and receives plain arrays.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Every = Literal["day", "week", "month", "quarter", "year"]
Scalar = str | int | float | bool | date
MeasureKind = Literal["count", "sum", "value", "share"]


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` to `last`, both included; None leaves a side open."""

    first: date | None = None
    last: date | None = None

    def __str__(self) -> str:
        return f"{self.first or ''}..{self.last or ''}"

    def within(self, other: Window) -> Window:
        """The part of this window that lies inside `other`."""
        firsts = [day for day in (self.first, other.first) if day]
        lasts = [day for day in (self.last, other.last) if day]
        return Window(max(firsts, default=None), min(lasts, default=None))


@dataclass(frozen=True, slots=True)
class Condition:
    """A row passes when `column` (a role or a column name) is one of `values`, or lies between.

    `kind` "between" holds two bounds, both included, None for an open side. With `negated` the
    row passes when the plain condition is false; a null passes neither.
    """

    column: str
    values: tuple[Scalar | None, ...]
    kind: Literal["in", "between"] = "in"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: rows or distinct keys, a summed size, a ready value, or a share of rows.

    `name` is the unit for "count", the role for "sum", the column for "value" and empty for
    "share"; `among` is the reference set of a share.
    """

    kind: MeasureKind
    name: str
    dataset: str
    where: tuple[Condition, ...] = ()
    among: tuple[Condition, ...] = ()

    def narrowed(self, conditions: tuple[Condition, ...]) -> Measure:
        """This measure over the rows that pass `conditions` as well.

        A condition on a column that the measure names already takes its place.
        """
        names = {condition.column for condition in conditions}
        kept = tuple(c for c in self.where if c.column not in names)
        return replace(self, where=kept + conditions)


@dataclass(frozen=True, slots=True)
class Count:
    """One measure per period and group.

    `every` None asks for one total over `during`. `by` names the columns or roles that split the
    rows; empty for one group. A "share" is asked as two requests, never as one.
    """

    measure: Measure
    during: Window = field(default_factory=Window)
    every: Every | None = None
    by: tuple[str, ...] = ()

    @property
    def dataset(self) -> str:
        """The dataset that answers."""
        return self.measure.dataset


@dataclass(frozen=True, slots=True)
class Pairs:
    """Dated occurrences: rows of `dataset` that pass `where`, one `left` beside one `right`.

    `left` and `right` are roles or columns (actor and item of a vote, say); None leaves a side out.
    """

    dataset: str
    where: tuple[Condition, ...] = ()
    during: Window = field(default_factory=Window)
    left: str | None = None
    right: str | None = None
    label: str | None = None


Request = Count | Pairs


@dataclass(frozen=True, slots=True)
class Series:
    """The answer to a `Count`; empty periods of a complete window stand as zero counts.

    Shapes: periods (p,) datetime64[D], the first day of each; groups g tuples, as `by` orders
    them; every array (p, g). `low`, `best` and `high` are equal where a source gives one figure.
    `rows` counts the rows behind a cell, `unsized` those of them without a size, `uncoded` the
    rows left out because a column of `where` is empty. A `value` without rows is NaN, never zero.
    """

    periods: NDArray[np.datetime64]
    groups: tuple[tuple[str, ...], ...]
    low: NDArray[np.float64]
    best: NDArray[np.float64]
    high: NDArray[np.float64]
    rows: NDArray[np.int64]
    unsized: NDArray[np.int64]
    uncoded: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Occurrences:
    """The answer to `Pairs`, ordered by start, then left, then right; all arrays (k,).

    `first` and `last` are datetime64[D], the earliest and the latest day an occurrence may have
    begun; `left`, `right` and `label` are strings, empty where not asked.
    """

    first: NDArray[np.datetime64]
    last: NDArray[np.datetime64]
    left: tuple[str, ...]
    right: tuple[str, ...]
    label: tuple[str, ...] = ()


Answer = Series | Occurrences


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """Why the data at hand cannot answer a request: "the data cannot say" is a value.

    `code` is one of: unknown-dataset, not-here, outside-coverage, too-fine, no-such-column.
    """

    code: str
    why: str
