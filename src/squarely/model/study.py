"""The whole result of a check, as the study's JSON states it and the report shows it.

Everything a reader sees is a field here: the report computes nothing. Field names are the JSON
keys; `squarely.report.export.study_json` writes them, numbers with 10 significant digits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from squarely.model.argument import Reading
from squarely.model.dataset import Coverage
from squarely.model.finding import Gate, Label, Side
from squarely.model.place import Problem

SCHEMA = "squarely-study/1"
ClaimState = Literal["granted", "open", "refuted", "contested"]
StepState = Literal["granted", "open", "refuted", "disabled"]
ConclusionState = Literal["carried", "carried on balance", "conditional", "not carried", "rebutted"]


@dataclass(frozen=True, slots=True)
class EstimateShown:
    """The main specification's estimate at `level`; null bounds for a census."""

    value: float
    low: float | None
    high: float | None
    level: float
    unit: str
    n: int
    recorded: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpecificationShown:
    """One specification that ran."""

    choices: Mapping[str, str]
    value: float
    low: float | None
    high: float | None
    side: Side
    n: int


@dataclass(frozen=True, slots=True)
class InfeasibleShown:
    """One specification that could not run, and why."""

    choices: Mapping[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Splitting:
    """The choice that splits the result: for each option how its specifications fall."""

    axis: str
    by_choice: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class DataUsed:
    """A dataset behind a claim: exact version, and how many rows spoke or were set aside."""

    name: str
    title: str
    version: str
    sha256: str
    licence: str
    redistributable: bool
    citation: str
    vintage: str
    rows_used: int
    rows_set_aside: int
    why: str
    coverage: Coverage
    traps: tuple[str, ...] = ()
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class SeriesShown:
    """A line of a plot: one group's periods and values, ISO dates; trimmed ones are marked."""

    name: str
    unit: str
    periods: tuple[str, ...]
    low: tuple[float | None, ...]
    best: tuple[float | None, ...]
    high: tuple[float | None, ...]
    trimmed: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Rows:
    """The first rows behind a claim, as strings; keys only where rows may not be shown."""

    dataset: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class WarrantShown:
    """A warrant as the file wrote it: its name and its keys in words."""

    name: str
    question: str
    keys: Mapping[str, str]
    built: bool


@dataclass(frozen=True, slots=True)
class PassageShown:
    """Where the claim stands in its essay; `text` only where the essay was given."""

    sentences: tuple[int, ...]
    start: int | None
    end: int | None
    hash: str | None
    score: float | None
    text: str | None = None
    how: str | None = None
    line: int | None = None  # of the essay's file, from 1, where its text was read
    column: int | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """The verdict with only what was known on a date."""

    date: str
    verdict: Label
    value: float | None
    why: str = ""
    estimate: EstimateShown | None = None


@dataclass(frozen=True, slots=True)
class VintageShown:
    """The verdict and the estimate on one copy of a dataset that is here in several."""

    name: str
    version: str
    vintage: str
    verdict: Label
    estimate: EstimateShown | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One place of a claim's map: its amount, or its position as a word.

    `middle` is where a first-level region is drawn: latitude and longitude of the middle of its
    towns, to a tenth of a degree, whatever the rows say.
    """

    code: str  # ISO 3166: alpha-3 of a country, or the code of a first-level region
    name: str
    value: float | None = None
    word: str = ""
    middle: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class MapShown:
    """Where the rows of a claim's main specification lie, by country or by first-level region.

    `within` are the countries whose first-level regions the places are; empty where the places are
    countries. `elsewhere` is the amount in rows that name no place of the table, None where it is
    too small to be shown; it counts `elsewhere_unit`, the rows themselves where amounts do not add
    up. `notes` say which of the places are disputed.
    """

    unit: str
    during: str
    places: tuple[PlaceShown, ...]
    elsewhere: float | None = 0.0
    elsewhere_unit: str = ""
    within: tuple[PlaceShown, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimStudy:
    """All that is said of one claim."""

    id: str
    says: str
    type: str
    stance: str
    passage: PassageShown | None
    warrant: WarrantShown | None
    expect: str | None
    predict: str | None
    verdict: Label
    reading: Reading | None
    subtype: str | None
    reasons: tuple[str, ...]
    state: ClaimState
    sentence: str  # the verdict as one plain sentence
    estimate: EstimateShown | None = None
    p: float | None = None
    edge: float | None = None
    specifications: tuple[SpecificationShown, ...] = ()
    infeasible: tuple[InfeasibleShown, ...] = ()
    splitting: Splitting | None = None
    gates: tuple[Gate, ...] = ()
    detectable: float | None = None
    would_settle: tuple[str, ...] = ()
    data: tuple[DataUsed, ...] = ()
    query: tuple[str, ...] = ()
    series: tuple[SeriesShown, ...] = ()
    map: MapShown | None = None
    rows: tuple[Rows, ...] = ()
    as_of_essay: AsOf | None = None
    as_of_now: AsOf | None = None
    vintages: tuple[VintageShown, ...] = ()
    methods: str = ""
    citations: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    choices_offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    axes_argued: Mapping[str, str] = field(default_factory=dict)
    error_rates: str = ""  # of its test, in simulated worlds, with the power at this n


@dataclass(frozen=True, slots=True)
class InferenceStudy:
    """One step and its state."""

    id: str
    to: str | None
    against: str | None
    premises: tuple[str, ...]
    unless: tuple[str, ...]
    state: StepState


@dataclass(frozen=True, slots=True)
class ConclusionStudy:
    """Whether a conclusion stands, and on what it hangs."""

    id: str
    says: str
    state: ConclusionState
    sentence: str
    cut_sets: tuple[tuple[str, ...], ...] = ()
    completion_sets: tuple[tuple[str, ...], ...] = ()
    truncated: bool = False
    routes: tuple[tuple[str, ...], ...] = ()
    if_you_accept: tuple[str, ...] = ()
    if_you_reject: tuple[str, ...] = ()
    steps_untested: tuple[str, ...] = ()  # of which nothing says why the premises bear on it
    attackers: tuple[str, ...] = ()  # open claims that work against it: it hangs on their failing


@dataclass(frozen=True, slots=True)
class EssayShown:
    """The essay as the page sets it: its text is there only when `--essay` named the file."""

    author: str | None
    published: str | None
    source: str | None
    sentences: int
    text: str | None = None
    units: tuple[tuple[int, int, int, str, int], ...] = ()  # number, start, end, kind, paragraph
    file: str | None = None  # as the argument file names it, relative to that


@dataclass(frozen=True, slots=True)
class Seal:
    """Claims, windows, edges and axes as hashed before data were opened."""

    hash: str
    edits_after_results: int
    first_sealed: str | None = None


@dataclass(frozen=True, slots=True)
class ErrorRates:
    """How often a test that was used errs in worlds of known truth, the worst of its cells.

    `power` is a sentence on what it finds at the n of this file's claims.
    """

    name: str
    sentence: str
    power: str = ""
    false_supported: float | None = None
    false_leans: float | None = None
    coverage: float | None = None
    cells: int = 0
    draws: int = 0
    worst: str = ""


@dataclass(frozen=True, slots=True)
class Study:
    """The whole result, one value; `schema` names its version."""

    title: str
    file: str
    as_of: str
    seed: int
    engine: str
    problems: tuple[Problem, ...] = ()
    claims: tuple[ClaimStudy, ...] = ()
    inferences: tuple[InferenceStudy, ...] = ()
    conclusions: tuple[ConclusionStudy, ...] = ()
    essay: EssayShown | None = None
    seal: Seal | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    limits: tuple[str, ...] = ()
    tests: tuple[ErrorRates, ...] = ()
    schema: str = SCHEMA
