"""A taxonomy file, CSV or YAML, to its taxonomies; all faults at once, each at its line.

A CSV has the columns `dataset`, `category` and `level1`, `level2` and so on, the finest first, and
a column `taxonomy` where it holds several. A YAML file says the same as

    taxonomies:
      action:
        column: type
        weight: 1
        categories:
          acled: {Riots: [riot, violence, contention]}

where `column` and `weight` may be left out. `*` in place of a dataset stands for all of them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from squarely.argument.faults import Notes, fault_at, meant, sorted_problems
from squarely.argument.keys import fields, missing
from squarely.argument.scalars import expected, name_of, names_of, number_of
from squarely.argument.text import seen, text_of_file
from squarely.argument.tree import Mapping, Node, Scalar, compose
from squarely.model.matching import ANY, Taxonomy
from squarely.model.place import Place, Problem

TAXONOMY_KEYS = {
    "column": "the role or column that holds the categories; type where left out",
    "weight": "its weight in the score; the weights sum to the number of taxonomies",
    "categories": "for each dataset its categories, each with its levels from fine to coarse",
}
_LEVEL = re.compile(r"level([1-9][0-9]?)")


@dataclass(slots=True)
class _Row:
    """One category: where it stands, of which taxonomy and dataset, its levels."""

    at: tuple[int, int]
    taxonomy: str
    dataset: str
    category: str
    levels: tuple[str, ...]


@dataclass(slots=True)
class _Read:
    """What a file holds so far."""

    rows: list[_Row] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)


def read_taxonomies(
    path: Path, datasets: Iterable[str]
) -> tuple[tuple[Taxonomy, ...], tuple[Problem, ...]]:
    """The taxonomies of a file for these datasets, and its faults."""
    notes = Notes(str(path))
    text = text_of_file(path, notes)
    plain = seen(text, notes) if text is not None else None
    if plain is None:
        return (), sorted_problems(notes.problems)
    known = tuple(datasets)
    read = _csv(notes, plain) if path.suffix.lower() == ".csv" else _yaml(notes, plain)
    _names(notes, read, known)
    found = tuple(_taxonomies(notes, read))
    return found, sorted_problems(notes.problems)


def _csv(notes: Notes, text: str) -> _Read:
    read = _Read()
    lines = csv.reader(text.splitlines())
    header = [name.strip() for name in next(lines, [])]
    levels = _header(notes, header)
    if levels:
        for cells in lines:
            if any(cell.strip() for cell in cells):
                _line(notes, read, (lines.line_num, header, levels), cells)
    return read


def _header(notes: Notes, header: list[str]) -> list[str]:
    """The names of the level columns, in their order; none where the header is at fault."""
    levels = sorted((name for name in header if _LEVEL.fullmatch(name)), key=lambda n: int(n[5:]))
    before = len(notes.problems)
    known = ("taxonomy", "dataset", "category", "level1")
    for column, name in enumerate(header, 1):
        if name not in (*known, *levels):
            message = f'Unknown column "{name[:60]}" in a taxonomy.'
            fault_at(notes, (1, column), "unknown-key", message, meant(name, known))
    for name in known[1:]:
        if name not in header:
            message = f'The column "{name}" is missing in a taxonomy.'
            fault_at(notes, (1, 1), "missing-key", message)
    if levels != [f"level{number}" for number in range(1, len(levels) + 1)]:
        fault_at(notes, (1, 1), "bad-value", "Levels are counted level1, level2 and so on.")
    return levels if len(notes.problems) == before else []


def _line(
    notes: Notes, read: _Read, form: tuple[int, list[str], list[str]], cells: list[str]
) -> None:
    line, header, levels = form
    if len(cells) != len(header):
        message = f"Expected {len(header)} cells, found {len(cells)}."
        fault_at(notes, (line, 1), "bad-value", message)
        return
    held = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    told = [held[name] for name in levels]
    while told and not told[-1]:
        told.pop()
    row = _Row((line, 1), held.get("taxonomy") or "type", held["dataset"], held["category"],
               tuple(told))  # fmt: skip
    for name, value in (("dataset", row.dataset), ("category", row.category)):
        if not value:
            fault_at(notes, (line, 1), "bad-value", f"The {name} is empty.")
    if not told or not all(told):
        message = "Every level from level1 on must be named."
        fault_at(notes, (line, 1), "bad-value", message)
        return
    read.rows.append(row)


def _yaml(notes: Notes, text: str) -> _Read:
    read = _Read()
    root = compose(text, notes)
    top = fields(notes, root, {"taxonomies": ""}, "a taxonomy file") if root else None
    if top is None or root is None:
        return read
    if "taxonomies" not in top:
        missing(notes, root, "taxonomies", "a taxonomy file")
        return read
    for key, node in _pairs(notes, top["taxonomies"][1], "the taxonomies by their names"):
        known = fields(notes, node, TAXONOMY_KEYS, "a taxonomy")
        if known is None:
            continue
        if "categories" not in known:
            missing(notes, node, "categories", "a taxonomy")
            continue
        if "column" in known:
            read.columns[key.text] = name_of(notes, known["column"][1], "a column") or "type"
        if "weight" in known:
            read.weights[key.text] = _weight(notes, known["weight"][1])
        _categories(notes, read, key.text, known["categories"][1])
    return read


def _categories(notes: Notes, read: _Read, taxonomy: str, node: Node) -> None:
    for dataset, held in _pairs(notes, node, "categories by dataset"):
        for category, levels in _pairs(notes, held, "levels by category"):
            told = names_of(notes, levels, "levels from fine to coarse")
            at = (category.line, category.column)
            read.rows.append(_Row(at, taxonomy, dataset.text, category.text, told))


def _pairs(notes: Notes, node: Node, what: str) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(node, Mapping):
        yield from node.pairs
    else:
        expected(notes, node, what)


def _weight(notes: Notes, node: Node) -> float:
    number = number_of(node.text) if isinstance(node, Scalar) else None
    if number is None or number < 0:
        expected(notes, node, "a weight of zero or more")
        return 1.0
    return float(number)


def _names(notes: Notes, read: _Read, datasets: tuple[str, ...]) -> None:
    """Datasets of the file that are not being matched: each name once, at its first line."""
    told: set[str] = set()
    for row in read.rows:
        if row.dataset not in (ANY, *datasets, *told):
            told.add(row.dataset)
            message = f'"{row.dataset[:60]}" is none of the datasets that are matched.'
            fault_at(notes, row.at, "unknown-dataset", message, meant(row.dataset, datasets))


def _taxonomies(notes: Notes, read: _Read) -> Iterator[Taxonomy]:
    by_name: dict[str, dict[tuple[str, str], _Row]] = {}
    for row in read.rows:
        held = by_name.setdefault(row.taxonomy, {})
        first = held.setdefault((row.dataset, row.category), row)
        if first is not row and first.levels != row.levels:
            message = f'"{row.category}" of {row.dataset} has other levels at line {first.at[0]}.'
            fault_at(notes, row.at, "duplicate-key", message)
        depth = len(next(iter(held.values())).levels)
        if len(row.levels) != depth:
            message = f"Expected {depth} levels, as in the first row, found {len(row.levels)}."
            fault_at(notes, row.at, "bad-value", message)
    for name, held in by_name.items():
        start = next(iter(held.values())).at
        levels = {key: row.levels for key, row in held.items()}
        column = read.columns.get(name, name)
        yield Taxonomy(name, levels, column, read.weights.get(name, 1.0), Place(notes.file, *start))
    if not by_name and not notes.problems:
        fault_at(notes, (1, 1), "empty-file", "The file holds no taxonomy.")
