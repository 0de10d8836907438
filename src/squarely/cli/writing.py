"""Writing whole files or none, and messages to standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from squarely.files import write_whole


def error(text: str) -> None:
    """A message to standard error."""
    sys.stderr.write(text.rstrip("\n") + "\n")


def write_file(path: Path, text: str) -> None:
    """Write a file whole: a reader finds the old one or the new one, never half of it."""
    write_whole(path, text)
