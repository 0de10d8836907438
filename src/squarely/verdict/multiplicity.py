"""Benjamini-Hochberg over a file: many claims tested at once find something by chance.

Source: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57:289; Benjamini & Yekutieli 2001, Annals
of Statistics 29:1165 (any dependence; shown as the stricter reading).
"""

from __future__ import annotations

from collections.abc import Mapping

from squarely.verdict.thresholds import FALSE_DISCOVERY


def survivors(p_values: Mapping[str, float], strict: bool = False) -> frozenset[str]:
    """The claims whose p survives at 5%; with `strict` under any dependence.

    >>> sorted(survivors({"a": 0.01, "b": 0.02, "c": 0.9}))
    ['a', 'b']
    """
    count = len(p_values)
    if not count:
        return frozenset()
    penalty = sum(1 / rank for rank in range(1, count + 1)) if strict else 1.0
    ranked = sorted(p_values.items(), key=lambda pair: (pair[1], pair[0]))
    bound = 0.0
    for rank, (_, p) in enumerate(ranked, start=1):
        if p <= FALSE_DISCOVERY * rank / (count * penalty):
            bound = p
    return frozenset(name for name, p in ranked if p <= bound)


def two_sided(p_for: float | None, p_against: float | None) -> float | None:
    """Twice the smaller p, at most 1; None for a census."""
    if p_for is None or p_against is None:
        return None
    return min(1.0, 2 * min(p_for, p_against))
