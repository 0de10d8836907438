"""The command `match` and its flags: datasets, windows, taxonomies, mode, what to write."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Mode(StrEnum):
    """How `match` chooses links: by probability, or as the reference does."""

    best = "best"
    compat = "compat"


class Form(StrEnum):
    """What `match` prints."""

    text = "text"
    json = "json"


Datasets = Annotated[
    list[str], typer.Argument(metavar="DATASET", help="Two or more: names or files.")
]
Folders = Annotated[
    list[Path] | None,
    typer.Option("--data", metavar="DIR", help="A folder with datasets of your own; repeatable."),
]
Role = Annotated[
    list[str] | None,
    typer.Option(metavar="[FILE:]ROLE=COLUMN", help="A role in a file; repeatable."),
]
Km = Annotated[float, typer.Option(min=0, help="How far two reports may lie apart.")]
Days = Annotated[int, typer.Option(min=0, help="How many days they may differ.")]
Levels = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Levels of the categories (CSV, YAML).")
]
How = Annotated[Mode, typer.Option(help="How links are chosen.")]
Bar = Annotated[str, typer.Option(metavar="P", help="strict, medium, loose or a probability.")]
Partial = Annotated[int, typer.Option(min=0, metavar="N", help="Taxonomies that may disagree.")]
Certainty = Annotated[
    str | None, typer.Option(metavar="N,N", help="The level that counts, per taxonomy.")
]
Weights = Annotated[str | None, typer.Option(metavar="W,W", help="The weight of each taxonomy.")]
Print = Annotated[Form, typer.Option(help="What to print.")]
EventsTo = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Every report with its event.")
]
LinksTo = Annotated[
    Path | None, typer.Option(metavar="FILE.csv", help="Every pair with its probability.")
]
Page = Annotated[Path | None, typer.Option(metavar="FILE.html", help="Write a page there.")]


def match(
    datasets: Datasets,
    data: Folders = None,
    role: Role = None,
    km: Km = 20.0,
    days: Days = 2,
    taxonomy: Levels = None,
    mode: How = Mode.best,
    threshold: Bar = "medium",
    partial: Partial = 0,
    certainty: Certainty = None,
    weights: Weights = None,
    format: Print = Form.text,
    events: EventsTo = None,
    links: LinksTo = None,
    report: Page = None,
) -> None:
    """Tell which reports of several datasets are one event; nothing is deleted."""
    from squarely.cli.matching import Matched, match_command

    wanted = Matched(
        tuple(datasets), tuple(data or ()), tuple(role or ()), km, days, taxonomy, mode.value,
        threshold, partial, certainty, weights, format.value, events, links, report,
    )  # fmt: skip
    raise typer.Exit(match_command(wanted))
