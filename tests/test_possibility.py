"""Mechanisms against what their papers print; what is refused; what a possibility may say."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import ks_2samp, norm

from answers import borne, sure, use
from squarely.argument.read import read
from squarely.estimators.mechanisms import MECHANISMS, explored, thresholds, violence
from squarely.estimators.mechanisms.form import OUTPUTS, plausible
from squarely.model.finding import Infeasible
from squarely.warrants import possibility

Pairs = tuple[tuple[str, object], ...]
LARGE: Pairs = (("output", "largest"), ("at-least", "20%"))


def claim(
    expect: str = "possible",
    model: str = "civil-violence",
    outcome: Pairs = LARGE,
    ranges: Pairs = (),
) -> possibility.Possibility:
    keys = {"model": model, "outcome": outcome, "ranges": ranges}
    return possibility.from_use(use("possibility", expect, None, **keys))  # type: ignore[arg-type]


def crowd(spread: float) -> NDArray[np.float64]:
    """A hundred thresholds at the quantiles of the normal with mean .25."""
    held: NDArray[np.float64] = 0.25 + spread * norm.ppf((np.arange(100) + 0.5) / 100)
    return held


def test_a_hair_more_spread_turns_a_handful_into_nearly_all() -> None:
    """Granovetter prints a jump at a standard deviation of .122, from some six to nearly all."""
    assert thresholds.settled(crowd(0.12)) < 0.07
    assert thresholds.settled(crowd(0.13)) > 0.95


def test_the_riot_of_a_hundred_stops_where_one_threshold_is_missing() -> None:
    ladder = np.arange(100) / 100
    assert thresholds.settled(ladder) == 1
    ladder[1] = 0.02
    assert thresholds.settled(ladder) == 0.01
    assert thresholds.settled(np.full(100, 0.01)) == 0


def test_those_who_must_hide_more_join_later() -> None:
    values = np.array([[0.3, 0.5], [0.3, 1.5], [0.9, 1.5]])
    found = thresholds.kuran(values, np.random.default_rng(1), False).mean(axis=1)
    assert found[0] <= found[1] <= found[2]
    assert found[0] == 0
    assert found[2] == 1


def test_long_quiet_is_broken_by_outbursts_at_the_papers_values() -> None:
    """Legitimacy .82, officers .04, terms up to 30: punctuated equilibrium."""
    values = np.tile([0.82, 0.04, 30.0], (24, 1))
    found = violence.run(values, np.random.default_rng(2), False)
    assert np.median(found) < 0.01
    assert np.median(found.max(axis=1)) > 0.1
    assert plausible(found).mean() > 0.5
    alone = violence.run(values, np.random.default_rng(2), True)
    assert alone.max() < 0.05


def test_the_papers_town_is_as_calm_and_as_loud_as_in_another_program() -> None:
    """A replication of the same run prints calm (fewer than 10 of 1,120) in 61 to 68% of periods,
    peaks of 290 to 368 over 3,000 periods; a hundred periods reach less far."""
    values = np.tile([0.82, 0.04, 30.0], (16, 1))
    found = violence.on(40, values, np.random.default_rng(7), False)
    assert 0.55 < (found < 10 / 1120).mean() < 0.75
    assert 0.15 < found.max() < 368 / 1120


def test_legitimacy_and_officers_keep_a_town_quiet() -> None:
    values = np.array([[0.9, 0.04, 30.0], [0.8, 0.074, 30.0], [0.7, 0.0, 30.0]])
    largest = violence.run(values, np.random.default_rng(3), False).max(axis=1)
    assert largest[0] < 0.05
    assert largest[1] < 0.05
    assert largest[2] > 0.3


def test_nobody_is_lost_and_no_place_holds_two() -> None:
    rng = np.random.default_rng(4)
    town = violence._settled(rng, np.array([[10], [40]]) / violence.SIDE**2, violence.SIDE)
    town.jailed[:, :30] = 5
    before = town.place.copy()
    for _ in range(5):
        violence._move(town, rng)
    for draw in range(2):
        held = town.place[draw][town.present[draw]]
        assert len(set(held.tolist())) == len(held)
    assert (town.place[:, :30] == before[:, :30]).all()
    assert (town.place != before).mean() > 0.3


@pytest.mark.parametrize("model", sorted(MECHANISMS))
def test_a_mechanism_is_heard_only_where_it_beats_people_who_see_nobody(model: str) -> None:
    mechanism = MECHANISMS[model]
    ranges = tuple((one.low, one.high) for one in mechanism.parameters)
    found = explored.explore(model, ranges)
    heard = found.reproduced >= possibility.DRAWS and explored.beats_null(found)
    assert isinstance(claim(model=model).test(()), Infeasible) is not heard
    assert set(found.outputs) == set(OUTPUTS)


def test_what_occurs_widely_is_possible_and_no_more_than_a_leaning() -> None:
    one, other = sure(claim().test(())), sure(claim("not-reproduced").test(()))
    assert borne(claim().region, one) == "yes"
    assert borne(claim("not-reproduced").region, other) == "no"
    assert one.at95 == other.at95
    assert one.cap == other.cap == "leans"
    assert "no more than that" in one.cap_why
    assert one.census
    assert one.p_for is None
    assert "nobody has measured" in one.recorded
    assert any("no probability" in caveat for caveat in one.caveats)
    assert {"sensitivity to officers", "sensitivity to legitimacy"} < set(one.parts)


def test_what_rests_on_ranges_nobody_found_again_stays_undetermined() -> None:
    one, other = (
        sure(claim(expect, model="kuran").test(())) for expect in ("possible", "not-reproduced")
    )
    assert borne(claim().region, one) == "yes"
    assert one.cap == other.cap == "undetermined"
    assert "provisional" in one.cap_why
    assert [name for name, each in MECHANISMS.items() if each.held] == ["kuran"]


def test_the_ends_of_an_unbounded_spread_move_nothing() -> None:
    """All plausible crowds lie well inside the range, so that its ends do not shape the volume."""
    (spread,) = MECHANISMS["granovetter"].parameters
    place = explored.explore("granovetter", ((spread.low, spread.high),)).place
    at = spread.low + (spread.high - spread.low) * place
    assert at.min() > 0.08
    assert at.max() < 0.15


def test_without_salib_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explored, "ready", lambda: False)
    found = claim().test(())
    assert isinstance(found, Infeasible)
    assert "squarely[possibility]" in found.why


def test_what_a_mechanism_does_not_produce_is_not_impossible() -> None:
    never: Pairs = (("output", "last"), ("at-least", 0.95))
    found = sure(claim(outcome=never).test(()))
    assert found.value == 0
    assert found.cap == "undetermined"
    assert "does not make it impossible" in found.cap_why


def test_the_other_mechanisms_stand_beside_the_one_named() -> None:
    (axis,) = claim().axes()
    assert [option.label for option in axis.options] == ["civil-violence", "granovetter", "kuran"]
    assert axis.unanimous
    assert claim().needs() == ()


@pytest.mark.parametrize(
    ("model", "outcome", "ranges", "why"),
    [
        ("m", LARGE, (), "no mechanism is called m"),
        ("language-model", LARGE, (), "do not stand in for people"),
        ("ideal-type", LARGE, (), "is no data"),
        ("history", LARGE, (), "is no data"),
        ("kuran", (("output", "anger"), ("at-least", 1)), (), "measurement model"),
        ("kuran", (("output", "consciousness"), ("at-least", 1)), (), "measurement model"),
        ("kuran", (("output", "will"), ("at-least", 1)), (), "measurement model"),
        ("kuran", (*LARGE, ("date", "2027")), (), "nor its date"),
        ("kuran", (("output", "uprising"), ("at-least", 1)), (), "is foretold"),
        ("kuran", (("output", "defeat"), ("at-least", 1)), (), "is foretold"),
        ("kuran", (("output", "concession"), ("at-least", 1)), (), "is foretold"),
        ("kuran", (*LARGE, ("probability", 0.5)), (), "no odds"),
        ("kuran", (*LARGE, ("where", "a port")), (), "not searched for"),
        ("kuran", (*LARGE, ("whom", "a minister")), (), "not searched for"),
        ("kuran", LARGE, (("chokepoint", (0, 1)),), "not searched for"),
        ("kuran", LARGE, (("seed", 3),), "single story"),
        ("kuran", LARGE, (("run", 3),), "single story"),
        ("kuran", LARGE, (("fitted", (0, 1)),), "not tested on them"),
        ("kuran", LARGE, (("data", "strikes"),), "not tested on them"),
        ("kuran", (("output", "riots"), ("at-least", 1)), (), "names an output"),
        ("kuran", LARGE[:1], (), "exactly one bound"),
        ("kuran", (("output", "mean"), ("at-most", "few")), (), "no number"),
        ("kuran", LARGE, (("hope", (0, 1)),), "no sourced range"),
        ("kuran", LARGE, (("weight", 1.0),), "single story"),
        ("kuran", LARGE, (("weight", "0..3"),), "has a source from 0 to 2 only"),
        ("civil-violence", LARGE, (("jail", "15..60"),), "has a source from 15 to 30 only"),
        ("granovetter", LARGE, (("threshold", "0.2..0.3"),), "no sourced range"),
        ("kuran", LARGE, (("weight", (1.0, 1.1)),), "chosen to suit"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(
    model: str, outcome: Pairs, ranges: Pairs, why: str
) -> None:
    warrant = claim(model=model, outcome=outcome, ranges=ranges)
    found = warrant.test(())
    assert isinstance(found, Infeasible)
    assert why in found.why
    assert warrant.axes() == ()


def test_narrower_ranges_are_explored_and_the_same_bytes_come_twice() -> None:
    narrow = claim(ranges=(("legitimacy", "0.7..0.8"), ("jail", (15, 30))))
    assert narrow.fault == ""
    values = np.array([[0.8, 0.03, 20.0]] * 3)
    runs = [violence.run(values, np.random.default_rng(5), False) for _ in range(2)]
    assert (runs[0] == runs[1]).all()


def _made(place: NDArray[np.float64], values: NDArray[np.float64]) -> explored.Explored:
    outputs = dict.fromkeys(OUTPUTS, values)
    return explored.Explored(place, outputs, place, outputs, 0)


def test_an_output_hangs_on_what_moves_it() -> None:
    place = np.random.default_rng(6).random((400, 2))
    found = _made(place, place[:, 0])
    (first, second), chance = explored.sensitivity(found, "mean")
    assert first > 0.3 > 0.15 > chance
    assert second < 0.15
    share, at = explored.volume(found, place[:, 0] > 0.9)
    assert share == pytest.approx(0.1, abs=0.04)
    assert at[2].low < 0.028 < 0.1 < at[2].high


def test_what_moves_nothing_is_not_said_to_decide() -> None:
    rng = np.random.default_rng(8)
    found = _made(rng.random((60, 2)), np.ones(60))
    decides, chance = explored.sensitivity(found, "mean")
    assert decides == (0.0, 0.0)
    assert "more than chance" in possibility._decided(["a", "b"], decides, chance)
    assert possibility._decided(["a", "b", "c"], (0.3, 0.1, 0.2), 0.15).count("and") == 1
    assert "c and a" in possibility._decided(["a", "b", "c"], (0.2, 0.1, 0.3), 0.15)


def _by_fifths_of_the_range(values: NDArray[np.float64], place: NDArray[np.float64]) -> float:
    """What was printed before SALib was used: the same distance over fifths of the range."""
    fifths = np.minimum((place * 5).astype(int), 4)
    return float(np.median([ks_2samp(values[fifths == k], values).statistic for k in range(5)]))


@pytest.mark.parametrize("model", sorted(MECHANISMS))
def test_salib_gives_the_numbers_that_were_printed_before(model: str) -> None:
    """A Latin hypercube has as many draws in each fifth, so that both cut alike."""
    mechanism = MECHANISMS[model]
    found = explored.explore(model, tuple((one.low, one.high) for one in mechanism.parameters))
    for output in ("largest", "mean"):
        now, _ = explored.sensitivity(found, output)
        before = [_by_fifths_of_the_range(found.each[output], one) for one in found.every.T]
        assert now == pytest.approx(before, abs=0.03)


def test_an_argument_file_writes_it_as_the_page_says() -> None:
    text = """
claims:
  sudden:
    says: A large outburst could follow without warning.
    type: possibility
    warrant:
      possibility:
        model: granovetter
        outcome: {output: largest, at-least: 50%}
        ranges: {spread: 0.1..0.3}
        expect: possible
"""
    found, problems = read(text, "a.yaml")
    assert found is not None, problems
    used = found.claims[0].warrant
    assert used is not None
    warrant = possibility.from_use(used)
    assert warrant.fault == ""
    assert warrant.ranges == (("spread", (0.1, 0.3)),)
    assert warrant.outcome == possibility.Outcome("largest", "at-least", 0.5)
