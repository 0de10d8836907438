"""Which requests go by the store, and what it makes of them: one pass for all claims of a run.

The store answers what adds up over rows of codes; the cube answers everything else, and all small
tables. A table's requests of one claim go one way or the other together, so that the rows they
used are counted once. Both ways give the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from squarely.grounds.asked import Asked
from squarely.grounds.store.build import store, there
from squarely.grounds.store.claims import Claim, claim, refusal
from squarely.grounds.store.layout import Store
from squarely.grounds.store.passes import added
from squarely.grounds.store.series import read
from squarely.grounds.store.words import cost
from squarely.grounds.tables import Table
from squarely.model.request import Request, Series

# Rows from which a store pays: below, loading the compiled kernel takes longer than the cube's
# queries (0.5 s against 0.02 s a claim and million rows; docs/measurements.md).
LEAST_ROWS = 1_000_000
# Rows from which a run builds a store that is not there; `squarely data prepare` does it below.
LEAST_BUILT = 10_000_000
BROAD = 0.1  # nanoseconds a row; claims that cost more are tried together
DENSE = 4  # rows that a place of a common claim must stand for
MOST_TRIES = 6  # failed in a row, broadest first: those that follow would fail as well


@dataclass(frozen=True, slots=True)
class Swept:
    """What a pass brought for the requests of one claim."""

    answers: Mapping[Request, Series]
    query: str
    rows: int


def able() -> bool:
    """Whether the kernel can run at all: it needs the extra `scale`."""
    return find_spec("numba") is not None


def swept(table: Table, groups: Sequence[Sequence[Asked]]) -> list[Swept | None]:
    """For each group of requests its answers; None where the cube must give them."""
    nothing: list[Swept | None] = [None] * len(groups)
    if not pays(table):
        return nothing
    held = store(table)
    if isinstance(held, str):
        return nothing
    return by_store(table, held, groups)


def pays(table: Table) -> bool:
    """Whether a run goes by the table's store, which is built if the table is large."""
    rows = table.rows_read - table.set_aside
    if rows < LEAST_ROWS or table.spark or not able():
        return False
    return rows >= LEAST_BUILT or there(table)


def by_store(table: Table, held: Store, groups: Sequence[Sequence[Asked]]) -> list[Swept | None]:
    """The same whatever the number of rows."""
    found: list[Swept | None] = [None] * len(groups)
    claims: list[tuple[Claim, list[int]]] = []
    for number, group in enumerate(groups):
        kinds = {(one.where, one.sizes, one.by, one.key): one for one in group}
        if all(not refusal(table, held, one) for one in kinds.values()):
            one_claim = claim(table, held, group)
            if one_claim is not None:
                claims.append((one_claim, [number]))
    together = _together(table, held, claims)
    for (one_claim, numbers), sums in zip(
        together, added(held, [one for one, _ in together]), strict=True
    ):
        for number in numbers:
            answers, rows = read(table, held, (one_claim, sums), groups[number])
            found[number] = Swept(answers, _told(table, held, groups[number]), rows)
    return found


def _together(
    table: Table, held: Store, claims: Sequence[tuple[Claim, list[int]]]
) -> list[tuple[Claim, list[int]]]:
    """Claims that most rows meet, as one claim where that takes fewer additions."""
    kept: list[tuple[Claim, list[int]]] = []
    common: tuple[Claim, list[int]] | None = None
    shares = [cost(held, one) for one, _ in claims]
    kept += [one for one, share in zip(claims, shares, strict=True) if share < BROAD]
    broad = [at for at, share in enumerate(shares) if share >= BROAD]
    failed = 0
    for one, numbers in (claims[at] for at in sorted(broad, key=lambda at: (-shares[at], at))):
        if common is None:
            common = (one, numbers)
            continue
        both = None if failed == MOST_TRIES else _merged(table, held, (common[0], one))
        failed = 0 if both else min(failed + 1, MOST_TRIES)
        if both:
            common = (both, common[1] + numbers)
        else:
            kept.append((one, numbers))
    return [*kept, common] if common else kept


def _merged(table: Table, held: Store, pair: tuple[Claim, Claim]) -> Claim | None:
    """Two claims as one, where that takes fewer additions than both apart."""
    both = claim(table, held, (*pair[0].asked, *pair[1].asked))
    if both is None or both.cells * len(both.slots) * DENSE >= held.rows:
        return None
    return both if cost(held, both) < sum(cost(held, one) for one in pair) else None


def _told(table: Table, held: Store, group: Sequence[Asked]) -> str:
    """What was done, as the cube's query stands for what it did."""
    first, last = min(one.first for one in group), max(one.last for one in group)
    columns = sorted({c.column for one in group for c in one.where})
    sizes = sorted({c for one in group if one.sizes for c in
                    (one.sizes.low, one.sizes.best, one.sizes.high)})  # fmt: skip
    return "\n".join(
        (
            f"one pass over the prepared store of {table.shown}, {held.rows} rows",
            f"days {first} to {last}",
            f"told apart by {', '.join(columns) or 'nothing'}",
            f"added up: {', '.join(('rows', *sizes))}",
        )
    )
