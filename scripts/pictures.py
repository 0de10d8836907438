"""Pictures of page and workbench: the gallery of the docs, the snapshots that tests compare with.

Run: `python scripts/pictures.py [snapshots] [gallery] [bench]`, all without a name. Needs a
Chromium (`make browser`). `snapshots` draws the study of the tests, `gallery` three examples,
`bench` both kinds of pictures of the workbench: the starter is served, checked, changed in one
expectation and checked again.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import studies  # noqa: E402
from benched import BENCH, DOCS, SHOWN, STATES, bench_pictures, prepared  # noqa: E402
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
    """Make every picture anew, or those that are named."""
    parts: Mapping[str, Callable[[Browser, Path], None]] = {
        "snapshots": _snapshots, "gallery": _gallery, "bench": _bench,
    }  # fmt: skip
    named = sys.argv[1:] or list(parts)
    for folder in (SNAPSHOTS, BENCH, GALLERY):
        folder.mkdir(exist_ok=True)
    for name in named:
        with chromium() as browser, tempfile.TemporaryDirectory() as made:
            parts[name](browser, Path(made))
    return 0


def _snapshots(browser: Browser, made: Path) -> None:
    study = studies.with_essay(studies.study())
    path = written(made, study)
    for shot in shots(study):
        small(picture(browser, path, shot)).save(SNAPSHOTS / f"{shot.name}.png", optimize=True)


def _gallery(browser: Browser, made: Path) -> None:
    for name in dict.fromkeys(example for example, _ in GALLERIES):
        argument, _ = read_argument(ROOT / "examples" / name / "argument.yaml")
        assert argument is not None
        path = written(made, run(argument, open_grounds()))
        for shot in (shot for example, shot in GALLERIES if example == name):
            image = picture(browser, path, shot).quantize(256)
            image.save(GALLERY / f"{shot.name}.png", optimize=True)
            print(f"{shot.name}: {image.size}")


def _bench(browser: Browser, made: Path) -> None:
    named = {state.name: state for state in STATES}
    with prepared(made) as client:
        for state, looks in SHOWN.items():
            for look, image in bench_pictures(browser, client, state, looks):
                small(image).save(BENCH / f"{state.name}{look.name}.png", optimize=True)
        for state, name in ((named["faults"], "workbench"), (named["claim"], "one-claim")):
            for _, image in bench_pictures(browser, client, state, [DOCS]):
                image.quantize(128).save(GALLERY / f"{name}.png", optimize=True)
                print(f"{name}: {image.size}")


if __name__ == "__main__":
    sys.exit(main())
