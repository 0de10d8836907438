"""The form of the tables by which `averaged` weighs memories; a script writes the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """`against` the memories that make a test err, `towards` those for which it is to see most."""

    against: tuple[float, ...]
    towards: tuple[float, ...]
    cut: float


Tables = Mapping[int, Table]
