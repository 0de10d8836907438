"""A conclusion's standing as two sentences that a lay reader understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from squarely.model.study import ConclusionState
from squarely.strength.conclude import Standing

AS_DRAWN = "With the steps as drawn"  # where nothing shows that premises bear on what they lead to
STATE: Mapping[ConclusionState, str] = {
    "carried": f"{AS_DRAWN} the premises carry it, whatever the open questions bring.",
    "carried on balance": f"{AS_DRAWN} the premises carry it as far as the data lean.",
    "conditional": "It is conditional: it stands only if open premises are settled in its favour.",
    "not carried": "The premises given do not carry it, however the open questions are settled.",
    "rebutted": "As far as the data say, a reason against it holds and no reason for it does.",
}
STEPS = (
    "Its premises may hold and still not bear on it: no test speaks to the steps that lead to it."
)


def sentence(says: str, standing: Standing, accepted: Sequence[str], untested: bool = False) -> str:
    """What is concluded, whether it stands, on what it hangs; `accepted` are value judgements.

    `untested`: of a step to it nothing in the file says why its premises bear on it.
    """
    waits = untested and standing.state == "conditional"
    parts = [
        f"The essay concludes: {says.rstrip('.')}.",
        f"It is conditional. {STEPS}"
        if waits and not standing.completion_sets
        else STATE[standing.state],
        _routes(standing),
        _cuts(standing),
        _settle(standing, waits),
        _accept(accepted, standing),
    ]
    return " ".join(part for part in parts if part)


def _routes(standing: Standing) -> str:
    count = len(standing.routes)
    if not count:
        return "The file gives no step that leads to it."
    words = {1: "one route", 2: "two routes", 3: "three routes"}.get(count, f"{count} routes")
    if count == 1:
        return f"It is reached by {words}, needing {_list(standing.routes[0])}."
    return f"It is reached by {words}."


def _cuts(standing: Standing) -> str:
    if not standing.cut_sets:
        return ""
    first = standing.cut_sets[0]
    if len(first) > 1:
        return f"If {_turned(first, standing, 'failed', 'held')}, no route to it is left."
    alone = [one[0] for one in standing.cut_sets if len(one) == 1]
    shown = _turned(alone[:3], standing, "failed", "held", "or")
    left = len(alone) - 3
    more = "" if left < 1 else " (or one more)" if left == 1 else f" (or one of {left} more)"
    return f"If {shown}{more}, no route to it is left."


def _settle(standing: Standing, untested: bool) -> str:
    """What would carry it; with untested steps only as they are drawn."""
    if not standing.completion_sets:
        return ""
    least = standing.completion_sets[0]
    opening = f"{AS_DRAWN} it" if untested else "It"
    if len(least) > 4:
        return f"{opening} would be carried if {len(least)} open premises were settled for it."
    return f"{opening} would be carried if {_turned(least, standing, 'held', 'failed')}."


def _accept(accepted: Sequence[str], standing: Standing) -> str:
    if not accepted:
        return ""
    said = _turned(list(accepted)[:4], standing, "accept", "reject", before=True)
    return f"This holds if you {said}, on which data say nothing."


def _turned(
    names: Sequence[str],
    standing: Standing,
    what: str,
    attackers: str,
    word: str = "and",
    before: bool = False,
) -> str:
    """What the premises do, and beside it what those that work against the conclusion do."""
    parts = []
    for verb, held in ((what, False), (attackers, True)):
        chosen = [name for name in names if (name in standing.attackers) is held]
        if chosen:
            listed = _list(chosen, word)
            parts.append(f"{verb} {listed}" if before else f"{listed} {verb}")
    return f" {word} ".join(parts)


def _list(names: Sequence[str] | Mapping[str, object], word: str = "and") -> str:
    quoted = [f"“{name}”" for name in names]
    if len(quoted) > 6:
        quoted = [*quoted[:5], f"{len(quoted) - 5} others"]
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} {word} {quoted[-1]}"
