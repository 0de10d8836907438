"""The three-valued layer: fixpoint, states of conclusions, cut and completion sets, axioms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.model.argument import Inference
from squarely.strength.conclude import conclude, plain
from squarely.strength.fixpoint import Own, step_state
from squarely.strength.graph import Graph, graph, upstream
from squarely.strength.sentence import sentence
from squarely.strength.sets import minimal_sets

OWN: tuple[Own, ...] = ("granted", "leans granted", "open", "leans refuted", "refuted")
MIRROR: Mapping[Own, Own] = dict(zip(OWN, reversed(OWN), strict=True))


def to(target: str, *premises: str, unless: Sequence[str] = ()) -> Inference:
    return Inference(f"{'+'.join(premises)}>{target}", target, None, premises, tuple(unless))


def against(target: str, *premises: str, unless: Sequence[str] = ()) -> Inference:
    return Inference(f"{'+'.join(premises)}-|{target}", None, target, premises, tuple(unless))


def states(own: Mapping[str, Own], *steps: Inference) -> dict[str, str]:
    values = plain(graph(own, steps), own)
    return {name: values.state(name) for name in own}


def test_a_chain_of_granted_premises_grants_its_end() -> None:
    own: dict[str, Own] = {"a": "granted", "b": "open", "c": "open"}
    assert states(own, to("b", "a"), to("c", "b"))["c"] == "granted"


def test_linked_premises_are_as_strong_as_the_weakest() -> None:
    own: dict[str, Own] = {"a": "granted", "b": "open", "c": "open"}
    assert states(own, to("c", "a", "b"))["c"] == "open"


def test_a_refuted_premise_removes_support_and_does_not_refute() -> None:
    own: dict[str, Own] = {"a": "refuted", "c": "open"}
    assert states(own, to("c", "a"))["c"] == "open"


def test_granted_reasons_both_ways_leave_a_claim_contested() -> None:
    own: dict[str, Own] = {"a": "granted", "b": "granted", "c": "open"}
    assert states(own, to("c", "a"), against("c", "b"))["c"] == "contested"


def test_circular_support_stays_open() -> None:
    own: dict[str, Own] = {"a": "open", "b": "open", "c": "open"}
    found = states(own, to("a", "b"), to("b", "a"), to("c", "b"))
    assert set(found.values()) == {"open"}


def test_a_circle_with_an_outside_ground_is_granted() -> None:
    own: dict[str, Own] = {"a": "open", "b": "open", "g": "granted"}
    assert states(own, to("a", "b"), to("b", "a"), to("a", "g"))["b"] == "granted"


def test_mutual_attack_stays_open() -> None:
    own: dict[str, Own] = {"a": "granted", "b": "granted"}
    assert set(states(own, against("a", "b"), against("b", "a")).values()) == {"open"}


def test_bare_doubt_jams_nothing() -> None:
    own: dict[str, Own] = {"a": "granted", "doubt": "open", "deep": "open", "c": "open"}
    found = states(own, to("c", "a", unless=["doubt"]), against("c", "deep"))
    assert found["c"] == "granted"


def test_a_granted_undercutter_disables_the_step() -> None:
    own: dict[str, Own] = {"a": "granted", "u": "granted", "c": "open"}
    step = to("c", "a", unless=["u"])
    assert states(own, step)["c"] == "open"
    assert step_state(step, plain(graph(own, [step]), own)) == "disabled"


@pytest.mark.parametrize(
    ("own", "state"),
    [
        ({"a": "granted", "b": "granted"}, "carried"),
        ({"a": "granted", "b": "leans granted"}, "carried on balance"),
        ({"a": "granted", "b": "open"}, "conditional"),
        ({"a": "granted", "b": "refuted"}, "not carried"),
    ],
)
def test_states_of_a_conclusion_from_two_linked_premises(own: dict[str, Own], state: str) -> None:
    own = {**own, "c": "open"}
    assert conclude(graph(own, [to("c", "a", "b")]), "c", own).state == state


def test_a_granted_rebuttal_alone_rebuts() -> None:
    own: dict[str, Own] = {"a": "open", "r": "granted", "c": "open"}
    assert conclude(graph(own, [to("c", "a"), against("c", "r")]), "c", own).state == "rebutted"


def test_cut_and_completion_sets_of_two_routes() -> None:
    own: dict[str, Own] = {"p2": "open", "p4": "granted", "p7": "open", "c": "open"}
    standing = conclude(graph(own, [to("c", "p4", "p2"), to("c", "p4", "p7")]), "c", own)
    assert standing.state == "conditional"
    assert set(standing.cut_sets) == {("p4",), ("p2", "p7")}
    assert set(standing.completion_sets) == {("p2",), ("p7",)}
    assert standing.routes == (("p4", "p2"), ("p4", "p7"))


def test_an_open_undercutter_keeps_a_conclusion_from_being_carried_outright() -> None:
    own: dict[str, Own] = {"a": "granted", "u": "open", "c": "open"}
    standing = conclude(graph(own, [to("c", "a", unless=["u"])]), "c", own)
    assert standing.state == "carried on balance"
    assert standing.completion_sets == (("u",),)
    assert set(standing.cut_sets) == {("a",), ("u",)}


def test_the_sentence_of_an_argument_with_untested_steps_speaks_of_them_as_drawn() -> None:
    own: dict[str, Own] = {"a": "open", "b": "open", "c": "open"}
    standing = conclude(graph(own, [to("c", "a", "b")]), "c", own)
    assert sentence("C is so.", standing, (), untested=True) == (
        "The essay concludes: C is so. It is conditional: it stands only if open premises are "
        "settled in its favour. It is reached by one route, needing “a” and “b”. If “a” or “b” "
        "failed, no route to it is left. With the steps as drawn it would be carried if “a” and "
        "“b” held."
    )


def test_the_sentence_of_a_rebutted_conclusion_is_as_sure_as_the_data_and_no_surer() -> None:
    own: dict[str, Own] = {"a": "open", "r": "leans granted", "c": "open"}
    standing = conclude(graph(own, [to("c", "a"), against("c", "r")]), "c", own)
    assert sentence("C is so.", standing, ()).startswith(
        "The essay concludes: C is so. As far as the data say, a reason against it holds and no "
        "reason for it does. It is reached by one route, needing “a”."
    )


def test_the_sentence_tells_what_must_hold_and_what_must_fail() -> None:
    own: dict[str, Own] = {"a": "open", "value": "open", "u": "open", "r": "open", "c": "open"}
    steps = [to("c", "a", "value", unless=["u"]), against("c", "r")]
    standing = conclude(graph(own, steps), "c", own)
    said = sentence("C is so.", standing, ("value", "r"))
    assert standing.attackers == {"u", "r"}
    assert "carried if “a” and “value” held and “u” and “r” failed." in said
    assert "If “a” or “value” failed or “u” held (or one more), no route" in said
    assert "if you accept “value” and reject “r”, on which" in said


def test_a_leaf_that_works_both_ways_is_tried_both_ways() -> None:
    own: dict[str, Own] = {"x": "open", "c": "open"}
    standing = conclude(graph(own, [to("c", "x"), against("c", "x")]), "c", own)
    assert standing.state == "not carried"


def test_sixty_open_leaves_are_exact_and_quick() -> None:
    leaves = [f"p{number:02d}" for number in range(60)]
    own: dict[str, Own] = {**dict.fromkeys(leaves, "open"), "c": "open"}
    standing = conclude(graph(own, [to("c", *leaves)]), "c", own)
    assert len(standing.cut_sets) == 60
    assert [len(one) for one in standing.completion_sets] == [60]
    assert not standing.truncated


def test_too_many_sets_are_cut_short_and_said() -> None:
    pairs = [(f"a{number}", f"b{number}") for number in range(12)]
    own: dict[str, Own] = {**dict.fromkeys(chain(*pairs), "open"), "m": "open"}
    own.update({f"g{number}": "open" for number in range(12)})
    steps = [to(f"g{n}", one) for n, pair in enumerate(pairs) for one in pair]
    steps.append(to("m", *(f"g{number}" for number in range(12))))
    standing = conclude(graph(own, steps), "m", own)
    assert standing.truncated
    assert len(standing.completion_sets) <= 1001


# ---- properties over random graphs

NAMES = tuple("abcdefg")


@st.composite
def arguments(draw: st.DrawFn) -> tuple[dict[str, Own], tuple[Inference, ...]]:
    """Random claims and steps, cycles included."""
    own = {name: draw(st.sampled_from(OWN)) for name in NAMES}
    steps = []
    for number in range(draw(st.integers(0, 9))):
        end = draw(st.sampled_from(NAMES))
        others = [name for name in NAMES if name != end]
        premises = tuple(
            draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True))
        )
        unless = tuple(draw(st.lists(st.sampled_from(others), max_size=1)))
        supports = draw(st.booleans())
        steps.append(
            Inference(f"i{number}", end if supports else None, None if supports else end,
                      premises, unless)
        )  # fmt: skip
    return own, tuple(steps)


@given(arguments())
def test_renaming_claims_renames_the_values(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    renamed = dict(zip(NAMES, reversed(NAMES), strict=True))
    turned = [
        Inference(s.id, renamed.get(s.to or ""), renamed.get(s.against or ""),
                  tuple(renamed[p] for p in s.premises), tuple(renamed[u] for u in s.unless))
        for s in steps
    ]  # fmt: skip
    before = states(own, *steps)
    after = states({renamed[name]: value for name, value in own.items()}, *turned)
    assert {renamed[name]: state for name, state in before.items()} == after


@given(arguments())
def test_swapping_reasons_for_and_against_mirrors_the_target(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    mirrored = [
        Inference(s.id, s.against, s.to, s.premises, s.unless)
        if "a" in (s.to, s.against) else s
        for s in steps
        if "a" not in (*s.premises, *s.unless)
    ]  # fmt: skip
    kept = [s for s in steps if "a" not in (*s.premises, *s.unless)]
    before = states(own, *kept)["a"]
    after = states({**own, "a": MIRROR[own["a"]]}, *mirrored)["a"]
    assert {"granted": "refuted", "refuted": "granted"}.get(before, before) == after


@given(arguments(), st.integers(1, 6))
def test_undetermined_premises_lift_nothing(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]], count: int
) -> None:
    own, steps = drawn
    fresh = [f"new{number}" for number in range(count)]
    more: dict[str, Own] = {**own, **dict.fromkeys(fresh, "open")}
    lifted = states(more, *steps, *(to("a", name) for name in fresh))
    before = states(own, *steps)
    assert {name: lifted[name] for name in own} == before


@given(arguments())
def test_splitting_a_premise_in_two_changes_nothing(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    twin = {**own, "twin": own["b"]}
    doubled = [
        Inference(s.id, s.to, s.against, (*s.premises, "twin") if "b" in s.premises else s.premises,
                  s.unless)
        for s in steps
    ]  # fmt: skip
    into_b = [s for s in steps if "b" in (s.to, s.against)]
    if into_b:
        return
    before = states(own, *steps)
    assert {name: states(twin, *doubled)[name] for name in own} == before


@given(arguments())
def test_a_value_depends_only_on_what_lies_upstream(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    below: dict[str, Own] = {**own, "end": "open"}
    more = states(below, *steps, to("end", "a"), against("end", "b"))
    assert {name: more[name] for name in own} == states(own, *steps)


@given(arguments())
@settings(max_examples=60)
def test_better_premises_never_hurt_without_attacks(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    supports = [Inference(s.id, s.to or s.against, None, s.premises) for s in steps]
    rank = {"refuted": 0, "contested": 1, "open": 1, "granted": 2}
    better: dict[str, Own] = {name: "granted" if own[name] == "open" else own[name] for name in own}
    before, after = states(own, *supports), states(better, *supports)
    assert all(rank[after[name]] >= rank[before[name]] for name in own)


@given(arguments())
@settings(max_examples=60)
def test_cut_sets_hit_every_way_to_carry(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    whole = graph(own, steps)
    standing = conclude(whole, "a", own)
    assert (standing.state in ("conditional",)) <= bool(standing.completion_sets)
    for way in standing.completion_sets:
        assert not any(set(other) < set(way) for other in standing.completion_sets)


@given(
    st.lists(
        st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=4), min_size=1, max_size=6
    )
)
def test_minimal_sets_agree_with_brute_force(ways: list[frozenset[str]]) -> None:
    def carried(chosen: frozenset[str]) -> bool:
        return any(way <= chosen for way in ways)

    found = minimal_sets("abcdef", carried)
    subsets = [frozenset(c) for c in chain(*(combinations("abcdef", n) for n in range(7)))]
    true = [one for one in subsets if carried(one)]
    hits = [one for one in subsets if all(one & way for way in true)]
    assert set(found.ways) == {one for one in true if not any(o < one for o in true)}
    assert set(found.cuts) == {one for one in hits if not any(o < one for o in hits)}


@given(arguments())
@settings(max_examples=40)
def test_sceptical_and_charitable_agree_with_trying_every_completion(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    acyclic = tuple(s for s in steps if min((*s.premises, *s.unless)) > (s.to or s.against or ""))
    whole = graph(own, acyclic)
    standing = conclude(whole, "a", own)
    outcomes = list(_completions(whole, own, acyclic))
    if standing.state == "carried":
        assert all(outcomes)
    if standing.state in ("conditional", "carried on balance"):
        assert any(outcomes)


def _completions(whole: Graph, own: Mapping[str, Own], steps: Sequence[Inference]) -> list[bool]:
    targets = {s.to for s in steps if s.to}
    loose = [n for n in own if own[n] not in ("granted", "refuted")
             and (n not in targets or own[n] != "open")]  # fmt: skip
    found = []
    for turn in product(("granted", "refuted"), repeat=len(loose)):
        fixed: dict[str, Own] = {**own}
        for name, value in zip(loose, turn, strict=True):
            fixed[name] = "granted" if value == "granted" else "refuted"
        found.append(plain(whole, fixed).claims["a"] is True)
    return found


@given(arguments())
@settings(max_examples=40, deadline=None)
def test_completion_sets_are_all_that_settle_a_conclusion_whatever_else_comes(
    drawn: tuple[dict[str, Own], tuple[Inference, ...]],
) -> None:
    own, steps = drawn
    whole = graph(own, steps)
    standing = conclude(whole, "a", own)
    if standing.state == "carried":
        return
    loose = [name for name in upstream(whole, "a") if _is_loose(name, own, steps)]
    carrying = _carrying(whole, own, loose)
    settling = [
        frozenset(some)
        for size in range(1, len(loose) + 1)
        for some in combinations(loose, size)
        if _settles(carrying, loose, some)
    ]
    least = {one for one in settling if not any(other < one for other in settling)}
    assert {frozenset(one) for one in standing.completion_sets} == least


def _is_loose(name: str, own: Mapping[str, Own], steps: Sequence[Inference]) -> bool:
    """Whether some resolution may settle a claim: an open leaf, or what only leans."""
    supported = any(step.to == name for step in steps)
    return own[name] not in ("granted", "refuted") and not (supported and own[name] == "open")


def _carrying(
    whole: Graph, own: Mapping[str, Own], loose: Sequence[str]
) -> Mapping[tuple[bool, ...], bool]:
    """For every completion of the loose claims whether "a" is granted."""
    found = {}
    for turn in product((True, False), repeat=len(loose)):
        fixed: dict[str, Own] = {**own}
        fixed.update({n: "granted" if t else "refuted" for n, t in zip(loose, turn, strict=True)})
        found[turn] = plain(whole, fixed).claims["a"] is True
    return found


def _settles(
    carrying: Mapping[tuple[bool, ...], bool], loose: Sequence[str], some: Sequence[str]
) -> bool:
    """Whether some way of settling these claims carries "a" whatever becomes of the others."""
    at = [loose.index(name) for name in some]
    by_turn: dict[tuple[bool, ...], list[bool]] = {}
    for turn, carried in carrying.items():
        by_turn.setdefault(tuple(turn[n] for n in at), []).append(carried)
    return any(all(outcomes) for outcomes in by_turn.values())
