"""House rules that no linter knows: files of at most 400 lines, functions of at most 40."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_FILE, MOST_FUNCTION = 400, 40


def main() -> int:
    """Print every file and function that is too long."""
    found = [fault for path in sorted((ROOT / "src").rglob("*.py")) for fault in _faults(path)]
    for fault in found:
        print(fault)
    return 1 if found else 0


def _faults(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT)
    lines = len(text.splitlines())
    found = [f"{name}: {lines} lines, at most {MOST_FILE}"] if lines > MOST_FILE else []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_FUNCTION:
                found.append(
                    f"{name}:{node.lineno}: {node.name} has {length} lines, at most {MOST_FUNCTION}"
                )
    return found


if __name__ == "__main__":
    sys.exit(main())
