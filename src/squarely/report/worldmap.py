"""A map of a claim's places: countries shaded by amount, or by position in one vote.

The outlines stand once in the page, and each map names those that it shades. Shades of grey for
amounts, since the verdicts' colours mean something else; the votes' own tones for positions.

Sources: outlines from Natural Earth, 1:110 million, public domain (`scripts/derive_borders.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import floor, log10

from squarely.model.study import ClaimStudy, MapShown, PlaceShown, Study
from squarely.report.words import number_only, plain

SIZE = (1000, 452)
SHADES = 4
CAVEAT = (
    "Borders as Natural Earth draws them, at a scale that shows no small state; they settle no "
    "dispute over a border."
)
POSITIONS = ("yes", "no", "abstain", "absent", "non-member")


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing, its key, and what a reader must know of it."""

    svg: str
    key: tuple[tuple[str, str], ...]  # class of the shade, words
    caption: str
    rows: tuple[tuple[str, str], ...]  # place, amount or position


def outlines(study: Study) -> str:
    """The outlines of the world, once for a page; empty where no claim has a map."""
    if not any(claim.map for claim in study.claims):
        return ""
    shapes = "".join(f'<path id="m-{name}" d="{path}"/>' for name, path in _shapes())
    return f'<symbol id="world" viewBox="0 0 {SIZE[0]} {SIZE[1]}"><g>{shapes}</g></symbol>'


def worldmap(claim: ClaimStudy) -> Map | None:
    """The map of one claim; None where it has none."""
    found = claim.map
    if found is None:
        return None
    words = any(place.word for place in found.places)
    breaks = () if words else _breaks([p.value for p in found.places if p.value])
    known = {name for name, _ in _shapes()}
    shaded = [(place.code, _shade(place, breaks)) for place in found.places]
    uses = "".join(
        f'<use href="#m-{code}" class="{shade}"/>' for code, shade in shaded if code in known
    )
    said = f"Map: {len(found.places)} countries by {plain(found.unit)}"
    svg = (
        f'<svg class="map" viewBox="0 0 {SIZE[0]} {SIZE[1]}" role="img" aria-label="{said}">'
        f'<use href="#world" class="land"/>{uses}</svg>'
    )
    missing = sum(place.code not in known for place in found.places)
    key = _positions(found) if words else _key(breaks, found)
    return Map(svg, key, _caption(found, missing), tuple(_row(place) for place in _ordered(found)))


@cache
def _shapes() -> tuple[tuple[str, str], ...]:
    """An identifier and a path for each outline; those of no state of the table have a number."""
    text = (files("squarely") / "shipped" / "borders.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return tuple((row["alpha3"] or f"land-{at}", row["path"]) for at, row in enumerate(rows))


def _breaks(values: Sequence[float]) -> tuple[float, ...]:
    """Round bounds that part the amounts into at most four shades of like numbers of places."""
    ordered = sorted(values)
    cuts = [ordered[len(ordered) * part // SHADES] for part in range(1, SHADES)]
    return tuple(sorted({_round(cut) for cut in cuts if cut > ordered[0]}))


def _round(value: float) -> float:
    """Down to one digit, so that the bound is a number a reader keeps."""
    size = 10.0 ** floor(log10(value))
    return floor(value / size) * size


def _shade(place: PlaceShown, breaks: Sequence[float]) -> str:
    if place.word:
        return f"v-{place.word}" if place.word in POSITIONS else "q1"
    if place.value is None:
        return "q1"
    passed = sum(place.value >= bound for bound in breaks)
    return f"q{passed + 1 + (SHADES - 1 - len(breaks))}"


def _key(breaks: Sequence[float], found: MapShown) -> tuple[tuple[str, str], ...]:
    first = SHADES - len(breaks)
    lows = [0.0, *breaks]
    unit = plain(found.unit)
    words = [
        f"under {_number(high)}" if not low else f"{_number(low)} to under {_number(high)}"
        for low, high in pairwise(lows)
    ]
    last = f"{_number(lows[-1])} or more" if breaks else "any"
    return tuple(
        (f"q{first + at}", f"{text} {unit}".strip()) for at, text in enumerate([*words, last])
    )


def _number(value: float) -> str:
    return number_only(value, "", None)


def _positions(found: MapShown) -> tuple[tuple[str, str], ...]:
    counts: Mapping[str, int] = {
        word: sum(place.word == word for place in found.places) for word in POSITIONS
    }
    return tuple((f"v-{word}", f"{word} {count}") for word, count in counts.items() if count)


def _caption(found: MapShown, missing: int) -> str:
    first, _, last = plain(found.during).partition("..")
    days = f", {first} to {last}" if first and last else ""
    text = f"{len(found.places)} countries{days}. "
    if missing:
        text += f"{missing} of them {'are' if missing > 1 else 'is'} too small to be drawn. "
    if found.elsewhere:
        text += f"{_number(found.elsewhere)} {plain(found.unit)} lie in rows that name no country. "
    return text + CAVEAT


def _ordered(found: MapShown) -> list[PlaceShown]:
    return sorted(found.places, key=lambda place: (-(place.value or 0.0), place.word, place.name))


def _row(place: PlaceShown) -> tuple[str, str]:
    if place.word:
        return place.name, place.word
    return place.name, "few" if place.value is None else _number(place.value)
