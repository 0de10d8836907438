"""The study in a notebook: rich HTML, plain text where none is shown, and a notebook file."""

from __future__ import annotations
