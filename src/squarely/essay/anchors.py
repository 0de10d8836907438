"""A passage found in its essay: by number, span or exact words, else nearly, else not at all.

White space and the shapes of quotes and dashes never matter; words do. When a quote is no longer
there, sentences that share most words with it are compared word by word; how alike they are is
the score. A quote found at several places needs its context, and two near matches that are about
as good are no match: which one was meant is the author's to say.

Sources: W3C Web Annotation Data Model, text quote selector, https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import sha256

from squarely.essay.sentences import tidy
from squarely.model.argument import Essay, Found, Passage
from squarely.model.place import Place, Problem

ALIKE = 0.75  # the least likeness at which an edited passage counts as found
APART = 0.03  # two near matches closer than this cannot be told apart
MOST_COMPARED = 300  # words of a quote that is looked for nearly
_CANDIDATES = 6
_SHAPES = str.maketrans("’‘“”„«»–—‐‑", '\'\'"""""----')


def find(essay: Essay, passage: Passage) -> Found | Problem:
    """The passage in the essay, or why it cannot be told where it stands."""
    found = _within(essay, passage)
    if isinstance(found, Problem) or passage.hash is None:
        return found
    is_now = passage_hash(found.text)
    if is_now == passage.hash:
        return found
    message = f'The passage is no longer the text with the hash "{passage.hash}".'
    hint = f"if it still says the same, write hash: {is_now}"
    return _problem("passage-changed", message, essay, passage, hint)


def passage_hash(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of a passage, white space made single spaces."""
    return sha256(tidy(text).encode("utf-8", "replace")).hexdigest()[:16]


def _within(essay: Essay, passage: Passage) -> Found | Problem:
    numbers = passage.sentences
    last = len(essay.sentences)
    outside = [number for number in numbers if number > last]
    if outside:
        message = f"There is no sentence {outside[0]}: the essay has {last}."
        hint = f"the nearest is sentence {last}" if last else None
        return _problem("passage-not-found", message, essay, passage, hint)
    if passage.span is not None:
        return _span(essay, passage, passage.span)
    if passage.quote is not None:
        return _quote(essay, passage, passage.quote)
    units = [essay.sentences[number - 1] for number in sorted(numbers)]
    if not units:
        return _problem("passage-not-found", "The passage names no sentence.", essay, passage)
    text = " ".join(unit.text for unit in units)
    return Found(tuple(sorted(numbers)), units[0].start, units[-1].end, text)


def _span(essay: Essay, passage: Passage, span: tuple[int, int]) -> Found | Problem:
    """The characters of a span; the sentences named beside it must be those it touches."""
    start, end = span
    if end > len(essay.text):
        message = f"The span ends at {end}; the essay has {len(essay.text)} characters."
        return _problem("passage-not-found", message, essay, passage)
    touched = _touched(essay, start, end)
    if not touched or not set(passage.sentences) <= set(touched):
        named = ", ".join(str(number) for number in passage.sentences) or "any"
        message = f"The span does not lie in sentence {named}."
        hint = f"it lies in sentence {touched[0]}" if touched else None
        return _problem("passage-not-found", message, essay, passage, hint)
    return Found(touched, start, end, tidy(essay.text[start:end]))


def _touched(essay: Essay, start: int, end: int) -> tuple[int, ...]:
    return tuple(unit.number for unit in essay.sentences if unit.start < end and start < unit.end)


def _quote(essay: Essay, passage: Passage, quote: str) -> Found | Problem:
    """The exact words, told apart by sentence and context; else the nearest."""
    shape, offsets = _plain(essay.text)
    wanted = _plain(quote)[0].strip()
    if not wanted:
        return _problem("passage-not-found", "The quote is empty.", essay, passage)
    starts = _all(shape, wanted)
    exact = [_found(essay, offsets, start, start + len(wanted)) for start in starts]
    if passage.sentences:
        named = set(passage.sentences)
        pairs = [(s, f) for s, f in zip(starts, exact, strict=True) if named & set(f.sentences)]
        starts, exact = [start for start, _ in pairs], [found for _, found in pairs]
    if len(exact) > 1:
        fitting = [_fits(shape, start, start + len(wanted), passage) for start in starts]
        exact = [found for found, fits in zip(exact, fitting, strict=True) if fits] or exact
    if len(exact) == 1:
        return exact[0]
    if exact:
        where = ", ".join(str(found.sentences[0]) for found in exact[:10] if found.sentences)
        message = f'The quote "{_short(quote)}" stands {len(exact)} times, in sentences {where}.'
        hint = "add the words before or after it, or its sentence"
        return _problem("passage-ambiguous", message, essay, passage, hint)
    return _near(essay, passage, quote)


def _plain(text: str) -> tuple[str, list[int]]:
    """The text with single spaces and plain quotes, and where each character came from."""
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(text.translate(_SHAPES)):
        if not letter.isspace():
            letters.append(letter)
            offsets.append(offset)
        elif letters and letters[-1] != " ":
            letters.append(" ")
            offsets.append(offset)
    return "".join(letters), offsets


def _all(text: str, wanted: str) -> list[int]:
    """Where the wanted words begin, at most a hundred places."""
    found: list[int] = []
    start = text.find(wanted)
    while start >= 0 and len(found) < 100:
        found.append(start)
        start = text.find(wanted, start + 1)
    return found


def _found(essay: Essay, offsets: list[int], start: int, end: int) -> Found:
    first, last = offsets[start], offsets[end - 1] + 1
    return Found(_touched(essay, first, last), first, last, tidy(essay.text[first:last]))


def _fits(shape: str, start: int, end: int, passage: Passage) -> bool:
    """Whether the words before and after are those the passage names."""
    if passage.before is None and passage.after is None:
        return False
    before = _plain(passage.before or "")[0].strip()
    after = _plain(passage.after or "")[0].strip()
    return shape[:start].rstrip().endswith(before) and shape[end:].lstrip().startswith(after)


def _near(essay: Essay, passage: Passage, quote: str) -> Found | Problem:
    """The sentence most like a quote that is not there word for word."""
    wanted = " ".join(quote.translate(_SHAPES).split()[:MOST_COMPARED])
    scored = sorted(
        (_compare(essay, number, wanted) for number in _candidates(essay, passage, wanted)),
        key=lambda found: (-found.score, found.start),
    )
    if not scored:
        message = f'The quote "{_short(quote)}" is not in the essay.'
        return _problem("passage-not-found", message, essay, passage)
    best = scored[0]
    rivals = [found for found in scored[1:] if not set(found.sentences) & set(best.sentences)]
    if best.score < ALIKE:
        message = f'The quote "{_short(quote)}" is not in the essay.'
        hint = f'the nearest is sentence {best.sentences[0]}: "{_short(best.text)}"'
        return _problem("passage-not-found", message, essay, passage, hint)
    if rivals and best.score - rivals[0].score < APART:
        message = f'The quote "{_short(quote)}" is about as near to two sentences.'
        hint = f"sentences {best.sentences[0]} and {rivals[0].sentences[0]}"
        return _problem("passage-ambiguous", message, essay, passage, hint)
    return best


def _candidates(essay: Essay, passage: Passage, wanted: str) -> list[int]:
    """Sentences that share most words with the quote; those named beside it before all others."""
    words = Counter(wanted.lower().split())
    shared = [
        ((words & Counter(unit.text.translate(_SHAPES).lower().split())).total(), -unit.number)
        for unit in essay.sentences
        if not passage.sentences or unit.number in passage.sentences
    ]
    best = sorted((pair for pair in shared if pair[0] or passage.sentences), reverse=True)
    return [-number for _, number in best[:_CANDIDATES]]


def _compare(essay: Essay, number: int, wanted: str) -> Found:
    """How like the quote the text is around one sentence, cut to where the two agree.

    Words are compared, weighed by their letters.
    """
    from difflib import SequenceMatcher  # only an edited passage pays for it

    first = essay.sentences[number - 1]
    end = first.end
    for unit in essay.sentences[number:]:
        if end - first.start >= 0.9 * len(wanted) or unit.paragraph != first.paragraph:
            break
        end = unit.end
    words = wanted.split()
    near = list(re.finditer(r"\S+", essay.text[first.start : end].translate(_SHAPES)))
    near = near[: 2 * MOST_COMPARED]
    texts = [word.group() for word in near]
    same = SequenceMatcher(None, texts, words, autojunk=False).get_matching_blocks()[:-1]
    if not same:
        return Found((number,), first.start, first.end, first.text, 0.0)
    low, high = same[0].a, same[-1].a + same[-1].size
    agreed = sum(len(word) for each in same for word in texts[each.a : each.a + each.size])
    length = sum(len(word) for word in (*texts[low:high], *words))
    start, stop = first.start + near[low].start(), first.start + near[high - 1].end()
    text = tidy(essay.text[start:stop])
    return Found(_touched(essay, start, stop), start, stop, text, 2 * agreed / length)


def _short(text: str) -> str:
    """The beginning of a text, for a message."""
    line = tidy(text)
    return line if len(line) <= 60 else f"{line[:57]}..."


def _problem(
    code: str, message: str, essay: Essay, passage: Passage, hint: str | None = None
) -> Problem:
    place = passage.place or Place(essay.file, 1, 1)
    return Problem(code, "error", message, place, hint)
