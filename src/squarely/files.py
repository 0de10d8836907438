"""Files that are whole or absent, whenever the run that writes them is stopped.

A file is written under a hidden name of its own in the folder where it will stand, is put on the
disk, and only then takes its name; a reader finds the old one or the new one, never half of one.
A run that is killed leaves at most such a hidden file, which nothing reads and which the next
write of the same name takes away once nobody has written to it for an hour.

Sources: POSIX.1-2017, rename() and fsync().
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PART = ".part"
STALE = 3600.0  # seconds without a write after which an unfinished file has nobody at work on it

_KEPT = 60  # letters of a name: a hidden name must not be longer than a system bears


def write_whole(path: Path, content: str | bytes) -> None:
    """Put a whole file in place of the one that stands there, or change nothing."""
    with replacing(path) as part:
        held = content.encode("utf-8") if isinstance(content, str) else content
        part.write_bytes(held)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A hidden file beside `path` to be written; it takes the name of `path` at the end.

    The folder is made where it is not there. After an exception nothing has changed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _clean(path)
    handle, name = tempfile.mkstemp(PART, _hidden(path), path.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.chmod(_mode(path))
        settle(part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    settle(path.parent)


@contextmanager
def scratch(path: Path) -> Iterator[Path]:
    """A hidden folder beside `path` for what is made on the way to it; gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _clean(path)
    with tempfile.TemporaryDirectory(PART, _hidden(path), path.parent) as name:
        yield Path(name)


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk where the system can tell."""
    with suppress(OSError):  # some systems cannot open a folder, some disks cannot wait
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _clean(path: Path) -> None:
    """Take away what killed runs left beside `path`."""
    with suppress(OSError):
        for left in path.parent.glob(f"{_plain(_hidden(path))}*{PART}"):
            if time.time() - _last_written(left) > STALE:
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """Who may read and write a file: as before where it is there, else as is usual."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644


def _hidden(path: Path) -> str:
    return f".{path.name[:_KEPT]}."


def _plain(name: str) -> str:
    """A name as `glob` takes it word for word."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


def _last_written(left: Path) -> float:
    inside = [one.stat().st_mtime for one in left.iterdir()] if left.is_dir() else []
    return max([left.stat().st_mtime, *inside])
