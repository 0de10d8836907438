"""Every warrant's cells, by its name: one module each with `cells()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trust.cell import Cell
from trust.cells import consensus, contrast, exists, extreme, level, order, share

CELLS: Mapping[str, Callable[[], tuple[Cell, ...]]] = {
    "consensus": consensus.cells,
    "contrast": contrast.cells,
    "exists": exists.cells,
    "extreme": extreme.cells,
    "level": level.cells,
    "order": order.cells,
    "share": share.cells,
}
