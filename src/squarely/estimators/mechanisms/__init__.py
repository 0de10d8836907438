"""The published mechanisms that a claim of possibility may name."""

from __future__ import annotations

from collections.abc import Mapping

from squarely.estimators.mechanisms.form import Mechanism
from squarely.estimators.mechanisms.thresholds import GRANOVETTER, KURAN
from squarely.estimators.mechanisms.violence import VIOLENCE

MECHANISMS: Mapping[str, Mechanism] = {one.name: one for one in (GRANOVETTER, KURAN, VIOLENCE)}
