"""A map of a claim's places: countries shaded by amount or position, first-level regions circled.

The outlines stand once in the page, and each map names those that it shades. Shades of grey for
amounts, since the verdicts' colours mean something else; the votes' own tones for positions. Of
first-level regions there are no outlines: a circle at the middle of each region's towns is as large
as its amount, over the outline of the country. A map shows the part of the world that it needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import floor, log10, sqrt

from squarely.model.study import ClaimStudy, MapShown, PlaceShown, Study
from squarely.report import outlines as drawn
from squarely.report.projection import placed
from squarely.report.words import number_only, plain
from squarely.study.numbers import with_unit

SHADES = 4
MOST_NAMED = 6  # places that a caption names
LARGEST = 0.035  # of a map's width: the radius of the largest circle
RING = 0.009  # of an amount too small to be shown
CAVEAT = (
    "Borders as Natural Earth draws them, at a scale that shows no small state; they settle no "
    "dispute over a border."
)
CIRCLES = (
    "A circle lies at the middle of its region's towns (GeoNames), not where anything happened; "
    "its area is in proportion to the amount."
)
POSITIONS = ("yes", "no", "abstain", "absent", "non-member")


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing, its key, and what a reader must know of it."""

    svg: str
    key: tuple[tuple[str, str], ...]  # class of the shade or circle, words
    caption: str
    rows: tuple[tuple[str, str], ...]  # place, amount or position
    kind: tuple[str, str] = ("country", "countries")


def outlines(study: Study) -> str:
    """The outlines that a page's maps show, once; empty where no claim has a map."""
    views = dict.fromkeys(_view(claim.map) for claim in study.claims if claim.map)
    return drawn.symbol(views) if views else ""


def worldmap(claim: ClaimStudy) -> Map | None:
    """The map of one claim; None where it has none."""
    if claim.map is None:
        return None
    return _circled(claim.map) if claim.map.within else _shaded(claim.map)


def _view(found: MapShown) -> drawn.Box:
    """The part of the map that holds the places, and the countries whose regions they are."""
    lands = [place.code for place in found.within or found.places]
    land = [drawn.known()[code].main for code in lands if code in drawn.known()]
    middles = (_middle(place) for place in found.places)
    return drawn.view([*land, *((x, y, x, y) for x, y in filter(None, middles))])


def _middle(place: PlaceShown) -> tuple[float, float] | None:
    return placed(place.middle[1], place.middle[0]) if place.middle else None


def _shaded(found: MapShown) -> Map:
    words = any(place.word for place in found.places)
    breaks = () if words else _breaks(_amounts(found))
    known = drawn.known()
    uses = "".join(
        f'<use href="#m-{place.code}" class="{_shade(place, breaks)}"/>'
        for place in found.places
        if place.code in known
    )
    said = f"Map: {len(found.places)} countries by {escape(plain(found.unit))}"
    bare = [place.name for place in found.places if place.code not in known]
    key = _positions(found) if words else _key(breaks, found)
    rows = tuple(_row(place) for place in _ordered(found))
    svg = f"{drawn.opened(_view(found), said)}{uses}</svg>"
    return Map(svg, key, _caption(found, bare), rows)


def _circled(found: MapShown) -> Map:
    """Circles over the outlines of the countries, the largest below; the table is no ranking."""
    seen = _view(found)
    home = "".join(
        f'<use href="#m-{land.code}" class="home"/>'
        for land in found.within
        if land.code in drawn.known()
    )
    most = max(_amounts(found), default=0.0)
    circles = "".join(_circle(place, most, seen[2] - seen[0]) for place in _ordered(found))
    said = f"Map: {len(found.places)} regions by {escape(plain(found.unit))}"
    bare = [place.name for place in found.places if place.middle is None]
    rows = tuple(_row(place) for place in sorted(found.places, key=lambda place: place.name))
    svg = f"{drawn.opened(seen, said)}{home}{circles}</svg>"
    return Map(svg, _sizes(found, most), _caption(found, bare), rows, ("region", "regions"))


def _circle(place: PlaceShown, most: float, wide: float) -> str:
    at = _middle(place)
    if at is None:
        return ""
    few = place.value is None
    radius = wide * (RING if place.value is None else LARGEST * sqrt(place.value / most))
    name, amount = _row(place)
    return (
        f'<circle class="{"few" if few else "dot"}" cx="{at[0]:.1f}" cy="{at[1]:.1f}" '
        f'r="{radius:.3g}"><title>{escape(plain(name))}: {amount}</title></circle>'
    )


def _sizes(found: MapShown, most: float) -> tuple[tuple[str, str], ...]:
    """What the circles mean: the amount of the largest, and those too small to be shown."""
    number, amounts = _number(most), _amounts(found)
    which = "each circle" if amounts and amounts[0] == most else "the largest circle"
    said = f"{which}: {with_unit(number, plain(found.unit))}"
    return (*((("dot", said),) if amounts else ()), *_few(found))


def _few(found: MapShown) -> Iterable[tuple[str, str]]:
    if any(place.value is None for place in found.places):
        yield "few", f"too few {plain(found.unit)} to be shown"


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
    return (*_shades(breaks, _amounts(found), plain(found.unit)), *_few(found))


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
    parts = (f"{_counted(found)}{days}.", _undrawn(found, bare), _elsewhere(found))
    ours = (CIRCLES, CAVEAT, *map(plain, found.notes)) if found.within else (CAVEAT,)
    return " ".join(part for part in (*parts, *ours) if part)


def _counted(found: MapShown) -> str:
    if not found.within:
        return f"{len(found.places)} countries"
    whole = _listed([country.name for country in found.within])
    return f"{len(found.places)} first-level regions ({plain(whole)})"


def _undrawn(found: MapShown, names: Sequence[str]) -> str:
    if not names:
        return ""
    what = "known middle, so no circle" if found.within else "outline on this map"
    return f"{plain(_listed(names))} {'have' if len(names) > 1 else 'has'} no {what}."


def _elsewhere(found: MapShown) -> str:
    if found.elsewhere == 0:
        return ""
    unit = plain(found.elsewhere_unit or found.unit)
    bare = "region that is known" if found.within else "country"
    if found.elsewhere is None:
        return f"A few {unit}, too few to be shown, lie in rows that name no {bare}."
    number = _number(found.elsewhere)
    said = with_unit(number, unit)
    if unit == "rows":
        return f"{said} {_verb(number, 'name')} no {bare}."
    return f"{said} {_verb(number, 'lie')} in rows that name no {bare}."


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        shown.append(f"{len(names) - MOST_NAMED} more")
    return ", ".join(shown[:-1]) + (" and " if len(shown) > 1 else "") + shown[-1]


def _verb(number: str, many: str) -> str:
    return f"{many}s" if number == "1" else many


def _ordered(found: MapShown) -> list[PlaceShown]:
    return sorted(found.places, key=lambda place: (-(place.value or 0.0), place.word, place.name))


def _row(place: PlaceShown) -> tuple[str, str]:
    if place.word:
        return place.name, place.word
    return place.name, "few" if place.value is None else _number(place.value)
