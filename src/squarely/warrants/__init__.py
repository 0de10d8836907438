"""The tests that are built, by the name an argument file gives them: one file each.

A warrant says what to count, and then what the counts say; it never touches the database. The file
of a test is read when the first claim asks for it: some need libraries that take longer to load
than a small argument takes to check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from squarely.model.argument import WarrantUse
from squarely.model.finding import Warrant

NAMES = (
    "alignment",
    "association",
    "change",
    "consensus",
    "contrast",
    "demand",
    "dependence",
    "exists",
    "extreme",
    "level",
    "opinion",
    "order",
    "possibility",
    "precedent",
    "share",
    "trend",
    "word-deed",
)


def _builder(name: str) -> Callable[[WarrantUse], Warrant]:
    """What builds a test of this name from its place in an argument file."""

    def build(use: WarrantUse) -> Warrant:
        module = import_module(f"squarely.warrants.{name.replace('-', '_')}")
        built: Warrant = module.from_use(use)
        return built

    return build


WARRANTS: Mapping[str, Callable[[WarrantUse], Warrant]] = {name: _builder(name) for name in NAMES}
