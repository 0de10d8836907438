"""The lines, tallies and dates behind a claim's plot, from the main specification's answers."""

from __future__ import annotations

from collections.abc import Iterable

from squarely.grounds.rows import FEWEST, counts_persons
from squarely.model.argument import Groups
from squarely.model.dataset import Column
from squarely.model.request import Count, Measure, Occurrences, Request, Series
from squarely.model.study import SeriesShown
from squarely.study.putting import Tested

MOST_GROUPS = 40
_CASES = ("all cases", "with the antecedent", "with the outcome", "with both")  # of a precedent


def plotted(tested: Tested) -> tuple[SeriesShown, ...]:
    """What the page draws for a claim; empty where nothing was answered."""
    if tested.plan is None or tested.answered is None:
        return ()
    found: list[SeriesShown] = []
    for number, request in enumerate(tested.plan.specifications[0].requests):
        if number and isinstance(request, Count) and request.by and not request.measure.name:
            continue  # the rows that name an extreme's rivals
        answer = tested.answered.answers[request]
        if isinstance(answer, Series):
            few = fewest(request, tested)
            names = (_name(tested, request, number), unit(request, tested))
            lines = _lines(answer, names, few)
            found += _tally(answer) if _is_vote(request) else lines
        elif isinstance(answer, Occurrences):
            found.append(_dates(answer, ("first", "then")[min(number, 1)]))
    return tuple(found)


def _is_vote(request: Request) -> bool:
    return isinstance(request, Count) and len(request.by) == 2


def _name(tested: Tested, request: Request, number: int) -> str:
    """What a line without a group of its own is called: its period, its part, its measure."""
    if not isinstance(request, Count):
        return ""
    use = tested.claim.warrant
    groups = use.keys.get("groups") if use else None
    if use is not None and use.name == "precedent" and number < len(_CASES):
        return _CASES[number]
    share = request.measure.kind == "share" or _parts(tested)
    if isinstance(groups, Groups) and groups.windows is not None:
        half = 2 if share else 1  # a share is asked as two counts a period
        return (groups.first, groups.second)[min(number // half, 1)]
    if share:
        return ("of", "among")[min(number, 1)]
    return request.measure.name or "rows"


def unit(request: Request, tested: Tested) -> str:
    """The unit of an answer: what is counted, or the unit of the column that is summed or read."""
    if not isinstance(request, Count):
        return "date"
    if request.measure.kind == "count":
        return request.measure.name or "rows"
    own_first = sorted(tested.datasets, key=lambda one: one.name != request.dataset)
    columns = (one.column(request.measure.name) for one in own_first)
    return next((_column(one) for one in columns if one), request.measure.name)


def _column(column: Column) -> str:
    """A column's unit; of a scale such as "0 to 1" what is on it."""
    scale = column.unit[:1].isdigit() or column.unit.startswith("-")
    return f"{column.name}, {column.unit}" if scale else column.unit or column.name


def _parts(tested: Tested) -> bool:
    """Whether the claim is on a share, asked as a part and a whole."""
    use = tested.claim.warrant
    of = use.keys.get("of") if use else None
    return use is not None and (
        use.name == "share" or (isinstance(of, Measure) and of.kind == "share")
    )


def fewest(request: Request, tested: Tested) -> float:
    """Below how many a cell is left out: few participants may be recognised."""
    if not isinstance(request, Count) or request.measure.kind != "sum":
        return 0.0
    persons = (counts_persons(one, request.measure.name) for one in tested.datasets)
    return float(FEWEST) if any(persons) else 0.0


def _lines(answer: Series, names: tuple[str, str], few: float) -> Iterable[SeriesShown]:
    periods = tuple(str(day) for day in answer.periods)
    order = sorted(
        range(len(answer.groups)), key=lambda g: (-_size(answer.best[:, g].sum()), answer.groups[g])
    )
    for group in order[:MOST_GROUPS]:
        yield SeriesShown(
            " ".join(answer.groups[group]) or names[0],
            names[1],
            periods,
            _values(answer.low[:, group], few),
            _values(answer.best[:, group], few),
            _values(answer.high[:, group], few),
        )


def _size(total: float) -> float:
    return total if total == total else 0.0


def _tally(answer: Series) -> Iterable[SeriesShown]:
    """One series per position, one value per item: groups are (item, position)."""
    items = tuple(dict.fromkeys(group[0] for group in answer.groups))
    positions = tuple(dict.fromkeys(group[1] for group in answer.groups))
    totals = dict(zip(answer.groups, answer.best.sum(axis=0), strict=True))
    for position in positions:
        values = tuple(float(totals.get((item, position), 0.0)) for item in items)
        yield SeriesShown(position, "states", items, values, values, values)


def _dates(answer: Occurrences, name: str) -> SeriesShown:
    days = () if not len(answer.first) else (str(answer.first[0]), str(answer.last[0]))
    return SeriesShown(name, "date", days, (), (), ())


def _values(column: Iterable[float], few: float) -> tuple[float | None, ...]:
    return tuple(None if value != value or 0 < value < few else float(value) for value in column)
