"""The states of a publisher's file that were fetched, each in a folder of its day.

Beside a file stands `state.json`: its address without a key, the day, size, hash, and by what it
is trusted: the publisher's own hash, or, where there is none, what the first fetch found. A state
without that record is none. Nothing of a state is ever written again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from squarely.files import write_whole

RECORD = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """A fetched file; `same_as` is the folder of the state with the same bytes that holds it."""

    folder: Path
    file: str
    day: str
    sha256: str
    told: Mapping[str, Any]
    same_as: str | None = None

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return (self.folder.parent / self.same_as if self.same_as else self.folder) / self.file


def states(root: Path) -> tuple[State, ...]:
    """The states below a version's folder, in the order of their fetching."""
    if not root.is_dir():
        return ()
    found = [_state(one) for one in sorted(root.iterdir()) if one.is_dir() and one.name[0] != "."]
    return tuple(sorted((s for s in found if s), key=lambda s: (s.day, _number(s.folder))))


def _number(folder: Path) -> int:
    number = folder.name[10:].removeprefix("-")
    return int(number) if number.isdigit() else 1


def _state(folder: Path) -> State | None:
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        same = told.get("same_as")
        return State(folder, told["file"], told["fetched"], told["sha256"], told, same)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep(root: Path, fetched: Path, told: Mapping[str, Any], day: date) -> State:
    """A new state of a version: the file moved there, or the state that has the same bytes named.

    `fetched` stands in a hidden folder of its own below `root`; the whole folder takes its name at
    the end, so that a state is there whole or not at all.
    """
    before = [one for one in states(root) if one.sha256 == told["sha256"] and not one.same_as]
    record = {**told, "fetched": day.isoformat()}
    if before:
        record["same_as"] = before[-1].folder.name
        fetched.unlink()
    write_whole(fetched.parent / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    for number in range(1, 1_000_000):
        folder = root / (day.isoformat() if number == 1 else f"{day.isoformat()}-{number}")
        if folder.exists():
            continue
        try:
            os.rename(fetched.parent, folder)
        except OSError:
            if folder.exists():
                continue
            raise
        found = _state(folder)
        assert found is not None
        return found
    raise OSError("too many states of one day")
