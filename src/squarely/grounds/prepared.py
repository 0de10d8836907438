"""A dataset as its adapter read it: typed columns, and every row set aside with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row of a source that is not in the table: where it stands and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table by columns: name -> (DuckDB type, values), all of one length.

    `rows_read` counts the source's rows: those kept and those set aside.
    """

    columns: Mapping[str, tuple[str, Sequence[object]]]
    set_aside: tuple[SetAside, ...]
    rows_read: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What was left out of a table that its reader wrote as Parquet itself.

    `reasons` counts every row set aside, `listed` names the first of them.
    """

    rows_read: int
    set_aside: int
    reasons: tuple[tuple[str, int], ...]
    listed: tuple[SetAside, ...]
