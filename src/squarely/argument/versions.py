"""`NAME@version` as the dataset that holds that version.

A dataset may be here in several copies, each described as a dataset of its own that names the one
it is an earlier copy of. A claim may name a copy by the dataset's name and the copy's version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from squarely.model.argument import Argument, Claim, Moment, Value
from squarely.model.dataset import Dataset
from squarely.model.request import Measure

Catalog = Mapping[str, Dataset]


def versioned(argument: Argument, catalog: Catalog) -> Argument:
    """The argument with each version that is here replaced by the dataset that holds it."""
    return replace(argument, claims=tuple(_claim(claim, catalog) for claim in argument.claims))


def versions(catalog: Catalog, name: str) -> dict[str, Dataset]:
    """The copies of a dataset, itself among them, by version; the one named goes before others."""
    own = catalog.get(name)
    root = (own.vintage_of if own else "") or name
    family = [one for one in catalog.values() if root in (one.name, one.vintage_of)]
    family.sort(key=lambda one: (one.name == name, one.name == root))
    return {one.version: one for one in family}


def _claim(claim: Claim, catalog: Catalog) -> Claim:
    if claim.warrant is None:
        return claim
    keys = {key: _value(key, value, catalog) for key, value in claim.warrant.keys.items()}
    choices = {
        key: tuple(_value(key, each, catalog) for each in further)  # type: ignore[arg-type]
        for key, further in claim.choices.items()
    }
    return replace(claim, warrant=replace(claim.warrant, keys=keys), choices=choices)


def _value(key: str, value: Value, catalog: Catalog) -> Value:
    if isinstance(value, Measure):
        return replace(value, dataset=_name(value.dataset, catalog))
    if isinstance(value, Moment) and value.dataset:
        return replace(value, dataset=_name(value.dataset, catalog))
    if isinstance(value, str) and key == "in":
        return _name(value, catalog)
    if isinstance(value, tuple) and value and isinstance(value[0], Measure):
        measures = [each for each in value if isinstance(each, Measure)]
        return tuple(replace(each, dataset=_name(each.dataset, catalog)) for each in measures)
    return value


def _name(written: str, catalog: Catalog) -> str:
    """The copy's own name where its rows are here; else as it was written."""
    name, _, version = written.partition("@")
    if not version or (name in catalog and catalog[name].version == version):
        return written
    held = versions(catalog, name).get(version)
    return held.name if held and held.here else written
