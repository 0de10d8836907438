"""The block `integrated:` of an argument file: datasets told as one, each under a name of its own.

integrated:
protests:
of: [acled, ccc]
km: 20
days: 2
taxonomy: kinds.csv
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from squarely.argument.faults import LONGEST_SHOWN, Notes, fault, meant, place
from squarely.argument.keys import Fields, fields, missing
from squarely.argument.scalars import expected, names_of, number_of, text_of
from squarely.argument.taxonomy import read_taxonomies
from squarely.argument.tree import Mapping as Map
from squarely.argument.tree import Node, Scalar, Sequence
from squarely.model.argument import Argument
from squarely.model.dataset import Dataset
from squarely.model.matching import Integrated, Windows
from squarely.model.place import Place, Problem

INTEGRATED_KEYS: dict[str, str] = {
    "of": "the names of two or more datasets",
    "km": "how far two reports of one event may lie apart; 20 where left out",
    "days": "how many days they may differ; 2 where left out",
    "taxonomy": "a file with the levels of their categories, relative to this file",
    "partial": "how many taxonomies may disagree; 0 where left out",
}
KM, DAYS = 20.0, 2
PARTS = ("strict", "loose")  # the tables beside the main one, as NAME-strict and NAME-loose


def integrated_of(notes: Notes, node: Node) -> tuple[Integrated, ...]:
    """Every block that could be read; the others are faults."""
    if not isinstance(node, Map):
        expected(notes, node, "integrated datasets by their names")
        return ()
    found = (_one(notes, key, value) for key, value in node.pairs)
    return tuple(one for one in found if one is not None)


def _one(notes: Notes, key: Scalar, node: Node) -> Integrated | None:
    known = fields(notes, node, INTEGRATED_KEYS, "integrated datasets")
    if known is None:
        return None
    if "of" not in known:
        missing(notes, node, "of", "integrated datasets")
    before = len(notes.problems)
    of = names_of(notes, known["of"][1], "names of datasets") if "of" in known else ()
    if "of" in known and len(set(of)) < 2 and len(notes.problems) == before:
        message = "Two different datasets or more are integrated."
        fault(notes, known["of"][1], "bad-value", message)
    km = _number(notes, known, "km", KM)
    days, partial = (int(_number(notes, known, k, d)) for k, d in (("days", DAYS), ("partial", 0)))
    taxonomy = text_of(notes, known["taxonomy"][1], "a path") if "taxonomy" in known else None
    places = {name: place(notes, value) for name, (_, value) in known.items()}
    listed = known["of"][1] if "of" in known else None
    for each in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(each, Scalar):
            places.setdefault(f"of.{each.text}", place(notes, each))
    return Integrated(key.text, of, Windows(km, days, partial), taxonomy, (),
                      place(notes, key), places)  # fmt: skip


def _number(notes: Notes, known: Fields, key: str, plain: float) -> float:
    if key not in known:
        return float(plain)
    node = known[key][1]
    number = number_of(node.text) if isinstance(node, Scalar) else None
    whole = key == "km" or isinstance(number, int)
    if number is None or number < 0 or not whole:
        what = "a number" if key == "km" else "a whole number"
        expected(notes, node, f"{what} of zero or more")
        return float(plain)
    return float(number)


def with_taxonomies(argument: Argument, folder: Path) -> tuple[Argument, tuple[Problem, ...]]:
    """The argument with its taxonomy files read, and their faults."""
    found: list[Integrated] = []
    problems: list[Problem] = []
    for one in argument.integrated:
        if one.taxonomy and not _inside(folder, one.taxonomy):
            message = "A taxonomy file stands in the argument's folder or below it."
            at = one.places.get("taxonomy") or Place(argument.file, 1, 1)
            problems.append(Problem("no-such-file", "error", message, at))
        elif one.taxonomy:
            read, faults = read_taxonomies(folder / one.taxonomy, one.of)
            one = replace(one, taxonomies=read)
            problems += faults
        found.append(one)
    return replace(argument, integrated=tuple(found)), tuple(problems)


def _inside(folder: Path, name: str) -> bool:
    try:
        return (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError):
        return False


def check_integrated(
    argument: Argument, catalog: Mapping[str, Dataset], unfit: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Names that are not known or already taken, datasets that cannot be matched.

    `unfit` says of a dataset why its rows cannot be matched.
    """
    found = []
    taken = set(catalog)
    for one in argument.integrated:
        at = one.place or Place(argument.file, 1, 1)
        for name in (one.name, *(f"{one.name}-{part}" for part in PARTS)):
            if name in taken:
                message = f'"{name[:LONGEST_SHOWN]}" is already the name of a dataset.'
                found.append(Problem("duplicate-id", "error", message, at))
            taken.add(name)
        found += _members(one, catalog, unfit)
    return tuple(found)


def _members(
    one: Integrated, catalog: Mapping[str, Dataset], unfit: Mapping[str, str]
) -> Iterable[Problem]:
    whole = one.places.get("of") or Place("", 1, 1)
    for name in one.of:
        at = one.places.get(f"of.{name}") or whole
        if name not in catalog:
            message = f'No dataset is called "{name[:LONGEST_SHOWN]}" in the catalog.'
            yield Problem("unknown-dataset", "error", message, at, meant(name, catalog))
        elif unfit.get(name):
            message = f'"{name}" {unfit[name]}.'
            yield Problem("unfit-dataset", "error", message, at)
    if one.windows.partial and one.windows.partial >= len(one.taxonomies):
        message = f"{len(one.taxonomies)} taxonomies: fewer of them may disagree."
        yield Problem("bad-value", "error", message, one.places.get("partial") or whole)
