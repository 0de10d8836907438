"""What docs/measurements.md and the page of `trend` say of the whole bench, from docs/trust."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from trust import bars

AIM = 0.80  # of the oracle's power, where the bars are kept
MEMORIES, RISES = (0.0, 0.4, 0.7), ("x2", "x4")
Cell = Mapping[str, Any]


def tests(tables: Mapping[str, Mapping[str, Any]]) -> str:
    """A line a test: how many worlds, how few draws, the worst of each rate and where it was."""
    head = ["test", "promised worlds", "fewest draws", "false “supported”", "in the world"]
    head += ["false leaning", "intervals hold", "processor time, min"]
    lines = [row(head), row(["---"] * len(head))]
    lines += [row(_test(name, table)) for name, table in tables.items()]
    minutes = sum(table["seconds"] for table in tables.values()) / 60
    worlds = sum(len(table["cells"]) for table in tables.values())
    said = f"{worlds} worlds with those not promised, {minutes:.0f} minutes. Rates and draws are of"
    said += f" promised worlds with no more than the edge planted. {_broken(tables)}"
    return "\n".join([*lines, "", said])


def _test(name: str, table: Mapping[str, Any]) -> list[str]:
    promised = [cell for cell in table["cells"] if cell["required"]]
    errors = [cell for cell in promised if cell["error"]]
    worst = max(errors, key=lambda cell: cell["false_supported"])
    covered = [cell["coverage"] for cell in errors if cell["coverage"] is not None]
    return [
        f"[{name}](warrants/{name}.md)",
        str(len(promised)),
        f"{min(cell['draws'] for cell in errors):,}",
        f"{worst['false_supported']:.1%}",
        world(worst) if worst["false_supported"] else "",
        f"{max(cell['false_leans'] for cell in errors):.1%}",
        f"{min(covered):.1%}",
        f"{table['seconds'] / 60:.1f}",
    ]


def world(cell: Cell) -> str:
    """A truth and its world; what is off is left out."""
    from trust.tables import TOLD

    told = [f"n {cell['n']}"]
    told += [f"{k} {v:g}" if isinstance(v, float) else f"{k} {v}" for k, v in _on(cell, TOLD)]
    return ", ".join([cell["truth"], *told])


def _on(cell: Cell, known: set[str]) -> list[tuple[str, Any]]:
    return [
        (key, value) for key, value in cell.items() if key not in known and value not in (0, "")
    ]


def _broken(tables: Mapping[str, Mapping[str, Any]]) -> str:
    cells = [cell for table in tables.values() for cell in table["cells"] if cell["required"]]
    surely = [cell for cell in cells if not cell["passes"]]
    above = [cell for cell in cells if _above(cell) and cell["passes"]]
    said = "No promised world surely breaks a bar"
    if surely:
        names = "; ".join(f"{cell['warrant']}: {world(cell)}" for cell in surely)
        said = f"Promised worlds that surely break a bar: {names}"
    if above:
        names = "; ".join(
            f"`{cell['warrant']}`, {world(cell)}: {cell['false_supported']:.1%}" for cell in above
        )
        said += f"; above 5% within the error of the simulation: {names}"
    return said + "."


def _above(cell: Cell) -> bool:
    found: bool = cell["error"] and cell["false_supported"] > bars.BARS["false_supported"]
    return found


def power(cells: Sequence[Cell]) -> str:
    """What `trend` finds as a part of what the oracle finds, in the plain worlds."""
    plain = {
        (cell["n"], cell["rho"], cell["truth"]): cell["supported"] / cell["oracle"]
        for cell in cells
        if not cell["error"] and cell["oracle"] and cell["required"]
    }
    held = [
        [plain[n, rho, rise] for rise in RISES for rho in MEMORIES]
        for n in sorted({n for n, _, _ in plain})
    ]
    lines = _by_memory("n")
    for n, found in zip(sorted({n for n, _, _ in plain}), held, strict=True):
        lines.append(row([f"{n}", *(f"{part:.2f}" for part in found)]))
    reached = sum(part >= AIM for found in held for part in found)
    said = f"The aim of {AIM:.0%} is reached in {reached} of {sum(map(len, held))} worlds."
    return "\n".join([*lines, "", said])


def bounds(folder: Path) -> str:
    """What no test finds more than, and that as a part of what the oracle finds."""
    cells = json.loads((folder / "bounds.json").read_text(encoding="utf-8"))["cells"]
    held = {(cell["n"], cell["rho"], cell["truth"]): cell for cell in cells}
    lines = _by_memory("n")
    for n in sorted({cell["n"] for cell in cells}):
        found = [held[n, rho, rise] for rise in RISES for rho in MEMORIES]
        told = [f"{one['bound']:.0%} ({one['bound'] / one['oracle']:.2f})" for one in found]
        lines.append(row([f"{n}", *told]))
    return "\n".join(lines)


def _by_memory(first: str) -> list[str]:
    names = [f"×{rise[1]}, memory {rho:g}" for rise in RISES for rho in MEMORIES]
    return [row([first, *names]), row(["---"] * (len(names) + 1))]


def row(parts: Sequence[str]) -> str:
    """A line of a table."""
    return f"| {' | '.join(parts)} |"
