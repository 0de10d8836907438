"""The only orchestrator: read, plan, answer, test, judge, carry, and set down as a `Study`."""
