"""The same claims put to two sources each: how often the label is the source's (method.md 3.3)."""
