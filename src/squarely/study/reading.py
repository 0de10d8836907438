"""An argument file together with its essay: every fault of both, at the line of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from os.path import isfile
from pathlib import Path

from squarely.argument.checks import check
from squarely.argument.integrated import check_integrated, with_taxonomies
from squarely.argument.read import read, read_file
from squarely.argument.settle import settled
from squarely.essay.anchors import find
from squarely.essay.sentences import split
from squarely.grounds.catalog import Grounds
from squarely.model.argument import Argument, Claim, Essay, Found
from squarely.model.dataset import Dataset
from squarely.model.place import Place, Problem

MOST_ESSAY_BYTES = 5_000_000


def read_argument(
    path: Path, essay: Path | None = None
) -> tuple[Argument | None, tuple[Problem, ...]]:
    """The argument of a file with its passages found in the essay, and all faults.

    `essay` names the essay's text; without it the file's own `essay: file:` is tried, and where
    neither is here passages stay as written.
    """
    return _in_essay(read_file(path), path, essay)


def read_text(
    text: str, path: Path, essay: Path | None = None
) -> tuple[Argument | None, tuple[Problem, ...]]:
    """The same of a text that is not saved yet, as if it stood in the file."""
    return _in_essay(read(text, str(path)), path, essay)


def _in_essay(
    found: tuple[Argument | None, tuple[Problem, ...]], path: Path, essay: Path | None
) -> tuple[Argument | None, tuple[Problem, ...]]:
    argument, problems = found
    if argument is None:
        return None, problems
    argument, more = with_taxonomies(argument, path.parent)
    problems = (*problems, *more)
    text, more = _essay(argument, path, essay)
    if text is None:
        return argument, (*problems, *more)
    claims, lost = _anchored(argument, text)
    return replace(argument, essay=text, claims=claims), (*problems, *more, *lost)


def check_names(argument: Argument, catalog: Mapping[str, Dataset]) -> tuple[Problem, ...]:
    """Faults that need the catalog: datasets, columns, categories, units, windows."""
    from squarely.argument.placed import Places
    from squarely.grounds import regions
    from squarely.grounds.countries import meant, nearest
    from squarely.grounds.places import outlived

    faults: tuple[Problem, ...] = ()
    if argument.integrated:
        from squarely.grounds.reported import unfit
        from squarely.study.integrating import with_described

        named = {name for one in argument.integrated for name in one.of if name in catalog}
        wrong = {name: unfit(catalog[name]) for name in named}
        faults = check_integrated(argument, catalog, wrong)
        catalog = with_described(argument, catalog)
    places = Places(regions.meant, regions.hint, outlived)
    return (*faults, *check(argument, catalog, meant, nearest, places))


def check_rows(argument: Argument, grounds: Grounds) -> tuple[Problem, ...]:
    """Faults of integrated datasets that only their rows can tell; after `check_names`."""
    if not argument.integrated:
        return ()
    from squarely.study.integrating import faults

    return faults(argument, grounds)


def settle_names(argument: Argument, catalog: Mapping[str, Dataset]) -> Argument:
    """The argument with countries as codes and years as days; only after `check_names`."""
    from squarely.grounds import regions
    from squarely.grounds.countries import meant

    return settled(argument, catalog, meant, regions.meant)


def _essay(
    argument: Argument, path: Path, named: Path | None
) -> tuple[Essay | None, tuple[Problem, ...]]:
    own = path.parent / argument.essay_file if argument.essay_file else None
    chosen = named or (own if own and isfile(own) else None)  # isfile bears any name
    if chosen is None:
        return None, ()
    try:
        if chosen.stat().st_size > MOST_ESSAY_BYTES:
            return None, (_unread(path, chosen, "is larger than 5 MB"),)
        text = chosen.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, (_unread(path, chosen, "is not UTF-8 text"),)
    except OSError as error:
        return None, (_unread(path, chosen, f"cannot be read: {error.strerror}"),)
    return split(text, str(chosen)), ()


def _unread(path: Path, essay: Path, why: str) -> Problem:
    return Problem("essay-unread", "error", f"the essay {essay} {why}", Place(str(path), 1, 1))


_HOW = {
    "moved": "has moved",
    "edited": "was edited since it was quoted",
    "split": "was split by other text since it was quoted",
}


def _elsewhere(argument: Argument, claim: Claim, found: Found) -> Problem:
    """A passage that is not as the file names it, with where it was found and how surely."""
    place = (claim.passage.place if claim.passage else None) or Place(argument.file, 1, 1)
    numbers = ", ".join(str(number) for number in found.sentences)
    message = (
        f'The passage of "{claim.id}" {_HOW[found.how]}; found in sentence {numbers} '
        f"with a score of {found.score:.2f}."
    )
    shown = found.text if len(found.text) <= 200 else f"{found.text[:197]}..."
    hint = f'it reads: "{shown}"'
    return Problem(f"passage-{found.how}", "warning", message, place, hint)


def _anchored(argument: Argument, essay: Essay) -> tuple[tuple[Claim, ...], list[Problem]]:
    claims: list[Claim] = []
    lost: list[Problem] = []
    for claim in argument.claims:
        found = find(essay, claim.passage) if claim.passage else None
        if isinstance(found, Problem):
            lost.append(found)
            found = None
        elif found is not None and found.how != "as named":
            lost.append(_elsewhere(argument, claim, found))
        claims.append(replace(claim, found=found))
    return tuple(claims), lost
