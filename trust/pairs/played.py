"""The six essays run on the figures that ship: each side's claims with their verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from squarely.grounds.catalog import open_grounds
from squarely.model.argument import Argument
from squarely.model.finding import Label
from squarely.study.carrying import carry
from squarely.study.reading import read_argument
from squarely.study.run import run

ROOT = Path(__file__).resolve().parent.parent.parent
ESSAYS = ROOT / "examples" / "pairs"
TWIN = "-hedged"
ENCODINGS = ("strict", "hedged")


@dataclass(frozen=True, slots=True)
class Read:
    """One claim of an essay: its verdict as the essay words it, and in its hedged form."""

    id: str
    tested: bool
    strict: Label
    hedged: Label
    twin: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One essay: its claims, and its conclusion under each encoding, values open and granted."""

    controversy: str
    side: str
    title: str
    words: int
    claims: tuple[Read, ...]
    conclusions: Mapping[str, str]


def files() -> list[Path]:
    """The argument files, in the order of their controversies and sides."""
    return sorted(ESSAYS.glob("*/*/argument.yaml"))


def sides() -> tuple[Side, ...]:
    """Every essay, run on the shipped figures alone."""
    return tuple(played(path) for path in files())


def played(path: Path) -> Side:
    """One essay, run."""
    argument, problems = read_argument(path)
    if argument is None:
        raise ValueError(f"{path}: {problems}")
    study = run(argument, open_grounds()[0])
    labels = {claim.id: claim.verdict for claim in study.claims}
    claims = tuple(
        Read(
            claim.id,
            claim.warrant is not None,
            labels[claim.id],
            labels.get(claim.id + TWIN, labels[claim.id]),
            claim.id + TWIN in labels,
        )
        for claim in argument.claims
        if not claim.id.endswith(TWIN)
    )
    words = len((path.parent / "essay.md").read_text(encoding="utf-8").split())
    return Side(
        path.parent.parent.name, path.parent.name, argument.title, words, claims,
        _conclusions(argument, labels),
    )  # fmt: skip


def _conclusions(argument: Argument, labels: Mapping[str, Label]) -> dict[str, str]:
    """The state of the conclusion with either form of the strict claims."""
    found = {}
    granted = {**labels, **_values(argument)}
    for encoding, whole in zip(ENCODINGS, (argument, _hedged(argument)), strict=True):
        found[encoding] = _state(whole, labels)
        found[f"{encoding}, its values granted"] = _state(whole, granted)
    return found


def _state(argument: Argument, labels: Mapping[str, Label]) -> str:
    states = {one.state for one in carry(argument, labels)[2]}
    if len(states) != 1:
        raise ValueError(f"{argument.title}: one conclusion an essay, not {len(states)}")
    return states.pop()


def _values(argument: Argument) -> dict[str, Label]:
    """The essay's own value as granted, the value that it ascribes to others as refused."""
    return {
        claim.id: "supported" if claim.stance == "asserted" else "contradicted"
        for claim in argument.claims
        if claim.type == "normative"
    }


def _hedged(argument: Argument) -> Argument:
    """The argument with every strict premise replaced by its twin."""
    ids = {claim.id for claim in argument.claims}
    steps = tuple(
        replace(
            step,
            premises=tuple(one + TWIN if one + TWIN in ids else one for one in step.premises),
        )
        for step in argument.inferences
    )
    return replace(argument, inferences=steps)
