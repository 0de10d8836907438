"""The names of a checked argument as the prepared tables hold them.

The file says "Italy" and a table "ITA"; the file says 2025 and a table holds days. What a value
means depends on its column, so this is done after the checks, which need the catalog too. A
dataset's `@version` has been checked by then and is taken off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from squarely.argument.versions import versioned
from squarely.model.argument import (
    Argument,
    Claim,
    Controls,
    Groups,
    Items,
    Moment,
    Value,
    WarrantUse,
)
from squarely.model.dataset import Column, Dataset
from squarely.model.request import Condition, Measure, Scalar


@dataclass(frozen=True, slots=True)
class _Names:
    """The datasets and countries that names are settled by."""

    catalog: Mapping[str, Dataset]
    country: Callable[[str], str | None]
    region: Callable[[str], str | None]


def settled(
    argument: Argument,
    catalog: Mapping[str, Dataset],
    countries: Callable[[str], str | None],
    regions: Callable[[str], str | None] = str,
) -> Argument:
    """The same argument with places as codes and years as days where columns hold those."""
    names = _Names(catalog, countries, regions)
    argument = versioned(argument, catalog)
    return replace(argument, claims=tuple(_claim(names, claim) for claim in argument.claims))


def _claim(names: _Names, claim: Claim) -> Claim:
    if claim.warrant is None:
        return claim
    named = _main(claim.warrant)
    by = claim.warrant.keys.get("by")
    column = by if isinstance(by, str) else ""
    keys = {
        key: _value(names, _bare(names, value) if key == "in" else value, named)
        for key, value in claim.warrant.keys.items()
    }
    item = keys.get("item")
    if isinstance(item, str):
        keys["item"] = _named(names, named, column, item)
    choices = {
        key: tuple(_value(names, each, named) for each in further)  # type: ignore[arg-type]
        for key, further in claim.choices.items()
    }
    return replace(claim, warrant=replace(claim.warrant, keys=keys), choices=choices)


def _bare(names: _Names, value: Value) -> Value:
    return _here(names, value) if isinstance(value, str) else value


def _here(names: _Names, written: str) -> str:
    """A dataset's name without the version that is here."""
    name, _, version = written.partition("@")
    own = names.catalog.get(name)
    return written if own and version and own.version != version else name


def _main(warrant: WarrantUse) -> str:
    """The dataset that a warrant is about."""
    named = warrant.keys.get("in")
    measure = warrant.keys.get("of")
    if isinstance(measure, tuple) and measure:
        measure = measure[0] if isinstance(measure[0], Measure) else None
    if isinstance(measure, Measure):
        named = measure.dataset
    return named.partition("@")[0] if isinstance(named, str) else ""


def _value(names: _Names, value: Value, named: str) -> Value:
    if isinstance(value, Measure):
        return _measure(names, value)
    if isinstance(value, Moment) and value.dataset:
        dataset = value.dataset.partition("@")[0]
        here = _here(names, value.dataset)
        return replace(value, dataset=here, where=_all(names, dataset, value.where))
    if isinstance(value, Items):
        return replace(value, where=_all(names, named, value.where))
    if isinstance(value, Groups) and value.by != "time":
        first = _named(names, named, value.by, value.first)
        return replace(value, first=first, second=_named(names, named, value.by, value.second))
    if isinstance(value, Controls):
        return replace(value, of=tuple(_named(names, named, value.by, one) for one in value.of))
    if isinstance(value, tuple) and value and isinstance(value[0], Condition):
        return _all(names, named, tuple(each for each in value if isinstance(each, Condition)))
    if isinstance(value, tuple) and value and isinstance(value[0], Measure):
        return tuple(_measure(names, each) for each in value if isinstance(each, Measure))
    return value


def _measure(names: _Names, measure: Measure) -> Measure:
    dataset = measure.dataset.partition("@")[0]
    where = _all(names, dataset, measure.where)
    among = _all(names, dataset, measure.among)
    return replace(measure, dataset=_here(names, measure.dataset), where=where, among=among)


def _named(names: _Names, named: str, column: str, name: str) -> str:
    """A group or rival by the code its column holds."""
    known = names.catalog[named].column(column) if named in names.catalog else None
    if known is None or known.type not in ("country", "region"):
        return name
    code = names.country(name) if known.type == "country" else names.region(name)
    return code or name


def _all(names: _Names, named: str, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    dataset = names.catalog.get(named)
    if dataset is None:
        return conditions
    return tuple(_condition(names, dataset.column(each.column), each) for each in conditions)


def _condition(names: _Names, column: Column | None, condition: Condition) -> Condition:
    if column is None:
        return condition
    if column.type == "region":
        places = tuple(names.region(str(each)) or each for each in condition.values)
        return replace(condition, values=places)
    if column.type == "country":
        codes = tuple(names.country(str(each)) or each for each in condition.values)
        return replace(condition, values=codes)
    if column.type in ("date", "year"):
        return _days(condition)
    return condition


def _days(condition: Condition) -> Condition:
    """Years as the days they span: one year, or one range, becomes a range of days."""
    years = [each for each in condition.values if _is_year(each)]
    if not years:
        return condition
    if condition.kind == "between":
        low, high = condition.values
        bounds: tuple[Scalar | None, ...] = (_edge(low, last=False), _edge(high, last=True))
        return replace(condition, values=bounds)
    if len(condition.values) == 1:
        bounds = (_edge(years[0], last=False), _edge(years[0], last=True))
        return replace(condition, values=bounds, kind="between")
    firsts = tuple(_edge(each, last=False) for each in condition.values)
    return replace(condition, values=firsts)


def _is_year(value: Scalar | None) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 9999


def _edge(value: Scalar | None, *, last: bool) -> Scalar | None:
    if not _is_year(value):
        return value
    year = int(str(value))
    return date(year, 12, 31) if last else date(year, 1, 1)
