"""What a warrant says of the numbers, and what may be said of the claim.

The parameter space is split by an edge. A claim is a `Region` of it; its negation is the
complement, so every rule that reads an interval against a region mirrors by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol, get_args

from squarely.model.argument import Reading
from squarely.model.dataset import Axis
from squarely.model.request import Answer, Request

Label = Literal[
    "supported",
    "leans supported",
    "undetermined",
    "leans contradicted",
    "contradicted",
    "no grounds",
    "out of scope",
]
LABELS: tuple[Label, ...] = get_args(Label)  # in the order in which they are counted and shown
Side = Literal["for", "against", "silent"]
SIDES: tuple[Side, ...] = get_args(Side)
GATE_SAID = {True: "passed", False: "not passed", None: "does not apply"}
Cap = Literal["leans", "undetermined", "no grounds"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval; a census without bounds has low equal to high."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Region:
    """The values of the parameter that make a claim true: from `low` to `high`.

    The claim "theta > 0.5" is Region(0.5, inf, low_closed=False).
    """

    low: float
    high: float
    low_closed: bool = False
    high_closed: bool = False

    def holds(self, value: float) -> bool:
        """Whether one value lies in the region."""
        above = value > self.low or (self.low_closed and value == self.low)
        below = value < self.high or (self.high_closed and value == self.high)
        return above and below

    def contains(self, interval: Interval) -> bool:
        """Whether the whole interval lies in the region."""
        return self.holds(interval.low) and self.holds(interval.high)

    def misses(self, interval: Interval) -> bool:
        """Whether the whole interval lies outside the region."""
        below = interval.high < self.low or (interval.high == self.low and not self.low_closed)
        above = interval.low > self.high or (interval.low == self.high and not self.high_closed)
        return below or above


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one specification says, in `unit`.

    `at80`, `at90` and `at95` are intervals of those levels; a census has the same bounds in each.
    `p_for` is the p-value against "the parameter lies outside the claim's region", `p_against`
    against "inside"; both None for a census. `edge` is the smallest difference that counts and
    `detectable` the smallest that this sample could have told from the edge with 80% power.
    `tipping` is the ratio of reporting that would overturn the result, None where it has no
    meaning. `recorded` is the change or level as the source has it, said whatever the verdict.
    """

    value: float
    at80: Interval
    at90: Interval
    at95: Interval
    unit: str
    n: int
    edge: float | None = None
    p_for: float | None = None
    p_against: float | None = None
    detectable: float | None = None
    tipping: float | None = None
    recorded: str = ""
    census: bool = False
    caveats: tuple[str, ...] = ()
    cap: Cap | None = None
    cap_why: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def of_difference(self) -> bool:
        """Whether the value is a change or a difference, to which nought means none."""
        return self.unit.startswith(("percent over", "percent of the larger", "share,"))


@dataclass(frozen=True, slots=True)
class Infeasible:
    """Why a specification cannot be run on these answers (below the minimum data, say)."""

    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One specification of a claim and what came of it."""

    choices: tuple[tuple[str, str], ...]
    families: tuple[str, ...]
    result: Estimate | Infeasible


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition that caps or stops a verdict; `passed` None where it does not apply."""

    gate: Literal[
        "grounds",
        "construct",
        "edge",
        "reporting",
        "design",
        "absence",
        "provenance",
        "content",
        "duplicates",
    ]
    passed: bool | None
    why: str
    cap: Cap | None = None


@dataclass(frozen=True, slots=True)
class Qualifier:
    """How a verdict is to be read: which reading, which subtype, which reasons."""

    reading: Reading | None
    subtype: str | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the data say of a claim, and no more."""

    label: Label
    qualifier: Qualifier
    gates: tuple[Gate, ...] = ()


class Warrant(Protocol):
    """The rule by which data may speak to a claim.

    `needs` says what to count, `test` what the counts say. Keys that an axis may change are
    fields; the multiverse replaces them before it asks. A warrant never sees a database, and never
    sees whether its claim is negated.
    """

    name: ClassVar[str]

    @property
    def reading(self) -> Reading:
        """Realised (a census of its source) or process (more than chance)."""
        ...

    @property
    def region(self) -> Region:
        """The values of the estimate that make the plain claim true."""
        ...

    def axes(self) -> tuple[Axis, ...]:
        """The warrant's own defensible choices; an option's `keys` replace fields."""
        ...

    def needs(self) -> tuple[Request, ...]:
        """The requests whose answers `test` takes, in that order."""
        ...

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """What the answers say."""
        ...
