"""What a run rested on and what it found, short enough to be kept beside an argument: a lock.

A study can be told in the same words, so that two locks, two studies, or one of each are compared
in one way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCK_SCHEMA = "squarely-lock/1"


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
