"""The worst error rates of each simulated test, from docs/trust/*.json, as the tool ships them.

`--check` compares instead of writing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "src" / "squarely" / "shipped" / "trust.json"


def derived() -> str:
    """The text of the shipped file."""
    found = {}
    for path in sorted((ROOT / "docs" / "trust").glob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        if "warrant" not in held:
            continue
        cells = [cell for cell in held["cells"] if cell.get("required", True)]
        doubled = [cell for cell in cells if cell["truth"] == "x2" and cell["n"] <= 24]
        errors = [cell for cell in cells if cell["truth"] in ("null", "edge", "edge down")]
        found[held["warrant"]] = {
            "false_supported": max(cell["false_supported"] for cell in errors),
            "false_leans": max(cell["false_leans"] for cell in errors),
            "coverage": min(cell["coverage"] for cell in errors),
            "doubling_found_in_24": max(
                (cell["supported"]["rising"] for cell in doubled if cell["n"] == 24), default=None
            ),
            "cells": len(errors),
            "draws": held["draws"],
        }
    return json.dumps(found, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or say that it differs."""
    wanted = derived()
    if "--check" in sys.argv:
        same = SHIPPED.exists() and SHIPPED.read_text(encoding="utf-8") == wanted
        if not same:
            print(f"{SHIPPED.relative_to(ROOT)} differs: run scripts/derive_trust.py")
        return 0 if same else 1
    SHIPPED.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
