"""Where a conclusion stands, for a reader who has not met the file: in the claims' own words.

Two sentences: its state with how much is open, and the premises of which any one's failure leaves
no way to it, each with the datum that would settle it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from squarely.model.study import ClaimStudy, ConclusionStudy
from squarely.report.words import counted_in_words, plain

MOST_NAMED = 3
_UNDECIDABLE = ("out of scope",)
_SETTLED = ("supported", "contradicted")


@dataclass(frozen=True, slots=True)
class Premise:
    """A premise on which a conclusion hangs."""

    claim: ClaimStudy
    against: bool
    datum: str


@dataclass(frozen=True, slots=True)
class Stands:
    """A conclusion as its first lines: premises to name, and how many more there are.

    `alone` are all premises of which one is enough to fail it, `together` the larger sets.

    Of each premise: whether it works against the conclusion, which then hangs on its failing, and
    the datum that would settle it, empty where it is settled or none is known.
    """

    opening: str
    hangs: str
    named: tuple[Premise, ...]
    more: int
    alone: tuple[Premise, ...]
    together: tuple[tuple[str, ...], ...]
    same: bool  # that what would carry it is what it hangs on, premise by premise


def stands(end: ConclusionStudy, claims: Mapping[str, ClaimStudy]) -> Stands:
    """The first lines of a conclusion; claims that the study does not show are not named."""
    single = [one[0] for one in end.cut_sets if len(one) == 1]
    hung = single or list(end.cut_sets[0] if end.cut_sets else ())
    known = _for_data_first([claims[name] for name in hung if name in claims])
    named = known[:MOST_NAMED] if single else known
    return Stands(
        opening=_opening(end),
        hangs=_hangs(bool(single), len(hung)) if named else "",
        named=_sided(named, end),
        more=len(hung) - len(named),
        alone=_sided(known, end) if single else (),
        together=tuple(one for one in end.cut_sets if len(one) > 1),
        same=len(end.completion_sets) == 1 and set(end.completion_sets[0]) == set(single),
    )


def _sided(found: Sequence[ClaimStudy], end: ConclusionStudy) -> tuple[Premise, ...]:
    return tuple(Premise(claim, claim.id in end.attackers, _datum(claim)) for claim in found)


def _opening(end: ConclusionStudy) -> str:
    if end.state == "conditional":
        return _conditional(end)
    return {
        "carried": "The premises carry it, whatever the open questions bring.",
        "carried on balance": "The premises carry it as far as the data lean.",
        "not carried": "The premises given do not carry it, whatever the open questions bring.",
        "rebutted": "A granted reason against it stands, and no granted reason for it.",
    }[end.state]


def _conditional(end: ConclusionStudy) -> str:
    if not end.completion_sets:
        return "Its premises may hold and still not bear on it: no test speaks to its steps."
    premises = _counted(len(end.completion_sets[0]), "open premise")
    steps = len(end.steps_untested)
    also = f", and if {_counted(steps, 'untested step')} of reasoning may be taken" if steps else ""
    return f"It stands only if {premises} turn out in its favour{also}."


def _counted(number: int, noun: str) -> str:
    return f"{counted_in_words(number)} {noun}{'' if number == 1 else 's'}"


def _hangs(single: bool, count: int) -> str:
    if count == 1:
        return "It hangs on this; if it fails, no way to the conclusion is left:"
    if single:
        return "It hangs on each of these; if one fails, no way to the conclusion is left:"
    return "If these fail together, no way to the conclusion is left:"


def _for_data_first(found: Sequence[ClaimStudy]) -> list[ClaimStudy]:
    """Premises that data could settle before those for the reader's own judgement."""
    return sorted(found, key=lambda claim: claim.verdict in _UNDECIDABLE)


def _datum(claim: ClaimStudy) -> str:
    """The first that says what is missing; where there is none, the first name of a source."""
    told = claim.would_settle
    if claim.verdict in (*_SETTLED, *_UNDECIDABLE) or not told:
        return ""
    return plain(next((one for one in told if " " in one), told[0])).rstrip(".")
