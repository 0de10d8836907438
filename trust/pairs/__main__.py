"""The paired essays: runs them, writes docs/trust/pairs.json and the tables of their page.

python -m trust.pairs             run, write both
python -m trust.pairs --check     run, compare, write nothing; 1 where they differ
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from trust.pairs.counted import REFRESH, results
from trust.pairs.page import filled
from trust.pairs.played import ROOT, sides

RESULTS = ROOT / "docs" / "trust" / "pairs.json"
PAGE = ROOT / "docs" / "paired-essays.md"


def main() -> int:
    """Write both files, or say which of them differs from a run."""
    wanted = texts()
    if "--check" in sys.argv:
        stale = [path for path, text in wanted.items() if not _holds(path, text)]
        for path in stale:
            print(f"{path.relative_to(ROOT)} differs from a run; to write it anew: {REFRESH}")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


def texts() -> dict[Path, str]:
    """Both files as a run makes them."""
    found = results(sides())
    return {
        RESULTS: json.dumps(found, indent=1) + "\n",
        PAGE: filled(PAGE.read_text(encoding="utf-8"), found),
    }


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
