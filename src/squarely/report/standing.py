"""Where a conclusion stands, for a reader who has not met the file: in the claims' own words.

Two sentences: its state with how much is open, and the premises of which any one's failure leaves
no way to it, each with the datum that would settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from squarely.model.study import ClaimStudy, ConclusionStudy
from squarely.report.words import counted_in_words, plain
from squarely.strength.sentence import AS_DRAWN, STATE, STEPS
from squarely.study.numbers import how_many

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
class Lists:
    """What stands over each list of premises; `same` where it needs no list of its own."""

    alone: str
    together: str
    carried: str
    same: str


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
    lists: Lists


def stands(end: ConclusionStudy, claims: Mapping[str, ClaimStudy]) -> Stands:
    """The first lines of a conclusion; claims that the study does not show are not named."""
    single = [one[0] for one in end.cut_sets if len(one) == 1]
    hung = single or list(end.cut_sets[0] if end.cut_sets else ())
    known = _for_data_first([claims[name] for name in hung if name in claims])
    named = known[:MOST_NAMED] if single else known
    return Stands(
        opening=_opening(end),
        hangs=_hangs(hung, bool(single), end) if named else "",
        named=_sided(named, end),
        more=len(hung) - len(named),
        alone=_sided(known, end) if single else (),
        together=tuple(one for one in end.cut_sets if len(one) > 1),
        same=len(end.completion_sets) == 1 and set(end.completion_sets[0]) == set(single),
        lists=_lists(end, [claim.id for claim in known] if single else []),
    )


def _sided(found: Sequence[ClaimStudy], end: ConclusionStudy) -> tuple[Premise, ...]:
    return tuple(Premise(claim, claim.id in end.attackers, _datum(claim)) for claim in found)


def _opening(end: ConclusionStudy) -> str:
    if end.state != "conditional":
        return STATE[end.state]
    if not end.completion_sets:
        return STEPS
    return _conditional(end)


def _conditional(end: ConclusionStudy) -> str:
    """How many premises have to come out for it, and how many steps nothing shows to bear on it."""
    open_still = len(end.completion_sets[0])
    least = "at least " if len(end.completion_sets) > 1 else ""
    noun, verb = ("premise", "turns") if open_still == 1 else ("premises", "turn")
    turn = f"open {noun} {verb} out in its favour"
    said = f"{_it(end)} stands only if {least}{counted_in_words(open_still)} {turn}"
    steps = len(end.steps_untested)
    are = "is" if steps == 1 else "are"
    none = f"; {counted_in_words(steps)} of the steps {are} untested" if steps else ""
    return f"{said}{none}."


def _it(end: ConclusionStudy) -> str:
    """The conclusion, as the drawing has it where nothing shows that a step's premises bear."""
    return f"{AS_DRAWN} it" if end.steps_untested else "It"


def _hangs(hung: Sequence[str], single: bool, end: ConclusionStudy) -> str:
    left = "no way to the conclusion is left:"
    if len(hung) == 1:
        return f"It hangs on this; if this {_goes(hung, end, 'fails')}, {left}"
    if single:
        return f"It hangs on each of these; if one {_goes(hung, end, 'fails')}, {left}"
    return f"If these {_goes(hung, end, 'fail')} together, {left}"


def _goes(names: Iterable[str], end: ConclusionStudy, verb: Literal["fail", "fails"]) -> str:
    """That premises fail; where one of them works against the conclusion, that one has to hold."""
    if set(names).isdisjoint(end.attackers):
        return verb
    return f"{'is' if verb == 'fails' else 'are'} settled against it"


def _lists(end: ConclusionStudy, single: Sequence[str]) -> Lists:
    """The heads of the lists of premises, said of the steps as drawn where some are untested."""
    together = [one for one in end.cut_sets if len(one) > 1]
    named = {name for one in together for name in one}
    favour = "if all of these were settled in its favour"
    return Lists(
        alone=f"{_it(end)} is not carried if any one of these {_goes(single, end, 'fails')} "
        f"({len(single)})",
        together=f"{_it(end)} is not carried if all of one line {_goes(named, end, 'fail')} "
        f"together ({how_many(len(together), 'such set')})",
        carried=f"{_it(end)} would be carried {favour}",
        same=f"{_it(end)} would be carried {favour}"
        + ("." if end.steps_untested else ": they are all that is open."),
    )


def _for_data_first(found: Sequence[ClaimStudy]) -> list[ClaimStudy]:
    """Premises that data could settle before those for the reader's own judgement."""
    return sorted(found, key=lambda claim: claim.verdict in _UNDECIDABLE)


def _datum(claim: ClaimStudy) -> str:
    """The first that says what is missing; where there is none, the first name of a source."""
    told = claim.would_settle
    if claim.verdict in (*_SETTLED, *_UNDECIDABLE) or not told:
        return ""
    return plain(next((one for one in told if " " in one), told[0])).rstrip(".")
