"""How long a page takes to open, on a profile of the class of a telephone: four times slowed.

The flagship's page, and one of five hundred claims, in headless Chromium with its processor slowed
four times: the first paint of content, and the moment at which everything but the plots stands. The
plots are drawn later, while nothing else happens.

Run: python -m bench.opening
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS, SLOWED = 5, 4
PHONE = {"width": 390, "height": 844}
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
ASKED = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const load = performance.getEntriesByType("navigation")[0];
  return [paint ? paint.startTime : null, load.domContentLoadedEventEnd];
}"""


def measured() -> list[dict[str, Any]]:
    """Milliseconds of each page; none where this machine has no Chromium."""
    program = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if program is None:
        return []
    from playwright.sync_api import sync_playwright

    found = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for name, path in _pages(Path(folder)):
            times = [_opened(browser, path) for _ in range(ROUNDS)]
            found.append({"page": name, "bytes": path.stat().st_size, "slowed": SLOWED,
                          **_told("first_paint_ms", [one[0] for one in times]),
                          **_told("ready_ms", [one[1] for one in times])})  # fmt: skip
        browser.close()
    return found


def _told(name: str, times: Sequence[float]) -> dict[str, float]:
    return {name: round(median(times)), f"{name}_most": round(max(times))}


def _opened(browser: Any, path: Path) -> tuple[float, float]:  # noqa: ANN401
    context = browser.new_context(viewport=PHONE, is_mobile=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(200)
    paint, ready = page.evaluate(ASKED)
    context.close()
    return float(paint), float(ready)


def _pages(folder: Path) -> list[tuple[str, Path]]:
    from squarely.api import open_grounds, read_argument, run
    from squarely.report.page import render_page

    example = Path(__file__).parent.parent / "examples" / "gaza-2025" / "argument.yaml"
    argument, _ = read_argument(example)
    assert argument is not None
    study = run(argument, open_grounds())
    told = [claim for claim in study.claims if claim.estimate is not None]
    many = tuple(
        replace(claim, id=f"{claim.id}-{number}")
        for number in range(-(-500 // len(told)))
        for claim in told
    )[:500]
    pages = []
    for name, one in (
        ("flagship", study),
        ("500 claims", replace(study, claims=many, inferences=(), conclusions=())),
    ):
        path = folder / f"{name.replace(' ', '-')}.html"
        path.write_text(render_page(one), encoding="utf-8")
        pages.append((name, path))
    return pages


if __name__ == "__main__":
    print(json.dumps(measured(), indent=1))
    sys.exit(0)
