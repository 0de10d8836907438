"""Tables of R's `.rda` files as plain columns.

Only what a saved data frame is made of is read: vectors of numbers, words and truth values,
factors (as their words), lists and attributes. Functions, environments and anything else of R are
refused, and nothing in the file is ever run. What R holds as missing is None. General readers build
a value for every cell and take half a minute for the votes of the General Assembly; this one takes
a second or two, as the whole file is a handful of vectors.

Sources: R Internals, section 1.8 "Serialization Formats".
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_OBJECT_HAS_ATTRIBUTES = 0x200
_PAIR_HAS_TAG = 0x400
_MISSING_WHOLE = -(2**31)
_DAMAGE = (ValueError, IndexError, EOFError, OSError, RecursionError, lzma.LZMAError, struct.error)


class NotReadable(ValueError):
    """The file is no saved data frame that can be read here."""


@dataclass(slots=True)
class _Vector:
    """A vector of R: its values and its attributes by name."""

    values: list[object]
    attributes: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class _Bytes:
    """The unpacked file, how far it is read, and the symbols met so far."""

    data: bytes
    at: int = 0
    symbols: list[str] = field(default_factory=list)

    def whole(self) -> int:
        """The next signed word."""
        (value,) = struct.unpack_from(">i", self.data, self.at)
        self.at += 4
        return int(value)

    def many(self, code: str, width: int) -> tuple[object, ...]:
        """A counted run of numbers."""
        n = self.whole()
        if n < 0 or self.at + n * width > len(self.data):
            raise NotReadable("a vector is longer than the file")
        values = struct.unpack_from(f">{n}{code}", self.data, self.at)
        self.at += n * width
        return values


def tables(path: Path) -> Mapping[str, Mapping[str, Sequence[object]]]:
    """Every data frame of the file: its name, then its columns as lists."""
    try:
        source = _Bytes(_unpacked(path.read_bytes()))
        _header(source)
        saved = _item(source)
        if not isinstance(saved, dict):
            raise NotReadable("it holds no named values")
        return {name: _columns(value) for name, value in saved.items() if _is_frame(value)}
    except _DAMAGE as error:
        raise NotReadable(f"{path.name} cannot be read as R data: {error}") from error


def _unpacked(raw: bytes) -> bytes:
    for mark, unpack in ((b"\x1f\x8b", gzip), (b"BZh", bz2), (b"\xfd7zXZ", lzma)):
        if raw.startswith(mark):
            return bytes(unpack.decompress(raw))
    return raw


def _header(source: _Bytes) -> None:
    mark = source.data[:7]
    if mark not in (b"RDX2\nX\n", b"RDX3\nX\n"):
        raise NotReadable("not a binary .rda file")
    source.at = 7 + 12  # three versions: of the format, of the writer, of the oldest reader
    if mark == b"RDX3\nX\n":
        source.at += 4 + struct.unpack_from(">i", source.data, source.at)[0]  # the encoding's name


def _item(source: _Bytes) -> object:
    flags = source.whole()
    kind = flags & 0xFF
    if kind in _NOTHING:
        return None
    if kind == 255:
        return source.symbols[(flags >> 8 or source.whole()) - 1]
    if kind == 2:
        return _pairs(source, flags)
    if kind not in _READERS:
        raise NotReadable(f"R's type {kind} is not read")
    value = _READERS[kind](source)
    if isinstance(value, _Vector) and flags & _OBJECT_HAS_ATTRIBUTES:
        value.attributes = _named(_item(source))
    return value


def _named(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _pairs(source: _Bytes, flags: int) -> dict[str, object]:
    """A list of tagged values, read to its end without nesting."""
    found: dict[str, object] = {}
    while flags & 0xFF == 2:
        if flags & _OBJECT_HAS_ATTRIBUTES:
            _item(source)
        tag = _item(source) if flags & _PAIR_HAS_TAG else None
        found[str(tag or len(found))] = _item(source)
        flags = source.whole()
    return found


def _symbol(source: _Bytes) -> str:
    name = str(_item(source))
    source.symbols.append(name)
    return name


def _text(source: _Bytes) -> str | None:
    n = source.whole()
    if n < 0:
        return None
    source.at += n
    return _decoded(source.data[source.at - n : source.at])


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _strings(source: _Bytes) -> _Vector:
    """The hot loop: one flags word, one length and the text for each cell."""
    data, at = source.data, source.at + 4
    (n,) = struct.unpack_from(">i", data, source.at)
    word = struct.Struct(">i").unpack_from
    known: dict[bytes, str] = {}
    values: list[object] = []
    for _ in range(n):
        (size,) = word(data, at + 4)
        at += 8
        if size < 0:
            values.append(None)
            continue
        raw = data[at : at + size]
        at += size
        text = known.get(raw)
        if text is None:
            text = known[raw] = _decoded(raw)
        values.append(text)
    source.at = at
    return _Vector(values)


def _truths(source: _Bytes) -> _Vector:
    cells = source.many("i", 4)
    return _Vector([None if cell == _MISSING_WHOLE else bool(cell) for cell in cells])


def _wholes(source: _Bytes) -> _Vector:
    return _Vector([None if cell == _MISSING_WHOLE else cell for cell in source.many("i", 4)])


def _reals(source: _Bytes) -> _Vector:
    cells = source.many("d", 8)
    return _Vector([None if cell != cell else cell for cell in cells])


def _list(source: _Bytes) -> _Vector:
    return _Vector([_item(source) for _ in range(source.whole())])


def _compact(source: _Bytes) -> object:
    """A vector kept in short form: a run of whole numbers, or another vector wrapped."""
    told, state = _item(source), _item(source)
    _item(source)  # attributes of the short form, of which none matter
    kind = next(iter(_named(told).values()), "")
    if kind == "compact_intseq" and isinstance(state, _Vector):
        n, first, step = (int(str(value).partition(".")[0]) for value in state.values)
        return _Vector([first + step * place for place in range(n)])
    if str(kind).startswith("wrap_"):
        held = state.values if isinstance(state, _Vector) else [*_named(state).values()]
        return held[0]
    raise NotReadable(f"R's short form {kind} is not read")


_NOTHING = frozenset({241, 242, 247, 251, 252, 253, 254})  # nil, and environments that are named
_READERS: Mapping[int, Callable[[_Bytes], object]] = {
    1: _symbol,
    9: _text,
    10: _truths,
    13: _wholes,
    14: _reals,
    16: _strings,
    19: _list,
    238: _compact,
}


def _is_frame(value: object) -> bool:
    kind = value.attributes.get("class") if isinstance(value, _Vector) else None
    return isinstance(kind, _Vector) and "data.frame" in kind.values


def _columns(frame: object) -> Mapping[str, Sequence[object]]:
    names = frame.attributes.get("names") if isinstance(frame, _Vector) else None
    if not isinstance(frame, _Vector) or not isinstance(names, _Vector):
        raise NotReadable("a data frame without names")
    return {
        str(name): _cells(column)
        for name, column in zip(names.values, frame.values, strict=True)
        if isinstance(column, _Vector)
    }


def _cells(column: _Vector) -> Sequence[object]:
    levels = column.attributes.get("levels")
    if not isinstance(levels, _Vector):
        return column.values
    words: list[object] = [None, *levels.values]
    return [words[int(str(code or 0))] for code in column.values]
