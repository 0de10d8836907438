"""How often a test says "supported" wrongly, as simulated: a sentence for each test used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def rates() -> dict[str, dict[str, float]]:
    """The worst error rates of the simulated tests; `scripts/derive_trust.py` writes the file."""
    text = (files("squarely") / "shipped" / "trust.json").read_text(encoding="utf-8")
    held: dict[str, dict[str, float]] = json.loads(text)
    return held


def sentences(used: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each test a file uses, in the order of their names."""
    return tuple(_sentence(name) for name in sorted(set(used)))


def _sentence(name: str) -> str:
    held = rates().get(name)
    if held is None:
        return (
            f"{name}: its error rates stand in docs/warrants/{name}.md, from simulations of its "
            "own; a common bench has not measured it yet."
        )
    found = held["doubling_found_in_24"]
    power = f" A true doubling over 24 periods was found in at most {found:.0%}." if found else ""
    return (
        f"{name}: in {held['cells']} simulated worlds with no change, or with exactly the edge, it "
        f"said “supported” in at most {held['false_supported']:.1%} and leaned so in at most "
        f"{held['false_leans']:.1%} of {held['draws']:,} draws; its 95% interval covered the "
        f"planted change in at least {held['coverage']:.1%}.{power}"
    )
