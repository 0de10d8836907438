"""The terminal: fits its width, says what the study says, lets no escape sequence through."""

from __future__ import annotations

import unicodedata

import pytest

import studies
from squarely.report.terminal import render_problems, render_terminal, render_why


@pytest.mark.parametrize("width", [60, 80, 160])
def test_the_table_fits_its_width(width: int) -> None:
    text = render_terminal(studies.study(), width)
    assert max(len(line) for line in text.splitlines()) <= width
    for claim in studies.study().claims:
        assert claim.verdict in text
        assert claim.id[:10] in text


def test_a_wide_table_adds_the_estimate_and_the_specifications() -> None:
    wide = render_terminal(studies.study(), 160)
    assert "+9% (95%:" in wide
    assert "/18" not in wide
    assert "italy-strikes" in wide
    assert "+9% (95%: −14" not in render_terminal(studies.study(), 80)


def test_counts_are_said_in_the_fixed_order() -> None:
    text = render_terminal(studies.study(), 80)
    said = text[text.index("13 claims:") :].replace("\n", " ")
    assert said.index("supported") < said.index("undetermined") < said.index("no grounds")


def test_why_says_all_of_one_claim() -> None:
    text = render_why(studies.study(), "more-strikes", 80)
    for part in ("undetermined", "61%", "By revoked", "held only", "Gates", "SELECT", "5,123"):
        assert part in text


def test_the_edge_of_a_tendency_is_said_to_be_of_itself_and_not_in_points() -> None:
    text = " ".join(render_why(studies.study(), "more-strikes", 80).split())
    assert "counts is 25% of where it began." in text


def test_why_of_an_unknown_claim_names_the_known() -> None:
    assert "more-strikes" in render_why(studies.study(), "nonesuch", 80)


def test_a_problem_stands_on_one_line_with_its_hint_beneath() -> None:
    first, hint = render_problems(studies.study().problems).splitlines()
    assert first.startswith(
        "examples/tide/argument.yaml:12:9: warning window-outside-coverage: 2021"
    )
    assert hint.strip() == "during: 2022..2025"


def test_colour_is_an_addition_and_no_color_removes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = render_terminal(studies.study(), 80, colour=True)
    assert "\x1b[" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = render_terminal(studies.study(), 80, colour=True)
    assert "\x1b" not in plain
    assert plain == render_terminal(studies.study(), 80)


def test_no_control_or_direction_character_of_an_author_reaches_the_terminal() -> None:
    bad = "\x1b]0;x\x07\x9b31m\u202ezz[red]x[/red]"
    study = studies.spoiled(studies.study(), bad)
    shown = (
        render_terminal(study, 160)
        + render_why(study, study.claims[1].id, 80)
        + render_problems(study.problems)
    )
    loose = [c for c in shown if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]
    assert loose == []
    assert "[red]" in shown
