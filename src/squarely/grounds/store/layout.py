"""What a store is on the disk: a folder of flat arrays, one file a width of code, and `meta.json`.

Columns of few values are codes of 8 or 16 bits, others whole numbers of 16, 32 or 64 bits; an
empty cell is a code of its own, or the least number of its width. A row's day is counted from the
first day of the table. Blocks of rows know their first and last day. The folder's name holds the
content, so that what is there is right: it is moved into place whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORM = "1"  # counts up when what is written here changes
BLOCK = 8_192  # rows of which the first and the last day are known
MOST_DAYS = 65_535
MOST_CODES = {"u1": 256, "u2": 65_536}
Width = Literal["u1", "u2", "i2", "i4", "i8"]
CODES: tuple[Width, ...] = ("u1", "u2")
NUMBERS: tuple[Width, ...] = ("i2", "i4", "i8")
WIDTHS: tuple[Width, ...] = CODES + NUMBERS
Label = str | int | bool | date


@dataclass(frozen=True, slots=True)
class Held:
    """A column of a store: its file and its place there, and what its cells may be.

    `labels` are the values that codes stand for, in order, then an empty cell if there is one;
    `counts` how many rows have each. A column of numbers has none, but bounds.
    """

    name: str
    width: Width
    at: int
    empty: int  # cells
    labels: tuple[Label, ...] = ()
    counts: tuple[int, ...] = ()
    least: int = 0
    most: int = 0

    @property
    def coded(self) -> bool:
        """Whether its cells are codes for labels."""
        return self.width in CODES


@dataclass(frozen=True, slots=True)
class Store:
    """A store as it lies open: memory-mapped arrays (columns, rows) of each width."""

    rows: int
    first: date
    days: int
    columns: Mapping[str, Held]
    day: NDArray[np.uint16]
    arrays: Mapping[Width, NDArray[Any]]
    zones: NDArray[np.uint16]  # (2, blocks): the first and the last day

    def blocks(self) -> int:
        """How many blocks of rows there are."""
        return int(self.zones.shape[1])


def write_meta(folder: Path, rows: int, first: date, days: int, columns: Sequence[Held]) -> None:
    """The description of a store, as its last file."""
    told = {
        "form": FORM,
        "rows": rows,
        "first": first.isoformat(),
        "days": days,
        "columns": [{**asdict(one), **_written(one.labels)} for one in columns],
    }
    (folder / "meta.json").write_text(json.dumps(told), encoding="utf-8")


def _written(labels: tuple[Label, ...]) -> dict[str, Any]:
    dated = bool(labels) and isinstance(labels[0], date)
    plain = [one.isoformat() if isinstance(one, date) else one for one in labels]
    return {"labels": plain, "dated": dated}


def array(folder: Path, name: str, shape: tuple[int, ...], *, fresh: bool = False) -> NDArray[Any]:
    """One of a store's files as an array: new and empty, or as it is."""
    import numpy as np

    kind = "u2" if name in ("day", "zones") else name
    if 0 in shape:
        return np.zeros(shape, dtype=kind)
    path = folder / f"{name}.bin"
    mapped = np.memmap(path, dtype=kind, mode="w+" if fresh else "r", shape=shape)
    return mapped if fresh else np.asarray(mapped)


def shapes(rows: int, columns: Sequence[Held]) -> dict[str, tuple[int, ...]]:
    """The shape of each file."""
    found: dict[str, tuple[int, ...]] = {"day": (rows,), "zones": (2, -(-rows // BLOCK))}
    for width in WIDTHS:
        found[width] = (sum(one.width == width for one in columns), rows)
    return found


def opened(folder: Path) -> Store:
    """The store in a folder."""
    told = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    columns = [_held(one) for one in told["columns"]]
    rows = int(told["rows"])
    arrays = {name: array(folder, name, shape) for name, shape in shapes(rows, columns).items()}
    return Store(
        rows,
        date.fromisoformat(told["first"]),
        int(told["days"]),
        {one.name: one for one in columns},
        arrays["day"],
        {width: arrays[width] for width in WIDTHS},
        arrays["zones"],
    )


def _held(told: dict[str, Any]) -> Held:
    dated = told.pop("dated")
    labels = tuple(date.fromisoformat(one) if dated else one for one in told.pop("labels"))
    return Held(**{**told, "counts": tuple(told["counts"])}, labels=labels)
