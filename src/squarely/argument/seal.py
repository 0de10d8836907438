"""The seal: what was asked, hashed before the data are opened, and how often it changed after.

Windows, definitions and edges chosen after a look at the result are worth less. So the claims with
their warrants and choices, and the settings the caller adds (edges, axes), are hashed; a small file
beside the argument remembers which hash first met a result and every other one since. Wording of
titles, passages and predictions is left out: changing those changes no verdict.

There is no clock here: a date enters as a text or not at all.

Sources: Nosek et al. 2018, PNAS 115:2600 (preregistration).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from squarely.files import write_whole
from squarely.model.argument import Argument, Claim
from squarely.model.place import Place, Problem
from squarely.model.study import Seal

_LEFT_OUT = frozenset(("place", "places"))
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """What the file beside the argument holds: every seal, and the one that first met a result."""

    seals: tuple[str, ...] = ()
    first_result: str | None = None
    first_sealed: str | None = None


def seal_hash(argument: Argument, settings: Mapping[str, object] | None = None) -> str:
    """The hash of all that decides the verdicts; the order of claims does not matter."""
    asked: dict[str, object] = {
        "claims": {claim.id: _claim(claim) for claim in argument.claims},
        "settings": _plain(settings or {}),
    }
    if argument.integrated:
        asked["integrated"] = _plain(argument.integrated)
    text = json.dumps(asked, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(text.encode()).hexdigest()


def seal_path(argument_file: Path) -> Path:
    """The small file beside an argument."""
    return argument_file.with_name(f"{argument_file.stem}.seal.json")


def seal(path: Path, hashed: str, today: str | None = None) -> tuple[Seal, tuple[Problem, ...]]:
    """Keep a hash that has met a result, and how many others have done so since the first.

    Nothing is written when nothing is new. A file that cannot be read is left as it is.
    """
    record, problem = _read(path)
    if problem is not None:
        return Seal(hashed, 0, None), (problem,)
    kept = _with(record, hashed, today)
    problems = _write(path, kept) if kept != record else ()
    return Seal(hashed, _edits(kept), kept.first_sealed), problems


def _with(record: Record, hashed: str, today: str | None) -> Record:
    if hashed in record.seals:
        return record
    first = record.first_result or hashed
    day = record.first_sealed if record.seals else today
    return Record((*record.seals, hashed), first, day)


def _edits(record: Record) -> int:
    """Distinct states of the argument that met a result after the first."""
    return len(set(record.seals) - {record.first_result})


def _read(path: Path) -> tuple[Record, Problem | None]:
    """What the file holds; an empty record where there is none."""
    try:
        if path.stat().st_size > _LARGEST:
            return Record(), _unreadable(path, "it is too large")
        held = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Record(), None
    except (OSError, ValueError, RecursionError):
        return Record(), _unreadable(path, "it is no JSON")
    seals = held.get("seals") if isinstance(held, dict) else None
    if not isinstance(seals, list) or not all(isinstance(each, str) for each in seals):
        return Record(), _unreadable(path, 'it has no list of "seals"')
    first, day = held.get("first_result"), held.get("first_sealed")
    return Record(
        tuple(dict.fromkeys(seals)),
        first if isinstance(first, str) else (seals[0] if seals else None),
        day if isinstance(day, str) else None,
    ), None


def _write(path: Path, record: Record) -> tuple[Problem, ...]:
    """Put the record beside the argument in one step, so that no half of it is ever read."""
    held = {
        "edits_after_results": _edits(record),
        "first_result": record.first_result,
        "first_sealed": record.first_sealed,
        "seals": list(record.seals),
    }
    text = json.dumps(held, indent=1, sort_keys=True) + "\n"
    try:
        if not path.parent.is_dir():
            raise FileNotFoundError(path.parent)
        write_whole(path, text)
    except OSError:
        message = "The seal could not be written beside the argument; edits are not counted."
        return (Problem("seal-not-written", "warning", message, Place(str(path), 1, 1)),)
    return ()


def _unreadable(path: Path, why: str) -> Problem:
    message = f"The seal cannot be read ({why}); edits after results are not counted."
    hint = "delete it to begin a new count"
    return Problem("seal-unreadable", "warning", message, Place(str(path), 1, 1), hint)


def _claim(claim: Claim) -> object:
    """What of a claim decides its verdict."""
    return _plain(
        {
            "says": claim.says,
            "type": claim.type,
            "construct": claim.construct,
            "warrant": claim.warrant,
            "choices": claim.choices,
        }
    )


def _plain(value: object) -> object:
    """A value as JSON holds it; where it stood in the file does not count."""
    if is_dataclass(value) and not isinstance(value, type):
        kept = [each.name for each in fields(value) if each.name not in _LEFT_OUT]
        return {"": type(value).__name__, **{name: _plain(getattr(value, name)) for name in kept}}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted(str(each) for each in value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
