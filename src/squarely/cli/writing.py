"""Writing whole files or none, and messages to standard error."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def error(text: str) -> None:
    """A message to standard error."""
    sys.stderr.write(text.rstrip("\n") + "\n")


def write_file(path: Path, text: str) -> None:
    """Write a file whole: a reader finds the old one or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
