"""`data prepare`: the store of a large dataset built now, so that no check has to wait for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from squarely.cli.status import COULD_NOT


def prepare(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a dataset.")],
    data: Annotated[
        list[Path] | None,
        typer.Option("--data", metavar="DIR", help="A folder with a datapackage.json, or a file."),
    ] = None,
) -> None:
    """Build the store from which checks read a large table in one pass."""
    from squarely.cli.progress import building
    from squarely.cli.writing import error
    from squarely.grounds.asked import find
    from squarely.grounds.catalog import open_grounds
    from squarely.grounds.here import originals
    from squarely.grounds.store.build import place, store
    from squarely.grounds.store.sweep import LEAST_ROWS, able
    from squarely.grounds.tables import table
    from squarely.model.request import Unanswerable
    from squarely.report.terminal import render_problems

    grounds, problems = open_grounds(tuple(data or ()), originals())
    if problems:
        error(render_problems(problems, False))
    stand = find(grounds, name)
    if isinstance(stand, Unanswerable):
        error(stand.why)
        raise typer.Exit(COULD_NOT)
    found = table(stand)
    with building(sys.stderr):
        held = store(found)
    if isinstance(held, str):
        error(f"{name} has no store: {held}; checks ask it by queries")
        raise typer.Exit(COULD_NOT)
    sys.stdout.write(f"{name}: {held.rows:,} rows, {len(held.columns)} columns: {place(found)}\n")
    if held.rows < LEAST_ROWS:
        sys.stdout.write(f"  below {LEAST_ROWS:,} rows checks ask by queries, which is quicker\n")
    if not able():
        sys.stdout.write("  to read it, install the extra: squarely[scale]\n")
