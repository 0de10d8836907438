"""The parts of the docs that programs write: the command line's help and the tests' pages.

`--check` compares instead of writing. A built warrant without a page is a fault.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
COMMANDS: tuple[tuple[str, ...], ...] = (
    (), ("check",), ("lint",), ("why",), ("lock",), ("diff",), ("new",), ("schema",),
    ("trust",), ("corpus",), ("match",), ("serve",),
    ("data",), ("data", "list"), ("data", "info"), ("data", "check"), ("data", "vintages"),
    ("data", "add"), ("data", "get"),
)  # fmt: skip


def main() -> int:
    """Write docs/cli.md, or say where it and the code differ."""
    wanted = _cli()
    path = DOCS / "cli.md"
    faults = _unwritten()
    if "--check" in sys.argv:
        held = path.read_text(encoding="utf-8") if path.exists() else ""
        if held != wanted:
            faults.append("docs/cli.md differs from the commands' help: run scripts/docs.py")
    else:
        path.write_text(wanted, encoding="utf-8")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


def _cli() -> str:
    parts = ["# Commands\n\nWritten by `scripts/docs.py` from the commands' own help.\n"]
    for words in COMMANDS:
        title = " ".join(("squarely", *words))
        parts.append(f"\n## {title}\n\n```\n{_help(words)}\n```\n")
    return "".join(parts)


def _help(words: tuple[str, ...]) -> str:
    command = [str(Path(sys.executable).parent / "squarely"), *words, "--help"]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    return done.stdout.strip()


def _unwritten() -> list[str]:
    from squarely.warrants import WARRANTS

    pages = {path.stem for path in (DOCS / "warrants").glob("*.md")}
    return [f"docs/warrants/{name}.md is missing" for name in WARRANTS if name not in pages]


if __name__ == "__main__":
    sys.exit(main())
