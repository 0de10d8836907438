"""Writing whole files or none, and messages to standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from squarely.files import write_whole


def error(text: str) -> None:
    """A message to standard error."""
    sys.stderr.write(text.rstrip("\n") + "\n")


def written(path: Path, text: str, what: str) -> bool:
    """Write a file whole; False where it cannot be, which is said in one sentence.

    A reader finds the old file or the new one, never half of it. `what` names it: "the page".
    """
    try:
        write_whole(path, text)
    except OSError as failed:
        error(f"{what} {path} cannot be written: {failed.strerror or failed}")
        return False
    return True


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "claim"), counted(1200, "dataset")
    ('1 claim', '1,200 datasets')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
