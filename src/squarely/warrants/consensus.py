"""Consensus: whether nearly all took one position.

Cues: "near-unanimous", "the whole world", "broad agreement".

Estimator: the share holding `position`, under three denominators: of those who took a side
("cast": all but abstainers, absent, non-members), of those present, and of all members. Of many
items: the share of items whose share is high enough; "most" is above half, "all" is all.
Null: the share is below the threshold: near-unanimous at least 90%, broad at least 75%, none
below 75%, or the item's own `at-least`.
Interval: a census; only votes whose position is unknown leave bounds.
Edge: the threshold. Minimum: 20 actors on an item.
Axis: the denominator, on which all must agree before a verdict leaves "undetermined".
Fails: adoption without a vote is no row here; a source that does not list who was absent.

Sources: method.md 2.2, W6, and decision 5; Voeten 2013, in Routledge Handbook of International
Organization, on roll calls and who is absent from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

from squarely.estimators.regions import edge
from squarely.estimators.wording import figure, percent
from squarely.model.argument import Items, Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Condition, Count, Measure, Request, Series, Window

Denominator = Literal["cast", "present", "members"]
Tally = Mapping[str, float]

ACTORS = 20  # below, "nearly all" is a handful
NEAR, BROAD, HALF = 0.90, 0.75, 0.50
WHOLE = float("inf")
OUTSIDE: Mapping[Denominator, frozenset[str]] = {
    "cast": frozenset({"abstain", "absent", "non-member"}),
    "present": frozenset({"absent", "non-member"}),
    "members": frozenset({"non-member"}),
}
DENOMINATORS = Axis(
    "denominator",
    (
        Option("of yes and no", keys=(("denominator", "cast"),)),
        Option("of those present", keys=(("denominator", "present"),)),
        Option("of all members", keys=(("denominator", "members"),)),
    ),
    "Whether abstaining and staying away count as not agreeing is a matter of definition.",
    unanimous=True,
)


@dataclass(frozen=True, slots=True)
class Consensus:
    """`position` on `item` was `expect`ed to be held by nearly all, by many or by neither."""

    name: ClassVar[str] = "consensus"

    dataset: str
    item: Items | str
    position: str
    expect: Literal["near-unanimous", "broad", "none"]
    during: Window = field(default_factory=Window)
    denominator: Denominator = "cast"
    reading: Reading = "realised"

    @property
    def items(self) -> Items:
        """The items as a value; a plain name is one item."""
        return self.item if isinstance(self.item, Items) else Items(name=str(self.item))

    @property
    def enough(self) -> Region:
        """The shares of one item that meet the expectation."""
        least = self.items.at_least
        if self.expect == "none":
            return Region(-WHOLE, BROAD if least is None else least)
        word = NEAR if self.expect == "near-unanimous" else BROAD
        return Region(word if least is None else least, WHOLE, low_closed=True)

    @property
    def region(self) -> Region:
        """Of one item its share; of many the share of items that meet it."""
        if self.items.name is not None:
            return self.enough
        if self.items.of_items == "most":
            return Region(HALF, WHOLE)
        return Region(1.0, WHOLE, low_closed=True)

    def axes(self) -> tuple[Axis, ...]:
        """The three denominators."""
        return (DENOMINATORS,)

    def needs(self) -> tuple[Request, ...]:
        """Rows by item and position."""
        where = self.items.where
        if self.items.name is not None:
            where = (*where, Condition("item", (self.items.name,)))
        votes = Measure("count", "", self.dataset, where)
        return (Count(votes, self.during, None, ("item", "position")),)

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """The share, or the share of items, as a census."""
        if self.reading == "process":
            return Infeasible("a vote is a census of its voters: it has no process reading")
        tallies = _tallies(cast("Series", answers[0]))
        full = {name: tally for name, tally in tallies.items() if _actors(tally) >= ACTORS}
        if not full:
            return Infeasible(f"no item on record has {ACTORS} actors")
        if self.items.name is not None:
            return self._one(next(iter(full.values())))
        return self._many(full, len(tallies) - len(full))

    def _share(self, tally: Tally, denominator: Denominator) -> tuple[float, float, float, float]:
        """Low, best and high share and how many it is a share of."""
        outside = OUTSIDE[denominator] - {self.position}
        of = sum(n for position, n in tally.items() if position and position not in outside)
        held, unknown = tally.get(self.position, 0.0), tally.get("", 0.0)
        if of + unknown == 0:
            return float("nan"), float("nan"), float("nan"), 0.0
        best = held / of if of else 0.0
        return held / (of + unknown), best, (held + unknown) / (of + unknown), of + unknown

    def _one(self, tally: Tally) -> Estimate | Infeasible:
        low, best, high, of = self._share(tally, self.denominator)
        if of == 0:
            return Infeasible("nobody took a side")
        shares = {name: self._share(tally, name)[1] for name in OUTSIDE}
        counts = ", ".join(f"{figure(n)} {position or 'unknown'}" for position, n in tally.items())
        return self._estimate(
            (low, best, high), int(of), shares, f"{counts}: {_said(shares)}", tally
        )

    def _many(self, tallies: Mapping[str, Tally], left_out: int) -> Estimate | Infeasible:
        hits = {name: self._hits(tallies, name) for name in OUTSIDE}
        shares = {name: best for name, (_, best, _) in hits.items()}
        words = f"{len(tallies)} items; those that meet it: {_said(shares)}"
        if left_out:
            words += f"; {left_out} with fewer than {ACTORS} actors left out"
        merged = {p: 1.0 for tally in tallies.values() for p in tally}
        return self._estimate(hits[self.denominator], len(tallies), shares, words, merged)

    def _hits(
        self, tallies: Mapping[str, Tally], denominator: Denominator
    ) -> tuple[float, float, float]:
        shares = [self._share(tally, denominator) for tally in tallies.values()]
        sure = sum(self.enough.contains(Interval(low, high)) for low, _, high, _ in shares)
        best = sum(self.enough.holds(middle) for _, middle, _, _ in shares)
        never = sum(self.enough.misses(Interval(low, high)) for low, _, high, _ in shares)
        of = len(shares)
        return sure / of, best / of, (of - never) / of

    def _estimate(
        self,
        ends: tuple[float, float, float],
        n: int,
        shares: Mapping[Denominator, float],
        words: str,
        tally: Tally,
    ) -> Estimate:
        within = Interval(ends[0], ends[2])
        tallied = tally if self.items.name is not None else {}
        return Estimate(
            ends[1],
            within,
            within,
            within,
            unit="share" if self.items.name is not None else "share of items",
            n=n,
            edge=edge(self.enough),
            recorded=words,
            census=True,
            caveats=() if "absent" in tally else ("the source lists nobody as absent",),
            parts={f"share of {name}": s for name, s in shares.items()} | dict(tallied),
        )


def _tallies(series: Series) -> dict[str, dict[str, float]]:
    """For each item its votes by position, in the answer's order."""
    found: dict[str, dict[str, float]] = {}
    totals = series.best.sum(axis=0)
    for (item, position), n in zip(series.groups, totals, strict=True):
        if n > 0:
            found.setdefault(item, {})[position or ""] = float(n)
    return found


def _actors(tally: Tally) -> float:
    return sum(n for position, n in tally.items() if position != "non-member")


def _said(shares: Mapping[Denominator, float]) -> str:
    words = {"cast": "of those taking a side", "present": "of those present"}
    words["members"] = "of all members"
    return ", ".join(f"{percent(share)} {words[name]}" for name, share in shares.items())


def from_use(use: WarrantUse) -> Consensus:
    """The consensus that a claim's keys describe."""
    keys = use.keys
    return Consensus(
        str(keys["in"]),
        cast("Items | str", keys["item"]),
        str(keys["position"]),
        cast("Literal['near-unanimous', 'broad', 'none']", use.expect),
        cast("Window | None", keys.get("during")) or Window(),
        reading=use.reading or "realised",
    )
