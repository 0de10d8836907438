"""GDELT 1.0 events: a file a day since April 2013, a month or a year before, from 1979 on.

Everything that is true of its rows stands in `gdelt_events`. Before April 2013 a row is filed
by the day of the event and has no address of its source; since then files go by the day on which it
was found, and the number of rows leaps. Sources are in English or were translated by agencies.

Sources: GDELT Data Format Codebook V1.03.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from squarely.grounds.adapters import gdelt_events
from squarely.grounds.adapters.gdelt_events import TYPES
from squarely.grounds.opened import Head
from squarely.grounds.prepared import Summary

__all__ = ("COVERED", "NAME", "TYPES", "fits", "write")
NAME = "gdelt-1"
COVERED = "added"


def fits(head: Head) -> str:
    """How a file is known to be of GDELT 1.0."""
    return gdelt_events.told(head, 1)


def write(files: Sequence[Path], target: Path) -> Summary:
    """The table of these files as one Parquet file."""
    return gdelt_events.write(files, target, 1)
