"""What the page needs of the argument's graph: to dim, to mark, and to try a reader's own answers.

A value judgement gets no verdict from data; the page lets its reader accept or reject it and
reckons the conclusions anew, by the same rules as `squarely.strength` (tested to be equal).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from squarely.model.study import Study
from squarely.report.environment import TEMPLATES
from squarely.report.graph import Graph
from squarely.strength.fixpoint import Own
from squarely.study.carrying import OWN

SCRIPT = TEMPLATES / "strength.js"
CODE: Mapping[Own, int] = {
    "granted": 2,
    "leans granted": 1,
    "open": 0,
    "leans refuted": -1,
    "refuted": -2,
}


def network(study: Study, drawn: Graph | None) -> dict[str, Any]:
    """Box numbers upstream of each conclusion, and the graph as numbers; empty where none is."""
    if drawn is None:
        return {}
    ends = [c.id for c in study.conclusions if c.id in drawn.numbers]
    found: dict[str, Any] = {
        "upstream": {drawn.numbers[name]: drawn.upstream[name] for name in ends}
    }
    return found | _reckoned(study, drawn.numbers)


def toggles(study: Study) -> tuple[str, ...]:
    """The value judgements on which a conclusion hangs, in the essay's order."""
    asked = {name for end in study.conclusions for name in (*end.if_you_accept, *end.if_you_reject)}
    return tuple(claim.id for claim in study.claims if claim.id in asked)


def _reckoned(study: Study, boxes: Mapping[str, int]) -> dict[str, Any]:
    """The graph for the page's reckoning; none where the study shows only some of the claims."""
    at = {claim.id: number for number, claim in enumerate(study.claims)}
    named = {name for step in study.inferences for name in (*step.premises, *step.unless)}
    named |= {step.to or step.against or "" for step in study.inferences}
    if not named <= at.keys() or not all(end.id in at for end in study.conclusions):
        return {}
    untested = {step for end in study.conclusions for step in end.steps_untested}
    return {
        "own": [CODE[OWN[claim.verdict]] for claim in study.claims],
        "steps": [
            {
                "target": at[step.to or step.against or ""],
                "rebuts": step.to is None,
                "premises": [at[name] for name in step.premises],
                "unless": [at[name] for name in step.unless],
                "licensed": step.id not in untested,
            }
            for step in study.inferences
        ],
        "conclusions": [at[end.id] for end in study.conclusions],
        "boxes": {number: at[name] for name, number in boxes.items()},
    }
