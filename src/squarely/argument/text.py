"""A file's bytes to text, or the reason why not: size, encoding, characters nobody can see.

Size is looked at before anything is read. Control characters are refused because they hide what a
reader of the file would see; so are the marks that reorder text on the screen.
"""

from __future__ import annotations

import re
from pathlib import Path

from squarely.argument.faults import Notes, fault_at

LARGEST = 1_000_000  # bytes
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
    "\ufffe\uffff\ud800-\udfff]"
)


def text_of_file(path: Path, notes: Notes) -> str | None:
    """The text of a file; None with a fault where it cannot be had."""
    try:
        if not path.is_file():
            fault_at(notes, (1, 1), "no-such-file", f'"{notes.file}" is not a file.')
            return None
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the path cannot be used"
        message = f'"{notes.file}" cannot be read: {reason}.'
        fault_at(notes, (1, 1), "unreadable-file", message)
        return None
    return text_of_bytes(raw, notes)


def text_of_bytes(raw: bytes, notes: Notes) -> str | None:
    """UTF-8 bytes as text; None with a fault for anything else."""
    if len(raw) > LARGEST:
        _too_large(notes)
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = position(before, len(before))
        wrong = raw[error.start]
        hint = "save the file as UTF-8"
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            hint = "the file is UTF-16; save it as UTF-8"
        message = f"The file is not UTF-8: the byte 0x{wrong:02x} cannot stand here."
        fault_at(notes, (line, column), "not-utf-8", message, hint)
        return None


def seen(text: str, notes: Notes) -> str | None:
    """The text without a leading byte order mark; None with a fault where it cannot be shown."""
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST or len(text.encode("utf-8", "replace")) > LARGEST:
        _too_large(notes)
        return None
    unseen = _UNSEEN.search(text)
    if unseen is None:
        return text
    code = ord(unseen.group())
    message = f"The control character U+{code:04X} cannot stand in an argument file."
    fault_at(notes, position(text, unseen.start()), "control-character", message)
    return None


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column from 1 of an offset."""
    line = text.count("\n", 0, offset) + 1
    return line, offset - (text.rfind("\n", 0, offset) + 1) + 1


def _too_large(notes: Notes) -> None:
    message = f"The file is larger than {LARGEST:,} bytes and was not read."
    fault_at(notes, (1, 1), "too-large", message)
