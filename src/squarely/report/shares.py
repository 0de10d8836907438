"""Plots of shares and of polls: each share in percent, on the whole scale from 0 to 100.

The counts behind a share, or how many were asked, stand in its name: on one axis with percentages
they would mislead.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from squarely.model.study import ClaimStudy, SeriesShown
from squarely.report.marks import BAR, Row, layered, values
from squarely.report.words import clipped, is_share, plain
from squarely.study.numbers import spans_said

if TYPE_CHECKING:
    import altair as alt

ASKED = "respondents"
WHOLE, HALF = (0, 100), 50


def polls(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """A point a poll, named by who asked, when, and how many."""
    rows: list[Row] = []
    asked = {_own(line): line for line in series if line.unit == ASKED}
    for line in (one for one in series if one.unit != ASKED):
        beside = asked.get(_own(line))
        for at, period in enumerate(line.periods):
            if line.best[at] is not None:
                number = beside.best[at] if beside and at < len(beside.best) else None
                name = clipped(spans_said(plain(_own(line))), 34)
                told = f", {number:,.0f} asked" if number else ""
                rows.append({"g": f"{name}, {plain(period)[:7]}{told}", "b": line.best[at]})
    return _percent(claim, rows)


def compared(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """The shares that a contrast compares, each with its part and its whole."""
    rows: list[Row] = []
    for at, (part, whole) in enumerate(pairwise(series)):
        if at % 2 or not part.best or not whole.best:
            continue
        above, below = _total(part), _total(whole)
        if below:
            name = clipped(spans_said(plain(_own(part))), 30)
            said = f"{name}: {above:,.0f} of {below:,.0f}"
            rows.append({"g": said, "b": 100 * above / below})
    return _percent(claim, rows)


def _own(line: SeriesShown) -> str:
    """A line's name without the number that told it from its like."""
    return re.sub(r" \d+$", "", line.name)


def is_of_shares(claim: ClaimStudy) -> bool:
    """Whether a claim's estimate is a share or a difference of shares."""
    return claim.estimate is not None and is_share(claim.estimate.unit)


def _total(line: SeriesShown) -> float:
    return sum(value for value in line.best if value is not None)


def _percent(claim: ClaimStudy, rows: list[Row]) -> alt.TopLevelMixin | None:
    import altair as alt

    if not rows:
        return None
    y = alt.Y("g:N", sort=None, title=None, axis=alt.Axis(labelLimit=420))
    x = alt.X("b:Q", title="percent", scale=alt.Scale(domain=list(WHOLE)))
    layers: list[alt.Chart] = [alt.Chart().mark_point(style="chosen", size=90).encode(y=y, x=x)]
    bound = _bound(claim)
    if bound is not None:
        one = alt.Chart(values([{"b": bound, "s": "the claim's bound"}])).encode(x="b:Q")
        right = bound > HALF
        label = one.mark_text(
            align="right" if right else "left", dx=-4 if right else 4, dy=-1, baseline="bottom",
            style="note",
        )  # fmt: skip
        layers += [one.mark_rule(style="edge"), label.encode(y=alt.value(0), text="s:N")]
    return layered(layers, rows, BAR * max(2, len(rows)))


def _bound(claim: ClaimStudy) -> float | None:
    """The share that the claim is held against, in percent, where it is held against one."""
    share = claim.edge is not None and claim.warrant is not None and claim.warrant.name == "opinion"
    single = claim.estimate is not None and claim.estimate.unit == "share"
    return 100 * claim.edge if share and single and claim.edge is not None else None
