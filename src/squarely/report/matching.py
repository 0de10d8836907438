"""Datasets told as one: the counts as text and as a page with a bar for every set of datasets.

Nothing is computed here. Reports are named by dataset, row and key; their contents are not shown,
whatever the licence.
"""

from __future__ import annotations

from collections.abc import Sequence

from squarely.model.matching import Link, Matching, Missed, Overlap, Source
from squarely.report.environment import TEMPLATES, environment
from squarely.report.words import plain

WIDE, TALL = 320, 22  # of the bars and of a line of them


def render_matching(found: Matching) -> str:
    """The counts in lines of text."""
    lines = [_head(found), *(f"  {_source(one)}" for one in found.sources), "", "events told by"]
    lines += [f"  {_set(one):<48} {one.events:>9,}" for one in found.overlaps]
    lines += ["", *_learnt(found), *_modes(found)]
    if found.flagged:
        lines.append(f"{found.flagged:,} events may lie within another dataset's episode (flagged)")
    if found.missed is not None:
        lines += ["", *missed_said(found.missed)]
    lines += [f"note: {plain(one)}" for one in found.notes]
    return "\n".join(lines) + "\n"


def _head(found: Matching) -> str:
    bar = f", pairs from {found.threshold:g} on" if found.threshold is not None else ""
    return (
        f"{found.reports:,} reports of {len(found.sources)} datasets tell {found.events:,} events "
        f"(mode {found.mode}{bar})"
    )


def _source(one: Source) -> str:
    rows = f"{plain(one.name)}: {one.reports:,} reports"
    left = ", ".join(f"{count:,} left out ({why})" for why, count in one.left_out.items())
    return f"{rows}, {left}" if left else rows


def _set(one: Overlap) -> str:
    return " + ".join(map(plain, one.datasets)) + (" alone" if len(one.datasets) == 1 else "")


def _learnt(found: Matching) -> list[str]:
    lines = [f"{found.candidates:,} pairs within the windows, {found.joined:,} joined"]
    for one in found.compared:
        names = " with ".join(map(plain, one.datasets))
        how = f"{one.shifts} set-offs in time" if one.shifts else "by pairs within them"
        lines.append(
            f"  {names}: {one.candidates:,} pairs, about {one.matches:,.0f} the same event, "
            f"{one.by_chance:,.1f} expected by chance ({how})"
        )
    if found.likely is not None:
        lines.append(f"  by the probabilities of all pairs: about {found.likely:,.1f} events")
    return lines


def _modes(found: Matching) -> list[str]:
    if found.compat_not_run:
        return [f"mode compat was not run: {found.compat_not_run}"]
    lines = [
        f"links of both modes {found.in_both:,}, of best alone {found.only_best:,}, "
        f"of compat alone {found.only_compat:,}"
    ]
    return lines + [f"  {mode} alone: {link_said(link)}" for mode, link in found.differing]


def link_said(link: Link) -> str:
    """Two reports and how they lie to each other."""
    sides = " = ".join(_report(one) for one in (link.left, link.right))
    sure = "no pair of best" if link.probability is None else f"p {link.probability:.2f}"
    return f"{sides} ({sure}, score {link.score:.3g}, {link.km:.1f} km, {link.days} days)"


def _report(one: tuple[str, int, str]) -> str:
    name, row, key = one
    return f"{plain(name)} row {row}" + (f" [{plain(key)}]" if key else "")


def missed_said(found: Missed) -> list[str]:
    """The estimate of what all datasets missed, never without what it assumes."""
    if found.missed is None:
        return [f"events that all datasets missed: no estimate, {found.why_not}"]
    return [
        f"events that all datasets missed: about {found.missed:,.0f} "
        f"({found.level:.0%} interval {found.low:,.0f} to {found.high:,.0f}), assumption-heavy",
        *(f"  {one}" for one in found.assumptions),
        *(f"  model {terms}: weight {weight:.2f}, {missed:,.0f} missed"
          for terms, weight, missed in found.models[:5]),
    ]  # fmt: skip


def render_matching_page(found: Matching) -> str:
    """The same as one self-contained page."""
    style = (TEMPLATES / "bench.css").read_text(encoding="utf-8")
    return environment().get_template("matching.html").render(
        found=found, head=_head(found), bars=_bars(found.overlaps), style=style, wide=WIDE,
        tall=TALL, height=TALL * len(found.overlaps), source=_source, said=link_said,
        learnt=_learnt(found), missed=missed_said(found.missed) if found.missed else [],
    )  # fmt: skip


def _bars(overlaps: Sequence[Overlap]) -> list[tuple[int, float, str, int]]:
    """For each set: how far down, how long, what it is called, how many events."""
    most = max((one.events for one in overlaps), default=0) or 1
    return [
        (at * TALL, round(one.events / most * WIDE, 1), _set(one), one.events)
        for at, one in enumerate(overlaps)
    ]
