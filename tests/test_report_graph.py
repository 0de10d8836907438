"""The argument's drawing: boxes do not overlap, lines run left to right, any graph is drawn."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import studies
from squarely.model.study import InferenceStudy
from squarely.report.graph import graph
from squarely.report.layers import BOX, LANE, links, placed, spread, tracks


def steps(pairs: list[tuple[int, int]]) -> tuple[InferenceStudy, ...]:
    return tuple(
        InferenceStudy(f"i{k}", f"c{to}", None, (f"c{one}",), (), "open")
        for k, (one, to) in enumerate(pairs)
        if one != to
    )


PAIRS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=20)


@given(PAIRS)
def test_boxes_and_lanes_of_a_column_do_not_overlap(pairs: list[tuple[int, int]]) -> None:
    layout = placed(links(steps(pairs), [f"c{k}" for k in range(9)]))
    for column, items in enumerate(layout.items):
        ends = 0.0
        for item in items:
            half = (BOX[1] if layout.columns[item[0]] == column else LANE) / 2
            assert layout.middles[item] - half >= ends - 0.2
            ends = layout.middles[item] + half


@given(PAIRS)
def test_a_premise_stands_left_of_its_goal_unless_it_closes_a_cycle(
    pairs: list[tuple[int, int]],
) -> None:
    found = links(steps(pairs), [f"c{k}" for k in range(9)])
    layout = placed(found)
    for left, right in found.pairs:
        if (left, right) not in found.back:
            assert layout.columns[left] < layout.columns[right]


@given(PAIRS)
def test_any_argument_is_drawn_and_the_same_way_twice(pairs: list[tuple[int, int]]) -> None:
    study = replace(studies.study(), inferences=steps(pairs))
    assert graph(study, {}) == graph(study, {})


@given(
    st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9).flatmap(
        lambda wanted: st.tuples(
            st.just(wanted),
            st.lists(st.floats(1, 50), min_size=len(wanted), max_size=len(wanted)),
        )
    )
)
def test_spread_keeps_order_and_distance(given_: tuple[list[float], list[float]]) -> None:
    wanted, halves = given_
    found = spread(wanted, halves)
    for k in range(1, len(found)):
        assert found[k] - found[k - 1] >= halves[k] + halves[k - 1] - 1e-6


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=25))
def test_pieces_on_one_track_do_not_touch(spans: list[tuple[int, int]]) -> None:
    found = tracks([(float(a), float(b)) for a, b in spans])
    for k, one in enumerate(spans):
        for j, other in enumerate(spans[:k]):
            if found[k] == found[j]:
                assert max(one) < min(other) or max(other) < min(one)


def test_states_stand_in_words_and_attacks_are_marked() -> None:
    drawn = graph(studies.study(), {"crowd": "claim-crowd"})
    assert drawn is not None
    assert "undetermined · open" in drawn.svg
    assert drawn.svg.count('class="step attack') == 2
    assert 'href="#claim-crowd"' in drawn.svg


def test_upstream_is_all_that_leads_to_a_claim() -> None:
    drawn = graph(studies.study(), {})
    assert drawn is not None
    number = drawn.numbers
    expected = {"near-unanimous", "always-alone"}
    assert set(drawn.upstream["near-unanimous"]) == {number[name] for name in expected}
    assert len(drawn.upstream["unions-next"]) == len(number)


def test_a_hundred_claims_are_drawn() -> None:
    dice = random.Random(1)
    pairs = [(dice.randrange(k), k) for k in range(1, 100)]
    study = replace(studies.study(), inferences=steps(pairs))
    drawn = graph(study, {})
    assert drawn is not None
    assert len(drawn.svg) < 200_000


def test_without_steps_there_is_no_drawing() -> None:
    assert graph(replace(studies.study(), inferences=()), {}) is None
