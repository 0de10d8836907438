"""How often a test says "supported" wrongly, and what it finds: from the bench, for each test used.

The shipped rates are written by `scripts/derive_trust.py` from `docs/trust`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from squarely.model.finding import Estimate
from squarely.model.study import ErrorRates
from squarely.study.putting import Tested


@dataclass(frozen=True, slots=True)
class Use:
    """A test as one claim used it, and the n of its estimate."""

    warrant: str
    claim: str
    n: int


def use_of(tested: Tested) -> Use | None:
    """The test of one claim, where it gave a number."""
    claim, main = tested.claim, tested.main
    return (
        Use(claim.warrant.name, claim.id, main.n)
        if claim.warrant and isinstance(main, Estimate)
        else None
    )


@cache
def rates() -> Mapping[str, Mapping[str, Any]]:
    """The worst error rates of each simulated test, and its power by n."""
    text = (files("squarely") / "shipped" / "trust.json").read_text(encoding="utf-8")
    held: dict[str, dict[str, Any]] = json.loads(text)
    return held


def rates_of(used: Iterable[Use]) -> tuple[ErrorRates, ...]:
    """What is known of each test that a file uses, in the order of their names."""
    uses = sorted(used, key=lambda use: use.warrant)
    names = dict.fromkeys(use.warrant for use in uses)
    return tuple(_rates(name, [use for use in uses if use.warrant == name]) for name in names)


def told(tested: Iterable[ErrorRates]) -> tuple[str, ...]:
    """The sentences of the limits."""
    return tuple(f"{one.sentence} {one.power}".strip() for one in tested)


def beside(used: Use) -> str:
    """What stands beside one verdict: how often its test errs, and what it finds at this n."""
    held = rates().get(used.warrant)
    if held is None:
        return ""
    return (
        "In simulated worlds whose answer is known this test said “supported” wrongly in at most "
        f"{held['false_supported']:.1%} of draws and leaned so in at most "
        f"{held['false_leans']:.1%}. {_power(held['power'], [used])}"
    ).strip()


def _rates(name: str, uses: Sequence[Use]) -> ErrorRates:
    held = rates().get(name)
    if held is None:
        return ErrorRates(
            name,
            f"{name}: its error rates stand in docs/warrants/{name}.md, from simulations of its "
            "own; the common bench has not measured it yet.",
        )
    return ErrorRates(
        name,
        _sentence(name, held),
        _power(held["power"], uses),
        held["false_supported"],
        held["false_leans"],
        held["coverage"],
        held["cells"],
        held["draws"],
        held["worst"],
    )


def _sentence(name: str, held: Mapping[str, Any]) -> str:
    return (
        f"{name}: in {held['cells']} simulated worlds where the claim is false or the value "
        "lies on its border, it said “supported” wrongly in at most "
        f"{held['false_supported']:.1%} and leaned so in at most {held['false_leans']:.1%} of at "
        f"least {held['draws']:,} draws "
        f"each (worst: {held['worst']}); its 95% interval held the planted value in at least "
        f"{held['coverage']:.1%}."
    )


def _power(table: Sequence[Mapping[str, Any]], uses: Sequence[Use]) -> str:
    """What the smallest planted value is found in at the n at or below each claim's own."""
    if not table:
        return ""
    rows = [row for row in table if row["truth"] == table[0]["truth"]]
    found: dict[float, list[Use]] = {}
    short = [use for use in uses if use.n < min(row["n"] for row in rows)]
    for use in uses:
        if use not in short:
            at = max(row["n"] for row in rows if row["n"] <= use.n)
            found.setdefault(at, []).append(use)
    said = [_found(row, found[row["n"]]) for row in rows if row["n"] in found]
    if short:
        least = min(row["n"] for row in rows)
        said.append(f"no world is as small as n = {_listed(short)}, the smallest has {least:,.0f}")
    truth = table[0]["truth"]
    planted = f"factor of {truth[1:]}" if truth.startswith("x") else f"value of {truth}"
    return f"A planted {planted} was found so: {'; '.join(said)}."


def _found(row: Mapping[str, Any], uses: Sequence[Use]) -> str:
    least, most = f"{row['least']:.0%}", f"{row['most']:.0%}"
    span = least if least == most else f"{least} to {most}"
    return f"at n = {row['n']:,.0f} in {span} of draws (here n = {_listed(uses)})"


def _listed(uses: Sequence[Use]) -> str:
    """The n of the claims, each once; of many the first and the last."""
    sizes = sorted({use.n for use in uses})
    if len(sizes) > 3:
        return f"{sizes[0]:,} to {sizes[-1]:,}"
    return ", ".join(f"{size:,}" for size in sizes)
