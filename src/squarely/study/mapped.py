"""Where a claim's rows lie, country by country: what a map of it shows, and the queries behind it.

Asked of the main specification's first request over its whole window, by place, or by actor where
the claim is on one vote. Sizes that may tell of few persons are left out, as they are in the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from squarely.grounds.catalog import Grounds
from squarely.grounds.countries import name_of
from squarely.grounds.cube import answer
from squarely.model.dataset import Column, Dataset
from squarely.model.request import Count, Series
from squarely.model.study import MapShown, PlaceShown
from squarely.study.plotted import fewest, unit
from squarely.study.putting import Tested

FEWEST_PLACES = 3  # below, a map says less than the sentence
CODE = 3  # letters of an alpha-3 code

Mapped = tuple[MapShown | None, tuple[str, ...]]
NOTHING: Mapped = (None, ())


@dataclass(frozen=True, slots=True)
class _Asking:
    """What is asked of a claim's rows once more, place by place."""

    request: Count
    dataset: Dataset
    grounds: Grounds
    unit: str
    few: float  # below which an amount is not shown


def mapped(tested: Tested, grounds: Grounds) -> Mapped:
    """The map of a claim and its queries; none where its rows lie in fewer than three places."""
    one = _asking(tested, grounds)
    if one is None:
        return NOTHING
    return _positions(one) if len(one.request.by) > 1 else _countries(one)


def _asking(tested: Tested, grounds: Grounds) -> _Asking | None:
    if tested.plan is None or tested.why_not:
        return None
    request = next(iter(tested.plan.specifications[0].requests), None)
    if not isinstance(request, Count):
        return None
    name = request.dataset.partition("@")[0]
    dataset = next((one for one in tested.datasets if one.name == name), None)
    if dataset is None:
        return None
    few = fewest(request, tested)
    return _Asking(request, dataset, grounds, unit(request, tested), few)


def _positions(one: _Asking) -> Mapped:
    """Who took which position in a single vote."""
    where, actor = one.request.measure.where, one.dataset.column("actor")
    single = any(c.column == "item" and len(c.values) == 1 for c in where)
    if not single or actor is None or actor.type != "country":
        return NOTHING
    asked = replace(one.request, every=None, by=("actor", "position"))
    told = answer(one.grounds, [asked])
    found = told.answers[asked]
    if not isinstance(found, Series):
        return NOTHING
    held = found.rows.sum(axis=0) > 0
    pairs: Iterable[tuple[tuple[str, ...], bool]] = zip(found.groups, held, strict=True)
    shown = [PlaceShown(code, name_of(code), None, word) for (code, word), yes in pairs if yes]
    return _enough(MapShown("position", str(asked.during), _known(shown)), told.queries)


def _countries(one: _Asking) -> Mapped:
    """How much lies in each country, where amounts of rows add up."""
    place = one.dataset.column("place")
    adds = one.request.measure.kind in ("count", "sum")
    if not adds or place is None or place.type != "country" or _named(one, place):
        return NOTHING
    return _split(one, ("place",), lambda group: group[0] if _is_code(group[0]) else "")


def _split(one: _Asking, by: tuple[str, ...], code_of: Callable[[tuple[str, ...]], str]) -> Mapped:
    """The amounts by place, and what lies in rows of which no place is known."""
    asked, whole = (replace(one.request, every=None, by=split) for split in (by, ()))
    told = answer(one.grounds, [asked, whole])
    found, total = told.answers[asked], told.answers[whole]
    if not isinstance(found, Series) or not isinstance(total, Series):
        return NOTHING
    amounts: dict[str, float] = defaultdict(float)
    rows: dict[str, int] = defaultdict(int)
    sums = (found.best.sum(axis=0), found.rows.sum(axis=0))
    for group, best, count in zip(found.groups, *sums, strict=True):
        code = code_of(group)
        amounts[code] += float(best)
        rows[code] += int(count)
    known = [code for code in amounts if code]
    bare = int(total.rows.sum()) - sum(rows[code] for code in known)
    rest = float(total.best.sum()) - sum(amounts[code] for code in known)
    elsewhere = float(bare) if _keyed(one) else _masked(rest, one.few)
    shown = [
        PlaceShown(code, name_of(code), _masked(amounts[code], one.few))
        for code in known
        if amounts[code] > 0
    ]
    during = str(one.request.during)
    kind = "rows" if _keyed(one) else one.unit
    return _enough(MapShown(one.unit, during, _known(shown), elsewhere, kind), told.queries)


def _enough(found: MapShown, queries: tuple[str, ...]) -> Mapped:
    return (found, queries) if len(found.places) >= FEWEST_PLACES else NOTHING


def _known(shown: Iterable[PlaceShown]) -> tuple[PlaceShown, ...]:
    return tuple(sorted((p for p in shown if _is_code(p.code)), key=lambda p: p.code))


def _named(one: _Asking, place: Column) -> bool:
    """Whether the claim itself, or its source, names too few places for a map."""
    conditions = (c for c in one.request.measure.where if one.dataset.column(c.column) == place)
    asked = [c.values for c in conditions if c.kind == "in" and not c.negated]
    named = [*asked, *([one.dataset.coverage.places] if one.dataset.coverage.places else [])]
    return any(len(places) < FEWEST_PLACES for places in named)


def _masked(amount: float, few: float) -> float | None:
    return None if 0 < amount < few else amount


def _keyed(one: _Asking) -> bool:
    """Whether a thing is counted by a key, and so may lie in several places at once."""
    kind, name = one.request.measure.kind, one.request.measure.name
    return kind == "count" and one.dataset.units.get(name) is not None


def _is_code(code: str) -> bool:
    return len(code) == CODE and name_of(code) != code
