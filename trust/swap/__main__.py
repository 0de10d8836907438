"""The dataset swap: runs it, writes docs/trust/swap.json and the tables of its page.

python -m trust.swap             run, write both
python -m trust.swap --check     run, compare, write nothing; 1 where they differ

What is written are labels and figures made of them, no row of any source. Needs the originals that
SQUARELY_DATA names.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from squarely.grounds.catalog import open_grounds
from trust.swap import asked, counted, page

ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "docs" / "trust" / "swap.json"
PAGE = ROOT / "docs" / "dataset-swap.md"


def main() -> int:
    """Write both files, or say which of them differs from a run."""
    folder = os.environ.get("SQUARELY_DATA")
    if not folder:
        print("the originals are needed: set SQUARELY_DATA to their folder")
        return 2
    found = counted.result(asked.played(open_grounds((), Path(folder))[0]))
    wanted = texts(found)
    stale = [path for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    print(page.summary(found))
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(ROOT)} differs from a run: python -m trust.swap")
        return 1 if stale else 0
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
    return 0


def texts(found: Mapping[str, Any]) -> dict[Path, str]:
    """Both files as a run makes them."""
    return {
        RESULTS: json.dumps(found, indent=1, ensure_ascii=False) + "\n",
        PAGE: page.filled(PAGE.read_text(encoding="utf-8"), found),
    }


if __name__ == "__main__":
    sys.exit(main())
