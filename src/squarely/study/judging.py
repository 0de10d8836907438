"""Outcomes to verdicts: gates, many tests at once, the label, and the mirror."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from squarely.model.argument import Claim
from squarely.model.dataset import Dataset
from squarely.model.finding import Estimate, Gate, Label, Qualifier, Verdict
from squarely.model.request import Count, Request
from squarely.study.putting import Tested
from squarely.verdict.gates import Evidence, gates_of
from squarely.verdict.judge import Case, judge
from squarely.verdict.multiplicity import survivors, two_sided
from squarely.verdict.sides import Stand

MIRRORED: Mapping[Label, Label] = {
    "supported": "contradicted",
    "leans supported": "leans contradicted",
    "undetermined": "undetermined",
    "leans contradicted": "leans supported",
    "contradicted": "supported",
    "no grounds": "no grounds",
    "out of scope": "out of scope",
}


class MirrorError(Exception):
    """A claim and its negation did not get mirrored verdicts: the run cannot be trusted."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A tested claim with its verdict, its p-value and where it stands."""

    tested: Tested
    verdict: Verdict
    p: float | None
    stand: Stand | None


def judge_all(
    tested: Sequence[Tested], derived: frozenset[str] = frozenset()
) -> tuple[Judged, ...]:
    """The verdict of every claim of a file; stops where a negation does not mirror.

    `derived` names the claims that others in the file lead to.
    """
    p_values = {one.claim.id: p for one in tested if (p := p_value(one)) is not None}
    kept = survivors(p_values)
    judged = []
    for one in tested:
        survives = one.claim.id in kept if one.claim.id in p_values else None
        if one.claim.warrant is None:
            untested = _untested(one.claim, one.claim.id in derived)
            judged.append(Judged(one, untested, None, None))
        else:
            judged.append(_judged(one, p_values.get(one.claim.id), survives))
    return tuple(judged)


def p_value(tested: Tested) -> float | None:
    """The two-sided p of a claim's main specification."""
    main = tested.main
    return two_sided(main.p_for, main.p_against) if isinstance(main, Estimate) else None


def _judged(tested: Tested, p: float | None, survives: bool | None) -> Judged:
    claim = tested.claim
    assert claim.warrant is not None
    gates = gates_of(claim, _evidence(tested))
    if tested.warrant is None:
        verdict = Verdict("no grounds", Qualifier(None, None, (tested.why_not,)), gates)
        return Judged(tested, verdict, None, None)
    stand = Stand(tested.warrant.region, claim.warrant.negated)
    case = _case(tested, stand, gates, survives)
    verdict = judge(case)
    _must_mirror(claim, verdict, judge(_negated(case)))
    return Judged(tested, verdict, p, stand)


def _case(tested: Tested, stand: Stand, gates: tuple[Gate, ...], survives: bool | None) -> Case:
    assert tested.warrant is not None
    axes = tested.plan.axes if tested.plan else ()
    unanimous = tuple(axis.name for axis in axes if axis.unanimous)
    return Case(stand, tested.warrant.reading, tested.outcomes, unanimous, gates, survives)


def _negated(case: Case) -> Case:
    stand = Stand(case.stand.region, not case.stand.negated)
    return Case(stand, case.reading, case.outcomes, case.unanimous, case.gates, case.survives)


def _must_mirror(claim: Claim, plain: Verdict, negated: Verdict) -> None:
    if MIRRORED[plain.label] != negated.label:
        raise MirrorError(
            f"{claim.id}: {plain.label}, but its negation is {negated.label}; nothing is reported"
        )


def _untested(claim: Claim, derived: bool) -> Verdict:
    """A claim without a warrant: out of scope where nothing could ever settle it."""
    if claim.type == "normative":
        reason = "a value judgement: accept it or not, data have no say"
        return Verdict("out of scope", Qualifier(None, None, (reason,)))
    if claim.type == "forecast" and not claim.would_settle:
        reason = "a forecast without a horizon: no data could contradict it"
        return Verdict("out of scope", Qualifier(None, None, (reason,)))
    if claim.type == "definitional":
        reason = "a contested term: who uses it under which definition is not settled by counting"
        return Verdict("out of scope", Qualifier(None, None, (reason,)))
    reason = "it has no test of its own"
    if derived:
        reason += "; it stands or falls with the claims that lead to it"
    return Verdict("no grounds", Qualifier(None, None, (reason,)))


def _evidence(tested: Tested) -> Evidence:
    return Evidence(
        tested.main,
        tested.why_not,
        tested.datasets,
        tested.trimmed,
        tested.cut,
        _spans_countries(tested),
        tested.held,
        tested.copies,
    )


def _spans_countries(tested: Tested) -> bool:
    requests = tested.plan.specifications[0].requests if tested.plan else ()
    return any(_by_place(request, dataset) for request in requests for dataset in tested.datasets)


def _by_place(request: Request, dataset: Dataset) -> bool:
    places = {"place", "actor", dataset.roles.get("place", ""), dataset.roles.get("actor", "")}
    return isinstance(request, Count) and bool(places & set(request.by) - {""})
