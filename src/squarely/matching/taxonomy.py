"""The levels that a dataset's own categories stand for, as codes that all datasets share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from squarely.matching.events import UNTOLD, Ints
from squarely.model.matching import Taxonomy


def coded(taxonomy: Taxonomy, told: Mapping[str, Sequence[str | None]]) -> Mapping[str, Ints]:
    """The levels of every dataset's categories as codes that all share, (n, depth) each.

    A code is a name's place among the level's names, sorted: it does not depend on the order of
    datasets or rows. An empty category has no code; one that the taxonomy lacks is an error.
    """
    names = [sorted({levels[at] for levels in taxonomy.levels.values()})
             for at in range(taxonomy.depth)]  # fmt: skip
    places = [{name: number for number, name in enumerate(level)} for level in names]
    return {name: _codes(taxonomy, name, column, places) for name, column in told.items()}


def _codes(
    taxonomy: Taxonomy,
    dataset: str,
    column: Sequence[str | None],
    places: Sequence[Mapping[str, int]],
) -> Ints:
    empty = (UNTOLD,) * taxonomy.depth
    known: dict[str | None, tuple[int, ...]] = {None: empty, "": empty}
    for category in {*column} - {None, ""}:
        levels = taxonomy.of(dataset, str(category))
        if levels is None:
            raise KeyError(f"{taxonomy.name} lacks the category {category} of {dataset}")
        known[category] = tuple(places[at][name] for at, name in enumerate(levels))
    return np.array([known[category] for category in column], np.int64).reshape(-1, taxonomy.depth)


def unknown(taxonomy: Taxonomy, dataset: str, column: Iterable[str | None]) -> tuple[str, ...]:
    """The categories of a dataset that its taxonomy does not hold, sorted."""
    told = {str(one) for one in column if one not in (None, "")}
    return tuple(sorted(one for one in told if taxonomy.of(dataset, one) is None))
