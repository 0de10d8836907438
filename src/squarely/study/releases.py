"""An argument run over two releases of its data, and the releases themselves, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.compared import compared
from squarely.grounds.tables import table
from squarely.grounds.vintages import placed
from squarely.model.argument import Argument
from squarely.model.place import Problem
from squarely.model.release import DatasetCompared, Lock, Release
from squarely.study import moving
from squarely.study.locking import lock_of, met
from squarely.study.reading import check_names, check_rows
from squarely.study.run import Settings, run

Stands = Mapping[str, Stand]


@dataclass(frozen=True, slots=True)
class Asked:
    """By which columns rows are found again (none: the dataset's id), how many are shown."""

    key: tuple[str, ...] = ()
    most: int = 20


def paired(old: Stands, new: Stands) -> tuple[tuple[str, Stand | None, Stand | None], ...]:
    """The datasets of two releases by name; one alone on either side is one dataset."""
    if len(old) == len(new) == 1:
        [was], [(name, now)] = old.values(), new.items()
        return ((name, was, now),)
    return tuple((name, old.get(name), new.get(name)) for name in sorted({*old, *new}))


def without_key(old: Stands, new: Stands, key: Sequence[str]) -> tuple[str, ...]:
    """The columns of a key that one of the tables lacks."""
    pairs = [(was, now) for _, was, now in paired(old, new) if was and now]
    tables = [table(stand) for pair in pairs for stand in pair]
    return tuple(name for name in key if any(name not in one.types for one in tables))


def release(names: tuple[str, str], old: Stands, new: Stands, asked: Asked) -> Release:
    """What two releases of data differ in, row by row."""
    found = (_dataset(name, was, now, asked) for name, was, now in paired(old, new))
    return Release(names[0], names[1], False, tuple(found))


def faults(argument: Argument, grounds: Grounds, old: Stands, new: Stands) -> tuple[Problem, ...]:
    """The errors that keep the argument from being put to either release."""
    both = (_with(grounds, old, new, 0), _with(grounds, old, new, 1))
    found = [
        one
        for each in both
        for one in (*check_names(argument, each.known), *check_rows(argument, each))
    ]
    return tuple(dict.fromkeys(one for one in found if one.severity == "error"))


def judged(
    told: Release, argument: Argument, grounds: Grounds, stands: tuple[Stands, Stands]
) -> Release:
    """The same with the verdicts and states that moved between the two."""
    was, now = (_lock(argument, _with(grounds, *stands, number)) for number in (0, 1))
    return replace(
        told,
        judged=True,
        claims=moving.claims(was, now),
        conclusions=moving.conclusions(was, now),
    )


def _lock(argument: Argument, grounds: Grounds) -> Lock:
    return lock_of(run(argument, grounds, Settings()), grounds)


def _with(grounds: Grounds, old: Stands, new: Stands, number: int) -> Grounds:
    """The grounds of one release: each dataset's rows are those that it has there."""
    for name, *both in paired(old, new):
        stand = both[number]
        grounds = placed(grounds, name, stand) if stand else _absent(grounds, name)
    return grounds


def _absent(grounds: Grounds, name: str) -> Grounds:
    stands = {known: stand for known, stand in grounds.stands.items() if known != name}
    catalog = dict(grounds.catalog)
    if name in catalog:
        catalog[name] = replace(catalog[name], here=False)
    return replace(grounds, catalog=catalog, stands=stands)


def _dataset(name: str, was: Stand | None, now: Stand | None, asked: Asked) -> DatasetCompared:
    before, after = (met(stand) if stand else None for stand in (was, now))
    told = moving.described(name, before, after)
    if was is None or now is None:
        return told
    return replace(told, rows=compared(was, now, asked.key, asked.most))
