"""What is kept of a run: a cell's seed, its key, and its row under build/trust.

A key holds the warrant, the truth, the world, the draws and a digest of the sources that could
change the result: the estimators, the verdict, the runner, the warrant's own file and its cells.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

from trust.cell import Cell, Rates

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "trust"
SOURCES = ROOT / "src" / "squarely"
RUNNER = ("cell.py", "play.py", "worlds*.py")  # what else is in the folder changes no rate


def identity(cell: Cell) -> str:
    """What a cell is, whatever its place in a list."""
    return json.dumps([cell.warrant, cell.truth, dict(cell.world)], sort_keys=True)


def seed(cell: Cell) -> int:
    """A seed of its own for every cell."""
    return int.from_bytes(hashlib.sha256(identity(cell).encode()).digest()[:8], "big")


@cache
def digest(warrant: str) -> str:
    """Of the source files that matter to a warrant's rates."""
    module = f"{warrant.replace('-', '_')}.py"
    paths = [
        *sorted((SOURCES / "estimators").rglob("*.py")),
        *sorted((SOURCES / "verdict").glob("*.py")),
        SOURCES / "warrants" / module,
        *(path for name in RUNNER for path in sorted((ROOT / "trust").glob(name))),
        ROOT / "trust" / "cells" / module,
    ]
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.relative_to(ROOT).as_posix().encode())
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def kept(cell: Cell, draws: int) -> Path:
    """Where a finished cell lies."""
    key = f"{identity(cell)} {draws} {digest(cell.warrant)}"
    return KEPT / f"{cell.warrant}-{hashlib.sha256(key.encode()).hexdigest()[:20]}.json"


def stored(cell: Cell, draws: int) -> dict[str, Any] | None:
    """The rates and the oracle of an earlier run, None where there was none."""
    path = kept(cell, draws)
    if not path.exists():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def store(cell: Cell, draws: int, found: dict[str, Any]) -> None:
    """Keep a finished cell; a broken run leaves no half file."""
    path = kept(cell, draws)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_suffix(".part")
    made.write_text(json.dumps(found), encoding="utf-8")
    made.replace(path)


def rates(found: dict[str, Any]) -> Rates:
    """The rates as they were played."""
    return Rates(**found["rates"])


def commit() -> str:
    """The commit that the sources were at."""
    command = ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
