"""What a claim asks of the record that the record could not refuse, or cannot tell at all.

A bound that every record meets, a part that is the whole, a register that holds what it registers:
no data could make such a claim false, so data that make it true say nothing. The same holds of its
negation, which no data could make true; neither gets a verdict.

Source: Popper 1959, The Logic of Scientific Discovery, ch. 6 (content as what is ruled out).
"""

from __future__ import annotations

from math import inf

from squarely.model.argument import Claim, Threshold, WarrantUse
from squarely.model.finding import Gate
from squarely.model.request import Condition, Measure


def content(claim: Claim) -> tuple[Gate, ...]:
    """The gate that a claim without content does not pass; none for any other claim."""
    why = _empty(claim.warrant) if claim.warrant else ""
    return (Gate("content", False, why, "undetermined"),) if why else ()


def _empty(use: WarrantUse) -> str:
    measures = _measures(use)
    of_figure = use.name in ("level", "share")
    if of_figure and _bounded(use.expect, _possible(use, measures)):
        return "no record could lie on the other side of the number named"
    of_part = of_figure or use.expect == "always"
    if of_part and any(_whole(measure, _among(use, measure)) for measure in measures):
        return "the part is the whole by its own conditions: no record could be otherwise"
    if _asks_for_any(use) and all(_unconditional(one) for one in measures):
        return "a source holds what it registers: that it holds any says nothing"
    return ""


def _measures(use: WarrantUse) -> tuple[Measure, ...]:
    of = use.keys.get("of")
    held = of if isinstance(of, tuple) else (of,)
    return tuple(one for one in held if isinstance(one, Measure))


def _possible(use: WarrantUse, measures: tuple[Measure, ...]) -> tuple[float, float] | None:
    """The values that a record can hold: shares from 0 to 1, counts from 0; of others anything."""
    kinds = {measure.kind for measure in measures}
    if use.name == "share" or kinds == {"share"}:
        return 0.0, 1.0
    return (0.0, inf) if kinds == {"count"} else None


def _bounded(threshold: str | Threshold, possible: tuple[float, float] | None) -> bool:
    """Whether every possible value, or none, meets the threshold."""
    if possible is None or not isinstance(threshold, Threshold):
        return False
    low, high = possible
    value = threshold.value
    if threshold.relation == "more-than":
        return value < low or value >= high
    if threshold.relation == "at-least":
        return value <= low or value > high
    return threshold.relation == "at-most" and (value >= high or value < low)


def _among(use: WarrantUse, measure: Measure) -> tuple[Condition, ...] | None:
    """The conditions of the reference set; None where it is of another source."""
    if measure.kind == "share":
        return measure.among
    among = use.keys.get("among")
    if isinstance(among, Measure):
        return among.where if among.dataset == measure.dataset else None
    held = among if isinstance(among, tuple) else ()
    return tuple(one for one in held if isinstance(one, Condition))


def _whole(measure: Measure, among: tuple[Condition, ...] | None) -> bool:
    """Whether a part is asked for by conditions that its reference set has already."""
    if among is None or measure.kind not in ("share", "count"):
        return False
    return bool(measure.where) and set(measure.where) <= set(among)


def _asks_for_any(use: WarrantUse) -> bool:
    """Whether one unit anywhere in the record is enough, or none at all is asked for."""
    if use.keys.get("during") is not None:
        return False
    if use.name == "exists":
        return use.expect in ("some", "none")
    expect = use.expect
    if use.name != "level" or not isinstance(expect, Threshold):
        return False
    return (expect.relation, expect.value) in (("more-than", 0), ("at-least", 1), ("at-most", 0))


def _unconditional(measure: Measure) -> bool:
    return measure.kind == "count" and not measure.where
