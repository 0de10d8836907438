"""Two arguments over the same data: claims that ask the same, and whether both can hold.

Two claims ask the same where test, measure, conditions and window are equal; they are near where
all is equal but the window, the period or the groups, and what differs is named. Whether both can
hold follows from what they expect and from nothing else: a verdict enters no comparison.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Literal

from squarely.model.argument import Argument, Claim, Groups, Threshold, WarrantUse

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
    pairs: list[Pair] = []
    for one in left.claims:
        same = [two for two in right.claims if _same(one, two)]
        near = [] if same else [two for two in right.claims if _near(one, two)]
        pairs += [Pair(one.id, two.id, relation(one, two)) for two in same]
        pairs += [Pair(one.id, two.id, None, _differing(one, two)) for two in near]
    met = [(pair.left, pair.right) for pair in pairs]
    return Compared(
        tuple(pairs),
        tuple(one.id for one in left.claims if one.id not in {name for name, _ in met}),
        tuple(one.id for one in right.claims if one.id not in {name for _, name in met}),
    )


def relation(one: Claim, two: Claim) -> Relation:
    """What the expectations of two claims that ask the same have to do with each other.

    "different" says no more than that: whether both can hold does not follow from the words.
    """
    if one.warrant is None or two.warrant is None:
        return "different"
    left, right = _straight(one.warrant), _straight(two.warrant)
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


def _same(one: Claim, two: Claim) -> bool:
    left, right = one.warrant, two.warrant
    return bool(left and right) and _asks(left) == _asks(right)


def _near(one: Claim, two: Claim) -> bool:
    left, right = one.warrant, two.warrant
    if left is None or right is None or left.name != right.name:
        return False
    return _asks(left, ASPECTS) == _asks(right, ASPECTS)


def _asks(use: WarrantUse | None, but: frozenset[str] = frozenset()) -> object:
    """What a warrant asks, without what it expects and where it stands in the file."""
    if use is None:
        return None
    keys = _straight(use).keys
    return use.name, {key: _plain(value) for key, value in keys.items() if key not in but}


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


def _differing(one: Claim, two: Claim) -> tuple[str, ...]:
    left, right = one.warrant, two.warrant
    if left is None or right is None:
        return ()
    names = dict.fromkeys((*left.keys, *right.keys))
    return tuple(
        name for name in names
        if _plain(left.keys.get(name)) != _plain(right.keys.get(name))
    )  # fmt: skip


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(held) for key, held in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(held) for held in value]
    return str(value)
