"""The dataset swap: kappa against another program, the committed list, and its results."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from statsmodels.stats.inter_rater import cohens_kappa
from trust.swap import asked, counted, kappa, page
from trust.swap.__main__ import PAGE, RESULTS

from squarely.grounds.catalog import Grounds, open_grounds
from squarely.study.judging import MIRRORED

REALISED = ("level", "contrast", "extreme", "share")
OPPOSITE = {
    frozenset({"rising", "falling"}),
    frozenset({"rise", "fall"}),
    frozenset({"higher", "lower"}),
    frozenset({"largest", "smallest"}),
    frozenset({"more-than", "at-most"}),
}


@cache
def results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def definitions() -> list[dict[str, Any]]:
    return [one for topic in results()["topics"] for one in topic["definitions"]]


@given(arrays(np.float64, (5, 5), elements=st.integers(0, 9).map(float)))
def test_kappa_is_that_of_another_program(table: np.ndarray[Any, Any]) -> None:
    used = np.count_nonzero(table.sum(0) + table.sum(1))
    for name, other in (("linear", "linear"), ("quadratic", "quadratic")):
        ours = float(kappa.weighted(table, name))  # type: ignore[arg-type]
        if table.sum() == 0 or used < 2:
            assert np.isnan(ours)
        elif not np.isnan(ours):
            theirs = cohens_kappa(table, wt=other, return_results=False)
            assert ours == pytest.approx(float(theirs), abs=1e-9)


def test_kappa_by_hand() -> None:
    """Two labels, 20 of 30 the same: seen 1/3, by chance 1/2, so one third."""
    clusters = np.array([[[10.0, 5.0], [5.0, 10.0]]])
    for name in ("linear", "quadratic"):
        found = kappa.measured(clusters, name, 10, 1)
        assert found.value == pytest.approx(1 / 3)


def test_one_label_only_has_no_kappa() -> None:
    assert kappa.measured(np.array([[[4.0, 0], [0, 0]]]), "linear", 10, 1).value is None
    assert kappa.measured(np.zeros((3, 2, 2)), "linear", 10, 1).value is None


def test_the_interval_holds_the_kappa_of_the_world_it_was_drawn_from() -> None:
    """Clusters of a claim and its opposite; the truth is kappa of the joint distribution."""
    rng = np.random.default_rng(5)
    joint = np.full((5, 5), 0.02) + np.diag(np.full(5, 0.1))
    joint /= joint.sum()
    mirrored = (joint + joint[::-1, ::-1]) / 2
    truth = float(kappa.weighted(mirrored, "quadratic"))
    held = 0
    for draw in range(300):
        cells = rng.choice(25, 30, p=joint.ravel())
        clusters = np.zeros((30, 5, 5))
        for at, cell in enumerate(cells):
            clusters[at, cell // 5, cell % 5] += 1
            clusters[at, 4 - cell // 5, 4 - cell % 5] += 1
        found = kappa.measured(clusters, "quadratic", 400, draw)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= truth <= found.high
    assert held / 300 > 0.88


def direction(claim: Any) -> str:
    expect = next(iter(claim.values()))["expect"]
    return next(iter(expect)) if isinstance(expect, dict) else str(expect)


def test_every_committed_claim_has_its_opposite_and_two_sources() -> None:
    pairs = [pair for topic in asked.topics() for pair in topic.claims]
    assert 30 <= 2 * len(pairs) <= 60
    for first, second in pairs:
        assert frozenset({direction(first), direction(second)}) in OPPOSITE
    for topic in asked.topics():
        for definition in topic.definitions:
            measures = [of for of in definition.measures.values() if "in" in of[0]]
            assert {(a["in"], b["in"]) for a, b in measures} == {topic.sources}


def test_a_claim_and_its_opposite_ask_for_the_same_thing() -> None:
    for first, second in (pair for topic in asked.topics() for pair in topic.claims):
        ((form, keys),), ((other, others),) = first.items(), second.items()
        assert form == other
        assert {**keys, "expect": 0} == {**others, "expect": 0}


def shipped(grounds: Grounds) -> list[tuple[asked.Topic, int]]:
    return [
        (topic, at)
        for topic in asked.topics()
        for at, definition in enumerate(topic.definitions)
        if asked.answerable(topic, definition, grounds)
    ]


def recorded(topic: asked.Topic) -> asked.Topic:
    """The topic's claims of what was recorded."""
    return replace(topic, claims=tuple(p for p in topic.claims if next(iter(p[0])) in REALISED))


def compared(topic: asked.Topic, at: int, grounds: Grounds) -> None:
    """What was recorded gives the labels that are committed; tendencies are refreshed apart."""
    told = next(one for one in results()["topics"] if one["topic"] == topic.name)
    wanted = [row for row in told["definitions"][at]["rows"] if row["form"] in REALISED]
    rows = asked.rows(recorded(topic), topic.definitions[at], grounds)
    for row, held in zip(rows, wanted, strict=True):
        keys = ("claim", "first", "second")
        assert [row[key] for key in keys] == [held[key] for key in keys]


def test_the_figures_that_ship_give_the_labels_of_the_originals() -> None:
    grounds = open_grounds()[0]
    found = shipped(grounds)
    assert len(found) == 3  # the tracker does not ship, nor the size of a single stoppage
    for topic, at in found:
        compared(topic, at, grounds)


@pytest.mark.originals
def test_the_tracker_gives_the_committed_labels(originals: Path) -> None:
    grounds = open_grounds((), originals)[0]
    assert len(shipped(grounds)) == 6
    ships = shipped(open_grounds()[0])
    for topic, at in shipped(grounds):
        if (topic, at) not in ships:
            compared(topic, at, grounds)


def test_bounds_from_both_sides_mirror_in_every_source() -> None:
    for one in definitions():
        for first, second in zip(one["rows"][::2], one["rows"][1::2], strict=True):
            if first["form"] == "level":
                for source in ("first", "second"):
                    assert MIRRORED[first[source]] == second[source]


def test_the_committed_kappas_follow_from_the_committed_labels() -> None:
    for one in definitions():
        table = np.zeros((5, 5))
        for row in one["rows"]:
            if "no grounds" not in (row["first"], row["second"]):
                cell = [results()["labels"].index(row[key]) for key in ("first", "second")]
                table[cell[0], cell[1]] += 1
        assert table.sum() == one["claims"] - one["no_grounds"]
        assert np.trace(table) == one["same_label"]
        for weights in ("linear", "quadratic"):
            theirs = cohens_kappa(table, wt=weights, return_results=False)
            assert one[f"kappa_{weights}"]["value"] == pytest.approx(float(theirs), abs=6e-4)


def test_the_file_holds_labels_and_no_rows_of_a_source() -> None:
    keys = {key for one in definitions() for row in one["rows"] for key in row}
    assert keys <= {"form", "claim", "first", "second", "why"}


def test_the_page_shows_the_committed_figures() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page.filled(text, results()) == text


def test_every_disagreement_has_a_reason() -> None:
    for topic in results()["topics"]:
        rows = topic["definitions"][0]["rows"]
        assert len(topic["differ"]) == sum(row["first"] != row["second"] for row in rows)
        assert all(row["reason"] for row in topic["differ"])


def test_a_claim_without_grounds_in_one_source_counts_apart() -> None:
    rows = [
        {"first": "supported", "second": "no grounds"},
        {"first": "contradicted", "second": "contradicted"},
        {"first": "supported", "second": "contradicted"},
        {"first": "undetermined", "second": "leans supported"},
    ]
    found = counted.agreement(rows)
    told = {key: found[key] for key in ("claims", "no_grounds", "same_label", "opposite")}
    assert told == {"claims": 4, "no_grounds": 1, "same_label": 1, "opposite": 1}
    assert found["one_decides"] == 1
