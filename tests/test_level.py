"""Level: thresholds, bounds of sizes, and a world of known totals."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import SIZE, STRIKES, borne, column, series, sure, too_often, use
from squarely.model.argument import Threshold
from squarely.model.finding import Infeasible
from squarely.model.request import Condition, Count, Measure
from squarely.warrants import level

DRAWS = 1000


def claim(relation: str, value: float, of: Measure = STRIKES) -> level.Level:
    return level.from_use(use("level", Threshold(relation, value), of=of))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("relation", "named", "expected"),
    [
        ("more-than", 424, "no"),
        ("at-least", 424, "yes"),
        ("more-than", 400, "yes"),
        ("at-most", 424, "yes"),
        ("at-most", 423, "no"),
        ("about", 400, "yes"),
        ("about", 500, "no"),
    ],
)
def test_a_recorded_count_meets_its_threshold_or_not(
    relation: str, named: float, expected: str
) -> None:
    warrant = claim(relation, named)
    assert borne(warrant.region, warrant.test((series([[424]]),))) == expected


def test_about_stays_open_where_low_and_high_straddle_a_tenth() -> None:
    warrant = claim("about", 160_000, SIZE)
    answer = series([[160_000]], ([[140_031]], [[225_311]]), rows=(60, 0, 0))
    assert borne(warrant.region, warrant.test((answer,))) == "open"


def test_rows_without_a_size_widen_the_bounds_and_known_sizes_alone_do_not() -> None:
    warrant = claim("more-than", 1000, SIZE)
    answer = series([[1000]], rows=(20, 10, 0))
    found = sure(warrant.test((answer,)))
    assert found.at95.low == 1010  # each of ten held one at least
    drawn = np.exp(1.5 * np.random.default_rng(5).normal(size=(200_000, 2, 10))).mean(axis=2)
    most = float(np.quantile(drawn[:, 0] / drawn[:, 1], 0.95))  # of ten against ten
    assert 1000 + 10 * 100 * most <= found.at95.high < 1000 + 10 * 100 * 1.5 * most
    main, known, best = (dict(option.keys) for option in warrant.axes()[0].options)
    assert (main, best) == ({"sizes": "bounds"}, {"sizes": "best"})
    assert known == {"sizes": "known"}
    alone = sure(replace(warrant, sizes="known").test((answer,)))
    assert (alone.at95.low, alone.at95.high) == (1000, 1000)


def test_uncoded_rows_may_belong_to_a_count() -> None:
    found = sure(claim("at-least", 12).test((series([[10]], rows=(10, 0, 5)),)))
    assert (found.at95.low, found.value, found.at95.high) == (10, 10, 15)


def test_nothing_recorded_says_nothing_of_a_level_but_meets_at_most() -> None:
    assert isinstance(claim("more-than", 5).test((series([[0]]),)), Infeasible)
    warrant = claim("at-most", 5)
    assert borne(warrant.region, warrant.test((series([[0]]),))) == "yes"


def test_a_share_is_two_counts_bounded_by_what_is_uncoded() -> None:
    of = Measure("share", "", "polls", (Condition("answer", ("yes",)),), (Condition("n", (1,)),))
    warrant = claim("more-than", 0.4, of)
    hits, reference = warrant.needs()
    assert isinstance(hits, Count)
    assert isinstance(reference, Count)
    assert hits.measure.where == (Condition("n", (1,)), Condition("answer", ("yes",)))
    assert reference.measure.where == (Condition("n", (1,)),)
    found = sure(warrant.test((series([[50]], rows=(50, 0, 10)), series([[100]]))))
    assert found.at95.low == 0.5
    assert found.value == pytest.approx(50 / 90)
    assert found.at95.high == 0.6


def test_a_value_is_averaged_over_what_is_known() -> None:
    of = Measure("value", "wage", "wages")
    found = sure(claim("more-than", 1, of).test((series(column([2.0, np.nan, 4.0])),)))
    assert found.value == 3.0
    assert isinstance(
        claim("more-than", 1, of).test((series([[np.nan]], rows=(3, 0, 0)),)), Infeasible
    )


def test_a_process_reading_is_refused() -> None:
    warrant = level.from_use(use("level", Threshold("at-least", 1), "process", of=STRIKES))
    assert isinstance(warrant.test((series([[3]]),)), Infeasible)


@given(
    best=st.integers(1, 10**6),
    named=st.integers(1, 10**6),
    scale=st.sampled_from([2.0, 0.25, 1024.0]),
)
def test_rescaling_the_unit_changes_no_verdict(best: int, named: int, scale: float) -> None:
    plain, scaled = claim("more-than", named, SIZE), claim("more-than", named * scale, SIZE)
    rows = (5, 0, 0)
    one = borne(plain.region, plain.test((series([[best]], rows=rows),)))
    two = borne(scaled.region, scaled.test((series([[best * scale]], rows=rows),)))
    assert one == two


@pytest.mark.parametrize("unknown", [0.05, 0.3])
@pytest.mark.parametrize("skew", [0.5, 1.0, 1.5])
def test_bounds_hold_the_true_total_and_its_edge_is_rarely_crossed(
    unknown: float, skew: float
) -> None:
    rng = np.random.default_rng(7)
    sizes = np.exp(rng.normal(5, skew, (DRAWS, 80)))
    low, high = sizes * rng.uniform(0.5, 1, sizes.shape), sizes * rng.uniform(1, 2, sizes.shape)
    hidden = rng.uniform(size=sizes.shape) < unknown
    hidden[:, :2] = True, False
    held = false = 0
    for draw in range(DRAWS):
        seen = ~hidden[draw]
        ends = ([[low[draw][seen].sum()]], [[high[draw][seen].sum()]])
        answer = series([[sizes[draw][seen].sum()]], ends, rows=(80, int(hidden[draw].sum()), 0))
        truth = float(sizes[draw].sum())
        up, down = claim("more-than", truth, SIZE), claim("at-most", truth * (1 - 1e-9), SIZE)
        found = sure(up.test((answer,)))
        held += found.at95.low <= truth <= found.at95.high
        false += borne(up.region, found) == "yes" or borne(down.region, found) == "yes"
    assert held / DRAWS >= 0.93
    assert not too_often(false, DRAWS)


def test_a_share_left_to_its_coded_rows_has_no_bounds() -> None:
    of = Measure("share", "", "polls", (Condition("answer", ("yes",)),))
    warrant = replace(claim("more-than", 0.4, of), sizes="known")
    found = sure(warrant.test((series([[50]], rows=(50, 0, 10)), series([[100]]))))
    assert found.at95.low == found.at95.high == pytest.approx(50 / 90)
