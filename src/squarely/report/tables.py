"""The tables behind the drawings, as strings: what a plot shows, each reader can read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from squarely.model.study import ClaimStudy, DataUsed, SeriesShown, Study
from squarely.report.words import number_only, plain

AT_MOST = 120  # rows of a table; the study's JSON holds all


@dataclass(frozen=True, slots=True)
class Table:
    """Heads, rows, and how many rows there are in all."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset and the claims that it answers."""

    data: DataUsed
    claims: tuple[str, ...]
    read: bool


def cell(value: float | None) -> str:
    """A number as a table shows it: nothing where it is not known."""
    if value is None or value != value:
        return ""
    whole = value == round(value) and abs(value) < 1e15
    return f"{value:,.0f}" if whole else f"{value:.4g}"


def series(claim: ClaimStudy) -> Table | None:
    """All lines of the claim's plot, a row a period; columns that say nothing are left out."""
    if not claim.series:
        return None
    bounded = any(line.low != line.high for line in claim.series)
    rows = [_period(line, at) for line in _named(claim) for at in range(len(line.periods))]
    kept = [
        k
        for k in range(len(HEADS))
        if (HEADS[k] not in ("low", "high") or bounded)
        and (HEADS[k] != "line" or len(claim.series) > 1)
        and (HEADS[k] != "note" or any(row[k] for row in rows))
    ]
    shown = tuple(tuple(row[k] for k in kept) for row in rows[:AT_MOST])
    return Table(tuple(HEADS[k] for k in kept), shown, len(rows))


def _named(claim: ClaimStudy) -> tuple[SeriesShown, ...]:
    """The lines, each with its unit where the claim is about measures of several."""
    if len({line.unit for line in claim.series}) < 2:
        return claim.series
    return tuple(replace(line, name=f"{line.name}, {line.unit}") for line in claim.series)


HEADS = ("line", "period", "low", "best", "high", "note")


def _period(line: SeriesShown, at: int) -> tuple[str, ...]:
    note = "left out" if line.trimmed and line.trimmed[at] else ""
    values = (held[at] if at < len(held) else None for held in (line.low, line.best, line.high))
    return (plain(line.name), _dated(line.periods, at), *map(cell, values), note)


def _dated(periods: tuple[str, ...], at: int) -> str:
    """A period as coarse as all of them are: a year, a month, a day."""
    for tail, digits in (("-01-01", 4), ("-01", 7)):
        if len(periods) > 1 and all(len(p) == 10 and p.endswith(tail) for p in periods):
            return plain(periods[at])[:digits]
    return plain(periods[at])


def specifications(claim: ClaimStudy) -> Table | None:
    """All specifications by their choices; None without any."""
    found = claim.specifications
    if not found:
        return None
    axes = sorted({axis for shown in found for axis in shown.choices})
    unit = claim.estimate.unit if claim.estimate else ""
    rows = [
        (
            *(plain(shown.choices.get(axis, "")) for axis in axes),
            number_only(shown.value, unit, _width(shown.low, shown.high)),
            _ends(shown.low, shown.high, unit),
            shown.side,
            f"{shown.n:,}",
        )
        for shown in sorted(found, key=lambda s: (s.value, sorted(s.choices.items())))
    ]
    heads = (*(plain(axis) for axis in axes), "estimate", "80% interval", "side", "n")
    return Table(heads, tuple(rows[:AT_MOST]), len(rows))


def _width(low: float | None, high: float | None) -> float | None:
    return None if low is None or high is None else abs(high - low)


def _ends(low: float | None, high: float | None, unit: str) -> str:
    if low is None or high is None:
        return "counted in full"
    spread = abs(high - low)
    return f"{number_only(low, unit, spread)} to {number_only(high, unit, spread)}"


def datasets(study: Study) -> tuple[Source, ...]:
    """Every dataset behind the study, once, with the claims it answers."""
    found: dict[tuple[str, str], DataUsed] = {}
    claims: dict[tuple[str, str], list[str]] = {}
    read: set[tuple[str, str]] = set()
    for claim in study.claims:
        for used in claim.data:
            key = (used.name, used.version)
            found.setdefault(key, used)
            if used.rows_used:
                read.add(key)
            names = claims.setdefault(key, [])
            if claim.id not in names:
                names.append(claim.id)
    return tuple(Source(found[key], tuple(claims[key]), key in read) for key in sorted(found))
