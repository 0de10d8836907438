"""The plot that suits each warrant, as a Vega-Lite specification built with Altair.

Specifications are small: they hold data and encodings only. Colours, fonts and line styles are
named here (`style="main"`) and given by the page when it draws, so that light and dark share one
specification. Nothing is computed that is not in the study; every plot has a table behind it.

Series as warrants show them: a line a group or position; "of", "among"; "first", "then".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from squarely.model.study import ClaimStudy, SeriesShown
from squarely.report.layers import spread
from squarely.report.marks import BAR, Row, layered, values
from squarely.report.shares import compared, is_of_shares, polls
from squarely.report.votes import votes
from squarely.report.words import clipped, plain
from squarely.study.numbers import spans_said

if TYPE_CHECKING:
    import altair as alt

Spec = dict[str, Any]
RIVALS = 30  # more bars than this cannot be read; the table holds them all
LINE = 220  # heights in pixels
DAY = 86_400_000  # milliseconds


def plot(claim: ClaimStudy, published: str | None = None) -> Spec | None:
    """The claim's plot, or None where there is nothing to draw."""
    kind = claim.warrant.name if claim.warrant else ""
    series = tuple(line for line in claim.series if line.periods and (line.best or kind == "order"))
    if not series:
        return None
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):  # the shapes are fixed here: checking each against a schema is slow
        chart = DRAWN.get(kind, _over_time)(claim, _told_apart(claim, series), published)
        return None if chart is None else _specification(chart)


def described(claim: ClaimStudy) -> str:
    """What the plot shows, for readers who do not see it."""
    names = ", ".join(clipped(plain(line.name), 40) for line in claim.series[:6])
    first = claim.series[0].periods
    units = "; ".join(dict.fromkeys(line.unit for line in claim.series))
    span = f"{first[0]} to {first[-1]}" if len(first) > 1 else first[0] if first else ""
    return plain(f"Plot of {names} ({units}), {span}. {claim.sentence}")


def _specification(chart: alt.TopLevelMixin) -> Spec:
    """The chart without what the page gives it: schema, config, view."""
    spec: Spec = chart.to_dict(validate=False)
    return {k: v for k, v in spec.items() if k not in ("$schema", "config", "width")}


def _told_apart(claim: ClaimStudy, series: tuple[SeriesShown, ...]) -> tuple[SeriesShown, ...]:
    """Lines of one name get the names of what the claim compares, else numbers."""
    names = [line.name for line in series]
    kind = claim.warrant.name if claim.warrant else ""
    if kind in ("share", "exists") and len(series) == 2:
        return (replace(series[0], name="of"), replace(series[1], name="among"))
    if len(set(names)) == len(names) and all(names):
        return series
    groups = claim.warrant.keys.get("groups", "") if claim.warrant else ""
    told = groups.split(" and ") if len(groups.split(" and ")) == len(series) else []
    told = told or [f"{name} {number}".strip() for number, name in enumerate(names, 1)]
    return tuple(replace(line, name=name) for line, name in zip(series, told, strict=True))


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
                row["g"] = clipped(spans_said(plain(line.name)), 30)
            if low != high:
                row |= {"l": low, "h": high}
            if trimmed[at]:
                row["x"] = 1
            found.append(row)
    return found


def _over_time(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Lines over time, bounds as a band, trimmed tails in grey, the essay's date as a rule."""
    import altair as alt

    if not _dated(series) or max(len(line.periods) for line in series) == 1:
        return _ranked(claim, series, published)
    if len({line.unit for line in series}) > 1:
        series = tuple(line for line in series if len(line.periods) > 1)
    units = tuple(dict.fromkeys(line.unit for line in series))
    if len(units) > 1:
        return _each_measure(series, units)
    rows = _rows(series)
    unit = plain(series[0].unit)
    whole = all(row["b"] is None or row["b"] == int(row["b"]) for row in rows)
    axis = alt.Axis(tickMinStep=1) if whole else alt.Axis()
    shared = alt.Y("b:Q", title=unit, axis=axis)
    base = alt.Chart().encode(x=alt.X("t:T", title=None, scale=alt.Scale(type="utc")), y=shared)
    grouped = len(series) > 1
    if grouped:
        base = base.encode(color=alt.Color("g:N", legend=None, sort=None))
    kept = base.transform_filter("!datum.x")
    layers: list[alt.Chart] = []
    if any("l" in row for row in rows):
        band = kept.mark_area(style="band")
        layers.append(band.encode(y=alt.Y("l:Q", title=unit, axis=axis), y2="h:Q"))
    layers.append(kept.mark_line(style="line" if grouped else "main"))
    layers.append(base.mark_point(style="points" if grouped else "point", size=14))
    if any("x" in row for row in rows):
        layers.append(base.transform_filter("datum.x").mark_point(style="tail", size=26))
    layers += _said(base, rows, series) + _essay_day(published, rows)
    layers += _bound(claim)
    return layered(layers, rows, LINE)


def _each_measure(series: tuple[SeriesShown, ...], units: Sequence[str]) -> alt.TopLevelMixin:
    """Measures of several units over one axis of time, each in a frame with its own scale."""
    import altair as alt

    rows = [
        {**row, "f": plain(unit)}
        for unit in units
        for row in _rows(tuple(line for line in series if line.unit == unit))
    ]
    y = alt.Y("b:Q", title=None, scale=alt.Scale(zero=False))
    base = alt.Chart().encode(x=alt.X("t:T", title=None, scale=alt.Scale(type="utc")), y=y)
    base = base.encode(color=alt.Color("g:N", legend=None, sort=None))
    layers = alt.layer(base.mark_line(style="line"), base.mark_point(style="points", size=14))
    head = alt.Header(labelOrient="top", labelAnchor="start")
    framed = layers.properties(height=LINE / 2).facet(
        row=alt.Row("f:N", title=None, sort=None, header=head), data=values(rows)
    )
    found: alt.TopLevelMixin = framed.resolve_scale(y="independent")
    return found


def _said(base: alt.Chart, rows: list[Row], series: tuple[SeriesShown, ...]) -> list[alt.Chart]:
    """Each group's name at its last point, in place of a legend."""
    import altair as alt

    if len(series) < 2 or len(series) > 8:
        return []
    last = {row["g"]: row for row in rows if row["b"] is not None}
    ends = base.properties(data=values(_apart(list(last.values()), rows)))
    return [ends.mark_text(align="left", dx=6, style="name").encode(text=alt.Text("g:N"))]


def _apart(ends: list[Row], rows: list[Row]) -> list[Row]:
    """The points at which names stand, moved up or down so that no two lie upon each other."""
    found = [row["b"] for row in rows if row["b"] is not None]
    pixel = (max(found) - min(0, *found)) / LINE or 1.0
    ends = sorted(ends, key=lambda row: row["b"])
    places = spread([row["b"] / pixel for row in ends], [0.0] * len(ends))
    up = max(0.0, min(found) / pixel - places[0])
    return [{**row, "b": (at + up) * pixel} for row, at in zip(ends, places, strict=True)]


def _essay_day(published: str | None, rows: list[Row]) -> list[alt.Chart]:
    import altair as alt

    days = [row["t"] for row in rows]
    if not published or not days or not min(days) <= _day(published) <= max(days):
        return []
    one = alt.Chart(values([{"t": _day(published), "s": "essay"}]))
    at = one.encode(x=alt.X("t:T", scale=alt.Scale(type="utc")))
    label = at.mark_text(align="right", dx=-4, baseline="top", style="note")
    return [at.mark_rule(style="date"), label.encode(y=alt.value(0), text="s:N")]


def _bound(claim: ClaimStudy) -> list[alt.Chart]:
    """The number that a level is held against, as a line with its label."""
    import altair as alt

    if claim.warrant is None or claim.warrant.name != "level" or claim.edge is None:
        return []
    one = alt.Chart(values([{"b": claim.edge, "s": "the claim's number"}]))
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
    layers: list[alt.Chart] = []
    if any("l" in row for row in rows):
        bounded = base.transform_filter("isValid(datum.l)")
        layers.append(bounded.mark_rule(style="range").encode(x="l:Q", x2="h:Q"))
        layers += [bounded.mark_tick(style="cap", size=9).encode(x=end) for end in ("l:Q", "h:Q")]
    layers += _marked(base, rows, 60)
    if claim.edge is not None and claim.warrant and claim.warrant.name == "level":
        one = alt.Chart(values([{"b": claim.edge, "s": "the claim's number"}])).encode(x="b:Q")
        label = one.mark_text(align="right", dx=-4, dy=-1, baseline="bottom", style="note")
        layers += [one.mark_rule(style="edge"), label.encode(y=alt.value(0), text="s:N")]
    return layered(layers, rows, BAR * max(2, len(rows)))


def _marked(base: alt.Chart, rows: list[Row], size: int) -> list[alt.Chart]:
    """Points: the rivals open, the claimed one filled; no layer without data."""
    layers = []
    if any("m" not in row for row in rows):
        layers.append(base.transform_filter("!datum.m").mark_point(style="rival", size=size))
    if any("m" in row for row in rows):
        layers.append(base.transform_filter("datum.m").mark_point(style="chosen", size=90))
    return layers


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
    layers: list[alt.Chart] = []
    if any("l" in row for row in rows):
        ranges = base.transform_filter("isValid(datum.l)").mark_rule(style="range")
        layers.append(ranges.encode(y=alt.Y("l:Q", title=plain(series[0].unit)), y2="h:Q"))
    layers += _marked(base, rows, 40)
    if any("m" in row for row in rows):
        above = "isValid(datum.h) ? datum.h : datum.b"
        chosen = base.transform_filter("datum.m").transform_calculate(k=above)
        label = chosen.mark_text(align="right", dx=5, dy=-11, style="name")
        said = alt.value(clipped(plain(item), 20))
        layers.append(label.encode(text=said, y=alt.Y("k:Q")))
    return layered(layers, rows, LINE)


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
    title = plain(whole.unit or part.unit)
    wholes = base.mark_bar(style="whole").encode(x=alt.X("w:Q", title=title))
    parts = base.mark_bar(style="part").encode(x="p:Q")
    layers = [wholes, parts]
    if not many:
        said = "format(datum.p, ',') + ' of ' + format(datum.w, ',')"
        text = base.transform_calculate(s=said)
        mark = text.mark_text(align="left", dy=-20, style="name")
        layers.append(mark.encode(x=alt.datum(0), text="s:N"))
        return layered(layers, rows, 84)
    return layered(layers, rows, BAR * len(rows))


def _exists(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """The part of the rows in scope, or a needle a period; one number needs no drawing."""
    import altair as alt

    if is_of_shares(claim):
        return _share(claim, series, published)
    series = tuple(line for line in series if line.name != "among")
    if len(series) > 1 or len(series[0].periods) < 2 or not _dated(series):
        return None
    time = alt.X("t:T", title=None, scale=alt.Scale(type="utc", padding=8))
    count = alt.Y("b:Q", title=plain(series[0].unit), axis=alt.Axis(tickMinStep=1))
    needles = alt.Chart().mark_bar(style="needle").encode(x=time, y=count)
    return layered([needles], _rows(series), LINE / 2)


def _consensus(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Votes by position, or whatever else was counted."""
    return votes(claim, series) or _over_time(claim, series, published)


def _contrast(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Two shares in percent, or whatever else is compared."""
    draw = compared if is_of_shares(claim) else _over_time
    return draw(claim, series, published)


def _order(
    claim: ClaimStudy, series: tuple[SeriesShown, ...], published: str | None
) -> alt.TopLevelMixin | None:
    """Each occurrence from its earliest to its latest day."""
    import altair as alt

    rows: list[Row] = []
    for line in series:
        first, last = _day(line.periods[0]), _day(line.periods[-1])
        said = first if first == last else f"{first} to {last}"
        rows.append({"g": clipped(plain(line.name), 30), "t": first, "u": last, "s": said})
    axis = alt.Axis(format="%-d %b %Y", tickMinStep=DAY)
    time = alt.X("t:T", title=None, scale=alt.Scale(type="utc", padding=60), axis=axis)
    base = alt.Chart().encode(y=alt.Y("g:N", sort=None, title=None), x=time)
    layers = [base.mark_rule(style="range").encode(x2="u:T")]
    layers += [base.mark_point(style="chosen", size=60)]
    layers += [base.encode(x=alt.X("u:T", title=None)).mark_point(style="chosen", size=60)]
    return layered([*layers, *_spans_named(base, rows)], rows, 44 * len(rows))


def _spans_named(base: alt.Chart, rows: list[Row]) -> list[alt.Chart]:
    """The days over each occurrence: towards the middle, so that none runs out of the drawing."""
    days = sorted(row[end] for row in rows for end in ("t", "u"))
    middle = days[-1]
    with suppress(ValueError):  # what is no day stays where it is
        first, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
        middle = (first + (last - first) / 2).isoformat()
    late = [row for row in rows if row["t"] > middle]
    early = [row for row in rows if row["t"] <= middle]
    left = base.properties(data=values(early)).encode(x="t:T", text="s:N")
    right = base.properties(data=values(late)).encode(x="u:T", text="s:N")
    named = [left.mark_text(align="left", dy=-13, dx=-4, style="name")] if early else []
    return named + [right.mark_text(align="right", dy=-13, dx=4, style="name")] * bool(late)


Drawn = Callable[
    [ClaimStudy, tuple[SeriesShown, ...], str | None],
    "alt.TopLevelMixin | None",
]
DRAWN: Mapping[str, Drawn] = {
    "extreme": _extreme,
    "share": _share,
    "exists": _exists,
    "consensus": _consensus,
    "contrast": _contrast,
    "opinion": polls,
    "order": _order,
}
