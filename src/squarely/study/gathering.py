"""The reports of several datasets brought together: grounds and taxonomies to arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from squarely.argument.faults import LONGEST_SHOWN, meant
from squarely.grounds.catalog import Grounds
from squarely.grounds.reported import Reported, reported
from squarely.matching.events import Events, Reports, pooled
from squarely.matching.taxonomy import coded, unknown
from squarely.model.matching import Taxonomy
from squarely.model.place import Place, Problem
from squarely.model.request import Unanswerable


@dataclass(frozen=True, slots=True)
class Gathered:
    """The reports of all datasets, each dataset's rows beside, and what the reader should know."""

    events: Events
    rows: tuple[Reported, ...]
    taxonomies: tuple[Taxonomy, ...]
    notes: tuple[str, ...]


def gather(
    grounds: Grounds, names: Sequence[str], taxonomies: Sequence[Taxonomy], at: Place
) -> Gathered | tuple[Problem, ...]:
    """The reports of these datasets, or everything that keeps them from being matched."""
    found = [reported(grounds, name, _columns(grounds, name, taxonomies)) for name in names]
    faults = [_problem(one, at) for one in found if isinstance(one, Unanswerable)]
    rows = [one for one in found if isinstance(one, Reported)]
    if len({one.named for one in rows}) > 1:
        message = "Some of the datasets have degrees, others only names of places."
        faults.append(Problem("places", "error", message, at))
    faults += [_empty(one, at) for one in rows if not one.row.size]
    faults += [fault for one in taxonomies for fault in _uncoded(grounds, one, rows)]
    if faults:
        return tuple(faults)
    codes = [_codes(grounds, one, rows) for one in taxonomies]
    made = [
        Reports(one.dataset.name, one.first, one.last, one.latitude, one.longitude,
                tuple(levels[at] for levels in codes))
        for at, one in enumerate(rows)
    ]  # fmt: skip
    return Gathered(pooled(made), tuple(rows), tuple(taxonomies), tuple(_notes(rows, taxonomies)))


def column_of(grounds: Grounds, name: str, taxonomy: Taxonomy) -> str:
    """The column of a dataset that a taxonomy codes: the one it names, else the role type."""
    dataset = grounds.catalog.get(name)
    named = dataset.column(taxonomy.column) if dataset else None
    kind = dataset.roles.get("type", "") if dataset else ""
    return named.name if named else kind


def _columns(grounds: Grounds, name: str, taxonomies: Sequence[Taxonomy]) -> tuple[str, ...]:
    return tuple(filter(None, (column_of(grounds, name, one) for one in taxonomies)))


def _uncoded(grounds: Grounds, taxonomy: Taxonomy, rows: Sequence[Reported]) -> list[Problem]:
    """Categories that the data hold and the taxonomy does not, each with the nearest it has."""
    at = taxonomy.place or Place("", 1, 1)
    found = []
    for one in rows:
        name = one.dataset.name
        column = column_of(grounds, name, taxonomy)
        if not column:
            message = f"{name} has no column {taxonomy.column}, nor one with the role type."
            found.append(Problem("unknown-column", "error", message, at))
            continue
        known = [category for dataset, category in taxonomy.levels if dataset in (name, "*")]
        for category in unknown(taxonomy, name, one.columns[column]):
            count = sum(told == category for told in one.columns[column])
            message = (
                f'Taxonomy {taxonomy.name} lacks "{category[:LONGEST_SHOWN]}" of {name} '
                f"({count:,} rows of column {column})."
            )
            found.append(
                Problem(
                    "unknown-category", "error", message, at, meant(category, known, len(found))
                )
            )
    return found


def _codes(grounds: Grounds, taxonomy: Taxonomy, rows: Sequence[Reported]) -> list[np.ndarray]:
    told = {
        one.dataset.name: one.columns[column_of(grounds, one.dataset.name, taxonomy)]
        for one in rows
    }
    held = coded(taxonomy, told)
    return [held[one.dataset.name] for one in rows]


def _problem(why: Unanswerable, at: Place) -> Problem:
    return Problem(why.code, "error", f"{why.why}.", at)


def _empty(one: Reported, at: Place) -> Problem:
    """A dataset without a report tells nothing of which events others miss."""
    left = ", ".join(f"{count:,} with {why}" for why, count in one.left_out.items())
    message = f"{one.dataset.name} has no row that can be matched{f': {left}' if left else ''}."
    hint = "leave it out, or see `squarely data check` for the rows set aside"
    return Problem("no-reports", "error", message, at, hint)


def _notes(rows: Sequence[Reported], taxonomies: Sequence[Taxonomy]) -> list[str]:
    found = []
    for one in rows:
        for why, count in one.left_out.items():
            found.append(f"{one.dataset.name}: {count:,} rows left out: {why}")
    if any(one.named for one in rows):
        found.append("places are compared by name: the same name or not at all")
    if not taxonomies:
        found.append("no taxonomy: what happened is not compared, only when and where")
    return found
