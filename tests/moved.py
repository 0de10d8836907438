"""The same world told otherwise: shipped figures rewritten, and arguments rewritten with them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from squarely.grounds.catalog import SHIPPED, Grounds, open_grounds

Row = dict[str, str]
Types = Mapping[str, tuple[str, str]]  # column -> (type, unit)
MADE_UP = tuple(
    path.parent
    for path in sorted((Path(__file__).parent.parent / "examples").glob("*/*/datapackage.json"))
)  # the examples' own data
YEARS = 28  # weekdays and leap years come round again after 28 years

_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$")


def grounds_with(
    folder: Path,
    rows: Callable[[list[Row], Types], list[Row]],
    descriptor: Callable[[Any], Any] = lambda value: value,
) -> Grounds:
    """What ships and the examples' own data, tables and descriptors rewritten, in our folder."""
    folders = []
    described = sorted((SHIPPED / "figures").glob("*.json"))
    for path in (*described, *(made / "datapackage.json" for made in MADE_UP)):
        package = json.loads(path.read_text(encoding="utf-8"))
        resource = package["resources"][0]
        found = {f["name"]: (f["type"], f.get("unit", "")) for f in resource["schema"]["fields"]}
        own = folder / resource["name"]
        own.mkdir(parents=True)
        source = (path.parent / resource["path"]).read_text(encoding="utf-8")
        (own / resource["path"]).write_text(_rewritten(source, found, rows), encoding="utf-8")
        (own / "datapackage.json").write_text(json.dumps(descriptor(package)), encoding="utf-8")
        folders.append(own)
    grounds, problems = open_grounds(folders)
    assert problems == ()
    return grounds


def _rewritten(text: str, types: Types, rows: Callable[[list[Row], Types], list[Row]]) -> str:
    reader = csv.DictReader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.DictWriter(out, reader.fieldnames or [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(list(reader), types))
    return out.getvalue()


def reversed_rows(rows: list[Row], _: Types) -> list[Row]:
    """The last row first."""
    return rows[::-1]


def swapped(names: Mapping[str, str]) -> Callable[[list[Row], Types], list[Row]]:
    """Every cell that is one of the names becomes the other."""

    def change(rows: list[Row], _: Types) -> list[Row]:
        return [{key: names.get(value, value) for key, value in row.items()} for row in rows]

    return change


def swapped_descriptor(names: Mapping[str, str]) -> Callable[[Any], Any]:
    """A descriptor in whose lists (places, categories, values of choices) the names are swapped."""

    def change(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: change(one) for key, one in value.items()}
        if isinstance(value, list):
            return [names.get(one, one) if isinstance(one, str) else change(one) for one in value]
        return value

    return change


def later(rows: list[Row], types: Types) -> list[Row]:
    """Every date and year 28 years on."""
    return [{key: _later_cell(value, types[key]) for key, value in row.items()} for row in rows]


def _later_cell(value: str, kind: tuple[str, str]) -> str:
    if value and (kind[0] == "year" or kind == ("integer", "year")):
        return str(int(value) + YEARS)
    return later_text(value) if kind[0] == "date" else value


def later_text(value: str) -> str:
    """An ISO day 28 years on; any other text as it is."""
    match = _DAY.match(value)
    return f"{int(match[1]) + YEARS:04d}-{match[2]}-{match[3]}" if match else value


def later_descriptor(value: Any) -> Any:
    """A descriptor with every day in it 28 years on."""
    if isinstance(value, dict):
        return {key: later_descriptor(one) for key, one in value.items()}
    if isinstance(value, list):
        return [later_descriptor(one) for one in value]
    return later_text(value) if isinstance(value, str) else value


def each_leaf(value: Any, change: Callable[[Any], Any]) -> Any:
    """A value of the model with every leaf changed; places stay."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: each_leaf(getattr(value, field.name), change)
            for field in fields(value)
            if field.name not in ("place", "places", "essay", "passage", "found", "id", "says")
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(each_leaf(one, change) for one in value)
    if isinstance(value, Mapping):
        return {each_leaf(key, change): each_leaf(one, change) for key, one in value.items()}
    return change(value)


def later_leaf(value: Any) -> Any:
    """A date, or a year, years or day written as text, 28 years on."""
    if isinstance(value, date):
        return value.replace(year=value.year + YEARS)
    if isinstance(value, str) and re.fullmatch(r"(19|20)\d{2}(\.\.(19|20)\d{2})?", value):
        return "..".join(str(int(year) + YEARS) for year in value.split(".."))
    return later_text(value) if isinstance(value, str) else value
