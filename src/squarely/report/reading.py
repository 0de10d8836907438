"""The essay as the page sets it: units in paragraphs, cut where a claimed passage begins or ends.

Without the essay's text the claims' paraphrases stand in their order. A passage belongs to all
claims that name it; each claim's mark stands in the margin where its passage first begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from squarely.model.study import ClaimStudy, EssayShown, Study

UNTESTED = ("no grounds", "out of scope")
Unit = tuple[int, int, int, str, int]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text, the claims it belongs to, those of them whose mark stands here."""

    text: str
    claims: tuple[ClaimStudy, ...] = ()
    marks: tuple[ClaimStudy, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading or line of the essay."""

    kind: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The essay or its paraphrases, and how many sentences carry no claim (None: not known)."""

    paragraphs: tuple[Paragraph, ...]
    verbatim: bool
    unmarked: int | None


def reading(study: Study) -> Reading:
    """What stands on the left of the page."""
    essay = study.essay
    if essay is None or essay.text is None or not essay.units:
        return Reading(_paraphrases(study.claims), False, _unclaimed(essay, study.claims))
    paragraphs: list[Paragraph] = []
    seen: set[str] = set()
    unmarked = 0
    last: int | None = None
    for unit in essay.units:
        segments = _segments(essay.text, unit, study.claims, seen)
        unmarked += unit[3] == "sentence" and not any(s.claims for s in segments)
        kind = unit[3] if unit[3] in ("heading", "line") else "sentence"
        if paragraphs and unit[4] == last and paragraphs[-1].kind == kind == "sentence":
            joined = (*paragraphs[-1].segments, Segment(" "), *segments)
            paragraphs[-1] = Paragraph(kind, joined)
        else:
            paragraphs.append(Paragraph(kind, segments))
        last = unit[4]
    return Reading(tuple(paragraphs), True, unmarked)


def _paraphrases(claims: Sequence[ClaimStudy]) -> tuple[Paragraph, ...]:
    ordered = sorted(claims, key=lambda c: c.passage.sentences[:1] if c.passage else (1 << 30,))
    return tuple(
        Paragraph("sentence", (Segment(claim.says, (claim,), (claim,)),)) for claim in ordered
    )


def _unclaimed(essay: EssayShown | None, claims: Sequence[ClaimStudy]) -> int | None:
    """How many units no claim names."""
    if essay is None or not essay.sentences:
        return None
    named = {number for claim in claims if claim.passage for number in claim.passage.sentences}
    return max(0, essay.sentences - len(named))


def _segments(
    text: str, unit: Unit, claims: Sequence[ClaimStudy], seen: set[str]
) -> tuple[Segment, ...]:
    number, start, end = unit[0], unit[1], unit[2]
    spans = [(claim, *_span(claim, start, end)) for claim in claims if _names(claim, number)]
    spans = [(claim, first, last) for claim, first, last in spans if first < last]
    cuts = sorted({start, end, *(s[1] for s in spans), *(s[2] for s in spans)})
    found = []
    for first, last in pairwise(cuts):
        here = _tested_first(c for c, one, other in spans if one <= first and last <= other)
        marks = tuple(claim for claim in here if claim.id not in seen)
        seen.update(claim.id for claim in marks)
        found.append(Segment(text[first:last], here, marks))
    return tuple(found)


def _tested_first(claims: Iterable[ClaimStudy]) -> tuple[ClaimStudy, ...]:
    """Claims with a verdict from data before those without, else in their order."""
    return tuple(sorted(claims, key=lambda claim: claim.verdict in UNTESTED))


def _names(claim: ClaimStudy, number: int) -> bool:
    return claim.passage is not None and number in claim.passage.sentences


def _span(claim: ClaimStudy, start: int, end: int) -> tuple[int, int]:
    """The part of a unit that the claim's passage covers; the whole where no span is known."""
    passage = claim.passage
    if passage is None or passage.start is None or passage.end is None:
        return start, end
    first, last = max(start, passage.start), min(end, passage.end)
    return (first, last) if first < last else (start, end)
