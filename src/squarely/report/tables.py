"""The tables behind the drawings, as strings: what a plot shows, each reader can read."""

from __future__ import annotations

from dataclasses import dataclass

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


def cell(value: float | None) -> str:
    """A number as a table shows it: nothing where it is not known."""
    if value is None or value != value:
        return ""
    whole = value == round(value) and abs(value) < 1e15
    return f"{value:,.0f}" if whole else f"{value:.4g}"


def series(claim: ClaimStudy) -> Table | None:
    """All lines of the claim's plot, a row a period; None without one."""
    if not claim.series:
        return None
    rows: list[tuple[str, ...]] = []
    bounded = any(line.low != line.high for line in claim.series)
    for line in claim.series:
        rows += [_period(line, at, bounded) for at in range(len(line.periods))]
    heads = ("line", "period", "low", "best", "high") if bounded else ("line", "period", "best")
    return Table((*heads, "note"), tuple(rows[:AT_MOST]), len(rows))


def _period(line: SeriesShown, at: int, bounded: bool) -> tuple[str, ...]:
    note = "left out" if line.trimmed and line.trimmed[at] else ""
    lines = (line.low, line.best, line.high) if bounded else (line.best,)
    values = (held[at] if at < len(held) else None for held in lines)
    return (plain(line.name), plain(line.periods[at]), *map(cell, values), note)


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
    for claim in study.claims:
        for used in claim.data:
            key = (used.name, used.version)
            found.setdefault(key, used)
            names = claims.setdefault(key, [])
            if claim.id not in names:
                names.append(claim.id)
    return tuple(Source(found[key], tuple(claims[key])) for key in sorted(found))
