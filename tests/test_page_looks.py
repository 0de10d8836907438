"""The page looks as it did: small pictures of its parts beside those that were looked at.

`python scripts/pictures.py` makes them anew, to be looked at before they are committed. They are so
small that letters blur: other fonts pass, another lay-out does not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

import studies
from browsing import browser as browser
from pictured import (
    APART,
    SNAPSHOTS,
    Shot,
    apart,
    assert_alike,
    opened,
    part,
    shots,
    small,
    written,
)

STUDY = studies.with_essay(studies.study())
EACH = tuple(shots(STUDY))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("looks"), STUDY)


@pytest.fixture(scope="module")
def at(browser: Browser, page: Path) -> Callable[[Shot], Page]:
    """The page at a width and in its colours, opened once for all its parts."""
    held: dict[tuple[int, str], Page] = {}

    def opening(shot: Shot) -> Page:
        key = (shot.width, shot.scheme)
        if key not in held:
            held[key] = opened(browser, page, shot)
        return held[key]

    return opening


@pytest.mark.parametrize("shot", EACH, ids=lambda shot: shot.name)
def test_a_part_of_the_page_looks_as_it_did(at: Callable[[Shot], Page], shot: Shot) -> None:
    assert_alike(SNAPSHOTS / f"{shot.name}.png", small(part(at(shot), shot)))


def test_a_changed_lay_out_is_seen() -> None:
    held = Image.open(SNAPSHOTS / "first.png").convert("RGB")
    turned = held.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert apart(held, turned) > APART
    assert {path.stem for path in SNAPSHOTS.glob("*.png")} == {shot.name for shot in EACH}
