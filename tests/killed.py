"""Real runs, killed with their whole process group, and what they leave behind.

A run locks an argument, checks it against the lock with its page, and adds a dataset, with an empty
cache. Every file that it leaves must have the bytes of a run that was not killed (or those that
stood there before), or be a hidden file that nothing reads; and the next run must come to the end.
`python -m killed 50`, from the folder of the tests, is `make crash`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

RUN = """\
import sys
from squarely.cli import run
for words in (
    ["lock", "argument.yaml"],
    ["check", "argument.yaml", "--locked", "--strict", "--report", "page.html"],
    ["data", "add", "more.csv", "--yes", "--replace", "--licence", "CC0-1.0"],
):
    status = run(words)
    assert status == 0, (words, status)
"""
ARGUMENT = """\
squarely: 1
title: Made up
data: [data]
claims:
  rose:
    says: Rallies rose.
    warrant:
      trend: {of: {count: rallies, in: rallies}, every: month, during: 2020..2022, expect: rising}
"""
OUTPUTS = ("argument.lock.json", "argument.seal.json", "page.html", "datapackage.json")
OLD = "what stood there before\n"


@dataclass(frozen=True, slots=True)
class Killed:
    """One run that was killed: when, or at which hidden file, and what was wrong afterwards."""

    at: str
    ended: bool
    left: tuple[str, ...]
    wrong: tuple[str, ...]


def prepare(folder: Path) -> None:
    """An argument over a table of more than a million bytes, whose hash is remembered."""
    data = folder / "data"
    data.mkdir(parents=True)
    told = {
        "kind": "events", "roles": {"time": "day"}, "units": {"rallies": None}, "reported": False,
        "coverage": {"first": "2020-01-01", "last": "2022-12-31"}, "lag_months": 0,
    }  # fmt: skip
    fields = [{"name": "day", "type": "date"}, {"name": "note", "type": "string"}]
    resource = {"name": "rallies", "path": "rallies.csv", "schema": {"fields": fields}}
    package = {"name": "rallies", "resources": [{**resource, "squarely": told}]}
    (data / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    months = [(2020 + n // 12, 1 + n % 12) for n in range(36)]
    rows = [
        f"{year}-{month:02}-{1 + i % 28:02},{'x' * 60}{i}"
        for n, (year, month) in enumerate(months)
        for i in range(200 + 20 * n)
    ]
    (data / "rallies.csv").write_text("\n".join(["day,note", *rows]) + "\n", encoding="utf-8")
    (folder / "argument.yaml").write_text(ARGUMENT, encoding="utf-8")
    dates = "".join(f"2021-{1 + i % 12:02}-01,{i}\n" for i in range(40))
    (folder / "more.csv").write_text("day,ships\n" + dates, encoding="utf-8")


def start(folder: Path) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if name != "SQUARELY_DATA"}
    with (folder / "said.txt").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-c", RUN],
            cwd=folder,
            env=kept | {"SQUARELY_CACHE": str(folder / "cache")},
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def whole_run(folder: Path) -> tuple[dict[str, bytes], float]:
    """The bytes of every output of a run that came to its end, and how long it took."""
    prepare(folder)
    began = time.monotonic()
    status = start(folder).wait()
    took = time.monotonic() - began
    assert status == 0, (folder / "said.txt").read_text(encoding="utf-8")
    return outputs(folder), took


def outputs(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in OUTPUTS if (folder / name).exists()}


def kill_one(
    folder: Path, wanted: Mapping[str, bytes], took: float, chance: random.Random
) -> Killed:
    """Kill a run at a random moment, or just after its n-th hidden file came; then look."""
    prepare(folder)
    before = chance.random() < 0.5  # outputs of an earlier run stand there
    if before:
        for name in ("page.html", "argument.lock.json"):
            (folder / name).write_text(OLD, encoding="utf-8")
    run = start(folder)
    if chance.random() < 0.5:
        moment = chance.uniform(0, took)
        at = f"after {moment:.2f} s"
        _wait(run, moment)
    else:
        number = chance.randint(1, 8)
        at = f"at hidden file {number}"
        _wait_for_parts(run, folder, number, 10 * took)
        time.sleep(chance.uniform(0, 0.004))
    ended = run.poll() is not None
    if not ended:
        os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    wrong = list(_wrong(folder, wanted, before))
    left = tuple(sorted(str(path.relative_to(folder)) for path in folder.rglob(".*.part")))
    status = start(folder).wait()
    if status != 0:
        wrong.append(
            f"the next run ended with {status}: {(folder / 'said.txt').read_text()[-400:]}"
        )
    elif outputs(folder) != wanted:
        wrong.append("the next run wrote other bytes")
    return Killed(at, ended, left, tuple(wrong))


def _wait(run: subprocess.Popen[bytes], seconds: float) -> None:
    end = time.monotonic() + seconds
    while run.poll() is None and time.monotonic() < end:
        time.sleep(0.002)


def _wait_for_parts(run: subprocess.Popen[bytes], folder: Path, number: int, most: float) -> None:
    seen: set[str] = set()
    places = (folder, folder / "cache", folder / "cache" / "hashes")
    end = time.monotonic() + most
    while run.poll() is None and len(seen) < number and time.monotonic() < end:
        for place in places:
            if place.is_dir():
                seen.update(name for name in os.listdir(place) if name.endswith(".part"))


def _wrong(folder: Path, wanted: Mapping[str, bytes], before: bool) -> list[str]:
    """Every file that is neither whole, nor absent, nor hidden."""
    found = []
    for name, held in outputs(folder).items():
        if held != wanted[name] and not (before and held == OLD.encode()):
            found.append(f"{name} has {len(held)} bytes of {len(wanted[name])}")
    for path in (folder / "cache").rglob("*"):
        inside = path.relative_to(folder / "cache").parts
        if path.is_dir() or any(part.endswith(".part") for part in inside):
            continue
        if not _whole(path):
            found.append(f"{path.name} in the cache is not whole")
    known = {"data", "cache", "argument.yaml", "more.csv", "said.txt", *OUTPUTS}
    names = (path.name for path in folder.iterdir() if not path.name.endswith(".part"))
    return found + [f"{name} was left" for name in names if name not in known]


def _whole(path: Path) -> bool:
    """Whether a file of the cache can be read to its end."""
    import duckdb

    if path.suffix == ".parquet":
        duckdb.execute(f"SELECT sum(hash(COLUMNS(*))) FROM '{path}'").fetchall()
        return True
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return isinstance(json.loads(text), dict)
    if path.parent.name == "hashes":
        return len(text) == 64
    return path.suffix == ".js" and text.rstrip().endswith(("}", ";", ")"))


def kill_many(runs: int, seed: int = 1, warm: bool = False) -> Iterator[Killed]:
    """So many runs killed before their end, each in a folder of its own, and those that were not.

    `warm` gives them the page's scripts, which take longer to put together than all else.
    """
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as base:
        first = Path(base) / "whole" / "work"
        wanted, took = whole_run(first)
        scripts = list((first / "cache").glob("bundle-*.js")) if warm else []
        number = done = 0
        while done < runs and number < 5 * runs:
            number += 1
            folder = Path(base) / str(number) / "work"
            for script in scripts:
                (folder / "cache").mkdir(parents=True, exist_ok=True)
                shutil.copy(script, folder / "cache")
            began = time.monotonic()
            one = kill_one(folder, wanted, took, chance)
            if one.ended:  # it was faster than the first: half of what it took with the next run
                took = min(took, (time.monotonic() - began) / 2)
            done += not one.ended
            yield one
            shutil.rmtree(folder.parent)


def main() -> int:
    """Kill as many runs as the command line says; 1 where a run left something not whole."""
    found = []
    for one in kill_many(int(sys.argv[1]) if len(sys.argv) > 1 else 50):
        found.append(one)
        state = "had ended" if one.ended else "killed"
        said = "; ".join(one.wrong) or "whole or absent, the next run came to its end"
        print(f"{len(found)}: {state} {one.at}: {said}", flush=True)
    bad = sum(bool(one.wrong) for one in found)
    hidden = sum(bool(one.left) for one in found)
    killed = sum(not one.ended for one in found)
    print(
        f"{len(found)} runs, {killed} killed before their end, {hidden} left a hidden file, "
        f"{bad} left something that is not whole"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
