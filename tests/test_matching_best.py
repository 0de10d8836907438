"""Matching by probability: whatever the order, on known truth, one-to-one, nothing lost."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import Any

import numpy as np
import pytest
from bench.planted import WINDOWS, WORLDS, Planted, against_truth, planted
from hypothesis import given, settings
from hypothesis import strategies as st

from squarely.matching import best
from squarely.matching.candidates import candidates
from squarely.matching.clusters import grouped
from squarely.matching.compat import matched
from squarely.matching.events import Events, Rule, pooled
from squarely.matching.flags import flagged
from squarely.matching.marginals import Rivals, marginals
from squarely.matching.near import Spots, apart_km, pairs
from told import Row, random_rows, reports, told

DEPTHS = [2, 1]
FIVE_THOUSAND = [
    name for name, world in WORLDS.items() if world.share > 0.1 and world.sizes == 1
]  # with copies enough that both have something to lose
CELLS = st.tuples(
    st.integers(0, 4), st.integers(0, 2), st.integers(0, 3), st.integers(0, 3),
    st.integers(0, 3), st.integers(0, 1),
)  # fmt: skip


def row(cells: tuple[int, ...]) -> Row:
    """A report on a small grid, so that ties and equal rows abound."""
    day, length, north, east, fine, other = cells
    return (day, day + (length == 2), north / 20, east / 20, fine, fine // 2, other)


DATASETS = st.lists(st.lists(CELLS.map(row), min_size=1, max_size=14), min_size=2, max_size=4)


def partition(events: Events, labels: Any, order: list[list[int]], which: list[int]) -> set[Any]:
    """The groups of reports by their dataset and row before anything was reordered."""
    groups: dict[int, list[tuple[int, int]]] = {}
    for report in range(events.size):
        source, at = int(events.source[report]), int(events.row[report])
        name = (which[source], order[source][at])
        groups.setdefault(int(labels[report]), []).append(name)
    return {tuple(sorted(members)) for members in groups.values()}


def told_in_order(
    datasets: list[list[Row]], which: list[int], order: list[list[int]], threshold: float
) -> tuple[set[Any], list[float], list[int]]:
    made = [
        reports("abcd"[source], [datasets[source][at] for at in rows], DEPTHS)
        for source, rows in zip(which, order, strict=True)
    ]
    events = pooled(made)
    found = best.scored(events, Rule(8.0, 1, partial=1))
    result = best.join(found, threshold)
    return (
        partition(events, result.event, order, which),
        sorted(found.probability.tolist()),
        sorted(result.counts.tolist()),
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(DATASETS, st.randoms(use_true_random=False), st.sampled_from([0.1, 0.5, 0.9]))
def test_no_order_of_datasets_or_rows_changes_anything(
    datasets: list[list[Row]], random: Any, threshold: float
) -> None:
    which = list(range(len(datasets)))
    order = [list(range(len(rows))) for rows in datasets]
    expected = told_in_order(datasets, which, order, threshold)
    random.shuffle(which)
    shuffled = [order[source][:] for source in which]
    for rows in shuffled:
        random.shuffle(rows)
    assert told_in_order(datasets, which, shuffled, threshold) == expected


def test_every_order_of_three_datasets_of_a_world() -> None:
    rng = np.random.default_rng(4)
    datasets = [random_rows(rng, 60, DEPTHS, 0.3) for _ in range(3)]
    found = []
    for which in permutations(range(3)):
        order = [rng.permutation(60).tolist() for _ in which]
        found.append(told_in_order(datasets, list(which), order, 0.5))
    assert all(one == found[0] for one in found)


def recall_and_precision(world: Planted) -> tuple[tuple[float, float], tuple[float, float]]:
    events = world.events
    reference = matched(events, WINDOWS)
    found = best.scored(events, WINDOWS)
    kept = best.join(found, best.THRESHOLDS["medium"]).kept
    first = found.canonical.first
    ours = against_truth(world, first[found.pairs.left[kept]], first[found.pairs.right[kept]])
    return ours, against_truth(world, reference.left, reference.right)


@pytest.mark.parametrize("name", WORLDS)
def test_never_worse_than_the_reference(name: str) -> None:
    for size, seed in ((300, 0), (1000, 1), (1000, 2), (2000, 3)):
        ours, theirs = recall_and_precision(planted(WORLDS[name], size, seed))
        assert ours[0] >= theirs[0]
        assert ours[1] >= theirs[1]


@pytest.mark.parametrize("name", FIVE_THOUSAND)
def test_better_in_both_at_five_thousand(name: str) -> None:
    for seed in range(2):
        ours, theirs = recall_and_precision(planted(WORLDS[name], 5000, seed))
        assert ours[0] > theirs[0]
        assert ours[1] > theirs[1]


def test_groups_hold_one_content_a_dataset_and_every_report() -> None:
    rng = np.random.default_rng(8)
    events = told(*(random_rows(rng, 80, DEPTHS, 0.3) for _ in range(4)), depths=DEPTHS)
    found = best.scored(events, Rule(10.0, 2, partial=1))
    for threshold in (0.05, 0.5, 0.95):
        result = best.join(found, threshold)
        assert result.event.size == events.size
        own = found.canonical
        for number in range(int(result.event.max()) + 1):
            contents = np.unique(own.of[result.event == number])
            sources = own.events.source[contents]
            assert np.unique(sources).size == sources.size
        ends = own.first[found.pairs.left[result.kept]], own.first[found.pairs.right[result.kept]]
        assert (result.event[ends[0]] == result.event[ends[1]]).all()
        assert (found.probability[result.kept] >= threshold).all()


def test_looser_joins_never_make_more_events() -> None:
    rng = np.random.default_rng(9)
    events = told(*(random_rows(rng, 80, DEPTHS, 0.3) for _ in range(2)), depths=DEPTHS)
    found = best.scored(events, Rule(10.0, 2, partial=1))
    counts = [best.join(found, best.THRESHOLDS[name]).events for name in best.THRESHOLDS]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] <= events.size


def test_twins_go_together_and_count_as_many() -> None:
    """Two equal rows and one like them elsewhere: two events, told by three reports."""
    same = (3, 3, 0.0, 0.0, 1, 0, 1)
    other = [(day, day, 1.0, float(day), 1, 0, 1) for day in range(9)]
    events = told([same, same, *other], [same, *other], depths=DEPTHS)
    found = best.scored(events, Rule(5.0, 1))
    result = best.join(found, 0.5)
    assert result.event[0] == result.event[1] == result.event[11]
    assert result.counts[result.event[0]] == 2
    assert result.events == 2 + 9


def test_one_report_cannot_be_surely_both_of_two() -> None:
    """Two rivals as near as each other share what certainty there is."""
    one = [(day, day, 0.0, float(day), 1, 0, 1) for day in range(30)]
    other = [*one, (0, 0, 0.02, 0.0, 1, 0, 1), (0, 0, -0.02, 0.0, 1, 0, 1)]
    found = best.scored(told([*one[1:], (0, 0, 0, 0, 1, 0, 1)], other[1:], depths=DEPTHS),
                        Rule(5.0, 1))  # fmt: skip
    rivals = found.probability[found.pairs.km > 1]
    assert rivals.size == 2
    assert rivals[0] == pytest.approx(rivals[1], rel=1e-6)
    assert rivals.sum() <= 1 + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_chances_of_pairs_agree_with_all_matchings_counted(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tree = [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2)]  # no circle: exact
    circle = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]
    for edges, close in ((tree, 1e-6), (circle, 0.06)):
        odds = rng.exponential(2.0, len(edges))
        total, held = 0.0, np.zeros(len(edges))
        for size in range(4):
            for chosen in combinations(range(len(edges)), size):
                ends = [end for at in chosen for end in (("l", edges[at][0]), ("r", edges[at][1]))]
                if len(set(ends)) == len(ends):
                    weight = float(np.prod(odds[list(chosen)])) if chosen else 1.0
                    total += weight
                    held[list(chosen)] += weight
        left, right = (np.array(side) for side in zip(*edges, strict=True))
        found, _ = marginals(Rivals(left, right, 3, 3), odds)
        assert found == pytest.approx(held / total, abs=close)


@pytest.mark.parametrize("seed", range(10))
def test_groups_agree_with_joining_one_by_one(seed: int) -> None:
    rng = np.random.default_rng(seed)
    source = np.sort(rng.integers(0, 3, 30))
    ends = rng.integers(0, 30, (25, 2))
    ends = ends[source[ends[:, 0]] != source[ends[:, 1]]]
    label, kept = grouped(ends[:, 0], ends[:, 1], source)
    groups = [{at} for at in range(30)]
    for pair, joined in zip(ends.tolist(), kept.tolist(), strict=True):
        one, two = (next(group for group in groups if end in group) for end in pair)
        fits = one is two or not {source[at] for at in one} & {source[at] for at in two}
        assert joined == fits
        if fits and one is not two:
            groups.remove(two)
            one |= two
    assert {frozenset(np.flatnonzero(label == name).tolist()) for name in np.unique(label)} == {
        frozenset(group) for group in groups
    }


@pytest.mark.parametrize("seed", range(8))
def test_near_pairs_agree_with_looking_at_all(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """All over the globe, at the poles and the date line, in portions of any size."""
    rng = np.random.default_rng(seed)
    for most, rows in ((4_000_000, 1_000), (500, 60)):
        monkeypatch.setattr("squarely.matching.near.MOST_AT_ONCE", most)
        monkeypatch.setattr("squarely.matching.near._SLICE", rows)
        north = np.degrees(np.arcsin(rng.uniform(-1, 1, 500)))
        north[:40] = rng.choice([90, -90, 89.9, -89.9], 40)
        east = rng.choice([rng.uniform(-180, 180), 180.0, -180.0, 179.9], 500)
        where = told([(d, d, n, e) for d, n, e in zip(rng.integers(0, 40, 500), north, east,
                                                      strict=True)])  # fmt: skip
        spots = Spots(where.points, where.first.astype(float))
        for km, days in ((900.0, 3), (0.0, 0), (4000.0, 0), (30_000.0, 2)):
            found = {
                (int(one), int(two)) for some in pairs(spots, spots, km, days)
                for one, two in zip(some[0], some[1], strict=True)
            }  # fmt: skip
            one, two = (grid.ravel() for grid in np.meshgrid(range(500), range(500)))
            near = apart_km(where.points[one], where.points[two]) <= km
            near &= np.abs(where.first[one] - where.first[two]) <= days
            assert found == set(zip(one[near].tolist(), two[near].tolist(), strict=True))


def test_flags_name_every_event_that_an_episode_may_hold() -> None:
    """A long one too: the reference's scan would miss days 40 and 50."""
    single = [(day, day, 0, 0, 1) for day in (1, 19, 40, 50, 63)]
    events = told([(0, 60, 0, 0, 1)], single, depths=[1])
    episode, event = flagged(events, Rule(1, 2))
    assert sorted(zip(episode.tolist(), event.tolist(), strict=True)) == [
        (0, 1), (0, 2), (0, 3), (0, 4)
    ]  # fmt: skip


def test_nothing_in_common_and_nothing_at_all() -> None:
    far = told([(0, 0, 0, 0, 1)], [(9, 9, 50, 50, 1)], depths=[1])
    result = best.join(best.scored(far, Rule(1, 1)), 0.5)
    assert result.events == 2
    alone = told([(0, 0, 0, 0, 1)], depths=[1])
    assert best.join(best.scored(alone, Rule(1, 1)), 0.5).events == 1
    empty = candidates(far, far.of(0), far.of(1), Rule(1, 1))
    assert empty.size == 0
    assert grouped(empty.left, empty.right, far.source)[1].size == 0
