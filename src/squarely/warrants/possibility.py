"""Possibility: whether a published mechanism could produce an outcome, and under which conditions.

Parameter   the part of a mechanism's plausible parameter volume in which the outcome occurs. It is
            a share of a volume, never a probability of the event.
Mechanisms  Granovetter's thresholds, Kuran's hidden preferences, Epstein's civil violence, each
            over the ranges its source explored; a claim may narrow them, never widen or fix them.
Plausible   draws that show patterns of protest to which nothing was fitted; a null model of people
            who do not look at each other must show them less often, else there are no grounds.
Null        "possible": the outcome occurs in at most 5% of the volume; "not-reproduced" mirrors.
Interval    of the draws, the hull of two measures of volume (even; rising to the middle).
Minimum     30 plausible draws; SALib, for which parameters decide.
Axis        the mechanism: the other two beside the one named; all three must agree.
Verdict     at most a leaning, where the outcome occurs. That mechanisms fail to produce a thing is
            undetermined: another may. Kuran's ranges a second reader could not find in his paper;
            what rests on them stays undetermined.
Realised    the same; no data are asked.
Refused     uprisings, defeats and concessions foretold; odds, places and persons; single runs,
            fixed or fitted parameters, tests on what was fitted; indices that nobody can measure;
            language models or history in place of people.

Sources: method.md 5; those of `squarely.estimators.mechanisms`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import written
from squarely.estimators.mechanisms import MECHANISMS, explored
from squarely.estimators.mechanisms.explored import Explored
from squarely.estimators.mechanisms.form import OUTPUTS, Mechanism, Parameter
from squarely.estimators.regions import WHOLE
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Cap, Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Request

EDGE = 0.05  # of the volume: below, an outcome is a rarity of the draws
DRAWS = 30  # plausible ones, at least
NARROWEST = 0.25  # of a range: a narrower one is a parameter chosen to suit
RELATIONS = ("at-least", "at-most")

REFUSED: Mapping[str, tuple[str, ...]] = {
    "no uprising, defeat or concession is foretold, nor its date": (
        "date", "when", "year", "day", "uprising", "revolution", "defeat", "collapse", "concession",
        "victory",
    ),
    "a share of parameter volume gives no odds": (
        "probability", "odds", "chance", "risk", "likelihood",
    ),
    "where or whom to press is not searched for": (
        "where", "place", "site", "route", "facility", "firm", "who", "whom", "target", "person",
        "optimise", "maximise", "chokepoint",
    ),
    "nobody can measure it: an index needs a measurement model": (
        "anger", "consciousness", "will", "mood", "morale", "solidarity", "index",
    ),
    "a single run is a single story": ("seed", "run", "scenario", "story"),
    "a mechanism fitted to data is not tested on them": (
        "fit", "fitted", "calibrated", "data", "best", "tune", "tuned",
    ),
    "language models do not stand in for people": ("language-model", "llm", "gpt", "persona"),
    "history told as an ideal type is no data": ("history", "ideal-type", "parallel", "analogy"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """An output of every mechanism, and how large it must be."""

    output: str
    relation: str
    bound: float

    def holds(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """In which draws it occurs."""
        return np.asarray(values >= self.bound if self.relation == "at-least"
                          else values <= self.bound)  # fmt: skip


NOT_HERE = (
    "which parameters decide is found by SALib, which is not here: install squarely[possibility]"
)
NOT_SO = "that this mechanism does not produce it does not make it impossible"
NO_MORE = "possible under a mechanism: a simulation shows no more than that"


@dataclass(frozen=True, slots=True)
class Possibility:
    """`outcome` is `expect`ed to be possible under `model` over `ranges`, or not reproduced."""

    name: ClassVar[str] = "possibility"

    model: str
    outcome: Outcome | None
    ranges: tuple[tuple[str, tuple[float, float]], ...]
    expect: Literal["possible", "not-reproduced"]
    fault: str = ""
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """Above the edge, or not above it."""
        if self.expect == "possible":
            return Region(EDGE, WHOLE)
        return Region(-WHOLE, EDGE, high_closed=True)

    def axes(self) -> tuple[Axis, ...]:
        """The mechanism named, then the others."""
        if self.fault:
            return ()
        names = (self.model, *(name for name in MECHANISMS if name != self.model))
        options = tuple(Option(name, keys=(("model", name),)) for name in names)
        why = "Mechanisms that differ in kind may all be at work."
        return (Axis("mechanism", options, why, unanimous=True),)

    def needs(self) -> tuple[Request, ...]:
        """Nothing: the claim is about mechanisms, not about what was recorded."""
        return ()

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """Where in the mechanism's plausible volume the outcome occurs."""
        if self.fault or self.outcome is None:
            return Infeasible(self.fault)
        if not explored.ready():
            return Infeasible(NOT_HERE)
        mechanism = MECHANISMS[self.model]
        found = explored.explore(self.model, _ranges(mechanism, dict(self.ranges)))
        if found.reproduced < DRAWS:
            return Infeasible(
                f"{self.model} shows the patterns of protest in {found.reproduced} of "
                f"{found.draws} draws; {DRAWS} needed"
            )
        if not explored.beats_null(found):
            return Infeasible(
                f"people who do not look at each other show the patterns as often as {self.model}"
            )
        return self._estimate(mechanism, found, self.outcome)

    def _estimate(self, mechanism: Mechanism, found: Explored, outcome: Outcome) -> Estimate:
        hits = outcome.holds(found.outputs[outcome.output])
        share, at = explored.volume(found, hits)
        decides, chance = explored.sensitivity(found, outcome.output)
        names = [parameter.name for parameter in mechanism.parameters]
        cap, why = _cap(mechanism, at[2])
        return Estimate(
            share,
            at[0],
            at[1],
            at[2],
            unit="part of the plausible parameter volume",
            n=found.reproduced,
            edge=EDGE,
            recorded=f"{mechanism.name}: {_where(mechanism, found, hits, dict(self.ranges))}; "
            + _decided(names, decides, chance),
            census=True,
            caveats=(
                "a share of parameter volume is no probability",
                f"the patterns come in {found.reproduced} of {found.draws} draws, and in "
                f"{found.alone} where nobody looks at others",
            ),
            cap=cap,
            cap_why=why,
            parts={f"sensitivity to {name}": value
                   for name, value in zip(names, decides, strict=True)},
        )  # fmt: skip


def _decided(names: Sequence[str], decides: Sequence[float], chance: float) -> str:
    """The two parameters that decide most, of those that pass chance."""
    order = sorted(zip(decides, names, strict=True), key=lambda one: (-one[0], one[1]))
    most = [name for value, name in order if value > chance][:2]
    if not most:
        return "no one parameter decides more than chance would"
    return f"over the whole ranges decided most by {' and '.join(most)}, which nobody has measured"


def _cap(mechanism: Mechanism, at95: Interval) -> tuple[Cap, str]:
    """What a volume may count for; the same for a claim and for its negation."""
    if at95.low <= EDGE:
        return "undetermined", NOT_SO
    return ("undetermined", mechanism.held) if mechanism.held else ("leans", NO_MORE)


def _ranges(mechanism: Mechanism, named: Mapping[str, tuple[float, float]]) -> explored.Ranges:
    return tuple(named.get(one.name, (one.low, one.high)) for one in mechanism.parameters)


def _where(
    mechanism: Mechanism,
    found: Explored,
    hits: NDArray[np.bool_],
    named: Mapping[str, tuple[float, float]],
) -> str:
    """Where the outcome occurs: the middle four fifths of each parameter among the hits."""
    said = f"it occurs in {int(hits.sum())} of {len(hits)} plausible draws"
    if not hits.any():
        return said
    parts = []
    for column, (one, (low, high)) in enumerate(
        zip(mechanism.parameters, _ranges(mechanism, named), strict=True)
    ):
        ends = low + (high - low) * np.percentile(found.place[hits, column], (10, 90))
        parts.append(f"{one.name} {figure(float(ends[0]))} to {figure(float(ends[1]))}")
    return f"{said}, mostly at {', '.join(parts)}"


def _refused(words: Iterable[str]) -> str:
    for word in words:
        for why, names in REFUSED.items():
            if word.casefold() in names:
                return f"{word}: {why}"
    return ""


def _outcome(kept: Mapping[str, object]) -> Outcome | str:
    output = str(kept.get("output", ""))
    if why := _refused((*kept, output)):
        return why
    if output not in OUTPUTS:
        return f"the outcome names an output: {', '.join(OUTPUTS)}"
    relations = [key for key in kept if key in RELATIONS]
    if len(relations) != 1 or set(kept) != {"output", relations[0]}:
        return "the outcome has exactly one bound, at-least or at-most"
    bound = _number(kept[relations[0]])
    return "the bound is no number" if bound is None else Outcome(output, relations[0], bound)


def _range(one: Parameter, value: object) -> tuple[float, float] | str:
    ends = value if isinstance(value, tuple) else str(value).split("..")
    numbers = [_number(end) for end in ends]
    if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
        return f"{one.name} needs a range; a single value is a single story"
    low, high = numbers[0], numbers[1]
    if low < one.low or high > one.high:
        return f"{one.name} has a source from {figure(one.low)} to {figure(one.high)} only"
    if high - low < NARROWEST * (one.high - one.low):
        return f"{one.name} is held within {percent(NARROWEST)} of its range: chosen to suit"
    return low, high


def _number(value: object) -> float | None:
    text = str(value).strip()
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return None


def from_use(use: WarrantUse) -> Possibility:
    """The possibility that a claim's keys describe."""
    model = str(use.keys["model"])
    written_ranges = written.pairs(use.keys["ranges"])
    empty = Possibility(
        model, None, (), cast("Literal['possible', 'not-reproduced']", use.expect),
        reading=use.reading or "process",
    )  # fmt: skip
    if why := _refused((model, *written_ranges)):
        return replace(empty, fault=why)
    if model not in MECHANISMS:
        why = f"no mechanism is called {model}; there are {', '.join(MECHANISMS)}"
        return replace(empty, fault=why)
    known = {one.name: one for one in MECHANISMS[model].parameters}
    if odd := sorted(set(written_ranges) - set(known)):
        return replace(empty, fault=f"{odd[0]} has no sourced range: {', '.join(known)} have")
    outcome = _outcome(written.pairs(use.keys["outcome"]))
    ranges = {name: _range(known[name], value) for name, value in written_ranges.items()}
    faults = [one for one in (outcome, *ranges.values()) if isinstance(one, str)]
    if faults or isinstance(outcome, str):
        return replace(empty, fault=faults[0])
    kept = tuple((name, one) for name, one in ranges.items() if not isinstance(one, str))
    return replace(empty, outcome=outcome, ranges=kept)
