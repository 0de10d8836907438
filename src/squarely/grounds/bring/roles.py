"""What each column is for: roles proposed from type and header, each with its reason.

Flags of the user go before every proposal. A proposal of low confidence is said to be one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from squarely.grounds.bring import words
from squarely.grounds.bring.infer import Guess

Confidence = Literal["told", "high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role, the column that has it, how sure that is, and why."""

    role: str
    column: str
    confidence: Confidence
    reason: str


_Score = Callable[[str, Guess], tuple[int, str]]


def propose(guesses: Mapping[str, Guess], told: Mapping[str, str]) -> tuple[Role, ...]:
    """The roles of a table: those told, then the best column for each of the others."""
    found: list[Role] = []
    for role, column in told.items():
        found += _told(role, column, guesses)
    for role, score in _SCORES.items():
        if role in told or any(one.role == role for one in found):
            continue
        taken = {one.column for one in found}
        scored = [
            (*score(name, guess), (guess.share, -len(words.tokens(name)), -number), name)
            for number, (name, guess) in enumerate(guesses.items())
            if name not in taken and not guess.free_text
        ]
        best = max(scored, key=lambda one: (one[0], one[2]), default=None)
        if best and best[0] > 0:
            rivals = sum(one[0] == best[0] and one[2][:2] == best[2][:2] for one in scored)
            found += _with_parts(_role(role, best[3], best[0], best[1], rivals), guesses)
    return tuple(_not_two_measures(found))


def _told(role: str, column: str, guesses: Mapping[str, Guess]) -> list[Role]:
    return _with_parts(Role(role, column, "told", "as you said"), guesses)


def _with_parts(role: Role, guesses: Mapping[str, Guess]) -> list[Role]:
    """A size told in words has three columns, and so three roles."""
    guess = guesses.get(role.column)
    if role.role not in ("size", "value") or guess is None or len(guess.reads) < 3:
        return [role]
    low, _, high = (one.name for one in guess.reads)
    parts = [
        Role(f"{role.role}_{end}", name, role.confidence, role.reason)
        for end, name in (("low", low), ("high", high))
    ]
    return [role, *parts]


def _role(role: str, column: str, score: int, reason: str, rivals: int) -> Role:
    confidence: Confidence = "high" if score >= 3 else "medium" if score == 2 else "low"
    if rivals > 1:
        confidence = "low"
        reason = f"{reason}; the first of {rivals} alike"
    return Role(role, column, confidence, reason)


def _not_two_measures(roles: list[Role]) -> list[Role]:
    """A guessed count goes where a value or a size is told."""
    told = {one.role for one in roles if one.confidence == "told"}
    measured = told & {"value", "size"}
    return [one for one in roles if not (measured and one.role == "count" and one.role not in told)]


def _time(name: str, guess: Guess) -> tuple[int, str]:
    kind = guess.main.type
    if kind not in ("date", "year") or words.says(name, words.END):
        return 0, ""
    if words.says(name, words.RECORDED) and not words.says(name, words.START):
        return 1, "dates, though perhaps those of the record"
    if kind == "year":
        return 2, "years"
    named = words.says(name, words.TIME | words.START)
    return (4, "dates under a header that says so") if named else (3, "dates")


def _time_end(name: str, guess: Guess) -> tuple[int, str]:
    dated = guess.main.type == "date" and words.says(name, words.END)
    return (3, "dates under a header that says end") if dated else (0, "")


def _place(name: str, guess: Guess) -> tuple[int, str]:
    if guess.main.type == "country":
        return (4 if words.says(name, words.COUNTRY) else 3), "countries"
    if guess.main.type != "string":
        return 0, ""
    if words.says(name, words.PLACE):
        return 2, "text under a header that names places"
    vague = frozenset({"code", "side", "host", "entity"})
    named = words.says(name, words.COUNTRY - vague)
    return (
        (1, "text under a header that names countries, not known by these names")
        if named
        else (0, "")
    )


def _texts(meant: frozenset[str], what: str) -> _Score:
    def score(name: str, guess: Guess) -> tuple[int, str]:
        if guess.main.type not in ("string", "country") or not words.says(name, meant):
            return 0, ""
        return 2, f"text under a header that names {what}"

    return score


def _type(name: str, guess: Guess) -> tuple[int, str]:
    if guess.main.type != "string" or not words.says(name, words.TYPE):
        return 0, ""
    return (3, "categories under a header that says so") if guess.categories else (1, "text")


def _figure(guess: Guess) -> bool:
    return guess.main.type in ("integer", "number")


def _size(name: str, guess: Guess) -> tuple[int, str]:
    if len(guess.reads) == 3:
        return (2 if words.says(name, words.ASIDE) else 4), "sizes told in words"
    if not _figure(guess) or not words.says(name, words.SIZE):
        return 0, ""
    if words.says(name, words.ASIDE):
        return 1, "numbers of people, though perhaps not those of the row"
    ends = words.says(name, words.LOW | words.HIGH)
    return (1, "numbers of people, at one end") if ends else (3, "numbers of people")


def _end(which: frozenset[str], stem: frozenset[str]) -> _Score:
    def score(name: str, guess: Guess) -> tuple[int, str]:
        named = _figure(guess) and words.says(name, which) and words.says(name, stem)
        return (2, "numbers under a header that says so") if named else (0, "")

    return score


def _count(name: str, guess: Guess) -> tuple[int, str]:
    named = guess.main.type == "integer" and words.says(name, words.COUNT)
    if not named or words.says(name, words.ID - words.COUNT - frozenset({"no", "nr"})):
        return 0, ""
    return 1, "whole numbers under a header that counts: a row stands for so many"


def _value(name: str, guess: Guess) -> tuple[int, str]:
    if not _figure(guess) or words.says(name, words.NUMBERED - frozenset({"index"})):
        return 0, ""
    return (
        (2, "numbers under a header that names a measure")
        if words.says(name, words.VALUE)
        else (0, "")
    )


def _id(name: str, guess: Guess) -> tuple[int, str]:
    unique = guess.filled > 1 and guess.distinct == guess.filled
    kind = guess.main.type in ("string", "integer") and len(guess.reads) == 1
    if not (unique and kind and words.says(name, words.ID)):
        return 0, ""
    return 3, "different in every row, under a header that says so"


def _source(name: str, guess: Guess) -> tuple[int, str]:
    named = guess.main.type == "string" and words.says(name, words.SOURCE)
    return (2, "text under a header that names sources") if named else (0, "")


def _degrees(meant: frozenset[str]) -> _Score:
    def score(name: str, guess: Guess) -> tuple[int, str]:
        named = _figure(guess) and bool(meant & set(words.tokens(name)))
        return (3, "numbers under a header that says so") if named else (0, "")

    return score


_SCORES: Mapping[str, _Score] = {
    "latitude": _degrees(frozenset({"lat", "latitude"})),
    "longitude": _degrees(frozenset({"lon", "lng", "longitude"})),
    "time": _time,
    "time_end": _time_end,
    "place": _place,
    "id": _id,
    "size_low": _end(words.LOW, words.SIZE),
    "size_high": _end(words.HIGH, words.SIZE),
    "size": _size,
    "type": _type,
    "actor": _texts(words.ACTOR, "actors"),
    "target": _texts(words.TARGET, "targets"),
    "value_low": _end(words.LOW, words.VALUE),
    "value_high": _end(words.HIGH, words.VALUE),
    "value": _value,
    "count": _count,
    "source": _source,
}
