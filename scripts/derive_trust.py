"""What the tool ships of docs/trust: each test's worst rates and power, the cells and the frontier.

`--check` compares instead of writing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs" / "trust"
SHIPPED = ROOT / "src" / "squarely" / "shipped"
TOLD = {
    "warrant", "truth", "draws", "size", "supported", "false_supported", "false_leans",
    "after_reporting", "coverage", "grounds", "oracle", "mc_error", "error", "required", "passes",
    "breaks",
}  # fmt: skip
FORM = "squarely-trust/2"


def tables() -> dict[str, list[dict[str, Any]]]:
    """The cells of every test."""
    found = {}
    for path in sorted(DOCS.glob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        if held.get("schema") == FORM and "warrant" in held:
            found[held["warrant"]] = held["cells"]
    return found


def rates(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """The worst of the required error cells, and the power table."""
    errors = [cell for cell in cells if cell["required"] and cell["error"]]
    worst = max(errors, key=lambda cell: (cell["false_supported"], cell["false_leans"]))
    covered = [cell["coverage"] for cell in errors if cell["coverage"] is not None]
    return {
        "false_supported": worst["false_supported"],
        "false_leans": max(cell["false_leans"] for cell in errors),
        "coverage": min(covered),
        "cells": len(errors),
        "draws": min(cell["draws"] for cell in errors),
        "worst": f"{worst['truth']}; {world(worst)}",
        "power": power([cell for cell in cells if cell["required"] and not cell["error"]]),
    }


def world(cell: dict[str, Any]) -> str:
    """What was planted beside the truth, in words; what is off is left out."""
    told = {key: value for key, value in cell.items() if key not in TOLD}
    return ", ".join(_key(key, value) for key, value in told.items() if value not in (0, ""))


def _key(key: str, value: object) -> str:
    if value is True:
        return key
    return f"{key} {value:g}" if isinstance(value, float) else f"{key} {value}"


def power(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By truth and n (two digits of it) the least and the most that was found."""
    found: dict[tuple[str, float], list[float]] = {}
    for cell in cells:
        n = cell.get("size") or cell["n"]
        found.setdefault((cell["truth"], float(f"{n:.2g}")), []).append(cell["supported"])
    order = list(dict.fromkeys(cell["truth"] for cell in cells))
    ranked = sorted(found.items(), key=lambda pair: (order.index(pair[0][0]), pair[0][1]))
    return [
        {"truth": truth, "n": n, "least": min(rates), "most": max(rates)}
        for (truth, n), rates in ranked
    ]


def derived() -> dict[Path, str]:
    """The text of each shipped file."""
    held = tables()
    short = {name: rates(cells) for name, cells in held.items()}
    lines = ",\n".join(json.dumps(cell) for cells in held.values() for cell in cells)
    return {
        SHIPPED / "trust.json": json.dumps(short, indent=1, sort_keys=True) + "\n",
        SHIPPED / "trust-cells.json": f"[\n{lines}\n]\n",
        SHIPPED / "trust-frontier.json": (DOCS / "frontier.json").read_text(encoding="utf-8"),
    }


def main() -> int:
    """Write the files, or say that they differ."""
    status = 0
    for path, wanted in derived().items():
        if "--check" not in sys.argv:
            path.write_text(wanted, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != wanted:
            print(f"{path.relative_to(ROOT)} differs: run scripts/derive_trust.py")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
