"""The paired essays run, are anchored and encoded alike, and the published tables are a run's."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from scipy.stats import fisher_exact
from trust.pairs.__main__ import PAGE, RESULTS
from trust.pairs.counted import REFRESH, results, together
from trust.pairs.page import BLOCK, filled
from trust.pairs.played import TWIN, Side, files, sides

from squarely.grounds.catalog import open_grounds
from squarely.model.argument import Argument
from squarely.study.reading import check_names, read_argument

FILES = files()
PAIRS = list(zip(FILES[::2], FILES[1::2], strict=True))


def name(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.parent.name}"


def read(path: Path) -> Argument:
    argument, problems = read_argument(path)
    assert argument is not None, problems
    faults = [*problems, *check_names(argument, open_grounds()[0].known)]
    assert {fault.code for fault in faults} <= {"sentence-without-claim", "shared-evidence"}
    return argument


@pytest.fixture(scope="module")
def played() -> tuple[Side, ...]:
    return sides()


def test_at_least_three_controversies_have_two_sides_each() -> None:
    found = [path.parent.parent.name for path in FILES]
    assert len(set(found)) >= 3
    assert {found.count(one) for one in found} == {2}


@pytest.mark.parametrize("path", FILES, ids=name)
def test_every_passage_stands_in_the_essay_word_for_word(path: Path) -> None:
    argument = read(path)
    assert argument.essay is not None
    for claim in argument.claims:
        assert claim.passage is not None, claim.id
        assert claim.passage.quote is not None, claim.id
        assert claim.passage.quote in argument.essay.text, claim.id
    assert 250 <= len(argument.essay.text.split()) <= 450


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_twin_has_the_passage_of_its_claim_and_is_no_premise(path: Path) -> None:
    argument = read(path)
    used = {premise for step in argument.inferences for premise in step.premises}
    for claim in argument.claims:
        if claim.id.endswith(TWIN):
            strict = argument.claim(claim.id.removesuffix(TWIN))
            assert strict is not None
            assert strict.passage is not None
            assert claim.passage is not None
            assert strict.passage.quote == claim.passage.quote
            assert claim.id not in used


def shape(path: Path) -> tuple[int, ...]:
    """What both sides of a pair must have alike: tested claims, twins, values, steps, attacks."""
    argument = read(path)
    plain = [claim for claim in argument.claims if not claim.id.endswith(TWIN)]
    return (
        len(plain),
        sum(claim.warrant is not None for claim in plain),
        len(argument.claims) - len(plain),
        sum(claim.type == "normative" for claim in plain),
        sum(claim.type == "causal" for claim in plain),
        sum(step.to is not None for step in argument.inferences),
        sum(step.against is not None for step in argument.inferences),
    )


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: name(pair[0]))
def test_both_sides_are_encoded_alike(pair: tuple[Path, Path]) -> None:
    first, second = pair
    assert first.parent.parent == second.parent.parent
    assert shape(first) == shape(second)
    assert 8 <= shape(first)[0] <= 14


def test_the_published_tables_are_those_of_a_run(played: tuple[Side, ...]) -> None:
    found = results(played)
    held = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert held == found, f"docs/trust/pairs.json differs from a run; to write it anew: {REFRESH}"
    page = PAGE.read_text(encoding="utf-8")
    assert page == filled(page, found), f"{PAGE.name} differs; to write it anew: {REFRESH}"
    assert len(BLOCK.findall(page)) == 6


def test_every_tested_claim_has_grounds(played: tuple[Side, ...]) -> None:
    tested = [claim for side in played for claim in side.claims if claim.tested]
    assert all("no grounds" not in (claim.strict, claim.hedged) for claim in tested)


def test_one_table_alone_is_fishers() -> None:
    for k1, k2 in ((5, 3), (7, 2), (0, 6), (7, 7)):
        wanted = fisher_exact([[k1, 7 - k1], [k2, 8 - k2]]).pvalue
        assert together([((k1, 7), (k2, 8))]) == pytest.approx(wanted)


def test_two_tables_together_are_what_counting_every_exchange_gives() -> None:
    """Claims dealt anew to the sides within each controversy, every way once."""
    tables = [((3, 3), (0, 3)), ((2, 3), (1, 2))]
    chances: dict[tuple[int, ...], float] = {(): 1.0}
    for (k1, n1), (k2, n2) in tables:
        claims = [1] * (k1 + k2) + [0] * (n1 + n2 - k1 - k2)
        dealt = [sum(hand) for hand in combinations(claims, n1)]
        chances = {
            (*before, hits): chance * dealt.count(hits) / len(dealt)
            for before, chance in chances.items()
            for hits in set(dealt)
        }
    seen = chances[3, 2]
    wanted = sum(chance for chance in chances.values() if chance <= seen * (1 + 1e-9))
    assert together(tables) == pytest.approx(wanted)
