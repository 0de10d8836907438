"""The table of error rates in each docs/warrants page, between its two marks, from docs/trust."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from trust import keep, written

PAGES = keep.ROOT / "docs" / "warrants"
MARKS = ("<!-- bench: made by python -m trust --tables -->", "<!-- end of bench -->")
TOLD = {
    "warrant", "truth", "n", "draws", "size", "supported", "false_supported", "false_leans",
    "after_reporting", "coverage", "grounds", "oracle", "mc_error", "error", "required", "passes",
    "breaks",
}  # fmt: skip
Rows = Sequence[dict[str, Any]]


def write(folder: Path = written.DOCS) -> None:
    """Set every table into its page; a page without marks gets them before its sources."""
    for name, table in written.tables(folder).items():
        path = PAGES / f"{name}.md"
        path.write_text(placed(path.read_text(encoding="utf-8"), text(table)), encoding="utf-8")


def placed(page: str, table: str) -> str:
    """The page with the table between its marks."""
    made = f"{MARKS[0]}\n{table}\n{MARKS[1]}"
    if MARKS[0] in page:
        before, rest = page.split(MARKS[0])
        return f"{before}{made}{rest.split(MARKS[1])[1]}"
    before, mark, after = page.partition("\n## Sources")
    return f"{before}\n## On the common bench\n\n{made}\n{mark}{after}"


def text(table: dict[str, Any]) -> str:
    """By n the worst rates and the power; then the worlds that are not promised."""
    cells = table["cells"]
    promised = [cell for cell in cells if cell["required"]]
    truths = list(dict.fromkeys(cell["truth"] for cell in promised if not cell["error"]))
    head = ["n", "worlds", "false supported", "false leans", "least coverage"]
    head += [f"finds {truth}" for truth in truths]
    lines = [_row(head), _row(["---"] * len(head))]
    for n in sorted({cell["n"] for cell in promised}):
        here = [cell for cell in promised if cell["n"] == n]
        lines.append(_row(_line(n, here, truths)))
    draws = min(cell["draws"] for cell in promised if cell["error"])
    lines += ["", f"The worst of each n; at least {draws:,} draws a world."]
    return "\n".join(lines + _unpromised([cell for cell in cells if not cell["required"]]))


def _line(n: float, here: Rows, truths: Sequence[str]) -> list[str]:
    errors = [cell for cell in here if cell["error"]] or list(here)
    covered = [cell["coverage"] for cell in errors if cell["coverage"] is not None]
    return [
        f"{n:,}",
        str(len(errors)),
        f"{max(cell['false_supported'] for cell in errors):.1%}",
        f"{max(cell['false_leans'] for cell in errors):.1%}",
        f"{min(covered):.3f}" if covered else "",
        *(_span([cell for cell in here if cell["truth"] == truth]) for truth in truths),
    ]


def _span(cells: Rows) -> str:
    """What was found over several worlds, beside what an oracle finds."""
    if not cells:
        return ""
    found = sorted(cell["supported"] for cell in cells)
    said = f"{found[0]:.0%}" if found[0] == found[-1] else f"{found[0]:.0%} to {found[-1]:.0%}"
    oracle = sorted(cell["oracle"] for cell in cells if cell["oracle"] is not None)
    return f"{said} (oracle {oracle[0]:.0%} to {oracle[-1]:.0%})" if oracle else said


def _unpromised(cells: Rows) -> list[str]:
    if not cells:
        return []
    lines = ["", "Published, not promised:", ""]
    for cell in cells:
        world = [f"n {cell['n']}"]
        told = {k: v for k, v in cell.items() if k not in TOLD and v not in (0, "")}
        world += [k if v is True else f"{k} {v}" for k, v in told.items()]
        covered = "" if cell["coverage"] is None else f", coverage {cell['coverage']:.3f}"
        rates = f"false supported {cell['false_supported']:.1%}{covered}"
        lines.append(f"- {cell['truth']}; {', '.join(world)}: {rates}")
    return lines


def _row(parts: Sequence[str]) -> str:
    return f"| {' | '.join(parts)} |"
