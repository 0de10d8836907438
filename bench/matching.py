"""Matching against the reference's recorded times, and against the planted truth.

The reference's times (R package meltt 0.4.2 on one core, seconds, quiet) are those that its code
took on the same kind of world when it was studied; where `Rscript` with meltt is on the machine its
version is noted beside. Like is compared with like: mode `compat`, which gives the same result.
Reading files and loading libraries is outside of either. Each large size runs in a process of its
own, so that its peak memory is its own.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import numpy as np

from bench.planted import WINDOWS, WORLDS, Planted, against_truth, planted
from squarely.matching import best, compat

RECORDED = {1_000: 0.51, 2_000: 2.54, 5_000: 7.0, 10_000: 29.1, 20_000: 150.7}
LARGE = (50_000, 200_000, 1_000_000)
WORLD = "as the reference was studied"
BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0 + 1e-9)
RELIABLE = 30_000


def measured() -> dict[str, object]:
    """All of it: speed against the recorded times, scale and truth, reliability by world."""
    return {
        "reference": _reference(),
        "against_recorded": [_speed(size, seconds) for size, seconds in RECORDED.items()],
        "scale": [_apart(size) for size in LARGE],
        "reliability": {name: reliability(name) for name in WORLDS},
    }


def _reference() -> str:
    """Whether the reference is on this machine."""
    program = shutil.which("Rscript")
    if program is None:
        return "recorded times: no Rscript on this machine"
    asked = [program, "-e", 'cat(as.character(packageVersion("meltt")))']
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        return "recorded times: R is here, meltt is not"
    return f"recorded times; meltt {done.stdout.strip()} is on this machine"


def _speed(size: int, seconds: float) -> dict[str, object]:
    world = planted(WORLDS[WORLD], size, 1)
    times = 7 if size <= 5_000 else 3
    own = _least(lambda: compat.matched(world.events, WINDOWS), times)
    probable = _least(lambda: best.join(best.scored(world.events, WINDOWS), 0.3), times)
    return {
        "size": size,
        "reference_seconds": seconds,
        "compat_seconds": round(own, 5),
        "compat_ratio": round(seconds / own),
        "best_seconds": round(probable, 5),
        "best_ratio": round(seconds / probable),
        **_truth(world),
    }


def _least(run: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        begin = perf_counter()
        run()
        found.append(perf_counter() - begin)
    return min(found)


def _truth(world: Planted) -> dict[str, object]:
    reference = compat.matched(world.events, WINDOWS)
    found = best.scored(world.events, WINDOWS)
    kept = best.join(found, best.THRESHOLDS["medium"]).kept
    first = found.canonical.first
    ours = against_truth(world, first[found.pairs.left[kept]], first[found.pairs.right[kept]])
    theirs = against_truth(world, reference.left, reference.right)
    names = ("recall", "precision")
    told: dict[str, object] = {
        f"best_{name}": round(value, 4) for name, value in zip(names, ours, strict=True)
    }
    return told | {
        f"compat_{name}": round(value, 4) for name, value in zip(names, theirs, strict=True)
    }


def _apart(size: int) -> dict[str, object]:
    """One size in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.matching", str(size)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _one(size: int) -> dict[str, object]:
    """Seconds and peak memory of mode `best`, then both modes against the truth."""
    import scipy.optimize
    import scipy.sparse.csgraph
    import scipy.spatial  # noqa: F401  loaded before the clock runs

    world = planted(WORLDS[WORLD], size, 1)
    before = _peak()
    begin = perf_counter()
    found = best.scored(world.events, WINDOWS)
    best.join(found, best.THRESHOLDS["medium"])
    seconds = perf_counter() - begin
    peak = _peak()
    begin = perf_counter()
    compat.matched(world.events, WINDOWS)
    own = perf_counter() - begin
    return {
        "size": size,
        "candidates": found.pairs.size,
        "best_seconds": round(seconds, 2),
        "compat_seconds": round(own, 2),
        "peak_gb": round(peak, 2),
        "peak_gb_before": round(before, 2),
        **_truth(world),
    }


def _peak() -> float:
    """The most memory this process has held, in gigabytes."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1e9 if sys.platform == "darwin" else 1e6)


def reliability(name: str, seeds: int = 3) -> list[dict[str, Any]]:
    """By band of probability: how many pairs, the mean told, the part that is true."""
    told, true = [], []
    for seed in range(seeds):
        world = planted(WORLDS[name], RELIABLE, 200 + seed)
        found = best.scored(world.events, WINDOWS)
        ends = [found.canonical.first[side] for side in (found.pairs.left, found.pairs.right)]
        ours, theirs = np.minimum(*ends), np.maximum(*ends)
        told.append(found.probability)
        true.append(world.original[theirs - RELIABLE] == ours)
    probability, held = np.concatenate(told), np.concatenate(true)
    band = np.digitize(probability, BANDS) - 1
    return [
        {
            "from": BANDS[number],
            "pairs": int((band == number).sum()),
            "told": round(float(probability[band == number].mean()), 3),
            "true": round(float(held[band == number].mean()), 3),
        }
        for number in np.unique(band).tolist()
    ]


if __name__ == "__main__":
    print(json.dumps(_one(int(sys.argv[1]))))
