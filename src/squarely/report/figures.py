"""The plot that suits each warrant, as a Vega-Lite specification built with Altair.

Specifications are small: they hold data and encodings only. Colours, fonts and line styles are
named here (`style="main"`) and given by the page when it draws, so that light and dark share one
specification. Nothing is computed that is not in the study; every plot has a table behind it.

Assumes the forms in which warrants show their series: one line a group; "of" and "among" for a
share; one line a position for votes; "first" and "then" for an order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from squarely.model.study import ClaimStudy, SeriesShown
from squarely.report.words import clipped, plain

if TYPE_CHECKING:
    import altair as alt

Spec = dict[str, Any]
Row = dict[str, Any]
RIVALS = 30  # more bars than this cannot be read; the table holds them all
LINE = 220  # heights in pixels
BAR = 26
POSITIONS = ("yes", "no", "abstain", "absent", "non-member")
MARKS_IN_A_ROW = 40  # marks of a strip of votes


def plot(claim: ClaimStudy, published: str | None = None) -> Spec | None:
    """The claim's plot, or None where there is nothing to draw."""
    series = tuple(line for line in claim.series if line.periods)
    if not series:
        return None
    kind = claim.warrant.name if claim.warrant else ""
    chart = DRAWN.get(kind, _over_time)(claim, series, published)
    return None if chart is None else _specification(chart)


def described(claim: ClaimStudy) -> str:
    """What the plot shows, for readers who do not see it."""
    names = ", ".join(clipped(plain(line.name), 40) for line in claim.series[:6])
    first = claim.series[0].periods
    span = f"{first[0]} to {first[-1]}" if len(first) > 1 else first[0] if first else ""
    return plain(f"Plot of {names} ({claim.series[0].unit}), {span}. {claim.sentence}")


def _specification(chart: alt.TopLevelMixin) -> Spec:
    """The chart without what the page gives it: schema, config, view."""
    spec: Spec = chart.to_dict(validate=False)
    return {k: v for k, v in spec.items() if k not in ("$schema", "config", "width")}


def _day(text: str) -> str:
    """An ISO date of any precision as a full one."""
    parts = text.split("-")
    return "-".join([*parts, "01", "01"][:3]) if parts[0].isdigit() else text


def _dated(series: tuple[SeriesShown, ...]) -> bool:
    return all(p[:4].isdigit() and len(p) <= 10 for line in series for p in line.periods)


def _rows(series: tuple[SeriesShown, ...]) -> list[Row]:
    """One row a period and group: t, best, low and high where they differ, whether trimmed."""
    found = []
    for line in series:
        trimmed = line.trimmed or (False,) * len(line.periods)
        for at, period in enumerate(line.periods):
            low, best, high = line.low[at], line.best[at], line.high[at]
            row: Row = {"t": _day(period), "b": best}
            if len(series) > 1:
                row["g"] = clipped(plain(line.name), 30)
            if low != high:
                row |= {"l": low, "h": high}
            if trimmed[at]:
                row["x"] = 1
            found.append(row)
    return found


def _values(rows: list[Row]) -> alt.InlineData:
    import altair as alt

    return alt.InlineData(values=rows)


def _layers(charts: list[alt.Chart], rows: list[Row], height: float) -> alt.TopLevelMixin:
    import altair as alt

    layered: alt.TopLevelMixin = alt.layer(*charts, data=_values(rows)).properties(height=height)
    return layered


def _over_time(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Lines over time, bounds as a band, trimmed tails in grey, the essay's date as a rule."""
    import altair as alt

    if not _dated(series) or max(len(line.periods) for line in series) == 1:
        return _ranked(claim, series, published)
    rows = _rows(series)
    unit = plain(series[0].unit)
    shared = alt.Y("b:Q", title=unit)
    base = alt.Chart().encode(x=alt.X("t:T", title=None, scale=alt.Scale(type="utc")), y=shared)
    grouped = len(series) > 1
    if grouped:
        base = base.encode(color=alt.Color("g:N", legend=None, sort=None))
    kept = base.transform_filter("!datum.x")
    layers: list[alt.Chart] = []
    if any("l" in row for row in rows):
        layers.append(kept.mark_area(style="band").encode(y=alt.Y("l:Q", title=unit), y2="h:Q"))
    layers.append(kept.mark_line(style="line" if grouped else "main"))
    layers.append(base.mark_point(style="points" if grouped else "point", size=14))
    if any("x" in row for row in rows):
        layers.append(base.transform_filter("datum.x").mark_point(style="tail", size=26))
    layers += _said(base, rows, series) + _essay_day(published, rows)
    layers += _bound(claim)
    return _layers(layers, rows, LINE)


def _said(base: alt.Chart, rows: list[Row], series: tuple[SeriesShown, ...]) -> list[alt.Chart]:
    """Each group's name at its last point, in place of a legend."""
    import altair as alt

    if len(series) < 2 or len(series) > 8:
        return []
    last = {row["g"]: row for row in rows if row["b"] is not None}
    ends = base.properties(data=_values(list(last.values())))
    return [ends.mark_text(align="left", dx=6, style="name").encode(text=alt.Text("g:N"))]


def _essay_day(published: str | None, rows: list[Row]) -> list[alt.Chart]:
    import altair as alt

    days = [row["t"] for row in rows]
    if not published or not days or not min(days) <= _day(published) <= max(days):
        return []
    one = alt.Chart(_values([{"t": _day(published), "s": "essay"}]))
    at = one.encode(x=alt.X("t:T", scale=alt.Scale(type="utc")))
    label = at.mark_text(align="right", dx=-4, baseline="top", style="note")
    return [at.mark_rule(style="date"), label.encode(y=alt.value(0), text="s:N")]


def _bound(claim: ClaimStudy) -> list[alt.Chart]:
    """The number that a level is held against, as a line with its label."""
    import altair as alt

    if claim.warrant is None or claim.warrant.name != "level" or claim.edge is None:
        return []
    one = alt.Chart(_values([{"b": claim.edge, "s": "the claim's number"}]))
    at = one.encode(y="b:Q")
    label = at.mark_text(align="left", baseline="bottom", dy=-3, style="note")
    return [at.mark_rule(style="edge"), label.encode(x=alt.value(2), text="s:N")]


def _ranked(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Rivals in order of their best figure, each with its bounds; the claimed one is marked."""
    import altair as alt

    item = plain(claim.warrant.keys.get("item", "")) if claim.warrant else ""
    rows = [_rival(line, at, item) for line in series for at in range(len(line.periods))]
    rows = [row for row in rows if row["b"] is not None]
    rows = sorted(rows, key=lambda row: (-row["b"], row["g"]))
    rows = [row for at, row in enumerate(rows) if at < RIVALS or "m" in row]
    if not rows:
        return None
    axis = alt.Axis(labelLimit=180)
    y = alt.Y("g:N", sort=None, title=None, axis=axis)
    x = alt.X("b:Q", title=plain(series[0].unit), scale=alt.Scale(zero=True))
    base = alt.Chart().encode(y=y, x=x)
    layers = [
        base.transform_filter("isValid(datum.l)").mark_rule(style="range").encode(x="l:Q", x2="h:Q")
    ]
    for end in ("l:Q", "h:Q"):
        ends = base.transform_filter("isValid(datum.l)")
        layers.append(ends.mark_tick(style="cap", size=9).encode(x=end))
    layers.append(base.transform_filter("!datum.m").mark_point(style="rival", size=60))
    layers.append(base.transform_filter("datum.m").mark_point(style="chosen", size=90))
    if claim.edge is not None and claim.warrant and claim.warrant.name == "level":
        one = alt.Chart(_values([{"b": claim.edge, "s": "the claim's number"}])).encode(x="b:Q")
        label = one.mark_text(align="right", dx=-4, dy=-1, baseline="bottom", style="note")
        layers += [one.mark_rule(style="edge"), label.encode(y=alt.value(0), text="s:N")]
    return _layers(layers, rows, BAR * max(2, len(rows)))


def _rival(line: SeriesShown, at: int, item: str) -> Row:
    name = plain(line.name) if len(line.periods) == 1 else plain(line.periods[at])
    row: Row = {"g": clipped(name, 40), "b": line.best[at]}
    if line.low[at] != line.high[at]:
        row |= {"l": line.low[at], "h": line.high[at]}
    if item and item in (name, plain(line.periods[at])):
        row["m"] = 1
    return row


def _extreme(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Rivals ranked, or periods in their order with the claimed one marked."""
    import altair as alt

    if len(series) > 1 or len(series[0].periods) < 2 or not _dated(series):
        return _ranked(claim, series, published)
    item = claim.warrant.keys.get("item", "") if claim.warrant else ""
    rows = _rows(series)
    for row in rows:
        if item and row["t"].startswith(item):
            row["m"] = 1
    time = alt.X("t:T", title=None, scale=alt.Scale(type="utc"))
    base = alt.Chart().encode(x=time, y=alt.Y("b:Q", title=plain(series[0].unit)))
    ranges = base.transform_filter("isValid(datum.l)").mark_rule(style="range")
    layers = [
        ranges.encode(y=alt.Y("l:Q", title=plain(series[0].unit)), y2="h:Q"),
        base.transform_filter("!datum.m").mark_point(style="rival", size=40),
        base.transform_filter("datum.m").mark_point(style="chosen", size=90),
    ]
    label = base.transform_filter("datum.m").mark_text(dx=8, align="right", dy=-12, style="name")
    layers.append(label.encode(text=alt.value(clipped(plain(item), 20))))
    return _layers(layers, rows, LINE)


def _share(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """The part drawn over its whole, per period."""
    import altair as alt

    named = {line.name: line for line in series}
    if set(named) != {"of", "among"}:
        return _over_time(claim, series, published)
    part, whole = named["of"], named["among"]
    rows = [
        {"t": plain(period)[:10], "p": part.best[at], "w": whole.best[at]}
        for at, period in enumerate(whole.periods)
        if at < len(part.best)
    ]
    many = len(rows) > 1
    y = alt.Y("t:N", sort=None, title=None, axis=alt.Axis() if many else None)
    base = alt.Chart().encode(y=y)
    title = plain(whole.unit)
    wholes = base.mark_bar(style="whole").encode(x=alt.X("w:Q", title=title))
    parts = base.mark_bar(style="part").encode(x="p:Q")
    layers = [wholes, parts]
    if not many:
        for column, word in (("p", "part"), ("w", "whole")):
            text = base.transform_calculate(s=f"'{word}: ' + format(datum.{column}, ',')")
            side: Literal["left", "right"] = "left" if word == "part" else "right"
            mark = text.mark_text(align=side, dy=-24, style="name")
            layers.append(mark.encode(x=f"{column}:Q", text="s:N"))
        return _layers(layers, rows, 84)
    return _layers(layers, rows, BAR * len(rows))


def _votes(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """One item: a mark a state, with the share under each denominator. Many: a bar an item."""
    named = {line.name: line for line in series if line.name in POSITIONS}
    if not named:
        return _over_time(claim, series, published)
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
        alt.Chart(_values(rows))
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
        {"d": clipped(plain(name), 40), "v": parts[name]} for name in parts if 0 <= parts[name] <= 1
    ]
    if not rows:
        return []
    y = alt.Y("d:N", sort=None, title=None, axis=alt.Axis(labelLimit=170))
    x = alt.X("v:Q", title="share", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(_values(rows)).encode(y=y, x=x)
    label = base.mark_text(align="left", dx=8, style="name")
    layers: list[alt.Chart] = [
        base.mark_point(style="chosen", size=70),
        label.encode(text=alt.Text("v:Q", format=".0%")),
    ]
    if claim.edge is not None and 0 < claim.edge <= 1:
        one = alt.Chart(_values([{"v": claim.edge}])).mark_rule(style="edge")
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
        alt.Chart(_values(rows))
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


def _order(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Each occurrence from its earliest to its latest day."""
    import altair as alt

    rows = [
        {"g": clipped(plain(s.name), 30), "t": _day(s.periods[0]), "u": _day(s.periods[-1])}
        for s in series
    ]
    time = alt.X("t:T", title=None, scale=alt.Scale(type="utc", nice=True, padding=30))
    base = alt.Chart().encode(y=alt.Y("g:N", sort=None, title=None), x=time)
    layers = [base.mark_rule(style="range").encode(x2="u:T")]
    layers += [base.mark_point(style="chosen", size=60)]
    layers += [base.encode(x=alt.X("u:T", title=None)).mark_point(style="chosen", size=60)]
    label = base.transform_calculate(
        s="datum.t == datum.u ? datum.t : datum.t + ' to ' + datum.u"
    ).mark_text(align="center", dy=-12, style="name")
    layers.append(label.encode(text="s:N"))
    return _layers(layers, rows, 40 * len(rows))


Drawn = Callable[
    [ClaimStudy, tuple[SeriesShown, ...], str | None],
    "alt.TopLevelMixin | None",
]
DRAWN: Mapping[str, Drawn] = {
    "extreme": _extreme,
    "share": _share,
    "consensus": _votes,
    "order": _order,
}
