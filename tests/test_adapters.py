"""Every adapter and every shipped figure against its descriptor: nothing uncounted, nothing odd."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from squarely.grounds.adapters import ADAPTERS
from squarely.grounds.catalog import SHIPPED, Stand, adapter, open_grounds
from squarely.grounds.countries import name_of
from squarely.grounds.engine import connection, quoted
from squarely.grounds.tables import Table, table
from squarely.model.dataset import Column
from squarely.model.request import Window

FIGURES = sorted(path.stem for path in (SHIPPED / "figures").glob("*.csv"))
LARGEST = 300 * 1024
SQL_TYPES = {
    "string": {"VARCHAR"},
    "country": {"VARCHAR"},
    "integer": {"BIGINT", "INTEGER", "SMALLINT"},
    "number": {"DOUBLE", "BIGINT", "INTEGER"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
    "year": {"DATE", "BIGINT", "INTEGER"},
}


def ask(sql: str) -> list[tuple[object, ...]]:
    return connection().execute(sql).fetchall()


def original(name: str, root: Path) -> Table:
    module = adapter(name)
    grounds, problems = open_grounds(originals=root)
    assert problems == ()
    stand = grounds.stands.get(module.NAME)
    assert stand is not None, f"no descriptor in the catalog for {module.NAME}"
    assert stand.kind == "adapter", f"a source of {module.NAME} is missing"
    return table(stand)


def figures(name: str) -> Table:
    grounds, _ = open_grounds()
    stand: Stand = grounds.stands[name]
    assert stand.kind == "figures"
    return table(stand)


def check_columns(found: Table) -> None:
    declared = {column.name: column for column in found.dataset.columns}
    assert set(declared) == set(found.types)
    for name, column in declared.items():
        assert found.types[name] in SQL_TYPES[column.type], (name, column.type, found.types[name])
        check_values(found, column)


def check_values(found: Table, column: Column) -> None:
    name = quoted(column.name)
    few = f"SELECT DISTINCT {name} FROM {quoted(found.view)} WHERE {name} IS NOT NULL"
    if column.type == "country":
        strange = {str(row[0]) for row in ask(few) if name_of(str(row[0])) == str(row[0])}
        assert strange == set(), f"{column.name}: not countries"
    if column.categories is not None:
        strange = {str(row[0]) for row in ask(few)} - set(column.categories)
        assert strange == set(), f"{column.name}: not among its categories"
    if column.type == "string":
        blank = f"{few} AND trim({name}) <> {name}"
        assert ask(blank) == [], f"{column.name}: blanks around a value"
        assert ask(f"SELECT 1 FROM {quoted(found.view)} WHERE {name} = '' LIMIT 1") == [], (
            f"{column.name}: an empty text where a null belongs"
        )


def check_dates(found: Table) -> None:
    column = found.dataset.roles.get("time")
    if column is None:
        return
    assert found.types[column] == "DATE", f"the time column {column} holds no dates"
    name = quoted(column)
    first, last = ask(f"SELECT min({name}), max({name}) FROM {quoted(found.view)}")[0]
    held = found.dataset.coverage.during
    within = Window(first, last).within(held)  # type: ignore[arg-type]
    slack = {"week": 6}.get(found.dataset.coverage.resolution, 0)
    assert within.first is not None
    assert (within.first - first).days <= slack, f"{first} before {held}"  # type: ignore[operator]
    assert within.last == last, f"{last} after {held}"


def check_roles(found: Table) -> None:
    dataset = found.dataset
    assert set(dataset.roles.values()) <= set(found.types)
    assert {key for key in dataset.units.values() if key} <= set(found.types)
    for axis in dataset.choices:
        assert len(axis.options) > 1, axis.name
        assert axis.argument, f"{axis.name}: why each option is defensible"
    key = dataset.roles.get("id")
    if key and key not in dataset.units.values():  # a unit's key may stand in several rows
        twice = f"SELECT {quoted(key)} FROM {quoted(found.view)} GROUP BY 1 HAVING count(*) > 1"
        assert ask(f"{twice} LIMIT 3") == [], f"{key} is not unique"


@pytest.mark.originals
@pytest.mark.parametrize("name", ADAPTERS)
def test_an_adapter_gives_what_its_descriptor_states(name: str, originals: Path) -> None:
    found = original(name, originals)
    kept = ask(f"SELECT count(*) FROM {quoted(found.view)}")[0][0]
    assert found.rows_read == kept + found.set_aside, "rows lost uncounted"  # type: ignore[operator]
    check_columns(found)
    check_roles(found)
    check_dates(found)


@pytest.mark.parametrize("name", FIGURES)
def test_shipped_figures_are_what_their_descriptor_states(name: str) -> None:
    found = figures(name)
    assert (SHIPPED / "figures" / f"{name}.csv").stat().st_size <= LARGEST
    check_columns(found)
    check_roles(found)
    check_dates(found)
    told = found.dataset
    assert told.redistributable
    assert told.licence != "not stated"
    assert told.citation
    assert told.vintage
    assert told.source


@pytest.mark.parametrize("name", ADAPTERS)
def test_an_adapters_module_is_named_after_its_dataset(name: str) -> None:
    module = adapter(name)
    assert module.NAME.replace("-", "_") == name
    assert module.SOURCES
    assert re.search(r"\w{20,}|\w+ \w+ \w+", module.__doc__ or ""), "its quirks are not told"
