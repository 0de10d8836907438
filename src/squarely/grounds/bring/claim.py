"""A first argument file on a dataset that was added: one claim, ready to run and to be changed.

What is claimed is what the table states of itself, so that the first verdict shows how to read
one; it is a start, not a finding. A table long enough for a trend gets one, any other a level.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import cast

from squarely.grounds.bring.describe import lag
from squarely.grounds.bring.importing import Looked
from squarely.model.request import Every

_LEAST = {"month": 24, "year": 15}


@dataclass(frozen=True, slots=True)
class _Window:
    """Whole periods of the table that may be held complete."""

    first: date
    last: date
    every: Every
    periods: int

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


def claim(looked: Looked) -> str:
    """The argument file, as text."""
    window = _window(looked)
    where, rows = _rows(looked, window)
    use, says = _warrant(looked, window, where, rows)
    return "\n".join([
        "squarely: 1",
        f"title: {_quoted(f'A first look at {looked.name}')}",
        f"data: [{_quoted(looked.path.name)}]",
        "claims:",
        "  first-look:",
        f"    says: {_quoted(says)}",
        "    warrant:",
        *(f"      {line}" for line in use),
        "",
    ])  # fmt: skip


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _window(looked: Looked) -> _Window | None:
    """Whole months, or whole years where there are many or nothing finer."""
    if looked.first is None or looked.last is None:
        return None
    end = _months(looked.last + timedelta(days=1)) - lag(looked)
    start = _months(looked.first) + (looked.first.day > 1)
    years = (-(-start // 12), end // 12)
    yearly = looked.resolution in ("year", "quarter") or years[1] - years[0] >= 2 * _LEAST["year"]
    if yearly and years[1] > years[0]:
        return _Window(date(years[0], 1, 1), _before(years[1] * 12), "year", years[1] - years[0])
    whole = lag(looked) > 0 or end - start >= _LEAST["month"] or looked.resolution == "month"
    if end > start and whole and looked.resolution in ("day", "week", "month"):
        return _Window(_first(start), _before(end), "month", end - start)
    return _Window(looked.first, looked.last, "day", 0)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _before(month: int) -> date:
    return _first(month) - timedelta(days=1)


def _rows(looked: Looked, window: _Window | None) -> tuple[dict[str, str], list[int]]:
    """The rows the claim is about: in the window and, for a series, of the place most rows have."""
    columns = {name: values for name, (_, values) in looked.table.columns.items()}
    by_role = looked.by_role
    rows = list(range(len(next(iter(columns.values()), []))))
    where: dict[str, str] = {}
    if window:
        days = columns[by_role["time"]]
        rows = [n for n in rows if days[n] and window.first <= cast("date", days[n]) <= window.last]
    if looked.kind == "series" and "place" in by_role:
        places = columns[by_role["place"]]
        common = Counter(str(places[n]) for n in rows if places[n]).most_common()
        most = min((place for place, n in common if n == common[0][1]), default="")
        where = {"place": most}
        rows = [n for n in rows if places[n] == most]
    return where, rows


def _warrant(
    looked: Looked, window: _Window | None, where: dict[str, str], rows: list[int]
) -> tuple[list[str], str]:
    measure, total, noun = _measured(looked, rows)
    told = "".join(f", {key}: {_quoted(value)}" for key, value in where.items())
    of = (
        f"of: {{{measure}, in: {_quoted(looked.name)}{f', where: {{{told[2:]}}}' if told else ''}}}"
    )
    during = [f"  during: {window}"] if window else []
    span = f" from {window.first} to {window.last}" if window else ""
    some = f"{looked.unit} are recorded" if "count" in measure else f"was the mean {noun}"
    if window and _trends(looked, window, len(rows)):
        says = f"The number of {looked.unit} a {window.every} rose{span}."
        if "count" not in measure:
            says = f"The {noun} a {window.every} rose{span}."
        return ["trend:", f"  {of}", f"  every: {window.every}", *during, "  expect: rising"], says
    least = _round(total)
    says = f"At least {least:,} {some}{span}."
    return ["level:", f"  {of}", *during, f"  expect: {{at-least: {least}}}"], says


def _trends(looked: Looked, window: _Window, rows: int) -> bool:
    return window.periods >= _LEAST.get(window.every, 9999) and (
        looked.kind == "series" or rows >= 60
    )


def _measured(looked: Looked, rows: list[int]) -> tuple[str, float, str]:
    by_role = looked.by_role
    if looked.kind == "series":
        name = by_role["value"]
        values = [looked.table.columns[name][1][n] for n in rows]
        numbers = [float(str(value)) for value in values if value is not None]
        mean = sum(numbers) / len(numbers) if numbers else 0.0
        return f"value: {_quoted(name)}", mean, name.replace("_", " ")
    total = float(len(rows))
    if "count" in by_role:
        counts = looked.table.columns[by_role["count"]][1]
        total = float(sum(cast("int", counts[n] or 0) for n in rows))
    return f"count: {_quoted(looked.unit)}", total, looked.unit


def _round(total: float) -> float | int:
    """The largest number of one digit that is not above a total."""
    if total <= 0:
        return 0
    power = floor(log10(total))
    least = floor(total / 10**power) * 10.0**power
    return int(least) if power >= 0 else round(least, -power)
