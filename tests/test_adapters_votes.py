"""Votes, vetoes and recognitions: positions, absences, dates and groups."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from squarely.grounds.adapters import palestine_recognition, un_vetoes, un_votes
from squarely.grounds.adapters.palestine_recognition import known_days
from squarely.grounds.adapters.un_groups import group_of
from squarely.grounds.catalog import open_grounds
from squarely.grounds.countries import members
from squarely.grounds.engine import connection, quoted
from squarely.grounds.prepared import Prepared
from squarely.grounds.tables import table

Tally = Counter[str]


def column(prepared: Prepared, name: str) -> list[object]:
    return list(prepared.columns[name][1])


def tallies(root: Path, where: str) -> dict[str, Tally]:
    view = table(open_grounds(originals=root)[0].stands["un-votes"]).view
    sql = f"SELECT item, position, count(*) FROM {quoted(view)} WHERE {where} GROUP BY ALL"
    found: dict[str, Tally] = defaultdict(Counter)
    for item, position, n in connection().execute(sql).fetchall():
        found[item][position] = n
    return found


@pytest.mark.originals
def test_key_resolutions_have_their_published_tallies(originals: Path) -> None:
    found = tallies(originals, "source = 'un-digital-library'")
    assert len(found) == 12
    assert {sum(tally.values()) for tally in found.values()} == {193}
    first = found["A/RES/ES-10/21"]
    assert (first["yes"], first["no"], first["abstain"]) == (120, 14, 45)
    ceasefire = found["A/RES/ES-10/27"]
    assert (ceasefire["yes"], ceasefire["no"], ceasefire["abstain"]) == (149, 12, 19)


@pytest.mark.originals
def test_agreement_on_palestine_depends_on_the_denominator_as_published(originals: Path) -> None:
    found = tallies(originals, "palestine AND date BETWEEN '2010-01-01' AND '2020-01-31'")
    assert len(found) == 159
    of_two = [t["yes"] / (t["yes"] + t["no"]) >= 0.9 for t in found.values()]
    of_three = [t["yes"] / (t["yes"] + t["no"] + t["abstain"]) >= 0.9 for t in found.values()]
    of_all = [t["yes"] / sum(t.values()) >= 0.9 for t in found.values()]
    shares = [round(100 * sum(part) / len(part)) for part in (of_two, of_three, of_all)]
    assert shares == [93, 61, 5]


@pytest.mark.originals
def test_every_member_of_the_day_has_one_row_in_a_roll_call(originals: Path) -> None:
    for tally in tallies(originals, "date = '2019-12-18'").values():
        assert sum(tally.values()) == len(members(date(2019, 12, 18)))


def test_resolution_numbers_take_the_form_of_the_united_nations() -> None:
    resolution = un_votes._resolution
    assert resolution("R/64/282") == "A/RES/64/282"
    assert resolution("A/RES/74/50") == "A/RES/74/50"
    assert resolution("") is None


def test_roll_calls_that_share_a_resolution_are_told_apart() -> None:
    calls: dict[str, list[object]] = {
        "rcid": [5045.0, 5865.0, 9061.0],
        "unres": ["R/64/282", "R/64/282", "A/RES/74/50"],
        "date": [0.0, 0.0, 365.0],
        "session": [64.0, 64.0, 74.0],
    }
    found = list(un_votes._roll_calls(calls, {9061: {"nu"}}))
    assert [call.item for call in found] == [
        "A/RES/64/282#5045",
        "A/RES/64/282#5865",
        "A/RES/74/50",
    ]
    assert found[2].day == date(1971, 1, 1)
    assert found[2].topics == frozenset({"nu"})


def test_china_is_seated_from_october_1971() -> None:
    assert "TWN" in un_votes._seated(date(1970, 12, 1))
    assert "CHN" not in un_votes._seated(date(1970, 12, 1))
    assert "CHN" in un_votes._seated(date(1971, 10, 26))


@pytest.mark.originals
def test_vetoes_are_one_row_for_each_member_named(originals: Path) -> None:
    prepared = un_vetoes.read(originals)
    drafts = column(prepared, "draft")
    assert len(set(drafts)) == 214 + 10  # the compilation's drafts, and ten on Gaza since
    alone = dict(zip(drafts, column(prepared, "alone"), strict=True))
    assert alone["S/2023/792"] is False
    assert alone["S/2025/583"] is True


@pytest.mark.originals
def test_the_united_states_vetoed_six_ceasefires_since_october_2023(originals: Path) -> None:
    prepared = un_vetoes.read(originals)
    cells = zip(*(column(prepared, n) for n in ("member", "ceasefire")), strict=True)
    assert Counter(cells)[("USA", True)] == 6


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("16 November 1988[96]", date(1988, 11, 16), date(1988, 11, 16)),
        ("9 September 2011*[96]", date(2011, 9, 9), date(2011, 9, 9)),
        (" 25 January 2025", date(2025, 1, 25), date(2025, 1, 25)),
        ("May 1989[96]", date(1989, 5, 1), date(1989, 5, 31)),
    ],
)
def test_dates_lose_their_marks_and_keep_their_precision(
    text: str, first: date, last: date
) -> None:
    assert known_days(text) == (first, last)


@pytest.mark.parametrize("text", ["", "Yes", "16 Novembre 1988", "soon in 2025"])
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert known_days(text) is None


@pytest.fixture
def recognitions(originals: Path) -> Prepared:
    return palestine_recognition.read(originals)


def by_state(prepared: Prepared) -> Iterator[tuple[str, str, object, bool]]:
    names = ("state", "source", "date", "preferred")
    for state, source, day, preferred in zip(*(column(prepared, n) for n in names), strict=True):
        yield str(state), str(source), day, bool(preferred)


@pytest.mark.originals
def test_both_dates_of_a_recognition_are_kept(recognitions: Prepared) -> None:
    britain = {source: day for state, source, day, _ in by_state(recognitions) if state == "GBR"}
    assert britain == {"official": date(2025, 9, 21), "list": date(2025, 9, 25)}


@pytest.mark.originals
def test_each_state_has_one_preferred_row(recognitions: Prepared) -> None:
    preferred = [state for state, _, _, chosen in by_state(recognitions) if chosen]
    assert len(preferred) == len(set(preferred))
    assert set(preferred) == {state for state, *_ in by_state(recognitions)}


@pytest.mark.originals
def test_two_fragments_of_the_list_are_set_aside(recognitions: Prepared) -> None:
    assert len(recognitions.set_aside) == 2


def test_every_member_state_is_in_one_regional_group() -> None:
    assert all(group_of(state) for state in members(date(2025, 9, 1)))
    assert group_of("PSE") is None
