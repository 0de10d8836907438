"""What is fixed before any data are opened: claims, windows, edges, axes, thresholds; one hash."""

from __future__ import annotations

from squarely.argument.seal import seal_hash
from squarely.model.argument import Argument
from squarely.verdict import thresholds
from squarely.warrants import WARRANTS


def hash_of(argument: Argument) -> str:
    """The hash of all that decides the verdicts, the data apart.

    The datasets' own axes are left out: they belong to the data and change with their releases.
    """
    return seal_hash(argument, {"axes": _axes(argument), "thresholds": _thresholds()})


def _axes(argument: Argument) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for claim in argument.claims:
        build = WARRANTS.get(claim.warrant.name) if claim.warrant else None
        if claim.warrant is None or build is None:
            continue
        axes = build(claim.warrant).axes()
        found[claim.id] = [[axis.name, *(one.label for one in axis.options)] for axis in axes]
    return found


def _thresholds() -> dict[str, float]:
    return {name: getattr(thresholds, name) for name in dir(thresholds) if name.isupper()}
