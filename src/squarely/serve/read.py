"""An argument read for the workbench: no essay and no data from outside the folder.

On the command line a file may name an essay or data wherever they lie, for who runs it has read it.
Here a file is opened by a click; what it names outside the folder, and outside what `--data` names,
is a fault and stays unread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from squarely.argument.read import read as read_alone
from squarely.argument.text import position
from squarely.grounds.catalog import Grounds, open_grounds
from squarely.grounds.here import originals
from squarely.model.argument import Argument
from squarely.model.place import Place, Problem
from squarely.serve.inside import within
from squarely.study.reading import check_names, read_text


@dataclass(frozen=True, slots=True)
class Understood:
    """An argument with its grounds, as far as they could be had, and all faults."""

    argument: Argument | None
    grounds: Grounds | None
    problems: tuple[Problem, ...]

    @property
    def runs(self) -> bool:
        """Whether nothing keeps it from being run."""
        wrong = any(problem.severity == "error" for problem in self.problems)
        return self.argument is not None and self.grounds is not None and not wrong


def understood(text: str, path: Path, roots: Sequence[Path], data: Sequence[Path]) -> Understood:
    """A text read as if it stood in the file at `path`."""
    alone, problems = read_alone(text, path.name)
    beyond = _beyond(alone, text, path, roots) if alone else ()
    if alone is None or beyond:
        return Understood(alone, None, (*problems, *beyond))
    argument, problems = read_text(text, path)
    folders = (*(path.parent / name for name in alone.data), *data)
    grounds, more = open_grounds(folders, originals())
    named = check_names(argument, grounds.known) if argument else ()
    return Understood(argument, grounds, (*problems, *more, *named))


def _beyond(
    argument: Argument, text: str, path: Path, roots: Sequence[Path]
) -> tuple[Problem, ...]:
    """What the file names outside the roots."""
    named = [*argument.data, *([argument.essay_file] if argument.essay_file else [])]
    hint = "`squarely serve --data DIR` lets it be read"
    return tuple(
        Problem(
            "outside",
            "error",
            f'"{name[:60]}" lies outside the folder of this workbench and is not read.',
            Place(path.name, *position(text, max(0, text.find(name)))),
            hint if name in argument.data else None,
        )
        for name in named
        if not within(path.parent / name, roots)
    )
