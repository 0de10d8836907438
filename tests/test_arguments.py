"""Whole arguments with the verdicts they must get: replications, traps and made-up worlds.

A folder holds `argument.yaml`, whose claims `predict` their verdicts, and whatever data of its own.
It runs on the shipped figures where they carry every claim, and on the originals where they are.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from squarely.grounds.catalog import Grounds, open_grounds
from squarely.model.argument import Argument
from squarely.model.finding import Infeasible
from squarely.model.request import Count
from squarely.study.putting import put_to_data
from squarely.study.reading import check_names, read_argument
from squarely.study.run import run

HERE = Path(__file__).parent / "arguments"
FOLDERS = sorted(path.parent for path in HERE.glob("*/argument.yaml"))
NOT_SHIPPED = {  # a part of what they ask may not ship, or does not ship in that detail
    "replication_7_stoppages_2022",
    "replication_11_decline_of_strikes",
    "replication_12_relapse",
    "replication_13_lonely_superpower",
    "replication_14_arms_to_israel",
    "replication_15_less_democratic",
    "replication_17_income_and_democracy",
    "replication_22_arab_spring",
    "replication_24_eastern_europe_switches",
}


def loaded(folder: Path, originals: Path | None) -> tuple[Argument, Grounds]:
    argument, problems = read_argument(folder / "argument.yaml")
    assert argument is not None, problems
    grounds, more = open_grounds(tuple(folder / name for name in argument.data), originals)
    faults = [*problems, *more, *check_names(argument, grounds.known)]
    assert not [fault for fault in faults if fault.severity == "error"]
    return argument, grounds


def carried(argument: Argument, grounds: Grounds) -> bool:
    """Whether the data at hand answer every claim that predicts a verdict from data."""
    for claim in argument.claims:
        if claim.predict not in (None, "no grounds", "out of scope"):
            tested = put_to_data(claim, grounds)
            if tested.why_not or isinstance(tested.main, Infeasible):
                return False
    return True


def differing(argument: Argument, grounds: Grounds) -> dict[str, tuple[str | None, str]]:
    study = run(argument, grounds)
    return {
        claim.id: (claim.predict, claim.verdict)
        for claim in study.claims
        if claim.predict != claim.verdict
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_verdicts_on_the_shipped_figures(folder: Path) -> None:
    argument, grounds = loaded(folder, None)
    if not carried(argument, grounds):
        assert folder.name in NOT_SHIPPED
        pytest.skip("the shipped figures do not carry it")
    assert differing(argument, grounds) == {}


@pytest.mark.originals
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_verdicts_on_the_originals(folder: Path, originals: Path) -> None:
    assert differing(*loaded(folder, originals)) == {}


def test_every_claim_is_asked_in_one_query_a_dataset(originals: Path) -> None:
    argument, grounds = loaded(HERE / "replication_3_more_peaceful", originals)
    for claim in argument.claims:
        tested = put_to_data(claim, grounds)
        assert tested.plan is not None
        assert tested.answered is not None
        asked = {
            request.dataset
            for one in tested.plan.specifications
            for request in one.requests
            if isinstance(request, Count)
        }
        assert len(tested.plan.specifications) > len(asked)
        assert len(tested.answered.queries) == len(asked)
