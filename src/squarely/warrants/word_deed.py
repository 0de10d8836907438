"""Word and deed: whether what actors come to say goes with what they come to do.

Cues: "words are not followed by deeds", "those that condemn louder trade less".

Parameter   points of concordance above chance: of all actors the share whose words and deeds moved
            the same way, less the share under permuted pairings of words and deeds.
Move        of the words: their measure from `before` to `after`; of the deeds: theirs over the same
            two windows moved on by `lag`. `reversed: true` turns one round (arms sold beside
            sympathy professed). Counts and sums by the period, of a share all rows of a window.
Null        "match": at most 10 points above chance; "differ": above 10 points. What does not match
            differs, so the two mirror.
Interval    Student's t over actors with six added; p on each side is that of the same interval.
            Beside it how often permuted pairings agree as much (against no concordance at all).
Minimum     10 actors with words and deeds in both windows, of whom 2 did not move as most did, in
            words and in deeds. Deeds that are not on record are no deeds withheld: no grounds below
            10, at most a leaning where under 70% of the actors who spoke have deeds on record.
Axes        the lag where it is a range; whether a move of under a tenth is one; size rule of sums.
Realised    the same number without an interval.
Fails       deeds that nobody records; quotes picked by hand; one cause that moves both.

Sources: method.md 2.2, W8; Cohen 1960, Educational and Psychological Measurement 20:37 (agreement
beyond chance); Agresti & Caffo 2000, American Statistician 54:280 (cases added); Hafner-Burton &
Tsutsui 2005, American Journal of Sociology 110:1373 (decoupling).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, cast

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import axes, concordance, written
from squarely.estimators.measured import asked
from squarely.estimators.regions import WHOLE, certainty
from squarely.estimators.series import Size
from squarely.estimators.wording import percent
from squarely.model.argument import Reading, WarrantUse
from squarely.model.dataset import Axis, Option
from squarely.model.finding import Estimate, Infeasible, Interval, Region
from squarely.model.request import Answer, Count, Every, Measure, Request, Series, Window

Array = NDArray[np.float64]
Expect = Literal["match", "differ"]

EDGE = 10.0  # points
ACTORS, OTHERS = 10, 2
ON_RECORD = 0.70  # of the actors who spoke
TENTH = 0.1
DEEDS = (*written.MEASURE_KEYS, "actor", "reversed")
WORDS = (*DEEDS, "before", "after")

STILL = Axis(
    "smallest move",
    (
        Option("any", keys=(("still", 0.0),)),
        Option("a tenth of the larger figure", keys=(("still", TENTH),)),
    ),
    "A change of a few per cent may be a move or may be none.",
)


@dataclass(frozen=True, slots=True)
class Sides:
    """Of words, then of deeds: the column that names actors, and whether its moves turn round."""

    actors: tuple[str, str] = ("actor", "actor")
    turned: tuple[bool, bool] = (False, False)


@dataclass(frozen=True, slots=True)
class WordDeed:
    """Moves of `words` from `before` to `after`, and of `deeds` a lag later, `expect`ed to match.

    `fault` is what could not be read of the file's two mappings.
    """

    name: ClassVar[str] = "word-deed"

    words: Measure | None
    deeds: Measure | None
    sides: Sides
    before: Window
    after: Window
    lags: tuple[tuple[int, Every], ...]
    expect: Expect
    lag: int = 0
    still: float = 0.0
    size: Size = "best"
    fault: str = ""
    reading: Reading = "process"

    @property
    def region(self) -> Region:
        """Above the edge, or not above it."""
        if self.expect == "match":
            return Region(EDGE, WHOLE)
        return Region(-WHOLE, EDGE, high_closed=True)

    def axes(self) -> tuple[Axis, ...]:
        """Both ends of a range of lags, the smallest move, and the size rule of sums."""
        ends = tuple(
            Option(f"{number} {unit}{'' if number == 1 else 's'}", keys=(("lag", at),))
            for at, (number, unit) in enumerate(self.lags)
        )
        lags = Axis("lag", ends, "The file names a range of lags; both of its ends are as good.")
        summed = [m for m in (self.words, self.deeds) if m is not None and m.kind == "sum"]
        return (lags, STILL, *((axes.SIZES,) if summed else ()))

    def needs(self) -> tuple[Request, ...]:
        """Words in two windows, then deeds in two, each by actor and by month or year."""
        if self.words is None or self.deeds is None:
            return ()
        said = (self.before, self.after)
        done = tuple(_late(window, self.lags[self.lag]) for window in said)
        return (
            *_requests(self.words, self.sides.actors[0], said),
            *_requests(self.deeds, self.sides.actors[1], done),
        )

    def test(self, answers: tuple[Answer, ...]) -> Estimate | Infeasible:
        """Whether the moves go together."""
        if self.words is None or self.deeds is None:
            return Infeasible(self.fault)
        series = cast("tuple[Series, ...]", answers)
        split = 4 if self.words.kind == "share" else 2
        words = self._moves(self.words, series[:split], self.sides.turned[0])
        deeds = self._moves(self.deeds, series[split:], self.sides.turned[1])
        actors = sorted(set(words) & set(deeds))
        if len(actors) < ACTORS:
            return Infeasible(
                f"deeds of {len(actors)} of {len(words)} actors who spoke are on record; {ACTORS} "
                "needed (what is not recorded is not a deed left undone)"
            )
        counts = concordance.table(
            np.array([words[one] for one in actors]), np.array([deeds[one] for one in actors])
        )
        others = len(actors) - max(counts.sum(axis=0).max(), counts.sum(axis=1).max())
        if others < OTHERS:
            return Infeasible(
                f"all but {int(others)} moved the same way: every pairing agrees about as much"
            )
        return self._estimate(counts, len(words))

    def _moves(self, of: Measure, answers: tuple[Series, ...], turned: bool) -> dict[str, float]:
        """Which way each actor moved; one that a source counts in one window had none before."""
        half = len(answers) // 2
        before, after = (_levels(of, side, self.size) for side in (answers[:half], answers[half:]))
        counted = of.kind in ("count", "sum")
        names = (set(before) | set(after)) if counted else set(before) & set(after)
        found = {}
        for name in sorted(names - {""}):
            first, second = before.get(name, 0.0), after.get(name, 0.0)
            least = self.still * max(abs(first), abs(second))
            moved = 0.0 if abs(second - first) <= least else 1.0 if second > first else -1.0
            found[name] = -moved if turned else moved
        return found

    def _estimate(self, counts: Array, spoke: int) -> Estimate:
        tested = concordance.compare(counts)
        n = int(counts.sum())
        census = self.reading == "realised"
        same = Interval(tested.value, tested.value)
        p_for, p_against = certainty(self.region, tested.above, tested.below)
        agree = int(np.trace(counts))
        part = n / spoke
        few = f"deeds of {n} of {spoke} actors who spoke are on record ({percent(part)})"
        return Estimate(
            tested.value,
            *((same,) * 3 if census else tested.at),
            unit="points of concordance above chance",
            n=n,
            edge=EDGE,
            p_for=None if census else p_for,
            p_against=None if census else p_against,
            detectable=None if census else self._detectable(tested.detectable(EDGE)),
            recorded=f"words and deeds of {agree} of {n} actors moved the same way",
            census=census,
            caveats=("going together is no promise kept: one cause may move both",),
            cap="leans" if part < ON_RECORD else None,
            cap_why=few if part < ON_RECORD else "",
            parts={
                "same way": float(agree),
                "permuted pairings agree as much": concordance.permuted(counts),
            },
        )

    def _detectable(self, above: float) -> float:
        """On the claim's side of the edge."""
        return above if self.expect == "match" else 2 * EDGE - above


def _levels(of: Measure, answers: tuple[Series, ...], size: Size) -> dict[str, float]:
    """Each actor's mean a period; of a share all its hits over its whole."""
    last = answers[-1]
    chosen = {"low": last.low, "best": last.best, "high": last.high}[size]
    if of.kind == "share":
        hits = answers[0]
        part = dict(zip((g[0] for g in hits.groups), hits.best.sum(axis=0), strict=True))
        whole = last.best.sum(axis=0)
        return {g[0]: float(part.get(g[0], 0.0) / n)
                for g, n in zip(last.groups, whole, strict=True) if n > 0}  # fmt: skip
    known = ~np.isnan(chosen)
    periods = known.sum(axis=0)
    means = np.where(known, chosen, 0.0).sum(axis=0) / np.maximum(periods, 1)
    held = zip(last.groups, means.tolist(), periods.tolist(), strict=True)
    return {group[0]: mean for group, mean, n in held if n}


def _requests(of: Measure, actor: str, windows: tuple[Window, ...]) -> tuple[Count, ...]:
    """Each window by actor: by years where all are whole years, else by months."""
    every: Every = "year" if all(_years(window) for window in windows) else "month"
    counts = (Count(of, window, every, (actor,)) for window in windows)
    return tuple(request for count in counts for request in asked(count))


def _late(window: Window, lag: tuple[int, Every]) -> Window:
    first = written.later(window.first, lag, "first") if window.first else None
    last = written.later(window.last, lag, "last") if window.last else None
    return Window(first, last)


def _years(window: Window) -> bool:
    first = window.first is None or (window.first.month, window.first.day) == (1, 1)
    last = window.last is None or (window.last.month, window.last.day) == (12, 31)
    return first and last


def _measure(kept: Mapping[str, object], known: tuple[str, ...]) -> Measure | str:
    return written.unknown(kept, known) or written.measure(kept)


def from_use(use: WarrantUse) -> WordDeed:
    """Words and deeds as a claim's keys describe them."""
    words, deeds = written.pairs(use.keys["words"]), written.pairs(use.keys["deeds"])
    during = cast("Window | None", use.keys.get("during")) or Window()
    said, done = _measure(words, WORDS), _measure(deeds, DEEDS)
    windows = [
        written.window(words[key]) if key in words else f"name the window {key}"
        for key in ("before", "after")
    ]
    before, after = (Window() if isinstance(one, str) else one.within(during) for one in windows)
    named = zip(("words", "deeds", "words", "words"), (said, done, *windows),
                strict=True)  # fmt: skip
    faults = [f"{where}: {one}" for where, one in named if isinstance(one, str)]
    own = str(words.get("actor", "actor"))
    return WordDeed(
        said if isinstance(said, Measure) and not faults else None,
        done if isinstance(done, Measure) and not faults else None,
        Sides(
            (own, str(deeds.get("actor", own))),
            (words.get("reversed") is True, deeds.get("reversed") is True),
        ),
        before,
        after,
        written.lengths(str(use.keys["lag"])) or ((0, "month"),),
        cast("Expect", use.expect),
        fault="; ".join(faults),
        reading=use.reading or "process",
    )
