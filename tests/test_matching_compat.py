"""Matching as the reference does it: its printed results, and each of its quirks alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import crashes
import slowly
from crashes import crashes as crash_events
from squarely.matching.compat import Matched, matched
from squarely.matching.events import Events, Rule, faults_of
from told import random_rows, told

SETS = {
    "base": Rule(4, 2),
    "s10t5": Rule(10, 5),
    "cert321": Rule(4, 2, certainty=(3, 2, 1)),
    "partial1": Rule(4, 2, partial=1),
}
FOLDER = crashes.folder()
CONTEST = ("dataset", "event", "bestmatch_data", "bestmatch_event", "bestmatch_score",
           "events_matched", "runnerUp1_data", "runnerUp1_event", "runnerUp1_score",
           "runnerUp2_data", "runnerUp2_event", "runnerUp2_score")  # fmt: skip
FINE, DAY = (1, 1, 1), 1  # one taxonomy of depth three; a day's window


def named(events: Events, report: Any) -> tuple[int, int]:
    return (int(events.source[report]) + 1, int(events.row[report]) + 1) if report >= 0 else (0, 0)


def contest(events: Events, found: Matched, kind: int) -> list[tuple[float, ...]]:
    rows: list[tuple[float, ...]] = []
    for at in np.flatnonzero(found.episode == kind):
        row: list[float] = [*named(events, found.left[at]), *named(events, found.right[at])]
        row += [float(found.score[at]), int(found.contenders[at])]
        for rank in (0, 1):
            row += [*named(events, found.runners[at, rank]), float(found.runner_scores[at, rank])]
        rows.append(tuple(round(cell, 9) for cell in row))
    return rows


def groups(events: Events, found: Matched, kind: bool) -> set[tuple[int, ...]]:
    made: dict[int, list[int]] = {}
    for report in np.flatnonzero(events.episode == kind):
        made.setdefault(int(found.head[report]), []).append(int(report))
    rows = set()
    for members in made.values():
        if len(members) > 1:
            at = {int(events.source[one]): named(events, one) for one in members}
            cells = [at.get(source, (0, 0)) for source in range(len(events.names))]
            rows.add(tuple(cell for pair in cells for cell in pair))
    return rows


@pytest.mark.originals
@pytest.mark.skipif(FOLDER is None, reason="the originals are not here")
@pytest.mark.filterwarnings("ignore:Missing constructor")
@pytest.mark.parametrize("name", SETS)
def test_the_crashes_match_as_the_reference_printed(name: str) -> None:
    assert isinstance(FOLDER, Path)
    printed: dict[str, Any] = crashes.reference(FOLDER)[name]
    events = crash_events(FOLDER)
    found = matched(events, SETS[name])
    for kind, word in enumerate(("event", "episode")):
        expected = [tuple(round(row[key], 9) for key in CONTEST)
                    for row in printed[f"{word}_contenders"]]  # fmt: skip
        assert contest(events, found, kind) == expected
        rows = {tuple(row.values()) for row in printed[f"{word}_matched"]}
        assert groups(events, found, bool(kind)) == rows
    kept = printed["deduplicated_index"]
    heads = [named(events, one) for one in range(events.size) if found.head[one] == one]
    assert sorted(heads) == sorted((row["dataset"], row["event"]) for row in kept)
    flags = {(row["dataset"], row["event"]): row["episodal_match"] for row in kept
             if row["episodal_match"]}  # fmt: skip
    ours = {named(events, one): "{}_{}".format(*named(events, found.flag[one]))
            for one in np.flatnonzero(found.flag >= 0)}  # fmt: skip
    assert ours == flags


@pytest.mark.parametrize("seed", range(40))
def test_every_rule_gives_what_the_description_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    depths = [[3], [3, 2], [1, 2, 3], [2, 1]][seed % 4]
    rows = [random_rows(rng, int(rng.integers(5, 40)), depths, 0.4) for _ in range(2 + seed % 3)]
    k = len(depths)
    weights = (1.5, 0.5, 1.0)[:k] if k == 3 else (1.25, 0.75)[:k] if k == 2 else ()
    certain = tuple(int(rng.integers(1, depth + 1)) for depth in depths)
    rule = Rule(
        float(rng.uniform(3, 15)),
        int(rng.integers(0, 5)),
        weights if seed % 2 else (),
        certain if seed % 3 == 0 else None,
        int(rng.integers(0, k)),
    )
    events = told(*rows, depths=depths)
    found, expected = matched(events, rule), slowly.run(rows, depths, rule)
    ours = [
        (named(events, one), named(events, two), pytest.approx(score), contenders)
        for one, two, score, contenders in zip(
            found.left, found.right, found.score, found.contenders, strict=True
        )
    ]
    theirs = [(up(link[0]), up(link[1]), *link[2:4]) for link in expected.links]
    assert [link[:2] for link in ours] == [link[:2] for link in theirs]
    assert ours == theirs
    runners = [[named(events, one) for one in row if one >= 0] for row in found.runners]
    assert runners == [[up(name) for name, _ in link[4]] for link in expected.links]
    flags = {named(events, one): named(events, int(found.flag[one]))
             for one in np.flatnonzero(found.flag >= 0)}  # fmt: skip
    assert flags == {up(event): up(episode) for event, episode in expected.flags.items()}


def up(name: Any) -> tuple[int, int]:
    return name[0] + 1, name[1] + 1


def links(events: Events, rule: Rule) -> list[tuple[tuple[int, int], tuple[int, int], float]]:
    found = matched(events, rule)
    sides = zip(found.left, found.right, found.score, strict=True)
    return [(named(events, one), named(events, two), round(float(s), 6)) for one, two, s in sides]


def test_the_score_does_not_choose() -> None:
    """Of one report and two others, the day-earlier and worse one is taken."""
    events = told([(5, 5, 0, 0, 1, 2, 3)], [(4, 4, 0, 0.297, 9, 9, 3), (5, 5, 0, 0, 1, 2, 3)],
                  depths=[3])  # fmt: skip
    assert links(events, Rule(40, 1)) == [((1, 1), (2, 1), 1.0)]
    found = matched(events, Rule(40, 1))
    assert found.contenders.tolist() == [2]
    assert found.runners.tolist() == [[-1, -1]]  # the better one that was passed over is not shown


def test_nearest_earlier_day_and_later_row_come_first() -> None:
    one = [(5, 5, 0, 0, *FINE)]
    other = [(3, 3, 0, 0, *FINE), (4, 4, 0, 0, *FINE), (4, 4, 0, 0, *FINE), (5, 5, 0, 0, *FINE)]
    assert links(told(one, other, depths=[3]), Rule(1, 2))[0][1] == (2, 3)
    assert links(told(one, other[3:], depths=[3]), Rule(1, 2))[0][1] == (2, 1)


def test_windows_include_their_bounds() -> None:
    at = 20 / 111.111
    events = told([(0, 0, 0, 0, *FINE)], [(2, 2, 0, at - 1e-12, *FINE)], depths=[3])
    assert links(events, Rule(20, 2))
    assert not links(events, Rule(20, 1))
    assert not links(events, Rule(19.999, 2))


def test_an_episode_needs_both_ends_within_the_window() -> None:
    events = told([(0, 5, 0, 0, *FINE)], [(1, 8, 0, 0, *FINE)], depths=[3])
    assert not links(events, Rule(1, 2))
    assert links(events, Rule(1, 3))


def test_partial_admits_exactly_so_many_disagreements() -> None:
    one = [(0, 0, 0, 0, 1, 1, 1)]
    for other, passed in (((1, 1, 1), (0, 1, 2)), ((1, 1, 2), (1,)), ((1, 2, 2), (2,))):
        events = told(one, [(0, 0, 0, 0, *other)], depths=[1, 1, 1])
        found = [p for p in (0, 1, 2) if links(events, Rule(1, 0, partial=p))]
        assert found == list(passed)
    events = told(one, [(0, 0, 0, 0, 1, 1, 2)], depths=[1, 1, 1])
    assert links(events, Rule(1, 0, partial=1))[0][2] == round(1 / 3, 6)


def test_a_taxonomy_of_one_level_adds_nothing_and_weights_count() -> None:
    events = told([(0, 0, 0, 0, 5, 7, 8, 9)], [(0, 0, 0, 0, 5, 6, 8, 9)], depths=[1, 3])
    assert links(events, Rule(1, 0))[0][2] == 0.25  # (0 + 1/2) / 2
    assert links(events, Rule(1, 0, weights=(0.5, 1.5)))[0][2] == 0.375


def test_a_fixed_certainty_scores_every_pair_alike() -> None:
    rule = Rule(1, 0, certainty=(2,))
    same = told([(0, 0, 0, 0, 1, 1, 1)], [(0, 0, 0, 0, 1, 1, 1)], depths=[3])
    coarse = told([(0, 0, 0, 0, 1, 1, 1)], [(0, 0, 0, 0, 2, 2, 1)], depths=[3])
    assert links(same, rule)[0][2] == 0.5
    assert not links(coarse, rule)


def test_a_third_dataset_meets_what_is_left_of_the_first_two() -> None:
    """The second's report is in the group of the first's: the third can only join the first's."""
    same = (0, 0, 0, 0, *FINE)
    near_second_only = (0, 0, 0, 0.15, *FINE)
    events = told([same], [(0, 0, 0, 0.08, *FINE)], [near_second_only], depths=[3])
    assert links(events, Rule(10, 0)) == [((1, 1), (2, 1), 0.0)]
    events = told([(9, 9, 0, 0, *FINE)], [same], [same], depths=[3])
    assert links(events, Rule(10, 0)) == [((2, 1), (3, 1), 0.0)]
    found = matched(told([same], [same], [same], depths=[3]), Rule(10, 0))
    assert found.head.tolist() == [0, 0, 0]


def test_flags_of_a_long_episode_stop_after_the_first_event_past_its_beginning() -> None:
    episode = [(0, 60, 0, 0, *FINE)]
    single = [(day, day, 0, 0, *FINE) for day in (1, 19, 40, 50)]
    for sides in ((episode, single), (single, episode)):
        events = told(*sides, depths=[3])
        flag = matched(events, Rule(1, 2)).flag
        days = events.first[flag >= 0]
        assert days.tolist() == [1, 19]


def test_an_event_goes_to_the_first_episode_and_both_rows_stay() -> None:
    episodes = [(1, 4, 0, 0, *FINE), (0, 4, 0, 0, *FINE)]
    events = told(episodes, [(1, 1, 0, 0, *FINE), (2, 2, 0, 0, *FINE)], depths=[3])
    found = matched(events, Rule(1, 1))
    assert found.flag.tolist() == [-1, -1, 1, 1]
    assert found.head.tolist() == [0, 1, 2, 3]


def test_events_matched_in_the_step_may_still_be_flagged_on_the_earlier_side_alone() -> None:
    event, episode = (5, 5, 0, 0, *FINE), (5, 7, 0, 0, *FINE)
    events = told([event], [event, episode], depths=[3])
    assert matched(events, Rule(1, 1)).flag.tolist() == [2, -1, -1]
    events = told([event, episode], [event], depths=[3])
    assert matched(events, Rule(1, 1)).flag.tolist() == [-1, -1, -1]


def test_the_date_line_and_the_poles_are_no_edge() -> None:
    events = told([(0, 0, 0, 179.99), (0, 0, 89.99, 0)], [(0, 0, 0, -179.99), (0, 0, 89.99, 180)])
    assert [link[:2] for link in links(events, Rule(3, 0))] == [((1, 1), (2, 1)), ((1, 2), (2, 2))]


def test_what_a_rule_has_wrong_is_told_all_at_once() -> None:
    events = told([(0, 0, 0, 0, *FINE)], [(0, -1, 0, 0, *FINE)], depths=[3])
    faults = faults_of(events, Rule(-1, 1, weights=(2.0,), certainty=(4,), partial=1))
    assert len(faults) == 5
    with pytest.raises(ValueError, match="without a category"):
        matched(told([(0, 0, 0, 0, -1)], [(0, 0, 0, 0, 1)], depths=[1]), Rule(1, 1))
