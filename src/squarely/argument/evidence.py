"""What the premises of a claim have in common that a reader should know: rows, and words.

Two premises on the same rows are one piece of evidence; two that count one unit then and now, by
different conditions, speak of different things. Words of cause or of a rate ask for more than a
count. All of these are warnings: what follows from them for a verdict is the gates' matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from squarely.model.argument import Argument, Claim
from squarely.model.dataset import Dataset
from squarely.model.place import Place, Problem
from squarely.model.request import Condition, Measure, Window
from squarely.model.spoken import cause, rate

FACTS = ("descriptive", "comparative")
GROUPS = ("place", "actor", "time")  # premises on two countries compare them; that shifts nothing
MOST_SHOWN = 3
Catalog = Mapping[str, Dataset]


def words(argument: Argument) -> Iterator[Problem]:
    """Claims of fact, put to a test, whose words claim a cause or a rate."""
    for claim in argument.claims:
        if claim.warrant is None or claim.type not in FACTS:
            continue
        at = claim.place or Place(argument.file, 1, 1)
        if word := cause(claim.says):
            message = f'"{claim.id}" says a cause ("{word}") and is typed {claim.type}.'
            hint = "say what was counted, and state the cause as a claim of its own, type causal"
            yield Problem("cause-in-words", "warning", message, at, hint)
        of = claim.warrant.keys.get("of")
        word = rate(claim.says)
        if word and isinstance(of, Measure) and of.kind in ("count", "sum"):
            message = f'"{claim.id}" says a rate ("{word}") and counts without a denominator.'
            hint = "measure a share, or say what was counted"
            yield Problem("rate-in-words", "warning", message, at, hint)


def common(argument: Argument, catalog: Catalog) -> Iterator[Problem]:
    """For each claim what pairs of its premises share, or count by different conditions."""
    for target, way in dict.fromkeys((s.to or s.against, bool(s.to)) for s in argument.inferences):
        steps = [s for s in argument.inferences if (s.to if way else s.against) == target]
        names = dict.fromkeys(name for step in steps for name in step.premises)
        claims = [one for name in names if (one := argument.claim(name)) and one.warrant]
        at = steps[0].place or Place(argument.file, 1, 1)
        yield from _pairs(f'of "{target}"', claims, catalog, at)


def _pairs(whose: str, claims: list[Claim], catalog: Catalog, at: Place) -> Iterator[Problem]:
    same, shifted = [], []
    for first, second in combinations(claims, 2):
        ours, theirs = _measure(first), _measure(second)
        if ours is None or theirs is None or _unit(ours) != _unit(theirs):
            continue
        if set(ours.where) == set(theirs.where) and _overlap(first, second):
            same.append(f'"{first.id}" and "{second.id}"')
        elif not _overlap(first, second) and (column := _shifted(ours, theirs, catalog)):
            shifted.append(f'"{first.id}" and "{second.id}" ({column})')
    if same:
        message = f"Premises {whose} rest on the same rows and count once: {_listed(same)}."
        yield Problem("shared-evidence", "warning", message, at)
    if shifted:
        message = (
            f"Premises {whose} count then and now by different conditions: {_listed(shifted)}."
        )
        hint = "make sure that the conclusion speaks of one and the same"
        yield Problem("shifted-definition", "warning", message, at, hint)


def _listed(pairs: list[str]) -> str:
    more = len(pairs) - MOST_SHOWN
    return "; ".join(pairs[:MOST_SHOWN]) + (f" and {more} more pairs" if more > 0 else "")


def _measure(claim: Claim) -> Measure | None:
    of = claim.warrant.keys.get("of") if claim.warrant else None
    if not isinstance(of, Measure) or not of.dataset:
        return None
    return of if of.name or of.kind == "share" else None  # a faulty one counts nothing


def _unit(measure: Measure) -> tuple[str, str, str]:
    return measure.dataset.partition("@")[0], measure.kind, measure.name


def _overlap(first: Claim, second: Claim) -> bool:
    """Whether the windows of two claims share a day; one that names none speaks of all."""
    ours, theirs = (_window(claim) for claim in (first, second))
    early = ours.last and theirs.first and ours.last < theirs.first
    late = theirs.last and ours.first and theirs.last < ours.first
    return not (early or late)


def _window(claim: Claim) -> Window:
    during = claim.warrant.keys.get("during") if claim.warrant else None
    return during if isinstance(during, Window) else Window()


def _shifted(ours: Measure, theirs: Measure, catalog: Catalog) -> str:
    """The first column on which both set conditions, and not the same ones."""
    dataset = catalog.get(ours.dataset.partition("@")[0])
    roles = dataset.roles if dataset else {}
    groups = {*GROUPS, *(roles.get(role, role) for role in GROUPS)}
    for column in dict.fromkeys(one.column for one in ours.where if one.column not in groups):
        held = [_of(column, measure) for measure in (ours, theirs)]
        if held[1] and held[0] != held[1]:
            return column
    return ""


def _of(column: str, measure: Measure) -> set[Condition]:
    return {one for one in measure.where if one.column == column}
