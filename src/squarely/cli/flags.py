"""The flags of `data add` and of `serve`: what a file does not say of itself, where to serve."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Text = str | None
Texts = list[str] | None


class Kinds(StrEnum):
    """What a table of one's own may hold."""

    events = "events"
    acts = "acts"
    series = "series"
    flows = "flows"
    polls = "polls"
    chronology = "chronology"


class DateOrder(StrEnum):
    """The order of day and month in a date such as 03/04/2025."""

    day_first = "day-first"
    month_first = "month-first"
    year_first = "year-first"


File = Annotated[Path, typer.Argument(metavar="FILE", help="CSV, TSV, JSON, Parquet, Excel.")]
Name = Annotated[Text, typer.Option(metavar="NAME", help="The dataset's name.")]
Unit = Annotated[Text, typer.Option(metavar="NAME", help="What a row is: strikes, votes ...")]
Kind = Annotated[Kinds | None, typer.Option(help="What the table holds.")]
Column = Annotated[Text, typer.Option(metavar="COLUMN", help="The column of that role.")]
Role = Annotated[Texts, typer.Option(metavar="ROLE=COLUMN", help="Any role; repeatable.")]
Keep = Annotated[
    Texts,
    typer.Option(metavar="COLUMN", help="Not about persons although it looks so; repeatable."),
]
Missing = Annotated[Texts, typer.Option(metavar="TEXT", help="Means no value; repeatable.")]
Order = Annotated[DateOrder | None, typer.Option(help="How 03/04/2025 is read.")]
Decimal = Annotated[Text, typer.Option(metavar="MARK", help="The decimal mark: . or ,")]
Delimiter = Annotated[Text, typer.Option(metavar="MARK", help="What stands between cells.")]
Encoding = Annotated[Text, typer.Option(metavar="NAME", help="The encoding of a text file.")]
Header = Annotated[
    int | None,
    typer.Option(metavar="ROW", min=0, help="The row that names the columns; 0: none."),
]
Sheet = Annotated[Text, typer.Option(metavar="NAME", help="The sheet of a workbook.")]
Licence = Annotated[Text, typer.Option(metavar="NAME", help="Its licence: lets rows be shown.")]
Replace = Annotated[bool, typer.Option("--replace", help="Describe the dataset anew.")]
Yes = Annotated[bool, typer.Option("--yes", help="Accept what is found; ask nothing.")]
Folder = Annotated[Path, typer.Argument(metavar="[DIR]", help="The folder with the arguments.")]
Port = Annotated[
    int | None, typer.Option(metavar="N", min=1, max=65535, help="The port; else a free one.")
]
NoOpen = Annotated[bool, typer.Option("--no-open", help="Print the address; open no browser.")]
