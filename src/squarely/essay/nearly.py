"""Where in a text a passage stands that was edited since: likely places, then the fewest edits.

Places are likely where many of the passage's rarer words stand at about the distances that they
have in it. At each, the stretch of text with the fewest edits (letters put in, taken out or
replaced) is found by a bit-parallel recurrence, whose words here are whole numbers of any length.

Sources: Myers 1999, J. ACM 46:395, doi:10.1145/316542.316550; Hyyro 2001, University of Tampere
report A-2001-10 (the form without a bounded word).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 4_000  # letters of a passage that are compared
PLACES = 8  # likely places that are looked at
FAR = 4_000  # letters between the two parts of a passage that was split
LEAST = 16  # letters of the smaller part
_COMMON = 400  # a word that stands more often says too little of where a passage is
_RAREST = 60  # words and pairs of a passage that are looked up
_SLACK = 32
_BESIDE = 3  # words to each side of where a passage seems to break
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text, and how like the passage it is: 1 less the edits a letter."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class _Likely:
    """Where a passage would begin, and which of its words speak for that."""

    begin: int
    votes: float
    words: frozenset[int]


def near(text: str, passage: str) -> list[Stretch]:
    """The places most like the passage, best first; stretches that overlap count once."""
    wanted = passage[:LONGEST]
    found = [_aligned(text, wanted, one.begin) for one in _likely(text, wanted)]
    kept: list[Stretch] = []
    for one in sorted(found, key=lambda place: (-place.score, place.start)):
        if one.end > one.start and not any(overlap(one, other) for other in kept):
            kept.append(one)
    return kept


def parted(text: str, passage: str) -> list[tuple[Stretch, Stretch, float]]:
    """The passage in two parts in their order, with other text between them; best first."""
    wanted = passage[:LONGEST]
    likely = _likely(text, wanted)
    found = []
    for first in likely:
        for second in likely:
            begins = (first.begin, second.begin)
            cut = _cut(wanted, first, second) if 0 < begins[1] - begins[0] <= FAR else 0
            if LEAST <= cut <= len(wanted) - LEAST:
                found.append((_two(text, wanted, cut, begins), cut, begins))
    found.sort(key=lambda one: -one[0][2])
    best = [
        _two(text, wanted, cut, begins) for _, at, begins in found[:1] for cut in _by(wanted, at)
    ]
    ordered = [one for one in (*best, *(each[0] for each in found)) if one[0].end <= one[1].start]
    return sorted(ordered, key=lambda one: (-one[2], one[0].start))


def _by(wanted: str, cut: int) -> list[int]:
    """The words' beginnings around a cut, at which it may stand as well."""
    words = [found.start() for found in _WORD.finditer(wanted)]
    near_to = sorted(words, key=lambda at: abs(at - cut))[: 2 * _BESIDE + 1]
    return [at for at in near_to if LEAST <= at <= len(wanted) - LEAST]


def likeness(one: str, other: str) -> float:
    """How like two texts are: 1 less the edits a letter of the longer."""
    longest = max(len(one), len(other))
    if not one or not other:
        return float(longest == 0)
    return 1 - _edits(one, other, True)[-1] / longest


def within(text: str, passage: str) -> float:
    """How like the passage the stretch of a text is that is most like it."""
    if not passage or not text:
        return float(not passage)
    return max(0.0, 1 - min(_edits(passage, text, False)) / len(passage))


def overlap(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches share a letter."""
    return one.start < other.end and other.start < one.end


def _two(
    text: str, wanted: str, cut: int, begins: tuple[int, int]
) -> tuple[Stretch, Stretch, float]:
    head, tail = wanted[:cut].rstrip(), wanted[cut:].lstrip()
    first = _aligned(text, head, begins[0])
    second = _aligned(text, tail, begins[1] + len(wanted) - len(tail))
    edits = sum(
        (1 - place.score) * max(len(part), place.end - place.start)
        for part, place in ((head, first), (tail, second))
    )
    longest = max(len(head) + len(tail), first.end - first.start + second.end - second.start)
    return first, second, 1 - edits / longest


def _cut(wanted: str, first: _Likely, second: _Likely) -> int:
    """The letter at which a passage breaks, so that most words speak for their part's place."""
    words = [found.start() for found in _WORD.finditer(wanted)]
    ahead = sum(at in second.words for at in words)
    best, cut = ahead, 0
    for at, after in zip(words, [*words[1:], len(wanted)], strict=True):
        ahead += (at in first.words) - (at in second.words)
        if ahead > best:
            best, cut = ahead, after
    return cut


def _likely(text: str, wanted: str) -> list[_Likely]:
    """Where the passage would begin for most of its rarer words, in words' weight."""
    places = _index(text)
    said = [(at, places.get(term, ())) for at, term in _terms(wanted)]
    rare = (one for one in said if 0 < len(one[1]) <= _COMMON)
    rarest = sorted(rare, key=lambda one: len(one[1]))
    step = max(_SLACK, len(wanted) // 8)
    votes: dict[int, float] = defaultdict(float)
    begins: dict[int, list[int]] = defaultdict(list)
    words: dict[int, set[int]] = defaultdict(set)
    for at, found in (rarest or said)[:_RAREST]:
        for place in found[:_COMMON]:
            for bucket in ((place - at) // step, (place - at) // step + 1):
                votes[bucket] += 1 / len(found)
                begins[bucket].append(place - at)
                words[bucket].add(at)
    best = sorted(votes, key=lambda bucket: (-votes[bucket], bucket))[: 2 * PLACES]
    return list(_apart(best, votes, begins, words, step))[:PLACES]


def _apart(
    best: list[int],
    votes: dict[int, float],
    begins: dict[int, list[int]],
    words: dict[int, set[int]],
    step: int,
) -> Iterator[_Likely]:
    """One place for buckets beside each other."""
    taken: list[int] = []
    for bucket in best:
        begin = sorted(begins[bucket])[len(begins[bucket]) // 2]
        if all(abs(begin - other) > step for other in taken):
            taken.append(begin)
            yield _Likely(begin, votes[bucket], frozenset(words[bucket]))


@lru_cache(maxsize=4)
def _index(text: str) -> dict[str, tuple[int, ...]]:
    """Where each word and each pair of words stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, term in _terms(text):
        found[term].append(at)
    return {term: tuple(places) for term, places in found.items()}


def _terms(text: str) -> Iterator[tuple[int, str]]:
    """Each word, and each with the next one, by which common words find their place too."""
    last, at = "", 0
    for word in _WORD.finditer(text):
        now = word.group().casefold()
        yield word.start(), now
        if last:
            yield at, f"{last} {now}"
        last, at = now, word.start()


def _aligned(text: str, wanted: str, begin: int) -> Stretch:
    """The stretch around a place with the fewest edits, made whole at words it cuts through."""
    slack = _SLACK + len(wanted) // 3
    low, high = max(0, begin - slack), min(len(text), begin + len(wanted) + slack)
    if low >= high:
        return Stretch(0, 0, 0.0)
    ends = _edits(wanted, text[low:high], False)
    end = low + ends.index(min(ends)) + 1
    back = text[max(0, end - len(wanted) - slack) : end][::-1]
    starts = _edits(wanted[::-1], back, True)
    least = min(starts)
    lengths = [number + 1 for number, edits in enumerate(starts) if edits == least]
    start = end - min(lengths, key=lambda length: (abs(length - len(wanted)), length))
    start, end = _whole(text, start, end)
    return Stretch(start, end, likeness(wanted, text[start:end]))


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _edits(wanted: str, text: str, anchored: bool) -> list[int]:
    """For each end in the text the fewest edits; `anchored` where it must begin at the first."""
    size = len(wanted)
    full, top = (1 << size) - 1, 1 << (size - 1)
    at: dict[str, int] = defaultdict(int)
    for number, letter in enumerate(wanted):
        at[letter] |= 1 << number
    more, fewer, edits = full, 0, size
    found = []
    for letter in text:
        equal = at.get(letter, 0)
        down = equal | fewer
        across = (((equal & more) + more) ^ more) | equal
        up, lower = fewer | (full & ~(across | more)), more & across
        edits += bool(up & top) - bool(lower & top)
        up, lower = ((up << 1) | anchored) & full, (lower << 1) & full
        more, fewer = lower | (full & ~(down | up)), up & down
        found.append(edits)
    return found
