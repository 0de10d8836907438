"""`make test`: every check in turn, all of them run, one line each; the first fault fails it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RESULTS = ROOT / "build" / "tests.xml"

_TESTS = (sys.executable, "-m", "pytest")
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff", (str(BIN / "ruff"), "check", ".")),
    ("format", (str(BIN / "ruff"), "format", "--check", ".")),
    ("mypy", (str(BIN / "mypy"),)),
    ("contracts", (str(BIN / "lint-imports"),)),
    ("sizes", (sys.executable, "scripts/sizes.py")),
    ("docs", (sys.executable, "scripts/docs.py", "--check")),
    ("plans", (sys.executable, "scripts/derive_spark.py", "--check")),
    ("trust", (sys.executable, "scripts/derive_trust.py", "--check")),
    ("spark", (*_TESTS, *map(str, sorted(ROOT.glob("tests/test_spark*.py"))))),
    ("tests", (*_TESTS, "-m", "not spark", "-n", "2", "-r", "s", "--junitxml", str(RESULTS))),
)
WANTING = {  # why tests are skipped, as tests/conftest.py and tests/browsing.py say it
    "the original data": "the original data are not here",
    "a browser": "there is no Chromium on this machine",
}


def main() -> int:
    """Run every check; print what each says only where it fails, and all that pytest says."""
    failed = []
    for name, command in CHECKS:
        began = time.monotonic()
        shown = name == "tests"
        done = subprocess.run(
            command, cwd=ROOT, capture_output=not shown, text=True, env=_environment(), check=False
        )
        took = time.monotonic() - began
        print(f"{name}: {'ok' if done.returncode == 0 else 'failed'} ({took:.0f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            if not shown:
                print(done.stdout + done.stderr, flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}")
    for what, said in WANTING.items():
        print(f"tests skipped for want of {what}: {_wanting(said)}")
    return 1 if failed else 0


def _wanting(said: str) -> int:
    """How many tests were skipped for this reason."""
    if not RESULTS.exists():
        return 0
    skipped = ElementTree.parse(RESULTS).iter("skipped")
    return sum(said in one.get("message", "") for one in skipped)


def _environment() -> dict[str, str]:
    """One thread a worker: two workers on two cores measure what users will see."""
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **one, "SQUARELY_WITH_SPARK": "1"}  # no Spark here is a failure


if __name__ == "__main__":
    sys.exit(main())
