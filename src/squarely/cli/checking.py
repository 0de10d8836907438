"""`check`, `lint` and `why`: read, run, print."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from squarely.cli.status import COULD_NOT, DIFFERS, RAN, USAGE
from squarely.cli.writing import counted, error, written
from squarely.grounds.here import originals
from squarely.model.argument import Argument
from squarely.model.place import Problem
from squarely.model.study import Study

if TYPE_CHECKING:
    from squarely.grounds.catalog import Grounds
    from squarely.model.release import Lock

LOCAL = "local[2]"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a command line asked for."""

    argument: Path
    data: tuple[Path, ...]
    essay: Path | None
    as_of: str | None
    select: tuple[str, ...]
    format: str
    report: Path | None
    only_problems: bool
    strict: bool
    seed: int
    locked: bool = False
    engine: Literal["duckdb", "spark"] = "duckdb"
    master: str | None = None


def master(wanted: Wanted) -> str:
    """The master of the Spark to ask: as named, else as SQUARELY_MASTER names it, else local."""
    return wanted.master or os.environ.get("SQUARELY_MASTER") or LOCAL


def _misused(wanted: Wanted) -> str:
    """What is wrong with the command line itself."""
    if wanted.as_of and _day(wanted.as_of) is None:
        return f"--as-of {wanted.as_of}: a day such as 2025-10-08 is expected"
    if wanted.master and wanted.engine != "spark":
        return f"--master {wanted.master}: only --engine spark has a master"
    return ""


def lint_command(path: Path, data: Sequence[Path], essay: Path | None) -> int:
    """Print every fault of a file; 2 where there is an error."""
    from squarely.grounds.catalog import open_grounds
    from squarely.report.terminal import render_problems
    from squarely.study.reading import check_names, read_argument

    argument, problems = read_argument(path, essay)
    folders = folders_of(argument, path, data)
    grounds, more = open_grounds(folders, None)
    named = tuple(map(_unseen, check_names(argument, grounds.known))) if argument else ()
    found = (*problems, *more, *named)
    if found:
        error(render_problems(found, _colour(sys.stderr)))
    bad = _errors(found)
    sys.stdout.write(f"{path}: {counted(bad, 'error')}, {counted(len(found) - bad, 'warning')}\n")
    return COULD_NOT if bad or argument is None else RAN


def _unseen(problem: Problem) -> Problem:
    """`lint` looks at no data: whether a version is among the originals is not for it to say."""
    there = problem.code == "version-not-here" and originals() is not None
    return replace(problem, severity="warning") if there else problem


def check_command(wanted: Wanted) -> int:
    """Judge an argument and print the study as asked."""
    from squarely.cli.locking import moved_since

    study, status = study_of(wanted)
    if study is None:
        return status
    if wanted.report is not None and status == RAN:
        status = _write_report(study, wanted.report)
    _print(study, wanted)
    if status != RAN:
        return status
    return DIFFERS if wanted.strict and (differing(study) or moved_since(study)) else RAN


def why_command(wanted: Wanted, claim: str) -> int:
    """Print one claim in full."""
    from squarely.report.terminal import render_why

    study, status = study_of(wanted)
    if study is None or status != RAN:
        if study is not None:
            print_problems(study.problems)
        return status
    sys.stdout.write(render_why(study, claim, _width(), _colour(sys.stdout)))
    return RAN


def differing(study: Study) -> tuple[str, ...]:
    """The claims whose verdict is not the one the file predicts."""
    return tuple(
        claim.id for claim in study.claims if claim.predict and claim.predict != claim.verdict
    )


def study_of(wanted: Wanted) -> tuple[Study | None, int]:
    """The study of a command line, or the reason's exit status."""
    done, status = ran(wanted)
    return done[0] if done else None, status


def ran(wanted: Wanted) -> tuple[tuple[Study, Grounds | None] | None, int]:
    """The study and its grounds (None where nothing was run), or nothing, and the exit status."""
    from squarely.cli.locking import before
    from squarely.grounds.catalog import on_spark, open_grounds
    from squarely.grounds.engine import EngineError
    from squarely.study.judging import MirrorError
    from squarely.study.reading import check_names, check_rows, read_argument
    from squarely.study.run import refused

    if fault := _misused(wanted):
        error(fault)
        return None, USAGE
    argument, problems = read_argument(wanted.argument, wanted.essay)
    grounds, more = open_grounds(folders_of(argument, wanted.argument, wanted.data), originals())
    found = (*problems, *more, *(check_names(argument, grounds.known) if argument else ()))
    if argument and not _errors(found):
        found = (*found, *check_rows(argument, grounds))
    if wanted.engine == "spark":
        grounds = on_spark(grounds, master(wanted))
    lock = None
    if wanted.locked and not _errors(found):
        lock, changed = before(wanted, grounds)
        found = (*found, *changed)
    if argument is None or _errors(found):
        return (refused(str(wanted.argument), found, wanted.seed, wanted.engine), None), COULD_NOT
    missing = [name for name in wanted.select if argument.claim(name) is None]
    if missing:
        error(_no_such_claim(missing[0], argument))
        return None, USAGE
    try:
        study = _run(argument, grounds, wanted, (found, lock))
    except (EngineError, MirrorError) as failed:
        error(f"could not check: {failed}")
        return None, COULD_NOT
    return (study, grounds), COULD_NOT if _errors(study.problems) else RAN


def _run(
    argument: Argument,
    grounds: Grounds,
    wanted: Wanted,
    known: tuple[Sequence[Problem], Lock | None],
) -> Study:
    from squarely.argument.seal import seal, seal_path
    from squarely.cli.locking import not_locked, told
    from squarely.cli.progress import progress
    from squarely.study.locked import moved
    from squarely.study.run import Settings, refused, run, sealed
    from squarely.study.sealing import hash_of

    problems, lock = known
    settings = Settings(_day(wanted.as_of), wanted.seed, wanted.select, wanted.essay is not None)
    hashed = hash_of(argument)  # before the data are opened
    with progress(sys.stderr) as step:
        study = run(argument, grounds, settings, problems, step)
    unlocked = not_locked(lock, wanted, (study, grounds)) if lock else ()
    if unlocked:
        return refused(str(wanted.argument), (*problems, *unlocked), wanted.seed, wanted.engine)
    kept, more = seal(seal_path(wanted.argument), hashed)
    study = told(sealed(study, kept), more)
    return told(study, moved(lock, study, argument, grounds)) if lock else study


def folders_of(argument: Argument | None, path: Path, data: Sequence[Path]) -> tuple[Path, ...]:
    """The folders of data that an argument file and a command line name."""
    own = argument.data if argument else ()
    return (*(path.parent / name for name in own), *data)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _no_such_claim(name: str, argument: Argument) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, [claim.id for claim in argument.claims], 1)
    hint = f"; the nearest is {near[0]}" if near else ""
    return f"{argument.file} has no claim {name}{hint}"


def _print(study: Study, wanted: Wanted) -> None:
    from squarely.report.export import study_json
    from squarely.report.junit import junit
    from squarely.report.sarif import sarif
    from squarely.report.terminal import render_terminal

    if wanted.format == "json":
        sys.stdout.write(study_json(study))
    elif wanted.format == "junit":
        sys.stdout.write(junit(study))
    elif wanted.format == "sarif":
        sys.stdout.write(sarif(study))
    else:
        print_problems(study.problems)
        shown = _only_problems(study) if wanted.only_problems else study
        if shown.claims:
            sys.stdout.write(render_terminal(shown, _width(), _colour(sys.stdout)))


def _only_problems(study: Study) -> Study:
    wrong = set(differing(study))
    return replace(study, claims=tuple(one for one in study.claims if one.id in wrong))


def print_problems(problems: Sequence[Problem]) -> None:
    """The faults and warnings to standard error, each once."""
    from squarely.report.terminal import render_problems

    if problems:
        error(render_problems(_gathered(problems), _colour(sys.stderr)))


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Each warning once, with the number of further places; `lint` and the page list them all."""
    places = Counter((one.severity, one.code, one.message) for one in problems)
    told: list[Problem] = []
    for one in problems:
        more = places.pop((one.severity, one.code, one.message), 0) - 1
        if one.severity == "error":
            told.append(one)
        elif more >= 0:
            also = f" (and at {more:,} more place{'s' if more > 1 else ''})" if more else ""
            told.append(replace(one, message=one.message + also))
    return told


def _write_report(study: Study, path: Path) -> int:
    from squarely.report.page import render_page

    if not written(path, render_page(study), "the page"):
        return COULD_NOT
    error(f"page written: {path}")
    return RAN


def _errors(problems: Sequence[Problem]) -> int:
    return sum(problem.severity == "error" for problem in problems)


def _width() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((80, 24)).columns


def _colour(stream: object) -> bool:
    tty = getattr(stream, "isatty", lambda: False)
    return bool(tty()) and "NO_COLOR" not in os.environ
