"""What matching is asked for and what it gives: a taxonomy, a rule, an integrated dataset."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from squarely.model.place import Place

ANY = "*"  # in place of a dataset's name: its categories hold for all datasets


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """For (dataset, category) the names of its levels, all equally many, the finest first.

    `column` is the role or column that holds the categories; `weight` its weight in the score.
    """

    name: str
    levels: Mapping[tuple[str, str], tuple[str, ...]]
    column: str = "type"
    weight: float = 1.0
    place: Place | None = None

    @property
    def depth(self) -> int:
        """How many levels it has."""
        return len(next(iter(self.levels.values()), ()))

    def of(self, dataset: str, category: str) -> tuple[str, ...] | None:
        """The levels of a dataset's category; None where the taxonomy lacks it."""
        return self.levels.get((dataset, category)) or self.levels.get((ANY, category))


@dataclass(frozen=True, slots=True)
class Windows:
    """How far two reports of one event may lie apart, and how many taxonomies may disagree."""

    km: float
    days: int
    partial: int = 0


@dataclass(frozen=True, slots=True)
class Integrated:
    """Datasets told as one under a name of its own, as an argument file declares it."""

    name: str
    of: tuple[str, ...]
    windows: Windows
    taxonomy: str | None = None  # a file, relative to the argument file
    taxonomies: tuple[Taxonomy, ...] = ()
    place: Place | None = None
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """One of the datasets matched: its rows, those left out and why, whether rows may be shown."""

    name: str
    title: str
    reports: int
    left_out: Mapping[str, int]
    licence: str
    redistributable: bool
    sha256: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many events are told by exactly these datasets."""

    datasets: tuple[str, ...]
    events: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What was learnt of two datasets: matches, pairs expected by chance, set-offs tried."""

    datasets: tuple[str, str]
    candidates: int
    matches: float
    by_chance: float
    shifts: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports, by dataset and row from 1; the keys are empty where a dataset has none."""

    left: tuple[str, int, str]
    right: tuple[str, int, str]
    probability: float | None
    score: float
    km: float
    days: int
    joined: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A report and the event it tells; `sure` is what holds the event together, 1 alone."""

    dataset: str
    row: int
    key: str
    event: int
    reports: int
    sure: float | None
    episodes: tuple[str, ...] = ()  # episodes of others that may hold it, as dataset:row


@dataclass(frozen=True, slots=True)
class Missed:
    """An estimate of the events that no dataset tells, or the reason why there is none."""

    told: int
    missed: float | None
    low: float | None
    high: float | None
    level: float
    models: tuple[tuple[str, float, float], ...]  # terms, weight, missed
    why_not: str
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """Datasets told as one: the counts, what was learnt, where the two modes differ.

    `likely` is the number of events that the probabilities of all pairs leave, of two datasets in
    mode `best` only. Links of the modes are counted as pairs of reports in one event.
    """

    mode: str
    threshold: float | None
    rule: Mapping[str, object]
    sources: tuple[Source, ...]
    reports: int
    events: int
    likely: float | None
    overlaps: tuple[Overlap, ...]
    compared: tuple[Compared, ...]
    candidates: int
    joined: int
    flagged: int
    in_both: int
    only_best: int
    only_compat: int
    compat_not_run: str
    differing: tuple[tuple[str, Link], ...]
    missed: Missed | None
    notes: tuple[str, ...]
