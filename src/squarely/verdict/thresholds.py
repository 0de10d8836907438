"""The registry of thresholds. None is tuned per claim; `docs/method.md` gives each its reason."""

from __future__ import annotations

# The share of specifications, weighed by source family, that must be on a verdict's side.
ROBUST = 0.80
ROBUST_LEANS = 2 / 3

# A splitting axis is named when its options differ by this much in (for - against) / all.
SPLIT = 0.20

# Benjamini-Hochberg over the empirical claims of a file that have a p-value.
FALSE_DISCOVERY = 0.05

# By how much reporting may plausibly have changed before a result is believed.
PLAUSIBLE_WITHIN = 1.25  # one source, one country
PLAUSIBLE_COUNTRIES = 2.0  # one source, several countries
PLAUSIBLE_DATASETS = 3.0  # several sources

# Of the days that a claim names the data must hold so much: below it the claim is of another time.
HELD_LEANS = 0.80  # a tendency over fewer of them leans at most
HELD_LEAST = 0.50  # over fewer still it is not settled
