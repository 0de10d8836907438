"""How support and attack carry from the claims to the conclusions: three values, no numbers."""
