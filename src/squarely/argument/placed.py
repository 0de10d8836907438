"""Places that a file names: a region must be one region, and a state must have existed then.

A name that several regions bear is a fault with the codes it may mean; a window outside the days of
a former or a young state is a warning with what followed it, for sources differ in where they file
such days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from squarely.argument.faults import LONGEST_SHOWN
from squarely.argument.uses import Use, uses
from squarely.model.argument import Argument
from squarely.model.dataset import Column, Dataset
from squarely.model.place import Problem
from squarely.model.request import Condition


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of places.

    `region` gives a region's code or None, `hint` what a name that is none or several may mean,
    `outlived` why a window lies outside the days of a country's existence.
    """

    region: Callable[[str], str | None]
    hint: Callable[[str], str]
    outlived: Callable[[str, date | None, date | None], str]


def placed(
    argument: Argument,
    catalog: Mapping[str, Dataset],
    country: Callable[[str], str | None],
    places: Places | None,
) -> Iterator[Problem]:
    """The problems of every place that a condition names."""
    for use in uses(argument) if places else ():
        dataset = catalog.get(use.dataset.partition("@")[0])
        for path, conditions in use.conditions if dataset else ():
            for condition in conditions:
                column = dataset.column(condition.column) if dataset else None
                if column is not None and places is not None:
                    yield from _of(use, path, (condition, column), (country, places))


def _of(
    use: Use,
    path: str,
    named: tuple[Condition, Column],
    known: tuple[Callable[[str], str | None], Places],
) -> Iterator[Problem]:
    condition, column = named
    country, places = known
    for number, value in enumerate(condition.values):
        at = use.at(f"{path}[{number}]", path if number == 0 else f"{path}[0]")
        name = str(value)[:LONGEST_SHOWN]
        if column.type == "region" and value is not None and places.region(str(value)) is None:
            message = f'No single region is called "{name}".'
            yield Problem("unknown-region", "error", message, at, places.hint(str(value)))
        code = country(str(value)) if column.type == "country" else None
        during = use.during
        why = places.outlived(code, during.first, during.last) if code and during else ""
        if why:
            message = f'"{name}" did not exist in {during}: {why}.'
            hint = "name the state of those days, or say in the claim which one is meant"
            yield Problem("place-outlived", "warning", message, at, hint)
