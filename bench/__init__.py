"""Measurements, never tests: ratios from one interleaved run, written to bench/results.json."""
