"""`export`: an argument in the form of another program."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from squarely.cli.status import COULD_NOT, RAN
from squarely.cli.writing import error, written

app = typer.Typer(rich_markup_mode=None, help="An argument in the form of another program.")


@app.command("notebook")
def notebook(
    argument: Annotated[Path, typer.Argument(metavar="ARGUMENT", help="The argument file (YAML).")],
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", metavar="DIR", help="A folder with datasets; repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write; else printed.")
    ] = None,
) -> None:
    """A Jupyter notebook that runs the argument and shows it claim by claim."""
    raise typer.Exit(notebook_command(argument, data or (), out))


def notebook_command(path: Path, folders: Sequence[Path], out: Path | None) -> int:
    """Write or print the notebook; faults of the file come back as with `lint`."""
    from squarely.cli.checking import print_problems
    from squarely.report.notebook.file import notebook as made
    from squarely.study.reading import read_argument

    argument, problems = read_argument(path)
    print_problems(problems)
    if argument is None or any(problem.severity == "error" for problem in problems):
        return COULD_NOT
    text = made(argument, [str(folder) for folder in folders])
    if out is None:
        sys.stdout.write(text)
        return RAN
    if not written(out, text, "the notebook"):
        return COULD_NOT
    error(f"notebook written: {out}")
    return RAN
