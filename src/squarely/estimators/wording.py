"""Numbers as a sentence says them: thousands apart, four figures of what is not whole."""

from __future__ import annotations

import math


def figure(value: float) -> str:
    """A number in words' company.

    >>> figure(1204.0), figure(0.12345), figure(61234.56)
    ('1,204', '0.1235', '61,235')
    """
    if not math.isfinite(value):
        return "unknown" if math.isnan(value) else "without bound"
    if value == round(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def percent(share: float) -> str:
    """A share as a percentage with one decimal, which a whole one needs not.

    >>> percent(0.93), percent(0.8956), percent(0.9996)
    ('93%', '89.6%', '99.96%')
    """
    digits = 2 if 0.9995 <= share < 1 or 0 < share < 0.0005 else 1
    return f"{share:.{digits}%}".replace(".0%", "%")


def change(first: float, second: float) -> str:
    """How far the first lies above the second, as a signed percentage; empty where it has none.

    >>> change(131, 100), change(2, 0)
    ('+31%', '')
    """
    return f"{first / second - 1:+.0%}" if first > 0 and second > 0 else ""


def spread(low: float, best: float, high: float) -> str:
    """The best figure, with its bounds where it has any.

    >>> spread(140031, 160000, 225311), spread(3, 3, 3)
    ('160,000 (140,031 to 225,311)', '3')
    """
    if low == high:
        return figure(best)
    return f"{figure(best)} ({figure(low)} to {figure(high)})"
