"""Two runs held against each other: which verdicts moved, what moved under them, which states.

A run enters as a lock, or as a study told like one; nothing is run here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from squarely.model.finding import GATE_SAID, SIDES
from squarely.model.release import (
    ClaimMoved,
    ConclusionMoved,
    DatasetCompared,
    Lock,
    LockedClaim,
    LockedDataset,
    LockedEstimate,
    Release,
)


def moved(names: tuple[str, str], old: Lock, new: Lock) -> Release:
    """What two runs differ in: every claim of which anything moved, states, data, programs."""
    return Release(
        old=names[0],
        new=names[1],
        judged=True,
        datasets=datasets(old, new),
        claims=claims(old, new),
        conclusions=conclusions(old, new),
        programs=tuple(_programs(old, new)),
    )


def claims(old: Lock, new: Lock) -> tuple[ClaimMoved, ...]:
    """Every claim that is not the same in both, in the order of the new file."""
    ids = dict.fromkeys([one.id for one in (*new.claims, *old.claims)])
    found = []
    for name in ids:
        was, now = old.claim(name), new.claim(name)
        why = tuple(_why(was, now, old, new)) if was and now else ()
        if why or was is None or now is None or was.verdict != now.verdict:
            found.append(ClaimMoved(name, was, now, why))
    return tuple(found)


def conclusions(old: Lock, new: Lock) -> tuple[ConclusionMoved, ...]:
    """Every conclusion whose state is another."""
    was = {one.id: one.state for one in old.conclusions}
    now = {one.id: one.state for one in new.conclusions}
    ids = dict.fromkeys((*now, *was))
    return tuple(
        ConclusionMoved(name, was.get(name), now.get(name))
        for name in ids
        if was.get(name) != now.get(name)
    )


def datasets(old: Lock, new: Lock) -> tuple[DatasetCompared, ...]:
    """Every dataset that is not the same bytes in both."""
    names = sorted({one.name for one in (*old.datasets, *new.datasets)})
    pairs = ((name, old.dataset(name), new.dataset(name)) for name in names)
    return tuple(
        described(name, was, now) for name, was, now in pairs if _bytes(was) != _bytes(now)
    )


def described(name: str, was: LockedDataset | None, now: LockedDataset | None) -> DatasetCompared:
    """A dataset in two releases, without its rows."""
    before, after = (one.columns if one else {} for one in (was, now))
    known = bool(before) and bool(after)  # a study names no columns
    return DatasetCompared(
        name,
        was,
        now,
        tuple(one for one in after if known and one not in before),
        tuple(one for one in before if known and one not in after),
        tuple(one for one in after if known and before.get(one, after[one]) != after[one]),
    )


def _bytes(one: LockedDataset | None) -> Sequence[object]:
    return (one.sha256, one.version, one.vintage) if one else ()


def _why(was: LockedClaim, now: LockedClaim, old: Lock, new: Lock) -> Iterator[str]:
    """What moved under a verdict, from the estimate to the data, each in one clause."""
    if _same(was.estimate) != _same(now.estimate):
        yield f"estimate {_estimate(was.estimate)} → {_estimate(now.estimate)}"
    if _short(was.p) != _short(now.p):
        yield f"p {_said(was.p)} → {_said(now.p)}"
    if was.readings != now.readings:
        yield f"readings {_readings(was)} → {_readings(now)}"
    if was.splitting != now.splitting:
        yield f"split by {was.splitting or 'no choice'} → {now.splitting or 'no choice'}"
    for gate in sorted({*was.gates, *now.gates}):
        if was.gates.get(gate) != now.gates.get(gate):
            states = (GATE_SAID[one.get(gate)] for one in (was.gates, now.gates))
            yield f"gate {gate} {' → '.join(states)}"
    yield from (f"no longer: {one}" for one in was.reasons if one not in now.reasons)
    yield from (f"now: {one}" for one in now.reasons if one not in was.reasons)
    for name in sorted({*was.data, *now.data}):
        yield from _data(name, (name in was.data, name in now.data), old, new)


def _data(name: str, used: tuple[bool, bool], old: Lock, new: Lock) -> Iterator[str]:
    before, after = old.dataset(name), new.dataset(name)
    if not all(used):
        yield f"{name} {'is' if used[1] else 'was'} among its data"
    elif before and after and _version(before) != _version(after):
        yield f"data {_version(before)} → {_version(after)}"
    elif _bytes(before) != _bytes(after):
        yield f"data {name}: other bytes of the same version"


def _same(one: LockedEstimate | None) -> Sequence[str]:
    """An estimate as the files hold it, so that a study and a lock of one run are equal."""
    if one is None:
        return ()
    return (*map(_short, (one.value, one.low, one.high)), one.unit, str(one.n))


def _short(value: float | None) -> str:
    return "none" if value is None else f"{value:.10g}"


def _said(value: float | None) -> str:
    return "none" if value is None else f"{value:.3g}"


def _estimate(one: LockedEstimate | None) -> str:
    if one is None:
        return "none"
    ends = (
        f" ({one.low:.3g} to {one.high:.3g})"
        if one.low is not None and one.high is not None
        else ""
    )
    return f"{one.value:.3g}{ends} {one.unit}, n = {one.n:,}"


def _readings(one: LockedClaim) -> str:
    if not one.readings:
        return "none"
    return " ".join(f"{one.readings.get(side, 0)} {side}" for side in SIDES)


def _version(one: LockedDataset) -> str:
    return f"{one.name}@{one.version}" + (f" of {one.vintage}" if one.vintage else "")


def _programs(old: Lock, new: Lock) -> Iterator[str]:
    pairs = (
        ("Squarely", old.squarely, new.squarely),
        ("engine", _engine(old), _engine(new)),
        ("seed", str(old.seed), str(new.seed)),
        ("as of", old.as_of or "", new.as_of or ""),
    )
    for name, was, now in pairs:
        if was and now and was != now:
            yield f"{name} {was} → {now}"
    if old.seal and new.seal and old.seal != new.seal:
        yield "the claims, their windows or their choices were edited"


def _engine(one: Lock) -> str:
    return f"{one.engine} {one.engine_version}" if one.engine_version else ""
