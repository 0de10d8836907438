"""The command line: each command is a thin shell over one function, heavy imports inside.

Exit status: 0 ran; 1 with `--strict`, a verdict differs from the one predicted or locked; 2 could
not check; 64 wrong usage. Results go to standard output, everything else to standard error.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from squarely.cli import exporting, flags, getting, preparing, rules
from squarely.cli.status import COULD_NOT, RAN, USAGE
from squarely.cli.writing import error, written

app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Looks at an argument squarely: its claims, what open data say to each, "
    "and what still stands of the conclusions.",
)
data = typer.Typer(rich_markup_mode=None, help="The catalog of datasets.")
app.add_typer(data, name="data")
app.add_typer(exporting.app, name="export")
data.command("get")(getting.get)
data.command("prepare")(preparing.prepare)
app.command()(rules.match)


class Format(StrEnum):
    """What `check` prints."""

    text = "text"
    json = "json"
    junit = "junit"
    sarif = "sarif"


class Engines(StrEnum):
    """What answers the queries of a check."""

    duckdb = "duckdb"
    spark = "spark"


class DiffFormat(StrEnum):
    """What `diff` prints."""

    text = "text"
    json = "json"
    markdown = "markdown"


class TableFormat(StrEnum):
    """What `corpus` prints."""

    text = "text"
    json = "json"


ArgumentFile = Annotated[Path, typer.Argument(metavar="ARGUMENT", help="The argument file (YAML).")]
DataFolders = Annotated[
    list[Path] | None,
    typer.Option("--data", metavar="DIR", help="A folder with datasets of your own; repeatable."),
]
EssayFile = Annotated[
    Path | None, typer.Option("--essay", metavar="FILE", help="The essay's text, to be shown.")
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Use only what was known on that day."),
]
Engine = Annotated[Engines, typer.Option(help="What answers the queries.")]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", help="The Spark to ask; local[2] unless SQUARELY_MASTER is set."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="The seed of every random draw.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"squarely {version('squarely')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def check(
    argument: ArgumentFile,
    data: DataFolders = None,
    essay: EssayFile = None,
    as_of: AsOf = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar="CLAIM", help="Show only this claim; repeatable."),
    ] = None,
    format: Annotated[Format, typer.Option(help="What to print.")] = Format.text,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html", help="Write the page there.")
    ] = None,
    only_problems: Annotated[
        bool, typer.Option("--only-problems", help="Print faults and differing verdicts only.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit 1 where a verdict differs from `predict`, or from the lock."
        ),
    ] = False,
    locked: Annotated[
        bool, typer.Option("--locked", help="Refuse data that are not what the lock holds.")
    ] = False,
    seed: Seed = 1,
    engine: Engine = Engines.duckdb,
    master: Master = None,
) -> None:
    """Judge every claim of an argument and say what still stands."""
    from squarely.cli.checking import Wanted, check_command

    wanted = Wanted(
        argument, tuple(data or ()), essay, as_of, tuple(select or ()), format.value, report,
        only_problems, strict, seed, locked, engine.value, master,
    )  # fmt: skip
    raise typer.Exit(check_command(wanted))


@app.command()
def lint(argument: ArgumentFile, data: DataFolders = None, essay: EssayFile = None) -> None:
    """Check the file against the catalog; no data are read."""
    from squarely.cli.checking import lint_command

    raise typer.Exit(lint_command(argument, tuple(data or ()), essay))


@app.command()
def why(
    argument: ArgumentFile,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="The id of a claim.")],
    data: DataFolders = None,
    essay: EssayFile = None,
    as_of: AsOf = None,
    seed: Seed = 1,
    engine: Engine = Engines.duckdb,
    master: Master = None,
) -> None:
    """One claim: estimate, specifications, gates, query, rows, what would settle it."""
    from squarely.cli.checking import Wanted, why_command

    wanted = Wanted(argument, tuple(data or ()), essay, as_of, (claim,), "text", None, False,
                    False, seed, False, engine.value, master)  # fmt: skip
    raise typer.Exit(why_command(wanted, claim))


@app.command()
def lock(
    argument: ArgumentFile,
    data: DataFolders = None,
    essay: EssayFile = None,
    as_of: AsOf = None,
    seed: Seed = 1,
) -> None:
    """Keep beside an argument what it rests on and what was found, for `check --locked`."""
    from squarely.cli.checking import Wanted
    from squarely.cli.locking import lock_command

    wanted = Wanted(argument, tuple(data or ()), essay, as_of, (), "text", None, False, False,
                    seed)  # fmt: skip
    raise typer.Exit(lock_command(wanted))


@app.command()
def diff(
    old: Annotated[
        str,
        typer.Argument(
            metavar="OLD",
            help="Data (a folder, a file, or NAME@VERSION), a lock, or a study in JSON.",
        ),
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same, later.")],
    argument: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An argument: say which of its verdicts moved."),
    ] = None,
    data: DataFolders = None,
    key: Annotated[
        list[str] | None,
        typer.Option(
            "--key", metavar="COLUMN", help="Find rows again by it, not by the id; repeatable."
        ),
    ] = None,
    format: Annotated[DiffFormat, typer.Option(help="What to print.")] = DiffFormat.text,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=0, help="Show at most so many of each kind.")
    ] = 20,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=2000, help="Characters of the Markdown, at most."),
    ] = 60_000,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 where a verdict or a conclusion moved.")
    ] = False,
) -> None:
    """What a data release changed: rows, verdicts, conclusions."""
    from squarely.cli.diffing import Diffing, diff_command

    wanted = Diffing(old, new, argument, tuple(data or ()), tuple(key or ()), format.value, rows,
                     limit, strict)  # fmt: skip
    raise typer.Exit(diff_command(wanted))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder to make.")],
) -> None:
    """Write a starter argument that runs at once."""
    from squarely.cli.starting import new_command

    raise typer.Exit(new_command(folder))


@app.command()
def schema() -> None:
    """Print the JSON Schema of the argument file, for editors."""
    from squarely.cli.starting import schema_command

    raise typer.Exit(schema_command())


@app.command()
def corpus(
    format: Annotated[TableFormat, typer.Option(help="What to print.")] = TableFormat.text,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="K", help="Run only the rows of this kind.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write the tables there.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit 1 where 5% or more come out as supported.")
    ] = False,
) -> None:
    """Run the arguments made to mislead that ship, and say what caught each."""
    from squarely.cli.corpus import corpus_command

    raise typer.Exit(corpus_command(kind, format.value, report, strict))


@data.command("list")
def data_list(data: DataFolders = None) -> None:
    """Every dataset known, and whether its rows are here."""
    from squarely.cli.datasets import list_command

    raise typer.Exit(list_command(tuple(data or ())))


@data.command("info")
def data_info(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a dataset.")],
    data: DataFolders = None,
) -> None:
    """What a dataset measures: columns, roles, coverage, traps, licence, choices."""
    from squarely.cli.datasets import info_command

    raise typer.Exit(info_command(name, tuple(data or ())))


@data.command("check")
def data_check(data: DataFolders = None) -> None:
    """Read every dataset that is here and list the rows set aside."""
    from squarely.cli.datasets import check_command

    raise typer.Exit(check_command(tuple(data or ())))


@data.command("vintages")
def data_vintages(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a dataset.")],
    data: DataFolders = None,
) -> None:
    """How complete its last months are, learnt from two copies; which cells changed."""
    from squarely.cli.vintages import vintages_command

    raise typer.Exit(vintages_command(name, tuple(data or ())))


@data.command("add")
def data_add(
    file: flags.File,
    name: flags.Name = None,
    unit: flags.Unit = None,
    kind: flags.Kind = None,
    time: flags.Column = None,
    place: flags.Column = None,
    actor: flags.Column = None,
    type: flags.Column = None,
    size: flags.Column = None,
    count: flags.Column = None,
    value: flags.Column = None,
    role: flags.Role = None,
    keep: flags.Keep = None,
    missing: flags.Missing = None,
    date_order: flags.Order = None,
    decimal: flags.Decimal = None,
    delimiter: flags.Delimiter = None,
    encoding: flags.Encoding = None,
    header: flags.Header = None,
    sheet: flags.Sheet = None,
    licence: flags.Licence = None,
    replace: flags.Replace = False,
    yes: flags.Yes = False,
) -> None:
    """Describe a file of your own, so that claims can be put to it."""
    from squarely.cli.adding import Adding, Words, add_command, asked_of

    roles = {"time": time, "place": place, "actor": actor, "type": type, "size": size,
             "count": count, "value": value}  # fmt: skip
    words = Words(name, unit, kind and kind.value, roles, tuple(role or ()), tuple(keep or ()),
                  tuple(missing or ()), date_order and date_order.value, decimal,
                  (encoding, delimiter, header, sheet))  # fmt: skip
    raise typer.Exit(add_command(file, asked_of(words), Adding(yes, replace, licence)))


@app.command()
def trust(
    page: Annotated[Path, typer.Argument(metavar="FILE.html", help="Where to write the page.")],
) -> None:
    """Write the page of how often each test is wrong, in worlds of known truth."""
    from squarely.report.bench import render_bench

    if not written(page, render_bench(), "the page"):
        raise typer.Exit(COULD_NOT)
    typer.echo(f"wrote {page}")


@app.command()
def serve(
    folder: flags.Folder = Path(),
    data: DataFolders = None,
    port: flags.Port = None,
    no_open: flags.NoOpen = False,
) -> None:
    """A page on this machine to edit arguments, check them and look at what came out."""
    from squarely.cli.serving import serve_command

    raise typer.Exit(serve_command(folder, tuple(data or ()), port, not no_open))


def main() -> None:
    """Run the command line; wrong usage exits 64."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal that lacks a letter must not stop a run
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """The exit status of a command line."""
    try:
        status = app(words, standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("stopped", err=True)
        return COULD_NOT
    except BrokenPipeError:
        return RAN
    except OSError as failed:  # a folder of kept tables that cannot be written, a file gone away
        error(f"stopped: {failed.filename or 'a file'}: {failed.strerror or failed}")
        return COULD_NOT
    except Exception as failed:
        # Typer gives its usage errors no public name; they alone know how to show themselves.
        show = getattr(failed, "show", None)
        if show is None:
            raise
        show()
        return USAGE
    return int(status or 0)
