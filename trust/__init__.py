"""The common bench: how often each test is wrong, and what it finds, in worlds of known truth."""
