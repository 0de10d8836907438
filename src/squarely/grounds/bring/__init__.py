"""Bring your own: an unknown file read, described and checked, with nothing guessed in silence."""
