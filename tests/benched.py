"""The workbench's states as pictures: what its snapshots and the docs' pictures are made of.

Nothing in them changes from run to run: no time, no token, no port, no caret.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from pictured import SNAPSHOTS
from serving import TOKEN, Client, harbours, opposed, served

BENCH = SNAPSHOTS / "bench"
PATIENCE = 120_000  # milliseconds for a check on a busy machine
ROWS = "Day;Country;Marchers\n" + "".join(
    f"{day:02}/{month:02}/2024;{'Italy' if day % 2 else 'France'};{day * 10}\n"
    for month in range(1, 13)
    for day in (3, 14, 21, 27)
)


@dataclass(frozen=True, slots=True)
class State:
    """A state of the workbench: the view it is in, and how it is reached from there."""

    name: str
    view: str
    reach: Callable[[Page], object]


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is looked at; `tall` is the height of the picture at most, `whole` below too."""

    name: str = ""
    width: int = 1280
    tall: int = 1100
    scheme: Literal["light", "dark"] = "light"
    whole: bool = True


WIDE, NARROW, DARK = Look(), Look("-narrow", 390, 1600), Look("-dark", scheme="dark")
DOCS = Look("", 1320, 1000, whole=False)


def typed(page: Page, old: str, new: str) -> None:
    """Change a part of the text as typing does."""
    page.wait_for_function("() => document.getElementById('text')?.value")
    page.evaluate(
        """([old, given]) => {
          const area = document.getElementById("text"), at = area.value.indexOf(old);
          area.focus(); area.setSelectionRange(at, at + old.length);
          document.execCommand("insertText", false, given);
        }""",
        [old, new],
    )


def _checked(page: Page) -> None:
    page.locator("#moved").wait_for()
    page.locator("#faulted:has-text('fault')").wait_for()


def _faulty(page: Page) -> None:
    _checked(page)
    typed(page, "every: month", "every: mnth")
    page.locator(".w-error").wait_for()
    page.locator(".faults li").first.wait_for()


def _tried(page: Page) -> None:
    page.get_by_label("What is said").fill("Strikes in Italy became more frequent.")
    page.get_by_label("In which window").fill("2022..2025")
    page.get_by_role("button", name="Try it").click()
    page.locator("#answer svg.curve").wait_for(timeout=PATIENCE)


def _refused(page: Page) -> None:
    page.get_by_label("What is said").fill("More strikes were local than national.")
    page.locator("#expect").select_option("contrast:higher")
    page.locator("#by").select_option("area")
    page.locator("#first").fill("locl")
    page.locator("#second").fill("national")
    page.get_by_role("button", name="Try it").click()
    page.locator(".fault").first.wait_for()


def _compared(page: Page) -> None:
    page.get_by_label("Left").select_option("busier.yaml")
    page.get_by_label("Right").select_option("quieter.yaml")
    page.get_by_role("button", name="Compare").click()
    page.locator(".sides tr.apart").wait_for(timeout=PATIENCE)


def _dropped(page: Page) -> None:
    rows = f"{ROWS}31/02/2024;Italy;5\n".encode()
    page.set_input_files("#file", {"name": "marches.csv", "mimeType": "text/csv", "buffer": rows})
    page.locator("#aside").wait_for(timeout=PATIENCE)


EDIT = "edit/argument.yaml"
STATES = (
    State("list", "", lambda page: page.locator(".files").wait_for()),
    State("edit", EDIT, _checked),
    State("faults", EDIT, _faulty),
    State("claim", "claim", _tried),
    State("claim-faults", "claim", _refused),
    State("compare", "compare", _compared),
    State("drop", "data", _dropped),
)
SHOWN = {state: (WIDE, NARROW, DARK) if state is STATES[1] else (WIDE, NARROW) for state in STATES}


@contextmanager
def prepared(made: Path) -> Iterator[Client]:
    """A workbench over the starter, checked, turned in one expectation and checked again."""
    folder = made / "harbours"
    path = harbours(folder)
    opposed(folder)
    without = {name: text for name, text in os.environ.items() if name != "SQUARELY_DATA"}
    with patch.dict(os.environ, without, clear=True), served(folder, made / "kept") as client:
        client.checked(path.name)
        path.write_text(path.read_text().replace("expect: rising", "expect: falling", 1))
        client.checked(path.name)
        yield client


def bench_pictures(
    browser: Browser, client: Client, state: State, looks: Sequence[Look]
) -> Iterator[tuple[Look, Image.Image]]:
    """A state of the workbench, reached once, as an image for each way of looking at it."""
    context = browser.new_context(viewport=_size(looks[0]), reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{client.origin}/open/{TOKEN}")
    page.locator("#main h1").wait_for()
    page.evaluate("view => { location.hash = view }", f"#/{state.view}")
    page.wait_for_timeout(100)
    page.locator("#main h1").wait_for()
    state.reach(page)
    page.mouse.move(0, 0)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    for look in looks:
        yield look, _seen(page, look)
    context.close()


def _seen(page: Page, look: Look) -> Image.Image:
    page.set_viewport_size(_size(look))
    page.emulate_media(color_scheme=look.scheme, reduced_motion="reduce")
    page.wait_for_timeout(300)
    data = page.screenshot(full_page=look.whole, animations="disabled")
    image = Image.open(io.BytesIO(data)).convert("RGB")
    return image.crop((0, 0, image.width, min(image.height, look.tall)))


def _size(look: Look) -> ViewportSize:
    return {"width": look.width, "height": 900 if look.whole else look.tall}
