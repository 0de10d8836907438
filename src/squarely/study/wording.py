"""Verdicts, reasons and methods as plain sentences from fixed templates.

The same words serve every claim and every author; none of them is for or against anything.
"""

from __future__ import annotations

import re
from collections import Counter

from squarely.model.dataset import Dataset
from squarely.model.finding import Estimate, Label, Verdict
from squarely.model.vocabulary import FORMS
from squarely.study.judging import Judged
from squarely.study.numbers import signed, spans_said, spoken, true_minus, with_unit
from squarely.verdict.sides import side_of, splitting

_TOO_WIDE = ("imprecise", "edge")  # undetermined because the interval reaches over the edge

_SAID: dict[Label, str] = {
    "supported": "the claim is supported",
    "leans supported": "the data lean towards the claim",
    "undetermined": "the data do not settle the claim",
    "leans contradicted": "the data lean against the claim",
    "contradicted": "the claim is contradicted",
    "no grounds": "there are no grounds to judge it",
    "out of scope": "it is out of scope",
}


def sentence(judged: Judged) -> str:
    """The verdict as a sentence or three: from what, what, how sure, what splits it."""
    verdict, tested = judged.verdict, judged.tested
    if verdict.label in ("no grounds", "out of scope") or not isinstance(tested.main, Estimate):
        return _untested(verdict)
    use = tested.claim.warrant
    by_period = use is not None and use.name in ("trend", "change")
    told_from = f"{tested.main.n} periods" if by_period else "these data"
    said, recorded = _estimate_and_record(tested.main, verdict, told_from)
    opening = f"{_source(tested.datasets)}{_SAID[verdict.label]}{_kind(verdict)}: {said}."
    return " ".join(part for part in (_capital(opening), recorded, _agreement(judged)) if part)


def _untested(verdict: Verdict) -> str:
    """Why there is no verdict; a reason with a colon of its own is a sentence of its own."""
    why = "; ".join(verdict.qualifier.reasons)
    said = _SAID[verdict.label]
    told = f". {_capital(why)}" if ": " in why else f": {why}" if why else ""
    return _capital(f"{said}{told}.")


def _estimate_and_record(main: Estimate, verdict: Verdict, told_from: str) -> tuple[str, str]:
    """The estimate, and what is on record where that says more; neither said twice."""
    said = estimate_said(main)
    plural = f"{_bare(main.value, main, (None, None))} {main.unit}"
    for begun in (plural, said):
        if main.census and main.recorded.startswith(f"{begun} "):
            return said + main.recorded.removeprefix(begun).rstrip("."), ""
    return said, _recorded(main, verdict, told_from)


def estimate_said(main: Estimate) -> str:
    """A value with its interval, its unit and the edge."""
    low, high = main.at95.low, main.at95.high
    value = in_unit(main.value, main, (None, None) if main.census else (low, high))
    if main.census and low == high:
        return value + _edge(main)
    ends = f"{_bare(low, main, (low, high))} to {_bare(high, main, (low, high))}"
    between = f"from {ends}" if main.census else f"95%: {ends}"
    return f"{value} ({between}){_edge(main)}"


def in_unit(value: float, main: Estimate, bounds: tuple[float | None, float | None]) -> str:
    """A value with its unit in words: shares as percentages, one thing in the singular."""
    text, unit = _bare(value, main, bounds), main.unit
    if unit.startswith("share,"):
        return f"{text} percentage points"
    if unit.startswith(("percent", "share")):
        rest = unit.removeprefix("percent").removeprefix("share")
        return f"{text}%{rest}"
    return with_unit(text, unit)


def _bare(value: float, main: Estimate, bounds: tuple[float | None, float | None]) -> str:
    scale = 100.0 if main.unit.startswith("share") else 1.0
    low, high = (None if end is None else end * scale for end in bounds)
    say = signed if main.of_difference else spoken
    return say(value * scale, low, high)


def _edge(main: Estimate) -> str:
    if not main.edge or not main.of_difference:
        return ""
    if main.unit.startswith("share"):
        return f"; a difference of less than {100 * main.edge:g} points counts as none"
    return f"; a change of less than {main.edge:g}% counts as none"


def _source(datasets: tuple[Dataset, ...]) -> str:
    if not datasets:
        return ""
    names = " and ".join(
        f"“{one.title}”{f' (as of {one.vintage})' if one.vintage else ''}" for one in datasets
    )
    return f"in {names}, "


def _kind(verdict: Verdict) -> str:
    """Which reading and, of an open verdict, which kind."""
    reading = verdict.qualifier.reading
    parts = [f"{reading} reading" if reading else "", verdict.qualifier.subtype or ""]
    told = ", ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _recorded(main: Estimate, verdict: Verdict, told_from: str) -> str:
    """What the source has on record, where it says more than the estimate itself."""
    told = re.sub(r"[^0-9]", "", estimate_said(main))
    parts = []
    if main.recorded and re.sub(r"[^0-9]", "", main.recorded) not in told:
        parts.append(true_minus(_capital(counted_out(main.recorded, main.value)).rstrip(".")))
    if main.recorded and not main.census and verdict.qualifier.subtype in _TOO_WIDE:
        still = f"whether a tendency that counts stands behind it cannot be told from {told_from}"
        parts.append(still if parts else _capital(still))
    return spans_said(f"{'; '.join(parts)}.") if parts else ""


def counted_out(recorded: str, value: float) -> str:
    """What is on record of a share, without the percentage where that is the estimate itself.

    >>> counted_out("36 of 435: 8.3%", 0.0828), counted_out("36 of 435: 8.3%", 0.12)
    ('that is 36 of 435', '36 of 435: 8.3%')
    """
    found = re.fullmatch(r"([\d,]+ of [\d,]+): ([\d.]+)%", recorded)
    if found is None or abs(float(found[2]) - 100 * value) > 0.1:
        return recorded
    return f"that is {found[1]}"


def _agreement(judged: Judged) -> str:
    stand, outcomes = judged.stand, judged.tested.outcomes
    run = [one for one in outcomes if isinstance(one.result, Estimate)]
    if stand is None or len(run) < 2:
        return ""
    sides = Counter(side_of(stand, one) for one in run)
    said = f"of {len(run)} specifications {sides['for']} are for it and {sides['against']} against"
    if len({one.families for one in run}) > 1:
        said += ", each source weighing the same"
    axes = [axis.name for axis in judged.tested.plan.axes] if judged.tested.plan else []
    split = splitting(stand, run, axes)
    return (
        f"{_capital(said)}."
        if split is None
        else (f"{_capital(said)}; the choice of {split[0]} splits them.")
    )


def methods(judged: Judged) -> str:
    """A methods paragraph ready to paste."""
    tested, use = judged.tested, judged.tested.claim.warrant
    if use is None or not isinstance(tested.main, Estimate):
        return ""
    sources = "; ".join(
        f"{one.title}, version {one.version}{f', as of {one.vintage}' if one.vintage else ''}"
        for one in tested.datasets
    )
    reading = judged.verdict.qualifier.reading
    count = len(tested.outcomes)
    said = (
        "in every combination"
        if tested.plan and tested.plan.combined
        else "in one or two at a time"
    )
    axes = ", ".join(axis.name for axis in tested.plan.axes) if tested.plan else ""
    varied = (
        f" Defensible choices ({axes}) were varied {said}: {count} specifications." if axes else ""
    )
    p = "" if judged.p is None else f" Two-sided p = {judged.p:.3g} against the edge."
    question = FORMS[use.name].question.rstrip("?").lower()
    return (
        f"The claim was put as “{question}” to {sources or 'the dates given'} with Squarely's "
        f"{use.name} test ({reading} reading). The main specification gave "
        f"{estimate_said(tested.main)}.{p}{varied} The verdict, “{judged.verdict.label}”, follows "
        f"the tool's fixed rule; the negated claim receives the mirrored verdict."
    )


def settles(judged: Judged) -> tuple[str, ...]:
    """What would settle a claim that is not settled: the author's word first, then the numbers."""
    tested, verdict = judged.tested, judged.verdict
    found = list(tested.claim.would_settle)
    if verdict.label == "undetermined" and isinstance(tested.main, Estimate):
        found += _from_numbers(judged, tested.main)
    if verdict.label == "no grounds":
        found += [
            f"rows of {one.title} ({one.name}), which are not here"
            for one in tested.datasets
            if not one.here and one.name not in found
        ]
        if not found and tested.claim.warrant is not None:
            found = [_without(why) for why in verdict.qualifier.reasons]
    return tuple(dict.fromkeys(found))


def _from_numbers(judged: Judged, main: Estimate) -> list[str]:
    found = []
    if main.detectable is not None and judged.verdict.qualifier.subtype in _TOO_WIDE:
        found.append(
            "at this length and spread only a true value beyond "
            f"{in_unit(main.detectable, main, (None, None))} would be told from the edge four "
            "times in five; a longer or finer series could tell a smaller one"
        )
    axes = [axis.name for axis in judged.tested.plan.axes] if judged.tested.plan else []
    split = splitting(judged.stand, judged.tested.outcomes, axes) if judged.stand else None
    if split is not None:
        found.append(spans_said(f"agreement on the {split[0]}: " + ", ".join(split[1])))
    found += [_without(gate.why) for gate in judged.verdict.gates if gate.cap == "undetermined"]
    if main.census and main.at95.low < main.at95.high:
        found.append(
            f"figures with narrower bounds than {spoken(main.at95.low)} to "
            f"{spoken(main.at95.high)} ({main.unit})"
        )
    return found or ["more sources of the same measure, or a longer record"]


def _without(lack: str) -> str:
    return f"data without this limit ({lack.rstrip('.')})"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
