"""`data get`: a publisher's file fetched, its terms accepted first, its key never kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from squarely.cli.progress import CLEAR
from squarely.cli.status import COULD_NOT, RAN, USAGE


@dataclass(frozen=True, slots=True)
class Getting:
    """The words of the command line."""

    name: str
    version: str | None
    query: tuple[str, ...]
    folder: Path
    terms: bool
    change: bool


def get(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of a dataset.")],
    version: Annotated[
        str | None, typer.Option("--version", metavar="V", help="Which release or file.")
    ] = None,
    query: Annotated[
        list[str] | None,
        typer.Option("--query", metavar="KEY=VALUE", help="What to ask for; repeatable."),
    ] = None,
    to: Annotated[
        Path, typer.Option("--to", metavar="DIR", help="The folder of all that is fetched.")
    ] = Path("data"),
    accept_terms: Annotated[
        bool, typer.Option("--accept-terms", help="You have read the publisher's terms.")
    ] = False,
    accept_change: Annotated[
        bool, typer.Option("--accept-change", help="Keep a release whose bytes have changed.")
    ] = False,
) -> None:
    """Fetch a publisher's file, check it, and keep it as the state of this day."""
    wanted = Getting(name, version, tuple(query or ()), to, accept_terms, accept_change)
    raise typer.Exit(get_command(wanted))


def get_command(wanted: Getting) -> int:
    """Fetch what is asked for; say where it is and how to use it."""
    from squarely.cli.writing import error
    from squarely.grounds.getting.addresses import Unknown, address, source

    try:
        found = source(wanted.name)
        asked = address(found, wanted.version, _query(wanted.query))
    except Unknown as fault:
        error(str(fault))
        return USAGE
    error(f"{found.name} {asked.version} from {asked.url}")
    if found.note:
        error(f"note: {found.note}")
    if found.terms and not (wanted.terms or _agreed(*found.terms)):
        error("nothing was fetched: --accept-terms says that you have read and accept them")
        return COULD_NOT
    key = _key(found.key.variable, found.key.what) if found.key else ""
    if found.key and not key:
        error(f"nothing was fetched: set {found.key.variable} to the {found.key.what}")
        return COULD_NOT
    from squarely.grounds.getting.download import Failed
    from squarely.grounds.getting.fetching import Asking, fetch

    today = datetime.now(UTC).date()
    asking = Asking(wanted.folder, today, key, wanted.change, _teller())
    done = fetch(asked, asking)
    if sys.stderr.isatty():
        sys.stderr.write(CLEAR)
    if isinstance(done, Failed):
        error(f"{asked.file}: {done}")
        return COULD_NOT
    for note in done.notes:
        error(f"note: {note}")
    error(f"sha256 {done.state.sha256}, kept in {done.state.folder}")
    sys.stdout.write(f"squarely check ARGUMENT --data {done.state.path.parent}\n")
    return RAN


def _query(words: Sequence[str]) -> dict[str, str]:
    from squarely.grounds.getting.addresses import Unknown

    found = {}
    for word in words:
        key, equals, value = (part.strip() for part in word.partition("="))
        if not equals or not key or not value:
            raise Unknown(f"--query {word[:60]}: KEY=VALUE is expected")
        found[key] = value
    return found


def _agreed(title: str, url: str) -> bool:
    """Whether the user accepts the terms; nobody does who cannot be asked."""
    sys.stderr.write(f"terms: {title}\n       {url}\n")
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write("Have you read them, and do you accept them? yes or no: ")
    return sys.stdin.readline().strip().lower() in ("yes", "y")


def _key(variable: str, what: str) -> str:
    """The user's key from the environment, or asked for without showing it; kept nowhere."""
    held = os.environ.get(variable, "").strip()
    if held or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return held
    from getpass import getpass

    return getpass(f"{what} (not shown, not kept): ", sys.stderr).strip()


def _teller() -> Callable[[int, int], None] | None:
    if not sys.stderr.isatty():
        return None

    def tell(done: int, whole: int) -> None:
        of = f" of {whole / 1e6:,.1f}" if whole else ""
        sys.stderr.write(f"{CLEAR}{done / 1e6:,.1f}{of} MB")
        sys.stderr.flush()

    return tell
