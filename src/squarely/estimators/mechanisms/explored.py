"""A mechanism run over its ranges: what is plausible, where an outcome occurs, what decides.

Parameters are drawn over their ranges by a Latin hypercube of a fixed seed. Draws that do not show
the patterns are set aside (history matching); of the rest the part in which the outcome occurs is
a share of volume, and a volume depends on its measure: it is given under two, even over the ranges
and rising to their middle. It is not a probability of anything.
The null model runs over the same draws; a mechanism that shows the patterns no more often than
people who do not look at each other explains nothing.
Sensitivity is PAWN's, by SALib: how far the outcome's distribution moves when one parameter is held
within a fifth of the draws, the median over the fifths of Kolmogorov and Smirnov's distance. It
looks at all draws, for of a few a fifth moves by chance alone; parameters that do nothing are
measured beside the others, and what does not pass 95 in 100 of them is not said to decide.

Sources: McKay, Beckman & Conover 1979, Technometrics 21:239; Grimm et al. 2005, Science 310:987
(patterns); Pianosi & Wagener 2018, Environmental Modelling & Software 108:197 (PAWN); Iwanaga,
Usher & Herman 2022, Socio-Environmental Systems Modelling 4:18155 (SALib).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import proportion
from squarely.estimators.mechanisms import MECHANISMS
from squarely.estimators.mechanisms.form import OUTPUTS, Array, plausible
from squarely.model.finding import Interval

SEED, FIFTHS, IDLE = 20020514, 5, 40
LEVELS = (0.80, 0.90, 0.95)
Ranges = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Explored:
    """Plausible draws of a mechanism: their place in the ranges (0 to 1), and their outputs.

    `every` and `each` are those of all draws, plausible or not. `alone` is how many show the
    patterns where nobody looks at others.
    """

    place: Array
    outputs: dict[str, Array]
    every: Array
    each: dict[str, Array]
    alone: int

    @property
    def draws(self) -> int:
        """All that were drawn."""
        return len(self.every)

    @property
    def reproduced(self) -> int:
        """Those that show the patterns."""
        return len(self.place)


@lru_cache(maxsize=32)
def explore(name: str, ranges: Ranges) -> Explored:
    """Every draw of a mechanism over these ranges."""
    from scipy.stats import qmc  # half a second to load, and only this warrant needs it

    mechanism = MECHANISMS[name]
    place: Array = qmc.LatinHypercube(len(ranges), rng=SEED).random(mechanism.draws)
    low, high = (np.array([pair[side] for pair in ranges]) for side in (0, 1))
    values = low + place * (high - low)
    together = mechanism.run(values, np.random.default_rng(SEED), False)
    alone = mechanism.run(values, np.random.default_rng(SEED), True)
    kept = plausible(together)
    each = {key: read(together) for key, (read, _) in OUTPUTS.items()}
    outputs = {key: read[kept] for key, read in each.items()}
    return Explored(place[kept], outputs, place, each, int(plausible(alone).sum()))


def beats_null(found: Explored) -> bool:
    """Whether the patterns come more often than among people who do not look at each other."""
    from scipy.stats import fisher_exact

    table = [[n, found.draws - n] for n in (found.reproduced, found.alone)]
    return bool(fisher_exact(table, alternative="greater").pvalue < 0.05)


def volume(found: Explored, hits: NDArray[np.bool_]) -> tuple[float, tuple[Interval, ...]]:
    """The part of the plausible volume with the outcome; the hull of two measures' intervals."""
    middle = np.prod(6 * found.place * (1 - found.place), axis=1)
    held = []
    for weight in (np.ones(len(hits)), middle):
        share = float(weight[hits].sum() / weight.sum())
        held.append((share, float(weight.sum() ** 2 / (weight**2).sum())))
    return held[0][0], tuple(_hull(held, level) for level in LEVELS)


def _hull(held: list[tuple[float, float]], level: float) -> Interval:
    ends = [proportion.exact(share * n, n, level) for share, n in held]
    return Interval(min(float(end[0]) for end in ends), max(float(end[1]) for end in ends))


def ready() -> bool:
    """Whether SALib is here, without loading it."""
    return find_spec("SALib") is not None


def sensitivity(found: Explored, output: str) -> tuple[tuple[float, ...], float]:
    """How much the output hangs on each parameter over all draws, 0 to 1; how much by chance."""
    from SALib.analyze import pawn  # loads pandas, and only this warrant needs it

    idle = np.random.default_rng(SEED).random((found.draws, IDLE))
    place = np.column_stack([found.every, idle])
    names = [f"x{number}" for number in range(place.shape[1])]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    with np.errstate(invalid="ignore"):  # its coefficient of variation where nothing moves
        median = pawn.analyze(problem, place, found.each[output], S=FIFTHS)["median"]
    own = tuple(float(value) for value in median[:-IDLE])
    return own, float(np.percentile(median[-IDLE:], 95))
