"""Contrast: recorded differences, rates that chance moves, shares, and worlds of known ratios."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from answers import SIZE, STRIKES, borne, column, series, sure, too_often, use, window
from squarely.estimators import differences, proportion, rate_ratio
from squarely.model.argument import Groups, Reading
from squarely.model.finding import Infeasible
from squarely.model.request import Condition, Count, Measure, Window
from squarely.warrants import contrast

DRAWS = 500
SCOPES = Groups("scope", "general", "sector")
YEARS = Groups(
    "time", "2022", "2021", (window("2022-01-01", "2022-12-31"), window("2021-01-01", "2021-12-31"))
)
HELD = Measure("share", "", "register", (Condition("held", (True,)),))
NAMES = (("general",), ("sector",))


def claim(
    expect: str = "higher",
    of: Measure = STRIKES,
    groups: Groups = YEARS,
    reading: Reading | None = None,
) -> contrast.Contrast:
    return contrast.from_use(use("contrast", expect, reading, of=of, groups=groups))


def test_a_year_is_above_another_when_its_low_exceeds_the_others_high() -> None:
    warrant = claim(of=SIZE)
    first = series([[310_113]], ([[273_771]], [[400_000]]), rows=(60, 0, 0))
    second = series([[240_000]], ([[200_000]], [[265_867]]), rows=(60, 0, 0))
    found = sure(warrant.test((first, second)))
    assert borne(warrant.region, found) == "yes"
    assert "+29%" in found.recorded
    overlapping = series([[240_000]], ([[200_000]], [[280_000]]), rows=(60, 0, 0))
    assert borne(warrant.region, warrant.test((first, overlapping))) == "open"


@pytest.mark.parametrize(
    ("first", "second", "higher", "lower", "none"),
    [
        (10, 10, "no", "no", "yes"),
        (11, 10, "yes", "no", "yes"),
        (5, 4, "yes", "no", "yes"),
        (6, 4, "yes", "no", "no"),
        (3, 0, "yes", "no", "no"),
        (0, 0, "no", "no", "yes"),
        (2, 7, "no", "yes", "no"),
    ],
)
def test_recorded_counts_are_higher_lower_or_alike(
    first: int, second: int, higher: str, lower: str, none: str
) -> None:
    answers = (series([[first]]), series([[second]]))
    for expect, label in (("higher", higher), ("lower", lower), ("none", none)):
        warrant = claim(expect)
        assert borne(warrant.region, warrant.test(answers)) == label


def test_groups_are_columns_of_one_answer_and_an_absent_one_is_not_nought() -> None:
    warrant = claim(groups=SCOPES)
    (request,) = warrant.needs()
    assert isinstance(request, Count)
    assert request.by == ("scope",)
    answer = series([[12, 30]], names=NAMES)
    assert borne(warrant.region, warrant.test((answer,))) == "no"
    alone = series([[12]], names=NAMES[:1])
    assert isinstance(warrant.test((alone,)), Infeasible)


def test_a_group_without_a_hit_has_a_share_of_nought() -> None:
    warrant = claim(of=HELD, groups=SCOPES)
    hits, reference = series([[12]], names=NAMES[:1]), series([[20, 30]], names=NAMES)
    found = sure(warrant.test((hits, reference)))
    assert found.value == 0.6
    assert found.unit.startswith("share, ")


def test_windows_of_unequal_length_are_compared_by_the_day() -> None:
    long = replace(
        YEARS, windows=(window("2022-01-01", "2022-12-31"), window("2020-01-01", "2021-12-31"))
    )
    warrant = claim(groups=long)
    found = sure(warrant.test((series([[100]]), series([[150]]))))
    assert borne(warrant.region, found) == "yes"
    assert found.caveats
    leap = replace(
        YEARS, windows=(window("2021-01-01", "2021-12-31"), window("2020-01-01", "2020-12-31"))
    )
    assert not sure(claim(groups=leap).test((series([[100]]), series([[100]])))).caveats
    open_ = replace(YEARS, windows=(Window(), Window()))
    assert sure(claim(groups=open_).test((series([[2]]), series([[1]])))).value == 50


def test_a_group_without_a_figure_cannot_say() -> None:
    value = Measure("value", "wage", "wages")
    gone = series([[np.nan]])
    assert isinstance(claim(of=value).test((gone, series([[1.0]]))), Infeasible)
    assert sure(claim(of=value).test((series([[-2.0]]), series([[-4.0]])))).value == 50


@pytest.mark.parametrize(
    ("first", "second", "of"),
    [
        (np.ones(5), np.ones(12), STRIKES),
        (np.zeros(12), np.eye(12)[0], STRIKES),
        (-np.ones(12), np.ones(12), Measure("value", "wage", "wages")),
        (np.zeros(12), np.zeros(12), replace(SIZE)),
    ],
)
def test_a_process_needs_periods_events_and_positive_rates(
    first: np.ndarray, second: np.ndarray, of: Measure
) -> None:
    warrant = claim(of=of, reading="process")
    rows = (3, 0, 0)
    answers = (series(column(first)), series(column(second)))
    if of.kind != "count":
        answers = tuple(series(column(y), rows=rows) for y in (first, second))  # type: ignore[assignment]
    assert isinstance(warrant.test(answers), Infeasible)


def test_a_process_asks_by_period_and_offers_longer_ones() -> None:
    warrant = claim(of=SIZE, reading="process")
    assert [axis.name for axis in warrant.axes()] == ["sizes", "period"]
    assert [request.every for request in warrant.needs() if isinstance(request, Count)] == [
        "month",
        "month",
    ]
    assert claim().axes() == ()


def test_exact_p_values_agree_with_another_program() -> None:
    for a, b, m, n in ((12, 5, 12.0, 12.0), (7, 20, 10.0, 24.0), (9, 1, 6.0, 6.0)):
        theirs = poisson_test(a, m, b, n, value=1.25, method="exact-cond", alternative="larger")
        ours = rate_ratio.exact_above((a, b), (m, n), float(np.log(1.25)))
        assert ours == pytest.approx(theirs.pvalue)


def test_newcombes_interval_agrees_with_another_program() -> None:
    theirs = confint_proportions_2indep(56, 170, 48, 180, method="newcomb", compare="diff")
    ours = proportion.newcombe((56, 170), (48, 180), 0.95)
    assert np.allclose([float(x) for x in ours], theirs, atol=1e-12)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(-0.3, 0.3))
def test_the_p_value_of_a_difference_and_its_interval_never_disagree(
    k: int, m: int, edge: float
) -> None:
    found = differences.compare((min(k, 60), 60), (min(m, 60), 60))
    above, below = found.above(edge), found.below(edge)
    assert above + below == pytest.approx(1, abs=1e-6)
    if abs(above - 0.025) > 1e-6 and abs(below - 0.025) > 1e-6:
        assert (found.at[2].low > edge) == (above < 0.025)
        assert (found.at[2].high < edge) == (below < 0.025)


months = st.lists(st.integers(0, 40), min_size=8, max_size=8)
MIRROR = {"higher": "lower", "lower": "higher", "none": "none"}


@given(months, months, st.sampled_from(sorted(MIRROR)), st.sampled_from(["realised", "process"]))
def test_swapping_the_groups_turns_higher_into_lower(
    first: list[int], second: list[int], expect: str, reading: Reading
) -> None:
    one, two = claim(expect, reading=reading), claim(MIRROR[expect], reading=reading)
    left, right = (series(column(y)) for y in (first, second))
    there, back = one.test((left, right)), two.test((right, left))
    assert borne(one.region, there) == borne(two.region, back)
    if not isinstance(there, Infeasible):
        assert there.value == -sure(back).value
        assert there.at90.low == pytest.approx(-sure(back).at90.high, abs=1e-9)
        assert there.p_for == pytest.approx(sure(back).p_for, abs=1e-12)
        assert there.p_against == pytest.approx(sure(back).p_against, abs=1e-12)


def months_of_memory(rng: np.random.Generator, mean: float, rho: float, n: int) -> np.ndarray:
    """Overdispersed counts with autocorrelated latent rates, as the trend's worlds have them."""
    log = np.empty((DRAWS, n))
    log[:, 0] = rng.normal(0, 0.5, DRAWS)
    for t in range(1, n):
        log[:, t] = rho * log[:, t - 1] + rng.normal(0, 0.5 * np.sqrt(1 - rho**2), DRAWS)
    rate = mean * np.exp(log - 0.125) * rng.gamma(1 / 0.15, 0.15, (DRAWS, n))
    return rng.poisson(rate)


@pytest.mark.parametrize("mean", [1.0, 20.0])
@pytest.mark.parametrize("n", [12, 36])
@pytest.mark.parametrize("rho", [0.0, 0.4, 0.7])
def test_chance_does_not_pass_for_a_higher_rate(mean: float, n: int, rho: float) -> None:
    """At no difference and at a ratio of exactly the edge; cover of the truth; power at 2 and 4."""
    rng = np.random.default_rng(21)
    warrant = claim(reading="process")
    said = {}
    for ratio in (1.0, 1.25, 4.0):
        pairs = zip(
            months_of_memory(rng, mean * ratio, rho, n),
            months_of_memory(rng, mean, rho, n),
            strict=True,
        )
        truth = float(rate_ratio.percent_of_larger(np.log(ratio)))
        labels, held = [], 0
        for first, second in pairs:
            found = warrant.test((series(column(first)), series(column(second))))
            labels.append(borne(warrant.region, found))
            held += isinstance(found, Infeasible) or found.at95.low <= truth <= found.at95.high
        said[ratio] = labels.count("yes") / DRAWS, held / DRAWS

    for ratio in (1.0, 1.25):
        assert not too_often(round(said[ratio][0] * DRAWS), DRAWS)
        assert said[ratio][1] >= 0.93


@pytest.mark.parametrize("scatter", [0.0, 0.2])
@pytest.mark.parametrize(("base", "units"), [(0.1, 30), (0.5, 30), (0.5, 300), (0.85, 300)])
def test_chance_does_not_pass_for_a_higher_share(base: float, units: int, scatter: float) -> None:
    """At a true difference of exactly the edge; months whose shares scatter or do not."""
    rng = np.random.default_rng(22)
    monthly = units // 10
    sides = [_worth(rng, truth, monthly, scatter) for truth in (base + 0.05, base)]
    low, high = proportion.newcombe(sides[0], sides[1], 0.95)
    assert not too_often(int((low > 0.05).sum()), DRAWS)
    assert ((low <= 0.05) & (high >= 0.05)).mean() >= 0.93


def _worth(
    rng: np.random.Generator, truth: float, monthly: int, scatter: float
) -> tuple[np.ndarray, np.ndarray]:
    """Hits and units, as many as ten months' clusters are worth; shapes (draws,)."""
    spread = (1 - scatter) / scatter if scatter else 1e6
    own = rng.beta(truth * spread, (1 - truth) * spread, (DRAWS, 10))
    hits = rng.binomial(monthly, own).astype(float)
    full = np.full(10, float(monthly))
    units = np.array([proportion.effective(k, full)[0] for k in hits])
    return hits.mean(axis=1) / monthly * units, units


def test_a_sampled_difference_of_shares_is_that_of_its_parts() -> None:
    warrant = claim(of=HELD, reading="process")
    one, two = column([9, 8, 9] * 4), column([2, 3, 1] * 4)
    full = series(column([10] * 12))
    found = sure(warrant.test((series(one), full, series(two), full)))
    assert found.value == pytest.approx(80 / 120)
    assert borne(warrant.region, found) == "yes"
    units = [proportion.effective(k[:, 0], np.full(12, 10.0))[0] for k in (one, two)]
    limits = proportion.newcombe(
        (104 / 120 * units[0], units[0]), (24 / 120 * units[1], units[1]), 0.95
    )
    assert (found.at95.low, found.at95.high) == pytest.approx([float(end) for end in limits])


def test_a_share_of_too_few_units_cannot_say() -> None:
    warrant = claim(of=HELD, reading="process")
    few, full = series(column([5, 4])), series(column([50, 50]))
    assert isinstance(warrant.test((few, few, full, full)), Infeasible)


@pytest.mark.parametrize("blur", [0.1, 0.5])
def test_size_bounds_that_hold_the_truth_never_rank_equals(blur: float) -> None:
    rng = np.random.default_rng(23)
    warrant, false = claim(of=SIZE), 0
    for _ in range(DRAWS):
        low, high = 1 - rng.uniform(0, blur, 2), 1 + rng.uniform(0, blur, 2)
        first, second = (
            series([[100.0]], ([[100 * x]], [[100 * y]]), rows=(9, 0, 0))
            for x, y in zip(low, high, strict=True)
        )
        false += borne(warrant.region, warrant.test((first, second))) == "yes"
    assert false == 0


def test_a_process_names_what_it_could_have_told_and_what_reporting_would_overturn() -> None:
    warrant = claim(reading="process")
    rng = np.random.default_rng(1)
    answers = tuple(series(column(rng.poisson(mean, 24))) for mean in (80, 20))
    found = sure(warrant.test(answers))
    assert borne(warrant.region, found) == "yes"
    assert found.tipping is not None
    assert 1 < found.tipping < 4
    assert found.detectable is not None
    assert 20 < found.detectable < 80
