"""`data add` of a file in a publisher's format: said how it was recognised, described, claimed."""

from __future__ import annotations

import sys
from collections.abc import Callable

from squarely.cli.status import COULD_NOT, RAN
from squarely.cli.writing import error
from squarely.grounds.bring.describe import write
from squarely.grounds.bring.published import claim, published, resource, told
from squarely.grounds.formats import Recognised
from squarely.model.place import Problem


def add_format(
    found: Recognised, name: str | None, yes: bool, replacing: bool, ask: Callable[[], str]
) -> int | tuple[Problem, ...]:
    """Show what a publisher's file holds, write its descriptor, print a first claim."""
    described = published(found)
    error("\n".join(told(found, described)))
    said = "yes" if yes else ask()
    if said != "yes":
        error("nothing written" if said == "no" else f"nothing written: {said}")
        return COULD_NOT
    written = write(found.path, resource(found, described, name), replacing)
    if isinstance(written, Problem):
        return (written,)
    error(f"\ndescribed in {written}\na first argument file, to be saved beside {found.path.name}:")
    sys.stdout.write(claim(found, described, name or found.name))
    return RAN
