"""What can be wrong with an argument that was read well: its cycles, and what the catalog knows.

`CHECKS` is all of it: each takes the argument and what is known of the datasets, and returns
problems. Errors are names the catalog does not have; a dataset that is described but not here, or a
window it does not cover, is a warning, for the answer is then "no grounds", not a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from squarely.argument.cycles import cycles
from squarely.argument.evidence import common, words
from squarely.argument.faults import LONGEST_SHOWN, meant, sorted_problems
from squarely.argument.placed import Places, placed
from squarely.argument.sense import senses
from squarely.argument.uses import Use, uses
from squarely.argument.versions import versioned, versions
from squarely.model.argument import Argument, Claim
from squarely.model.dataset import Column, Dataset
from squarely.model.place import Place, Problem, Severity
from squarely.model.request import Condition, Scalar, Window


@dataclass(frozen=True, slots=True)
class Known:
    """What the checks hold the names of the file against.

    `country` gives a country's code or None; `near` a similar country's name; `places` what is
    known of regions and of the days of states.
    """

    catalog: Mapping[str, Dataset]
    country: Callable[[str], str | None]
    near: Callable[[str], str | None] | None = None
    places: Places | None = None


Check = Callable[[Argument, Known], list[Problem]]


def check(
    argument: Argument,
    catalog: Mapping[str, Dataset],
    countries: Callable[[str], str | None],
    near: Callable[[str], str | None] | None = None,
    places: Places | None = None,
) -> tuple[Problem, ...]:
    """All problems that the checks find, in the order of the file."""
    known = Known(catalog, countries, near, places)
    argument = versioned(argument, catalog)
    return sorted_problems(problem for each in CHECKS for problem in each(argument, known))


def places(argument: Argument, known: Known) -> list[Problem]:
    """Regions that are none or several, and states named for days on which they did not exist."""
    return list(placed(argument, known.catalog, known.country, known.places))


def circles(argument: Argument, known: Known) -> list[Problem]:
    """Claims that come to support themselves over other claims: a warning for each circle."""
    found: list[Problem] = []
    for names in cycles(argument):
        claim = argument.claim(names[0])
        shown = " -> ".join((*names[:10], names[0]) if len(names) <= 10 else (*names[:10], "..."))
        message = f"These claims support each other in a circle and stay open: {shown}."
        found.append(_problem("cycle", message, _at(argument, claim), severity="warning"))
    return found


def uncovered_sentences(argument: Argument, known: Known) -> list[Problem]:
    """Sentences of the essay that no claim restates: one warning with their numbers."""
    essay = argument.essay
    if essay is None:
        return []
    covered = {number for claim in argument.claims for number in _sentences(claim)}
    units = [unit.number for unit in essay.sentences if unit.kind == "sentence"]
    missing = [number for number in units if number not in covered]
    if not missing:
        return []
    numbers = ", ".join(str(number) for number in missing[:20])
    rest = f" and {len(missing) - 20} more" if len(missing) > 20 else ""
    message = f"{len(missing)} of {len(units)} sentences have no claim: {numbers}{rest}."
    at = Place(argument.file, 1, 1)
    return [_problem("sentence-without-claim", message, at, severity="warning")]


def values_from_facts(argument: Argument, known: Known) -> list[Problem]:
    """Steps from facts alone to a value judgement: one warning that names where they end."""
    normative = {claim.id for claim in argument.claims if claim.type == "normative"}
    leaps = [
        step
        for step in argument.inferences
        if step.to in normative and not normative & set(step.premises)
    ]
    if not leaps:
        return []
    ends = list(dict.fromkeys(step.to for step in leaps if step.to))
    shown = ", ".join(ends[:10]) + (f" and {len(ends) - 10} more" if len(ends) > 10 else "")
    message = f"A value judgement is concluded from facts alone: {shown}."
    at = leaps[0].place or Place(argument.file, 1, 1)
    hint = "state the value that the step needs as a claim of its own, of type normative"
    return [Problem("value-from-facts", "warning", message, at, hint)]


def datasets(argument: Argument, known: Known) -> list[Problem]:
    """Every dataset must be in the catalog; one that is not here is a warning."""
    found: list[Problem] = []
    for use in uses(argument):
        name, _, version = use.dataset.partition("@")
        dataset = known.catalog.get(name)
        if dataset is None:
            hint = meant(name, known.catalog, len(found))
            message = f'No dataset is called "{name[:LONGEST_SHOWN]}" in the catalog.'
            found.append(_problem("unknown-dataset", message, use.at(".in"), hint))
        elif version and version != dataset.version:
            found.append(_other_version(known.catalog, name, version, use.at(".in")))
        elif not dataset.here:
            message = f'"{name}" is described but its rows are not here: no grounds.'
            hint = f"see `squarely data info {name}`"
            found.append(_problem("not-here", message, use.at(".in"), hint, "warning"))
    return found


def _other_version(
    catalog: Mapping[str, Dataset], name: str, version: str, place: Place
) -> Problem:
    """A version that is not here: which are, and the nearest of them."""
    copies = versions(catalog, name)
    here = sorted(one for one, held in copies.items() if held.here)
    near = get_close_matches(version[:60], here, 1, 0)
    hint = f"the nearest that is here is {name}@{near[0]}" if near else None
    if version in copies:
        message = f'"{name}" is known at version "{version}", but those rows are not here.'
        return _problem("version-not-here", message, place, hint)
    held = ", ".join(f'"{one}"' for one in sorted(copies))
    message = f'"{name}" is known at version {held}, not "{version[:60]}".'
    return _problem("unknown-version", message, place, hint)


def columns(argument: Argument, known: Known) -> list[Problem]:
    """Units, columns and categories must be those the dataset declares."""
    found: list[Problem] = []
    for use in uses(argument):
        dataset = _dataset(use, known)
        if dataset is None or not dataset.columns:
            continue
        found += _measured(use, dataset)
        for path, conditions in use.conditions:
            for condition in conditions:
                found += _condition(use, dataset, f"{path}.{condition.column}", condition, known)
    return found


def windows(argument: Argument, known: Known) -> list[Problem]:
    """A window that reaches outside what a dataset covers is a warning."""
    found: list[Problem] = []
    for use in uses(argument):
        dataset = _dataset(use, known)
        if dataset is None or use.during is None:
            continue
        covered = dataset.coverage.during
        if not _outside(use.during, covered):
            continue
        message = f'"{dataset.name}" covers {covered}; the window {use.during} reaches outside it.'
        at = use.places.get("during", use.at(".in"))
        found.append(_problem("window-outside-coverage", message, at, severity="warning"))
    return found


def meanings(argument: Argument, known: Known) -> list[Problem]:
    """Values that no test could take for what they say."""
    return list(senses(argument, known.catalog, known.country))


def evidence(argument: Argument, known: Known) -> list[Problem]:
    """What premises have in common, and words that ask for more than a count."""
    return [*words(argument), *common(argument, known.catalog)]


CHECKS: tuple[Check, ...] = (
    circles,
    values_from_facts,
    uncovered_sentences,
    datasets,
    columns,
    windows,
    meanings,
    places,
    evidence,
)


def _problem(
    code: str, message: str, at: Place, hint: str | None = None, severity: Severity = "error"
) -> Problem:
    return Problem(code, severity, message, at, hint)


def _at(argument: Argument, claim: Claim | None) -> Place:
    return claim.place if claim and claim.place else Place(argument.file, 1, 1)


def _sentences(claim: Claim) -> tuple[int, ...]:
    if claim.found:
        return claim.found.sentences
    return claim.passage.sentences if claim.passage else ()


def _dataset(use: Use, known: Known) -> Dataset | None:
    return known.catalog.get(use.dataset.partition("@")[0])


def _outside(window: Window, covered: Window) -> bool:
    """Whether a day named by the window lies outside; an open side asks for what there is."""
    early = bool(
        covered.first and any(d and d < covered.first for d in (window.first, window.last))
    )
    late = bool(covered.last and any(d and d > covered.last for d in (window.first, window.last)))
    return early or late


def _measured(use: Use, dataset: Dataset) -> list[Problem]:
    """The unit that is counted, or the column that is summed or read; columns named by keys."""
    found: list[Problem] = []
    if use.kind == "count" and use.name and use.name not in dataset.units:
        hint = meant(use.name, dataset.units)
        message = f'"{dataset.name}" does not count "{use.name[:LONGEST_SHOWN]}".'
        found.append(_problem("unknown-unit", message, use.at(".count"), hint))
    if use.kind in ("sum", "value") and use.name:
        found += _column(dataset, use.name, use.at(f".{use.kind}"))
    for path, name in use.columns:
        found += _column(dataset, name, use.at(path))
    return found


def _column(dataset: Dataset, name: str, at: Place) -> list[Problem]:
    if dataset.column(name) is not None:
        return []
    names = dict.fromkeys((*dataset.roles, *(column.name for column in dataset.columns)))
    message = f'"{dataset.name}" has no column or role "{name[:LONGEST_SHOWN]}".'
    return [_problem("unknown-column", message, at, meant(name, names))]


def _condition(
    use: Use, dataset: Dataset, path: str, condition: Condition, known: Known
) -> list[Problem]:
    column = dataset.column(condition.column)
    if column is None:
        return _column(dataset, condition.column, use.at(path))
    found: list[Problem] = []
    for number, value in enumerate(condition.values):
        at = use.at(f"{path}[{number}]", path if number == 0 else f"{path}[0]")
        found += _value(column, value, at, known) if value is not None else []
    return found


def _value(column: Column, value: Scalar, at: Place, known: Known) -> list[Problem]:
    """One value of a condition against its column's type, categories or the countries."""
    written = str(value)[:LONGEST_SHOWN]
    if column.type == "country":
        return _country(str(value), at, known)
    if column.categories is not None and str(value) not in column.categories:
        hint = meant(str(value), column.categories)
        message = f'"{written}" is no category of "{column.name}".'
        return [_problem("unknown-category", message, at, hint)]
    if not _fits(column, value):
        article = "an" if column.type == "integer" else "a"
        message = f'The column "{column.name}" holds {article} {column.type}; found "{written}".'
        return [_problem("wrong-type", message, at)]
    return []


def _country(name: str, at: Place, known: Known) -> list[Problem]:
    if known.country(name) is not None:
        return []
    near = known.near(name) if known.near else None
    hint = (
        f'did you mean "{near}"?'
        if near
        else "give a name, an ISO 3166 code or a Correlates of War number"
    )
    message = f'No country is called "{name[:LONGEST_SHOWN]}".'
    return [_problem("unknown-country", message, at, hint)]


def _fits(column: Column, value: Scalar) -> bool:
    """Whether a value can be compared with the column at all; a year may stand for a date."""
    if column.type == "boolean":
        return isinstance(value, bool)
    if column.type in ("integer", "number"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if column.type in ("date", "year"):
        return not isinstance(value, bool | float) and not (
            isinstance(value, str) and not value[:4].isdigit()
        )
    return True
