"""What is counted over the essays: labels, the parts that held up, and two exact tests.

Held up means *supported* or *leans supported*, among the claims that name a test. Sides of one
controversy are compared by Fisher's exact test and Newcombe's interval; all controversies at once
by the same test within each of them: the tables whose margins are those seen, and that are no more
probable than the one seen. Strict and hedged forms of one claim are compared by the sign test.

Sources: Fisher 1935, Journal of the Royal Statistical Society 98:39; Newcombe 1998, Statistics in
Medicine 17:873.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import product
from math import prod
from typing import Any

from scipy.stats import binomtest, hypergeom

from squarely.estimators.proportion import newcombe
from squarely.model.finding import LABELS, Label
from trust.pairs.played import ENCODINGS, Read, Side

SCHEMA = "squarely-pairs/1"
REFRESH = "python -m trust.pairs"
HELD = ("supported", "leans supported")
ORDER: tuple[Label, ...] = (
    "contradicted", "leans contradicted", "undetermined", "leans supported", "supported",
)  # fmt: skip
Held = tuple[int, int]  # how many of how many held up
CLOSE = 1 + 1e-9  # tables as probable as the one seen differ from it by rounding


def results(sides: Sequence[Side]) -> dict[str, Any]:
    """All that the page shows, as docs/trust/pairs.json holds it."""
    return {
        "schema": SCHEMA,
        "refresh": REFRESH,
        "data": "the shipped figures",
        "sides": [_side(side) for side in sides],
        "pairs": [_pair(name, *_both(sides, name)) for name in controversies(sides)],
        "all": {
            "labels": _labels([claim for side in sides for claim in side.claims]),
            "p": {
                encoding: _rounded(together([_table(sides, name, encoding) for name in
                                             controversies(sides)]))
                for encoding in ENCODINGS
            },
            "twins": _twins([claim for side in sides for claim in side.claims]),
        },
    }  # fmt: skip


def controversies(sides: Iterable[Side]) -> list[str]:
    """The names of the pairs, each once."""
    return sorted({side.controversy for side in sides})


def _both(sides: Sequence[Side], name: str) -> tuple[Side, Side]:
    first, second = (side for side in sides if side.controversy == name)
    return first, second


def _side(side: Side) -> dict[str, Any]:
    return {
        **{key: value for key, value in asdict(side).items() if key not in ("claims",)},
        "claims": [asdict(claim) for claim in side.claims],
        "labels": _labels(side.claims),
        "twins": _twins(side.claims),
    }


def _labels(claims: Sequence[Read]) -> dict[str, dict[str, int]]:
    counts = {encoding: Counter(getattr(one, encoding) for one in claims) for encoding in ENCODINGS}
    return {
        encoding: {label: counts[encoding][label] for label in LABELS} for encoding in ENCODINGS
    }


def held(side: Side, encoding: str) -> Held:
    """How many of a side's tested claims held up."""
    labels = [getattr(claim, encoding) for claim in side.claims if claim.tested]
    return sum(label in HELD for label in labels), len(labels)


def _table(sides: Sequence[Side], name: str, encoding: str) -> tuple[Held, Held]:
    first, second = _both(sides, name)
    return held(first, encoding), held(second, encoding)


def _pair(name: str, first: Side, second: Side) -> dict[str, Any]:
    found: dict[str, Any] = {"controversy": name, "sides": [first.side, second.side]}
    for encoding in ENCODINGS:
        one, other = held(first, encoding), held(second, encoding)
        low, high = newcombe(one, other, 0.95)
        found[encoding] = {
            "held": [list(one), list(other)],
            "difference": _rounded(one[0] / one[1] - other[0] / other[1]),
            "low": _rounded(float(low)),
            "high": _rounded(float(high)),
            "p": _rounded(together([(one, other)])),
        }
    return found


def together(tables: Sequence[tuple[Held, Held]]) -> float:
    """The exact p of sides held alike within every table; of one table, Fisher's."""
    spread = [_possible(table) for table in tables]
    seen = prod(chances[one[0]] for chances, (one, _) in zip(spread, tables, strict=True))
    every = (prod(chances) for chances in product(*(chances.values() for chances in spread)))
    return min(1.0, sum(chance for chance in every if chance <= seen * CLOSE))


def _possible(table: tuple[Held, Held]) -> dict[int, float]:
    """The chance of each number of the first side's hits, all margins as seen."""
    (k1, n1), (k2, n2) = table
    law = hypergeom(n1 + n2, k1 + k2, n1)
    return {k: float(law.pmf(k)) for k in range(max(0, k1 + k2 - n2), min(n1, k1 + k2) + 1)}


def _twins(claims: Iterable[Read]) -> dict[str, Any]:
    """How the verdict moves from the strict form of a claim to its hedged twin."""
    moves = [
        ORDER.index(claim.hedged) - ORDER.index(claim.strict)
        for claim in claims
        if claim.twin and claim.hedged in ORDER and claim.strict in ORDER
    ]
    better, worse = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    p = binomtest(better, better + worse).pvalue if better + worse else 1.0
    return {
        "twins": len(moves), "better": better, "worse": worse,
        "alike": len(moves) - better - worse, "p": _rounded(float(p)),
    }  # fmt: skip


def _rounded(value: float) -> float:
    return round(value, 4) + 0.0
