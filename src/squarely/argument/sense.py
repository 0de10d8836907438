"""Values that are well formed and name nothing wrong, yet cannot mean what they say.

A share of 40 where 40% was meant, a position nobody can take, a list of years of which only the
first days would be asked: each would give a verdict, and a wrong one. They are faults instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from squarely.argument.faults import LONGEST_SHOWN, listed, meant
from squarely.argument.scalars import dated
from squarely.argument.uses import Use, uses
from squarely.model.argument import Argument, Claim, Threshold, WarrantUse
from squarely.model.dataset import Column, Dataset
from squarely.model.place import Place, Problem
from squarely.model.request import Condition, Measure, Scalar

POSITIONS = ("yes", "no", "abstain", "absent", "non-member")
SHARES = ("share", "demand", "opinion")
Catalog = Mapping[str, Dataset]
Country = Callable[[str], str | None]


def senses(argument: Argument, catalog: Catalog, country: Country) -> Iterator[Problem]:
    """Every value of a warrant that its test could not take for what it says."""
    for claim in argument.claims:
        if claim.warrant is not None:
            yield from _bound(claim, claim.warrant)
            yield from _position(claim.warrant, catalog, claim)
            yield from _item(claim.warrant, (catalog, country), claim)
    for use in uses(argument):
        dataset = catalog.get(use.dataset.partition("@")[0])
        for path, conditions in use.conditions:
            for condition in conditions:
                yield from _days(use, dataset, f"{path}.{condition.column}", condition)


def _bound(claim: Claim, use: WarrantUse) -> Iterator[Problem]:
    """A bound of a share is a part of one, a bound of a count no part of one."""
    of, expect = use.keys.get("of"), use.expect
    if not isinstance(expect, Threshold):
        return
    kind = of.kind if isinstance(of, Measure) else ""
    value = expect.value
    if (use.name in SHARES or kind == "share") and not 0 <= value <= 1:
        hint = f"did you mean {value:g}%?" if 1 < value <= 100 else None
        yield _fault(f"A share lies between 0% and 100%; found {value:g}.", _at(use, claim), hint)
    if use.name == "level" and kind == "count" and 0 < value < 1:
        said = f"A count is a whole number; found {value:g}."
        hint = "a percentage belongs to a share: {share: {...}, in: ...}"
        yield _fault(said, _at(use, claim), hint)


def _position(use: WarrantUse, catalog: Catalog, claim: Claim) -> Iterator[Problem]:
    """A position is a category of its column or, where none are declared, one of five words."""
    position, named = use.keys.get("position"), use.keys.get("in")
    if not isinstance(position, str) or not isinstance(named, str):
        return
    dataset = catalog.get(named.partition("@")[0])
    column = dataset.column("position") if dataset else None
    words = column.categories if column and column.categories is not None else POSITIONS
    if position not in words:
        at = use.places.get("position", _at(use, claim))
        message = f'"{position[:LONGEST_SHOWN]}" is no position; a vote has {listed(words[:12])}.'
        hint = meant(position, words)
        yield Problem("unknown-category", "error", message, at, hint)


def _item(use: WarrantUse, known: tuple[Catalog, Country], claim: Claim) -> Iterator[Problem]:
    """The item of an extreme is a period or, beside `by`, a value its column may hold."""
    item, by, of = (use.keys.get(key) for key in ("item", "by", "of"))
    if use.name != "extreme" or not isinstance(item, str) or not isinstance(of, Measure):
        return
    at = use.places.get("item", _at(use, claim))
    if not isinstance(by, str):
        if not _is_date(item):
            message = f'"{item[:LONGEST_SHOWN]}" is no period such as 2025, 2025-10 or 2025-10-03.'
            yield Problem("bad-date", "error", message, at)
        return
    catalog, country = known
    dataset = catalog.get(of.dataset.partition("@")[0])
    column = dataset.column(by) if dataset else None
    if column is not None and not _may_hold(column, item, country):
        hint = meant(item, column.categories or ())
        message = f'"{item[:LONGEST_SHOWN]}" is no category of "{column.name}".'
        yield Problem("unknown-category", "error", message, at, hint)


def _may_hold(column: Column, item: str, country: Country) -> bool:
    if column.type == "country":
        return country(item) is not None
    return column.categories is None or item in column.categories


def _is_date(text: str) -> bool:
    try:
        return dated(text) is not None
    except ValueError:
        return False


def _days(use: Use, dataset: Dataset | None, path: str, condition: Condition) -> Iterator[Problem]:
    """A list of years or months on a column of days: only one span can be asked."""
    column = dataset.column(condition.column) if dataset else None
    if column is None or column.type != "date" or condition.kind != "in":
        return
    if len(condition.values) > 1 and any(_is_span(value) for value in condition.values):
        message = f'"{column.name}" holds days: a list of years or months cannot be asked of it.'
        hint = "write a range such as 2022..2023"
        yield _fault(message, use.at(f"{path}[0]", path), hint)


def _is_span(value: Scalar | None) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and len(value) in (4, 7))


def _fault(message: str, at: Place, hint: str | None) -> Problem:
    return Problem("bad-value", "error", message, at, hint)


def _at(use: WarrantUse, claim: Claim) -> Place:
    return use.places.get("expect") or use.place or claim.place or Place("", 1, 1)
