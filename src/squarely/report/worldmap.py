"""A map of a claim's places: countries shaded by amount, or by position in one vote.

The outlines stand once in the page, and each map names those that it shades. Shades of grey for
amounts, since the verdicts' colours mean something else; the votes' own tones for positions.

Sources: outlines from Natural Earth, 1:110 million, public domain (`scripts/derive_borders.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import pairwise
from math import floor, log10

from squarely.model.study import ClaimStudy, MapShown, PlaceShown, Study
from squarely.report.words import number_only, plain
from squarely.study.numbers import with_unit

SIZE = (1000, 452)
SHADES = 4
MOST_NAMED = 6  # places without an outline that a caption names
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
    breaks = () if words else _breaks(_amounts(found))
    known = {name for name, _ in _shapes()}
    uses = "".join(
        f'<use href="#m-{place.code}" class="{_shade(place, breaks)}"/>'
        for place in found.places
        if place.code in known
    )
    said = f"Map: {len(found.places)} countries by {escape(plain(found.unit))}"
    svg = (
        f'<svg class="map" viewBox="0 0 {SIZE[0]} {SIZE[1]}" role="img" aria-label="{said}">'
        f'<use href="#world" class="land"/>{uses}</svg>'
    )
    bare = [place.name for place in found.places if place.code not in known]
    key = _positions(found) if words else _key(breaks, found)
    return Map(svg, key, _caption(found, bare), tuple(_row(place) for place in _ordered(found)))


@cache
def _shapes() -> tuple[tuple[str, str], ...]:
    """An identifier and a path for each outline; those of no state of the table have a number."""
    text = (files("squarely") / "shipped" / "borders.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    return tuple((row["alpha3"] or f"land-{at}", row["path"]) for at, row in enumerate(rows))


def _amounts(found: MapShown) -> list[float]:
    return sorted(place.value for place in found.places if place.value is not None)


def _breaks(ordered: Sequence[float]) -> tuple[float, ...]:
    """Round bounds that part the amounts into at most four shades of like numbers of places."""
    if not ordered:
        return ()
    cuts = (_round(ordered[len(ordered) * part // SHADES]) for part in range(1, SHADES))
    return tuple(sorted({cut for cut in cuts if cut > ordered[0]}))


def _round(value: float) -> float:
    """Down to one digit, so that the bound is a number a reader keeps."""
    size = 10.0 ** floor(log10(value))
    return floor(value / size) * size


def _shade(place: PlaceShown, breaks: Sequence[float]) -> str:
    if place.word:
        return f"v-{place.word}" if place.word in POSITIONS else "q1"
    if place.value is None:
        return "few"
    passed = sum(place.value >= bound for bound in breaks)
    return f"q{passed + 1 + (SHADES - 1 - len(breaks))}"


def _key(breaks: Sequence[float], found: MapShown) -> tuple[tuple[str, str], ...]:
    """A line for each shade that the map may have, and one for amounts too small to be shown."""
    ordered, unit = _amounts(found), plain(found.unit)
    few = [("few", f"too few {unit} to be shown")] if len(ordered) < len(found.places) else []
    return (*_shades(breaks, ordered, unit), *few)


def _shades(
    breaks: Sequence[float], ordered: Sequence[float], unit: str
) -> Iterable[tuple[str, str]]:
    if not ordered:
        return
    lows = [0.0, *breaks]
    said = [
        f"under {_number(high)}" if not low else f"{_number(low)} to under {_number(high)}"
        for low, high in pairwise(lows)
    ]
    said.append(f"{_number(lows[-1])} or more")
    if not breaks:
        least, most = _number(ordered[0]), _number(ordered[-1])
        same = least == most
        said = [f"{with_unit(least, unit)} each" if same else f"{least} to {most}"]
        unit = "" if same else unit
    for at, text in enumerate(said, SHADES - len(breaks)):
        yield f"q{at}", f"{text} {unit}".strip()


def _number(value: float) -> str:
    return number_only(value, "", None)


def _positions(found: MapShown) -> tuple[tuple[str, str], ...]:
    counts: Mapping[str, int] = {
        word: sum(place.word == word for place in found.places) for word in POSITIONS
    }
    return tuple((f"v-{word}", f"{word} {count}") for word, count in counts.items() if count)


def _caption(found: MapShown, bare: Sequence[str]) -> str:
    first, _, last = plain(found.during).partition("..")
    days = f", {first} to {last}" if first and last else ""
    parts = [f"{len(found.places)} countries{days}.", _without_outline(bare), _elsewhere(found)]
    return " ".join(part for part in (*parts, CAVEAT) if part)


def _without_outline(names: Sequence[str]) -> str:
    if not names:
        return ""
    named = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        named.append(f"{len(names) - MOST_NAMED} more")
    listed = ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1]
    return f"{plain(listed)} {'have' if len(named) > 1 else 'has'} no outline on this map."


def _elsewhere(found: MapShown) -> str:
    if found.elsewhere == 0:
        return ""
    unit = plain(found.elsewhere_unit or found.unit)
    if found.elsewhere is None:
        return f"A few {unit}, too few to be shown, lie in rows that name no country."
    number = _number(found.elsewhere)
    if unit == "rows":
        return f"{with_unit(number, unit)} {_verb(number, 'name')} no country."
    said = f"{with_unit(number, unit)} {_verb(number, 'lie')}"
    return f"{said} in rows that name no country."


def _verb(number: str, many: str) -> str:
    return f"{many}s" if number == "1" else many


def _ordered(found: MapShown) -> list[PlaceShown]:
    return sorted(found.places, key=lambda place: (-(place.value or 0.0), place.word, place.name))


def _row(place: PlaceShown) -> tuple[str, str]:
    if place.word:
        return place.name, place.word
    return place.name, "few" if place.value is None else _number(place.value)
