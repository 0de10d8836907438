"""A JSON descriptor read into what the catalog knows of a dataset; its faults are values.

The form is a Frictionless Data Package. Its own keys may carry whatever the standard allows; the
`squarely` object of a resource is read strictly, since a misspelt key there would silently change
a verdict. A malformed file never raises.

Sources: Frictionless Data Package v1, specs.frictionlessdata.io.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from squarely.grounds.adapters import FORMATS
from squarely.grounds.filters import conditions
from squarely.model.dataset import Axis, Column, ColumnType, Coverage, Dataset, Kind, Option
from squarely.model.place import Place, Problem
from squarely.model.request import Every, Window

LARGEST = 1_000_000  # characters in one descriptor
MOST_COLUMNS = 10_000
ROLES = (
    *("time", "time_end", "place", "region", "latitude", "longitude"),
    *("actor", "target", "item", "position", "type"),
    *("size_low", "size", "size_high", "value_low", "value", "value_high"),
    *("source", "id", "count"),
)


@dataclass(frozen=True, slots=True)
class Described:
    """A resource: the dataset it states, its file, and how its cells are to be read.

    `form` is the JSON of a resource with a `dialect`: encoding, delimiter, header and the fields'
    own keys, by which `squarely.grounds.bring.reading` reads it; empty where there is none.
    `format` names the adapter of the publisher's format in which the file is.
    """

    dataset: Dataset
    path: str | None = None
    missing: tuple[str, ...] = ("",)
    free_text: frozenset[str] = frozenset()
    form: str = ""
    format: str = ""


@dataclass(slots=True)
class _Faults:
    """Collects the faults of one file, each at the line where its key first stands."""

    file: str
    text: str
    found: list[Problem]

    def add(self, code: str, message: str, key: str = "", hint: str | None = None) -> None:
        at = self.text.find(f'"{key}"') if key else -1
        before = self.text[: max(at, 0)]
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        self.found.append(Problem(code, "error", message, Place(self.file, line, column), hint))

    def known(self, given: Iterable[str], allowed: Iterable[str], what: str) -> None:
        names = list(allowed)
        for key in given:
            if key not in names:
                near = difflib.get_close_matches(key, names, 1, 0.5)
                hint = f"did you mean {near[0]}?" if near else "known: " + ", ".join(names)
                self.add("descriptor-key", f"{what} has no key `{key}`", key, hint)


def parse(text: str, file: str) -> tuple[tuple[Described, ...], tuple[Problem, ...]]:
    """Every resource that a descriptor states, and its faults; a faulty resource is left out."""
    faults = _Faults(file, text, [])
    package = _load(text, faults)
    resources = package.get("resources")
    if not faults.found and not isinstance(resources, list):
        faults.add("descriptor-value", "`resources` must be a list", "resources")
    found = []
    for resource in resources if isinstance(resources, list) else []:
        if not isinstance(resource, dict):
            faults.add("descriptor-value", "a resource must be an object", "resources")
            continue
        before = len(faults.found)
        described = _resource(package, resource, faults)
        if described and len(faults.found) == before:
            found.append(described)
    return tuple(found), tuple(faults.found)


def _load(text: str, faults: _Faults) -> dict[str, Any]:
    if len(text) > LARGEST:
        faults.add("descriptor-size", f"a descriptor may hold {LARGEST:,} characters at most")
        return {}
    try:
        package = json.loads(text)
    except (ValueError, RecursionError) as error:
        faults.add("descriptor-json", f"this is not JSON: {error}")
        return {}
    if not isinstance(package, dict):
        faults.add("descriptor-json", "a data package is a JSON object")
        return {}
    return package


_KEYS: Mapping[str, tuple[type, ...]] = {
    "kind": (str,),
    "family": (str,),
    "roles": (dict,),
    "units": (dict,),
    "coverage": (dict,),
    "lag_months": (int,),
    "reported": (bool,),
    "hand_typed": (bool,),
    "redistributable": (bool,),
    "traps": (list,),
    "citation": (str,),
    "vintage": (str,),
    "vintage_of": (str,),
    "settles": (list,),
    "choices": (list,),
    "format": (str,),
}


def _resource(
    package: dict[str, Any], resource: dict[str, Any], faults: _Faults
) -> Described | None:
    name = resource.get("name") or package.get("name")
    told = resource.get("squarely")
    if not isinstance(name, str) or not isinstance(told, dict):
        faults.add("descriptor-value", "a resource needs a `name` and a `squarely` object", "name")
        return None
    faults.known(told, _KEYS, "`squarely`")
    for key, types in _KEYS.items():
        if key in told and not isinstance(told[key], types):
            faults.add("descriptor-value", f"`{key}` must be a {types[0].__name__}", key)
            return None
    schema = resource.get("schema") if isinstance(resource.get("schema"), dict) else {}
    columns = _columns(schema or {}, faults)
    dataset = _dataset(name, (package, resource, told), columns, faults)
    path = resource.get("path")
    fields = [f for f in (schema or {}).get("fields") or [] if isinstance(f, dict)]
    return Described(
        dataset,
        path if isinstance(path, str) else None,
        tuple(str(m) for m in (schema or {}).get("missingValues", [""])),
        frozenset(str(f.get("name")) for f in fields if f.get("free_text") is True),
        _form(resource, fields),
        _format(told.get("format", ""), faults),
    )


def _format(name: str, faults: _Faults) -> str:
    return str(_word(name, ("", *FORMATS), "format", faults)) if name else ""


def _form(resource: dict[str, Any], fields: list[dict[str, Any]]) -> str:
    if not isinstance(resource.get("dialect"), dict):
        return ""
    told = {"encoding": resource.get("encoding"), "dialect": resource["dialect"], "fields": fields}
    return json.dumps(told, sort_keys=True)


def _dataset(
    name: str,
    told: tuple[dict[str, Any], dict[str, Any], dict[str, Any]],
    columns: tuple[Column, ...],
    faults: _Faults,
) -> Dataset:
    package, resource, ours = told
    names = [column.name for column in columns]

    def either(key: str) -> str:
        return str(resource.get(key) or package.get(key) or "")

    return Dataset(
        name=name,
        title=either("title") or name,
        version=either("version") or "1",
        kind=_word(ours.get("kind", "events"), get_args(Kind), "kind", faults),
        family=ours.get("family", name),
        here=False,
        licence=_licence(resource) or _licence(package) or "not stated",
        redistributable=ours.get("redistributable", False),
        citation=ours.get("citation", ""),
        columns=columns,
        roles=_roles(ours.get("roles", {}), names, faults),
        units=_units(ours.get("units", {}), names, faults),
        coverage=_coverage(ours.get("coverage", {}), faults),
        lag=ours.get("lag_months", 0),
        reported=ours.get("reported", True),
        hand_typed=ours.get("hand_typed", False),
        traps=tuple(str(trap) for trap in ours.get("traps", ())),
        choices=tuple(_axes(ours.get("choices", ()), name, names, faults)),
        source=_source(resource) or _source(package),
        vintage=ours.get("vintage", ""),
        vintage_of=ours.get("vintage_of", ""),
        settles=tuple(str(line) for line in ours.get("settles", ())),
    )


def _word(value: str, allowed: tuple[str, ...], key: str, faults: _Faults) -> Any:  # noqa: ANN401
    if value not in allowed:
        hint = "known: " + ", ".join(allowed)
        faults.add("descriptor-value", f"`{key}` cannot be {value!r}", key, hint)
        return allowed[0]
    return value


def _licence(holder: dict[str, Any]) -> str:
    licences = holder.get("licenses")
    if not isinstance(licences, list):
        return ""
    stated = [one for one in licences if isinstance(one, dict)]
    return ", ".join(str(one.get("name") or one.get("title")) for one in stated)


def _source(holder: dict[str, Any]) -> str:
    sources = holder.get("sources")
    if not isinstance(sources, list):
        return ""
    stated = [one for one in sources if isinstance(one, dict)]
    return "; ".join(
        " ".join(str(one[key]) for key in ("title", "path") if one.get(key)) for one in stated
    )


def _columns(schema: dict[str, Any], faults: _Faults) -> tuple[Column, ...]:
    fields = schema.get("fields", [])
    if not isinstance(fields, list) or len(fields) > MOST_COLUMNS:
        faults.add(
            "descriptor-size", f"`fields` is a list of at most {MOST_COLUMNS:,} columns", "fields"
        )
        return ()
    columns = []
    for field in fields:
        if not isinstance(field, dict) or not isinstance(field.get("name"), str):
            faults.add("descriptor-value", "a field is an object with a `name`", "fields")
            continue
        categories = field.get("categories")
        columns.append(
            Column(
                field["name"],
                _word(field.get("type", "string"), get_args(ColumnType), field["name"], faults),
                str(field.get("unit") or ""),
                str(field.get("description") or ""),
                tuple(str(c) for c in categories) if isinstance(categories, list) else None,
            )
        )
    return tuple(columns)


def _roles(told: dict[str, Any], names: list[str], faults: _Faults) -> dict[str, str]:
    faults.known(told, ROLES, "`roles`")
    for role, column in told.items():
        if not isinstance(column, str) or (names and column not in names):
            _no_column(f"role {role}", str(column), names, faults)
    return {role: str(column) for role, column in told.items()}


def _units(told: dict[str, Any], names: list[str], faults: _Faults) -> dict[str, str | None]:
    for unit, column in told.items():
        if column is not None and names and column not in names:
            _no_column(f"unit {unit}", str(column), names, faults)
    return {unit: None if column is None else str(column) for unit, column in told.items()}


def _no_column(what: str, column: str, names: list[str], faults: _Faults) -> None:
    near = difflib.get_close_matches(column, names, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else None
    faults.add("descriptor-column", f"{what}: there is no column `{column}`", column, hint)


def _coverage(told: dict[str, Any], faults: _Faults) -> Coverage:
    allowed = ("first", "last", "places", "population", "thresholds", "resolution", "complete")
    faults.known(told, allowed, "`coverage`")
    places = told.get("places") or []
    return Coverage(
        Window(_day(told.get("first"), "first", faults), _day(told.get("last"), "last", faults)),
        tuple(str(place) for place in places) if isinstance(places, list) else (str(places),),
        str(told.get("population") or ""),
        str(told.get("thresholds") or ""),
        _word(told.get("resolution", "day"), get_args(Every), "resolution", faults),
        told.get("complete") is True,
    )


def _day(value: object, key: str, faults: _Faults) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        faults.add("descriptor-value", f"`{key}`: {value!r} is not a date such as 2025-10-03", key)
        return None


def _axes(told: Iterable[object], name: str, names: list[str], faults: _Faults) -> Iterable[Axis]:
    for choice in told:
        if not isinstance(choice, dict) or not isinstance(choice.get("options"), list):
            faults.add("descriptor-value", "a choice needs a `name` and `options`", "choices")
            continue
        faults.known(choice, ("name", "argument", "unanimous", "options"), "a choice")
        read = [_option(option, names, faults) for option in choice["options"]]
        yield Axis(
            str(choice.get("name", "")),
            tuple(option for option in read if option),
            str(choice.get("argument", "")),
            choice.get("unanimous") is True,
            name,
        )


def _option(told: object, names: list[str], faults: _Faults) -> Option | None:
    if not isinstance(told, dict):
        faults.add("descriptor-value", "an option is an object with a `label`", "options")
        return None
    faults.known(told, ("label", "where", "dataset", "keys"), "an option")
    try:
        where = conditions(told.get("where", {}))
    except ValueError as error:
        faults.add("descriptor-value", f"`where`: {error}", "where")
        return None
    for condition in where:
        if names and condition.column not in (*names, *ROLES):
            _no_column("a choice", condition.column, names, faults)
    keys = told.get("keys")
    return Option(
        str(told.get("label", "")),
        where,
        str(told["dataset"]) if told.get("dataset") else None,
        tuple(sorted(keys.items())) if isinstance(keys, dict) else (),
    )
