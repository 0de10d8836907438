"""Numbers and short sentences of the page, as a reader meets them."""

from __future__ import annotations

from dataclasses import replace

import pytest

import studies
from squarely.model.finding import GATE_SAID
from squarely.model.study import AsOf, ClaimStudy, EstimateShown
from squarely.report import words
from squarely.report.curve import estimate_strip, tick_said
from squarely.report.meanings import CAPS, GATES
from squarely.report.page import render_page


def recorded(claim: ClaimStudy, value: float, unit: str, text: str) -> str:
    found = EstimateShown(value, None, None, 0.95, unit, 9, text)
    return words.recorded_said(replace(claim, estimate=found))


def test_what_is_on_record_is_said_once_and_of_one_thing_in_the_singular() -> None:
    bare = studies.exists()
    assert recorded(bare, 1.0, "events", "1 events among 1 row") == "1 event among 1 row."
    assert recorded(bare, 1.0, "countries", "1 countries in 1950..1990") == (
        "1 country in 1950 to 1990."
    )
    assert recorded(bare, 0.25, "share", "30 of 120: 25.0%") == "That is 30 of 120."
    assert recorded(bare, 0.4, "share", "30 of 120: 25.0%") == "30 of 120: 25.0%."
    trend = replace(studies.trend(), reading="process")
    assert trend.estimate is not None
    same = replace(trend.estimate, recorded="recorded: +9% over the window")
    assert words.recorded_said(replace(trend, estimate=same)) == ""
    other = replace(same, recorded="recorded: +38% over the window")
    assert words.recorded_said(replace(trend, estimate=other)) == "Recorded: +38% over the window."


def test_a_difference_of_shares_is_in_points_on_its_axes_too() -> None:
    ticks = [tick_said(value, 2, "share, difference") for value in (-0.05, 0.0, 0.05)]
    assert ticks == ["−5", "0", "+5"]
    assert tick_said(0.005, 3, "share, difference") == "+0.5"
    claim = replace(
        studies.contrast(),
        estimate=EstimateShown(0.06, 0.02, 0.1, 0.95, "share, difference", 40, ""),
        edge=0.03,
    )
    assert ">points</text>" in estimate_strip(claim)
    assert "%</text>" not in estimate_strip(claim)


def test_a_dataset_that_is_described_without_rows_has_no_version_and_no_count() -> None:
    used = studies.trend().data[0]
    assert words.used_said(replace(used, rows_used=1, rows_set_aside=2, why="")).startswith(
        "1 row used, 2 set aside; "
    )
    away = replace(used, name="acled", version="not here", rows_used=0)
    assert words.named(away) == "acled"
    assert words.used_said(away) == "described, but its rows are not here"


def test_of_a_claim_that_nothing_was_asked_of_no_earlier_verdict_is_told() -> None:
    value = replace(studies.trend(), verdict="out of scope", as_of_now=None)
    then = AsOf("2025-10-08", "out of scope", None, "a value judgement")
    assert words.both_said(replace(value, as_of_essay=then)) == []
    asked = replace(studies.trend(), as_of_essay=AsOf("2025-10-08", "undetermined", 4.0))
    assert words.both_said(asked) == [
        "The same verdict with what was known on 2025-10-08 and with what is known on 2026-09-21."
    ]


def test_a_scale_is_named_as_one_and_not_counted() -> None:
    assert words.quantity(5.25, "1 to 10") == "5.25 on the scale 1 to 10"
    assert words.quantity(1.0, "parties") == "1 party"
    assert words.quantity(1.0, "million persons") == "1 million persons"


@pytest.mark.parametrize("cap", CAPS)
def test_every_gate_is_a_sentence_with_what_it_does_to_the_verdict(cap: str) -> None:
    first = studies.trend().gates[0]
    held = replace(first, gate="reporting", passed=False, cap=cap, why="it could")  # type: ignore[arg-type]
    page = render_page(replace(studies.study(), claims=(replace(studies.trend(), gates=(held,)),)))
    assert f"{GATES['reporting']} <span" in page
    assert GATE_SAID[False] in page
    assert f"it could. {CAPS[cap]}" in page
