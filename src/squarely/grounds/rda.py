"""Tables of R's `.rda` files as plain columns.

Only data frames of numbers, strings and factors are read, through the package `rdata`, which is
not installed by default (`pip install "squarely[rda]"`). What R holds as missing is None here. The
adapters call this once; the table is then kept as Parquet.

Sources: R Internals, "Serialization formats"; rdata, Ramos-Carreño & Rossi 2024.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

MISSING = 'reading .rda files needs the package rdata: pip install "squarely[rda]"'


def tables(path: Path) -> Mapping[str, Mapping[str, Sequence[object]]]:
    """Every data frame of the file: its name, then its columns as lists."""
    try:
        import rdata
    except ImportError as error:
        raise ImportError(MISSING) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdata names attributes of R that it leaves aside
        read: Mapping[str, object] = rdata.read_rda(path)
    return {name: _columns(frame) for name, frame in read.items() if hasattr(frame, "columns")}


def _columns(frame: Any) -> Mapping[str, Sequence[object]]:  # noqa: ANN401
    return {str(name): [_plain(value) for value in frame[name].tolist()] for name in frame.columns}


def _plain(value: object) -> object:
    """NaN is R's missing number, and pandas' own mark for the rest."""
    if isinstance(value, str | int):
        return value
    return None if type(value).__name__ == "NAType" or value != value else value
