"""A lock held against what is here: changed data are errors, moved verdicts are warnings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from squarely.grounds.catalog import Grounds
from squarely.grounds.vintages import as_known
from squarely.model.argument import Argument
from squarely.model.place import Place, Problem
from squarely.model.release import Lock, LockedDataset
from squarely.model.study import Study
from squarely.study.locking import lock_of, met, used

MOVED = frozenset(("verdict-moved", "verdict-not-locked", "conclusion-moved"))
_AGAIN = "if the change is meant, `squarely lock` keeps the new state; `squarely diff` shows it"
_HEX = 12  # digits of a hash in a message


def changed_data(
    lock: Lock, path: Path, grounds: Grounds, asked: date | None
) -> tuple[Problem, ...]:
    """Every dataset that is not what the lock holds, with what was locked and what is here."""
    day = asked.isoformat() if asked else None
    if day != lock.as_of:
        message = f"The lock was made {_day(lock.as_of)}, this run is {_day(day)}."
        hint = f"--as-of {lock.as_of}" if lock.as_of else "leave --as-of out"
        return (Problem("lock-as-of", "error", message, Place(str(path), 1, 1), hint),)
    known = as_known(grounds, asked)
    places = _places(path)
    found = []
    for held in lock.datasets:
        stand = known.stands.get(held.name)
        said = "; ".join(_differences(held, met(stand) if stand else None))
        if said:
            message = f'The dataset "{held.name}" is not what was locked: {said}.'
            at = places.get(held.name, Place(str(path), 1, 1))
            found.append(Problem("data-changed", "error", message, at, _AGAIN))
    return tuple(found)


def not_locked(lock: Lock, path: Path, study: Study, grounds: Grounds) -> tuple[Problem, ...]:
    """Every dataset that a claim was put to and of which the lock knows nothing."""
    missing = [name for name in used(study) if name in grounds.stands and not lock.dataset(name)]
    return tuple(
        Problem(
            "data-not-locked",
            "error",
            f'The lock holds nothing of the dataset "{name}", which the argument now uses.',
            Place(str(path), 1, 1),
            _AGAIN,
        )
        for name in missing
    )


def moved(lock: Lock, study: Study, argument: Argument, grounds: Grounds) -> tuple[Problem, ...]:
    """Every verdict and state that is not the one the lock holds, and programs that differ."""
    now = lock_of(study, grounds, date.fromisoformat(lock.as_of) if lock.as_of else None)
    return (*_verdicts(lock, now, argument), *_states(lock, now, argument), *_programs(lock, now))


def _verdicts(lock: Lock, now: Lock, argument: Argument) -> Iterator[Problem]:
    for claim in now.claims:
        held = lock.claim(claim.id)
        written = argument.claim(claim.id)
        at = (written.place if written else None) or Place(argument.file, 1, 1)
        if held is None:
            message = f'The lock holds no verdict of "{claim.id}"; it is {claim.verdict} now.'
            yield Problem("verdict-not-locked", "warning", message, at, _AGAIN)
        elif held.verdict != claim.verdict:
            message = f'"{claim.id}" was {held.verdict} when locked and is {claim.verdict} now.'
            yield Problem("verdict-moved", "warning", message, at, _AGAIN)


def _states(lock: Lock, now: Lock, argument: Argument) -> Iterator[Problem]:
    held = {one.id: one.state for one in lock.conclusions}
    for one in now.conclusions:
        if held.get(one.id, one.state) != one.state:
            message = f'"{one.id}" was {held[one.id]} when locked and is {one.state} now.'
            written = argument.claim(one.id)
            at = (written.place if written else None) or Place(argument.file, 1, 1)
            yield Problem("conclusion-moved", "warning", message, at, _AGAIN)


def _programs(lock: Lock, now: Lock) -> Iterator[Problem]:
    """Other programs, or another question, may move a verdict over the same data."""
    engines = [f"{one.engine} {one.engine_version}" for one in (lock, now)]
    pairs = (
        ("Squarely", lock.squarely, now.squarely),
        ("the engine", *engines),
        ("the seed", str(lock.seed), str(now.seed)),
    )
    at = Place(now.argument, 1, 1)
    for name, held, here in pairs:
        if held != here:
            message = f"Locked with {name} {held}, run with {here}."
            yield Problem("lock-program", "warning", message, at)
    if lock.seal and now.seal and lock.seal != now.seal:
        message = "The claims, their windows or their choices were edited since they were locked."
        yield Problem("lock-edited", "warning", message, at, _AGAIN)


def _differences(held: LockedDataset, here: LockedDataset | None) -> Iterator[str]:
    if here is None:
        yield f"locked {_stated(held)}; its rows are not here"
        return
    if _bytes(held) != _bytes(here) or _read(held) != _read(here):
        yield f"locked {_stated(held)}; here {_stated(here)}"
    if held.sha256 == here.sha256 and _read(held) != _read(here):
        yield "the bytes are the same, what is read of them is not"
    yield from _columns(held, here)


def _bytes(one: LockedDataset) -> Sequence[str]:
    return (one.sha256, one.version, one.vintage)


def _read(one: LockedDataset) -> tuple[int | None, int]:
    return one.rows_read, one.rows_set_aside


def _columns(held: LockedDataset, here: LockedDataset) -> Iterator[str]:
    gone = [name for name in held.columns if name not in here.columns]
    new = [name for name in here.columns if name not in held.columns]
    if gone:
        yield f"columns gone: {', '.join(gone)}"
    if new:
        yield f"columns new: {', '.join(new)}"
    for name, kind in held.columns.items():
        if here.columns.get(name, kind) != kind:
            yield f"column {name} was {kind} and is {here.columns[name]}"


def _stated(one: LockedDataset) -> str:
    dated = f" of {one.vintage}" if one.vintage else ""
    rows = "rows not told" if one.rows_read is None else f"{one.rows_read:,} rows read"
    return (
        f"version {one.version or 'not stated'}{dated}, {rows}, {one.rows_set_aside:,} set aside, "
        f"sha256 {one.sha256[:_HEX]}"
    )


def _day(day: str | None) -> str:
    return f"as of {day}" if day else "of all the data"


def _places(path: Path) -> dict[str, Place]:
    """Where in the lock each dataset is named."""
    found: dict[str, Place] = {}
    mark = '"name": "'
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        text = line.strip()
        if text.startswith(mark):
            name = text.removeprefix(mark).rstrip('",')
            found.setdefault(name, Place(str(path), number, line.index(mark) + 1))
    return found
