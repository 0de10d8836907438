"""The study in a terminal: a table of verdicts, one claim in full, the faults of a file.

Lay-out follows the width: a narrow table names the claim and its verdict, a wide one adds the
estimate, the specifications and the datasets. Colour is an addition to words, never in their
place. An author's text loses its control characters before it is printed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from squarely.model.finding import GATE_SAID
from squarely.model.place import Problem
from squarely.model.study import ClaimStudy, Study
from squarely.report.words import (
    both_said,
    clipped,
    counted,
    dated,
    detectable_said,
    edge_said,
    estimated,
    moved,
    named,
    plain,
    readings_said,
    recorded_said,
    sides,
    then_and_now,
    used_said,
    vintages_said,
)
from squarely.study.numbers import how_many

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

FIRST_ROWS = 5
WIDE = 120  # columns from which a row has room for its numbers
TONES = {
    "supported": "bold blue",
    "leans supported": "blue",
    "undetermined": "default",
    "leans contradicted": "yellow",
    "contradicted": "bold yellow",
    "no grounds": "dim",
    "out of scope": "dim",
}


def render_terminal(study: Study, width: int = 80, colour: bool = False) -> str:
    """The table of verdicts, the conclusions, the counts."""

    def draw(console: Console) -> None:
        _say(console, plain(study.title), "bold")
        _say(console, dated(study))
        if study.claims:
            console.print()
            console.print(_table(study, width))
        _conclusions(console, study)
        _then_and_now(console, study)
        _totals(console, study)

    return _drawn(draw, width, colour)


def render_why(study: Study, claim_id: str, width: int = 80, colour: bool = False) -> str:
    """All that is said of one claim; an unknown id is answered with those there are."""
    claim = next((claim for claim in study.claims if claim.id == claim_id), None)
    if claim is None:
        known = ", ".join(plain(claim.id) for claim in study.claims)
        return f"no claim {plain(claim_id)}; the claims are: {known}\n"
    shown = claim
    return _drawn(lambda console: _why(console, shown), width, colour)


def render_problems(problems: Sequence[Problem], colour: bool = False) -> str:
    """One line a fault: file:line:column severity code message, and its hint beneath."""

    def draw(console: Console) -> None:
        for problem in problems:
            tone = "bold yellow" if problem.severity == "error" else "default"
            head = f"{plain(str(problem.place))}: {problem.severity} {plain(problem.code)}: "
            _say(console, head + plain(problem.message), tone)
            if problem.hint:
                _say(console, f"    {plain(problem.hint)}")

    return _drawn(draw, 10_000, colour)


def _drawn(draw: Callable[[Console], None], width: int, colour: bool) -> str:
    """What `draw` prints, without spaces at the ends of lines."""
    from io import StringIO

    from rich.console import Console

    coloured = colour and not os.environ.get("NO_COLOR")
    out = StringIO()
    console = Console(
        file=out,
        width=max(40, width),
        force_terminal=coloured,
        color_system="standard" if coloured else None,
        no_color=not coloured,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    draw(console)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _say(console: Console, text: str, style: str = "default") -> None:
    from rich.text import Text

    console.print(Text(text, style="" if style == "default" else style))


def _table(study: Study, width: int) -> RenderableType:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False, width=width, show_edge=False)
    wide = width >= WIDE
    table.add_column("claim", no_wrap=True, max_width=22 if wide else 16, overflow="ellipsis")
    table.add_column("verdict", no_wrap=True, width=18)
    table.add_column("says", ratio=3, overflow="fold")
    if wide:
        table.add_column("estimate", ratio=2, overflow="fold")
        table.add_column("for/against/silent", no_wrap=True, width=18, justify="right")
        table.add_column("data", ratio=1, overflow="fold")
    for claim in study.claims:
        table.add_row(*_cells(claim, wide))
    return table


def _cells(claim: ClaimStudy, wide: bool) -> list[RenderableType]:
    from rich.text import Text

    verdict = Text(claim.verdict, style=TONES[claim.verdict].replace("default", ""))
    cells: list[RenderableType] = [Text(plain(claim.id)), verdict, Text(_says(claim))]
    if wide:
        number = estimated(claim)
        spread = "/".join(map(str, sides(claim))) if claim.specifications else ""
        names = ", ".join(plain(used.name) for used in claim.data)
        cells += [Text(number), Text(spread), Text(names)]
    return cells


def _says(claim: ClaimStudy) -> str:
    said = clipped(plain(claim.says), 160)
    return f"{said} [{plain(claim.subtype)}]" if claim.subtype else said


def _conclusions(console: Console, study: Study) -> None:
    for conclusion in study.conclusions:
        console.print()
        _say(console, f"{plain(conclusion.id)}: {conclusion.state}", "bold")
        _say(console, plain(conclusion.sentence))


def _then_and_now(console: Console, study: Study) -> None:
    """The verdicts that are others than those at the essay's date, and how many are not."""
    both = then_and_now(study)
    lines = [f"{plain(one.id)}: {then}; now {now}" for one, then, now in both if moved(one)]
    if not lines or study.essay is None:
        return
    same = len(both) - len(lines)
    lines += [f"{same} more with the same verdict"] if same else []
    day = plain(study.essay.published or "")
    _listed(console, f"With what was known on {day}, and now:", lines)


def _totals(console: Console, study: Study) -> None:
    if not study.claims:
        return
    parts = ", ".join(f"{count} {label}" for label, count in counted(study))
    console.print()
    _say(console, f"{how_many(len(study.claims), 'claim')}: {parts}.")


def _why(console: Console, claim: ClaimStudy) -> None:
    _say(console, f"{plain(claim.id)}: {claim.verdict}", TONES[claim.verdict])
    _say(console, plain(claim.says))
    console.print()
    _say(console, plain(claim.sentence))
    for text in _numbers(claim):
        _say(console, text)
    _splitting(console, claim)
    _listed(console, "At the essay's date and now", both_said(claim))
    _listed(console, "On each copy of the data", vintages_said(claim))
    _listed(console, "Gates", _gates(claim))
    _listed(console, "What would settle it", claim.would_settle)
    _listed(console, "To keep in mind", claim.caveats)
    _listed(console, "Data", _data(claim))
    _rows(console, claim)
    for query in claim.query:
        console.print()
        for line in query.splitlines():
            _say(console, "    " + plain(line))
    _listed(console, "Citations", claim.citations)


def _numbers(claim: ClaimStudy) -> list[str]:
    parts: list[str] = []
    if claim.estimate is not None:
        parts.append(f"Estimate: {estimated(claim)}, n = {claim.estimate.n:,}.")
        parts.append(recorded_said(claim))
    parts += [edge_said(claim), detectable_said(claim), readings_said(claim)]
    parts += [plain(said) for said in (*claim.reasons, claim.error_rates)]
    return [part for part in parts if part]


def _splitting(console: Console, claim: ClaimStudy) -> None:
    if claim.splitting is None:
        return
    lines = []
    for choice in sorted(claim.splitting.by_choice):
        falls = claim.splitting.by_choice[choice]
        spread = ", ".join(f"{falls[side]} {side}" for side in sorted(falls) if falls[side])
        lines.append(f"{plain(choice)}: {spread}")
    _listed(console, f"By {plain(claim.splitting.axis)}", lines)


def _gates(claim: ClaimStudy) -> list[str]:
    return [f"{gate.gate}: {GATE_SAID[gate.passed]}. {plain(gate.why)}" for gate in claim.gates]


def _data(claim: ClaimStudy) -> list[str]:
    return [f"{named(used)}: {used_said(used)}" for used in claim.data]


def _rows(console: Console, claim: ClaimStudy) -> None:
    for rows in claim.rows:
        shown = min(len(rows.rows), FIRST_ROWS)
        note = f"{shown} of {how_many(rows.total, 'row')} of {plain(rows.dataset)}"
        _listed(console, note, [plain(rows.withheld)] if rows.withheld else [])
        for row in rows.rows[:FIRST_ROWS]:
            _say(console, "    " + clipped(" | ".join(plain(cell) for cell in row), 200))


def _listed(console: Console, head: str, lines: Sequence[str]) -> None:
    if not lines and not head[:1].isdigit():
        return
    console.print()
    _say(console, head, "bold")
    for line in lines:
        _say(console, f"  - {plain(line)}")
