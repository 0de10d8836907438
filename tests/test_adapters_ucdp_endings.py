"""UCDP's peace agreements and endings: counts that another reading of the workbook gives."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from squarely.grounds.adapters import ucdp_peace_agreements, ucdp_terminations
from squarely.grounds.prepared import Prepared


def column(prepared: Prepared, name: str) -> list[object]:
    return list(prepared.columns[name][1])


@pytest.fixture
def agreements(originals: Path) -> Prepared:
    return ucdp_peace_agreements.read(originals)


@pytest.fixture
def endings(originals: Path) -> Prepared:
    return ucdp_terminations.read(originals)


@pytest.mark.originals
def test_every_agreement_is_kept_and_dated(agreements: Prepared) -> None:
    assert len(set(column(agreements, "agreement"))) == agreements.rows_read == 374
    assert None not in column(agreements, "date")


@pytest.mark.originals
def test_the_agreements_on_palestine_are_those_from_oslo_on(agreements: Prepared) -> None:
    cells = zip(column(agreements, "conflict"), column(agreements, "date"), strict=True)
    years = [str(day)[:4] for conflict, day in cells if conflict == "Israel: Palestine"]
    assert len(years) == 9
    assert years[0] == "1993"


@pytest.mark.originals
def test_who_signed_is_not_kept(agreements: Prepared) -> None:
    assert not {"pa_sign", "pa_3rd", "pa_comment"} & set(agreements.columns)


@pytest.mark.originals
def test_only_the_last_year_of_an_episode_is_an_ending(endings: Prepared) -> None:
    episodes = column(endings, "episode")
    assert len(set(episodes)) == len(episodes) == 525
    assert endings.rows_read == 2506


@pytest.mark.originals
def test_negotiated_endings_are_agreements_and_ceasefires(endings: Prepared) -> None:
    cells = zip(column(endings, "outcome"), column(endings, "negotiated"), strict=True)
    negotiated = Counter(outcome for outcome, yes in cells if yes)
    assert negotiated == {"peace agreement": 68, "ceasefire": 69}
