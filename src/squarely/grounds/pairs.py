"""Dated occurrences: the rows behind a request for pairs, in a total order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any, cast

from squarely.grounds.asked import Asked, time_column
from squarely.grounds.asking import arrays
from squarely.grounds.asking import frame as frame_of
from squarely.grounds.cells import shown, worded, words
from squarely.grounds.conditions import expression
from squarely.grounds.tables import Table
from squarely.grounds.windows import next_start
from squarely.model.request import Every, Occurrences, Pairs

if TYPE_CHECKING:
    import narwhals as nw
    import numpy as np
    from numpy.typing import NDArray


def selected(table: Table, asked: Asked) -> nw.LazyFrame[Any]:
    """The rows that pass a request's conditions inside its days."""
    import narwhals as nw

    parts = [expression(condition) for condition in asked.where]
    time = time_column(table)
    if time:
        within = (nw.col(time) >= nw.lit(asked.first)) & (nw.col(time) <= nw.lit(asked.last))
        parts.append(within | nw.col(time).is_null() if asked.whole else within)
    frame: nw.LazyFrame[Any] = nw.from_native(frame_of(table))
    return frame.filter(reduce(and_, parts)) if parts else frame


def occurrences(table: Table, asked: Asked) -> tuple[Occurrences, str]:
    """The answer to `Pairs`, and its query."""
    import narwhals as nw

    request = cast("Pairs", asked.request)
    sides = {"left": request.left, "right": request.right, "label": request.label}
    dataset = table.dataset
    names = {side: dataset.column(name) for side, name in sides.items() if name}
    picked = {side: worded(table, column.name) for side, column in names.items() if column}
    days = _day_columns(table)
    frame = selected(table, asked).select(**{**days, **picked}).sort([*days, *picked])
    found, query = arrays(table, nw.to_native(frame))
    size = len(next(iter(found.values()))) if found else 0
    first, last = _bounds(found, size, dataset.coverage.resolution)
    told = {side: tuple(words(found[side])) for side in picked}
    blank = ("",) * size
    answer = Occurrences(
        first,
        last,
        told.get("left", blank),
        told.get("right", blank),
        told.get("label", ()),
    )
    return answer, shown(query, table)


def _day_columns(table: Table) -> dict[str, nw.Expr]:
    """The day, and for a chronology the latest day that an imprecise date may mean."""
    import narwhals as nw

    time = time_column(table)
    if time is None:
        return {"first": nw.lit(None).cast(nw.Date)}
    days = {"first": nw.col(time)}
    end = table.dataset.roles.get("time_end")
    if table.dataset.kind == "chronology" and end and table.types.get(end) == "DATE":
        days["last"] = nw.coalesce(nw.col(end), nw.col(time))
    return days


def _bounds(
    found: Mapping[str, Any], size: int, resolution: Every
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    import numpy as np

    if not size:
        none = np.zeros(0, dtype="datetime64[D]")
        return none, none
    first = np.ma.filled(found["first"], np.datetime64("NaT")).astype("datetime64[D]")
    last = first
    if "last" in found:
        last = np.ma.filled(found["last"], np.datetime64("NaT")).astype("datetime64[D]")
    elif resolution != "day":
        each = {d: np.datetime64(next_start(d.astype(object), resolution)) - 1 for d in set(first)}
        last = np.array([each[d] for d in first], dtype="datetime64[D]")
    return first, last
