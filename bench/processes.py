"""Whole commands, timed from outside in turn, so that a slow phase of the machine hits all alike.

A bare interpreter stands beside them: its time is the unit of the ratios.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
SQUARELY = str(Path(sys.executable).parent / "squarely")
FLAGSHIP = str(ROOT / "examples" / "gaza-2025" / "argument.yaml")
RUNS = 7


def measured() -> list[dict[str, object]]:
    """Median and range of seconds for each command, and the ratio to a bare interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        commands = _commands(Path(folder))
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(RUNS + 1):
            for name, command in commands.items():
                took = _once(command, Path(folder) / f"cache-{turn}")
                if turn:  # the first turn warms the disk
                    seconds[name].append(took)
    unit = median(seconds["interpreter"])
    return [
        {
            "command": name,
            "seconds": round(median(found), 3),
            "least": round(min(found), 3),
            "most": round(max(found), 3),
            "interpreters": round(median(found) / unit, 1),
        }
        for name, found in seconds.items()
    ]


def _commands(folder: Path) -> dict[str, list[str]]:
    page = str(folder / "page.html")
    return {
        "interpreter": [sys.executable, "-c", "pass"],
        "squarely --help": [SQUARELY, "--help"],
        "squarely lint (flagship)": [SQUARELY, "lint", FLAGSHIP],
        "squarely check (flagship, shipped figures, page)": [
            SQUARELY, "check", FLAGSHIP, "--report", page,
        ],
    }  # fmt: skip


def _once(command: list[str], cache: Path) -> float:
    """One run with an empty cache of tables: cold but for the disk."""
    kept = {key: value for key, value in os.environ.items() if key != "SQUARELY_DATA"}
    began = time.perf_counter()
    subprocess.run(
        command, check=False, capture_output=True, env={**kept, "SQUARELY_CACHE": str(cache)}
    )
    return time.perf_counter() - began
