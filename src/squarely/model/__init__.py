"""The nouns: every room speaks these values and nothing else. Import them from their module."""
