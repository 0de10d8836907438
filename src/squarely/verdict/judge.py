"""One symmetric decision procedure for every warrant.

The claim is a region of the parameter, its negation the complement. Supported: the 95% interval
lies in the region, at least 80% of the specifications are on that side at 80%, no source family is
mostly against, and the p survives Benjamini-Hochberg. Leans: the same at 90% and two thirds.
Contradicted mirrors exactly. Everything else is undetermined, and says of which kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from squarely.model.argument import Reading
from squarely.model.finding import (
    Cap,
    Estimate,
    Gate,
    Infeasible,
    Label,
    Outcome,
    Qualifier,
    Side,
    Verdict,
)
from squarely.verdict.sides import Stand, disagreeing, opposed, shares, side_of
from squarely.verdict.thresholds import ROBUST, ROBUST_LEANS

_ORDER: tuple[Cap, ...] = ("no grounds", "undetermined", "leans")


@dataclass(frozen=True, slots=True)
class Case:
    """What is judged: the stand, every specification's outcome (main first), and the gates.

    `unanimous` names the axes on which all options must agree; `survives` is None where the claim
    has no p.
    """

    stand: Stand
    reading: Reading
    outcomes: tuple[Outcome, ...]
    unanimous: tuple[str, ...]
    gates: tuple[Gate, ...]
    survives: bool | None


def judge(case: Case) -> Verdict:
    """The verdict of one claim."""
    cap = _cap(case.gates)
    main = case.outcomes[0].result if case.outcomes else None
    reasons = [gate.why for gate in case.gates if gate.cap]
    if cap == "no grounds" or main is None or isinstance(main, Infeasible):
        return Verdict("no grounds", Qualifier(case.reading, None, tuple(reasons)), case.gates)
    split = disagreeing(case.stand, case.outcomes, case.unanimous)
    label, why = _label(case, main)
    if split is not None:
        label, why = "undetermined", [f"the result depends on the {split}"]
    capped = _capped(label, cap)
    subtype = _subtype(case, main, capped, (label, split))
    qualifier = Qualifier(case.reading, subtype, tuple(why + reasons))
    return Verdict(capped, qualifier, case.gates)


def _label(case: Case, main: Estimate) -> tuple[Label, list[str]]:
    ways: tuple[tuple[Side, Label, Label], ...] = (
        ("for", "supported", "leans supported"),
        ("against", "contradicted", "leans contradicted"),
    )
    pro, con = shares(case.stand, case.outcomes)
    for way, full, half in ways:
        share = pro if way == "for" else con
        if case.stand.side(main.at95) == way and _robust(case, way, share):
            return full, []
        if case.stand.side(main.at90) == way and share >= ROBUST_LEANS - 1e-12:
            return half, [_why_half(case, main, way, share)]
    return "undetermined", []


def _robust(case: Case, way: Side, share: float) -> bool:
    kept = not opposed(case.stand, case.outcomes, way)
    return share >= ROBUST - 1e-12 and kept and case.survives is not False


def _why_half(case: Case, main: Estimate, way: Side, share: float) -> str:
    if case.stand.side(main.at95) != way:
        return "the 95% interval reaches the edge, the 90% interval does not"
    if share < ROBUST - 1e-12:
        return f"{share:.0%} of the specifications are on this side, fewer than {ROBUST:.0%}"
    if opposed(case.stand, case.outcomes, way):
        return "one source lies mostly on the other side"
    return "it does not survive the correction for testing many claims at once"


def _cap(gates: Sequence[Gate]) -> Cap | None:
    caps = [gate.cap for gate in gates if gate.cap]
    return min(caps, key=_ORDER.index) if caps else None


def _capped(label: Label, cap: Cap | None) -> Label:
    if cap == "undetermined":
        return "undetermined"
    if cap == "leans" and label in ("supported", "contradicted"):
        return "leans supported" if label == "supported" else "leans contradicted"
    return label


def _subtype(
    case: Case, main: Estimate, label: Label, before: tuple[Label, str | None]
) -> str | None:
    """Of which kind an undetermined verdict is, and whether a contradicted change is none."""
    uncapped, split = before
    if label in ("contradicted", "leans contradicted"):
        return _contradicted(case, main)
    if label != "undetermined":
        return None
    if uncapped != "undetermined":
        return "capped by design"
    if split is not None:
        return "definition-dependent"
    if opposed(case.stand, case.outcomes, "for") and opposed(case.stand, case.outcomes, "against"):
        return "conflicting sources"
    decided = {side_of(case.stand, one) for one in case.outcomes} >= {"for", "against"}
    if decided or case.stand.side(main.at90) != "silent":
        return "definition-dependent"
    return _interval_kind(main)


def _interval_kind(main: Estimate) -> str:
    """Edge: there is a difference, whether it is enough stays open; else imprecise."""
    differs = main.at90.low > 0 or main.at90.high < 0
    return "edge" if main.edge and differs and main.of_difference else "imprecise"


def _contradicted(case: Case, main: Estimate) -> str | None:
    """Flat or opposite, for claims of a change or a difference."""
    if not main.of_difference or not main.edge:
        return None
    upward = case.stand.region.low > 0
    opposite = main.at95.high < 0 if upward else main.at95.low > 0
    return "opposite" if opposite and not case.stand.negated else "flat"
