"""Pictures of the page: the gallery of the docs, and the snapshots that the tests compare with.

Run: `python scripts/pictures.py [gallery]`, both or the gallery alone. Needs a Chromium
(`make browser`). The same study as in the tests is drawn for the snapshots, three examples for the
gallery.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import studies  # noqa: E402
from browsing import FLAGS, found  # noqa: E402
from pictured import SNAPSHOTS, Shot, picture, shots, small, written  # noqa: E402
from squarely.api import open_grounds, read_argument, run  # noqa: E402

GALLERY = ROOT / "docs" / "gallery"
GALLERIES: Sequence[tuple[str, Shot]] = (
    ("gaza-2025", Shot("first-screen", "body", clip=900)),
    ("gaza-2025", Shot("first-screen-dark", "body", scheme="dark", clip=900)),
    ("gaza-2025", Shot("first-screen-narrow", "body", width=390, clip=1200)),
    ("more-peaceful", Shot("claim", "#claim-wars-rising", clip=1500)),
    ("more-peaceful", Shot("map", "#claim-no-world-war .where")),
    ("diplomacy-moves-states", Shot("map-regions", "#claim-strikes-not-rising .where")),
    ("more-peaceful", Shot("argument", "#argument", clip=1200)),
    ("gaza-2025", Shot("not-tested", "#untested", clip=700)),
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, headless."""
    path = found()
    if path is None:
        raise SystemExit("no Chromium here: `make browser` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def main() -> int:
    """Make every picture anew."""
    SNAPSHOTS.mkdir(exist_ok=True)
    GALLERY.mkdir(exist_ok=True)
    only = sys.argv[1:]
    with chromium() as browser, tempfile.TemporaryDirectory() as made:
        study = studies.with_essay(studies.study())
        path = written(Path(made), study)
        for shot in shots(study) if only != ["gallery"] else ():
            small(picture(browser, path, shot)).save(SNAPSHOTS / f"{shot.name}.png", optimize=True)
        for name in dict.fromkeys(example for example, _ in GALLERIES):
            argument, _ = read_argument(ROOT / "examples" / name / "argument.yaml")
            assert argument is not None
            path = written(Path(made), run(argument, open_grounds()))
            for shot in (shot for example, shot in GALLERIES if example == name):
                image = picture(browser, path, shot).quantize(256)
                image.save(GALLERY / f"{shot.name}.png", optimize=True)
                print(f"{shot.name}: {image.size}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
