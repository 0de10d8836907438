"""`data add`: an unknown file looked at, shown, confirmed and described.

What was understood goes to standard error; the first argument file goes to standard output, so that
`squarely data add strikes.csv --yes > argument.yaml` is a start.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from squarely.cli.status import COULD_NOT, RAN, USAGE
from squarely.cli.writing import error
from squarely.grounds.bring.claim import claim
from squarely.grounds.bring.dates import Order
from squarely.grounds.bring.describe import lag, resource, write
from squarely.grounds.bring.importing import Asked, Looked, look
from squarely.grounds.bring.infer import Guess, Told
from squarely.grounds.bring.raw import Form
from squarely.grounds.descriptor import ROLES
from squarely.grounds.formats import recognise
from squarely.model.dataset import Kind
from squarely.model.place import Problem

_SHOWN = 60  # columns
_REASONS = 5


@dataclass(frozen=True, slots=True)
class Adding:
    """How a file is to be added: without asking, in place of another, under which licence."""

    yes: bool = False
    replacing: bool = False
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the command line; `form` is encoding, delimiter, header and sheet."""

    name: str | None
    unit: str | None
    kind: str | None
    roles: Mapping[str, str | None]
    more: tuple[str, ...]
    keep: tuple[str, ...]
    missing: tuple[str, ...]
    order: str | None
    decimal: str | None
    form: tuple[str | None, str | None, int | None, str | None]


def asked_of(words: Words) -> Asked | int:
    """What the words of a command line ask for, or the status of a wrong usage."""
    roles = {role: column for role, column in words.roles.items() if column}
    for one in words.more:
        role, equals, column = (part.strip() for part in one.partition("="))
        if not equals or role not in ROLES:
            error(f"--role {one}: ROLE=COLUMN is expected; roles: {', '.join(ROLES)}")
            return USAGE
        roles[role] = column
    if words.decimal not in (None, ".", ","):
        error(f"--decimal {words.decimal}: a point or a comma is expected")
        return USAGE
    encoding, delimiter, header, sheet = words.form
    mark = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}
    delimiter = mark.get(delimiter or "", delimiter)
    if delimiter is not None and len(delimiter) != 1:
        error(f"--delimiter {delimiter}: one character, or tab, is expected")
        return USAGE
    told = Told(cast("Order | None", words.order), words.decimal, words.missing)
    kind = cast("Kind | None", words.kind)
    form = Form(encoding, delimiter, header, sheet)
    return Asked(form, told, roles, words.name, words.unit, kind, words.keep)


def add_command(path: Path, asked: Asked | int, adding: Adding) -> int:
    """Look at a file, show what was understood, write its descriptor, print a first claim.

    A status in place of what is asked for, of a wrong usage, is passed on.
    """
    if isinstance(asked, int):
        return asked
    if not asked.roles and asked.form == Form() and (found := recognise(path)):
        from squarely.cli.adding_formats import add_format

        done = add_format(found, asked.name, adding.yes, adding.replacing, _answer)
        return done if isinstance(done, int) else _refused(done)
    looked = look(path, asked)
    while isinstance(looked, Looked):
        error("\n".join(told(looked)))
        answer = "yes" if adding.yes else _answer()
        if answer == "yes":
            return _write(looked, adding)
        changed = _changed(asked, answer)
        if changed is None:
            error("nothing written" if answer == "no" else f"nothing written: {answer}")
            return COULD_NOT
        asked = changed
        looked = look(path, asked)
    return _refused(looked)


def _refused(problems: Sequence[Problem]) -> int:
    from squarely.report.terminal import render_problems

    error(render_problems(problems, False))
    return COULD_NOT


def _answer() -> str:
    """`yes`, `no`, ROLE=COLUMN, or why nobody can be asked."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return "there is no terminal to ask on; add --yes to accept what stands above"
    sys.stderr.write("Enter to write this, ROLE=COLUMN to change it, n to stop: ")
    given = sys.stdin.readline()
    word = given.strip()
    if not given or word.lower() in ("n", "no", "q"):
        return "no"
    return word if "=" in word else "yes" if word.lower() in ("", "y", "yes") else "no"


def _changed(asked: Asked, answer: str) -> Asked | None:
    role, equals, column = (part.strip() for part in answer.partition("="))
    if not equals or " " in role:
        return None
    if role not in ROLES:
        error(f"there is no role {role}; roles: {', '.join(ROLES)}")
        return asked
    return replace(asked, roles={**asked.roles, role: column})


def _write(looked: Looked, adding: Adding) -> int:
    written = write(looked.path, resource(looked, adding.licence), adding.replacing)
    if isinstance(written, Problem):
        return _refused((written,))
    error(
        f"\ndescribed in {written}\na first argument file, to be saved beside {looked.path.name}:"
    )
    sys.stdout.write(claim(looked))
    return RAN


def told(looked: Looked) -> list[str]:
    """What was understood of a file, line by line."""
    kept = looked.table.rows_read - len(looked.table.set_aside)
    return [
        f"{looked.path.name}: {kept:,} rows kept, {len(looked.table.set_aside):,} set aside, "
        f"of {looked.table.rows_read:,} read",
        *_set_aside(looked),
        f"as dataset {looked.name}, {looked.kind}; a row is one of the {looked.unit}",
        "columns:",
        *_columns(looked),
        "roles:",
        *(f"  {one.role} = {one.column} ({one.confidence}: {one.reason})" for one in looked.roles),
        *([] if looked.roles else ["  none found: name them, such as --time COLUMN"]),
        *_dropped(looked),
        *(f"note: {note}" for note in looked.notes),
        *(f"note: {note}" for note in _assumed(looked)),
    ]


def _set_aside(looked: Looked) -> list[str]:
    """The commonest reasons, each with the first line that it set aside."""
    lines_of: dict[str, list[int]] = {}
    for one in looked.table.set_aside:
        lines_of.setdefault(one.reason, []).append(one.line)
    by_size = sorted(lines_of.items(), key=lambda one: -len(one[1]))
    lines = []
    for reason, at in by_size[:_REASONS]:
        like = f" (and {len(at) - 1:,} more like it)" if len(at) > 1 else ""
        lines.append(f"  line {at[0]}: {reason}{like}")
    if len(looked.table.set_aside) > len(lines):
        folder = looked.path.parent
        lines.append(f"  once described, every line: squarely data check --data {folder}")
    return lines


def _columns(looked: Looked) -> list[str]:
    lines = [f"  {name}: {_kind(guess)}" for name, guess in looked.guesses.items()]
    more = len(lines) - _SHOWN
    return [*lines[:_SHOWN], f"  and {more:,} more"] if more > 0 else lines


def _kind(guess: Guess) -> str:
    missing = guess.main.missing
    said = f"; missing where it says {', '.join(missing)}" if missing else ""
    return f"{guess.main.type} ({guess.reason}{said})"


def _dropped(looked: Looked) -> list[str]:
    lines = [f"  {name}: {why}" for name, why in looked.dropped.items()]
    return (
        ["left out, never read into a table (--keep COLUMN where wrong):", *lines] if lines else []
    )


def _assumed(looked: Looked) -> list[str]:
    lines = [
        "what is absent from it is not taken for something that did not happen",
        "reports show its rows only under a stated licence (--licence)",
    ]
    months = lag(looked)
    if looked.first is None:
        return [*lines, "no column dates the rows: no claim over time can be tested"]
    if months:
        return [*lines, f"the last {months} months are held incomplete, as reports come late"]
    if looked.kind != "events":
        return lines
    return [*lines, "no months are held incomplete: set `lag_months` where reports come late"]
