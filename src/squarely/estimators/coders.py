"""What two coders say of the same documents: how far they agree, and the share behind their errors.

Each coder says of each document whether it has a mark or not. Agreement is Krippendorff's alpha for
two coders and two values. Nobody knows the truth, so what their errors are like has to be assumed;
three assumptions are the ends and the middle of what the counts allow, each alike for both coders
and independent given the truth:

    alike         a mark is missed as often as one is seen that is not there
    misses        marks are missed, none is seen that is not there (Lincoln and Petersen's estimate)
    false alarms  marks are seen that are not there, none is missed

The last two mirror each other, the first itself, when marked and unmarked change places. Documents
may come in clusters; the corrected share has the number of independent documents that leave it its
variance (linearised), and intervals are read at that number.

Sources: Krippendorff 2004, Human Communication Research 30:411; Hayes & Krippendorff 2007,
Communication Methods and Measures 1:77; Seber 1982, The Estimation of Animal Abundance, ch. 3;
Rogan & Gladen 1978, American Journal of Epidemiology 107:71.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from squarely.estimators import proportion

Array = NDArray[np.float64]
Errors = Literal["alike", "misses", "false alarms"]
ERRORS: tuple[Errors, ...] = get_args(Errors)

MOST_APART = 0.495  # of the documents: beyond, agreement is chance and there is nothing to correct


@dataclass(frozen=True, slots=True)
class Coded:
    """Documents that both, one or neither of two coders marked, a cluster each; (clusters,)."""

    both: Array
    one: Array
    none: Array

    @property
    def total(self) -> float:
        """All documents."""
        return float((self.both + self.one + self.none).sum())


def alpha(coded: Coded) -> float:
    """Krippendorff's alpha; NaN where all carry one mark, for then nothing could disagree."""
    values = 2 * coded.total
    marks = float((2 * coded.both + coded.one).sum())
    by_chance = 2 * marks * (values - marks) / (values * (values - 1)) if values > 1 else 0.0
    if by_chance == 0:
        return float("nan")
    return 1 - float(coded.one.sum()) / coded.total / by_chance


def corrected(coded: Coded, errors: Errors) -> tuple[float, Array]:
    """The share of marked documents, and what each cluster adds to it: hits that sum to share."""
    if errors == "false alarms":
        share, hits = corrected(Coded(coded.none, coded.one, coded.both), "misses")
        return 1 - share, coded.both + coded.one + coded.none - hits
    n = coded.both + coded.one + coded.none
    marked = coded.both + coded.one / 2
    total = float(n.sum())
    seen, apart = float(marked.sum()) / total, float(coded.one.sum()) / total
    if errors == "alike":
        known = np.sqrt(1 - 2 * min(apart, MOST_APART))
        share = 0.5 + (seen - 0.5) / known
        part = (marked - seen * n) / known + (seen - 0.5) / known**3 * (coded.one - apart * n)
        return _held(float(share), n, part)
    both = float(coded.both.sum()) / total
    if both == 0:
        return _held(1.0 if seen else 0.0, n, np.zeros_like(n))
    part = 2 * seen / both * (marked - seen * n) - (seen / both) ** 2 * (coded.both - both * n)
    return _held(seen**2 / both, n, part)


def _held(share: float, n: Array, part: Array) -> tuple[float, Array]:
    kept = min(1.0, max(0.0, share))
    hits: Array = kept * n + part
    return kept, hits


def worth(coded: Coded, errors: Errors) -> tuple[float, float]:
    """The corrected share, and how many independent documents stand behind it."""
    share, hits = corrected(coded, errors)
    documents = coded.both + coded.one + coded.none
    return share, proportion.effective(hits, documents, ordered=True)[0]
