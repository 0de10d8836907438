"""The defensible choices behind a claim, and every specification they make. Nothing runs here."""
