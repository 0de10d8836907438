"""The argument as one SVG: claims as boxes with their state in words, steps as orthogonal lines.

Supports are solid and end in an arrow; attacks are dashed and end in a bar; an undercutter's
dashed line ends on the step it attacks. Linked premises run into one line before they arrive.
Everything is laid out beforehand (`layers`), so the drawing needs no script and never jumps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import wrap

from squarely.model.study import ClaimStudy, InferenceStudy, Study
from squarely.report.layers import (
    BOX,
    MARGIN,
    TRACK,
    Item,
    Layout,
    goal,
    links,
    placed,
    tracks,
)
from squarely.report.swatches import shade
from squarely.report.words import clipped, plain

BENEATH = 16  # pixels from the lowest box to the lines that lead back
LINE = 33  # letters in a line of a box


@dataclass(slots=True)
class Piece:
    """A vertical piece in the gap left of `column`, and the track it was given."""

    column: int
    low: float
    high: float
    track: int = 0


@dataclass(slots=True)
class Drawing:
    """The layout with its vertical pieces, gaps and the ports where steps arrive."""

    layout: Layout
    pieces: dict[tuple[str, ...], Piece] = field(default_factory=dict)
    ports: dict[str, float] = field(default_factory=dict)
    lefts: list[float] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Graph:
    """The drawing, and for every claim in it the numbers of the boxes that lead to it."""

    svg: str
    numbers: Mapping[str, int]
    upstream: Mapping[str, tuple[int, ...]]


def graph(study: Study, anchors: Mapping[str, str]) -> Graph | None:
    """The study's argument drawn; None without any step."""
    steps = [s for s in study.inferences if goal(s)]
    if not steps:
        return None
    claims = {claim.id: claim for claim in study.claims}
    found = links(steps, [claim.id for claim in study.claims])
    drawing = _drawing(placed(found), steps)
    numbers = {name: at for at, name in enumerate(found.names)}
    drawing.numbers.update(numbers)
    states = {c.id: c.state for c in study.conclusions}
    ways = [_step(step, numbers[goal(step)], drawing) for step in steps]
    nodes = [
        _node(claims.get(name), name, drawing, states.get(name), anchors.get(name))
        for name in found.names
    ]
    width = drawing.lefts[-1] + BOX[0] + MARGIN + 20
    height = drawing.layout.height + 40
    head = (
        f'<svg class="graph" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} '
        f'{height:g}" role="group" aria-label="The argument as a graph, left to right">'
    )
    svg = "".join([head, *ways, *nodes, "</svg>"])
    return Graph(svg, numbers, _upstream(steps, numbers))


def _upstream(
    steps: Sequence[InferenceStudy], numbers: Mapping[str, int]
) -> dict[str, tuple[int, ...]]:
    into: dict[str, list[str]] = {}
    for step in steps:
        into.setdefault(goal(step), []).extend((*step.premises, *step.unless))
    found = {}
    for name in numbers:
        seen, ahead = {name}, [name]
        while ahead:
            for premise in into.get(ahead.pop(), []):
                if premise not in seen:
                    seen.add(premise)
                    ahead.append(premise)
        found[name] = tuple(sorted(numbers[one] for one in seen))
    return found


def _drawing(layout: Layout, steps: Sequence[InferenceStudy]) -> Drawing:
    drawing = Drawing(layout)
    _ports(drawing, steps)
    for step in steps:
        column = layout.columns[goal(step)]
        port = drawing.ports[step.id]
        ends = [_arrival(layout, name, column) for name in step.premises]
        drawing.pieces["bus", step.id] = Piece(column, min([port, *ends]), max([port, *ends]))
        for name in step.unless:
            end = _arrival(layout, name, column)
            drawing.pieces["un", step.id, name] = Piece(column, min(end, port), max(end, port + 7))
    _passing(drawing)
    _gaps(drawing)
    return drawing


def _ports(drawing: Drawing, steps: Sequence[InferenceStudy]) -> None:
    """Steps arrive on a box's left side one under the other, in the order of their premises."""
    layout = drawing.layout
    arriving: dict[str, list[InferenceStudy]] = {}
    for step in steps:
        arriving.setdefault(goal(step), []).append(step)
    for name, found in arriving.items():
        column = layout.columns[name]

        def mean(step: InferenceStudy, column: int = column) -> float:
            ends = [_arrival(layout, one, column) for one in step.premises]
            return sum(ends) / max(1, len(ends))

        found.sort(key=lambda step: (mean(step), step.id))
        top = layout.middles[name, column] - BOX[1] / 2
        for at, step in enumerate(found):
            drawing.ports[step.id] = top + BOX[1] * (at + 1) / (len(found) + 1)


def _arrival(layout: Layout, name: str, column: int) -> float:
    """The height at which a claim's line enters the gap left of `column`.

    A line that leads back to the left, as in a cycle, runs beneath the drawing.
    """
    if layout.columns[name] >= column:
        return layout.height + BENEATH
    return layout.middles[name, column - 1]


def _passing(drawing: Drawing) -> None:
    """The pieces of lines that change height on their way through a column's lane."""
    layout = drawing.layout
    for column, items in enumerate(layout.items):
        for name, _ in items:
            if layout.columns[name] < column:
                one, other = layout.middles[name, column - 1], layout.middles[name, column]
                piece = Piece(column, min(one, other), max(one, other))
                drawing.pieces["lane", name, str(column)] = piece


def _gaps(drawing: Drawing) -> None:
    """Tracks for the pieces of each gap, and from their number the columns' left sides."""
    left = 20.0
    for column in range(len(drawing.layout.items)):
        here = [piece for piece in drawing.pieces.values() if piece.column == column]
        for piece, track in zip(here, tracks([(p.low, p.high) for p in here]), strict=True):
            piece.track = track
        used = 1 + max((piece.track for piece in here), default=0)
        left += (2 * MARGIN + TRACK * (used - 1)) if column else 0
        drawing.lefts.append(left)
        left += BOX[0]


def _x(drawing: Drawing, key: tuple[str, ...]) -> float:
    piece = drawing.pieces[key]
    if not piece.column:
        return drawing.lefts[0] - 12
    return drawing.lefts[piece.column - 1] + BOX[0] + MARGIN - 6 + TRACK * piece.track


def _run(drawing: Drawing, name: str, column: int) -> str:
    """A claim's line from its box through its lanes to the gap left of `column`."""
    layout = drawing.layout
    home = layout.columns[name]
    y = layout.middles[name, home]
    if home >= column:
        return f"M{drawing.lefts[home] + BOX[0]:g} {y:g}h10V{layout.height + BENEATH:g}"
    path = f"M{drawing.lefts[home] + BOX[0]:g} {y:g}"
    for at in range(home + 1, column):
        y = layout.middles[name, at]
        path += f"H{_x(drawing, ('lane', name, str(at))):g}V{y:g}"
    return path


def _step(step: InferenceStudy, number: int, drawing: Drawing) -> str:
    layout = drawing.layout
    name = goal(step)
    column, port = layout.columns[name], drawing.ports[step.id]
    left, x = drawing.lefts[column], _x(drawing, ("bus", step.id))
    ways = [f"{_run(drawing, one, column)}H{x:g}V{port:g}" for one in step.premises]
    ways.append(f"M{x:g} {port:g}H{left - 1:g}")
    kind = "support" if step.to is not None else "attack"
    head = (
        f"M{left - 9:g} {port - 4:g}L{left - 1:g} {port:g}L{left - 9:g} {port + 4:g}"
        if kind == "support"
        else f"M{left - 4:g} {port - 6:g}v12"
    )
    title = f"<title>{escape(_said(step))}</title>"
    lines = f'<path class="way" d="{"".join(ways)}"/><path class="head" d="{head}"/>'
    under = "".join(_undercut(step, one, drawing) for one in step.unless)
    opened = f'<g class="step {kind} t-{step.state}" data-g="{number}">'
    return f"{opened}{title}{lines}{under}</g>"


def _undercut(step: InferenceStudy, name: str, drawing: Drawing) -> str:
    column = drawing.layout.columns[goal(step)]
    port, x = drawing.ports[step.id], _x(drawing, ("un", step.id, name))
    meet = drawing.lefts[column] - 14
    path = f"{_run(drawing, name, column)}H{x:g}V{port + 7:g}H{meet:g}V{port:g}"
    cross = f"M{meet - 4:g} {port - 4:g}l8 8m0 -8l-8 8"
    return f'<path class="way under" d="{path}"/><path class="head" d="{cross}"/>'


def _said(step: InferenceStudy) -> str:
    verb = "supports" if step.to is not None else "attacks"
    said = f"{', '.join(step.premises)} {verb} {goal(step)}: {step.state}"
    return plain(said + (f", unless {', '.join(step.unless)}" if step.unless else ""))


def _node(
    claim: ClaimStudy | None,
    name: str,
    drawing: Drawing,
    conclusion: str | None,
    anchor: str | None,
) -> str:
    item: Item = (name, drawing.layout.columns[name])
    x, y = drawing.lefts[item[1]], drawing.layout.middles[item] - BOX[1] / 2
    says = plain(claim.says) if claim else name
    state = conclusion or (claim.state if claim else "open")
    verdict = claim.verdict if claim else "no grounds"
    lines = wrap(says, LINE, max_lines=2, placeholder="…", break_long_words=True)
    texts = "".join(
        f'<text class="says" x="10" y="{32 + 13 * at}">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    said = state if state == verdict else f"{verdict} · {state}"
    mark = f'<rect class="{escape(shade(verdict))}" x="10" y="8" width="10" height="10"/>'
    href = f'href="#{anchor}"' if anchor else ""
    kind = f"{'node concluded' if conclusion else 'node'} t-{escape(state.replace(' ', '-'))}"
    return (
        f'<a class="{kind}" {href} data-n="{drawing.numbers[name]}" '
        f'transform="translate({x:g} {y:g})"><title>{escape(plain(f"{name}: {says}"))}</title>'
        f'<rect class="box" width="{BOX[0]:g}" height="{BOX[1]:g}"/>{mark}'
        f'<text class="id" x="26" y="17">{escape(clipped(plain(name), 25))}</text>{texts}'
        f'<text class="state" x="10" y="62">{escape(said)}</text></a>'
    )
