"""What a run rested on and what it found, short enough to be kept beside an argument: a lock.

A study can be told in the same words, so that two locks, two studies, or one of each are compared
in one way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LOCK_SCHEMA = "squarely-lock/1"
DIFF_SCHEMA = "squarely-diff/1"


@dataclass(frozen=True, slots=True)
class LockedDataset:
    """A dataset as a run met it: its bytes, the rows read of them, its columns and their types."""

    name: str
    version: str
    vintage: str
    licence: str
    rows_may_be_shown: bool
    sha256: str
    rows_read: int | None = None  # a study does not tell it
    rows_set_aside: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LockedEstimate:
    """The main estimate with its 95% interval; null bounds for a census."""

    value: float
    low: float | None
    high: float | None
    unit: str
    n: int


@dataclass(frozen=True, slots=True)
class LockedClaim:
    """A verdict and what it came from; `readings` counts specifications for, against, silent."""

    id: str
    verdict: str
    estimate: LockedEstimate | None = None
    p: float | None = None
    readings: Mapping[str, int] = field(default_factory=dict)
    gates: Mapping[str, bool | None] = field(default_factory=dict)
    splitting: str | None = None
    reasons: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LockedConclusion:
    """A conclusion and its state."""

    id: str
    state: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The data, the programs, the verdicts and the states of one run.

    `as_of` is the day that was asked for, null for all the data; `seal` the hash of what was asked.
    """

    argument: str
    seal: str
    as_of: str | None
    seed: int
    squarely: str
    engine: str
    engine_version: str
    datasets: tuple[LockedDataset, ...] = ()
    claims: tuple[LockedClaim, ...] = ()
    conclusions: tuple[LockedConclusion, ...] = ()
    schema: str = LOCK_SCHEMA

    def claim(self, name: str) -> LockedClaim | None:
        """The claim of that id."""
        return next((claim for claim in self.claims if claim.id == name), None)

    def dataset(self, name: str) -> LockedDataset | None:
        """The dataset of that name."""
        return next((dataset for dataset in self.datasets if dataset.name == name), None)


@dataclass(frozen=True, slots=True)
class FieldChanged:
    """Of a column's cells in rows that both hold: filled since, emptied since, replaced."""

    name: str
    filled: int
    emptied: int
    replaced: int


@dataclass(frozen=True, slots=True)
class RowChanged:
    """One row of those that changed: its key, and each field as it was and as it is.

    Of rows that may not be shown the key is a hash and the fields are named without their cells.
    """

    kind: Literal["added", "removed", "changed"]
    key: tuple[str, ...]
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowsCompared:
    """Two tables, row by row: by `key` where a row has one of its own, else as a bag of rows."""

    key: tuple[str, ...]
    same: int
    added: int
    removed: int
    changed: int
    bag_added: int = 0
    bag_removed: int = 0
    bag_same: int = 0
    fields: tuple[FieldChanged, ...] = ()
    rows: tuple[RowChanged, ...] = ()
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class DatasetCompared:
    """One dataset in two releases; `rows` only where the tables of both are at hand."""

    name: str
    old: LockedDataset | None
    new: LockedDataset | None
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    columns_retyped: tuple[str, ...] = ()
    rows: RowsCompared | None = None


@dataclass(frozen=True, slots=True)
class ClaimMoved:
    """A claim as it was and as it is, and what moved of that from which its verdict comes."""

    id: str
    old: LockedClaim | None
    new: LockedClaim | None
    why: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether its verdict is another."""
        return self.old is None or self.new is None or self.old.verdict != self.new.verdict


@dataclass(frozen=True, slots=True)
class ConclusionMoved:
    """A conclusion whose state is another; None where it is not there."""

    id: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Release:
    """What two releases of data, or two runs, differ in; `judged` tells whether verdicts were."""

    old: str
    new: str
    judged: bool
    datasets: tuple[DatasetCompared, ...] = ()
    claims: tuple[ClaimMoved, ...] = ()
    conclusions: tuple[ConclusionMoved, ...] = ()
    programs: tuple[str, ...] = ()
    schema: str = DIFF_SCHEMA

    @property
    def verdicts(self) -> tuple[ClaimMoved, ...]:
        """The claims whose verdict is another."""
        return tuple(one for one in self.claims if one.moved)
