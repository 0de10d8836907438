"""Names that a page sends, as paths inside the folder, or nothing.

A name is a path with slashes below the folder. Links are followed before anything is decided, so
that a link out of the folder leads nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

ARGUMENTS = (".yaml", ".yml")
DEEPEST = 4  # folders below the one that is served
MOST_FILES = 500
MOST_LOOKED_AT = 20_000
_LONGEST = 1000


def argument_at(folder: Path, name: str) -> Path | None:
    """The place of an argument file inside the folder, whether or not it is there yet."""
    if not name or len(name) > _LONGEST or any(ord(letter) < 32 for letter in name):
        return None
    parts = name.split("/")
    if "\\" in name or ":" in parts[0] or any(p.startswith(".") or not p.strip() for p in parts):
        return None
    try:
        path = folder.joinpath(*parts).resolve()
    except (OSError, ValueError, RuntimeError):  # a link to itself
        return None
    fits = path.suffix.lower() in ARGUMENTS and within(path, (folder,))
    return path if fits and path.parent.is_dir() and not path.is_dir() else None


def within(path: Path, roots: Sequence[Path]) -> bool:
    """Whether a path, its links followed, lies in or is one of the roots."""
    try:
        where = path.resolve()
    except (OSError, ValueError, RuntimeError):
        return False
    return any(where.is_relative_to(root) for root in roots)


def arguments_in(folder: Path) -> list[str]:
    """The names of the argument files of a folder, by name."""
    found: list[str] = []
    for count, path in enumerate(_files(folder)):
        if count >= MOST_LOOKED_AT or len(found) >= MOST_FILES:
            break
        if path.suffix.lower() in ARGUMENTS and within(path, (folder,)) and _claims(path):
            found.append(path.relative_to(folder).as_posix())
    return sorted(found)


def _files(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        deep = len(Path(top).relative_to(folder).parts)
        folders[:] = sorted(n for n in folders if not n.startswith(".") and deep < DEEPEST)
        yield from (Path(top, name) for name in sorted(names) if not name.startswith("."))


def _claims(path: Path) -> bool:
    """Whether a file has the one key that an argument must have."""
    try:
        with path.open("rb") as stream:
            head = stream.read(1_000_000)
    except OSError:
        return False
    return any(line.startswith((b"claims:", b"squarely:")) for line in head.splitlines())
