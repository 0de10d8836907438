"""`make demo`: the flagship argument and one more, on the shipped figures, with their pages."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from squarely.cli import run

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("gaza-2025", "more-peaceful")


def main() -> int:
    """Check both, print the verdict tables, write the pages and name them."""
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "out")
    worst = 0
    pages = []
    for name in EXAMPLES:
        argument = Path(os.path.relpath(ROOT / "examples" / name / "argument.yaml"))
        page = out / f"{name}.html"
        worst = max(worst, run(["check", str(argument), "--report", str(page)]))
        pages.append(page)
        print(flush=True)
    print("Pages written:")
    for page in pages:
        print(f"  {page}")
    return worst


if __name__ == "__main__":
    sys.exit(main())
