"""What the docs say of the bench, between two marks, from docs/trust: nothing is set by hand.

The table of error rates in each page of docs/warrants; of all tests, and of `trend` against its
oracle, in docs/measurements.md; what no test can find in the page of `trend`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trust import keep, summary, written
from trust.summary import row

PAGES = keep.ROOT / "docs" / "warrants"
MEASURED = keep.ROOT / "docs" / "measurements.md"
TOLD = {
    "warrant", "truth", "n", "draws", "size", "supported", "false_supported", "false_leans",
    "after_reporting", "coverage", "grounds", "oracle", "mc_error", "error", "required", "passes",
    "breaks",
}  # fmt: skip
Rows = Sequence[dict[str, Any]]
Marks = tuple[str, str]


def marks(name: str) -> Marks:
    """The comments between which a block stands."""
    return f"<!-- {name}: made by python -m trust --tables -->", f"<!-- end of {name} -->"


MARKS = marks("bench")


def write(folder: Path = written.DOCS) -> None:
    """Set every block into its page."""
    for path, page in wanted(folder).items():
        path.write_text(page, encoding="utf-8")


def wanted(folder: Path = written.DOCS) -> Mapping[Path, str]:
    """Every page as it should stand; one without marks gets them before its sources."""
    held = written.tables(folder)
    paths = {name: PAGES / f"{name}.md" for name in held}
    pages = {
        paths[name]: placed(paths[name].read_text(encoding="utf-8"), text(table))
        for name, table in held.items()
    }
    bounds, trend = summary.bounds(folder), paths["trend"]
    pages[trend] = placed(pages[trend], bounds, marks("bounds"))
    measured = placed(MEASURED.read_text(encoding="utf-8"), summary.tests(held))
    power = summary.power(held["trend"]["cells"])
    pages[MEASURED] = placed(measured, power, marks("power"))
    return pages


def placed(page: str, table: str, between: Marks = MARKS) -> str:
    """The page with the table between its marks."""
    made = f"{between[0]}\n{table}\n{between[1]}"
    if between[0] in page:
        before, rest = page.split(between[0])
        return f"{before}{made}{rest.split(between[1])[1]}"
    before, mark, after = page.partition("\n## Sources")
    return f"{before}\n## On the common bench\n\n{made}\n{mark}{after}"


def text(table: dict[str, Any]) -> str:
    """By n the worst rates and the power; then the worlds that are not promised."""
    cells = table["cells"]
    promised = [cell for cell in cells if cell["required"]]
    truths = list(dict.fromkeys(cell["truth"] for cell in promised if not cell["error"]))
    head = ["n", "worlds", "false supported", "false leans", "least coverage"]
    head += [f"finds {truth}" for truth in truths]
    lines = [row(head), row(["---"] * len(head))]
    for kind, n in sorted({(_kind(cell), cell["n"]) for cell in promised}):
        here = [cell for cell in promised if (_kind(cell), cell["n"]) == (kind, n)]
        lines.append(row([f"{n:,}{kind}", *_line(here, truths)]))
    lines += ["", f"The worst of each n. {_draws(promised)}"]
    return "\n".join(lines + _unpromised([cell for cell in cells if not cell["required"]]))


def _draws(cells: Rows) -> str:
    """How many draws a world has, and which have fewer."""
    said, fewer = [], []
    for error, where in ((True, ""), (False, " where more than the edge is planted")):
        draws = [cell["draws"] for cell in cells if cell["error"] is error]
        if draws:
            said.append(f"{max(draws):,}{where}")
            fewer += [size for size in draws if size < max(draws)]
    least = " to ".join(f"{size:,}" for size in sorted({min(fewer), max(fewer)})) if fewer else ""
    rest = f"; {least} in {len(fewer)} worlds that take long" if fewer else ""
    return f"Draws a world: {', '.join(said)}{rest}."


def _kind(cell: Mapping[str, Any]) -> str:
    """What sets a world apart from those of the same n: another measure, or controls."""
    if "controls" in cell:
        return ", controls"
    return f", {cell['measure']}" if "measure" in cell else ""


def _line(here: Rows, truths: Sequence[str]) -> list[str]:
    errors = [cell for cell in here if cell["error"]] or list(here)
    covered = [cell["coverage"] for cell in errors if cell["coverage"] is not None]
    return [
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
    said = _ends([cell["supported"] for cell in cells])
    oracle = [cell["oracle"] for cell in cells if cell["oracle"] is not None]
    return f"{said} (oracle {_ends(oracle)})" if oracle else said


def _ends(rates: Sequence[float]) -> str:
    least, most = f"{min(rates):.0%}", f"{max(rates):.0%}"
    return least if least == most else f"{least} to {most}"


def _unpromised(cells: Rows) -> list[str]:
    if not cells:
        return []
    lines = ["", "Published, not promised:", ""]
    for cell in cells:
        world = [f"n {cell['n']}"]
        told = {k: v for k, v in cell.items() if k not in TOLD and v not in (0, "")}
        world += [k if v is True else f"{k} {v}" for k, v in told.items()]
        covered = "" if cell["coverage"] is None else f", coverage {cell['coverage']:.3f}"
        rates = f"false supported {cell['false_supported']:.1%}{_gated(cell)}{covered}"
        lines.append(f"- {cell['truth']}; {', '.join(world)}: {rates}")
    return lines


def _gated(cell: Mapping[str, Any]) -> str:
    """What is left after the gate on reporting, where it takes something."""
    after = cell.get("after_reporting")
    if after is None or after == cell["false_supported"]:
        return ""
    return f" ({after:.1%} after the gate on reporting)"
