"""The first rows behind a request, as strings: what a reader may see of them.

Rows of a source that may not be passed on are withheld; only their key and date stand. Free-text
notes are never shown, since they may hold names. Numbers of persons below five are not shown
either: so few may be recognised.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from squarely.grounds.asked import Asked, find, put
from squarely.grounds.asking import lines
from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.engine import lean
from squarely.grounds.pairs import selected
from squarely.grounds.tables import Table
from squarely.model.dataset import Dataset
from squarely.model.request import Count, Every, Request, Unanswerable
from squarely.model.study import Rows

FEWEST = 5  # persons a cell must count to be shown
PERSONS = ("persons", "participants", "people", "workers")


def first_rows(grounds: Grounds, request: Request, limit: int = 1000) -> Rows:
    """The first rows behind a request, ordered by date and then by every column."""
    whole = replace(request, every=None) if isinstance(request, Count) else request
    found = put(grounds, whole)
    stand = find(grounds, request.dataset)
    if isinstance(found, Unanswerable) or isinstance(stand, Unanswerable):
        return Rows(request.dataset.partition("@")[0], (), (), 0)
    with lean():
        return _rows(stand, *found, limit)


def _rows(stand: Stand, table: Table, asked: Asked, limit: int) -> Rows:
    import narwhals as nw

    dataset = table.dataset
    hidden = stand.described.free_text
    columns = [c.name for c in dataset.columns if c.name in table.types and c.name not in hidden]
    withheld = None
    if not dataset.redistributable:
        keys = {dataset.roles.get("id"), dataset.roles.get("time")}
        columns = [column for column in columns if column in keys]
        withheld = f"the licence of {dataset.title} ({dataset.licence}) keeps its rows back"
    frame = selected(table, asked)
    time = dataset.roles.get("time")
    order = sorted(columns, key=lambda column: column != time)
    total = lines(table, nw.to_native(frame.select(nw.len().alias("n"))))[0][0]
    rows: list[tuple[object, ...]] = []
    if columns:
        part = frame.select(columns).sort(order).head(limit)
        rows = lines(table, nw.to_native(part))
    few = [counts_persons(dataset, column) for column in columns]
    coarse = dataset.coverage.resolution
    texts = tuple(
        tuple(cell_text(dated(cell, coarse), hide) for cell, hide in zip(row, few, strict=True))
        for row in rows
    )
    return Rows(dataset.name, tuple(columns), texts, int(total), withheld)


def counts_persons(dataset: Dataset, name: str) -> bool:
    """Whether a column or role counts living participants, of whom few may be recognised."""
    column = dataset.column(name)
    return column is not None and column.unit in PERSONS


def dated(cell: object, resolution: Every) -> object:
    """A date as the table tells it: of a table by years the year, and never its first of January.

    >>> dated(date(2021, 4, 1), "quarter"), dated(date(2021, 4, 1), "day")
    ('2021-Q2', datetime.date(2021, 4, 1))
    """
    if not isinstance(cell, date):
        return cell
    told = {
        "year": f"{cell.year}",
        "quarter": f"{cell.year}-Q{(cell.month + 2) // 3}",
        "month": f"{cell.year}-{cell.month:02}",
    }
    return told.get(resolution, cell)


def cell_text(cell: object, few: bool) -> str:
    """A cell as a reader may see it; `few` hides small numbers of persons."""
    if cell is None:
        return ""
    if few and isinstance(cell, int | float) and 0 < cell < FEWEST:
        return f"under {FEWEST}"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return f"{cell:.10g}" if isinstance(cell, float) else str(cell)
