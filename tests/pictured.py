"""Small pictures of parts of a page: what the snapshots are made of and compared by."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, ViewportSize

from browsing import drawn
from squarely.model.study import Study
from squarely.report.page import render_page

SNAPSHOTS = Path(__file__).parent / "snapshots"
SMALL = 160  # pixels across a snapshot: its look, not its letters
TALLER = 0.08  # of its height a part may grow or shrink with other fonts
APART = 9.0  # of 255, on average over all pixels


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: of what, how wide the window is, in which colours."""

    name: str
    what: str
    width: int = 1400
    scheme: Literal["light", "dark"] = "light"
    clip: int = 0  # at most so many pixels high, 0 for all


def picture(browser: Browser, page_file: Path, shot: Shot) -> Image.Image:
    """One part of a page as an image, or the first screen where the part is the whole body."""
    page = opened(browser, page_file, shot)
    image = part(page, shot)
    page.close()
    return image


def opened(browser: Browser, page_file: Path, shot: Shot) -> Page:
    """The page as a reader has it before its hands touch it: every plot drawn, and at its top."""
    height = shot.clip if shot.what == "body" else 900
    size: ViewportSize = {"width": shot.width, "height": height}
    page = browser.new_page(viewport=size, color_scheme=shot.scheme, reduced_motion="reduce")
    page.goto(page_file.as_uri())
    if shot.what == "body":
        page.wait_for_timeout(700)
    else:
        drawn(page)
    _unmoved(page)
    return page


def part(page: Page, shot: Shot) -> Image.Image:
    """One part of an open page."""
    image = _image(page.screenshot()) if shot.what == "body" else _part(page, shot.what)
    return image.crop((0, 0, image.width, min(image.height, shot.clip or image.height)))


def _part(page: Page, what: str) -> Image.Image:
    if not what.startswith("#claim-"):
        return _image(page.locator(what).first.screenshot())
    card = page.locator(what.split()[0])
    card.evaluate("card => { card.open = true; }")
    drawn(page)
    image = _image(page.locator(what).first.screenshot())
    card.evaluate("card => { card.open = false; }")
    return image


def _unmoved(page: Page) -> None:
    """A reader who opens the page and touches nothing sees its top, and never another part."""
    scrolled = page.evaluate("scrollY")
    assert scrolled == 0, f"the page moved by {scrolled} pixels while it opened"


def _image(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def small(image: Image.Image) -> Image.Image:
    """The look of an image, in few pixels."""
    height = max(1, round(image.height * SMALL / image.width))
    return image.resize((SMALL, height), Image.Resampling.BOX)


def apart(held: Image.Image, now: Image.Image) -> float:
    """How far two images of one size are apart, on average over all pixels."""
    return sum(ImageStat.Stat(ImageChops.difference(held, now)).mean) / 3


def assert_alike(path: Path, now: Image.Image) -> None:
    """A small picture is, but for fonts, the one that is kept."""
    held = Image.open(path).convert("RGB")
    assert abs(now.height - held.height) <= max(2, TALLER * held.height)
    assert apart(held, now.resize(held.size)) <= APART


def shots(study: Study) -> Iterator[Shot]:
    """The first screen in both colours, and one claim of each kind."""
    yield Shot("first", "#conclusions")
    yield Shot("first-dark", "#conclusions", scheme="dark")
    yield Shot("first-narrow", "#conclusions", width=390)
    yield Shot("argument", "#argument")
    seen: set[str] = set()
    for claim in study.claims:
        kind = claim.warrant.name if claim.warrant else claim.verdict.replace(" ", "-")
        if kind not in seen:
            seen.add(kind)
            yield Shot(f"claim-{kind}", f"#claim-{claim.id}")


def written(folder: Path, study: Study) -> Path:
    """The study's page in a file."""
    path = folder / "page.html"
    path.write_text(render_page(study), encoding="utf-8")
    return path
