"""Verdicts to conclusions: what the data say of each claim, carried through the inferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from squarely.model.argument import Argument, Claim
from squarely.model.finding import Label
from squarely.model.study import ClaimState, ConclusionStudy, InferenceStudy
from squarely.strength.conclude import plain
from squarely.strength.fixpoint import Own, step_state
from squarely.strength.graph import graph
from squarely.strength.licence import stand
from squarely.strength.sentence import sentence

OWN: Mapping[Label, Own] = {
    "supported": "granted",
    "leans supported": "leans granted",
    "undetermined": "open",
    "leans contradicted": "leans refuted",
    "contradicted": "refuted",
    "no grounds": "open",
    "out of scope": "open",
}
# Tests of how one thing goes with another: of the tested claims only theirs can license a step.
RELATING = frozenset({"association", "precedent", "word-deed"})


def carry(
    argument: Argument, labels: Mapping[str, Label]
) -> tuple[Mapping[str, ClaimState], tuple[InferenceStudy, ...], tuple[ConclusionStudy, ...]]:
    """The state of every claim, every step and every conclusion."""
    own = {name: OWN[label] for name, label in labels.items()}
    whole = graph(own, argument.inferences)
    values = plain(whole, own)
    states = {name: values.state(name) for name in own}
    steps = tuple(
        InferenceStudy(
            step.id, step.to, step.against, step.premises, step.unless, step_state(step, values)
        )
        for step in argument.inferences
    )
    normative = {claim.id for claim in argument.claims if claim.type == "normative"}
    licensed = _licensed(argument)
    found = []
    for name in argument.conclusions:
        standing, untested = stand(whole, name, own, licensed)
        accepted = _accepted(standing.completion_sets, normative - {name})
        found.append(
            ConclusionStudy(
                name,
                _says(argument.claims, name),
                standing.state,
                sentence(_says(argument.claims, name), standing, accepted, bool(untested)),
                standing.cut_sets,
                standing.completion_sets,
                standing.truncated,
                standing.routes,
                tuple(one for one in accepted if one not in standing.attackers),
                tuple(one for one in accepted if one in standing.attackers),
                untested,
                tuple(one for one in own if one in standing.attackers),
            )
        )
    return states, steps, tuple(found)


def _licensed(argument: Argument) -> frozenset[str]:
    """The steps of which the file states why their premises bear on the target.

    Either in a premise that no data speak to and nothing in the file supports, which is then for
    the reader to grant, or in the claims that `by` names: a tested claim can say so only where its
    test relates two things.
    """
    supported = {step.to for step in argument.inferences}
    untested = {claim.id for claim in argument.claims if claim.warrant is None}
    relating = untested | {
        claim.id
        for claim in argument.claims
        if claim.warrant is not None and claim.warrant.name in RELATING
    }
    return frozenset(
        step.id
        for step in argument.inferences
        if set(step.premises) & untested - supported or (step.by and set(step.by) <= relating)
    )


def _says(claims: Sequence[Claim], name: str) -> str:
    return next(claim.says for claim in claims if claim.id == name)


def _accepted(sets: Sequence[Sequence[str]], normative: set[str]) -> tuple[str, ...]:
    """The value judgements that a completion needs: toggles for the reader."""
    return tuple(dict.fromkeys(name for one in sets for name in one if name in normative))
