"""Where a claim's rows lie, place by place: what a map of it shows, and the queries behind it.

Asked of the main specification's first request over its whole window: by actor where the claim is
on one vote, else by country. Where the rows lie in fewer than three countries, and the source tells
their first-level regions, by region: never more finely, and never within less than a month. Sizes
that may tell of few persons are left out, as they are in the rows. A region is drawn at the middle
of its towns as a public table has it, not of its rows, so that no map shows where an event was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from squarely.grounds.catalog import Grounds
from squarely.grounds.countries import countries, name_of
from squarely.grounds.cube import answer
from squarely.grounds.places import notes
from squarely.grounds.regions import Region, meant, region
from squarely.model.dataset import Column, Dataset
from squarely.model.request import Count, Series, Window
from squarely.model.study import MapShown, PlaceShown
from squarely.study.plotted import fewest, unit
from squarely.study.putting import Tested

FEWEST_PLACES = 3  # below, a map says less than the sentence
SHORTEST = 28  # days of a window within which regions are told apart
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
    if len(one.request.by) > 1:
        return _positions(one)
    if one.request.measure.kind not in ("count", "sum"):
        return NOTHING  # a mean does not add up over places
    found = _countries(one)
    return found if found[0] else _regions(one)


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
    shown = [PlaceShown(c, name_of(c), None, w) for (c, w), yes in pairs if yes and _is_code(c)]
    places = tuple(sorted(shown, key=lambda place: place.code))
    return _enough(MapShown("position", str(asked.during), places), told.queries)


def _countries(one: _Asking) -> Mapped:
    """How much lies in each country."""
    place = one.dataset.column("place")
    if place is None or place.type != "country" or _names_few(one, place, _covered(one)):
        return NOTHING
    found, queries = _split(one, ("place",), lambda group: group[0] if _is_code(group[0]) else "")
    shown = [PlaceShown(code, name_of(code), amount) for code, amount in found.amounts]
    return _enough(_map(one, found, shown), queries)


def _regions(one: _Asking) -> Mapped:
    """How much lies in each first-level region of the few countries in which the rows lie."""
    column = _first_level(one.dataset)
    told = one.request.during.within(one.dataset.coverage.during)
    if column is None or _within_a_month(told) or _names_few(one, column, ()):
        return NOTHING
    place = one.dataset.column("place")
    named = place is not None and place.type == "country" and column.type != "region"
    by = ("place", column.name) if named else (column.name,)
    only = _covered(one)[0] if len(_covered(one)) == 1 else ""

    def code_of(group: tuple[str, ...]) -> str:
        return _region_code(group[-1], group[0] if named else only)

    found, queries = _split(one, by, code_of)
    pairs = [(region(code), amount) for code, amount in found.amounts]
    known = [(where, amount) for where, amount in pairs if where is not None]
    codes = sorted({where.country for where, _ in known})
    shown = [_drawn(where, amount, len(codes) > 1) for where, amount in known]
    within = tuple(PlaceShown(code, name_of(code)) for code in codes)
    whole = replace(_map(one, found, shown), within=within, notes=notes(codes))
    return _enough(whole, queries)


def _drawn(where: Region, amount: float | None, several: bool) -> PlaceShown:
    name = f"{where.name}, {name_of(where.country)}" if several else where.name
    middle = (round(where.middle[0], 1), round(where.middle[1], 1)) if where.middle else None
    return PlaceShown(where.code, name, amount, middle=middle)


def _first_level(dataset: Dataset) -> Column | None:
    """The column of first-level regions: that of the role, else the only one of the type."""
    if "region" in dataset.roles:
        return dataset.column("region")
    typed = [column for column in dataset.columns if column.type == "region"]
    return typed[0] if len(typed) == 1 else None


def _region_code(told: str, country: str) -> str:
    """The one region that a code, a name or a code within the country means; empty if none."""
    within = f"{_alpha2(country)}-{told}" if country else told
    return meant(told, country or None) or meant(within, country or None) or ""


def _alpha2(country: str) -> str:
    return next((one.alpha2 for one in countries() if one.alpha3 == country), "")


def _within_a_month(during: Window) -> bool:
    """Whether days are told apart more finely than by month, as no region's are."""
    if during.first is None or during.last is None:
        return False
    return (during.last - during.first).days + 1 < SHORTEST


@dataclass(frozen=True, slots=True)
class _Found:
    """The amounts by code, None where too small to be shown, and what lies elsewhere."""

    amounts: tuple[tuple[str, float | None], ...] = ()
    elsewhere: float | None = 0.0


def _split(
    one: _Asking, by: tuple[str, ...], code_of: Callable[[tuple[str, ...]], str]
) -> tuple[_Found, tuple[str, ...]]:
    """The amounts by place, and what lies in rows of which no place is known."""
    asked, whole = (replace(one.request, every=None, by=split) for split in (by, ()))
    told = answer(one.grounds, [asked, whole])
    found, total = told.answers[asked], told.answers[whole]
    if not isinstance(found, Series) or not isinstance(total, Series):
        return _Found(), ()
    amounts, rows = _summed(found, code_of)
    if _keyed(one):
        elsewhere: float | None = float(total.rows.sum()) - sum(rows.values())
    else:
        elsewhere = _masked(float(total.best.sum()) - sum(amounts.values()), one.few)
    shown = ((code, _masked(amount, one.few)) for code, amount in amounts.items() if amount > 0)
    return _Found(tuple(sorted(shown)), elsewhere), told.queries


def _summed(
    found: Series, code_of: Callable[[tuple[str, ...]], str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Amounts and rows by code; several spellings of one place are one."""
    amounts: dict[str, float] = defaultdict(float)
    rows: dict[str, float] = defaultdict(float)
    sums = (found.best.sum(axis=0), found.rows.sum(axis=0))
    for group, best, count in zip(found.groups, *sums, strict=True):
        if code := code_of(group):
            amounts[code] += float(best)
            rows[code] += float(count)
    return amounts, rows


def _map(one: _Asking, found: _Found, shown: Iterable[PlaceShown]) -> MapShown:
    during, kind = str(one.request.during), "rows" if _keyed(one) else one.unit
    return MapShown(one.unit, during, tuple(shown), found.elsewhere, kind)


def _enough(found: MapShown, queries: tuple[str, ...]) -> Mapped:
    return (found, queries) if len(found.places) >= FEWEST_PLACES else NOTHING


def _names_few(one: _Asking, column: Column, covered: tuple[str, ...]) -> bool:
    """Whether the claim itself, or its source, names too few places for a map."""
    conditions = (c for c in one.request.measure.where if one.dataset.column(c.column) == column)
    asked = [c.values for c in conditions if c.kind == "in" and not c.negated]
    named = [*asked, *([covered] if covered else [])]
    return any(len(places) < FEWEST_PLACES for places in named)


def _covered(one: _Asking) -> tuple[str, ...]:
    return one.dataset.coverage.places


def _masked(amount: float, few: float) -> float | None:
    return None if 0 < amount < few else amount


def _keyed(one: _Asking) -> bool:
    """Whether a thing is counted by a key, and so may lie in several places at once."""
    kind, name = one.request.measure.kind, one.request.measure.name
    return kind == "count" and one.dataset.units.get(name) is not None


def _is_code(code: str) -> bool:
    return len(code) == CODE and name_of(code) != code
