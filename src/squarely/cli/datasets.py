"""`data list`, `data info`, `data check`: what is known, what is here, what was set aside."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from squarely.cli.status import COULD_NOT, RAN
from squarely.cli.writing import error
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.here import originals
from squarely.model.dataset import Dataset

_MOST_SHOWN = 20  # rows set aside, of one dataset


def list_command(folders: Sequence[Path]) -> int:
    """One line per dataset: name, whether its rows are here, coverage, title."""
    grounds = _open(folders)
    width = max(len(name) for name in grounds.known)
    for name, known in grounds.known.items():
        dataset = grounds.catalog.get(name, known)
        sys.stdout.write(f"{name:<{width}}  {_standing(dataset):<8}  {_span(dataset):<23}  "
                         f"{dataset.title}\n")  # fmt: skip
    return RAN


def info_command(name: str, folders: Sequence[Path]) -> int:
    """Everything a descriptor says of a dataset."""
    grounds = _open(folders)
    known = grounds.known.get(name)
    if known is None:
        near = get_close_matches(name, list(grounds.known), 1)
        error(f"no dataset {name}{f'; the nearest is {near[0]}' if near else ''}")
        error("    for a dataset of your own, name its folder with --data")
        return COULD_NOT
    dataset = grounds.catalog.get(name, known)
    sys.stdout.write("\n".join(_lines(dataset)) + "\n")
    return RAN


def check_command(folders: Sequence[Path]) -> int:
    """Read every dataset that is here; list how many rows were set aside and why."""
    from squarely.grounds.tables import left_out, table

    grounds = _open(folders)
    for name, stand in sorted(grounds.stands.items()):
        found = left_out(stand)
        read = found.rows_read if found.rows_read >= 0 else table(stand).rows_read
        kept = read - found.set_aside
        sys.stdout.write(f"{name}: {kept:,} rows, {found.set_aside:,} set aside\n")
        for reason, count in found.reasons[:_MOST_SHOWN]:
            sys.stdout.write(f"  {count:,} x {reason}\n")
        for one in found.listed[:_MOST_SHOWN]:
            sys.stdout.write(f"  {one.file}:{one.line}: {one.reason}\n")
        if (more := found.set_aside - len(found.listed[:_MOST_SHOWN])) > 0:
            sys.stdout.write(f"  and {more:,} more\n")
    return RAN


def _open(folders: Sequence[Path]) -> Grounds:
    from squarely.report.terminal import render_problems

    grounds, problems = open_grounds(folders, originals())
    if problems:
        error(render_problems(problems, False))
    return grounds


def _standing(dataset: Dataset) -> str:
    if not dataset.here:
        return "not here"
    return "shipped" if dataset.shipped else "here"


def _span(dataset: Dataset) -> str:
    return str(dataset.coverage.during)


def _lines(dataset: Dataset) -> list[str]:
    shown = "may" if dataset.redistributable else "may not"
    lines = [
        f"{dataset.name}: {dataset.title}",
        f"  {_standing(dataset)}, version {dataset.version}, as of {dataset.vintage or 'no date'}",
        *([f"  an earlier copy of {dataset.vintage_of}"] if dataset.vintage_of else []),
        f"  {dataset.kind}; covers {_span(dataset)} by {dataset.coverage.resolution}; "
        f"{dataset.coverage.population or 'population not stated'}",
        f"  licence: {dataset.licence}; rows {shown} be shown",
        f"  cite: {dataset.citation}",
        "  units to count: " + (", ".join(dataset.units) or "none"),
        "  columns:",
        *_columns(dataset),
    ]
    for axis in dataset.choices:
        options = "; ".join(option.label for option in axis.options)
        lines.append(f"  choice {axis.name}: {options}. {axis.argument}")
    lines += [f"  trap: {trap}" for trap in dataset.traps]
    lines += [f"  settles: {one}" for one in dataset.settles]
    return lines


def _columns(dataset: Dataset) -> list[str]:
    roles: dict[str, list[str]] = {}
    for role, name in dataset.roles.items():
        roles.setdefault(name, []).append(role)
    lines = []
    for column in dataset.columns:
        role = f" [{', '.join(roles[column.name])}]" if column.name in roles else ""
        unit = f" in {column.unit}" if column.unit else ""
        lines.append(f"    {column.name}{role}: {column.type}{unit}. {column.meaning}".rstrip())
        if column.categories:
            lines.append(f"      one of: {', '.join(column.categories)}")
    return lines
