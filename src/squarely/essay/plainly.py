"""A text with what never matters to a passage taken out, and where each letter came from.

White space becomes single spaces, quotes and dashes their plain shapes, and letters their
compatibility composed form; soft hyphens, marks of direction and other characters that show nothing
go. Words, case and punctuation stay.

Sources: Unicode Standard Annex 15 (normal forms); W3C Character Model for the World Wide Web:
String Matching, https://www.w3.org/TR/charmod-norm/.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_SHAPES = str.maketrans("’‘‚‛“”„‟«»‹›–—‐‑‒―−", "''''\"\"\"\"\"\"''-------")
_JAMO = ("\u1160", "\u11ff")  # vowels and finals, which a first letter composes with


@dataclass(frozen=True, slots=True)
class Plain:
    """The plain letters, and for each where it begins and ends in the text."""

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the plain letters from `start` to `end` stand in the text."""
        return self.starts[start], self.ends[end - 1]


@lru_cache(maxsize=8)
def plainly(text: str) -> Plain:
    """The text as passages are compared; an essay is read so once for all its passages."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, shown in _clusters(text):
        for letter in shown:
            if not letter.isspace():
                letters.append(letter)
            elif letters and letters[-1] != " ":
                letters.append(" ")
            else:
                continue
            starts.append(start)
            ends.append(end)
    return Plain("".join(letters), tuple(starts), tuple(ends))


def _clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Letters with the marks that follow them, each in its composed form."""
    if text.isascii():
        yield from ((at, at + 1, letter) for at, letter in enumerate(text))
        return
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not _follows(text[at]):
            yield start, at, _composed(text[start:at])
            start = at


def _follows(letter: str) -> bool:
    return letter > "\u02ff" and (
        unicodedata.combining(letter) != 0 or _JAMO[0] <= letter <= _JAMO[1]
    )


def _composed(cluster: str) -> str:
    if cluster.isascii():
        return cluster
    shown = unicodedata.normalize("NFKC", cluster).translate(_SHAPES)
    return "".join(one for one in shown if unicodedata.category(one) != "Cf")
