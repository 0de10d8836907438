"""Opinion: pollsters, publics, another program's t interval, and polls of a known public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from answers import borne, series, sure, too_often, use
from squarely.estimators import polls
from squarely.grounds.catalog import open_grounds
from squarely.grounds.cube import answer
from squarely.model.argument import Reading, Threshold
from squarely.model.finding import Infeasible, Interval
from squarely.model.request import Answer, Condition, Count, Unanswerable
from squarely.warrants import opinion

DRAWS = 1000
SHARED = 3 / 1.96  # points, one standard deviation: 3 points hold 95 in 100


def claim(
    expect: str | Threshold = "most", reading: Reading | None = None, **keys: str
) -> opinion.Opinion:
    named = {"in_": "polls", "question": "q", "answer": "yes", "population": "ITA", **keys}
    return opinion.from_use(use("opinion", expect, reading, **named))


def asked(
    percent: Sequence[Sequence[float]] | np.ndarray,
    n: float | None = 1000,
    places: Sequence[str] = ("ITA",),
) -> tuple[Answer, ...]:
    """Per cent (months, pollsters), NaN for no poll; `n` None for polls that do not print it."""
    cells = np.atleast_2d(np.asarray(percent, float))
    there = (~np.isnan(cells)).astype(int)
    names = tuple((f"pollster {i}",) for i in range(cells.shape[1]))
    bare = 0 if n is not None else there
    size = series(there * (n or 0), None, names, "2025-01", (there, bare, 0))
    by_place = [[there.sum() // max(1, len(places))] * len(places)]
    where = series(by_place if places else np.zeros((1, 0)), None, [(p,) for p in places])
    return series(cells, None, names, "2025-01", (there, 0, 0)), size, where


def test_asks_whole_samples_by_pollster_of_one_public() -> None:
    value, size, places = claim().needs()
    for request in (value, size, places):
        assert isinstance(request, Count)
        assert Condition("type", ("all",)) in request.measure.where
        assert Condition("place", ("ITA",)) in request.measure.where
    assert isinstance(value, Count)
    assert isinstance(size, Count)
    assert (value.by, value.every) == (("actor",), "month")
    assert (size.measure.kind, size.measure.name) == ("sum", "n")
    anyone = replace(claim(), population=None).needs()[0]
    assert isinstance(anyone, Count)
    assert not {c.column for c in anyone.measure.where} & {"place", "population"}
    words = claim(population="16 Arab countries").needs()[0]
    assert isinstance(words, Count)
    assert Condition("population", ("16 Arab countries",)) in words.measure.where


@pytest.mark.parametrize(
    ("expect", "percent", "expected"),
    [
        ("most", 70, "yes"),
        ("most", 52, "open"),
        ("most", 30, "no"),
        ("few", 1, "yes"),
        ("few", 30, "no"),
        ("vast-majority", 92, "yes"),
        (Threshold("at-least", 0.4), 60, "yes"),
        (Threshold("about", 0.6), 60, "yes"),
        (Threshold("about", 0.2), 20, "open"),
    ],
)
def test_words_mean_the_same_for_every_public(
    expect: str | Threshold, percent: float, expected: str
) -> None:
    warrant = claim(expect)
    assert borne(warrant.region, warrant.test(asked([[percent] * 4]))) == expected


def test_one_pollster_is_capped_however_often_it_asks() -> None:
    alone = sure(claim().test(asked([[70]] * 6)))
    assert alone.cap == "leans"
    assert "pollster" in alone.cap_why
    assert sure(claim().test(asked([[70, 71]]))).cap is None
    assert sure(claim(reading="realised").test(asked([[70]]))).cap == "leans"


def test_a_single_poll_is_said_to_be_no_trend() -> None:
    assert any("never a trend" in words for words in sure(claim().test(asked([[70]]))).caveats)
    several = sure(claim().test(asked([[70, 60], [50, 60]])))
    assert any("not a trend" in words for words in several.caveats)


def test_no_number_of_polls_shrinks_what_all_share() -> None:
    many = sure(claim().test(asked([[60.0] * 40] * 3, n=100_000)))
    assert many.at95.high - many.at95.low > 0.06
    assert many.at95.high - many.at95.low < 0.09


def test_polls_without_their_size_count_little_or_not() -> None:
    printed, bare = (sure(claim().test(asked([[60, 62]], n))) for n in (2000, None))
    assert bare.at95.low < printed.at95.low
    out = replace(claim(), unprinted="left out")
    assert isinstance(out.test(asked([[60, 62]], None)), Infeasible)
    assert sure(out.test(asked([[60, 62]]))).at95 == sure(claim().test(asked([[60, 62]]))).at95


def test_a_larger_design_effect_widens_the_interval() -> None:
    simple, complex_ = (replace(claim(), design=d).test(asked([[60, 62]])) for d in (1.0, 2.0))
    assert sure(simple).at95.low > sure(complex_).at95.low


def test_several_publics_are_not_mixed_and_balances_are_no_shares() -> None:
    anyone = replace(claim(), population=None)
    assert isinstance(anyone.test(asked([[60, 62]], places=("ITA", "DEU"))), Infeasible)
    assert isinstance(anyone.test(asked([[60, 62]], places=())), Infeasible)
    assert sure(anyone.test(asked([[60, 62]], places=("ITA",)))).value == pytest.approx(0.61)
    assert isinstance(claim().test(asked([[-44, 20]])), Infeasible)
    nothing = claim().test(asked([[np.nan, np.nan]]))
    assert isinstance(nothing, Infeasible)
    assert "code" in nothing.why
    blank = list(asked([[60]]))
    blank[0] = series([[np.nan]], None, (("pollster 0",),), "2025-01", (1, 0, 0))
    assert isinstance(claim().test(tuple(blank)), Infeasible)


def test_realised_is_the_range_of_pollsters() -> None:
    found = sure(claim(reading="realised").test(asked([[65, 73.7]])))
    assert found.at95 == Interval(0.65, 0.737)
    assert found.census
    assert found.p_for is None
    assert found.recorded == "pollster 0 65%, pollster 1 73.7%"
    assert claim(reading="realised").axes() == ()
    many = sure(claim(reading="realised").test(asked([[50.0 + i for i in range(8)]])))
    assert many.recorded == "8 pollsters: 50% to 57%"


def test_without_floor_and_knowledge_it_is_the_t_interval_of_another_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shares = np.array([0.52, 0.61, 0.58, 0.66])
    for name in ("FLOOR", "WEIGHT"):
        monkeypatch.setattr(polls, name, 0.0)
    pooled = polls.pool(shares, np.full(4, 1e-6))
    low, high = stats.t.interval(0.95, 3, shares.mean(), stats.sem(shares))
    assert polls.tested(pooled).at[2].low == pytest.approx(low)
    assert polls.tested(pooled).at[2].high == pytest.approx(high)
    theirs = stats.ttest_1samp(shares, 0.5, alternative="greater").pvalue
    assert polls.above(pooled, 0.5) == pytest.approx(theirs)


def test_sampling_error_is_that_of_another_program() -> None:
    low, high = proportion_confint(520, 1000, 0.05, "normal")
    variance = float(polls.sampling(np.array([0.52]), np.array([1000.0]), 1.0)[0])
    assert (high - low) / 2 == pytest.approx(1.959964 * variance**0.5)


shares_ = st.lists(st.integers(0, 100), min_size=1, max_size=6)


@given(shares_, st.sampled_from(["process", "realised"]))
def test_asking_for_the_other_answer_mirrors_the_verdict(
    percent: list[int], reading: Reading
) -> None:
    up = claim(Threshold("more-than", 0.35), reading)
    down = claim(Threshold("at-most", 0.65), reading)
    yes = sure(up.test(asked([percent])))
    no = sure(down.test(asked([[100 - x for x in percent]])))
    assert yes.at95.low == pytest.approx(1 - no.at95.high, abs=1e-9)
    assert yes.at80.high == pytest.approx(1 - no.at80.low, abs=1e-9)
    if reading == "process":
        assert yes.p_for == pytest.approx(no.p_for, abs=1e-9)
        assert yes.p_against == pytest.approx(no.p_against, abs=1e-9)


@given(shares_, st.permutations(range(6)))
def test_the_order_of_pollsters_does_not_matter(percent: list[int], order: list[int]) -> None:
    moved = [percent[i] for i in order if i < len(percent)]
    one, two = (sure(claim().test(asked([each]))) for each in (percent, moved))
    assert one.at95.low == pytest.approx(two.at95.low)


@given(shares_)
def test_the_p_value_and_the_interval_never_disagree(percent: list[int]) -> None:
    found = sure(claim().test(asked([percent])))
    assert found.p_for is not None
    assert found.p_against is not None
    assert found.p_for + found.p_against == pytest.approx(1)
    if min(abs(found.p_for - 0.025), abs(found.p_against - 0.025)) > 1e-6:
        assert claim().region.contains(found.at95) == (found.p_for < 0.025)
        assert claim().region.misses(found.at95) == (found.p_against < 0.025)


def test_p_values_at_the_ends_are_numbers() -> None:
    pooled = polls.pool(np.array([0.5]), np.array([1e-4]))
    assert polls.above(pooled, 0.5) == 0.5
    assert polls.above(pooled, float("-inf")) == 0
    assert polls.above(pooled, 5.0) == pytest.approx(1)
    assert polls.above(pooled, -1e9) == polls.TINIEST


def polled(
    rng: np.random.Generator, truth: float, house: float, shape: tuple[int, int, int]
) -> np.ndarray:
    """Per cent (draws, months, pollsters) of 1,000 respondents with a design effect of 1.5."""
    draws, months, pollsters = shape
    shared = rng.normal(0, SHARED / 100, (draws, 1, 1))
    own = rng.normal(0, house / 100, (draws, 1, pollsters))
    true = np.clip(truth + shared + own, 0.001, 0.999)
    worth = 667
    hits = rng.binomial(worth, np.broadcast_to(true, (draws, months, pollsters)))
    shown: np.ndarray = 100 * hits / worth
    return shown


@pytest.mark.parametrize(("expect", "truth"), [("most", 0.5), ("vast-majority", 0.8)])
@pytest.mark.parametrize("house", [0.0, 2.0, 4.0])
@pytest.mark.parametrize(("months", "pollsters"), [(1, 1), (1, 2), (3, 3), (1, 8)])
def test_house_effects_do_not_pass_for_evidence(
    expect: str, truth: float, house: float, months: int, pollsters: int
) -> None:
    """The true share stands at the edge; one pollster is held to the bar of leanings."""
    rng = np.random.default_rng(14)
    warrant = claim(expect)
    false = leans = held = 0
    for percent in polled(rng, truth, house, (DRAWS, months, pollsters)):
        found = sure(warrant.test(asked(percent)))
        false += warrant.region.contains(found.at95) and found.cap is None
        leans += warrant.region.contains(found.at90)
        held += found.at95.low <= truth <= found.at95.high
    assert not too_often(false, DRAWS)
    assert not too_often(leans, DRAWS, 0.10)
    assert held / DRAWS >= 0.93


def test_a_clear_majority_is_found() -> None:
    rng = np.random.default_rng(15)
    shown = polled(rng, 0.62, 2.0, (200, 1, 3))
    found = sum(borne(claim().region, claim().test(asked(each))) == "yes" for each in shown)
    assert found / 200 > 0.8


def test_speaks_on_the_shipped_polls() -> None:
    keys = {"question": "genocide in Gaza", "answer": "yes", "population": "ITA"}
    warrant = claim("most", None, **keys)
    answered = answer(open_grounds()[0], warrant.needs()).answers
    given_ = [one for one in answered.values() if not isinstance(one, Unanswerable)]
    found = sure(warrant.test(tuple(given_)))
    assert found.value == pytest.approx((0.65 + 0.737) / 2)
    assert found.recorded == "Ixe 73.7%, YouTrend 65%"
    assert found.parts["respondents printed"] == 800


def test_what_could_be_told_lies_beyond_the_edge() -> None:
    most, few = (sure(claim(word).test(asked([[52, 55]]))).detectable for word in ("most", "few"))
    assert most is not None
    assert few is not None
    assert 0.55 < most < 0.75
    assert few == 0
