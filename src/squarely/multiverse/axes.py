"""Which choices are open for a claim: the file's, the datasets' and the warrant's own.

A dataset's axis is left out where the claim itself fixes the column: what an author says is not
arbitrary. The first option of every axis is the main one.

Source: Del Giudice & Gangestad 2021, AMPPS 4(1): only choices of equal standing belong here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import cast

from squarely.model.argument import Claim, Groups, Items, Moment
from squarely.model.dataset import Axis, Dataset, Option
from squarely.model.finding import Warrant
from squarely.model.request import Condition, Count, Measure, Request
from squarely.multiverse.named import PART_OF, named_axes, share_of_all

SPOKEN = {"of": "measure", "among": "whole", "during": "dates"}  # keys as a reader is told them


def axes_of(claim: Claim, warrant: Warrant, catalog: Mapping[str, Dataset]) -> tuple[Axis, ...]:
    """Every axis of a claim: the file's, the datasets', the warrant's own, those words hide."""
    named = {name for name in claim.choices if name in _field_names(warrant)}
    own = tuple(axis for axis in warrant.axes() if axis.name not in named)
    hidden = () if "during" in claim.choices else named_axes(warrant, catalog)
    return (*_file_axes(claim, warrant), *_dataset_axes(warrant, catalog), *own, *hidden)


def _file_axes(claim: Claim, warrant: Warrant) -> Iterable[Axis]:
    for name, values in claim.choices.items():
        main = Option("as claimed")
        others = [_option(name, value, warrant) for value in values]
        kept = [option for option in others if option is not None]
        if kept:
            yield Axis(SPOKEN.get(name, name), (main, *kept), "named in the argument file")


def _option(name: str, value: object, warrant: Warrant) -> Option | None:
    """One alternative of the file: another dataset, another key of the warrant, or other rows."""
    if name == "in":
        return Option(str(value), dataset=str(value))
    if name in _field_names(warrant):
        current = getattr(warrant, name)
        if current == value or (isinstance(current, Items) and current.name == value):
            return None
        fitted = Items(value) if isinstance(current, Items) and isinstance(value, str) else value
        return Option(_label(value), keys=((name, fitted),))
    if isinstance(value, tuple) and all(isinstance(part, Condition) for part in value):
        return Option(_label(value), where=value)
    if isinstance(value, str | int | float | bool):
        return Option(_label(value), where=(Condition(name, (value,)),))
    return None


def _label(value: object) -> str:
    """An alternative of the file in words, as it stands beside "as claimed"."""
    if isinstance(value, Items):
        return value.name or "many items"
    if isinstance(value, tuple):
        return ", ".join(_label(part) for part in value)
    if isinstance(value, Measure):
        where = "".join(f", {_label(one)}" for one in (*value.where, *value.among))
        return f"{value.name or value.kind} in {value.dataset}{where}"
    if isinstance(value, Groups):
        return f"{value.first} and {value.second}"
    if isinstance(value, Condition):
        glue = ".." if value.kind == "between" else ", "
        held = glue.join("" if one is None else str(one) for one in value.values)
        return f"{value.column} {'not ' if value.negated else ''}{held}"
    return str(value)


def _dataset_axes(warrant: Warrant, catalog: Mapping[str, Dataset]) -> Iterable[Axis]:
    requests = warrant.needs()
    for name in dict.fromkeys(request.dataset for request in requests):
        dataset = catalog.get(name.partition("@")[0])
        for axis in dataset.choices if dataset else ():
            if not _touches(axis, _fixed(requests, name), dataset):
                yield Axis(axis.name, axis.options, axis.argument, axis.unanimous, name)


def _fixed(requests: Iterable[Request], name: str) -> set[str]:
    """The columns that the claim itself fixes in a dataset."""
    held: set[str] = set()
    for request in requests:
        if request.dataset == name:
            held.update(condition.column for condition in _conditions(request))
            held.update(request.by if isinstance(request, Count) else ())
    return held


def _conditions(request: Request) -> tuple[Condition, ...]:
    return request.measure.where if isinstance(request, Count) else request.where


def _touches(axis: Axis, fixed: set[str], dataset: Dataset | None) -> bool:
    roles = dataset.roles if dataset else {}
    held = fixed | {roles.get(name, name) for name in fixed}
    columns = {condition.column for option in axis.options for condition in option.where}
    return bool(held & (columns | {roles.get(name, name) for name in columns}))


def _field_names(warrant: Warrant) -> set[str]:
    return {field.name for field in fields(warrant)}  # type: ignore[arg-type]


def apply(warrant: Warrant, axis: Axis, option: Option) -> Warrant:
    """The warrant with one option chosen on one axis."""
    changes: dict[str, object] = dict(option.keys)
    if PART_OF in changes:
        changes = dict(share_of_all(warrant, cast("tuple[str, ...]", changes[PART_OF])))
    for field in fields(warrant):  # type: ignore[arg-type]
        if field.name not in changes:
            value = getattr(warrant, field.name)
            changed = _changed(value, field.name, axis, option)
            if changed is not value:
                changes[field.name] = changed
    changes |= _whole_too(warrant, axis, option)
    return _with(warrant, changes) if changes else warrant


def _whole_too(warrant: Warrant, axis: Axis, option: Option) -> Mapping[str, object]:
    """A reference set that is no measure of its own narrows with the rows that it is the whole of.

    Else the part would be taken of the rows chosen, and the whole of all rows.
    """
    of, among = getattr(warrant, "of", None), getattr(warrant, "among", option)
    if not option.where or not isinstance(of, Measure) or of.kind == "share":
        return {}
    if axis.of != of.dataset or not (among is None or isinstance(among, tuple)):
        return {}  # a choice that the file names may be of the part alone
    return {"among": (among or ()) + option.where}


def _changed(value: object, name: str, axis: Axis, option: Option) -> object:
    if isinstance(value, Measure):
        return _measure(value, axis, option)
    if isinstance(value, tuple) and value and all(isinstance(one, Measure) for one in value):
        return tuple(_measure(one, axis, option) for one in value if isinstance(one, Measure))
    if isinstance(value, Moment) and value.dataset and (axis.of in (None, value.dataset)):
        return Moment(value.during, option.dataset or value.dataset, value.where + option.where)
    if name == "dataset" and option.dataset and isinstance(value, str):
        return option.dataset
    return value


def _measure(measure: Measure, axis: Axis, option: Option) -> Measure:
    if axis.of is not None and measure.dataset != axis.of:
        return measure
    if option.dataset:
        measure = replace(measure, dataset=option.dataset)
    return measure.narrowed(option.where) if option.where else measure


def _with(warrant: Warrant, changes: Mapping[str, object]) -> Warrant:
    copied: Warrant = replace(warrant, **changes)  # type: ignore[type-var]
    return copied
