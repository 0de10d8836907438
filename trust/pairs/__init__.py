"""Essays on opposite sides of one controversy: what the same rules make of each (method.md 3.5)."""
