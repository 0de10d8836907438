"""Squarely: what open data say of an essay's claims, and what still stands of its conclusions."""
