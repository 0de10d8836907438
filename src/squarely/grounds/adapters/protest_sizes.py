"""How many people a text such as "1000s", "50+" or "tens of thousands" says took part.

The rule, the same for every row: a bare number is itself. A number with "+", ">" or "more than" is
the least; the most is the end of its order of magnitude, and the number itself is the best value,
since nothing more is stated. "Up to" and "<" are the most; the least is 50, below which the source
holds no protest. A range is its two ends. A word, and a power of ten with an s ("100s"), stands for
its order of magnitude. Where only two ends are known the best value is their geometric middle. A
text that counts the arrested, killed, hurt, or anything but persons says nothing about size; where
several numbers are named for other reasons than a range, the text is not read.

Sources: Clark and Regan, Mass Mobilization, codebook (threshold of 50 and size categories).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 50


@dataclass(frozen=True, slots=True)
class Size:
    """The least, best and most; `basis` says how the text was read."""

    low: int
    best: int
    high: int
    basis: str


_WORDS: tuple[tuple[str, tuple[int, int]], ...] = (
    ("hundreds of thousands", (100_000, 999_999)),
    ("several hundred thousand", (100_000, 999_999)),
    ("tens of thousands", (10_000, 99_999)),
    ("million", (1_000_000, 9_999_999)),
    ("thousand", (1_000, 9_999)),
    ("hundred", (100, 999)),
    ("dozen", (SMALLEST, 99)),
    ("scores", (SMALLEST, 99)),
)
_CATEGORIES: Mapping[str, tuple[int, int]] = {
    "50-99": (50, 99),
    "100-999": (100, 999),
    "1000-1999": (1000, 1999),
    "2000-4999": (2000, 4999),
    "5000-10000": (5000, 10000),
    ">10000": (10000, 99_999),
}
_NOT_PERSONS = re.compile(
    r"arrest|kill|injur|wound|detain|famil|group|school|taxi|police|organi[sz]|suspect|front"
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_OPEN = re.compile(r"[>+]|more than|over|at least")
_UP_TO = re.compile(r"up to|as many as")
_RANGE = re.compile(r"\ds?\+?\s*(?:[-&<]|to|and)\s*[<>]?\s*\d")
_MILLIONS = re.compile(r"(\d+(?:\.\d+)?) million")
_SPELT_OUT = (("a hundred", "100"), ("a thousand", "1000"), ("a million", "1000000"))


def size_of(text: str, category: str = "") -> Size | None:
    """The size that a text states, or else the one of its category.

    >>> size_of("50+"), size_of("about 1,200 people")
    (Size(low=50, best=50, high=99, basis='open number'), \
Size(low=1200, best=1200, high=1200, basis='number'))
    >>> size_of("1000s"), size_of("98 arrested")
    (Size(low=1000, best=3162, high=9999, basis='word'), None)
    """
    words = _in_figures(" ".join(text.lower().split()))
    found = None if _NOT_PERSONS.search(words) else _stated(words)
    if found:
        return found
    ends = _CATEGORIES.get(category)
    return _between(*ends, "category") if ends else None


def _in_figures(words: str) -> str:
    for spelt, figure in _SPELT_OUT:
        words = re.sub(rf"\b{spelt}\b", figure, words)
    return _MILLIONS.sub(lambda found: str(round(float(found[1]) * 1_000_000)), words)


def _stated(words: str) -> Size | None:
    numbers = [int(number.replace(",", "")) for number in _NUMBER.findall(words)]
    numbers = [number for number in numbers if number]
    if len(numbers) == 2 and _RANGE.search(words):
        low, high = sorted(numbers)
        plural = re.search(r"\ds$", words)
        return _between(low, magnitude_end(high) if plural else high, "range")
    if len(numbers) > 1:
        return None
    return _single(numbers[0], words) if numbers else _word(words)


def _single(number: int, words: str) -> Size | None:
    if "million" in words or "thousand" in words or "hundred" in words:
        return None
    if re.search(r"\ds\b", words):
        return _between(number, magnitude_end(number), "word")
    if _UP_TO.search(words):
        return Size(min(SMALLEST, number), number, number, "open number")
    if "<" in words:
        return _between(min(SMALLEST, number), number, "open number")
    if _OPEN.search(words):
        return Size(number, number, magnitude_end(number), "open number")
    return Size(number, number, number, "number")


def _word(words: str) -> Size | None:
    for word, ends in _WORDS:
        if word in words and not _UP_TO.search(words):
            return _between(*ends, "word")
    return None


def magnitude_end(number: int) -> int:
    """The last whole number of as many digits.

    >>> magnitude_end(50), magnitude_end(1000)
    (99, 9999)
    """
    return int(10 ** len(str(number))) - 1


def _between(low: int, high: int, basis: str) -> Size:
    return Size(low, round(math.sqrt(low * high)), high, basis)
