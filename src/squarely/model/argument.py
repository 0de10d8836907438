"""The argument file as values: claims, how they lean on each other, the essay they restate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from squarely.model.matching import Integrated
from squarely.model.place import Place
from squarely.model.request import Condition, Measure, Window

ClaimType = Literal[
    "descriptive",
    "comparative",
    "causal",
    "forecast",
    "possibility",
    "textual",
    "definitional",
    "normative",
]
Stance = Literal["asserted", "denied", "attributed"]
Reading = Literal["realised", "process"]
Construct = Literal["direct", "near proxy", "far proxy"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A unit of an essay: `number` from 1, its span in characters, what sort of unit it is."""

    number: int
    start: int
    end: int
    text: str
    kind: Literal["sentence", "heading", "line"] = "sentence"
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Essay:
    """An essay's text and its units in reading order."""

    file: str
    text: str
    sentences: tuple[Sentence, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a claim stands in its essay, as the author of the argument file wrote it."""

    sentences: tuple[int, ...] = ()
    span: tuple[int, int] | None = None
    quote: str | None = None
    before: str | None = None
    after: str | None = None
    hash: str | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found in the essay: its sentences and span, and how surely (1.0 exact).

    `parts` are the spans of a passage that other text has been put into.
    """

    sentences: tuple[int, ...]
    start: int
    end: int
    text: str
    score: float = 1.0
    how: Literal["as named", "moved", "edited", "split"] = "as named"
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Threshold:
    """A bound written in the file: "more-than", "at-least", "about" or "at-most" a number.

    A percentage is held as a fraction (40% is 0.4).
    """

    relation: Literal["more-than", "at-least", "about", "at-most"]
    value: float


@dataclass(frozen=True, slots=True)
class Items:
    """The items of a vote: one name, or all that pass `where`.

    Of many items, `of_items` ("most" or "all") must have at least the share `at_least`.
    """

    name: str | None = None
    where: tuple[Condition, ...] = ()
    at_least: float | None = None
    of_items: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A date known to some precision (`first` to `last`), or the rows that date an event."""

    during: Window | None = None
    dataset: str | None = None
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """Two groups to contrast: two values of `by`, or two periods (`by` is "time")."""

    by: str
    first: str
    second: str
    windows: tuple[Window, Window] | None = None


@dataclass(frozen=True, slots=True)
class Controls:
    """Units of the column `by` that a date left alone, as the author says."""

    by: str
    of: tuple[str, ...]


Value = (
    str
    | int
    | float
    | bool
    | Measure
    | tuple[Measure, ...]
    | tuple[str, ...]
    | Window
    | Threshold
    | Items
    | Moment
    | Groups
    | Controls
    | tuple[Condition, ...]
    | tuple[tuple[str, object], ...]
    | None
)


@dataclass(frozen=True, slots=True)
class WarrantUse:
    """A warrant as a claim uses it: its name, its keys as values, what is expected.

    `expect` is a word or a `Threshold`; `negated` marks `{not: ...}`.
    """

    name: str
    keys: Mapping[str, Value]
    expect: str | Threshold
    negated: bool = False
    reading: Reading | None = None
    place: Place | None = None
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Claim:
    """One restated assertion."""

    id: str
    says: str
    type: ClaimType = "descriptive"
    stance: Stance = "asserted"
    passage: Passage | None = None
    found: Found | None = None
    warrant: WarrantUse | None = None
    construct: Construct = "direct"
    construct_why: str = ""
    predict: str | None = None
    choices: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    would_settle: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Inference:
    """Premises, jointly needed, that support (`to`) or rebut (`against`) a claim.

    `unless` names the claims that undercut this step, `by` those of the premises that say why the
    others bear on the target. Exactly one of `to`, `against` is set.
    """

    id: str
    to: str | None
    against: str | None
    premises: tuple[str, ...]
    unless: tuple[str, ...] = ()
    place: Place | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """A whole argument file."""

    file: str
    title: str
    claims: tuple[Claim, ...]
    inferences: tuple[Inference, ...] = ()
    conclusions: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    essay_file: str | None = None
    author: str | None = None
    published: date | None = None
    source: str | None = None
    essay: Essay | None = None
    sha256: str = ""
    integrated: tuple[Integrated, ...] = ()

    def claim(self, name: str) -> Claim | None:
        """The claim of that id."""
        return next((claim for claim in self.claims if claim.id == name), None)
