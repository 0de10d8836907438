"""A map in a real browser: thin lines on a part of the map, nothing wider than a telephone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from playwright.sync_api import Browser

import studies
from browsing import browser as browser
from pictured import Shot, picture, written
from squarely.model.study import MapShown, PlaceShown

INK = {"light": (0x56, 0x5D, 0x67), "dark": (0xA6, 0xAE, 0xB8)}  # of the country's outline
PLACES = (
    PlaceShown("IL-D", "Al Janūbī", 90.0, middle=(31.4, 34.7)),
    PlaceShown("IL-HA", "Ḩayfā", 40.0, middle=(32.6, 35.0)),
    PlaceShown("IL-Z", "Ash Shamālī", None, middle=(32.8, 35.4)),
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    within = (PlaceShown("ISR", "Israel"),)
    shown = MapShown("persons", "2024-01-01..2024-12-31", PLACES, within=within)
    claim = replace(studies.exists(), map=shown)
    folder = tmp_path_factory.mktemp("map")
    return written(folder, replace(studies.study(), claims=(claim,)))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_lines_of_a_part_of_the_map_are_thin(
    browser: Browser, page: Path, scheme: Literal["light", "dark"]
) -> None:
    """A country some 250 pixels wide has a line around it, and no band."""
    shot = Shot("map", f"#claim-{studies.exists().id} svg.map", scheme=scheme)
    apart = np.abs(np.asarray(picture(browser, page, shot), dtype=int) - INK[scheme])
    inked = float((apart.max(axis=2) < 16).mean())
    assert 0.0005 < inked < 0.01


def test_a_map_is_no_wider_than_a_telephone(browser: Browser, page: Path) -> None:
    shot = Shot("map", f"#claim-{studies.exists().id} .where", width=320)
    assert picture(browser, page, shot).width <= 320
