"""An essay's text to blocks: headings, lines, list items and paragraphs, in reading order.

Plain text and Markdown are read by the same rules. Where blank lines part the paragraphs, lines
between them belong together. Where there are none, a line that was broken although the next word
would still have fitted was broken on purpose and is a block of its own, so that texts with one
paragraph a line and texts wrapped at a width both come out right. A block whose only line is short
and has no full stop is a heading, or a mere line when it is an address, a date or a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "heading", "line"]
LONGEST_WRAPPED = 200  # characters; a longer line was not wrapped at a width
LONGEST_HEADING = 12  # words

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
_SETEXT = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)+")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_ADDRESS = re.compile(r"<?(?:https?://|www\.)\S+>?")
_DATE_WORD = re.compile(
    r"(?:[0-9]{1,4}(?:st|nd|rd|th)?|jan\w*|feb\w*|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug\w*|"
    r"sept?\w*|oct\w*|nov\w*|dec\w*|mon\w*day|tue\w*day|wed\w*day|thu\w*day|fri\w*day|"
    r"sat\w*day|sun\w*day|of|the)[,.]?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?…:;,。！？](?:[\"'”’»)\]*_]|\[[0-9]+\])*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text from `start` to `end`, its markup left out at both ends."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the text without its break; `start` is where its words begin."""

    start: int
    end: int
    text: str
    sort: Literal["blank", "heading", "item", "rule", "fence", "words"]


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, none of them empty."""
    lines = list(_lines(text))
    found: list[Block] = []
    for group in _groups(lines):
        block = _block(group)
        if block is not None:
            found.append(block)
    return tuple(found)


def _lines(text: str) -> Iterator[_Line]:
    """All lines after the front matter, with what sort of line each is."""
    offset = _front_matter(text)
    fenced = False
    for raw in text[offset:].splitlines(keepends=True):
        start, offset = offset, offset + len(raw)
        line = raw.rstrip()
        skipped = _QUOTE.match(line)
        inner = skipped.end() if skipped else 0
        sort: Literal["blank", "heading", "item", "rule", "fence", "words"] = "words"
        if _FENCE.match(line):
            fenced = not fenced
            sort = "rule"
        elif not line[inner:].strip():
            sort = "blank"
        elif fenced:
            sort = "fence"
        elif _RULE.fullmatch(line):
            sort = "rule"
        elif marked := _ATX.match(line, inner):
            sort, inner = "heading", marked.end()
        elif marked := _ITEM.match(line, inner):
            sort, inner = "item", marked.end()
        inner += len(line[inner:]) - len(line[inner:].lstrip())
        yield _Line(start + inner, start + len(line), line[inner:], sort)


def _front_matter(text: str) -> int:
    """Where the essay begins after a head of `key: value` lines between two rules."""
    head = re.match(r"---[ \t]*\n(?:[^\n]*\n){1,40}?---[ \t]*\n", text)
    return head.end() if head else 0


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    """Lines that belong together."""
    widest = max((len(line.text) for line in lines), default=0)
    parted = any(line.sort == "blank" for line in lines[:-1]) and widest <= LONGEST_WRAPPED
    group: list[_Line] = []
    for line in lines:
        underline = _SETEXT.fullmatch(line.text) if group else None
        if underline and len(group) == 1 and group[0].sort == "words":
            yield [_Line(group[0].start, group[0].end, group[0].text, "heading")]
            group = []
        elif line.sort in ("blank", "rule"):
            yield group
            group = []
        elif group and (line.sort != "words" or not _goes_on(group[-1], line, parted, widest)):
            yield group
            group = [line]
        else:
            group.append(line)
    yield group


def _goes_on(last: _Line, line: _Line, parted: bool, widest: int) -> bool:
    """Whether a line continues the one before it."""
    if last.sort in ("heading", "fence") or _ADDRESS.fullmatch(last.text):
        return False
    if parted:
        return True
    first_word = line.text.split(maxsplit=1)[0]
    fitted = len(last.text) + 1 + len(first_word) <= widest
    return not fitted and widest <= LONGEST_WRAPPED


def _block(group: list[_Line]) -> Block | None:
    if not group:
        return None
    start, end = group[0].start, group[-1].end
    sort, text = group[0].sort, group[0].text
    if sort == "heading":
        bare = text.rstrip("#")
        kept = bare.rstrip() if bare[-1:] in " \t" and bare.strip() else text
        return Block(start, end - len(text) + len(kept), "heading")
    if sort == "fence":
        return Block(start, end, "line")
    if sort == "item" or len(group) > 1:
        return Block(start, end, "text")
    return Block(start, end, _of_one_line(text))


def _of_one_line(text: str) -> Kind:
    """What a block of one line is."""
    if _ADDRESS.fullmatch(text) or text.startswith("|"):
        return "line"
    if _ENDS.search(text):
        return "text"
    words = text.strip("—–-*_ ").split()
    if words and all(_DATE_WORD.fullmatch(word) for word in words):
        return "line"
    if text[0] in "—–" and len(words) <= LONGEST_HEADING:
        return "line"
    return "heading" if len(words) <= LONGEST_HEADING else "text"
