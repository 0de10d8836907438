"""Small drawings made here as plain SVG: the specification curve, the estimate, the counts.

SVG instead of a plotting library: they stand in the page without any script, print as they are,
and take a few kilobytes for a hundred specifications, since marks of one kind share one path.
Colours are CSS classes; the shapes alone tell the sides apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from squarely.model.finding import SIDES, Label, Side
from squarely.model.study import ClaimStudy, SpecificationShown
from squarely.report.swatches import shade
from squarely.report.words import (
    around_zero,
    clipped,
    edge_said,
    is_gap,
    is_percent,
    is_share,
    plain,
)
from squarely.study.numbers import spans_said

LEFT = 200  # room for the names of choices
WIDTH = 720
TOP = 150  # height of the curve above the matrix
ROW = 15
AT_MOST = 400  # specifications drawn; the table of the study holds them all
OPTIONS = 30  # rows of the matrix


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` onto pixels from `first` to `last`."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> str:
        """The pixel of a value, kept inside the drawing."""
        inside = min(max(value, self.low), self.high)
        share = (inside - self.low) / (self.high - self.low)
        return f"{self.first + share * (self.last - self.first):.1f}".removesuffix(".0")


def edges(claim: ClaimStudy) -> tuple[float, ...]:
    """Where the edge stands on the estimate's axis: both sides of zero, or one number."""
    if claim.edge is None or claim.estimate is None:
        return ()
    if around_zero(claim):
        return (-abs(claim.edge), abs(claim.edge))
    return (claim.edge,)


def ticks(low: float, high: float) -> tuple[tuple[float, int], ...]:
    """Three to six round numbers between two ends, and how many decimals they need."""
    step = 10 ** math.floor(math.log10((high - low) / 3))
    for factor in (1, 2, 5, 10):
        if (high - low) / (step * factor) <= 6:
            step *= factor
            break
    decimals = max(0, -math.floor(math.log10(step * 1.001)))
    places = range(math.ceil(low / step), math.floor(high / step + 1e-9) + 1)
    return tuple((k * step, decimals) for k in places)


def tick_said(value: float, decimals: int, unit: str) -> str:
    """A tick's number: 10%, +20%, 1,000, 2M; points of a share without a sign of percent."""
    if is_gap(unit):
        points = f"{value * 100 + 0.0:+.{max(0, decimals - 2)}f}".replace("-", "−")
        return points if float(points[1:]) else points[1:]
    if is_share(unit):
        return f"{value:.{max(0, decimals - 2)}%}".replace("-", "−")
    sign = "+" if is_percent(unit) and value > 0 else ""
    mark = "%" if is_percent(unit) else ""
    if abs(value) >= 1e7:
        return f"{value / 1e6:g}M".replace("-", "−")
    return f"{sign}{value + 0.0:,.{decimals}f}{mark}".replace("-", "−")


def scaled(values: Sequence[float], first: float, last: float) -> Scale:
    """A scale that holds the values with a little room."""
    finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return Scale(low - room, high + room, first, last)


def estimate_strip(claim: ClaimStudy) -> str:
    """The main estimate with its interval against the edge; empty without an estimate."""
    shown = claim.estimate
    if shown is None or not math.isfinite(shown.value):
        return ""
    name = claim.warrant.name if claim.warrant else ""
    if shown.low is None and (claim.edge in (None, 0) or name == "exists"):
        return ""  # a bare count says nothing more as a dot
    low = shown.low if shown.low is not None else shown.value
    high = shown.high if shown.high is not None else shown.value
    marks = edges(claim)
    zero = (0.0,) if len(marks) == 2 else ()
    if name == "level" and min(low, *marks, shown.value) >= 0:
        zero = (0.0,)
    held = (shown.value, low, high, *marks, *zero)
    x = scaled(held, 10, WIDTH - 30)
    if is_share(shown.unit) and not around_zero(claim) and min(held) >= 0 and max(held) <= 1:
        x = Scale(0, 1, 10, WIDTH - 30)
    parts = [_svg(WIDTH, 78, f"Estimate and interval. {edge_said(claim)}", "strip")]
    parts += _edge_band(marks, x, 16, 54)
    parts += [_edge_name(claim, marks, x), _axis(x, shown.unit, 54)]
    if high > low:
        ends = f"M{x(low)} 35H{x(high)}M{x(low)} 29v12M{x(high)} 29v12"
        parts.append(f'<path class="interval" d="{ends}"/>')
    parts.append(f'<circle class="estimate" cx="{x(shown.value)}" cy="35" r="5"/></svg>')
    return "".join(parts)


def _edge_name(claim: ClaimStudy, marks: Sequence[float], x: Scale) -> str:
    """The edge's name above it."""
    if not marks:
        return ""
    name = claim.warrant.name if claim.warrant else ""
    two = len(marks) == 2
    said = "counts as none" if two else "as its rival" if name == "extreme" else "bound"
    said = "the same day" if name == "order" else said
    middle = sum(float(x(mark)) for mark in marks) / len(marks)
    anchor = "start" if middle < 60 else "end" if middle > WIDTH - 90 else "middle"
    return f'<text x="{middle:g}" y="11" text-anchor="{anchor}">{said}</text>'


def _svg(width: float, height: float, label: str, kind: str) -> str:
    box = f'viewBox="0 0 {width:g} {height:g}"'
    return f'<svg class="{kind}" {box} role="img" aria-label="{escape(plain(label))}">'


def _edge_band(marks: Sequence[float], x: Scale, top: float, bottom: float) -> list[str]:
    """The edge: a shaded band about zero, or a line at one number."""
    if len(marks) == 2:
        width = float(x(marks[1])) - float(x(marks[0]))
        band = f'x="{x(marks[0])}" y="{top:g}" width="{width:g}" height="{bottom - top:g}"'
        return [f'<rect class="edge" {band}/>']
    return [f'<path class="edgeline" d="M{x(m)} {top:g}V{bottom:g}"/>' for m in marks]


def _axis(x: Scale, unit: str, y: float) -> str:
    places = ticks(x.low, x.high)
    marks = "".join(f"M{x(t)} {y:g}v4" for t, _ in places)
    labels = "".join(
        f'<text x="{x(t)}" y="{y + 16:g}" text-anchor="middle">'
        f"{escape(tick_said(t, decimals, unit))}</text>"
        for t, decimals in places
    )
    if is_gap(unit):
        labels += f'<text x="{x.last:g}" y="{y - 5:g}" text-anchor="end">points</text>'
    return f'<path class="axis" d="M{x.first:g} {y:g}H{x.last:g}{marks}"/>{labels}'


def specification_curve(claim: ClaimStudy) -> str:
    """Sorted estimates with intervals, and beneath them the choices each was made of."""
    found = [s for s in claim.specifications if math.isfinite(s.value)]
    found = sorted(found, key=lambda s: (s.value, sorted(s.choices.items())))[:AT_MOST]
    if len(found) < 2 or claim.estimate is None:
        return ""
    options = _options(found, claim.splitting.axis if claim.splitting else None)
    height = TOP + 14 + ROW * len(options)
    step = (WIDTH - LEFT - 10) / len(found)
    across = [f"{LEFT + step * (k + 0.5):.1f}".removesuffix(".0") for k in range(len(found))]
    label = f"Specification curve: {len(found)} estimates in ascending order, choices beneath."
    parts = [_svg(WIDTH, height, label, "curve")]
    parts += _upper(claim, found, across)
    for number, option in enumerate(options):
        parts.append(_choice(option, found, across, TOP + 20 + ROW * number))
    return "".join([*parts, "</svg>"])


def _upper(claim: ClaimStudy, found: Sequence[SpecificationShown], across: list[str]) -> list[str]:
    assert claim.estimate is not None
    marks = edges(claim)
    y, cut = _height(found, marks)
    parts = []
    if len(marks) == 2:
        tall = float(y(marks[0])) - float(y(marks[1]))
        band = f'x="{LEFT}" y="{y(marks[1])}" width="{WIDTH - LEFT - 10}" height="{tall:g}"'
        parts.append(f'<rect class="edge" {band}/>')
    else:
        parts += [f'<path class="edgeline" d="M{LEFT} {y(m)}H{WIDTH - 10}"/>' for m in marks]
    parts.append(_left_axis(y, claim.estimate.unit))
    parts += [_side(side, found, across, y) for side in SIDES]
    parts.append(_main(claim, found, across, y))
    if cut:
        said = "longer lines are cut at the frame"
        parts.append(f'<text x="{WIDTH - 10}" y="{TOP + 4}" text-anchor="end">{said}</text>')
    return parts


def _height(found: Sequence[SpecificationShown], marks: Sequence[float]) -> tuple[Scale, bool]:
    """A scale on which estimates and edge can be told apart; intervals far longer are cut."""
    near = [*(s.value for s in found), *marks]
    span = 2 * (max(near) - min(near)) or math.inf
    ends = [end for s in found for end in (s.low, s.high) if end is not None]
    held = [min(max(end, min(near) - span), max(near) + span) for end in ends]
    return scaled([*near, *held], TOP - 8, 8), held != ends


def _main(
    claim: ClaimStudy, found: Sequence[SpecificationShown], across: list[str], y: Scale
) -> str:
    """A ring about the specification whose estimate is the claim's."""
    assert claim.estimate is not None
    value, n = claim.estimate.value, claim.estimate.n
    alike = [k for k, s in enumerate(found) if s.value == value and s.n == n]
    first = claim.specifications[0]  # the study's first is the main one, where others are equal
    at = next((k for k in alike if found[k] is first), next(iter(alike), None))
    if at is None:
        return ""
    title = "<title>the main specification</title>"
    return f'<circle class="main" cx="{across[at]}" cy="{y(value)}" r="6">{title}</circle>'


def _left_axis(y: Scale, unit: str) -> str:
    labels = "".join(
        f'<text x="{LEFT - 8}" y="{float(y(t)) + 4:g}" text-anchor="end">'
        f"{escape(tick_said(t, decimals, unit))}</text>"
        for t, decimals in ticks(y.low, y.high)
    )
    bare = is_share(unit) or is_percent(unit)
    name = "points" if is_gap(unit) else "" if bare else escape(clipped(plain(unit), 26))
    return f'{labels}<text x="0" y="14">{name}</text>'


def _side(side: Side, found: Sequence[SpecificationShown], across: list[str], y: Scale) -> str:
    """All marks of one side in two paths: intervals and points."""
    lines, points = [], []
    for x, shown in zip(across, found, strict=True):
        if shown.side != side:
            continue
        if shown.low is not None and shown.high is not None:
            lines.append(f"M{x} {y(shown.low)}V{y(shown.high)}")
        points.append(f"M{x} {y(shown.value)}h0")
    if not points:
        return ""
    return (
        f'<path class="s-{side} lines" d="{"".join(lines)}"/>'
        f'<path class="s-{side} points" d="{"".join(points)}"/>'
    )


Option = tuple[str, str, bool, bool]  # axis, option, whether it splits, whether the axis begins


def _options(found: Sequence[SpecificationShown], splitting: str | None) -> list[Option]:
    """Axes with more than one option, the splitting one first; options in order of first use."""
    axes: dict[str, list[str]] = {}
    for shown in sorted(found, key=lambda s: sorted(s.choices.items())):
        for axis in sorted(shown.choices):
            chosen = axes.setdefault(axis, [])
            if shown.choices[axis] not in chosen:
                chosen.append(shown.choices[axis])
    order = sorted(axes, key=lambda axis: (axis != splitting, axis))
    rows = [
        (axis, option, axis == splitting, at == 0)
        for axis in order
        if len(axes[axis]) > 1
        for at, option in enumerate(sorted(axes[axis]))
    ]
    return rows[:OPTIONS]


def _choice(
    option: Option, found: Sequence[SpecificationShown], across: list[str], y: float
) -> str:
    axis, name, splits, begins = option
    bold = ' class="splits"' if splits else ""
    label = f"{axis}: {name}" if begins else name
    short = spans_said(plain(label))
    said = escape(short if len(short) <= 30 else clipped(plain(label), 30))
    used = "".join(
        f"M{x} {y:g}h0" for x, s in zip(across, found, strict=True) if s.choices.get(axis) == name
    )
    rule = f'<path class="rule" d="M0 {y - ROW / 2:g}H{WIDTH - 10}"/>' if begins else ""
    text = f'<text x="{LEFT - 8}" y="{y + 4:g}" text-anchor="end"{bold}>'
    full = f"<title>{escape(spans_said(plain(f'{axis}: {name}')))}</title>"
    return f'{rule}{text}{full}{said}</text><path class="chosen{" b" * splits}" d="{used}"/>'


def counts_bar(counts: Sequence[tuple[Label, int]]) -> str:
    """The counts of verdicts as one stacked bar; its numbers stand in the list beside it."""
    total = sum(count for _, count in counts) or 1
    said = ", ".join(f"{count} {label}" for label, count in counts)
    parts = [f'<svg class="counts" width="100%" height="14" role="img" aria-label="{said}">']
    at = 0.0
    for label, count in counts:
        place = f'x="{at:.2f}%" width="{100 * count / total - 0.3:.2f}%" height="14"'
        parts.append(f'<rect class="{shade(label)}" {place}/>')
        at += 100 * count / total
    return "".join([*parts, "</svg>"])
