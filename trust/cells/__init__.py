"""Every warrant's cells, by its name: one module each with `cells()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trust.cell import Cell
from trust.cells import (
    alignment,
    association,
    change,
    consensus,
    contrast,
    demand,
    dependence,
    exists,
    extreme,
    level,
    opinion,
    order,
    possibility,
    precedent,
    share,
    trend,
    word_deed,
)

CELLS: Mapping[str, Callable[[], tuple[Cell, ...]]] = {
    "alignment": alignment.cells,
    "association": association.cells,
    "change": change.cells,
    "consensus": consensus.cells,
    "contrast": contrast.cells,
    "demand": demand.cells,
    "dependence": dependence.cells,
    "exists": exists.cells,
    "extreme": extreme.cells,
    "level": level.cells,
    "opinion": opinion.cells,
    "order": order.cells,
    "possibility": possibility.cells,
    "precedent": precedent.cells,
    "share": share.cells,
    "trend": trend.cells,
    "word-deed": word_deed.cells,
}
