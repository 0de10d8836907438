"""Whose format a file is in, told by its header; the publisher's name of a column is the mark.

A file is known by the columns that only its publisher writes. GDELT writes no header: its files
are known by their number of columns and by what stands in four of them. UCDP's final and candidate
events have one header: the file's name tells them apart, and failing that what `code_status` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from squarely.grounds.adapters import FORMATS
from squarely.grounds.opened import READ, Head, head

_MOST = 100_000  # files of a folder that are looked at


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file in a publisher's format: the adapter's module, the dataset, and how it was told."""

    path: Path
    module: str
    name: str
    how: str


def recognise(path: Path) -> Recognised | None:
    """The format of a file; None where it is no publisher's that is known here."""
    if path.suffix.lower() not in READ or not path.is_file():
        return None
    found = head(path)
    return told_by(path, found) if found else None


def told_by(path: Path, found: Head) -> Recognised | None:
    """The format that the first rows of a file tell."""
    for name in FORMATS:
        one = module(name)
        how = one.fits(found)
        if how:
            return Recognised(path, name, one.NAME, how)
    return None


def module(name: str) -> ModuleType:
    """The adapter of a format."""
    from importlib import import_module

    return import_module(f"squarely.grounds.adapters.{name}")


def recognised(folder: Path) -> tuple[Recognised, ...]:
    """The files of a folder that are in a publisher's format, by name; folders in it are not."""
    inside = sorted(one for one in folder.iterdir() if one.suffix.lower() in READ)[:_MOST]
    return tuple(found for one in inside if (found := recognise(one)))


def sources(path: Path, name: str) -> tuple[Path, ...]:
    """The files of a format: one named file, or all of a folder's."""
    if path.is_file():
        return (path,)
    return tuple(one.path for one in recognised(path) if one.module == name)
