"""Demand: documents that carry it by a planted share, read by two coders who err.

Months hold unequal numbers of documents and have their own share (beta, a planted correlation
within months). Each coder misses a demand, or sees one in vain, by chance; some documents are left
blank by one of them. Oracle: reads every document without error and knows how documents cluster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtr

from squarely.model.request import Answer, Count, Request
from squarely.warrants.demand import Demand
from trust.cell import Cell
from trust.play import Drawn, play
from trust.worlds import Array, remembered, series

CODERS = ("ann", "ben")
CLAIMS = {expect: Demand("calls", "pay", CODERS, expect) for expect in ("most", "few")}
VAST = {"vast-majority": Demand("calls", "pay", CODERS, "vast-majority")}
NAMES: list[tuple[str, ...]] = [
    ("pay", "pay"),
    ("pay", "peace"),
    ("peace", "pay"),
    ("peace", "peace"),
]
MOST, FEW, MANY = 0.5, 0.1, 0.8
PROMISED = 0.4  # memory from one month to the next
Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Calls:
    """`months` of about `each` documents; the rates of errors are each coder's own."""

    share: float
    months: int = 24
    each: int = 8
    icc: float = 0.05
    missed: float = 0.0
    vain: float = 0.0
    blank: float = 0.0
    rho: float = 0.0  # memory of the months' own shares
    together: bool = False  # both coders make the same mistakes

    def __call__(self, rng: np.random.Generator) -> Drawn:
        """One body of documents."""
        spread = (1 - self.icc) / self.icc
        shape = self.share * spread, (1 - self.share) * spread
        if self.rho:
            own = betaincinv(*shape, ndtr(remembered(rng, self.months, self.rho)))
        else:
            own = rng.beta(*shape, self.months)
        size = rng.negative_binomial(4, 4 / (4 + self.each), self.months) + 1
        real = rng.binomial(size, own)
        cells = self._marked(rng, real, 1 - self.missed) + self._marked(rng, size - real, self.vain)
        kept = rng.binomial(cells, 1 - self.blank).astype(float)
        monthly = kept, cells.sum(axis=1, keepdims=True).astype(float)
        answers: dict[str, list[Answer]] = {
            "month": [series(monthly[0], names=NAMES), series(monthly[1])],
            "quarter": [_quarters(monthly[0], NAMES), _quarters(monthly[1], [()])],
        }

        def answer(request: Request) -> Answer:
            count = cast("Count", request)
            return answers[str(count.every)][0 if count.by else 1]

        return Drawn(answer, self.share)

    def _marked(self, rng: np.random.Generator, documents: Whole, sure: float) -> Whole:
        """Documents of one kind by what both coders say, (months, 4)."""
        first = rng.binomial(documents, sure)
        if self.together:
            return np.column_stack([first, 0 * first, 0 * first, documents - first])
        both, second = rng.binomial(first, sure), rng.binomial(documents - first, sure)
        return np.column_stack([both, first - both, second, documents - first - second])

    def flat(self) -> dict[str, float | bool]:
        """What the table shows of it."""
        named = ("each", "icc", "missed", "vain", "blank", "rho", "together")
        return {"n": self.months, **{name: getattr(self, name) for name in named}}


def _quarters(cells: Array, names: list[tuple[str, ...]]) -> Answer:
    padded = np.pad(cells, ((0, -len(cells) % 3), (0, 0)))
    return series(padded.reshape(-1, 3, cells.shape[1]).sum(axis=1), names=names)


def _oracle(world: Calls) -> float:
    """Where the share lies beyond one half, or below a tenth."""
    edge = MOST if world.share > MOST else FEW
    n = world.months * (world.each + 1)
    within = 1 + world.each + world.each * (1 + world.each / 4) / (1 + world.each)
    errors = [sqrt(p * (1 - p) * (1 + (within - 1) * world.icc) / n) for p in (edge, world.share)]
    return float(ndtr((abs(world.share - edge) - 1.959964 * errors[0]) / errors[1]))


def _cell(truth: str, world: Calls, *, error: bool, required: bool = True) -> Cell:
    vast = world.share == MANY and error
    power = "vast-majority" if vast else "few" if world.share < 0.3 else "most"
    return Cell(
        "demand",
        truth,
        {"share": world.share, **world.flat()},
        partial(play, world, VAST if vast else CLAIMS, power),
        error,
        oracle=None if error else partial(_oracle, world),
        required=required,
    )


WORLDS = (
    Calls(0),
    Calls(0, icc=0.2),
    Calls(0, months=8, each=8, icc=0.1),
    Calls(0, missed=0.04, vain=0.04),
    Calls(0, missed=0.08),
    Calls(0, vain=0.08),
    Calls(0, months=60, missed=0.03, vain=0.01, blank=0.1),
)


def cells() -> tuple[Cell, ...]:
    """A tenth, a half and four fifths exactly; a share of one quarter; shares beyond the edges."""
    return tuple(_errors()) + tuple(_finds())


def _errors() -> Iterator[Cell]:
    for world in WORLDS:
        yield _cell("edge", replace(world, share=MOST), error=True)
        yield _cell("edge", replace(world, share=FEW), error=True)
    for rho in (0.4, 0.7):
        recalled = Calls(MOST, icc=0.2, rho=rho)
        yield _cell("edge", recalled, error=True, required=rho <= PROMISED)
    for world in WORLDS[:3]:
        yield _cell("edge", replace(world, share=MANY), error=True)
    yield _cell("null", replace(WORLDS[1], share=0.25), error=True)
    alike = Calls(MOST, vain=0.1, together=True)
    yield _cell("edge", alike, error=True, required=False)


def _finds() -> Iterator[Cell]:
    for world in (*WORLDS[:2], WORLDS[3], WORLDS[6]):
        for share in (0.6, 0.7, 0.04):
            yield _cell(f"{share}", replace(world, share=share), error=False)
