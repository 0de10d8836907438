"""A kept table is read anew when anything that made it has changed: rows, description or code."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from squarely.argument.read import read
from squarely.grounds import lineage
from squarely.grounds.adapters import ADAPTERS, FORMATS
from squarely.grounds.catalog import open_grounds
from squarely.grounds.lineage import ROOT, code_of, leant_on
from squarely.grounds.tables import table
from squarely.study.integrating import integrated

LOADED = """
import sys
from importlib import import_module
for name in sys.argv[1:]:
    for held in [held for held in sys.modules if held.split('.')[0] == 'squarely']:
        del sys.modules[held]
    import_module(f'squarely.grounds.adapters.{name}')
    found = [module.__file__ for held, module in sys.modules.items()
             if held.split('.')[0] == 'squarely' and not hasattr(module, '__path__')]
    print(name, *found, sep='|')
"""


def leaning(name: str) -> set[str]:
    path = ROOT / "grounds" / "adapters" / f"{name}.py"
    return {str(one.relative_to(ROOT)) for one in leant_on(path)}


def test_every_module_that_python_loads_for_a_reader_counts() -> None:
    words = [sys.executable, "-c", LOADED, *ADAPTERS, *FORMATS]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    loaded = [line.split("|") for line in done.stdout.splitlines()]
    assert len(loaded) == len(ADAPTERS) + len(FORMATS)
    for name, *paths in loaded:
        assert {str(Path(path).relative_to(ROOT)) for path in paths} <= leaning(name), name


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("ucdp_terminations", {"grounds/adapters/ucdp_country_year.py", "shipped/countries.csv"}),
        ("revolutions", {"grounds/columns.py", "grounds/rda.py"}),
        ("acled", {"grounds/bring/others.py", "grounds/columns.py", "shipped/countries.csv"}),
        ("gdelt", {"grounds/adapters/gdelt_events.py", "shipped/fips.csv"}),
    ],
)
def test_a_reader_leans_on(name: str, files: set[str]) -> None:
    assert files <= leaning(name)
    assert "grounds/adapters/polls.py" not in leaning(name)  # a neighbour does not count


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of four modules: a leans on b, b on c inside a function, nobody on d."""
    texts = {
        "grounds/a.py": "from squarely.grounds.b import (\n    x,\n)\n",
        "grounds/b.py": "def x():\n    from squarely.grounds import c\n",
        "grounds/c.py": 'NAME = "places.csv"\n',
        "grounds/d.py": 'NAME = "others.csv"\n',
        "shipped/places.csv": "a\n",
        "shipped/others.csv": "a\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(lineage, "ROOT", tmp_path)
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    for held in (lineage.code_of, lineage._read, lineage._shipped):
        held.cache_clear()


def test_a_change_of_what_a_reader_leans_on_changes_its_mark(package: Path) -> None:
    start = package / "grounds" / "a.py"
    marks = [code_of(start)]
    for name in ("grounds/a.py", "grounds/b.py", "grounds/c.py", "shipped/places.csv"):
        with (package / name).open("a") as file:
            file.write("# another line\n")
        forget()
        marks.append(code_of(start))
    assert len(set(marks)) == len(marks)
    for name in ("grounds/d.py", "shipped/others.csv"):
        with (package / name).open("a") as file:
            file.write("# another line\n")
    forget()
    assert code_of(start) == marks[-1]
    assert code_of(start, "squarely.grounds.b") != marks[-1]  # c stands outside of what counts


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SQUARELY_CACHE", str(tmp_path / "cache"))
    return tmp_path


ROWS = (
    "id,day,north,east\n1,2024-01-03,45.00,9.00\n2,2024-01-05,46.00,9.00\n3,2024-01-07,47.00,9.00\n"
)


def describe(folder: Path, name: str, missing: list[str], rows: str = ROWS) -> Path:
    """A dataset of three reports."""
    types = {"id": "string", "day": "date", "north": "number", "east": "number"}
    roles = {"id": "id", "time": "day", "latitude": "north", "longitude": "east"}
    resource = {
        "name": name,
        "path": f"{name}.csv",
        "schema": {
            "fields": [{"name": key, "type": kind} for key, kind in types.items()],
            "missingValues": missing,
        },
        "squarely": {"kind": "events", "roles": roles, "units": {"events": None}},
    }
    (folder / name).mkdir(exist_ok=True)
    (folder / name / f"{name}.csv").write_text(rows)
    package = {"name": name, "resources": [resource]}
    (folder / name / "datapackage.json").write_text(json.dumps(package))
    return folder / name


def told_as_one(folder: Path) -> Path:
    text = "squarely: 1\ntitle: x\nintegrated: {x: {of: [a, b]}}\nclaims: {c: {says: d}}\n"
    argument, problems = read(text, "argument.yaml")
    assert argument is not None, problems
    grounds, faults = open_grounds([folder / "a", folder / "b"])
    assert not faults
    return integrated(argument, grounds).stands["x"].path


def test_what_a_member_holds_decides_not_what_it_is_called(folder: Path) -> None:
    """The same file, described anew: a cell that meant a place now means none."""
    describe(folder, "b", [""])
    describe(folder, "a", [""])
    first = told_as_one(folder)
    assert told_as_one(folder) == first
    describe(folder, "a", ["", "45.00"])
    second = told_as_one(folder)
    assert second != first
    describe(folder, "a", ["", "45.00"], ROWS.replace("2024-01-05", "2024-01-06"))
    assert told_as_one(folder) not in (first, second)


def test_figures_are_known_by_their_content() -> None:
    grounds, _ = open_grounds()
    contents = [table(one).content for one in grounds.stands.values()]
    assert all(contents)
    assert len(set(contents)) == len(contents)
