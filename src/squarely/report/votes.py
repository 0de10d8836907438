"""Votes as marks: one a state for a single item, a stacked bar an item for many.

Beneath the marks stands the share under each denominator that the study states, since the answer
to "did nearly all agree" hangs on who counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from squarely.model.study import ClaimStudy, SeriesShown
from squarely.report.marks import BAR, Row, values
from squarely.report.words import clipped, plain

if TYPE_CHECKING:
    import altair as alt

POSITIONS = ("yes", "no", "abstain", "absent", "non-member")
MARKS_IN_A_ROW = 40


def votes(claim: ClaimStudy, series: tuple[SeriesShown, ...]) -> alt.TopLevelMixin | None:
    """One item: a mark a state, with the share under each denominator. Many: a bar an item."""
    named = {line.name: line for line in series if line.name in POSITIONS}
    if not named:
        return None
    if max(len(line.periods) for line in named.values()) > 1:
        return _many_votes(named)
    return _one_vote(claim, named)


def _one_vote(claim: ClaimStudy, named: Mapping[str, SeriesShown]) -> alt.TopLevelMixin:
    import altair as alt

    counts = [(p, int(named[p].best[0] or 0)) for p in POSITIONS if p in named]
    rows: list[Row] = []
    at = 0
    for position, number in counts:
        rows.append({"p": f"{position} {number}", "a": at, "n": number})
        at += number
    marks = (
        alt.Chart(values(rows))
        .transform_calculate(i="sequence(datum.a, datum.a + datum.n)")
        .transform_flatten(["i"])
        .transform_calculate(
            x=f"datum.i % {MARKS_IN_A_ROW}", y=f"floor(datum.i / {MARKS_IN_A_ROW})"
        )
        .mark_square(size=70, style="vote")
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-0.5, MARKS_IN_A_ROW - 0.5])),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(reverse=True, zero=False, padding=8)),
            color=_position_colour([row["p"] for row in rows]),
        )
        .properties(height=15 * (1 + max(0, at - 1) // MARKS_IN_A_ROW))
    )
    return alt.vconcat(marks, *_denominators(claim), spacing=14)


def _position_colour(domain: list[str]) -> alt.Color:
    """Colour names that the page replaces by its own."""
    import altair as alt

    names = [f"@{label.split()[0]}" for label in domain]
    legend = alt.Legend(title=None, orient="top", symbolType="square", columns=5)
    return alt.Color("p:N", scale=alt.Scale(domain=domain, range=names), legend=legend)


def _denominators(claim: ClaimStudy) -> list[alt.LayerChart | alt.FacetChart]:
    """The share under each denominator that the study states, against the edge."""
    import altair as alt

    parts = claim.estimate.parts if claim.estimate else {}
    rows = [
        {"d": clipped(plain(name).removeprefix("share "), 40), "v": parts[name]}
        for name in parts
        if 0 <= parts[name] <= 1
    ]
    if not rows:
        return []
    y = alt.Y("d:N", sort=None, title=None, axis=alt.Axis(labelLimit=170))
    x = alt.X("v:Q", title="share", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(values(rows)).encode(y=y, x=x)
    label = base.mark_text(align="left", dx=8, style="name")
    layers: list[alt.Chart] = [
        base.mark_point(style="chosen", size=70),
        label.encode(text=alt.Text("v:Q", format=".0%")),
    ]
    if claim.edge is not None and 0 < claim.edge <= 1:
        one = alt.Chart(values([{"v": claim.edge}])).mark_rule(style="edge")
        layers.append(one.encode(x="v:Q"))
    return [alt.layer(*layers).properties(height=BAR * len(rows))]


def _many_votes(named: Mapping[str, SeriesShown]) -> alt.TopLevelMixin:
    import altair as alt

    rows = [
        {"i": clipped(plain(item), 40), "p": name, "n": named[name].best[at], "o": order}
        for order, name in enumerate(POSITIONS)
        if name in named
        for at, item in enumerate(named[name].periods)
    ]
    height = min(18, max(9, 600 // max(1, len(rows) // len(named))))
    chart: alt.Chart = (
        alt.Chart(values(rows))
        .mark_bar(style="vote")
        .encode(
            y=alt.Y("i:N", sort=None, title=None, axis=alt.Axis(labelLimit=190)),
            x=alt.X("n:Q", title=plain(next(iter(named.values())).unit)),
            color=_position_colour([p for p in POSITIONS if p in named]),
            order="o:Q",
        )
        .properties(height=height * len(rows) // len(named))
    )
    return chart
