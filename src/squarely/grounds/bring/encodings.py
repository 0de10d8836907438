"""Bytes to text: which encoding a file is in, found out or said to be unknown.

A byte-order mark decides; without one, text with a zero byte in every second place is UTF-16, and
bytes that are valid UTF-8 are UTF-8. UTF-8 with a few broken bytes stays UTF-8, and the rows
with them are set aside. What is left is read as Windows-1252 where the result looks like a
language of Latin letters, with a note; otherwise the encoding must be named.

Sources: the Unicode standard, section 23.8 (byte-order mark); WHATWG Encoding (windows-1252).
"""

from __future__ import annotations

import codecs
from pathlib import Path

from squarely.grounds.bring.raw import fault
from squarely.model.place import Problem

BROKEN = "\ufffd"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
)


def decode(path: Path, encoding: str | None) -> tuple[str, str, str] | Problem:
    """The text of a file, its encoding, and a note where one is due."""
    raw = path.read_bytes()
    for start, what in _OTHER:
        if raw.startswith(start):
            hint = "give the file the suffix of its real format, or unpack it first"
            return fault("format", f"{path.name} is {what}, not text", str(path), hint)
    if encoding:
        return _as_told(raw, encoding, path)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace").lstrip("\ufeff"), name, ""
    if wide := _wide(raw):
        note = f"there is no byte-order mark; every second byte is zero: read as {wide}"
        return raw.decode(wide, errors="replace"), wide, note
    try:
        return raw.decode("utf-8"), "utf-8", ""
    except UnicodeDecodeError:
        return _not_utf8(raw, path)


def _as_told(raw: bytes, encoding: str, path: Path) -> tuple[str, str, str] | Problem:
    try:
        name = codecs.lookup(encoding).name
        text = raw.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        hint = "names such as utf-8, utf-16, cp1252, iso-8859-1, cp1251, shift_jis"
        return fault("encoding", f"there is no encoding {encoding}", str(path), hint)
    return text.lstrip("\ufeff"), name, ""


def _wide(raw: bytes) -> str | None:
    head = raw[:2000]
    if len(head) < 4:
        return None
    half = len(head) // 2
    if head[1::2].count(0) > 0.7 * half:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.7 * half else None


def _not_utf8(raw: bytes, path: Path) -> tuple[str, str, str] | Problem:
    text = raw.decode("utf-8", errors="replace")
    broken = text.count(BROKEN)
    marked = len(text) - sum(map(str.isascii, text)) - broken
    if broken <= 0.2 * marked:
        return text, "utf-8", "some bytes are not valid UTF-8: rows with them are set aside"
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return _unknown(path)
    letters = [c for c in text[:200_000] if c.isalpha()]
    strange = sum(not c.isascii() for c in letters)
    if strange > 0.3 * len(letters) or any(c in text for c in "¤þðÿ"):
        return _unknown(path)
    return text, "cp1252", "the text is not UTF-8: read as Windows-1252 (--encoding to change)"


def _unknown(path: Path) -> Problem:
    hint = "name it: --encoding cp1252, cp1251, shift_jis, gb18030 ..."
    return fault("encoding", "the text is not UTF-8 and not Windows-1252", str(path), hint)
