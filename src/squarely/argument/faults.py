"""Notes on what is wrong with the author's file, and the name that was probably meant.

Every reader of this room writes into one `Notes`, so that all faults are shown at once. Looking for
a nearest name costs time for every known name; it stops after a fixed amount of work, so that a
file with thousands of faults is still answered quickly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from squarely.model.place import Place, Problem, Severity

MOST_COMPARISONS = 60_000  # of names, over all faults of a file: about half a second
MOST_HINTS = 200  # faults of a file that get a hint
MOST_PROBLEMS = 1_000
MOST_NOTED = 5_000  # after so many, reading on finds nothing an author could use
LONGEST_SHOWN = 60


class Placed(Protocol):
    """Whatever stands somewhere in the file."""

    @property
    def line(self) -> int:
        """Line from 1."""
        ...

    @property
    def column(self) -> int:
        """Column from 1."""
        ...


@dataclass(frozen=True, slots=True)
class Notes:
    """The faults found so far in one file."""

    file: str
    problems: list[Problem] = field(default_factory=list)


def fault(notes: Notes, at: Placed, code: str, message: str, hint: str | None = None) -> None:
    """Note an error at a value of the file."""
    fault_at(notes, (at.line, at.column), code, message, hint)


def fault_at(
    notes: Notes, at: tuple[int, int], code: str, message: str, hint: str | None = None
) -> None:
    """Note an error at a line and column."""
    if len(notes.problems) < MOST_NOTED:
        notes.problems.append(Problem(code, "error", message, Place(notes.file, *at), hint))


def place(notes: Notes, at: Placed) -> Place:
    """The place of a value in the file."""
    return Place(notes.file, at.line, at.column)


def meant(word: str, names: Iterable[str], so_far: int = 0) -> str | None:
    """A hint that names the nearest of `names`, or lists them where they are few.

    `so_far` is the number of faults already noted, each of which may have cost as much.
    """
    from difflib import get_close_matches  # only a faulty file pays for it

    known = [name[:LONGEST_SHOWN] for name in names]
    if so_far > MOST_HINTS or not known or (so_far + 1) * len(known) > MOST_COMPARISONS:
        return None
    word = word[:LONGEST_SHOWN]
    lower = {name.lower(): name for name in reversed(known)}
    near = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    if near:
        return f'did you mean "{lower[near[0]]}"?'
    if len(known) <= 20:
        return "known: " + ", ".join(known)
    return None


def listed(names: Iterable[str]) -> str:
    """Names for a message: `a, b or c`."""
    words = list(names)
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def sorted_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems in the order of the file, at most `MOST_PROBLEMS` of them."""
    ordered = sorted(set(problems), key=_order)
    if len(ordered) <= MOST_PROBLEMS:
        return tuple(ordered)
    rest = len(ordered) - MOST_PROBLEMS
    severity: Severity = "error"
    where = ordered[MOST_PROBLEMS].place
    more = Problem(
        "too-many-problems", severity, f"{rest} more faults, or still more, are not shown.", where
    )
    return (*ordered[:MOST_PROBLEMS], more)


def _order(problem: Problem) -> tuple[str, int, int, str, str, str]:
    """Where a problem stands, then what it is."""
    at = problem.place
    return at.file, at.line, at.column, problem.severity, problem.code, problem.message
