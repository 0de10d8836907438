"""What may be said of rows that a licence keeps back: that there are some, and why, but no cell."""

from __future__ import annotations

import re

from squarely.model.dataset import Dataset

_QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'" + r'|"(?:[^"\\]|\\.)*"')
_DIGIT = re.compile(r"\bline \d+|\d")
_SHAPE = re.compile(r"the row has \d+ cells")  # of the file's form, not of what it holds


def told_of(dataset: Dataset, reason: str) -> str:
    """Why a row was set aside, without what stood in it where rows may not be shown."""
    if dataset.redistributable or _SHAPE.match(reason):
        return reason
    return _DIGIT.sub(_masked, _QUOTED.sub("a cell", reason))


def _masked(found: re.Match[str]) -> str:
    """A digit of a cell as a sign; the number of a line of the file stays."""
    return found[0] if found[0].startswith("line") else "#"
