"""The tests that are built, by the name an argument file gives them: one file each.

A warrant says what to count, and then what the counts say; it never touches the database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from squarely.model.argument import WarrantUse
from squarely.model.finding import Warrant
from squarely.warrants import (
    alignment,
    association,
    change,
    consensus,
    contrast,
    demand,
    dependence,
    exists,
    extreme,
    level,
    opinion,
    order,
    possibility,
    precedent,
    share,
    trend,
    word_deed,
)

WARRANTS: Mapping[str, Callable[[WarrantUse], Warrant]] = {
    "alignment": alignment.from_use,
    "association": association.from_use,
    "change": change.from_use,
    "consensus": consensus.from_use,
    "contrast": contrast.from_use,
    "demand": demand.from_use,
    "dependence": dependence.from_use,
    "exists": exists.from_use,
    "extreme": extreme.from_use,
    "level": level.from_use,
    "opinion": opinion.from_use,
    "order": order.from_use,
    "possibility": possibility.from_use,
    "precedent": precedent.from_use,
    "share": share.from_use,
    "trend": trend.from_use,
    "word-deed": word_deed.from_use,
}
