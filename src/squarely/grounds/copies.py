"""A file of the user's in which every row stands more than once: found, not taken for more data.

Two rows that agree in every cell may be two events that were noted alike, so that repeats alone
tell nothing; rows with an `id` that repeats are set aside when the file is read. But where every
row stands the same number of times, or a multiple of it, the file was copied into itself: chance
does not do that. Data that ship are read by adapters that know their sources' repeats.
"""

from __future__ import annotations

from math import gcd

from squarely.grounds.asked import find
from squarely.grounds.asking import rows
from squarely.grounds.catalog import Grounds, Stand
from squarely.grounds.engine import quoted
from squarely.grounds.tables import Table, table
from squarely.model.request import Count, Request, Unanswerable

LEAST = 10  # different rows: of fewer it may be chance that each stands twice


def copies(grounds: Grounds, request: Request) -> str:
    """How rows behind a request are repeated; empty where they are not, or where it is no matter.

    A count of different keys is not touched by copies.
    """
    stand = find(grounds, request.dataset)
    if isinstance(stand, Unanswerable) or stand.kind != "user" or _by_key(request, stand):
        return ""
    found = table(stand)
    different, common = _repeats(found)
    if different < LEAST or common == 1:
        return ""
    name = found.dataset.name
    return f"every row of {name} stands {common} times, or a multiple of it, in the file"


def _by_key(request: Request, stand: Stand) -> bool:
    """Whether what is counted is a key of its own, which a copied row does not repeat."""
    if not isinstance(request, Count) or request.measure.kind not in ("count", "share"):
        return False
    return stand.described.dataset.units.get(request.measure.name) is not None


_REPEATS: dict[str, tuple[int, int]] = {}


def _repeats(found: Table) -> tuple[int, int]:
    """How many different rows there are, and the largest number that divides their repeats."""
    if found.view not in _REPEATS:
        names = ", ".join(map(quoted, sorted(found.types)))
        sql = (
            f"SELECT times, count(*) FROM (SELECT count(*) AS times FROM {quoted(found.view)} "
            f"GROUP BY {names}) GROUP BY times"
        )
        counts = [(int(times), int(n)) for times, n in rows(found, sql)]
        common = gcd(*(times for times, _ in counts)) or 1
        _REPEATS[found.view] = (sum(n for _, n in counts), common)
    return _REPEATS[found.view]
