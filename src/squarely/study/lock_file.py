"""A lock, or a study told as one, read from its JSON; what is neither is a fault, never a crash."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from squarely.model.finding import SIDES
from squarely.model.place import Place, Problem
from squarely.model.release import (
    LOCK_SCHEMA,
    Lock,
    LockedClaim,
    LockedConclusion,
    LockedDataset,
    LockedEstimate,
)
from squarely.model.study import SCHEMA

Held = Mapping[str, Any]  # what `json` made; a wrong shape raises and is told as a fault
LARGEST = 500_000_000  # bytes; a study with all its rows has a few millions


def lock_path(argument_file: Path) -> Path:
    """The lock beside an argument."""
    return argument_file.with_name(f"{argument_file.stem}.lock.json")


def read_lock(path: Path) -> Lock | Problem:
    """The lock in a file, or the study in it told as a lock."""
    try:
        if path.stat().st_size > LARGEST:
            return _unreadable(path, "it is too large")
        held = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        hint = "`squarely lock` writes one beside the argument"
        return Problem(
            "no-lock", "error", f"There is no lock {path}.", Place(str(path), 1, 1), hint
        )
    except (OSError, ValueError, RecursionError):
        return _unreadable(path, "it is no JSON")
    readers: Mapping[object, Callable[[Held], Lock]] = {LOCK_SCHEMA: _lock, SCHEMA: _study}
    schema = held.get("schema") if isinstance(held, dict) else None
    read = readers.get(schema) if isinstance(schema, str) else None
    if read is None:
        return _unreadable(path, f'its "schema" is not {LOCK_SCHEMA} or {SCHEMA}')
    try:
        return read(held)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return _unreadable(path, f"{type(error).__name__}: {str(error)[:80]}")


def _unreadable(path: Path, why: str) -> Problem:
    message = f"{path} cannot be read as a lock or a study ({why})."
    return Problem("lock-unreadable", "error", message, Place(str(path), 1, 1))


def _lock(held: Held) -> Lock:
    return Lock(
        argument=str(held["argument"]),
        seal=str(held["seal"]),
        as_of=_text(held["as_of"]),
        seed=int(held["seed"]),
        squarely=str(held["squarely"]),
        engine=str(held["engine"]),
        engine_version=str(held["engine_version"]),
        datasets=tuple(map(_dataset, held["datasets"])),
        claims=tuple(_claim(one, _counts(one["readings"])) for one in held["claims"]),
        conclusions=tuple(map(_conclusion, held["conclusions"])),
    )


def _study(held: Held) -> Lock:
    sets = {one["name"]: one for claim in held["claims"] for one in claim["data"]}
    return Lock(
        argument=str(held["file"]),
        seal=str(held["seal"]["hash"]) if held.get("seal") else "",
        as_of=_text(held["as_of"]),
        seed=int(held["seed"]),
        squarely="",
        engine=str(held["engine"]),
        engine_version="",
        datasets=tuple(_used(sets[name]) for name in sorted(sets)),
        claims=tuple(_of_study(one) for one in held["claims"]),
        conclusions=tuple(map(_conclusion, held["conclusions"])),
    )


def _of_study(held: Held) -> LockedClaim:
    fallen = Counter(str(one["side"]) for one in held["specifications"])
    shown = {
        **held,
        "gates": {one["gate"]: one["passed"] for one in held["gates"]},
        "splitting": held["splitting"]["axis"] if held["splitting"] else None,
        "data": [one["name"] for one in held["data"]],
    }
    return _claim(shown, {side: fallen[side] for side in SIDES} if fallen else {})


def _dataset(held: Held) -> LockedDataset:
    return LockedDataset(
        name=str(held["name"]),
        version=str(held["version"]),
        vintage=str(held["vintage"]),
        licence=str(held["licence"]),
        rows_may_be_shown=held["rows_may_be_shown"] is True,
        sha256=str(held["sha256"]),
        rows_read=None if held["rows_read"] is None else int(held["rows_read"]),
        rows_set_aside=int(held["rows_set_aside"]),
        columns={str(name): str(kind) for name, kind in held["columns"].items()},
    )


def _used(held: Held) -> LockedDataset:
    may = held["redistributable"]
    return _dataset({**held, "rows_may_be_shown": may, "rows_read": None, "columns": {}})


def _claim(held: Held, readings: Mapping[str, int]) -> LockedClaim:
    return LockedClaim(
        id=str(held["id"]),
        verdict=str(held["verdict"]),
        estimate=_estimate(held["estimate"]) if held["estimate"] else None,
        p=None if held["p"] is None else float(held["p"]),
        readings=readings,
        gates={str(name): _passed(state) for name, state in held["gates"].items()},
        splitting=_text(held["splitting"]),
        reasons=tuple(str(one) for one in held["reasons"]),
        data=tuple(str(one) for one in held["data"]),
    )


def _estimate(held: Held) -> LockedEstimate:
    low, high = (None if held[end] is None else float(held[end]) for end in ("low", "high"))
    return LockedEstimate(float(held["value"]), low, high, str(held["unit"]), int(held["n"]))


def _conclusion(held: Held) -> LockedConclusion:
    return LockedConclusion(str(held["id"]), str(held["state"]))


def _counts(held: Held) -> dict[str, int]:
    return {str(side): int(count) for side, count in held.items()}


def _passed(state: object) -> bool | None:
    return state if isinstance(state, bool) else None


def _text(held: object) -> str | None:
    return None if held is None else str(held)
