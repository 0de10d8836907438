"""GDELT 2.0 events: updates of fifteen minutes since February 2015, in 65 languages.

Everything that is true of its rows stands in `gdelt_events`. Version 2 reads many more sources than
version 1 and translates them: the two are never one series, and the step between them is no event.

Sources: GDELT Event Codebook V2.0.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from squarely.grounds.adapters import gdelt_events
from squarely.grounds.adapters.gdelt_events import TYPES
from squarely.grounds.opened import Head
from squarely.grounds.prepared import Summary

__all__ = ("COVERED", "NAME", "TYPES", "fits", "write")
NAME = "gdelt"
COVERED = "added"


def fits(head: Head) -> str:
    """How a file is known to be of GDELT 2.0."""
    return gdelt_events.told(head, 2)


def write(files: Sequence[Path], target: Path) -> Summary:
    """The table of these files as one Parquet file."""
    return gdelt_events.write(files, target, 2)
