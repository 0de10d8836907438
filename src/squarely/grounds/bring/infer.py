"""What each column of an unknown table is: its type, how its cells are read, and why.

A type is taken only where at least nine of ten values have it; the others are set aside when the
table is read, never bent. Where two readings are equally possible (03/04/2025, 1.234) the file's
other columns decide, or the user.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from squarely.grounds.bring import words
from squarely.grounds.bring.cells import FALSE, TRUE, Reads, reader, size
from squarely.grounds.bring.dates import Order, read_day
from squarely.grounds.bring.numbers import SIGNS, Style, read_integer, read_number
from squarely.grounds.bring.people import reaches
from squarely.grounds.bring.styles import Ordered, Styled, order_of, style_of
from squarely.grounds.countries import nearest, resolve
from squarely.model.request import Every

MOST = 0.9  # of the values must have a type
NAMED = 0.6  # where the header names that type
FEW = 30  # categories
MOST_COUNTRIES = 1000  # names, however spelt
_YEAR = re.compile(r"(1[5-9]|20|21)\d\d(\.0)?")
_PLAIN = re.compile(r"[-+]?\d+([.,]\d+)?")
_ZEROS = re.compile(r"0\d+")
_ABSENT = (
    "na n/a #n/a nan null none nil - -- – — . .. ... ? unknown missing tbd tba n.d. nd n.a. k.a.",
    "unbekannt inconnu sconosciuto desconocido",
)
ABSENT = frozenset(
    ["not available", "not known", "no data", "not reported", "not stated"]
    + [word for words_of in _ABSENT for word in words_of.split()]
)
_PERIODS: tuple[Every, ...] = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of the file's values; None where they are to speak for themselves."""

    order: Order | None = None
    decimal: str | None = None
    missing: tuple[str, ...] = ()
    sizes: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Guess:
    """A column as it was understood; `open` is what the user has to say before it can be read."""

    reads: tuple[Reads, ...]
    reason: str
    unit: str = ""
    categories: tuple[str, ...] | None = None
    free_text: bool = False
    distinct: int = 0
    filled: int = 0
    share: float = 1.0  # of the values can be read
    notes: tuple[str, ...] = ()
    open: str = ""  # "order" or "decimal"
    decides: Order | Style | None = None

    @property
    def main(self) -> Reads:
        """How the column itself is read."""
        return next((one for one in self.reads if one.part in ("", "best")), self.reads[0])


@dataclass(frozen=True, slots=True)
class _Column:
    """A column under examination: its values without those that say nothing."""

    name: str
    counted: Mapping[str, int]
    missing: tuple[str, ...]
    told: Told
    every: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counted.values())


def infer(columns: Mapping[str, Sequence[str]], told: Told) -> dict[str, Guess]:
    """Every column, ambiguous ones read by what the others decide."""
    first = {name: infer_column(name, cells, told) for name, cells in columns.items()}
    orders = {g.decides for g in first.values() if isinstance(g.decides, str)}
    decimals = {g.decides.decimal for g in first.values() if isinstance(g.decides, Style)}
    order = told.order or (next(iter(orders)) if len(orders) == 1 else None)
    decimal = told.decimal or (next(iter(decimals)) if len(decimals) == 1 else None)
    again = replace(told, order=order, decimal=decimal)
    for name, guess in first.items():
        if (guess.open == "order" and order) or (guess.open == "decimal" and decimal):
            better = infer_column(name, columns[name], again)
            by = "read as the file's other columns are written"
            first[name] = replace(better, reason=f"{better.reason}; {by}")
    return first


def infer_column(name: str, cells: Sequence[str], told: Told) -> Guess:
    """One column by its header and its values."""
    every = Counter(cells)
    every.pop("", None)
    absent = tuple(sorted(t for t in every if t.casefold() in ABSENT or t in told.missing))
    counted = {text: n for text, n in every.items() if text not in absent}
    column = _Column(name, counted, absent, told, every)
    if not counted:
        return Guess((Reads(name, "string", name),), "empty", notes=(f"{name} is empty",))
    for guess in (_size, _boolean, _year, _date, _number, _country):
        if found := guess(column):
            share = _read_share(column, found)
            return replace(found, distinct=len(counted), filled=column.total, share=share)
    return _text(column)


def _read_share(column: _Column, guess: Guess) -> float:
    read = reader(guess.main)
    every = {text: n for text, n in column.every.items() if text not in guess.main.missing}
    known = sum(n for text, n in every.items() if read(text) is not None)
    return known / (sum(every.values()) or 1)


def _reads(column: _Column, kind: str, **how: object) -> Reads:
    plain = Reads(column.name, "string", column.name, column.missing)
    return replace(plain, type=kind, **how)  # type: ignore[arg-type]


def _share(column: _Column, fits: Sequence[str]) -> float:
    return sum(column.counted[text] for text in fits) / column.total


def _is_time(column: _Column) -> bool:
    told = column.name in column.told.times
    return told or (words.says(column.name, words.TIME) and not _numbered(column))


def _numbered(column: _Column) -> bool:
    return words.tokens(column.name)[-1:] in (("id",), ("count",), ("n",))


def _size(column: _Column) -> Guess | None:
    named = column.name in column.told.sizes
    if not (named or words.says(column.name, words.SIZE)):
        return None
    styled = style_of(column.counted, column.told.decimal)
    share = _share(column, [text for text in column.counted if size(text)])
    if styled.share >= share or share < (NAMED if named else 0.8):
        return None
    three = tuple(
        _reads(column, "integer", name=f"{column.name}{tail}", part=part)
        for tail, part in (("_low", "low"), ("", "best"), ("_high", "high"))
    )
    return Guess(three, "sizes told in words or ranges: low, best and high by one rule")


def _boolean(column: _Column) -> Guess | None:
    found = {text.casefold() for text in column.counted}
    pairs = (set(pair) for pair in zip(TRUE, FALSE, strict=False))
    wordy = found & {"true", "false"} or len(found) == 2
    if found <= {"0", "1"} or not wordy:
        return None
    fits = (
        any(found <= pair for pair in pairs) or found <= {"si", "sì", "no"} or found == {"sí", "no"}
    )
    return Guess((_reads(column, "boolean"),), "two words for yes and no") if fits else None


def _year(column: _Column) -> Guess | None:
    fits = [t for t in column.counted if _YEAR.fullmatch(t)]
    named = words.says(column.name, words.YEAR) or column.name in column.told.times
    time = named or _is_time(column)
    if not fits or _share(column, fits) < (MOST if time else 1.0):
        return None
    if not time and not _spread(fits):
        return None
    why = "four-digit years" if time else "whole numbers that all look like years"
    return Guess((_reads(column, "year", precision="year"),), why)


def _spread(years: Sequence[str]) -> bool:
    """Whether numbers lie as years do: several, close together."""
    found = sorted({int(year[:4]) for year in years})
    return len(found) > 2 and found[-1] - found[0] < 4 * len(found)


def _date(column: _Column) -> Guess | None:
    time = _is_time(column)
    plain = [t for t in column.counted if _PLAIN.fullmatch(t)]
    if not time and _share(column, plain) > 1 - MOST:
        return None
    ordered = order_of(column.counted)
    order = column.told.order or ordered.order
    tried: Order | None = order or "day-first"
    days = {text: found for text in column.counted if (found := read_day(text, tried))}
    share = _share(column, list(days))
    if ordered.open and not column.told.order:
        either = {t for t in column.counted if read_day(t, "month-first")} | days.keys()
        share = _share(column, sorted(either))
    if share < (NAMED if time else MOST):
        return None
    precision = _precision(column, {text: day.precision for text, day in days.items()})
    reads = _reads(column, "date", order=order, precision=precision)
    if ordered.open and not column.told.order:
        return Guess((reads,), _open_order(ordered), open="order")
    said = _order_said(ordered, order, precision)
    return Guess((reads,), said, decides=ordered.order if ordered.decided else None)


def _precision(column: _Column, found: Mapping[str, Every]) -> Every:
    """The coarsest period that at least one value in twenty names."""
    shares: Counter[Every] = Counter()
    for text, precision in found.items():
        shares[precision] += column.counted[text]
    common = [one for one in _PERIODS if shares[one] >= 0.05 * sum(shares.values())]
    return common[-1] if common else "day"


def _open_order(ordered: Ordered) -> str:
    if not ordered.decided:
        return "every date can be read with the day or with the month first"
    return (
        f"{ordered.decided:,} dates can only have one order of day and month, "
        f"{ordered.against:,} only the other"
    )


def _order_said(ordered: Ordered, order: Order | None, precision: Every) -> str:
    reason = f"dates by the {precision}"
    if order is None:
        return reason
    said = f"{reason}, {order.replace('-', ' ')}"
    if ordered.decided:
        said += f" as {ordered.decided:,} of them can only be read"
    if ordered.against:
        said += f"; {ordered.against:,} that contradict are set aside"
    return said


def _number(column: _Column) -> Guess | None:
    zeros = [t for t in column.counted if _ZEROS.fullmatch(t)]
    styled = style_of(column.counted, column.told.decimal)
    named = words.says(column.name, words.SIZE | words.VALUE) or column.name in column.told.sizes
    if zeros or styled.share < (NAMED if named else MOST):
        return None
    whole = all(
        read_integer(t, styled.style) is not None or read_number(t, styled.style) is None
        for t in column.counted
    )
    reads = _reads(column, "integer" if whole else "number", style=styled.style)
    if styled.open and not column.told.decimal:
        texts = sorted(t for t in column.counted if "," in t or "." in t)
        why = f"a number such as {texts[0]} has thousands or decimals, and no value tells which"
        return Guess((reads,), why, open="decimal")
    notes = tuple(_sentinels(column))
    decides = styled.style if styled.decides else None
    return Guess((reads,), _styled(styled), _unit(column), notes=notes, decides=decides)


def _styled(styled: Styled) -> str:
    style = styled.style
    names = {",": "commas", ".": "points", " ": "spaces", "'": "apostrophes"}
    said = f", {names[style.group]} between thousands" if style.group else ""
    return "numbers" + said + (", decimal comma" if style.decimal == "," else "")


def _unit(column: _Column) -> str:
    signs = {sign for text in column.counted for sign in SIGNS if sign in text}
    sign = signs.pop() if len(signs) == 1 else ""
    return "%" if sign == "%" else sign


def _sentinels(column: _Column) -> Sequence[str]:
    """A number that often stands for none, where no other is below zero."""
    below = {text for text in column.counted if text.startswith("-")}
    stand = sorted(below & {"-9", "-99", "-999", "-9999", "-99.0", "-999.0", "-9999.0"})
    if not below or len(stand) < len(below):
        return []
    each = ", ".join(f"{text} {column.counted[text]:,} times" for text in stand)
    return [f"{column.name} holds {each}: if it means missing, add --missing={stand[0]}"]


def _country(column: _Column) -> Guess | None:
    if len(column.counted) > MOST_COUNTRIES:
        return None
    named = words.says(column.name, words.COUNTRY) or column.name in column.told.places
    known = [text for text in column.counted if resolve(text)]
    if "NA" in column.missing and sum(len(t) == 2 for t in known) > 0.5 * len(known):
        column = replace(
            column,
            missing=tuple(t for t in column.missing if t != "NA"),
            counted={**column.counted, "NA": column.every["NA"]},
        )
        known.append("NA")
    share = _share(column, known)
    codes = all(len(text) <= 3 for text in column.counted)
    if not known or share < (0.8 if named else 0.95) or (not named and (codes or len(known) < 3)):
        return None
    strange = sorted(set(column.counted) - set(known))[:5]
    notes = tuple(_unknown(text) for text in strange)
    return Guess((_reads(column, "country"),), "names or codes of countries", notes=notes)


def _unknown(text: str) -> str:
    near = nearest(text)
    return f"no country is called {text}" + (f"; the nearest is {near}" if near else "")


def _text(column: _Column) -> Guess:
    every = column.every
    lengths = sum(len(text) * n for text, n in every.items()) / sum(every.values())
    distinct, filled = len(every), sum(every.values())
    spaced = sum(n for text, n in every.items() if text.count(" ") > 5) / filled
    long = (lengths > 60 or spaced > 0.5) and distinct > 0.3 * filled
    reads = (Reads(column.name, "string", column.name),)
    hidden = "long texts: never shown" if long and not _all_links(every) else ""
    hidden = "texts with ways to reach persons: never shown" if reaches(every) else hidden
    if hidden:
        return Guess(reads, hidden, free_text=True, distinct=distinct, filled=filled)
    few = distinct <= FEW and distinct <= max(2, filled / 2)
    names = tuple(sorted(every)) if few else None
    why = _categories(distinct) if few else f"text, {distinct:,} different values"
    notes = tuple(_near_sizes(column))
    return Guess(reads, why, categories=names, distinct=distinct, filled=filled, notes=notes)


def _all_links(texts: Iterable[str]) -> bool:
    return all(text.startswith("http") for text in texts)


def _categories(number: int) -> str:
    return "one category" if number == 1 else f"{number} categories"


def _near_sizes(column: _Column) -> Sequence[str]:
    rough = [t for t in column.counted if re.fullmatch(r"[<>~≥≤]?\s*\d[\d,.]*\s*(s|\+)?", t)]
    if _share(column, rough) < MOST:
        return []
    return [f"{column.name} looks like sizes or rough numbers: --size {column.name} reads them so"]
