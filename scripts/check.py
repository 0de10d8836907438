"""`make test`: every check, all of them run, one line each; any fault fails it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RESULTS = ROOT / "build" / "tests.xml"

_TESTS = (sys.executable, "-m", "pytest")
Command = tuple[str, ...]
BESIDE: dict[str, Command] = {  # one after another, beside the tests, which wait for browsers
    "spark": (*_TESTS, *map(str, sorted(ROOT.glob("tests/test_spark*.py")))),
    "mypy": (str(BIN / "mypy"),),
    "docs": (sys.executable, "scripts/docs.py", "--check"),
    "trust": (sys.executable, "scripts/derive_trust.py", "--check"),
    "contracts": (str(BIN / "lint-imports"),),
    "plans": (sys.executable, "scripts/derive_spark.py", "--check"),
    "sizes": (sys.executable, "scripts/sizes.py"),
    "ruff": (str(BIN / "ruff"), "check", "."),
    "format": (str(BIN / "ruff"), "format", "--check", "."),
}
TESTS: Command = (  # a file of tests to one worker, so that what its tests share is made once
    *_TESTS, "-m", "not spark", "-n", "2", "--dist", "loadscope", "-r", "s",
    "--junitxml", str(RESULTS),
)  # fmt: skip
WANTING = {  # why tests are skipped, as tests/conftest.py and tests/browsing.py say it
    "the original data": "the original data are not here",
    "a browser": "there is no Chromium on this machine",
}


def main() -> int:
    """Run every check; print what each says only where it fails, and all that pytest says."""
    with ThreadPoolExecutor(1) as beside:
        others = beside.map(_checked, BESIDE, BESIDE.values())
        passed = {"tests": _checked("tests", TESTS, shown=True)}
        passed |= zip(BESIDE, others, strict=True)
    failed = [name for name, fine in passed.items() if not fine]
    if failed:
        print(f"failed: {', '.join(failed)}")
    for what, said in WANTING.items():
        print(f"tests skipped for want of {what}: {_wanting(said)}")
    return 1 if failed else 0


def _checked(name: str, command: Command, *, shown: bool = False) -> bool:
    """Run one check, say how it ended; whether it passed."""
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, capture_output=not shown, text=True, env=_environment(), check=False
    )
    passed = done.returncode == 0
    said = "" if passed or shown else f"\n{done.stdout}{done.stderr}"
    took = time.monotonic() - began
    print(f"{name}: {'ok' if passed else 'failed'} ({took:.0f} s){said}", flush=True)
    return passed


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
