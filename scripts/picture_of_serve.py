"""The picture of the workbench in the docs: `python scripts/picture_of_serve.py`. Needs a Chromium.

The starter is served, checked, changed in one expectation and checked again; one fault is left in
the text, so that the picture shows what a fault looks like.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from pictures import chromium  # noqa: E402
from serving import TOKEN, harbours, served  # noqa: E402

PICTURES = ROOT / "docs" / "gallery"
SIZE = {"width": 1320, "height": 1000}


def main() -> int:
    """Write the two pictures."""
    from PIL import Image

    with tempfile.TemporaryDirectory() as made, chromium() as browser:
        folder = Path(made) / "harbours"
        harbours(folder)
        with served(folder, Path(made) / "kept") as client:
            page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
            page.goto(f"{client.origin}/open/{TOKEN}")
            _edit(page)
            _shot(page, Path(made) / "workbench.png")
            _try(page)
            _shot(page, Path(made) / "one-claim.png")
        for name in ("workbench", "one-claim"):
            image = Image.open(Path(made) / f"{name}.png").convert("RGB").quantize(128)
            image.save(PICTURES / f"{name}.png", optimize=True)
            print(f"{name}: {image.size}")
    return 0


def _shot(page: Page, path: Path) -> None:
    page.screenshot(path=path)


def _edit(page: Page) -> None:
    page.get_by_role("link", name="argument.yaml").click()
    page.locator("#faulted:has-text('fault')").wait_for()
    page.keyboard.press("Control+Enter")
    page.locator(".verdicts li").first.wait_for(timeout=120_000)
    _type(page, "expect: rising", "expect: falling")
    page.keyboard.press("Control+Enter")
    page.locator("#moved").wait_for(timeout=120_000)
    _type(page, "every: month", "every: mnth")
    page.locator(".w-error").wait_for()
    page.evaluate("() => { document.getElementById('text').blur(); scrollTo(0, 0); }")


def _type(page: Page, old: str, new: str) -> None:
    page.evaluate(
        """([old, given]) => {
          const area = document.getElementById("text"), at = area.value.indexOf(old);
          area.focus(); area.setSelectionRange(at, at + old.length);
          document.execCommand("insertText", false, given);
        }""",
        [old, new],
    )


def _try(page: Page) -> None:
    page.get_by_role("link", name="One claim").click()
    page.get_by_label("What is said").fill("Strikes in Italy became more frequent.")
    page.get_by_label("In which window").fill("2022..2025")
    page.get_by_role("button", name="Try it").click()
    page.locator("#answer svg.curve").wait_for(timeout=120_000)
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")


if __name__ == "__main__":
    sys.exit(main())
