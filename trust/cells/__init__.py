"""Every warrant's cells, by its name: one module each with `cells()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from trust.cell import Cell
from trust.cells import contrast

CELLS: Mapping[str, Callable[[], tuple[Cell, ...]]] = {
    "contrast": contrast.cells,
}
