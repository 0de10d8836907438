"""The page looks as it did: small pictures of its parts beside those that were looked at.

`python scripts/pictures.py` makes them anew, to be looked at before they are committed. They are so
small that letters blur: other fonts pass, another lay-out does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser

import studies
from browsing import browser as browser
from pictured import SNAPSHOTS, Shot, picture, shots, small, written

STUDY = studies.with_essay(studies.study())
TALLER = 0.08  # of its height a part may grow or shrink with other fonts
APART = 9.0  # of 255, on average over all pixels
EACH = tuple(shots(STUDY))


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("looks"), STUDY)


@pytest.mark.parametrize("shot", EACH, ids=lambda shot: shot.name)
def test_a_part_of_the_page_looks_as_it_did(browser: Browser, page: Path, shot: Shot) -> None:
    held = Image.open(SNAPSHOTS / f"{shot.name}.png").convert("RGB")
    now = small(picture(browser, page, shot))
    assert abs(now.height - held.height) <= max(2, TALLER * held.height)
    apart = ImageChops.difference(held, now.resize(held.size))
    assert sum(ImageStat.Stat(apart).mean) / 3 <= APART


def test_a_changed_lay_out_is_seen() -> None:
    held = Image.open(SNAPSHOTS / "first.png").convert("RGB")
    turned = held.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    apart = ImageChops.difference(held, turned)
    assert sum(ImageStat.Stat(apart).mean) / 3 > APART
    assert {path.stem for path in SNAPSHOTS.glob("*.png")} == {shot.name for shot in EACH}
