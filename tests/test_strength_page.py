"""The page's own reckoning of conclusions beside the library's, over random arguments."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from py_mini_racer import MiniRacer

from squarely.model.argument import Inference
from squarely.report import network
from squarely.strength.conclude import plain
from squarely.strength.fixpoint import Own, step_state
from squarely.strength.graph import graph
from squarely.strength.licence import stand
from test_strength import OWN, arguments

CODE: Mapping[Own, int] = dict(zip(OWN, (2, 1, 0, -1, -2), strict=True))


@pytest.fixture(scope="module")
def engine() -> MiniRacer:
    found = MiniRacer()
    found.eval(network.SCRIPT.read_text(encoding="utf-8").replace("const strength", "var strength"))
    return found


def told(own: Mapping[str, Own], steps: Sequence[Inference], licensed: frozenset[str]) -> Any:
    names = list(own)
    return {
        "own": [CODE[own[name]] for name in names],
        "steps": [
            {
                "target": names.index(step.to or step.against or ""),
                "rebuts": step.to is None,
                "premises": [names.index(one) for one in step.premises],
                "unless": [names.index(one) for one in step.unless],
                "licensed": step.id in licensed,
            }
            for step in steps
        ],
        "conclusions": list(range(len(names))),
    }


@settings(max_examples=200)
@given(arguments(), st.data())
def test_the_page_and_the_library_agree_on_every_claim_step_and_conclusion(
    engine: MiniRacer, argument: tuple[dict[str, Own], tuple[Inference, ...]], data: st.DataObject
) -> None:
    own, steps = argument
    ids = sorted({step.id for step in steps})
    licensed = frozenset(data.draw(st.sets(st.sampled_from(ids))) if ids else ())
    answers = data.draw(st.dictionaries(st.sampled_from(list(own)), st.sampled_from(OWN)))
    whole = graph(own, steps)
    said = {**own, **answers}
    values = plain(whole, said)
    expected = {
        "claims": [values.state(name) for name in own],
        "steps": [step_state(step, values) for step in steps],
        "conclusions": [stand(whole, name, said, licensed)[0].state for name in own],
    }
    places = {list(own).index(name): CODE[value] for name, value in answers.items()}
    call = (
        f"JSON.stringify(strength({json.dumps(told(own, steps, licensed))}, {json.dumps(places)}))"
    )
    assert json.loads(str(engine.eval(call))) == expected
