"""`lock`, and what `check --locked` adds: the lock read, held against the data and the verdicts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from squarely.cli.status import COULD_NOT, RAN
from squarely.cli.writing import counted, written
from squarely.model.place import Problem
from squarely.model.study import Study

if TYPE_CHECKING:
    from squarely.cli.checking import Wanted
    from squarely.grounds.catalog import Grounds
    from squarely.model.release import Lock


def lock_command(wanted: Wanted) -> int:
    """Run an argument and keep what it rested on and found beside it."""
    from squarely.cli.checking import print_problems, ran
    from squarely.report.export import lock_json
    from squarely.study.lock_file import lock_path
    from squarely.study.locking import lock_of

    done, status = ran(wanted)
    if done is None:
        return status
    study, grounds = done
    print_problems(study.problems)
    if status != RAN or grounds is None:
        return status
    path = lock_path(wanted.argument)
    lock = lock_of(study, grounds, asked(wanted))
    if not written(path, lock_json(lock), "the lock"):
        return COULD_NOT
    claims, sets = len(lock.claims), len(lock.datasets)
    sys.stdout.write(f"{path}: {counted(claims, 'claim')} over {counted(sets, 'dataset')} locked\n")
    return RAN


def before(wanted: Wanted, grounds: Grounds) -> tuple[Lock | None, tuple[Problem, ...]]:
    """The lock of an argument, and every dataset that is not what it holds."""
    from squarely.study.lock_file import lock_path, read_lock
    from squarely.study.locked import changed_data

    path = lock_path(wanted.argument)
    lock = read_lock(path)
    if isinstance(lock, Problem):
        return None, (lock,)
    return lock, changed_data(lock, path, grounds, asked(wanted))


def not_locked(lock: Lock, wanted: Wanted, done: tuple[Study, Grounds]) -> tuple[Problem, ...]:
    """Datasets that a run used and the lock does not know: they refuse the run."""
    from squarely.study import locked
    from squarely.study.lock_file import lock_path

    return locked.not_locked(lock, lock_path(wanted.argument), *done)


def moved_since(study: Study) -> bool:
    """Whether a verdict or a state is not the one that the lock holds."""
    from squarely.study.locked import MOVED

    return any(problem.code in MOVED for problem in study.problems)


def told(study: Study, problems: Sequence[Problem]) -> Study:
    """The study with these problems beside its own."""
    return replace(study, problems=(*study.problems, *problems))


def asked(wanted: Wanted) -> date | None:
    """The day that a command line asks for."""
    return date.fromisoformat(wanted.as_of) if wanted.as_of else None
