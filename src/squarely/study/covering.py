"""Whether the data are about the places and the days that a claim speaks of.

A register of one country says nothing of another: that it lists none there is not even silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from squarely.grounds.catalog import Grounds
from squarely.grounds.unseen import unseen
from squarely.model.dataset import Dataset
from squarely.model.finding import Warrant
from squarely.model.request import Condition, Count, Request, Window
from squarely.multiverse.plan import clipped

Limits = Mapping[str, Window]


def uncovered(warrant: Warrant, asked: Sequence[Request], grounds: Grounds, limits: Limits) -> str:
    """Why the data speak of other places, times or things; empty where they do not."""
    found = [_elsewhere(one, grounds.catalog.get(_name(one))) for one in asked]
    found += [_another_time(one, limits) for one in warrant.needs()]
    found += [unseen(grounds, one) for one in asked]
    return "; ".join(dict.fromkeys(why for why in found if why))


def cut(warrant: Warrant, limits: Limits) -> tuple[str, float]:
    """How the window named reaches beyond the days that may be used, and which part is held."""
    found, parts = [], [1.0]
    for asked in warrant.needs():
        named, held = asked.during, clipped(asked, limits).during
        early = named.first and held.first and held.first > named.first
        late = named.last and held.last and held.last < named.last
        if early or late:
            found.append(f"of {named} the data hold {held}")
            parts.append(_part(held, named))
    return "; ".join(dict.fromkeys(found)), min(parts)


def _part(held: Window, named: Window) -> float:
    """The part of the named days that is held, between the ends that both have."""
    first, last = held.first or named.first, held.last or named.last
    if first is None or last is None:
        return 1.0
    whole = (named.last or last) - (named.first or first)
    return max(0.0, ((last - first).days + 1) / (whole.days + 1))


def _name(request: Request) -> str:
    return request.dataset.partition("@")[0]


def _elsewhere(request: Request, dataset: Dataset | None) -> str:
    """Places that a condition names and the source does not cover."""
    place = dataset.column("place") if dataset else None
    if dataset is None or place is None or place.type != "country" or not dataset.coverage.places:
        return ""
    named = {
        str(value)
        for condition in _conditions(request)
        if dataset.column(condition.column) == place and not condition.negated
        for value in condition.values
    }
    missing = sorted(named - set(dataset.coverage.places))
    if not missing:
        return ""
    return f"{dataset.name} covers {_listed(dataset.coverage.places)}, not {_listed(missing)}"


def _conditions(request: Request) -> Iterable[Condition]:
    return request.measure.where if isinstance(request, Count) else request.where


def _listed(places: Sequence[str]) -> str:
    return ", ".join(places) if len(places) <= 8 else f"{len(places)} places"


def _another_time(request: Request, limits: Limits) -> str:
    used = clipped(request, limits).during
    if used.first is None or used.last is None or used.first <= used.last:
        return ""
    return f"the claim speaks of {request.during}, the data of {limits[_name(request)]}"
