"""What of the data is on this machine, beside what ships."""

from __future__ import annotations

import os
from pathlib import Path


def originals() -> Path | None:
    """The folder of original data that SQUARELY_DATA names."""
    named = os.environ.get("SQUARELY_DATA")
    return Path(named) if named else None
