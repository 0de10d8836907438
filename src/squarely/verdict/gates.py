"""Conditions that cap or stop a verdict, whatever the numbers say.

Grounds, construct, edge, reporting and design, as `docs/method.md` orders them; beside them two
that follow from the same rules: silence of an incomplete source is not absence, and a fact typed by
hand carries no more than the hand that typed it.

Sources: Weidmann 2016, American J. of Political Science 60:206; Hollenbach & Pierskalla 2017,
Research & Politics 4(1) (reporting bias).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from squarely.model.argument import Claim, Threshold, WarrantUse
from squarely.model.dataset import Dataset
from squarely.model.finding import Cap, Estimate, Gate, Infeasible
from squarely.model.request import Measure
from squarely.model.spoken import cause, rate
from squarely.verdict.content import content
from squarely.verdict.thresholds import (
    HELD_LEANS,
    HELD_LEAST,
    PLAUSIBLE_COUNTRIES,
    PLAUSIBLE_DATASETS,
    PLAUSIBLE_WITHIN,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the gates look at: the main result, its datasets, and how it was asked."""

    main: Estimate | Infeasible | None
    why_not: str  # why nothing could be asked, empty otherwise
    datasets: tuple[Dataset, ...]
    trimmed: str  # what was left out of the trailing edge, empty for nothing
    cut: str  # how the claim's window reaches beyond the data, empty where it does not
    spans_countries: bool  # the measure is compared between countries
    held: float = 1.0  # the part of the days the claim names that the data hold
    copies: str = ""  # how rows stand in the data more than once, empty where they do not


def gates_of(claim: Claim, evidence: Evidence) -> tuple[Gate, ...]:
    """Every gate in order, passed or not, with its reason."""
    if claim.warrant is None:
        return ()
    first = _grounds(evidence)
    if first.cap:
        return (first,)
    return (
        first,
        _construct(claim, evidence),
        _edge(claim, evidence),
        _reporting(evidence),
        _design(claim),
        _absence(claim, evidence),
        _provenance(evidence),
        *content(claim),
        *_duplicates(claim, evidence),
        *own_cap(evidence.main),
    )


def _grounds(evidence: Evidence) -> Gate:
    if evidence.main is None:
        return Gate("grounds", False, evidence.why_not or "nothing could be asked", "no grounds")
    if isinstance(evidence.main, Infeasible):
        return Gate("grounds", False, evidence.main.why, "no grounds")
    names = ", ".join(dataset.name for dataset in evidence.datasets)
    return Gate("grounds", True, f"{names or 'the dates given'} can speak to it")


def _construct(claim: Claim, evidence: Evidence) -> Gate:
    why = claim.construct_why
    if wanting := _denominator(claim, evidence):
        return Gate("construct", False, wanting, "undetermined")
    if claim.construct == "direct":
        return Gate("construct", True, why or "measured directly")
    cap: Cap = "leans" if claim.construct == "near proxy" else "undetermined"
    return Gate("construct", False, f"{claim.construct}: {why or 'stands in for it'}", cap)


def _denominator(claim: Claim, evidence: Evidence) -> str:
    """What is wanting of a denominator: none for a rate, or one that another source gives."""
    use, main = claim.warrant, evidence.main
    of = use.keys.get("of") if use else None
    word = rate(claim.says)
    if word and isinstance(of, Measure) and of.kind in ("count", "sum") and _compares(use):
        return f"its words speak of a rate (“{word}”), the test counts and has no denominator"
    if use is None or use.name != "share" or len(evidence.datasets) < 2:
        return ""
    if not isinstance(main, Estimate) or _clear_of(main, PLAUSIBLE_DATASETS):
        return ""
    names = " and the whole from ".join(dataset.name for dataset in evidence.datasets[:2])
    return (
        f"the part is from {names}: a {PLAUSIBLE_DATASETS:g}-fold difference of what they take in "
        "is plausible and would overturn it"
    )


def _compares(use: WarrantUse | None) -> bool:
    return use is not None and use.name in ("level", "trend", "change", "extreme", "contrast")


def _clear_of(main: Estimate, ratio: float) -> bool:
    """Whether a share is on its side of the threshold by more than `ratio`-fold."""
    if not main.edge or main.value <= 0:
        return main.value <= 0
    return max(main.value / main.edge, main.edge / main.value) > ratio


def _edge(claim: Claim, evidence: Evidence) -> Gate:
    """Incomplete months at the end are left out; what speaks of part of a window says so."""
    if evidence.cut:
        cap = _cut_cap(claim, evidence)
        learnt = any(dataset.lag_learnt for dataset in evidence.datasets)
        why = f"{evidence.cut}; {evidence.trimmed}" if learnt else evidence.cut
        return Gate("edge", cap is None, why, cap)
    if not any(dataset.lag or dataset.lag_learnt for dataset in evidence.datasets):
        return Gate("edge", None, "no months at its end are held to be incomplete")
    return Gate("edge", True, evidence.trimmed or "the window ends before the incomplete months")


def _cut_cap(claim: Claim, evidence: Evidence) -> Cap | None:
    """What the missing days could change: nothing where more rows could only confirm.

    A census of part of a window is none of the window, whatever is counted of it: what the missing
    days hold has no bounds. A tendency can be learnt from a part.
    """
    use, main = claim.warrant, evidence.main
    if use is None or not isinstance(main, Estimate):
        return None
    if use.name in ("level", "exists", "extreme"):
        return None if _stands_whatever_comes(use, main) else "undetermined"
    if main.census or evidence.held < HELD_LEAST:
        return "undetermined"
    return "leans" if evidence.held < HELD_LEANS else None


def _stands_whatever_comes(use: WarrantUse, main: Estimate) -> bool:
    """Whether further rows could only confirm what the record shows: counts do not shrink."""
    of = use.keys.get("of")
    if use.name == "exists":
        return main.value < 1 if use.expect == "always" else main.value > 0
    if use.name == "extreme":
        by_period = use.keys.get("every") is not None
        beaten = main.at95.high < 0 if use.expect == "largest" else main.at95.low > 0
        return by_period and beaten
    adds_up = not isinstance(of, Measure) or of.kind in ("count", "sum")
    if not (adds_up and isinstance(use.expect, Threshold)):
        return False
    if use.expect.relation == "about":
        return False
    passed = main.at95.low > use.expect.value
    return passed or (use.expect.relation == "at-least" and main.at95.low == use.expect.value)


def _reporting(evidence: Evidence) -> Gate:
    reported = [dataset.name for dataset in evidence.datasets if dataset.reported]
    if not reported:
        return Gate("reporting", None, "a register or a roll call: nothing goes unreported")
    tipping = evidence.main.tipping if isinstance(evidence.main, Estimate) else None
    return reporting(tipping, _plausible(evidence))


def reporting(tipping: float | None, bound: float) -> Gate:
    """Whether a result outlives the change of reporting that is plausible."""
    if tipping is None:
        return Gate("reporting", None, "no change of reporting could be weighed against it")
    said = f"reporting would have to differ {tipping:.3g}-fold to overturn it"
    if tipping < bound:
        return Gate(
            "reporting", False, f"{said}; up to {bound:g}-fold is plausible", "undetermined"
        )
    return Gate("reporting", True, f"{said}; more than {bound:g}-fold is not plausible")


def _plausible(evidence: Evidence) -> float:
    if len({dataset.family for dataset in evidence.datasets}) > 1:
        return PLAUSIBLE_DATASETS
    return PLAUSIBLE_COUNTRIES if evidence.spans_countries else PLAUSIBLE_WITHIN


def _design(claim: Claim) -> Gate:
    """A cause, in the type of a claim or in its words, is more than a count can show."""
    word = cause(claim.says) if claim.type in ("descriptive", "comparative") else ""
    if claim.type != "causal" and not word:
        return Gate("design", True, f"a {claim.type} claim, answered by a descriptive test")
    told = f"its words claim a cause (“{word}”)" if word else "a causal claim"
    if _has_controls(claim):
        why = f"{told}, read against controls that the author names"
        return Gate("design", False, why, "leans")
    why = f"{told}: counts before and after, or side by side, show no cause"
    return Gate("design", False, why, "undetermined")


def _has_controls(claim: Claim) -> bool:
    """A change read against units that the date left alone; whatever it expects of them."""
    use = claim.warrant
    return use is not None and use.name == "change" and "controls" in use.keys


def _absence(claim: Claim, evidence: Evidence) -> Gate:
    use, main = claim.warrant, evidence.main
    looked_for = use is not None and use.name in ("exists", "level")
    nothing = looked_for and isinstance(main, Estimate) and _nothing(claim, main)
    return absence(nothing, all(dataset.coverage.complete for dataset in evidence.datasets))


def absence(nothing: bool, complete: bool) -> Gate:
    """What may rest on nothing being on record, in a source that lists all or does not."""
    if not nothing:
        return Gate("absence", None, "nothing rests on absence")
    if complete:
        return Gate("absence", False, "none in a source that lists all: at most leans", "leans")
    why = "absent from a source that does not list all: silence is not absence"
    return Gate("absence", False, why, "undetermined")


def _nothing(claim: Claim, main: Estimate) -> bool:
    """Whether no unit at all is on record; a figure of nought that a row states is a figure."""
    use = claim.warrant
    if use is None or use.expect == "always":
        return False
    return main.value <= 0 if use.name == "exists" else main.n == 0


def _provenance(evidence: Evidence) -> Gate:
    typed = [dataset.name for dataset in evidence.datasets if dataset.hand_typed]
    if typed:
        return Gate("provenance", False, f"typed by hand from pages: {', '.join(typed)}", "leans")
    return Gate("provenance", True, "read from the source's own files")


def _duplicates(claim: Claim, evidence: Evidence) -> Sequence[Gate]:
    """Rows that stand in the file more than once are found, and not taken for more evidence."""
    if not evidence.copies or (claim.warrant and claim.warrant.name == "exists"):
        return ()
    return (Gate("duplicates", False, evidence.copies, "undetermined"),)


def own_cap(main: Estimate | Infeasible | None) -> Sequence[Gate]:
    """The cap that an estimate carries itself, where it does."""
    if isinstance(main, Estimate) and main.cap:
        return (Gate("design", False, main.cap_why, main.cap),)
    return ()
