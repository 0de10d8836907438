"""Where in a text of an argument a cursor stands, be the YAML whole or not.

While somebody types, a file is seldom valid, so no parser is asked: what stands before the cursor
is read letter by letter, by indentation where a value is written in lines and by brackets where it
is written in braces. Quotes and comments are kept apart. What is found is the keys that lead to the
cursor, whether a key or a value is being typed, and its beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_KEY = re.compile(r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s:{}\[\],#\"'][^:{}\[\],#]*?)\s*:(?:\s|$)")
_WORD = re.compile(r"[^\s,:{}\[\]]*$")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The keys from the top to the cursor; `word` is what is typed, from `start` on."""

    path: tuple[str, ...]
    in_value: bool
    word: str
    start: int


@dataclass(slots=True)
class _Level:
    """An open mapping or list: by indentation, or by the bracket that opened it."""

    indent: int
    key: str | None = None
    bracket: str = ""


@dataclass(slots=True)
class _Walk:
    levels: list[_Level] = field(default_factory=list)
    quote: str = ""


def cursor(text: str, offset: int) -> Cursor | None:
    """The place of an offset; None inside a comment."""
    walk = _Walk()
    before = text[:offset]
    lines = before.split("\n")
    for line in lines[:-1]:
        _line(walk, line)
    last = lines[-1]
    return _at(walk, last, offset)


def _line(walk: _Walk, line: str) -> None:
    """Take in a line that is whole."""
    if _brackets(walk) or not line.strip() or line.lstrip().startswith("#"):
        _flow(walk, line)
        return
    rest = _block(walk, line)
    _flow(walk, rest)


def _brackets(walk: _Walk) -> bool:
    return bool(walk.levels and walk.levels[-1].bracket)


def _block(walk: _Walk, line: str) -> str:
    """Take in the keys that begin a line of a block; what follows them comes back."""
    indent = len(line) - len(line.lstrip())
    rest = line[indent:]
    while rest.startswith("- "):
        _close_to(walk, indent)
        walk.levels.append(_Level(indent, "-"))
        stripped = rest[2:].lstrip()
        indent += len(rest) - len(stripped)
        rest = stripped
    found = _KEY.match(rest)
    if found is None:
        return rest
    _close_to(walk, indent)
    walk.levels.append(_Level(indent, found["key"].strip("\"'")))
    return rest[found.end() :]


def _close_to(walk: _Walk, indent: int) -> None:
    while walk.levels and walk.levels[-1].indent >= indent:
        walk.levels.pop()


def _flow(walk: _Walk, rest: str) -> None:
    """Take in values in brackets, letter by letter."""
    at = 0
    while at < len(rest):
        if walk.quote:
            walk.quote = "" if rest[at] == walk.quote else walk.quote
        elif rest[at] == "#" and (at == 0 or rest[at - 1] in " \t"):
            break
        else:
            at = _letter(walk, rest, at)
        at += 1
    if not _brackets(walk):
        walk.quote = ""


def _letter(walk: _Walk, rest: str, at: int) -> int:
    """Take in what begins at a letter outside quotes; the place of its last letter comes back."""
    letter = rest[at]
    inside = _brackets(walk)
    if inside or not rest[:at].strip():
        if letter in "\"'":
            walk.quote = letter
        elif letter in "{[":
            walk.levels.append(_Level(10_000, None, letter))
    if not inside:
        return at
    level = walk.levels[-1]
    if letter in "}]":
        walk.levels.pop()
    elif letter == ",":
        level.key = None
    elif level.key is None and level.bracket == "{" and (found := _KEY.match(rest, at)):
        level.key = found["key"].strip("\"'")
        walk.quote = ""
        return found.end() - 1
    return at


def _at(walk: _Walk, line: str, offset: int) -> Cursor | None:
    rest = line
    begins = False
    if not _brackets(walk):
        begins = _KEY.match(line.lstrip().removeprefix("- ").lstrip()) is None
        if line.lstrip().startswith("#"):
            return None
        if begins:
            bare = len(line) - len(line.lstrip(" "))
            _close_to(walk, bare if not line.strip().startswith("-") else bare + 1)
        rest = _block(walk, line)
    if _commented(rest):
        return None
    _flow(walk, rest)
    word = _WORD.search(line)
    typed = word.group().lstrip("\"'") if word else ""
    path = tuple(one.key for one in walk.levels if one.key is not None and one.key != "-")
    if _brackets(walk):
        level = walk.levels[-1]
        in_value = level.bracket == "[" or level.key is not None
    else:
        in_value = not begins or (line.strip().startswith("-") and _listed(path))
    return Cursor(path, in_value, typed, offset - len(typed))


def _listed(path: tuple[str, ...]) -> bool:
    """Whether the items of a list under these keys are words and not mappings."""
    return bool(path) and path[-1] != "inferences"


def _commented(rest: str) -> bool:
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", rest)
    return re.search(r"(^|\s)#", bare) is not None
