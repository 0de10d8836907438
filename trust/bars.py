"""The bars that every cell must keep, and when a simulated rate is surely above one.

Source: Wilson 1927, J. American Statistical Association 22:209 (the interval of a rate).
"""

from __future__ import annotations

from math import sqrt

from trust.cell import Rates

BARS = {"false_supported": 0.05, "false_leans": 0.10, "coverage": 0.93}
RULE = "fails when the lower 99% Monte Carlo bound of an error exceeds its bar"
Z99 = 2.3263478740408408  # one-sided


def least(rate: float, draws: float) -> float:
    """The lower 99% bound (Wilson) of a rate seen in so many draws."""
    if draws <= 0:
        return 0.0
    centre = rate + Z99 * Z99 / (2 * draws)
    spread = Z99 * sqrt(rate * (1 - rate) / draws + Z99 * Z99 / (4 * draws * draws))
    return (centre - spread) / (1 + Z99 * Z99 / draws)


def faults(rates: Rates, draws: int) -> tuple[str, ...]:
    """The bars that a cell surely breaks."""
    missed = 0.0 if rates.coverage is None else 1 - rates.coverage
    found = {
        "false_supported": least(rates.false_supported, draws),
        "false_leans": least(rates.false_leans, draws),
        "coverage": least(missed, rates.grounds * draws),
    }
    allowed = {**BARS, "coverage": 1 - BARS["coverage"]}
    return tuple(name for name, bound in found.items() if bound > allowed[name] + 1e-12)


def monte_carlo(rates: Rates, draws: int) -> float:
    """The largest standard error among a cell's rates."""
    seen = [rates.supported, rates.false_supported, rates.false_leans]
    errors = [sqrt(rate * (1 - rate) / draws) for rate in seen]
    if rates.coverage is not None:
        errors.append(sqrt(rates.coverage * (1 - rates.coverage) / (rates.grounds * draws)))
    return max(errors)
