"""Where a claim's rows lie, country by country: what a map of it shows.

Asked of the main specification's first request over its whole window, by place, or by actor where
the claim is on one vote. Sizes that may tell of few persons are left out, as they are in the rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from squarely.grounds.catalog import Grounds
from squarely.grounds.countries import name_of
from squarely.grounds.cube import answer
from squarely.grounds.rows import FEWEST, counts_persons
from squarely.model.dataset import Dataset
from squarely.model.request import Count, Series
from squarely.model.study import MapShown, PlaceShown
from squarely.study.putting import Tested

FEWEST_PLACES = 3  # below, a map says less than the sentence
CODE = 3  # letters of an alpha-3 code


def mapped(tested: Tested, grounds: Grounds) -> MapShown | None:
    """The map of a claim; None where its rows have no countries, or fewer than three."""
    if tested.plan is None or tested.why_not:
        return None
    request = next(iter(tested.plan.specifications[0].requests), None)
    if not isinstance(request, Count):
        return None
    dataset = next((one for one in tested.datasets if one.name == request.dataset), None)
    if dataset is None:
        return None
    by = _by(request, dataset)
    if not by:
        return None
    asked, whole = (replace(request, every=None, by=one) for one in (by, ()))
    answers = answer(grounds, [asked, whole]).answers
    found, total = answers[asked], answers[whole]
    if not isinstance(found, Series) or not isinstance(total, Series):
        return None
    shown = _words(found) if len(by) > 1 else _amounts(found, _few(request, dataset))
    unit = "position" if len(by) > 1 else _unit(request, dataset)
    known = tuple(sorted((one for one in shown if _is_code(one.code)), key=lambda one: one.code))
    parts = len(by) > 1 or _keyed(request, dataset)
    other = 0.0 if parts else float(total.best.sum()) - _named(found)
    if len(known) < FEWEST_PLACES:
        return None
    return MapShown(unit, str(request.during), known, other)


def _by(request: Count, dataset: Dataset) -> tuple[str, ...]:
    """Actor and position of a single vote, else the place of rows that add up."""
    if len(request.by) > 1:
        single = any(c.column == "item" and len(c.values) == 1 for c in request.measure.where)
        actor = dataset.column("actor")
        return ("actor", "position") if single and actor and actor.type == "country" else ()
    place = dataset.column("place")
    adds = request.measure.kind in ("count", "sum")
    return ("place",) if adds and place is not None and place.type == "country" else ()


def _amounts(found: Series, few: float) -> list[PlaceShown]:
    totals = found.best.sum(axis=0)
    return [
        PlaceShown(code, name_of(code), None if 0 < total < few else float(total))
        for (code,), total in zip(found.groups, totals, strict=True)
        if total == total and total > 0
    ]


def _keyed(request: Count, dataset: Dataset) -> bool:
    """Whether a thing is counted by a key, and so may lie in several countries at once."""
    kind, name = request.measure.kind, request.measure.name
    return kind == "count" and dataset.units.get(name) is not None


def _named(found: Series) -> float:
    """What lies in countries of the table."""
    totals = zip(found.groups, found.best.sum(axis=0), strict=True)
    return float(sum(total for (code,), total in totals if _is_code(code) and total == total))


def _words(found: Series) -> list[PlaceShown]:
    held = found.rows.sum(axis=0) > 0
    pairs: Iterable[tuple[tuple[str, ...], bool]] = zip(found.groups, held, strict=True)
    return [PlaceShown(code, name_of(code), None, word) for (code, word), yes in pairs if yes]


def _is_code(code: str) -> bool:
    return len(code) == CODE and name_of(code) != code


def _few(request: Count, dataset: Dataset) -> float:
    sums = request.measure.kind == "sum" and counts_persons(dataset, request.measure.name)
    return float(FEWEST) if sums else 0.0


def _unit(request: Count, dataset: Dataset) -> str:
    if request.measure.kind == "count":
        return request.measure.name or "rows"
    column = dataset.column(request.measure.name)
    return (column.unit or column.name) if column else request.measure.name
