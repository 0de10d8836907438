"""Which datasets there are, and where the rows of each stand.

Nothing here reads a row: a catalog opens in milliseconds, and a table is prepared only when a
request asks for it. Of one name, a user's own folder goes before the originals, and those before
the figures that ship.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.resources import files
from os.path import isdir  # bears any name, however long
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Literal

from squarely.grounds.adapters import ADAPTERS
from squarely.grounds.descriptor import Described, parse
from squarely.model.dataset import Column, Dataset
from squarely.model.place import Place, Problem

SHIPPED = Path(str(files("squarely"))) / "shipped"
FORMATS = (".csv", ".tsv", ".json", ".parquet")
EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ADDED = (*FORMATS, ".tab", ".txt", ".jsonl", ".ndjson", *EXCEL)  # by `squarely data add`


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a dataset's rows are.

    A file, an adapter with the folder of its sources, or a file or folder in a publisher's format.
    """

    kind: Literal["figures", "user", "adapter", "format"]
    described: Described
    path: Path
    module: str = ""
    spark: str = ""  # the master of the Spark that answers; empty: DuckDB


@dataclass(frozen=True, slots=True)
class Grounds:
    """The datasets of a run.

    `catalog` describes each as it is at hand, `known` as widely as it is known at all (an original
    that is not here may have columns that its shipped figures lack): a file is checked against
    `known` and answered from `catalog`.
    """

    catalog: Mapping[str, Dataset]
    known: Mapping[str, Dataset]
    stands: Mapping[str, Stand]
    engine: Literal["duckdb", "spark"] = "duckdb"


def on_spark(grounds: Grounds, master: str) -> Grounds:
    """The same grounds, asked on the Spark of that master."""
    stands = {name: replace(stand, spark=master) for name, stand in grounds.stands.items()}
    return replace(grounds, stands=MappingProxyType(stands), engine="spark")


def shipped_catalog() -> Mapping[str, Dataset]:
    """Every dataset that the project describes, as widely as it is known."""
    return MappingProxyType(dict(_shipped()[2]))


@cache
def _shipped() -> tuple[dict[str, Described], dict[str, Described], dict[str, Dataset]]:
    originals = _read(SHIPPED / "catalog")
    figures = _read(SHIPPED / "figures")
    known = {name: one.dataset for name, one in originals.items()}
    for name, one in figures.items():
        known[name] = _wider(known.get(name), replace(one.dataset, here=True, shipped=True))
    return originals, figures, dict(sorted(known.items()))


def _read(folder: Path) -> dict[str, Described]:
    found = {}
    for path in sorted(folder.glob("*.json")):
        described, problems = parse(path.read_text(encoding="utf-8"), path.name)
        if problems:
            raise ValueError(f"{problems[0].place}: {problems[0].message}")
        found.update({one.dataset.name: one for one in described})
    return found


def _wider(original: Dataset | None, figures: Dataset) -> Dataset:
    """The original's description with what the figures add to it."""
    if original is None:
        return figures
    names = {column.name for column in original.columns}
    more: tuple[Column, ...] = tuple(c for c in figures.columns if c.name not in names)
    return replace(
        original,
        columns=original.columns + more,
        roles={**figures.roles, **original.roles},
        units={**figures.units, **original.units},
        here=figures.here,
        shipped=figures.shipped,
    )


def open_grounds(
    folders: Sequence[Path] = (), originals: Path | None = None
) -> tuple[Grounds, tuple[Problem, ...]]:
    """The grounds of a run: the user's folders or files, the originals, the shipped figures."""
    described, figures, known = _shipped()
    catalog = {name: one.dataset for name, one in described.items()}
    stands: dict[str, Stand] = {}
    for name, one in figures.items():
        path = SHIPPED / "figures" / (one.path or f"{name}.csv")
        if path.exists():
            stands[name] = Stand("figures", one, path)
    stands.update(_originals(described, originals))
    users, problems = _users(folders)
    stands.update(users)
    for name, stand in stands.items():
        shipped = stand.kind == "figures"
        catalog[name] = replace(stand.described.dataset, here=True, shipped=shipped)
    own = {name for name, stand in users.items() if stand.kind == "user"}
    widest = {
        **known,
        **{name: catalog[name] for name in users if name in own or name not in known},
    }
    for name in stands.keys() - own:
        widest[name] = replace(widest[name], here=True, shipped=catalog[name].shipped)
    grounds = Grounds(_frozen(catalog), _frozen(widest), MappingProxyType(stands))
    return grounds, problems


def _frozen(catalog: Mapping[str, Dataset]) -> Mapping[str, Dataset]:
    return MappingProxyType(dict(sorted(catalog.items())))


def adapter(name: str) -> ModuleType:
    """The adapter module of that name."""
    return import_module(f"squarely.grounds.adapters.{name}")


def _originals(described: Mapping[str, Described], root: Path | None) -> dict[str, Stand]:
    stands: dict[str, Stand] = {}
    for name in ADAPTERS if root else ():
        module = adapter(name)
        one = described.get(module.NAME)
        if root and one and all((root / source).exists() for source in module.SOURCES):
            stands[module.NAME] = Stand("adapter", one, root, name)
    return stands


def _users(folders: Iterable[Path]) -> tuple[dict[str, Stand], tuple[Problem, ...]]:
    stands: dict[str, Stand] = {}
    problems: list[Problem] = []
    for folder in {folder.resolve(): folder for folder in folders}.values():
        package = folder / "datapackage.json" if isdir(folder) else _package_of(folder)
        if not package.exists() and (found := _recognised(folder)):
            for stand in found:
                _hold(stand, package, stands, problems)
            continue
        try:
            text = package.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            message = f"no readable datapackage.json for {folder}: {type(error).__name__}"
            hint = f"squarely data add {folder} writes one"
            problems.append(_problem("data-descriptor", message, package, hint))
            continue
        described, faults = parse(text, str(package))
        problems += faults
        for one in described:
            if isdir(folder) or one.path in (None, folder.name) or folder.suffix == ".json":
                _stand(one, package, stands, problems)
    return stands, tuple(problems)


def _package_of(file: Path) -> Path:
    return file if file.name == "datapackage.json" else file.parent / "datapackage.json"


def _stand(
    one: Described, package: Path, stands: dict[str, Stand], problems: list[Problem]
) -> None:
    name = one.dataset.name
    path = package.parent / (one.path or "")
    inside = path.resolve().is_relative_to(package.parent.resolve())
    if not one.path or not inside or not _there(path):
        message = f"the file of `{name}` is not beside its descriptor: {one.path}"
        problems.append(_problem("data-file", message, package))
    elif one.format:
        _hold(Stand("format", one, path, one.format), package, stands, problems)
    elif path.suffix.lower() not in (ADDED if one.form else FORMATS):
        message = f"`{name}`: {path.suffix or 'a file without suffix'} cannot be read"
        hint = "formats: " + " ".join(FORMATS)
        problems.append(_problem("data-format", message, package, hint))
    else:
        _hold(Stand("user", one, path), package, stands, problems)


def _hold(stand: Stand, package: Path, stands: dict[str, Stand], problems: list[Problem]) -> None:
    name = stand.described.dataset.name
    if name not in stands:
        stands[name] = stand
    elif not stands[name].path.samefile(stand.path):
        problems.append(_problem("data-twice", f"`{name}` is described twice", package))


def _recognised(path: Path) -> list[Stand]:
    """The publishers' formats of a file, or of the files of a folder that nothing describes."""
    from squarely.grounds.formats import recognise, recognised
    from squarely.grounds.publishers import narrowed

    one = recognise(path)
    found = recognised(path) if isdir(path) else [one] if one else []
    modules = sorted({each.module: each.name for each in found}.items())
    described = _shipped()[0]
    return [
        Stand("format", narrowed(described[name], path, module), path, module)
        for module, name in modules
    ]


def _there(path: Path) -> bool:
    """Whether a file is there, or a folder of Parquet files that is named as one."""
    return path.is_file() or (path.suffix == ".parquet" and path.is_dir())


def _problem(code: str, message: str, file: Path, hint: str | None = None) -> Problem:
    return Problem(code, "error", message, Place(str(file), 1, 1), hint)
