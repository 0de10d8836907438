"""A cell of the bench: one test in one world whose truth is planted, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Scalar = float | str | bool


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of draws.

    `false_supported` is the worst over every claim and every negation that is false at the planted
    truth, or whose border it lies on exactly; `false_leans` the same for at least a leaning.
    """

    supported: float  # the plain power claim; in power cells the one that is true there
    false_supported: float
    false_leans: float
    after_reporting: float | None  # false_supported after the reporting gate, None without one
    coverage: float | None  # of 95% intervals of the main specification, among draws with grounds
    grounds: float  # draws in which the test could be run
    size: float | None = None  # the median n of the estimates, by which a report finds its power


@dataclass(frozen=True, slots=True)
class Cell:
    """A warrant, a truth and a world; `run(draws, seed)` plays it."""

    warrant: str
    truth: str  # "null", "edge", "edge down", "x2", "+15" ...
    world: Mapping[str, Scalar]  # n, rho, dispersion, missing ...: flat, lands in the JSON
    run: Callable[[int, int], Rates] = field(repr=False, compare=False)
    error: bool  # True: a null or edge cell (10,000 draws); False: a power cell (2,000)
    oracle: Callable[[], float] | None = field(default=None, repr=False, compare=False)
    required: bool = True  # False: published, not promised
    share: float = 1.0  # of the draws, for worlds too slow for all; at least .05, and argued
