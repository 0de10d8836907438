"""Numbers as a reader meets them: rounded to what the interval supports, never beyond."""

from __future__ import annotations

import math
import re

_SINGULAR = {"people": "person", "series": "series", "species": "species", "axes": "axis"}
_SCALED = ("hundred ", "thousand ", "million ", "billion ", "trillion ")
_MINUS = re.compile(r"(?<![\w-])-(?=\d)")
_SPAN = re.compile(r"(\d{4}(?:-\d\d){0,2})\.\.(\d{4}(?:-\d\d){0,2})")
_SCALE = re.compile(r"[-−]?\d")  # a unit such as "0 to 10" is a scale and nothing that is counted


def spoken(value: float, low: float | None = None, high: float | None = None) -> str:
    """A value rounded to the first two digits of its interval's width.

    >>> spoken(31.437, 12.2, 55.9)
    '31'
    >>> spoken(1234567.0)
    '1,234,567'
    >>> spoken(0.93214, 0.91, 0.95)
    '0.932'
    """
    if not math.isfinite(value):
        return "not bounded" if math.isinf(value) else "not known"
    if low is None or high is None or not math.isfinite(high - low) or high <= low:
        return _plain(value)
    places = max(0, 1 - math.floor(math.log10(high - low)))
    return _grouped(value, min(places, 6))


def signed(value: float, low: float | None = None, high: float | None = None) -> str:
    """The same with its sign, a true minus."""
    text = spoken(abs(value), low, high)
    return f"{'−' if value < 0 else '+'}{text}"


def _plain(value: float) -> str:
    """A figure without an interval: whole where it is whole, else three significant digits."""
    if value == int(value) and abs(value) < 1e15:
        return _grouped(value, 0)
    return _grouped(value, min(6, max(0, 2 - math.floor(math.log10(abs(value))))))


def _grouped(value: float, places: int) -> str:
    text = f"{abs(value):,.{places}f}"
    return f"−{text}" if value < 0 and float(text.replace(",", "")) else text


def with_unit(number: str, unit: str) -> str:
    """A number already in words with what it counts: one thing in the singular, a scale as one.

    >>> with_unit("1", "countries"), with_unit("−1", "days"), with_unit("2", "countries")
    ('1 country', '−1 day', '2 countries')
    >>> with_unit("1", "million persons"), with_unit("5.2", "-10 to 10")
    ('1 million persons', '5.2 on the scale -10 to 10')
    """
    if _SCALE.match(unit):
        return f"{number} on the scale {unit}"
    one = number.lstrip("+−-") == "1" and not unit.startswith(_SCALED)
    return f"{number} {singular(unit) if one else unit}".strip()


def how_many(number: int, noun: str) -> str:
    """How many of a thing that is named in the singular.

    >>> how_many(1, "country"), how_many(1200, "country"), how_many(2, "day")
    ('1 country', '1,200 countries', '2 days')
    """
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def singular(noun: str) -> str:
    """One of a thing that is named in the plural; any other word as it is.

    >>> [singular(noun) for noun in ("parties", "ties", "losses", "people", "process", "census")]
    ['party', 'tie', 'loss', 'person', 'process', 'census']
    """
    head, _, last = noun.rpartition(" ")
    return f"{head} {_one(last)}".lstrip()


def _one(word: str) -> str:
    if word in _SINGULAR:
        return _SINGULAR[word]
    if re.search(r".[^aeiou\W]ies$", word):
        return f"{word[:-3]}y"
    if re.search(r"(ss|sh|ch|x|zz)es$", word):
        return word[:-2]
    return word[:-1] if re.search(r"[^isu]s$", word) else word


def plural(noun: str) -> str:
    """Several of a thing that is named in the singular.

    >>> [plural(noun) for noun in ("country", "day", "loss", "row")]
    ['countries', 'days', 'losses', 'rows']
    """
    if re.search(r"[^aeiou\W]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(s|sh|ch|x|z)$", noun) else f"{noun}s"


def true_minus(text: str) -> str:
    """The text with true minus signs before its numbers; hyphens within dates and words stay.

    >>> true_minus("correlation -0.01 in 2024-05, by worker-days")
    'correlation −0.01 in 2024-05, by worker-days'
    """
    return _MINUS.sub("−", text)


def spans_said(text: str) -> str:
    """Spans of time as a reader writes them, not as the argument file does.

    >>> spans_said("1983..1990: 81%, during 2025-09-01..2025-09-30")
    '1983 to 1990: 81%, during 2025-09-01 to 2025-09-30'
    """
    return _SPAN.sub(r"\1 to \2", text)
