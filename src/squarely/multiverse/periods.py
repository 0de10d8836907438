"""Whole periods: a month of which the data hold three weeks is no month of a tendency."""

from __future__ import annotations

from datetime import date, timedelta

from squarely.model.request import Every, Window

_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3, "year": 12}


def whole(window: Window, limit: Window, every: Every) -> Window:
    """The part of `window` within `limit` that is made of whole periods.

    Where it holds no whole period it stays as it is: whoever asks sees one period, and no more.

    >>> day = date.fromisoformat
    >>> str(whole(Window(day("2025-01-01"), None), Window(None, day("2025-09-21")), "month"))
    '2025-01-01..2025-08-31'
    """
    inside = window.within(limit)
    first, last = inside.first, inside.last
    if first is not None and _start(first, every) != first:
        first = _next(first, every)
    if last is not None and _start(following := last + timedelta(days=1), every) != following:
        last = _start(last, every) - timedelta(days=1)
    return (
        inside if first is not None and last is not None and first > last else Window(first, last)
    )


def _start(day: date, every: Every) -> date:
    if every == "day":
        return day
    if every == "week":
        return day - timedelta(days=day.weekday())
    step = _MONTHS[every]
    return date(day.year, (day.month - 1) // step * step + 1, 1)


def _next(day: date, every: Every) -> date:
    """The first day of the period after the one that holds `day`."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[every]
    return _start(_start(day, every) + timedelta(days=longest), every)
