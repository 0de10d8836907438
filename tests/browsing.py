"""A real Chromium for the tests of pages: the machine's own, driven offline and headless."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WANTING = "there is no Chromium on this machine: `make browser` installs it"


def found() -> str | None:
    """Where this machine's Chromium is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, once for a file of tests; without one its tests are skipped and counted."""
    path = found()
    if path is None:
        pytest.skip(WANTING)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        launched.close()


class Opened:
    """A page that keeps what it complained of and what it asked the network for."""

    def __init__(self, browser: Browser, path: Path, **settings: Any) -> None:
        self.faults: list[str] = []
        self.asked: list[str] = []
        self.context = browser.new_context(**settings)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda fault: self.faults.append(str(fault)))
        self.page.on("console", lambda said: self._hear(said.type, said.text))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda asked: self.asked.append(asked.url))
        self.page.goto(path.as_uri())

    def _dismiss(self, dialog: Dialog) -> None:
        self.faults.append("a dialog")
        dialog.dismiss()

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.faults.append(text)

    def close(self) -> None:
        """Close it and all it opened."""
        self.context.close()


def drawn(page: Page) -> None:
    """Wait until every plot stands; the page's own policy forbids the browser's way of waiting."""
    for _ in range(100):
        waiting = page.locator("main noscript").count()
        plots, done = page.locator(".plot").count(), page.locator(".plot .canvas svg").count()
        if not waiting and plots == done:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{done} of {plots} plots drawn within ten seconds")


def violations(page: Page) -> list[str]:
    """What axe holds serious or critical, one line each."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
