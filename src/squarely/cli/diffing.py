"""`diff`: two releases of data, two locks or two studies, and the verdicts that moved."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from squarely.cli.checking import folders_of, print_problems
from squarely.cli.status import COULD_NOT, DIFFERS, RAN, USAGE
from squarely.cli.writing import error
from squarely.grounds.here import originals
from squarely.model.place import Problem

if TYPE_CHECKING:
    from squarely.grounds.catalog import Stand
    from squarely.model.release import Lock, Release


@dataclass(frozen=True, slots=True)
class Diffing:
    """What a command line asked for; `most` is the number of rows shown of each kind."""

    old: str
    new: str
    argument: Path | None = None
    data: tuple[Path, ...] = ()
    key: tuple[str, ...] = ()
    format: str = "text"
    most: int = 20
    limit: int = 60_000
    strict: bool = False


def diff_command(wanted: Diffing) -> int:
    """Print what two releases differ in; with `strict` 1 where a verdict or a state moved."""
    sides = [_side(text, wanted) for text in (wanted.old, wanted.new)]
    if any(side is None for side in sides):
        return COULD_NOT
    old, new = sides
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        found = _data(wanted, old, new)
    elif isinstance(old, Mapping) or isinstance(new, Mapping):
        error("data are compared with data, a lock or a study with a lock or a study")
        return USAGE
    else:
        found = _runs(wanted, old, new)
    if isinstance(found, int):
        return found
    _print(found, wanted)
    moved = found.verdicts or found.conclusions
    return DIFFERS if wanted.strict and moved else RAN


def _runs(wanted: Diffing, old: Lock | None, new: Lock | None) -> Release | int:
    from squarely.study.moving import moved

    if wanted.argument or wanted.key:
        error("--argument and --key go with data; a lock or a study holds its verdicts already")
        return USAGE
    assert old is not None
    assert new is not None
    return moved((wanted.old, wanted.new), old, new)


def _data(wanted: Diffing, old: Mapping[str, Stand], new: Mapping[str, Stand]) -> Release | int:
    from squarely.study.releases import Asked, release, without_key

    missing = without_key(old, new, wanted.key)
    if missing:
        error(f"--key {missing[0]}: no such column in both")
        return USAGE
    told = release((wanted.old, wanted.new), old, new, Asked(wanted.key, wanted.most))
    return _judged(wanted, told, (old, new)) if wanted.argument else told


def _judged(
    wanted: Diffing, told: Release, stands: tuple[Mapping[str, Stand], Mapping[str, Stand]]
) -> Release | int:
    """The release with the verdicts that moved; the argument's seal has met a result."""
    from squarely.argument.seal import seal, seal_path
    from squarely.grounds.catalog import open_grounds
    from squarely.study.reading import read_argument
    from squarely.study.releases import faults, judged
    from squarely.study.sealing import hash_of

    assert wanted.argument is not None
    argument, problems = read_argument(wanted.argument)
    folders = folders_of(argument, wanted.argument, wanted.data)
    grounds, more = open_grounds(folders, originals())
    found = [one for one in (*problems, *more) if one.severity == "error"]
    found += faults(argument, grounds, *stands) if argument else ()
    if argument is None or found:
        print_problems(found)
        return COULD_NOT
    hashed = hash_of(argument)  # before the data are opened
    done = judged(told, argument, grounds, stands)
    print_problems(seal(seal_path(wanted.argument), hashed)[1])
    return done


def _print(found: Release, wanted: Diffing) -> None:
    from squarely.report import release

    if wanted.format == "json":
        sys.stdout.write(release.release_json(found))
    elif wanted.format == "markdown":
        sys.stdout.write(release.release_markdown(found, wanted.limit))
    else:
        sys.stdout.write(release.release_text(found))


def _side(text: str, wanted: Diffing) -> Lock | Mapping[str, Stand] | None:
    """A lock or a study, the datasets of a folder or file, or a dataset of the catalog."""
    path = Path(text)
    if _holds_a_run(path):
        from squarely.study.lock_file import read_lock

        lock = read_lock(path)
        if isinstance(lock, Problem):
            print_problems([lock])
            return None
        return lock
    return _described(path) if path.exists() else _named(text, wanted.data)


def _holds_a_run(path: Path) -> bool:
    """Whether a file is a lock or a study by its first key."""
    if path.suffix != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(200).decode("utf-8", "replace")
    return json.dumps("schema") in head and '"squarely-' in head


def _described(path: Path) -> Mapping[str, Stand] | None:
    from squarely.grounds.catalog import open_grounds

    grounds, problems = open_grounds((path,))
    errors: Sequence[Problem] = [one for one in problems if one.severity == "error"]
    if errors:
        print_problems(errors)
        return None
    stands = {name: one for name, one in grounds.stands.items() if one.kind == "user"}
    if not stands:
        error(f"{path}: no dataset is described there")
    return stands or None


def _named(text: str, folders: Sequence[Path]) -> Mapping[str, Stand] | None:
    """A dataset of the catalog, or the copy of it that has this version."""
    from squarely.grounds.catalog import open_grounds
    from squarely.grounds.vintages import copies

    grounds, _ = open_grounds(folders, originals())
    name, _, version = text.partition("@")
    here = [one for one in copies(grounds.catalog, name) if one in grounds.stands]
    held = {grounds.catalog[one].version: one for one in here}
    found = held.get(version) if version else (name if name in here else None)
    if found is not None:
        return {name: grounds.stands[found]}
    known = [f"{name}@{one}" for one in held] or sorted(grounds.stands)
    near = get_close_matches(text, known, 1, 0.3)
    error(f"{text}: no such folder, file or dataset here{f'; nearest: {near[0]}' if near else ''}")
    return None
