"""Every place where an argument speaks of a dataset, in one form for all warrants and choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from squarely.model.argument import (
    Argument,
    Claim,
    Controls,
    Groups,
    Items,
    Moment,
    Value,
    WarrantUse,
)
from squarely.model.place import Place
from squarely.model.request import Condition, Measure, Window


@dataclass(frozen=True, slots=True)
class Use:
    """A dataset as one key of a warrant uses it: what is measured, under which conditions.

    `path` leads to it among the warrant's `places`; the paths of `conditions` and `columns` go on
    from there. `during` is the window the warrant speaks of.
    """

    dataset: str
    path: str
    places: Mapping[str, Place]
    kind: str = ""
    name: str = ""
    conditions: tuple[tuple[str, tuple[Condition, ...]], ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    during: Window | None = None
    place: Place = field(default_factory=lambda: Place("", 1, 1))

    def at(self, *paths: str) -> Place:
        """The place of the first of these paths that stands in the file, else of the warrant."""
        for path in paths:
            for full in (self.path + path, path.lstrip(".")):
                if full in self.places:
                    return self.places[full]
        return self.places.get(self.path, self.place)


def uses(argument: Argument) -> Iterator[Use]:
    """Every use of a dataset, in the order of the file."""
    for claim in argument.claims:
        if claim.warrant is not None:
            yield from _of_warrant(claim, claim.warrant)


def _of_warrant(claim: Claim, warrant: WarrantUse) -> Iterator[Use]:
    during = warrant.keys.get("during")
    window = during if isinstance(during, Window) else None
    dataset = warrant.keys.get("in")
    named = dataset if isinstance(dataset, str) else _main(warrant)
    place = warrant.place or claim.place or Place("", 1, 1)
    values = [(key, value) for key, value in warrant.keys.items() if key != "in"]
    for key, further in claim.choices.items():
        values += [(f"choices.{key}[{n}]", v) for n, v in enumerate(further)]  # type: ignore[misc]
    if isinstance(dataset, str):
        yield Use(dataset, "", warrant.places, during=window, place=place)
    for path, value in values:
        for use in _of_value(path, value, named):
            if not use.dataset:  # a faulty measure names none
                continue
            yield Use(
                use.dataset,
                use.path,
                warrant.places,
                use.kind,
                use.name,
                use.conditions,
                use.columns,
                window if use.kind else None,
                place,
            )


def _main(warrant: WarrantUse) -> str | None:
    """The dataset of the measure, or of the class of cases, that a warrant is about."""
    measure = warrant.keys.get("of")
    cases = warrant.keys.get("class")
    if isinstance(cases, Moment):
        return cases.dataset
    if isinstance(measure, tuple):
        measure = next((each for each in measure if isinstance(each, Measure)), None)
    return measure.dataset if isinstance(measure, Measure) else None


def _of_value(path: str, value: Value, named: str | None) -> Iterator[Use]:
    """The uses inside one key's value; `named` is the dataset meant where it names none."""
    if isinstance(value, Measure):
        yield _of_measure(path, value)
    elif isinstance(value, Moment) and value.dataset:
        yield Use(value.dataset, path, {}, conditions=((".where", value.where),))
    elif isinstance(value, Items) and value.where and named:
        yield Use(named, path, {}, conditions=((".where", value.where),))
    elif isinstance(value, Groups) and value.by != "time" and named:
        yield _of_groups(path, value, named)
    elif isinstance(value, Controls) and named:
        condition = Condition(value.by, value.of)
        yield Use(named, path, {}, conditions=(("", (condition,)),))
    elif path == "by" and isinstance(value, str) and named:
        yield Use(named, "", {}, columns=((".by", value),))
    elif isinstance(value, tuple):
        measures = [each for each in value if isinstance(each, Measure)]
        conditions = tuple(each for each in value if isinstance(each, Condition))
        for number, each in enumerate(measures):
            yield _of_measure(f"{path}[{number}]", each)
        if conditions and named:
            yield Use(named, path, {}, conditions=(("", conditions),))


def _of_measure(path: str, measure: Measure) -> Use:
    narrowed = ".share" if measure.kind == "share" else ".where"
    conditions = ((narrowed, measure.where), (".among", measure.among))
    return Use(measure.dataset, path, {}, measure.kind, measure.name, conditions)


def _of_groups(path: str, groups: Groups, named: str) -> Use:
    """Two values of a column are held against its categories as a condition would be."""
    condition = Condition(groups.by, (groups.first, groups.second))
    return Use(named, path, {}, conditions=(("", (condition,)),))
