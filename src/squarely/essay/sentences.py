"""An essay's text to its units: sentences, headings and lines, numbered in reading order.

A full stop ends a sentence when what follows begins one: a capital, a digit or an opening quote.
It does not after a title ("Dr."), nor after initials ("U.S.") unless the next word is one that
mostly begins sentences. Blocks are found first, so no sentence reaches over a paragraph.

Sources: the three sorts of full stop follow Kiss and Strunk 2006, Computational Linguistics 32:485;
the lists here are short and written by hand, so that a text is split the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Literal

from squarely.essay.blocks import Block, blocks
from squarely.model.argument import Essay, Sentence

_END = re.compile(
    r"(?:(?<![.!?…])[.!?…]+(?:[\"'”’»)\]*_]|\[[0-9]+\])*(?=\s)|[。！？]+[」』”]?(?=\S|\s))",
    re.UNICODE,
)
_GAP = re.compile(r"\s*(?:>[\s>]*)?")  # with the marks of a quoted block
_LOOK = 60  # characters to either side that decide whether a sentence ends
_OPENING = re.compile(r"[\"'“‘«(\[*_¿¡—–-]*")
_BEFORE = re.compile(r"(\S+)$")
_INITIALS = re.compile(r"[\"'“‘«(\[]*(?:[^\W\d_]\.)+", re.UNICODE)
_NEVER_LAST = frozenset(
    re.findall(
        r"\S+",
        "mr mrs ms dr prof st ste gen col lt maj capt cmdr sgt adm sen rep gov pres hon rev fr "
        "messrs mt vs cf e.g i.e viz approx ca c. eds ed",
    )
)
_NEEDS_DIGIT = frozenset(
    re.findall(
        r"\S+",
        "no nos art fig figs vol vols ch sec pp jan feb mar apr jun jul aug sep sept oct nov dec",
    )
)
_STARTERS = frozenset(
    re.findall(
        r"\S+",
        "the this that these those it its he she they we you i in on at by for from with but and "
        "or so yet as if when while since because although though however moreover meanwhile "
        "there here what who why how both some many most no not after before until once one",
    )
)


def split(text: str, file: str) -> Essay:
    """The essay of a text: its units with their spans, in characters from 0."""
    units: list[Sentence] = []
    for paragraph, block in enumerate(blocks(text)):
        kind: Literal["sentence", "heading", "line"] = (
            "sentence" if block.kind == "text" else block.kind
        )
        for start, end in _spans(text, block):
            shown = tidy(text[start:end])
            units.append(Sentence(len(units) + 1, start, end, shown, kind, paragraph))
    return Essay(file, text, tuple(units), sha256(text.encode("utf-8", "replace")).hexdigest())


def tidy(text: str) -> str:
    """A text with every run of white space, and the marks of a quoted block, as one space."""
    return " ".join(re.sub(r"\n[ \t]*(?:>[ \t]?)+", "\n", text).split())


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    """The sentences of a block; a heading or line is one."""
    if block.kind != "text":
        yield block.start, block.end
        return
    start = block.start
    for found in _END.finditer(text, block.start, block.end):
        end = found.end()
        gap = _GAP.match(text, end, block.end)
        begin = gap.end() if gap else end
        near = text[max(start, end - _LOOK) : end]
        if start < end and _ends(near, text[begin : min(begin + _LOOK, block.end)]):
            yield start, end
            start = begin
    if start < block.end:
        yield start, block.end


def _ends(sentence: str, following: str) -> bool:
    """Whether a sentence ends between the end of one text and the beginning of the next."""
    if sentence.rstrip("」』”")[-1:] in "。！？":
        return True
    following = following[_opening(following) :]
    if not following:
        return False
    if not (following[0].isupper() or following[0].isdigit() or _caseless(following[0])):
        return False
    return not _is_abbreviation(sentence, following)


def _opening(following: str) -> int:
    found = _OPENING.match(following)
    return found.end() if found else 0


def _caseless(letter: str) -> bool:
    """A letter of a script without capitals."""
    return letter.isalpha() and letter.upper() == letter.lower()


def _is_abbreviation(sentence: str, following: str) -> bool:
    """Whether the full stop belongs to a shortened word."""
    last = _BEFORE.search(sentence)
    if last is None or not last.group().endswith("."):
        return False
    word = last.group().lstrip("\"'“‘«([—–-").removesuffix(".")
    lower = word.lower()
    if lower in _NEEDS_DIGIT:
        return following[0].isdigit()
    if lower in _NEVER_LAST:
        return True
    if _INITIALS.fullmatch(last.group()):
        next_word = re.split(r"\W", following, maxsplit=1)[0].lower()
        return word.lower() != "i" and next_word not in _STARTERS
    return False
