"""How many of a set of cases had met an event by a horizon, where some were not followed so long.

Kaplan and Meier's estimate, with limits that hold in small samples: the beta product. Each event
multiplies the surviving part by a beta variable, and a product of them by Clopper and Pearson's
argument bounds it from above; one more factor, for the next case that could have failed, from
below. The product is matched to one beta by its first two moments. With nobody lost before the
horizon the limits are Clopper and Pearson's own.

Cases that come in clusters (several of one conflict) are worth fewer: at risk and events are both
scaled by what they are worth. That lies between the number of cases, and Kish's number, to which
they shrink where all cases of a cluster share one fate.

Assumes that cases are lost for reasons unrelated to the event (the source ends).

Sources: Kaplan and Meier 1958, JASA 53:457; Fay, Brittain and Proschan 2013, Biostatistics 14:723
(beta product); Clopper and Pearson 1934, Biometrika 26:404; Kish 1965, Survey Sampling.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from squarely.estimators import proportion
from squarely.model.finding import Interval

Array = NDArray[np.float64]
Beta = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Followed:
    """The part that met the event by the horizon; betas bound the part that did not.

    `above` None: nobody met it; `below` None: nobody was left at the horizon.
    """

    value: float
    above: Beta | None
    below: Beta | None


def worth(hits: Array, cases: Array) -> float:
    """How many independent cases clusters of `cases` with `hits` are worth; shapes (clusters,)."""
    full = cases > 0
    if not full.any():
        return 0.0
    least = float(cases.sum() ** 2 / np.square(cases).sum())
    share = float(hits.sum() / cases.sum())
    if share in (0.0, 1.0):
        return least
    return min(float(cases.sum()), max(least, proportion.effective(hits, cases)[0]))


def follow(times: Array, met: NDArray[np.bool_], horizon: float, scale: float = 1.0) -> Followed:
    """Cases followed for `times`, which end with the event where `met`, up to `horizon`."""
    events = np.unique(times[met & (times <= horizon)])
    left, product = 1.0, []
    for at in events:
        risk, lost = float((times >= at).sum()), float((met & (times == at)).sum())
        left *= 1 - lost / risk
        product.append((scale * (risk - lost) + 1, scale * lost))
    next_ = scale * float((~(met & (times <= horizon)) & (times >= horizon)).sum())
    above = _matched(product) if product else None
    below = _matched([*product, (next_, 1.0)]) if next_ > 0 else None
    return Followed(1 - left, above, below)


def _matched(product: list[Beta]) -> Beta:
    """The beta that shares its first two moments with a product of independent ones."""
    a, b = np.array(product).T
    mean = float(np.prod(a / (a + b)))
    square = float(np.prod(a * (a + 1) / ((a + b) * (a + b + 1))))
    together = mean * (1 - mean) / (square - mean**2) - 1
    return mean * together, (1 - mean) * together


def bounds(found: Followed, level: float) -> Interval:
    """The interval at `level` of the part that met the event."""
    tail = (1 - level) / 2
    low = 1 - float(special.betaincinv(*found.above, 1 - tail)) if found.above else 0.0
    high = 1 - float(special.betaincinv(*found.below, tail)) if found.below else 1.0
    return Interval(low, high)


def above(found: Followed, edge: float) -> float:
    """The one-sided p-value against "at most `edge` met it", to match `bounds`."""
    if found.above is None or edge >= 1:
        return 1.0
    return float(special.betaincc(*found.above, 1 - edge)) if edge > 0 else 0.0


def below(found: Followed, edge: float) -> float:
    """The one-sided p-value against "at least `edge` met it"."""
    if found.below is None or edge <= 0:
        return 1.0
    return float(special.betainc(*found.below, 1 - edge)) if edge < 1 else 0.0
