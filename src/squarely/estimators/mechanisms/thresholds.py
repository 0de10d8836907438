"""People who join once enough others have: Granovetter's thresholds, Kuran's hidden preferences.

Granovetter: each person joins when the part of the crowd that acts reaches a threshold of their
own; thresholds are normal with mean .25, the only mean he gives. Each period draws another crowd
of a hundred, as he draws crowds from a city, so that who happens to be there makes the difference.
He follows their spread from little to without bound; the ends here lie well outside of where the
patterns come, so that they move nothing.

Kuran: a person who privately opposes joins when what it costs to be seen among few falls below
what it costs to keep silent, so the threshold is (1 - e x) / 2 for a private preference x and its
weight e. Both start from nobody and stop where nobody more joins.

Alone, nobody sees others: only thresholds of nought or less act.

Sources: Granovetter 1978, American Journal of Sociology 83:1420, figure 2 and the crowds drawn from
a city, as a replication with their passages gives them (Douglas 2026, SugarScape: thresholds);
Kuran 1989, Public Choice 61:41, of which only the abstract could be read again: its ranges are
held back.
"""

from __future__ import annotations

import numpy as np

from squarely.estimators.mechanisms.form import Array, Mechanism, Parameter, Run

PEOPLE, PERIODS, BLOCK = 100, 100, 64
MEAN = 0.25  # of Granovetter's normal thresholds
SCATTER = 0.2  # of private preferences about their mean


def settled(thresholds: Array) -> Array:
    """The part of each crowd that acts in the end; thresholds (..., people).

    The first place where the sorted thresholds rise above the part already acting.
    """
    n = thresholds.shape[-1]
    ordered = np.sort(thresholds, axis=-1)
    stops = ordered > np.arange(n) / n
    first = np.where(stops.any(axis=-1), stops.argmax(axis=-1), n)
    acting: Array = first / n
    return acting


def _acting(thresholds: Array, alone: bool) -> Array:
    if not alone:
        return settled(thresholds)
    willing: Array = (thresholds <= 0).mean(axis=-1)
    return willing


def _crowds(rng: np.random.Generator, mean: Array, spread: Array | float) -> Array:
    drawn: Array = mean + spread * rng.standard_normal((len(mean), PERIODS, PEOPLE))
    return drawn


def _in_blocks(run: Run) -> Run:
    """The same run for a few draws at a time, for all crowds at once would fill the memory."""

    def blocks(values: Array, rng: np.random.Generator, alone: bool) -> Array:
        starts = range(0, len(values), BLOCK)
        return np.concatenate([run(values[at : at + BLOCK], rng, alone) for at in starts])

    return blocks


def granovetter(values: Array, rng: np.random.Generator, alone: bool) -> Array:
    """Participation by crowd; the value is the spread of the thresholds."""
    mean = np.full((len(values), 1, 1), MEAN)
    return _acting(_crowds(rng, mean, values[:, 0, None, None]), alone)


def kuran(values: Array, rng: np.random.Generator, alone: bool) -> Array:
    """Participation by crowd; values are mean private opposition and its weight."""
    opposed, weight = (values[:, column, None, None] for column in (0, 1))
    private = np.clip(_crowds(rng, opposed, SCATTER), 0.0, 1.0)
    return _acting((1 - weight * private) / 2, alone)


GRANOVETTER = Mechanism(
    "granovetter",
    (Parameter("spread", 0.05, 0.4, "standard deviation of the thresholds, parts of the crowd"),),
    _in_blocks(granovetter),
    1024,
    "Granovetter 1978, American Journal of Sociology 83:1420",
)
KURAN = Mechanism(
    "kuran",
    (
        Parameter("opposition", 0.0, 1.0, "mean private opposition, none to all"),
        Parameter(
            "weight", 0.0, 2.0, "what it costs to hide it, in units of what it costs to show"
        ),
    ),
    _in_blocks(kuran),
    1536,
    "Kuran 1989, Public Choice 61:41",
    held="its ranges stay provisional: a second reader found neither the paper's own nor a program",
)
