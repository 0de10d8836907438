"""How many people the words of a report say took part, as an interval.

The rule, the same for every row. A number is itself. "More than", "at least", "over" and "+" give
the least; the most is the last whole number of as many digits. "Up to", "fewer than" and "under"
give the most; the least is 1. A range is its two ends. A plural of dozen, hundred, thousand or
million means at least two of it and fewer than ten, "a few", "several" or "a couple of" being no
more exact than that: hundreds are 200 to 999. Tens of thousands are 20,000 to 99,999, hundreds of
thousands 200,000 to 999,999. "Hundreds to thousands" is the least of the first to the most of the
second. The best value of a word is its least, as the Crowd Counting Consortium counts it: hundreds
are 200, thousands 2,000, tens of thousands 20,000, hundreds of thousands 200,000; that of a range
is the middle of its ends' best values. Words that name
no number ("large", "no report") say nothing.

Sources: Crowd Counting Consortium, crowd data dictionary (size_low, size_high); its size_cat for
the orders of magnitude.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from squarely.grounds.adapters.protest_sizes import Size, magnitude_end

_UNITS: Mapping[str, int] = {
    "dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "million": 1_000_000,
}  # fmt: skip
_WORDS: Mapping[str, int] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?:tens|dozens|hundreds) of (?:thousands|millions)"
    rf"|(?:(?:a )?few|several|a couple(?: of)?|many|some) (?:dozen|hundred|thousand|million)s?"
    rf"|(?:{'|'.join(_WORDS)}) (?:dozen|hundred|thousand|million)"
    rf"|(?:{_NUMBER})\s*(?:dozen|hundred|thousand|million|k\b|m\b)?"
    rf"|(?:dozens|scores|hundreds|thousands|millions)"
)
_LEAST = re.compile(r"more than|at least|over\b|upwards? of|\+|>|or more|minimum")
_MOST = re.compile(r"up to|fewer than|less than|under\b|as many as|no more than|at most|<|maximum")
_PARTS = re.compile(r"\s*(?:\bto\b|\band\b|\bor\b|[-–]|/)\s*")


def crowd(text: str | None) -> Size | None:
    """The interval that words state; None where they name no number.

    >>> crowd("about 1,200 people"), crowd("dozens")
    (Size(low=1200, best=1200, high=1200, basis='number'), \
Size(low=24, best=24, high=99, basis='word'))
    >>> crowd("a few hundred"), crowd("no report")
    (Size(low=200, best=200, high=999, basis='word'), None)
    """
    words = " ".join((text or "").lower().split())
    found = [(one.start(), one.end(), _one(one[0])) for one in _AMOUNT.finditer(words)]
    if not found:
        return None
    if len(found) == 1:
        return _bounded(found[0][2], words)
    if len(found) == 2 and _PARTS.fullmatch(words[found[0][1] : found[1][0]]):
        first, second = _scaled(found[0][2], found[1][2], words[found[0][0] : found[0][1]])
        if first.low <= second.high:
            return Size(first.low, (first.best + second.best) // 2, second.high, "range")
    return None


def _scaled(first: Size, second: Size, said: str) -> tuple[Size, Size]:
    """Two to three thousand: the unit of the second is meant of the first, too."""
    bare = said.strip().replace(",", "").isdigit() and first.high < 10 <= second.low
    if not bare or second.basis != "number":
        return first, second
    unit = 10 ** (len(str(second.low)) - 1)
    scaled = first.low * unit
    return Size(scaled, scaled, scaled, "number"), second


def _one(said: str) -> Size:
    number = re.match(rf"(?:{_NUMBER})", said)
    if number:
        rest = said[number.end() :].strip()
        times = {"k": 1_000, "m": 1_000_000, "": 1}.get(rest) or _UNITS[rest]
        value = round(float(number[0].replace(",", "")) * times)
        return Size(value, value, value, "number")
    if " of " in said and not said.startswith("a "):
        many, _, unit = said.partition(" of ")
        least = {"tens": 20, "dozens": 24, "hundreds": 200}[many] * _UNITS[unit.rstrip("s")]
        return Size(least, least, magnitude_end(least), "word")
    many, _, unit = said.rpartition(" ")
    if many in _WORDS:
        value = _WORDS[many] * _UNITS[unit]
        return Size(value, value, value, "number")
    least = 2 * _UNITS[unit.rstrip("s")]
    return Size(least, least, magnitude_end(least), "word")


def _bounded(size: Size, words: str) -> Size:
    if _MOST.search(words):
        return Size(min(1, size.high), size.high, size.high, "open number")
    if _LEAST.search(words) and size.basis == "number":
        return Size(size.low, size.best, magnitude_end(max(size.low, 1)), "open number")
    return size
