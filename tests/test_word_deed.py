"""Words and deeds: mappings as written, chance agreement by hand, planted concordance."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from statsmodels.stats.inter_rater import cohens_kappa

from answers import borne, series, sure, too_often, use, window
from squarely.argument.read import read
from squarely.estimators import concordance, written
from squarely.model.argument import Reading
from squarely.model.finding import Infeasible
from squarely.model.request import Condition, Count, Measure, Series, Window
from squarely.warrants import word_deed

Array = NDArray[np.float64]
DRAWS = 1500
WORDS = (("value", "stance"), ("in", "speeches"), ("actor", "state"),
         ("before", "2015..2017"), ("after", "2020..2021"))  # fmt: skip
DEEDS = (("sum", "value"), ("in", "trade"), ("where", (("partner", "ISR"),)))


def claim(
    expect: str = "match",
    reading: Reading | None = None,
    words: tuple[tuple[str, object], ...] = WORDS,
    deeds: tuple[tuple[str, object], ...] = DEEDS,
    lag: str = "1 year",
) -> word_deed.WordDeed:
    keys = {"words": words, "deeds": deeds, "lag": lag}
    return word_deed.from_use(use("word-deed", expect, reading, **keys))  # type: ignore[arg-type]


def levels(values: Array, names: list[str] | None = None) -> Series:
    called = names or [f"s{number:03d}" for number in range(len(values))]
    return series(np.array([values, values]), names=[(name,) for name in called])


def answers(words: Array, deeds: Array) -> tuple[Series, ...]:
    """Two windows of words and of deeds whose moves have these signs."""
    still = np.full(len(words), 10.0)
    return levels(still), levels(still + words), levels(still), levels(still + 3 * deeds)


def test_words_are_asked_in_both_windows_and_deeds_a_lag_later() -> None:
    asked = claim().needs()
    counts = [one for one in asked if isinstance(one, Count)]
    assert [count.during for count in counts] == [
        window("2015-01-01", "2017-12-31"),
        window("2020-01-01", "2021-12-31"),
        window("2016-01-01", "2018-12-31"),
        window("2021-01-01", "2022-12-31"),
    ]
    assert {count.every for count in counts} == {"year"}
    assert counts[0].by == ("state",)
    assert counts[2].measure == Measure("sum", "value", "trade", (Condition("partner", ("ISR",)),))
    months = claim(lag="0..3 months")
    assert [option.label for option in months.axes()[0].options] == ["0 months", "3 months"]
    moved = replace(months, lag=1).needs()[3]
    assert isinstance(moved, Count)
    assert (moved.during, moved.every) == (window("2020-04-01", "2022-03-31"), "month")


@pytest.mark.parametrize(
    ("words", "deeds", "fault"),
    [
        ((("in", "speeches"),), DEEDS, "words: name one measure"),
        (WORDS, (("in", "trade"),), "deeds: name one measure"),
        (WORDS[:3], DEEDS, "words: name the window before"),
        ((*WORDS[:4], ("after", "2021-13")), DEEDS, "2021-13 is no date"),
        (WORDS, (*DEEDS, ("before", "2019")), "the key before means nothing here"),
        ((*WORDS, ("where", (("a", (("or", 1),)),))), DEEDS, "the condition on a"),
    ],
)
def test_what_cannot_be_read_is_said_and_asks_nothing(
    words: tuple[tuple[str, object], ...], deeds: tuple[tuple[str, object], ...], fault: str
) -> None:
    warrant = claim(words=words, deeds=deeds)
    assert warrant.needs() == ()
    found = warrant.test(())
    assert isinstance(found, Infeasible)
    assert fault in found.why


def test_an_argument_file_writes_it_as_the_page_says() -> None:
    text = """
claims:
  decoupled:
    says: States that came to condemn more did not come to trade less.
    warrant:
      word-deed:
        words:
          share: {position: "yes"}
          in: un-votes
          before: 2010..2012
          after: 2018..2020
        deeds: {sum: value, in: israel-trade, actor: country, reversed: true}
        lag: 0..1 years
        expect: differ
"""
    found, problems = read(text, "a.yaml")
    assert found is not None, problems
    used = found.claims[0].warrant
    assert used is not None
    warrant = word_deed.from_use(used)
    assert warrant.fault == ""
    assert len(warrant.needs()) == 6
    assert warrant.sides.turned == (False, True)
    assert warrant.sides.actors == ("actor", "country")


def test_conditions_inside_a_mapping_mean_what_they_mean_elsewhere() -> None:
    kept = (
        ("a", 1),
        ("b", ("x", "y")),
        ("c", "2..5"),
        ("d", (("not", "2019-01..2020-06"),)),
        ("e", "..1.5"),
    )
    found = written.conditions(kept)
    days = window("2019-01-01", "2020-06-30")
    assert found == (
        Condition("a", (1,)),
        Condition("b", ("x", "y")),
        Condition("c", (2, 5), "between"),
        Condition("d", (days.first, days.last), "between", True),
        Condition("e", (None, 1.5), "between"),
    )
    assert isinstance(written.window("2021..2019"), str)
    assert written.window("..2019-02-03") == Window(None, window("2019-02-03", "2019-02-03").first)
    assert written.lengths("2..6 weeks") == ((2, "week"), (6, "week"))
    assert written.lengths("soon") == ()
    first = window("2020-01-31", "2020-02-29")
    assert first.first is not None
    assert first.last is not None
    assert str(written.later(first.first, (1, "month"), "first")) == "2020-02-29"
    assert str(written.later(first.last, (1, "month"), "last")) == "2020-03-31"
    assert str(written.later(first.first, (2, "week"), "first")) == "2020-02-14"


@given(st.lists(st.integers(0, 4), min_size=9, max_size=9).filter(lambda c: sum(c) > 3))
def test_the_excess_is_that_of_all_pairings_of_different_actors(cells: list[int]) -> None:
    counts = np.array(cells, float).reshape(3, 3)
    moves = [pair for pair, k in zip(product(range(3), repeat=2), cells, strict=True)
             for _ in range(k)]  # fmt: skip
    n = len(moves)
    same = sum(a == b for a, b in moves) / n
    others = [moves[i][0] == moves[j][1] for i in range(n) for j in range(n) if i != j]
    assert concordance.excess(counts) == pytest.approx(same - sum(others) / len(others))


def test_the_excess_is_the_numerator_of_kappa() -> None:
    counts = np.array([[12.0, 2, 5], [1, 4, 2], [3, 1, 20]])
    kappa = cohens_kappa(counts)
    chance = counts.sum(1) @ counts.sum(0) / counts.sum() ** 2
    plain = float(kappa.kappa) * (1 - chance)
    assert concordance.excess(counts) * 49 / 50 == pytest.approx(plain)


def test_the_standard_error_is_the_scatter_of_drawn_actors() -> None:
    cells = joint(np.array([0.3, 0.1, 0.6]), np.array([0.4, 0.1, 0.5]), 0.2)
    drawn = np.random.default_rng(1).multinomial(200, cells.ravel(), 4000).reshape(-1, 3, 3)
    scatter = np.std([concordance.excess(counts.astype(float)) for counts in drawn])
    assert concordance.error(200 * cells) == pytest.approx(float(scatter), rel=0.05)


def test_permuted_pairings_are_those_of_all_orders() -> None:
    """All 5,040 pairings of seven actors, counted."""
    first, second = (np.array(side) for side in ([1, 1, 1, -1, -1, 0, 1], [1, 1, 0, -1, 1, 0, -1]))
    agree = int((first == second).sum())
    as_much = [int((first == np.array(order)).sum()) >= agree for order in permutations(second)]
    found = concordance.permuted(concordance.table(first, second))
    assert found == pytest.approx(np.mean(as_much), abs=0.02)


def test_one_sided_moves_agree_by_chance_and_prove_nothing() -> None:
    rng = np.random.default_rng(2)
    words = np.where(rng.random(40) < 0.8, 1.0, -1.0)
    deeds = np.where(rng.random(40) < 0.8, 1.0, -1.0)
    found = sure(claim().test(answers(words, deeds)))
    assert found.parts["same way"] > 22
    assert borne(claim().region, found) != "yes"


def test_deeds_that_are_not_on_record_are_not_deeds_left_undone() -> None:
    words = np.tile([1.0, -1.0], 20)
    before, after = levels(np.full(40, 10.0)), levels(10 + words)
    names = [f"s{number:03d}" for number in range(9)]
    few = (levels(np.full(9, 10.0), names), levels(10 + words[:9], names))
    found = claim("differ").test((before, after, *few))
    assert isinstance(found, Infeasible)
    assert "9 of 40 actors" in found.why
    names = [f"s{number:03d}" for number in range(20)]
    some = (levels(np.full(20, 10.0), names), levels(10 + words[:20], names))
    half = sure(claim().test((before, after, *some)))
    assert half.cap == "leans"
    assert "20 of 40" in half.cap_why
    same = claim().test(answers(np.append(np.ones(13), [-1]), words[:14]))
    assert isinstance(same, Infeasible)
    assert "all but 1" in same.why


def test_all_alike_is_beyond_chance_but_never_beyond_doubt() -> None:
    words = np.tile([1.0, -1.0], 5)
    found = sure(claim().test(answers(words, words)))
    assert found.value == pytest.approx(100 * (1 - 4 / 9))
    assert found.at95.low < found.value - 5
    assert found.parts["permuted pairings agree as much"] < 0.01


def test_turning_deeds_round_and_small_moves() -> None:
    words = np.tile([1.0, -1.0], 8)
    turned = claim(deeds=(*DEEDS, ("reversed", True)))
    assert sure(turned.test(answers(words, words))).value < 0
    assert sure(turned.test(answers(words, -words))).value > 50
    small = replace(claim(), still=0.2)
    assert isinstance(small.test(answers(words, words)), Infeasible)
    realised = sure(claim(reading="realised").test(answers(words, words)))
    assert realised.census
    assert realised.p_for is None


def test_shares_and_counts_read_each_actor_over_the_whole_window() -> None:
    share = (("share", (("position", "yes"),)), ("in", "votes"), *WORDS[2:])
    warrant = claim(words=share, deeds=(("count", "visits"), ("in", "visits")))
    names = [f"s{number:03d}" for number in range(12)]
    signs = np.tile([1.0, -1.0], 6)
    whole = levels(np.full(12, 20.0), names)
    hits = (levels(np.full(12, 10.0), names), whole, levels(10 + signs, names), whole)
    late = [name for name, sign in zip(names, signs, strict=True) if sign > 0]
    rest = [name for name, sign in zip(names, signs, strict=True) if sign < 0]
    deeds = (levels(np.full(6, 2.0), rest), levels(np.full(6, 2.0), late))
    found = sure(warrant.test((*hits, *deeds)))
    assert found.parts["same way"] == 12


@given(st.integers(0, 10_000))
def test_matching_and_differing_mirror_and_names_do_not_matter(seed: int) -> None:
    rng = np.random.default_rng(seed)
    words, deeds = rng.integers(-1, 2, (2, 20)).astype(float)
    one, other = claim().test(answers(words, deeds)), claim("differ").test(answers(words, deeds))
    order = rng.permutation(20)
    moved = claim().test(answers(words[order], deeds[order]))
    turned = claim().test(answers(-words, -deeds))
    if isinstance(one, Infeasible):
        assert isinstance(other, Infeasible)
        return
    assert (sure(other).p_for, sure(other).p_against) == (one.p_against, one.p_for)
    assert sure(moved) == one
    assert sure(turned).at95.low == pytest.approx(one.at95.low)


def joint(first: Array, second: Array, excess: float) -> Array:
    """Cells with these margins whose concordance is so much above chance."""
    alone = np.outer(first, second)
    least = np.minimum(first, second)
    rest = np.outer(first - least, second - least)
    full = np.diag(least) + (rest / rest.sum() if rest.sum() else rest) * (1 - least.sum())
    part = excess / float(np.trace(full) - np.trace(alone))
    cells: Array = (1 - part) * alone + part * full
    return cells


@pytest.mark.parametrize("n", [10, 20, 60])
@pytest.mark.parametrize("truth", [0.0, 0.1])
@pytest.mark.parametrize(
    "margins", [((0.5, 0, 0.5), (0.5, 0, 0.5)), ((0.3, 0.1, 0.6), (0.4, 0.1, 0.5))]
)
def test_chance_does_not_pass_for_concordance_nor_for_its_absence(
    n: int, truth: float, margins: tuple[tuple[float, ...], tuple[float, ...]]
) -> None:
    rng = np.random.default_rng(31)
    cells = joint(np.array(margins[0]), np.array(margins[1]), truth)
    match, differ, held = 0, 0, 0
    for counts in rng.multinomial(n, cells.ravel(), DRAWS).reshape(-1, 3, 3):
        at = concordance.compare(counts.astype(float)).at[2]
        match += at.low > word_deed.EDGE
        differ += at.high <= word_deed.EDGE
        held += at.low <= 100 * truth <= at.high
    assert not too_often(match, DRAWS)
    assert truth < 0.1 or not too_often(differ, DRAWS)
    assert not too_often(DRAWS - held, DRAWS, 0.07)
