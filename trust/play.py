"""One warrant in one world: every specification, the real verdict, claim and negation, per draw.

    cell = Cell(..., run=partial(play, world, {"higher": ..., "lower": ...}, "higher"))

`world` draws answers beside their truth, in the unit of the estimate. The warrant's own axes are
combined as `squarely.multiverse.plan` does, the main specification first, and judged by
`squarely.verdict.judge.judge` with the estimate's own cap as a gate.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from squarely.model.finding import (
    Estimate,
    Gate,
    Infeasible,
    Label,
    Outcome,
    Region,
    Verdict,
    Warrant,
)
from squarely.model.request import Answer, Request
from squarely.multiverse.axes import apply
from squarely.multiverse.plan import picks
from squarely.study.judging import MIRRORED
from squarely.verdict.gates import own_cap, reporting
from squarely.verdict.judge import Case, judge
from squarely.verdict.multiplicity import survivors, two_sided
from squarely.verdict.sides import Stand
from squarely.verdict.thresholds import PLAUSIBLE_WITHIN
from trust.cell import Rates

CHECKED = 100  # on every hundredth draw, claims that share their specifications are run apart

Said = tuple[frozenset[Label], frozenset[Label]]  # labels for the claim, labels for its negation
FULL: Said = (frozenset({"supported"}), frozenset({"contradicted"}))
LEAST: Said = (
    frozenset({"supported", "leans supported"}),
    frozenset({"contradicted", "leans contradicted"}),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The answers of one draw, and what is true in it, in the unit of the estimate."""

    answer: Callable[[Request], Answer]
    truth: float


World = Callable[[np.random.Generator], Drawn]


@dataclass(frozen=True, slots=True)
class Planned:
    """A claim's specifications, main first, and what each asks."""

    region: Region
    choices: tuple[tuple[tuple[str, str], ...], ...]
    warrants: tuple[Warrant, ...]
    requests: tuple[tuple[Request, ...], ...]
    unanimous: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What is counted of one claim; two ways to be wrong where the truth lies on the border."""

    supported: int = 0
    contradicted: int = 0
    wrong: tuple[int, int] = (0, 0)
    leaning: tuple[int, int] = (0, 0)
    after: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict of one claim in one draw, before and after the reporting gate."""

    plain: Verdict
    after: Verdict
    weighed: bool


def no_gates(_: Warrant, __: Estimate) -> Sequence[Gate]:
    """What most worlds set: nothing."""
    return ()


def play(
    world: World,
    claims: Mapping[str, Warrant],
    power: str,
    draws: int,
    seed: int,
    *,
    borders: bool = True,
    shared: bool = True,
    bound: float = PLAUSIBLE_WITHIN,
    more: Callable[[Warrant, Estimate], Sequence[Gate]] = no_gates,
    least: bool = False,
) -> Rates:
    """The rates of one cell; `power` names the claim whose "supported" is counted.

    "not NAME" counts its negation. With `borders` a truth exactly on a border makes both the claim
    and its negation false; a census knows on which side its border lies: there False. With
    `shared`, specifications beside the main one are run once for all claims. `more` gives gates
    that the source sets beside the estimate's own cap. With `least` a leaning is found as well:
    of a test that may say no more.
    """
    rng = np.random.default_rng(seed)
    plans = {name: planned(warrant) for name, warrant in claims.items()}
    tallies = {name: Tally() for name in claims}
    held = weighed = 0
    sizes: list[int] = []
    for number in range(draws):
        drawn = world(rng)
        found = _found(drawn, plans, shared, check=number % CHECKED == 0)
        main = next(iter(found.values()))[0].result
        if isinstance(main, Estimate):
            sizes.append(main.n)
            held += main.at95.low <= drawn.truth <= main.at95.high
        for name, outcomes in found.items():
            told = verdicts(plans[name], outcomes, bound, more)
            weighed += told.weighed
            _count(tallies[name], plans[name].region, drawn.truth, told, (borders, least))
    return Rates(
        supported=_power(tallies, power) / draws,
        false_supported=_worst(t.wrong for t in tallies.values()) / draws,
        false_leans=_worst(t.leaning for t in tallies.values()) / draws,
        after_reporting=_worst(t.after for t in tallies.values()) / draws if weighed else None,
        coverage=held / len(sizes) if sizes else None,
        grounds=len(sizes) / draws,
        size=float(np.median(sizes)) if sizes else None,
    )


def planned(warrant: Warrant) -> Planned:
    """Every specification of a warrant's own axes, the first option of each being the main one."""
    axes = tuple(axis for axis in warrant.axes() if len(axis.options) > 1)
    choices, warrants = [], []
    for pick in picks(axes):
        chosen = warrant
        for axis, index in zip(axes, pick, strict=True):
            chosen = apply(chosen, axis, axis.options[index])
        pairs = zip(axes, pick, strict=True)
        choices.append(tuple((axis.name, axis.options[index].label) for axis, index in pairs))
        warrants.append(chosen)
    return Planned(
        warrant.region,
        tuple(choices),
        tuple(warrants),
        tuple(one.needs() for one in warrants),
        tuple(axis.name for axis in axes if axis.unanimous),
    )


def _found(
    drawn: Drawn, plans: Mapping[str, Planned], shared: bool, check: bool
) -> dict[str, tuple[Outcome, ...]]:
    """Each claim's outcomes; a request is answered once a draw."""
    held: dict[Request, Answer] = {}

    def answered(request: Request) -> Answer:
        if request not in held:
            held[request] = drawn.answer(request)
        return held[request]

    found: dict[str, tuple[Outcome, ...]] = {}
    for name, plan in plans.items():
        first = next(iter(found.values()), None) if shared else None
        main = _outcome(plan, 0, answered)
        if first is None or check:
            others = tuple(_outcome(plan, at, answered) for at in range(1, len(plan.warrants)))
        else:
            others = first[1:]
        found[name] = (main, *others)
        if shared and first is not None and check:
            _must_share(first, found[name], name)
    return found


def _outcome(plan: Planned, at: int, answered: Callable[[Request], Answer]) -> Outcome:
    answers = tuple(answered(request) for request in plan.requests[at])
    return Outcome(plan.choices[at], ("planted",), plan.warrants[at].test(answers))


def _must_share(first: tuple[Outcome, ...], other: tuple[Outcome, ...], name: str) -> None:
    """Claims may share specifications only where they differ in nothing a verdict reads."""
    for one, two in zip(first[1:], other[1:], strict=True):
        if _read(one) != _read(two):
            raise AssertionError(f"{name}: {one.choices} depends on the claim; play it unshared")


def _read(outcome: Outcome) -> object:
    result = outcome.result
    return None if isinstance(result, Infeasible) else result.at80


def verdicts(
    plan: Planned,
    outcomes: tuple[Outcome, ...],
    bound: float,
    more: Callable[[Warrant, Estimate], Sequence[Gate]],
) -> Told:
    """The claim's verdict as the tool gives it in a file of its own; its negation must mirror."""
    main = outcomes[0].result
    p = two_sided(main.p_for, main.p_against) if isinstance(main, Estimate) else None
    survives = None if p is None else bool(survivors({"claim": p}))
    stand = Stand(plan.region)
    given = more(plan.warrants[0], main) if isinstance(main, Estimate) else ()
    gates = (*own_cap(main), *given)
    case = Case(stand, plan.warrants[0].reading, outcomes, plan.unanimous, gates, survives)
    plain = judge(case)
    negated = judge(replace(case, stand=Stand(plan.region, negated=True)))
    if MIRRORED[plain.label] != negated.label:
        raise AssertionError(f"{plain.label}, but its negation is {negated.label}")
    gate = reporting(main.tipping if isinstance(main, Estimate) else None, bound)
    after = judge(replace(case, gates=(*gates, gate))) if gate.cap else plain
    return Told(plain, after, gate.passed is not None)


def _count(tally: Tally, region: Region, truth: float, told: Told, how: tuple[bool, bool]) -> None:
    """Two counts: on a border the claim is false in the first and its negation in the second.

    `how` is whether borders count so, and whether a leaning is found.
    """
    false = _false(region, truth, how[0])
    found = LEAST if how[1] else FULL
    tally.supported += told.plain.label in found[0]
    tally.contradicted += told.plain.label in found[1]
    tally.wrong = _added(tally.wrong, false, told.plain, FULL)
    tally.after = _added(tally.after, false, told.after, FULL)
    tally.leaning = _added(tally.leaning, false, told.plain, LEAST)


def _added(
    counts: tuple[int, int], false: tuple[bool, bool], verdict: Verdict, said: Said
) -> tuple[int, int]:
    first, second = (verdict.label in said[0 if claim else 1] for claim in false)
    return counts[0] + first, counts[1] + second


def _false(region: Region, truth: float, borders: bool) -> tuple[bool, bool]:
    """Whether the claim is false; twice, and differently, where the truth lies on its border."""
    ends = (end for end in (region.low, region.high) if math.isfinite(end))
    if borders and any(math.isclose(truth, end, rel_tol=1e-9, abs_tol=1e-12) for end in ends):
        return True, False
    false = not region.holds(truth)
    return false, false


def _worst(counts: Iterator[tuple[int, int]]) -> int:
    return max(max(pair) for pair in counts)


def _power(tallies: Mapping[str, Tally], power: str) -> int:
    name = power.removeprefix("not ")
    return tallies[name].supported if name == power else tallies[name].contradicted
