"""What must not matter does not: order of rows, names of actors, the century; negation mirrors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from moved import (
    MADE_UP,
    each_leaf,
    grounds_with,
    later,
    later_descriptor,
    later_leaf,
    reversed_rows,
    swapped,
    swapped_descriptor,
)
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.model.argument import Argument
from squarely.study.integrating import integrated
from squarely.study.judging import MIRRORED, judge_all
from squarely.study.putting import put_all_to_data
from squarely.study.reading import read_argument, settle_names

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(
    path.parent.relative_to(ROOT / "examples").as_posix()
    for path in (ROOT / "examples").rglob("argument.yaml")
)
# Founding members of the United Nations, so that membership does not tell them apart.
SWAPS: tuple[Mapping[str, str], ...] = (
    {"USA": "RUS", "RUS": "USA"},
    {"AUS": "FRA", "FRA": "AUS"},
    {"EGY": "TUR", "TUR": "EGY"},
    {"strike": "protest", "protest": "strike"},
    {"soc": "con", "con": "soc"},
)


@cache
def argument(name: str) -> Argument:
    found, problems = read_argument(ROOT / "examples" / name / "argument.yaml")
    assert found is not None, problems
    return found


@cache
def plain(name: str) -> dict[str, str]:
    return verdicts(argument(name), open_grounds(MADE_UP)[0])


def verdicts(read: Argument, grounds: Grounds) -> dict[str, str]:
    """Of every claim; the rows and maps that a study shows beside them are not asked for."""
    grounds = integrated(read, grounds) if read.integrated else grounds
    settled = settle_names(read, grounds.catalog)
    judged = judge_all(tuple(put_all_to_data(settled.claims, grounds)))
    return {one.tested.claim.id: one.verdict.label for one in judged}


@pytest.mark.parametrize("name", EXAMPLES)
def test_negating_every_claim_mirrors_its_verdict(name: str) -> None:
    read = argument(name)
    negated = tuple(
        replace(claim, warrant=replace(claim.warrant, negated=not claim.warrant.negated))
        if claim.warrant
        else claim
        for claim in read.claims
    )
    found = verdicts(replace(read, claims=negated), open_grounds(MADE_UP)[0])
    assert found == {key: MIRRORED[label] for key, label in plain(name).items()}  # type: ignore[index]


@pytest.fixture(scope="module")
def reversed_grounds(tmp_path_factory: pytest.TempPathFactory) -> Grounds:
    return grounds_with(tmp_path_factory.mktemp("reversed"), reversed_rows)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_order_of_rows_does_not_matter(name: str, reversed_grounds: Grounds) -> None:
    assert verdicts(argument(name), reversed_grounds) == plain(name)


@pytest.fixture(scope="module")
def swapped_grounds(tmp_path_factory: pytest.TempPathFactory) -> Grounds:
    names = {key: value for one in SWAPS for key, value in one.items()}
    folder = tmp_path_factory.mktemp("swapped")
    return grounds_with(folder, swapped(names), swapped_descriptor(names))


@pytest.mark.parametrize("name", EXAMPLES)
def test_swapping_two_actors_in_data_and_claims_changes_nothing(
    name: str, swapped_grounds: Grounds
) -> None:
    names = {key: value for one in SWAPS for key, value in one.items()}
    moved = each_leaf(
        argument(name), lambda leaf: names.get(leaf, leaf) if isinstance(leaf, str) else leaf
    )
    assert verdicts(moved, swapped_grounds) == plain(name)


@pytest.fixture(scope="module")
def later_grounds(tmp_path_factory: pytest.TempPathFactory) -> Grounds:
    return grounds_with(tmp_path_factory.mktemp("later"), later, later_descriptor)


@pytest.mark.parametrize("name", EXAMPLES)
def test_twenty_eight_years_later_the_verdicts_are_the_same(
    name: str, later_grounds: Grounds
) -> None:
    assert verdicts(each_leaf(argument(name), later_leaf), later_grounds) == plain(name)
