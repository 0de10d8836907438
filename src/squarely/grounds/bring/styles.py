"""Which order of dates and which style of numbers a column is written in.

Only values that have one reading decide. Where all have two, or as many speak for one as for the
other, the column is ambiguous, and the caller asks; nothing is taken for likely.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from squarely.grounds.bring.dates import ORDERS, Order, ambiguous, read_day
from squarely.grounds.bring.numbers import PLAIN, STYLES, Style, bare, read_number, two_ways

Counted = Mapping[str, int]
_SAMPLE = 500  # values looked at before all are
CLEAR = 0.9  # of the values that decide must speak for one order


@dataclass(frozen=True, slots=True)
class Ordered:
    """The order of a column's dates; `decided` by how many values, `against` by how many.

    `order` is None where none is needed; `open` says that one is needed and not known.
    """

    order: Order | None
    decided: int = 0
    against: int = 0
    open: bool = False


def order_of(counted: Counted) -> Ordered:
    """What the values of a column say of the order of day and month.

    >>> order_of({"13/04/2025": 1, "03/04/2025": 1}).order, order_of({"03/04/2025": 1}).open
    ('day-first', True)
    """
    texts = {text: n for text, n in counted.items() if ambiguous(text)}
    if not texts:
        return Ordered(None)
    readings = {text: _readings(text) for text in texts}
    alone = {order: 0 for order in ORDERS}
    for text, found in readings.items():
        if len(found) == 1:
            alone[next(iter(found))] += texts[text]
    decided = sum(alone.values())
    best = max(ORDERS, key=lambda order: alone[order])
    if decided and alone[best] >= CLEAR * decided:
        return Ordered(best, alone[best], decided - alone[best])
    if not decided and all(len(set(found.values())) <= 1 for found in readings.values()):
        return Ordered("day-first")
    return Ordered(None, alone[best], decided - alone[best], open=True)


def _readings(text: str) -> dict[Order, object]:
    """The dates a text may mean; the year first only between hyphens or where nothing else fits."""
    found = {order: read_day(text, order) for order in ORDERS}
    read = {order: day.first for order, day in found.items() if day}
    if "-" not in text and len(read) > 1:
        read.pop("year-first", None)
    return {order: day for order, day in read.items()}


@dataclass(frozen=True, slots=True)
class Styled:
    """The style of a column's numbers, what share of its values it reads; `open`: two would do."""

    style: Style
    share: float
    open: bool = False
    decides: bool = False  # whether the values tell the decimal mark at all


def style_of(counted: Counted, decimal: str | None) -> Styled:
    """What the values of a column say of how numbers are written; `decimal` where it is told.

    >>> style_of({"1.234,5": 1}, None).style
    Style(group='.', decimal=',')
    >>> style_of({"1.234": 3}, None).open, style_of({"1.234": 3, "950": 1}, None).style
    (True, Style(group='.', decimal=','))
    """
    total = sum(counted.values()) or 1
    if all(text.isascii() and text.isdigit() for text in counted):
        return Styled(PLAIN, 1.0)
    sample = list(counted)[:: max(1, len(counted) // _SAMPLE)]
    if not any(read_number(text, style) is not None for text in sample for style in STYLES):
        return Styled(PLAIN, 0.0)
    styles = [style for style in STYLES if decimal in (None, style.decimal)]
    fits = {style: _fit(counted, style) for style in styles}
    most = max(fits.values())
    best = [style for style in styles if fits[style] == most]
    marked = [text for text in counted if any(mark in bare(text) for mark in ",.")]
    readings = {tuple(read_number(text, style) for text in marked) for style in best}
    share = most / total
    if len(readings) > 1:
        return _by_plain(counted, best, share)
    return Styled(best[0], share, decides=bool(marked) and len({s.decimal for s in best}) == 1)


def _fit(counted: Counted, style: Style) -> int:
    return sum(n for text, n in counted.items() if read_number(text, style) is not None)


def _by_plain(counted: Counted, best: list[Style], share: float) -> Styled:
    """Numbers without a mark decide: below a thousand only, and the mark groups thousands."""
    marks = {two_ways(text) for text in counted} - {None}
    whole = (bare(text).lstrip("-+") for text in counted)
    plain = [int(text) for text in whole if text.isascii() and text.isdigit() and int(text)]
    if len(marks) != 1 or not plain:
        return Styled(best[0], share, open=True)
    mark = marks.pop()
    grouped = max(plain) < 1000
    wanted = [style for style in best if (style.group if grouped else style.decimal) == mark]
    return Styled(wanted[0], share) if wanted else Styled(best[0], share, open=True)
