"""Where something stands in an author's file, and what is wrong with it.

A fault of the author is a value, never an exception: all faults are collected and shown at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; lines and columns count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of the author: its stable code, what was written and expected, a nearest name."""

    code: str
    severity: Severity
    message: str
    place: Place
    hint: str | None = None
