"""Numbers as a reader meets them: rounded to what the interval supports, never beyond."""

from __future__ import annotations

import math


def spoken(value: float, low: float | None = None, high: float | None = None) -> str:
    """A value rounded to the first two digits of its interval's width.

    >>> spoken(31.437, 12.2, 55.9)
    '31'
    >>> spoken(1234567.0)
    '1,234,567'
    >>> spoken(0.93214, 0.91, 0.95)
    '0.932'
    """
    if not math.isfinite(value):
        return "not bounded" if math.isinf(value) else "not known"
    if low is None or high is None or not math.isfinite(high - low) or high <= low:
        return _plain(value)
    places = max(0, 1 - math.floor(math.log10(high - low)))
    return _grouped(value, min(places, 6))


def signed(value: float, low: float | None = None, high: float | None = None) -> str:
    """The same with its sign, a true minus."""
    text = spoken(abs(value), low, high)
    return f"{'−' if value < 0 else '+'}{text}"


def _plain(value: float) -> str:
    """A figure without an interval: whole where it is whole, else three significant digits."""
    if value == int(value) and abs(value) < 1e15:
        return _grouped(value, 0)
    return _grouped(value, min(6, max(0, 2 - math.floor(math.log10(abs(value))))))


def _grouped(value: float, places: int) -> str:
    text = f"{abs(value):,.{places}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text
