"""Claims and steps of an argument file, as short as the rows need them."""

from __future__ import annotations

from collections.abc import Mapping

UP = {"up": 1, "down": -1}
ROSE = {"up": "rising", "down": "falling"}
MORE = {"up": "more", "down": "less"}


def of(name: str, **where: object) -> dict[str, object]:
    """Events of a table, under conditions."""
    return {"count": "events", "in": name, **({"where": where} if where else {})}


def claim(says: str, warrant: str, **keys: object) -> dict[str, object]:
    """A claim with its test."""
    return {"says": says, "warrant": {warrant: keys}}


def trend(says: str, measure: Mapping[str, object], side: str, during: str) -> dict[str, object]:
    """A claim that a monthly count rises ("up") or falls."""
    return claim(says, "trend", of=dict(measure), every="month", during=during, expect=ROSE[side])


def untested(says: str, **more: object) -> dict[str, object]:
    """A claim that no test speaks to."""
    return {"says": says, **more}


def step(to: str, *premises: str, **more: object) -> dict[str, object]:
    """An inference."""
    return {"to": to, "from": list(premises), **more}
