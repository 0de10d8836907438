"""The adversarial corpus, run: what became of each row, and which rule it met.

A row is an argument file that ships: one claim, or one conclusion, that the data do not carry, over
tables made up by a seeded script or figures that ship. Its title says the trick. What caught it is
read off the study, never off the file. Rows named `honest-` are of the same form and true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from squarely.grounds.catalog import SHIPPED, Grounds, open_grounds
from squarely.model.place import Problem
from squarely.model.study import ClaimStudy, ConclusionStudy, Study
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run
from squarely.verdict.thresholds import ROBUST

FOLDER = SHIPPED / "corpus"
DATA, HONEST = "data", "honest-"
REACHED = ("supported", "carried")
LEANT = ("leans supported", "carried on balance")
SPOKEN_OF = ("shared-evidence", "shifted-definition", "value-from-facts", "cause-in-words", "cycle")
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Catch:
    """A rule that a row met: its kind, and what it said."""

    rule: str
    why: str


@dataclass(frozen=True, slots=True)
class CorpusRow:
    """One argument of the corpus and what became of it."""

    kind: str
    name: str
    side: str
    honest: bool
    trick: str
    says: str
    outcome: str
    caught: tuple[Catch, ...]

    @property
    def reached(self) -> bool:
        """Whether it came out as supported, or its conclusion as carried."""
        return self.outcome in REACHED

    @property
    def leant(self) -> bool:
        """Whether the data were taken to lean towards it."""
        return self.outcome in LEANT


def kinds() -> tuple[str, ...]:
    """The kinds of trick, by the names of their folders."""
    folders = (path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != DATA)
    return tuple(sorted(folders))


def run_corpus(kind: str | None = None, progress: Progress | None = None) -> tuple[CorpusRow, ...]:
    """Every row, or those of one kind, each judged as an argument of its own."""
    grounds, faults = open_grounds((FOLDER / DATA,), None)
    _must_be_sound(faults)
    named = [kind] if kind else kinds()
    paths = [path for one in named for path in sorted((FOLDER / one).glob("*.yaml"))]
    found = []
    for number, path in enumerate(paths):
        if progress:
            progress(number, len(paths), path.stem)
        found.append(_row(path, grounds))
    return tuple(found)


def _row(path: Path, grounds: Grounds) -> CorpusRow:
    argument, problems = read_argument(path)
    assert argument is not None, path.name
    problems = (*problems, *check_names(argument, grounds.known))
    _must_be_sound(problems)
    study = run(argument, grounds, problems=problems)
    told = study.conclusions[0] if study.conclusions else study.claims[0]
    name, _, side = path.stem.removeprefix(HONEST).rpartition("-")
    honest = path.stem.startswith(HONEST)
    if isinstance(told, ConclusionStudy):
        outcome, caught = str(told.state), tuple(_of_conclusion(told, study))
    else:
        outcome, caught = str(told.verdict), tuple(_of_claim(told))
    kept = () if outcome in REACHED else (*caught, *_warned(problems))
    return CorpusRow(path.parent.name, name, side, honest, study.title, told.says, outcome, kept)


def _must_be_sound(problems: Sequence[Problem]) -> None:
    wrong = [one for one in problems if one.severity == "error"]
    assert not wrong, f"{wrong[0].place}: {wrong[0].message}"


def _of_claim(claim: ClaimStudy) -> Iterator[Catch]:
    """What kept a claim from being supported: rows set aside, gates, the numbers, agreement."""
    for one in claim.data:
        if one.rows_set_aside:
            why = one.why.split("; ")[0]
            yield Catch("rows set aside", f"{one.rows_set_aside} of {one.name}, such as {why}")
    for gate in claim.gates:
        if gate.cap:
            yield Catch(f"gate: {gate.gate}", gate.why)
    if claim.verdict in ("contradicted", "leans contradicted"):
        yield Catch("data", "the data are on the other side")
        return
    if claim.verdict in ("no grounds", "out of scope"):
        return
    yield from _numbers(claim)


def _numbers(claim: ClaimStudy) -> Iterator[Catch]:
    wide = claim.subtype in ("imprecise", "edge")
    for reason in claim.reasons:
        if "interval reaches the edge" in reason:
            yield Catch("interval", reason)
        elif "correction for testing many" in reason:
            yield Catch("multiplicity", reason)
        elif "depends on the" in reason:
            yield Catch("axis", reason)
    if wide and claim.estimate is not None:
        yield Catch("interval", _interval(claim))
    run_well = claim.specifications
    share = sum(one.side == "for" for one in run_well) / len(run_well) if run_well else 1.0
    if share < ROBUST:
        said = f"{share:.0%} of {len(run_well)} specifications are for it, {ROBUST:.0%} are needed"
        if claim.splitting:
            yield Catch(f"axis: {claim.splitting.axis}", said)
        elif len(run_well) > 1:
            yield Catch("specifications", said)


def _interval(claim: ClaimStudy) -> str:
    held = claim.estimate
    assert held is not None
    if held.low is None or held.high is None:
        return f"{held.value:.3g}: {claim.subtype}"
    return f"95%: {held.low:.3g} to {held.high:.3g} {held.unit}, {claim.subtype}"


def _of_conclusion(told: ConclusionStudy, study: Study) -> Iterator[Catch]:
    """What kept a conclusion from being carried: its steps, its premises, what disables a step."""
    for step in study.inferences:
        if step.state == "disabled":
            yield Catch("undercutter", f"{', '.join(step.unless)} disables {step.id}")
        if step.state == "refuted":
            yield Catch("premise", f"a premise of {step.id} is contradicted")
    waiting = list(dict.fromkeys(name for one in told.completion_sets for name in one))
    if waiting and waiting != [told.id]:
        yield Catch("premise", f"open: {', '.join(waiting)}")
    if told.steps_untested:
        steps = {step.id: step for step in study.inferences}
        needed = [steps[one].premises for one in told.steps_untested if one in steps]
        names = ", ".join(dict.fromkeys(name for one in needed for name in one))
        yield Catch("step", f"nothing that was tested says why {names} would bear on it")
    own = next(one for one in study.claims if one.id == told.id)
    if own.warrant is not None and own.verdict not in REACHED:
        yield from _of_claim(own)


def _warned(problems: Sequence[Problem]) -> Iterator[Catch]:
    for one in problems:
        if one.code in SPOKEN_OF:
            yield Catch(f"warning: {one.code}", one.message)
