"""Two arguments over the same data: claims that ask the same, and whether both can hold.

Two claims ask the same where test, measure, conditions and window are equal; they are near where
all is equal but the window, the period or the groups, and what differs is named. Whether both can
hold follows from what they expect and from nothing else: a verdict enters no comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Literal

from squarely.model.argument import Argument, Groups, Threshold, WarrantUse

Relation = Literal["the same", "cannot both hold", "different"]
# Keys that say when or against what a matter is looked at, not which matter it is.
ASPECTS = frozenset(
    ("during", "every", "groups", "since", "before", "after", "at", "lag", "within", "ranges")
)
_MIRRORED = {"higher": "lower", "lower": "higher"}
# Words of one test of which no two can be true of the same figures.
APART: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "trend": (("rising", "falling", "flat"),),
    "change": (("rise", "fall", "none"),),
    "extreme": (("largest", "smallest"),),
    "share": (("few", "most"), ("few", "mainly"), ("few", "vast-majority")),
    "demand": (("few", "most"), ("few", "mainly"), ("few", "vast-majority")),
    "opinion": (("few", "most"), ("few", "mainly"), ("few", "vast-majority")),
    "consensus": (("near-unanimous", "none"), ("broad", "none")),
    "alignment": (("closer", "further", "none"),),
    "word-deed": (("match", "differ"),),
    "contrast": (("higher", "lower", "none"),),
    "precedent": (("usually", "rarely"),),
    "association": (("positive", "negative", "none"),),
    "dependence": (("dominant", "minor"), ("major", "minor")),
    "exists": (("some", "none"), ("none", "always")),
    "order": (("before", "after"),),
    "possibility": (("possible", "not-reproduced"),),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim of each side that ask the same, or nearly; `differs` names the keys that differ."""

    left: str
    right: str
    relation: Relation | None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """The pairs in the order of the left, and the claims that have none."""

    pairs: tuple[Pair, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


def compared(left: Argument, right: Argument) -> Compared:
    """The claims of two arguments side by side."""
    ones, twos = _tested(left), _tested(right)
    pairs = tuple(pair for name, use in ones.items() for pair in _met(name, use, twos))
    met = {pair.left for pair in pairs}, {pair.right for pair in pairs}
    return Compared(
        pairs,
        tuple(one.id for one in left.claims if one.id not in met[0]),
        tuple(one.id for one in right.claims if one.id not in met[1]),
    )


def _tested(argument: Argument) -> dict[str, WarrantUse]:
    """The claims that are put to a test, contrasts with their groups in one order."""
    return {one.id: _straight(one.warrant) for one in argument.claims if one.warrant}


def _met(name: str, use: WarrantUse, others: Mapping[str, WarrantUse]) -> list[Pair]:
    """A claim beside those of the other side that ask the same, else those that nearly do."""
    apart = {
        other: _differing(use, theirs)
        for other, theirs in others.items()
        if theirs.name == use.name
    }
    same = [Pair(name, other, relation(use, others[other])) for other in apart if not apart[other]]
    near = [Pair(name, other, None, keys) for other, keys in apart.items() if {*keys} <= ASPECTS]
    return same or near


def _differing(left: WarrantUse, right: WarrantUse) -> tuple[str, ...]:
    """The keys in which two uses of one test differ."""
    one, two = ({key: _plain(value) for key, value in use.keys.items()} for use in (left, right))
    return tuple(key for key in {**one, **two} if one.get(key) != two.get(key))


def relation(left: WarrantUse, right: WarrantUse) -> Relation:
    """What the expectations of two claims that ask the same have to do with each other.

    "different" says no more than that: whether both can hold does not follow from the words.
    """
    if left.expect == right.expect:
        return "the same" if left.negated == right.negated else "cannot both hold"
    return "cannot both hold" if _apart(left, right) else "different"


def _apart(left: WarrantUse, right: WarrantUse) -> bool:
    if isinstance(left.expect, str) and isinstance(right.expect, str):
        both = {left.expect, right.expect}
        negated = left.negated or right.negated
        return not negated and any(both <= {*words} for words in APART.get(left.name, ()))
    lows = [one for use in (left, right) if (one := _bound(use, "more-than", "at-least"))]
    highs = [one for use in (left, right) if (one := _bound(use, "less-than", "at-most"))]
    if len(lows) != 1 or len(highs) != 1:
        return False
    (above, low), (below, high) = lows[0], highs[0]
    open_end = "more-than" in above or "less-than" in below
    return low > high or (open_end and low == high)


def _bound(use: WarrantUse, *relations: str) -> tuple[str, float] | None:
    """A bound of one of these kinds; the negation of a bound is one from the other side."""
    if not isinstance(use.expect, Threshold):
        return None
    turned = {"at-least": "less-than", "more-than": "at-most", "at-most": "more-than"}
    kind: str = use.expect.relation
    kind = turned.get(kind, "") if use.negated else kind
    return (kind, use.expect.value) if kind in relations else None


def _straight(use: WarrantUse) -> WarrantUse:
    """A contrast with its groups in one order: A higher than B is B lower than A."""
    groups = use.keys.get("groups")
    if not isinstance(groups, Groups) or not isinstance(use.expect, str):
        return use
    both = groups.windows or (groups.first, groups.second)
    if str(both[0]) <= str(both[1]):
        return use
    windows = (groups.windows[1], groups.windows[0]) if groups.windows else None
    turned = Groups(groups.by, groups.second, groups.first, windows)
    expect = _MIRRORED.get(use.expect, use.expect)
    return replace(use, keys={**use.keys, "groups": turned}, expect=expect)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(held) for held in value]
    return str(value)
