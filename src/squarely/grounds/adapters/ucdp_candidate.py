"""UCDP candidate events: monthly, before the yearly review; not yet the final record.

A candidate may still be dropped, dated or placed anew, or counted otherwise in the final release;
`status` says what is open ("Clear" or what to check). Dyads below 25 deaths a year are in it, and
are not in the final events: the two are never one series. Monthly files, quarterly ones and later
months repeat events; of one in several files that of the latest release is kept. Before October
2020 the files do not cover the world.

Sources: see `ucdp_events`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from squarely.grounds.adapters.publisher_rows import Head
from squarely.grounds.adapters.ucdp_events import TYPES, rows, told
from squarely.grounds.prepared import Prepared

__all__ = ("COVERED", "NAME", "TYPES", "fits", "read")
NAME = "ucdp-candidate"
COVERED = "start"
_VERSION = re.compile(r"v(\d\d)[_.]0?[01][_.](\d+)(?:[_.](\d+))?", re.IGNORECASE)


def fits(head: Head) -> str:
    """How a file is known to hold candidates."""
    found = told(head)
    return found[0] if found and found[1] else ""


def read(files: Sequence[Path]) -> Prepared:
    """One row for each candidate, as the latest release has it."""
    return rows(files, {path.name: _release(path.name) for path in files})


def _release(name: str) -> int:
    """The month that a file goes up to: v26_0_3 and v26_01_26_03 both end in March 2026."""
    found = _VERSION.search(name)
    return int(found[1]) * 100 + int(found[3] or found[2]) if found else 0
