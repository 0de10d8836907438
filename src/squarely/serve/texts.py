"""An argument's text as it stands in its file, and a new one put there: whole, or not at all.

A text is known by the hash of the file's bytes. A new one is written only where the file still is
what the writer saw; else nothing is written and both texts can be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from squarely.argument.faults import Notes
from squarely.argument.text import LARGEST, text_of_bytes
from squarely.files import write_whole

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Held:
    """A file's text with its lines ended by a line feed; `why` where it cannot be shown."""

    hash: str
    text: str = ""
    crlf: bool = False
    why: str = ""


def held(path: Path) -> Held:
    """What a file holds now."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        return Held(ABSENT, why="The file is not there.")
    except OSError as error:
        return Held(ABSENT, why=f"The file cannot be read: {error.strerror}.")
    notes = Notes(path.name)
    text = text_of_bytes(raw, notes)
    if text is None:
        return Held(_hash(raw), why=notes.problems[0].message)
    lines = text.count("\n")
    crlf = bool(lines) and text.count("\r\n") == lines
    return Held(_hash(raw), text.replace("\r\n", "\n"), crlf)


def hash_now(path: Path) -> str:
    """The hash of a file as it is now."""
    try:
        with path.open("rb") as stream:
            return _hash(stream.read(LARGEST + 1))
    except OSError:
        return ABSENT


def saved(path: Path, text: str, seen: str) -> Held:
    """Put a text in place of the one that `seen` names.

    What comes back is the file as it then is: of another hash than the text's where it had
    changed, and nothing was written.
    """
    now = held(path)
    if now.hash != seen:
        return now
    lines = text.replace("\r\n", "\n")
    raw = (lines.replace("\n", "\r\n") if now.crlf else lines).encode("utf-8")
    write_whole(path, raw)
    return Held(_hash(raw), lines, now.crlf)


def _hash(raw: bytes) -> str:
    return sha256(raw).hexdigest()
