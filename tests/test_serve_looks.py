"""The workbench looks as it did: small pictures of its states beside those that were looked at.

`python scripts/pictures.py bench` makes them anew, to be looked at before they are committed.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from benched import BENCH, SHOWN, State, bench_pictures, prepared
from browsing import browser as browser
from pictured import assert_alike, small
from serving import Client


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with prepared(tmp_path_factory.mktemp("looks")) as found:
        yield found


@pytest.mark.parametrize("state", SHOWN, ids=[state.name for state in SHOWN])
def test_a_state_of_the_workbench_looks_as_it_did(
    browser: Browser, client: Client, state: State
) -> None:
    for look, now in bench_pictures(browser, client, state, SHOWN[state]):
        assert_alike(BENCH / f"{state.name}{look.name}.png", small(now))


def test_every_picture_is_of_a_state() -> None:
    shown = {f"{state.name}{look.name}" for state, looks in SHOWN.items() for look in looks}
    assert {path.stem for path in BENCH.glob("*.png")} == shown
