"""Weights over memories, calibrated for a line and for a step, by length."""
