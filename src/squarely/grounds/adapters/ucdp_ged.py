"""UCDP Georeferenced Event Dataset: a final yearly release, of the world from 1989 on.

Only dyads that reach 25 deaths in some year are in it, then with all their events: `active_year`
tells the events of such years. A release revises earlier years too, so that two releases are two
vintages of the same events; a folder with several keeps the latest state of each event.

Sources: see `ucdp_events`; Sundberg & Melander 2013, Journal of Peace Research 50(4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from squarely.grounds.adapters.publisher_rows import Head
from squarely.grounds.adapters.ucdp_events import TYPES, rows, told
from squarely.grounds.prepared import Prepared

__all__ = ("COVERED", "NAME", "TYPES", "fits", "read")
NAME = "ucdp-ged"
COVERED = "start"
_VERSION = re.compile(r"(?:v|ged)(\d\d)_?1", re.IGNORECASE)


def fits(head: Head) -> str:
    """How a file is known to hold final events."""
    found = told(head)
    return found[0] if found and not found[1] else ""


def read(files: Sequence[Path]) -> Prepared:
    """One row for each event, as the latest release has it."""
    return rows(files, {path.name: _release(path.name) for path in files})


def _release(name: str) -> int:
    found = _VERSION.search(name)
    return int(found[1]) if found else 0
