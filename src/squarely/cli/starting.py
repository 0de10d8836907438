"""`new` and `schema`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from squarely.cli.status import COULD_NOT, RAN
from squarely.cli.writing import error


def new_command(folder: Path) -> int:
    """Write a starter argument; refuses to overwrite."""
    from squarely.argument.starter import starter
    from squarely.report.terminal import render_problems

    written, problems = starter(folder)
    if problems:
        error(render_problems(problems, False))
        return COULD_NOT
    for path in written:
        error(f"written: {path}")
    argument = next(path for path in written if path.suffix in (".yaml", ".yml"))
    sys.stdout.write(f"squarely check {argument} --report {folder / 'report.html'}\n")
    return RAN


def schema_command() -> int:
    """Print the JSON Schema."""
    from squarely.argument.schema import json_schema

    sys.stdout.write(json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n")
    return RAN
