"""The one grouped query: few thousand cells of which every request is a mask and a sum.

A cell is a period, a value of each splitting column and, for each condition in which the requests
differ, whether it is true, false or unknown. Sums are exact: integers as they are, other numbers
as counts of 10^-9. The query is built with Narwhals, so that the same code runs on any engine it
knows; DuckDB answers here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from squarely.grounds.asked import Asked, Sizes, time_column
from squarely.grounds.asking import arrays
from squarely.grounds.asking import frame as frame_of
from squarely.grounds.conditions import expression
from squarely.grounds.engine import connection, quoted
from squarely.grounds.tables import Table
from squarely.grounds.windows import level
from squarely.model.request import Condition, Every

if TYPE_CHECKING:
    import narwhals as nw
    import numpy as np
    from numpy.typing import NDArray

Wheres = Collection[tuple[Condition, ...]]

SCALE = 10**9
_HALF = 2.0**53  # what a floating number holds to the last digit
_INTEGERS = ("BIGINT", "INTEGER", "SMALLINT", "TINYINT", "HUGEINT")
_TRUNCATE: Mapping[Every, str] = {"month": "1mo", "quarter": "1q", "year": "1y"}


@dataclass(frozen=True, slots=True)
class Cells:
    """What the query brought: arrays of one length, a row each cell, in a total order.

    `codes` number the values of a column in `labels`, -1 for none; `truth` is 1, 0 or -1 for
    unknown; `days` is None for a table without dates.
    """

    days: NDArray[np.datetime64] | None
    codes: Mapping[str, NDArray[np.int64]]
    labels: Mapping[str, tuple[str, ...]]
    truth: Mapping[Condition, NDArray[np.int8]]
    rows: NDArray[np.float64]
    sums: Mapping[Sizes, tuple[NDArray[np.float64], ...]]


@dataclass(frozen=True, slots=True)
class _Plan:
    table: Table
    by: tuple[str, ...]
    atoms: tuple[Condition, ...]
    sizes: tuple[Sizes, ...]
    step: Every


def ask(table: Table, asked: Sequence[Asked]) -> tuple[Cells, str]:
    """The cells behind these requests of one table, and the query in words of SQL."""
    keys = {one.key for one in asked if one.key}
    plan = _Plan(
        table,
        tuple(sorted({column for one in asked for column in one.by} | keys)),
        _atoms(table, asked),
        tuple(sorted({one.sizes for one in asked if one.sizes}, key=repr)),
        level([(one.first, one.last, one.every) for one in asked]),
    )
    import narwhals as nw

    frame = nw.from_native(_planned(table)).filter(_relevant(table, asked))
    keyed = frame.select(**_keys(plan), **_amounts(plan))
    names = list(_keys(plan))
    grouped = keyed.group_by(names).agg(*_aggregates(plan))
    if not all(_exact(plan, sizes) for sizes in plan.sizes):
        grouped = grouped.sort(names)  # sums of large fixed-point numbers depend on their order
    found, query = _fetched(table, nw.to_native(grouped))
    return _read(plan, found), shown(query, table)


def _planned(table: Table) -> Any:  # noqa: ANN401
    """What the query is built on: DuckDB's is an outline, which opens no file at each step."""
    return frame_of(table) if table.spark else connection().table(_outline(table.view))


def _fetched(table: Table, asked: Any) -> tuple[Mapping[str, Any], str]:  # noqa: ANN401
    if table.spark:
        return arrays(table, asked)
    query = str(asked.sql_query()).replace(_outline(table.view), table.view)
    return connection().execute(query).fetchnumpy(), query


@cache
def _outline(view: str) -> str:
    """An empty table of the same columns: to plan against it is to open no file at each step."""
    name = f"{view}__outline"
    sql = f"CREATE TABLE {quoted(name)} AS SELECT * FROM {quoted(view)} LIMIT 0"
    connection().execute(sql)
    return name


def _atoms(table: Table, asked: Sequence[Asked]) -> tuple[Condition, ...]:
    """The conditions that tell cells apart: not those that every row left fulfils."""
    wheres = {one.where for one in asked}
    told = {c for where in wheres for c in where}
    settled = {c for c in told if c.column in table.full and _widest(c, wheres)}
    return tuple(sorted(told - settled, key=repr))


def _widest(condition: Condition, wheres: Wheres) -> bool:
    """Whether every request restricts the column, and no more widely than this condition."""
    return all(
        any(c.column == condition.column for c in where)
        and all(_within(c, condition) for c in where if c.column == condition.column)
        for where in wheres
    )


def _within(narrow: Condition, wide: Condition) -> bool:
    if narrow == wide:
        return True
    lists = {narrow.kind, wide.kind} == {"in"} and not (narrow.negated or wide.negated)
    return lists and set(narrow.values) <= set(wide.values)


def _relevant(table: Table, asked: Sequence[Asked]) -> nw.Expr:
    """The widest window, and for each column all requests restrict: what any of them lets pass."""
    import narwhals as nw

    parts: list[nw.Expr] = []
    time = time_column(table)
    if time:
        first, last = min(one.first for one in asked), max(one.last for one in asked)
        within = (nw.col(time) >= nw.lit(first)) & (nw.col(time) <= nw.lit(last))
        bare = any(one.whole for one in asked) and time not in table.full
        parts.append(within | nw.col(time).is_null() if bare else within)
    wheres = {one.where for one in asked}
    for column in sorted({c.column for c in asked[0].where}):
        each = [[c for c in where if c.column == column] for where in wheres]
        if all(each):
            told = {c for conditions in each for c in conditions}
            some = sorted({c for c in told if _widest(c, wheres)} or told, key=repr)
            passes = reduce(or_, (expression(c) for c in some))
            parts.append(passes if column in table.full else passes | nw.col(column).is_null())
    if parts:
        return reduce(and_, parts)
    any_column = nw.col(next(iter(table.types)))  # a table without dates asked for all its rows
    return any_column.is_null() | ~any_column.is_null()


def _keys(plan: _Plan) -> dict[str, nw.Expr]:
    import narwhals as nw

    time = time_column(plan.table)
    keys: dict[str, nw.Expr] = {}
    if time:
        day = nw.col(time)
        step = _TRUNCATE.get(plan.step)
        keys["period"] = day.dt.truncate(step).cast(nw.Date) if step else day
    for number, column in enumerate(plan.by):
        keys[f"by_{number}"] = worded(plan.table, column)
    for number, atom in enumerate(plan.atoms):
        keys[f"is_{number}"] = expression(atom)
    return keys or {"whole": nw.lit(1)}


def worded(table: Table, column: str) -> nw.Expr:
    """A column in words; floating numbers stay, since each engine writes them in its own way."""
    import narwhals as nw

    named = nw.col(column)
    return named if table.types[column] == "DOUBLE" else named.cast(nw.String)


def words(values: Any) -> list[str]:  # noqa: ANN401
    """Cells in words, empty where there is nothing; nought has no sign."""
    import numpy as np

    empty = np.ma.getmaskarray(values)
    plain = np.ma.getdata(values)
    if plain.dtype.kind == "f":
        plain = plain + 0.0
    return ["" if bare else str(cell) for cell, bare in zip(plain, empty, strict=True)]


def _amounts(plan: _Plan) -> dict[str, nw.Expr]:
    import narwhals as nw

    count = plan.table.dataset.roles.get("count")
    amounts = {"units": nw.col(count).cast(nw.Int64).fill_null(0)} if count else {}
    for number, sizes in enumerate(plan.sizes):
        exact = _exact(plan, sizes)
        for name, order in _orders(sizes).items():
            first, *others = (nw.col(column) for column in order)
            value = nw.coalesce(first, *others) if others else first
            amounts[f"{name}_{number}"] = value if exact else _fixed(value, bool(plan.table.spark))
    return amounts


def _orders(sizes: Sizes) -> Mapping[str, tuple[str, ...]]:
    """Which column gives each bound, and which stand in where it is empty; one for all if one."""
    low, best, high = sizes.low, sizes.best, sizes.high
    if low == best == high:
        return {"best": (best,)}
    return {"low": (low, best, high), "best": (best, low, high), "high": (high, best, low)}


def _exact(plan: _Plan, sizes: Sizes) -> bool:
    columns = (sizes.low, sizes.best, sizes.high)
    return all(plan.table.types[column] in _INTEGERS for column in columns)


def _fixed(value: nw.Expr, spark: bool) -> nw.Expr:
    """Counts of 10^-9 as whole numbers of 128 bits; Spark makes one of two halves, both exact."""
    import narwhals as nw

    rounded = (value.cast(nw.Float64) * float(SCALE)).round()
    if not spark:
        return rounded.cast(nw.Int128)
    high = (rounded / _HALF).floor()
    low, wide = rounded - high * _HALF, nw.Decimal(38, 0)
    return high.cast(nw.Int64).cast(wide) * nw.lit(int(_HALF)) + low.cast(nw.Int64).cast(wide)


def _aggregates(plan: _Plan) -> Iterable[nw.Expr]:
    import narwhals as nw

    counted = "count" in plan.table.dataset.roles
    yield (nw.col("units").sum() if counted else nw.len()).alias("rows")
    for number, sizes in enumerate(plan.sizes):
        best = nw.col(f"best_{number}")
        for name in _orders(sizes):
            yield nw.col(f"{name}_{number}").sum().alias(f"sum_{name}_{number}")
        if sizes.best in plan.table.full:
            continue
        units = nw.col("units") if counted else nw.lit(1)
        bare = nw.when(best.is_null()).then(units).otherwise(nw.lit(0))
        yield bare.sum().alias(f"bare_{number}")
        yield best.count().alias(f"full_{number}")
    if any(sizes.mean and sizes.best in plan.table.full for sizes in plan.sizes):
        yield nw.len().alias("lines")


def _read(plan: _Plan, found: Mapping[str, Any]) -> Cells:
    import numpy as np

    codes, labels = {}, {}
    for number, column in enumerate(plan.by):
        codes[column], labels[column] = _coded(found[f"by_{number}"])
    truth = {}
    for number, atom in enumerate(plan.atoms):
        value = np.ma.asarray(found[f"is_{number}"])
        filled = value.filled(False).astype(np.int8)
        truth[atom] = np.where(np.ma.getmaskarray(value), np.int8(-1), filled)
    sums = {}
    for number, sizes in enumerate(plan.sizes):
        sums[sizes] = _sums(plan, number, found)
    period = found.get("period")
    days = None if period is None else _days(period)
    return Cells(days, codes, labels, truth, _floats(found["rows"]), sums)


def _days(period: NDArray[Any]) -> NDArray[np.datetime64]:
    """The days, NaT where a row has none."""
    import numpy as np

    days = np.array(np.ma.getdata(period), dtype="datetime64[D]")
    days[np.ma.getmaskarray(period)] = np.datetime64("NaT")
    return days


def inside(days: NDArray[np.datetime64], one: Asked) -> NDArray[np.bool_]:
    """Which days are among those asked for; none at all only where no day is left out."""
    import numpy as np

    within = (days >= np.datetime64(one.first)) & (days <= np.datetime64(one.last))
    return within | np.isnat(days) if one.whole else within


def _sums(plan: _Plan, number: int, found: Mapping[str, Any]) -> tuple[NDArray[np.float64], ...]:
    """Low, best, high, the units without a size, and the rows with one."""
    import numpy as np

    sizes = plan.sizes[number]
    scale = 1 if _exact(plan, sizes) else SCALE
    by_name = {n: _floats(found[f"sum_{n}_{number}"]) / scale for n in _orders(sizes)}
    three = [by_name.get(name, by_name["best"]) for name in ("low", "best", "high")]
    if f"bare_{number}" in found:
        return (*three, *(_floats(found[f"{n}_{number}"]) for n in ("bare", "full")))
    lines = _floats(found["lines"]) if "lines" in found else np.zeros_like(three[0])
    return (*three, np.zeros_like(three[0]), lines)


def _floats(values: Any) -> NDArray[np.float64]:  # noqa: ANN401
    import numpy as np

    return np.ma.filled(values, 0).astype(np.float64)


def _coded(values: Any) -> tuple[NDArray[np.int64], tuple[str, ...]]:  # noqa: ANN401
    import numpy as np

    empty = np.ma.getmaskarray(values)
    texts = words(values)
    labels = tuple(sorted({text for text, bare in zip(texts, empty, strict=True) if not bare}))
    number = {label: code for code, label in enumerate(labels)}
    coded = [-1 if bare else number[text] for text, bare in zip(texts, empty, strict=True)]
    return np.array(coded, dtype=np.int64), labels


def shown(sql: str, table: Table) -> str:
    """The query as a reader may see it: the dataset's name, a line for each part."""
    text = sql.replace("main." + table.view, table.shown).replace(table.view, table.shown)
    text = re.sub(r"unnamed_relation_[0-9a-f]+", "step", text)
    return re.sub(r" (?=(?:FROM|WHERE|GROUP BY|ORDER BY)\b)", "\n", text)
