"""A passage found in its essay: by number, span or exact words, else nearly, else not at all.

White space and the shapes of letters, quotes and dashes never matter; words do. When a quote is no
longer there word for word, the stretch with the fewest edits is taken, or the two stretches into
which other text has split it; 1 less the edits a letter is the score. A quote found at several
places needs its context, and two near matches that are about as good are no match: which one was
meant is the author's to say. A numbered sentence whose hash stands elsewhere has moved.

Sources: W3C Web Annotation Data Model, text quote selector, https://www.w3.org/TR/annotation-model/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from squarely.essay.nearly import Stretch, likeness, near, overlap, parted, within
from squarely.essay.plainly import Plain, plainly
from squarely.essay.sentences import split, tidy
from squarely.model.argument import Essay, Found, Passage, Sentence
from squarely.model.place import Place, Problem

ALIKE = 0.75  # the least likeness at which an edited passage counts as found
APART = 0.05  # two near matches closer than this cannot be told apart
WHOLE = 0.05  # by so much a passage in two parts must be more like the quote than one in one part
_CONTEXT = 0.2  # of the likeness of a near match, where words before or after are named
_MOST = 100  # places at which a quote may stand
_TOLD = 5  # candidates in a message


def find(essay: Essay, passage: Passage) -> Found | Problem:
    """The passage in the essay, or why it cannot be told where it stands."""
    found = _within(essay, passage)
    if passage.hash is None or (isinstance(found, Problem) and not passage.sentences):
        return found
    if isinstance(found, Found) and passage_hash(found.text) == passage.hash:
        return found
    moved = _moved(essay, passage) if passage.quote is None and passage.span is None else None
    if moved is not None or isinstance(found, Problem):
        return moved or found
    message = f'The passage is no longer the text with the hash "{passage.hash}".'
    hint = f"if it still says the same, write hash: {passage_hash(found.text)}"
    return _problem("passage-changed", message, essay, passage, hint)


def passage_hash(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of a passage, white space made single spaces."""
    return sha256(tidy(text).encode("utf-8", "replace")).hexdigest()[:16]


def _within(essay: Essay, passage: Passage) -> Found | Problem:
    numbers = passage.sentences
    last = len(essay.sentences)
    outside = [number for number in numbers if number > last]
    if outside and passage.quote is None:
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
    return _joined(units)


def _joined(units: Sequence[Sentence]) -> Found:
    numbers = tuple(unit.number for unit in units)
    text = " ".join(unit.text for unit in units)
    return Found(numbers, units[0].start, units[-1].end, text)


def _moved(essay: Essay, passage: Passage) -> Found | None:
    """The one run of as many sentences that has the passage's hash."""
    wanted, size = passage.hash, len(passage.sentences)
    places = _hashes(essay.text, size).get(wanted or "", ())
    if len(places) != 1:
        return None
    found = _joined(essay.sentences[places[0] : places[0] + size])
    return replace(found, how="moved")


@lru_cache(maxsize=4)
def _hashes(text: str, size: int) -> dict[str, tuple[int, ...]]:
    """Where each run of so many sentences stands, by its hash."""
    units = split(text, "").sentences
    found: dict[str, list[int]] = defaultdict(list)
    for start in range(len(units) - size + 1):
        run = " ".join(unit.text for unit in units[start : start + size])
        found[passage_hash(run)].append(start)
    return {hashed: tuple(starts) for hashed, starts in found.items()}


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
    plain = plainly(essay.text)
    wanted = plainly(quote).letters.strip()
    if not wanted:
        return _problem("passage-not-found", "The quote is empty.", essay, passage)
    starts = _all(plain.letters, wanted)
    exact = [(start, _found(essay, plain, start, start + len(wanted))) for start in starts]
    named = [one for one in exact if set(passage.sentences) & set(one[1].sentences)]
    moved = bool(passage.sentences and exact and not named)
    exact = _fitting(plain.letters, named or exact, len(wanted), passage)
    if len(exact) == 1:
        return replace(exact[0][1], how="moved") if moved else exact[0][1]
    if exact:
        length = len(wanted)
        places = [(one, _beside(plain.letters, (at, at + length), passage)) for at, one in exact]
        times = f"{len(exact)} times" if len(exact) < _MOST else f"{_MOST} times or more"
        message = f'The quote "{_short(quote)}" stands {times}{_candidates(essay, places)}.'
        hint = "add the words before or after it, or its sentence"
        return _problem("passage-ambiguous", message, essay, passage, hint)
    return _near(essay, passage, quote)


def _all(text: str, wanted: str) -> list[int]:
    """Where the wanted words begin, at most a hundred places."""
    found: list[int] = []
    start = text.find(wanted)
    while start >= 0 and len(found) < _MOST:
        found.append(start)
        start = text.find(wanted, start + 1)
    return found


def _found(essay: Essay, plain: Plain, start: int, end: int, score: float = 1.0) -> Found:
    first, last = plain.span(start, end)
    text = tidy(essay.text[first:last])
    found = Found(_touched(essay, first, last), first, last, text, score)
    return found if score == 1 else replace(found, how="edited")


def _fitting(
    letters: str, exact: list[tuple[int, Found]], length: int, passage: Passage
) -> list[tuple[int, Found]]:
    """Of several places those whose context is the one that is named, or clearly nearest to it."""
    if len(exact) < 2 or (passage.before is None and passage.after is None):
        return exact
    fits = [
        (_beside(letters, (start, start + length), passage), start, found) for start, found in exact
    ]
    fits.sort(key=lambda one: -one[0])
    clear = fits[0][0] >= ALIKE and fits[0][0] - fits[1][0] >= APART
    return [fits[0][1:]] if clear else exact


def _beside(letters: str, at: tuple[int, int], passage: Passage) -> float:
    """How like the words around a place are to those that the passage names; 1 where none are."""
    start, end = at
    scores = []
    if passage.before is not None:
        before = plainly(passage.before).letters.strip()
        scores.append(_edge(letters[:start].rstrip()[-2 * len(before) - 8 :], before, -1))
    if passage.after is not None:
        after = plainly(passage.after).letters.strip()
        scores.append(_edge(letters[end : end + 2 * len(after) + 8].lstrip(), after, 1))
    return sum(scores) / len(scores) if scores else 1.0


def _edge(around: str, wanted: str, way: int) -> float:
    """Words that must stand next to the passage: less for those that stand a little off."""
    size = len(wanted)
    beside = around[:size] if way > 0 else around[-size:]
    return max(likeness(beside, wanted), 0.9 * within(around, wanted)) if wanted else 1.0


def _near(essay: Essay, passage: Passage, quote: str) -> Found | Problem:
    """The stretch most like a quote that is not there word for word, or the two it was split in."""
    plain = plainly(essay.text)
    wanted = plainly(quote).letters.strip()
    places = near(plain.letters, wanted)
    scored = [(_of_stretch(essay, plain, one), _total(plain, one, passage)) for one in places]
    scored = [one for one in scored if _stands(one[0], passage)] or scored
    scored.sort(key=lambda one: (-one[1], one[0].start))
    whole = scored[0][0].score if scored else 0.0
    two = _split(essay, plain, wanted) if whole + WHOLE <= 1 else None
    if two is not None and two.score >= max(ALIKE, whole + WHOLE):
        return two
    if not scored or scored[0][1] < ALIKE:
        return _lost(essay, passage, quote, scored)
    rivals = [one for one in scored if scored[0][1] - one[1] < APART]
    if len(rivals) > 1:
        message = f'The quote "{_short(quote)}" is about as near to {len(rivals)} places'
        hint = "add the words before or after it, or quote it anew"
        told = f"{message}{_candidates(essay, rivals)}."
        return _problem("passage-ambiguous", told, essay, passage, hint)
    return scored[0][0]


def _lost(
    essay: Essay, passage: Passage, quote: str, scored: Sequence[tuple[Found, float]]
) -> Problem:
    """Nothing is near enough; the nearest is told."""
    message = f'The quote "{_short(quote)}" is not in the essay.'
    if not scored:
        return _problem("passage-not-found", message, essay, passage)
    nearest = f'{_candidates(essay, scored[:1])}: "{_short(scored[0][0].text)}"'
    hint = f"the nearest is{nearest}"
    return _problem("passage-not-found", message, essay, passage, hint)


def _of_stretch(essay: Essay, plain: Plain, one: Stretch) -> Found:
    return _found(essay, plain, one.start, one.end, one.score)


def _total(plain: Plain, one: Stretch, passage: Passage) -> float:
    """The likeness of a stretch with that of its context, where a context is named."""
    if passage.before is None and passage.after is None:
        return one.score
    beside = _beside(plain.letters, (one.start, one.end), passage)
    return (1 - _CONTEXT) * one.score + _CONTEXT * beside


def _stands(found: Found, passage: Passage) -> bool:
    return not passage.sentences or bool(set(passage.sentences) & set(found.sentences))


def _split(essay: Essay, plain: Plain, wanted: str) -> Found | None:
    """The two stretches that a quote was split in; None where there are none, or two such pairs."""
    pairs = parted(plain.letters, wanted)
    if not pairs:
        return None
    first, second, score = pairs[0]
    others = [one for one in pairs if not (overlap(one[0], first) and overlap(one[1], second))]
    if any(score - one[2] < APART for one in others):
        return None
    parts = [plain.span(one.start, one.end) for one in (first, second)]
    touched = sorted({number for part in parts for number in _touched(essay, *part)})
    text = " … ".join(tidy(essay.text[start:end]) for start, end in parts)
    return Found(tuple(touched), parts[0][0], parts[1][1], text, score, "split", tuple(parts))


def _candidates(essay: Essay, scored: Sequence[tuple[Found, float]]) -> str:
    """Where the candidates stand: sentence, line of the essay, score."""
    told = []
    for found, score in scored[:_TOLD]:
        line = essay.text.count("\n", 0, found.start) + 1
        number = found.sentences[0] if found.sentences else 0
        told.append(f"sentence {number} (line {line}, score {score:.2f})")
    more = f" and {len(scored) - _TOLD} more" if len(scored) > _TOLD else ""
    return f": {', '.join(told)}{more}" if len(scored) > 1 else f" {', '.join(told)}"


def _short(text: str) -> str:
    """The beginning of a text, for a message."""
    line = tidy(text)
    return line if len(line) <= 60 else f"{line[:57]}..."


def _problem(
    code: str, message: str, essay: Essay, passage: Passage, hint: str | None = None
) -> Problem:
    place = passage.place or Place(essay.file, 1, 1)
    return Problem(code, "error", message, place, hint)
