"""The results as files: docs/trust/<warrant>.json, one cell a line, and summary.json over all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from trust import bars, keep
from trust.run import Played

DOCS = keep.ROOT / "docs" / "trust"
SCHEMA = "squarely-trust/2"
SEED = "the first 8 bytes of the SHA-256 of warrant, truth and world"


def row(one: Played) -> dict[str, Any]:
    """One cell as the files hold it; rates to four digits."""
    cell, rates, draws = one.job.cell, one.rates, one.job.draws
    broken = bars.faults(rates, draws)
    return {
        "warrant": cell.warrant,
        "truth": cell.truth,
        **cell.world,
        "draws": draws,
        "size": _rounded(rates.size),
        "supported": _rounded(rates.supported),
        "false_supported": _rounded(rates.false_supported),
        "false_leans": _rounded(rates.false_leans),
        "after_reporting": _rounded(rates.after_reporting),
        "coverage": _rounded(rates.coverage),
        "grounds": _rounded(rates.grounds),
        "oracle": _rounded(one.oracle),
        "mc_error": _rounded(bars.monte_carlo(rates, draws)),
        "error": cell.error,
        "required": cell.required,
        "passes": not broken,
        **({"breaks": list(broken)} if broken else {}),
    }


def _rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 4) + 0.0


def write(done: Iterable[Played], folder: Path = DOCS) -> None:
    """A file for each warrant played, then the summary of all files."""
    by_warrant: dict[str, list[Played]] = {}
    for one in done:
        by_warrant.setdefault(one.job.warrant, []).append(one)
    folder.mkdir(parents=True, exist_ok=True)
    for name, found in by_warrant.items():
        ordered = sorted(found, key=lambda one: one.job.index)
        head = {
            "schema": SCHEMA,
            "warrant": name,
            "commit": keep.commit(),
            "sources": keep.digest(name),
            "seed": SEED,
            "bars": bars.BARS,
            "rule": bars.RULE,
            "seconds": round(sum(one.seconds for one in found)),
        }
        _save(folder / f"{name}.json", head, [row(one) for one in ordered])
    summarise(folder)


def tables(folder: Path = DOCS) -> dict[str, dict[str, Any]]:
    """Every warrant's table, by its name."""
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    held = (table for table in found if table.get("schema") == SCHEMA and "warrant" in table)
    return {table["warrant"]: table for table in held}


def summarise(folder: Path = DOCS) -> None:
    """All cells of all warrants in one file."""
    found = list(tables(folder).values())
    cells = [cell for table in found for cell in table["cells"]]
    head = {
        "schema": SCHEMA,
        "commits": {table["warrant"]: table["commit"] for table in found},
        "seed": SEED,
        "bars": bars.BARS,
        "rule": bars.RULE,
        "required": sum(cell["required"] for cell in cells),
        "passes": all(cell["passes"] for cell in cells if cell["required"]),
    }
    _save(folder / "summary.json", head, cells)


def _save(path: Path, head: dict[str, Any], cells: Sequence[dict[str, Any]]) -> None:
    """The head as it is, then a cell a line, so that a change shows as a line."""
    top = json.dumps(head, indent=1)[:-2]
    lines = ",\n".join(f"  {json.dumps(cell)}" for cell in cells)
    path.write_text(f'{top},\n "cells": [\n{lines}\n ]\n}}\n', encoding="utf-8")
