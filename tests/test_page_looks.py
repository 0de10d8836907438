"""The page looks as it did: small pictures of its parts beside those that were looked at.

`python scripts/pictures.py` makes them anew, to be looked at before they are committed. They are so
small that letters blur: other fonts pass, another lay-out does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

import studies
from browsing import browser as browser
from pictured import APART, SNAPSHOTS, Shot, apart, assert_alike, picture, shots, small, written

STUDY = studies.with_essay(studies.study())
EACH = tuple(shots(STUDY))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("looks"), STUDY)


@pytest.mark.parametrize("shot", EACH, ids=lambda shot: shot.name)
def test_a_part_of_the_page_looks_as_it_did(browser: Browser, page: Path, shot: Shot) -> None:
    assert_alike(SNAPSHOTS / f"{shot.name}.png", small(picture(browser, page, shot)))


def test_a_changed_lay_out_is_seen() -> None:
    held = Image.open(SNAPSHOTS / "first.png").convert("RGB")
    turned = held.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    assert apart(held, turned) > APART
    assert {path.stem for path in SNAPSHOTS.glob("*.png")} == {shot.name for shot in EACH}
