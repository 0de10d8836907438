"""`data vintages`: how complete a dataset's last months are, learnt from two copies of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from squarely.cli.status import COULD_NOT, RAN
from squarely.cli.writing import error
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.here import originals

if TYPE_CHECKING:
    from squarely.estimators.completeness import Completeness
    from squarely.grounds.vintages import Pair

_SHOWN = 12  # months


def vintages_command(name: str, folders: Sequence[Path]) -> int:
    """Completeness by months before the end, in all and by type, and which cells changed."""
    from squarely.grounds.vintages import pair

    grounds, _ = open_grounds(folders, originals())
    found = pair(grounds, name)
    if found is None:
        error(f"two copies of {name} are not here, so nothing is learnt of its last months")
        error("    a descriptor's `vintage_of` names the dataset that it is an earlier copy of")
        return COULD_NOT
    sys.stdout.write("\n".join((*_complete(grounds, name, found), *_cells(found))) + "\n")
    return RAN


def _complete(grounds: Grounds, name: str, found: Pair) -> Iterator[str]:
    from squarely.grounds.vintages import ALL, learnt, tallies

    yield (
        f"{name}: copies of {found.older.dataset.vintage} and {found.newer.dataset.vintage}, "
        f"{found.gap} months apart"
    )
    types = sorted({one.type for one in tallies(found)} - {""})
    for types_of, said in ((ALL, "all rows"), *((frozenset({one}), one) for one in types)):
        shown = learnt(grounds, name, types_of)
        if shown is None:
            yield f"{said}: too few rows to learn from"
            continue
        yield f"{said}: 95% complete after {shown.lag} months"
        yield "  month before the end   known   later   complete (90% interval)"
        yield from _months(shown)


def _months(shown: Completeness) -> Iterator[str]:
    each = (shown.known, shown.found, shown.share, shown.low, shown.high)
    for number, (known, found, share, low, high) in enumerate(zip(*each, strict=True), 1):
        if number > _SHOWN:
            return
        said = f"{share:.1%} ({low:.1%} to {high:.1%})"
        yield f"  {number:>20}   {known:>5.0f}   {found:>5.0f}   {said}"


def _cells(found: Pair) -> Iterator[str]:
    from squarely.grounds.changed import changed

    seen = changed(found)
    if seen is None:
        yield "rows cannot be matched by id: months were matched by their counts"
        return
    yield (
        f"rows: {seen.shared:,} in both, {seen.gone:,} gone since, {seen.late:,} entered late "
        "for days that the earlier copy covers"
    )
    for one in seen.columns:
        if one.filled or one.emptied or one.replaced:
            yield (
                f"  {one.column}: {one.filled:,} cells filled, {one.emptied:,} emptied, "
                f"{one.replaced:,} replaced"
            )
